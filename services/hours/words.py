"""What a line of the ledger is called."""

from services.hours.lists import HoursLine


def line_words(line: HoursLine) -> str:
    """已到, 补课 …, or 在线, 更正."""
    if line.kind is not None:
        return line.kind.word
    assert line.status is not None
    return line.status.word
