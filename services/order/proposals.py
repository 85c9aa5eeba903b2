"""Open orders that want the same thing: one class for several branches."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from models.order import Order
from services.core.session import WorkSession
from services.core.text import normal
from services.order.queries import OrderRow, rows_where
from services.order.rules import OPEN

Month = tuple[int, int]
"""Year and month."""
MOST_NAMED = 3


@dataclass(frozen=True)
class OrderProposal:
    """One class for the orders of `order_ids`, from `askers` (each named once).

    `dated` counts the orders that name a time; `months` are those that suit most of them, and
    `suits` how many that is.
    """

    what: str
    order_ids: tuple[UUID, ...]
    askers: tuple[str, ...]
    heads: int
    months: tuple[Month, ...]
    suits: int
    dated: int

    @property
    def words(self) -> str:
        return f"{len(self.askers)} 个单位、{self.heads} 人想学《{self.what}》"

    @property
    def when(self) -> str:
        """When it suits everybody, or most, in words."""
        if not self.dated:
            return "都没有定时间"
        if self.suits == 1 < self.dated:
            return "期望时间凑不到一起"
        (first, _), *_ = self.months
        said = [f"{'' if year == first else f'{year}年'}{m}月" for year, m in self.months]
        more = "等" if len(said) > MOST_NAMED else ""
        who = "都合适" if self.suits == self.dated else f"合适 {self.suits} 个订单"
        return f"{first}年{'、'.join(said[:MOST_NAMED])}{more}{who}"


def proposals(session: WorkSession) -> tuple[OrderProposal, ...]:
    """For whatever at least two askers want in orders that are in no class, most people first."""
    groups: defaultdict[object, list[OrderRow]] = defaultdict(list)
    for row in rows_where(session, Order.state.in_(OPEN)):
        groups[row.course_id or row.package_id or topic_key(row.topic)].append(row)
    made = [_proposal(rows) for rows in groups.values()]
    several = (one for one in made if len(one.askers) > 1)
    return tuple(sorted(several, key=lambda one: (-one.heads, one.what)))


def topic_key(topic: str) -> str:
    """What two ways of writing one topic have in common: no spaces, no marks, one case."""
    folded = normal(topic).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] not in "PZS")


def _proposal(rows: Sequence[OrderRow]) -> OrderProposal:
    spans = [
        set(_months(row.wished_from, row.wished_to))
        for row in rows
        if row.wished_from is not None and row.wished_to is not None
    ]
    votes = Counter(month for span in spans for month in span)
    most = max(votes.values(), default=0)
    return OrderProposal(
        what=rows[-1].what,
        order_ids=tuple(row.id for row in reversed(rows)),
        askers=tuple(dict.fromkeys(row.asker for row in reversed(rows))),
        heads=sum(row.heads for row in rows),
        months=tuple(sorted(month for month, count in votes.items() if count == most)),
        suits=most,
        dated=len(spans),
    )


def _months(first: date, last: date) -> list[Month]:
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [(number // 12, number % 12 + 1) for number in range(begin, end + 1)]
