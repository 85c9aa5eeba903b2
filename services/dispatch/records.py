"""What dispatches are handed around as: drafts, rows, states."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from models.core.words import Words
from services.core.fields import draft, phone, text, whole
from services.core.text import mask_phone

MOST_HEADS = 9_999
LATEST_YEAR = 2100
MOST = {"topic": 60, "place": 60, "contact": 20, "note": 200, "reason": 200}
"""The longest each text may be, in characters; a school refuses a file with longer ones."""


class DispatchState(Words):
    """How far the school has come, as far as the county knows: from the latest snapshot."""

    waiting = "waiting", "未下发", "amber"
    issued = "issued", "已下发"
    received = "received", "学校已收", "blue"
    accepted = "accepted", "已受理", "blue"
    scheduled = "scheduled", "已排班", "blue"
    done = "done", "已办", "green"
    returned = "returned", "被退回", "red"
    cancelled = "cancelled", "学校已取消", "red"
    withdrawn = "withdrawn", "已撤回"


CLOSED = (DispatchState.done, DispatchState.withdrawn)


@draft
class DispatchDraft:
    """What the county asks for. `wished_from` and `wished_to` (both days included) are both None
    where the school may choose the days."""

    topic: str = text("主题", MOST["topic"], hint="要学校办什么，例如：全会精神集中宣讲")
    heads: int = whole("人数", 1, MOST_HEADS, unit="人")
    wished_from: date | None = None
    wished_to: date | None = None
    place: str = text("地点", MOST["place"], default="", hint="可不填，由学校定")
    contact: str = text("县里联系人", MOST["contact"], default="", hint="可不填")
    phone: str = phone("联系电话", default="", hint="可不填")
    note: str = text("备注", MOST["note"], default="", hint="可不填")


@dataclass(frozen=True, kw_only=True)
class DispatchRow(DispatchDraft):
    """One dispatch at the county: what it asks for, and how far the school has come. `reason` is
    why it was sent back, cancelled or withdrawn; `order_number` the school's; `issued_at` when the
    last file that carried it was made, in local time, None before; `pending`: what stands here is
    in no file that was written yet."""

    id: UUID
    number: str
    school_id: UUID
    school: str
    state: DispatchState
    reason: str
    order_number: str
    issued_at: datetime | None
    pending: bool

    @property
    def closed(self) -> bool:
        return self.state in CLOSED

    @property
    def when(self) -> str:
        return when_words(self.wished_from, self.wished_to)

    @property
    def when_short(self) -> str:
        """Without the years, which the number tells well enough in a list."""
        first, last = self.wished_from, self.wished_to
        if first is None or last is None or first == last:
            return self.when
        return f"{first:%m-%d} 至 {last:%m-%d}"

    @property
    def phone_masked(self) -> str:
        return mask_phone(self.phone)


@dataclass(frozen=True)
class SchoolChoice:
    """A school that a dispatch may go to."""

    id: UUID
    name: str


def when_words(first: date | None, last: date | None) -> str:
    """The wished days: 2026-12-01 至 12-05, one day, or 由学校定."""
    if first is None or last is None:
        return "由学校定"
    if first == last:
        return first.isoformat()
    return f"{first} 至 {last:%m-%d}" if first.year == last.year else f"{first} 至 {last}"
