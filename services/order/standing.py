"""What each branch ordered, was given and is owed (已点、已办、还欠), on any day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from models.branch import Branch
from models.order import Order, OrderPlacement
from models.training_class import Lesson
from services.core.session import WorkSession
from services.order.rules import ENDED, HELD


class Share(StrEnum):
    """Where an order counts on a day; each counts once."""

    held = "held"
    owed = "owed"
    ended = "ended"  # rejected or cancelled


@dataclass(frozen=True)
class Count:
    """Orders, and the heads in them."""

    orders: int = 0
    heads: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.orders + other.orders, self.heads + other.heads)


@dataclass(frozen=True)
class OrderStanding:
    """Of one asker, or in one year: ordered = held + owed + ended.

    `branch_id` is None for the county; `order_ids` are those that count, by their share.
    """

    branch_id: UUID | None
    words: str
    ordered: Count
    held: Count
    owed: Count
    ended: Count
    order_ids: tuple[tuple[UUID, Share], ...]


@dataclass(frozen=True)
class _Fact:
    key: UUID
    year: int
    branch_id: UUID | None
    asker: str
    heads: int
    share: Share


def by_asker(session: WorkSession, year: int, day: date | None = None) -> tuple[OrderStanding, ...]:
    """Everybody who ordered in a year, as it stood at the end of `day` or stands now, by name."""
    groups: defaultdict[str, list[_Fact]] = defaultdict(list)
    for fact in _facts(session, day, Order.year == year):
        groups[str(fact.branch_id or fact.asker)].append(fact)
    made = [_standing(facts[0].asker, facts) for facts in groups.values()]
    return tuple(sorted(made, key=lambda one: (one.branch_id is None, one.words)))


def over_years(session: WorkSession, branch_id: UUID) -> tuple[OrderStanding, ...]:
    """One branch, year by year, the latest first."""
    groups: defaultdict[int, list[_Fact]] = defaultdict(list)
    for fact in _facts(session, None, Order.branch_id == branch_id):
        groups[fact.year].append(fact)
    return tuple(_standing(f"{year}年", groups[year]) for year in sorted(groups, reverse=True))


def total(rows: Iterable[OrderStanding]) -> OrderStanding:
    """All of them as one, called 合计."""
    ordered = held = owed = ended = Count()
    keys: list[tuple[UUID, Share]] = []
    for row in rows:
        ordered, held = ordered + row.ordered, held + row.held
        owed, ended = owed + row.owed, ended + row.ended
        keys += row.order_ids
    return OrderStanding(None, "合计", ordered, held, owed, ended, tuple(keys))


def _standing(words: str, facts: list[_Fact]) -> OrderStanding:
    counts = {share: Count() for share in Share}
    for fact in facts:
        counts[fact.share] += Count(1, fact.heads)
    return OrderStanding(
        facts[0].branch_id,
        words,
        sum(counts.values(), Count()),
        counts[Share.held],
        counts[Share.owed],
        counts[Share.ended],
        tuple((fact.key, fact.share) for fact in facts),
    )


def _facts(session: WorkSession, day: date | None, which: ColumnElement[bool]) -> list[_Fact]:
    """Orders that had been made by the day. An order is held on the day of its class's last
    lesson or on that on which it was said to be, whichever came first; an order that ended
    changed last when it did."""
    last_lesson = (
        select(Lesson.class_id, func.max(Lesson.starts_at).label("day"))
        .where(Lesson.owner == session.owner, Lesson.cancelled_at.is_(None))
        .group_by(Lesson.class_id)
        .subquery()
    )
    rows = session.execute(
        select(Order, Branch.short_name, last_lesson.c.day)
        .outerjoin(Branch, Branch.id == Order.branch_id)
        .outerjoin(
            OrderPlacement,
            (OrderPlacement.order_id == Order.id) & OrderPlacement.ended_at.is_(None),
        )
        .outerjoin(last_lesson, last_lesson.c.class_id == OrderPlacement.class_id)
        .where(Order.owner == session.owner, which)
        .order_by(Order.number)
    )
    until = day or session.today()
    found = []
    for order, branch, taught_at in rows:
        if session.local(order.created_at).date() > until:
            continue
        changed = session.local(order.updated_at).date()
        share = Share.owed
        if order.state in ENDED and changed <= until:
            share = Share.ended
        elif order.state in HELD:
            taught = taught_at.date() if taught_at is not None else changed
            share = Share.held if min(taught, changed) <= until else Share.owed
        asker = branch or order.asker
        found.append(_Fact(order.id, order.year, order.branch_id, asker, order.heads, share))
    return found
