"""What a line of the ledger is called; apart, since sign-ins stand over hours."""

from services.hours.lists import HoursLine, HoursRecordKind
from services.sign_in import STATUS_LABELS

RECORD_LABELS = {HoursRecordKind.online: "在线", HoursRecordKind.correction: "更正"}


def line_words(line: HoursLine) -> str:
    """已到, 补课 …, or 在线, 更正."""
    if line.kind is not None:
        return RECORD_LABELS[line.kind]
    assert line.status is not None
    return STATUS_LABELS[line.status]
