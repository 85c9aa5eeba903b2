"""What a line of the ledger is called."""

from services.hours.lists import HoursLine, HoursRecordKind

RECORD_LABELS = {HoursRecordKind.online: "在线", HoursRecordKind.correction: "更正"}


def line_words(line: HoursLine) -> str:
    """已到, 补课 …, or 在线, 更正."""
    if line.kind is not None:
        return RECORD_LABELS[line.kind]
    assert line.status is not None
    return line.status.word
