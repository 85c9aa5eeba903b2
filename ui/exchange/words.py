"""Short words for files, months and sizes, the same wherever the exchange shows them."""

from datetime import datetime

from services.core.workspace import Workspace
from services.exchange import BundleKind, BundleState, SentRow

KIB = 1024


_TO_SCHOOL = {
    BundleState.approved: "还没有写出",
    BundleState.written: "已写出",
    BundleState.delivered: "学校已收到",
}
_ENROL = {
    BundleState.approved: "还没有写出",
    BundleState.written: "已写出，等县级公钥",
    BundleState.delivered: "县里已核对",
}


def state_words(sent: SentRow) -> str:
    """What the state means for this kind of file; only a snapshot waits for a receipt."""
    if sent.kind is BundleKind.snapshot:
        return sent.state.word
    meant = _ENROL if sent.kind is BundleKind.enrol else _TO_SCHOOL
    return meant.get(sent.state, sent.state.word)


def month_words(period: str) -> str:
    """2026-11 as 2026 年 11 月; what is no month stays as it is, and nothing is a dash."""
    year, dash, month = period.partition("-")
    if dash and year.isdigit() and month.isdigit():
        return f"{year} 年 {int(month)} 月"
    return period or "—"


def size_words(size: int) -> str:
    """As on the handover slip."""
    if size < KIB * KIB:
        return f"{max(1, round(size / KIB))} KB"
    return f"{size / KIB / KIB:.1f} MB"


def moment_words(workspace: Workspace, moment: datetime | None) -> str:
    """A record time as local time, to the minute; a dash where it did not happen."""
    return f"{workspace.clock.local(moment):%Y-%m-%d %H:%M}" if moment is not None else "—"


def number_words(sequence: int) -> str:
    return f"#{sequence}"
