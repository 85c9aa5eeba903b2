"""What must hold of an order: its words, its legal moves, who comes first, how many people."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from uuid import UUID

from sqlalchemy import func, select

from models.branch import Branch
from models.member import Member, MemberKind
from models.order import Order, OrderPlacement
from models.order import OrderChannel as OrderChannel
from models.order import OrderState as OrderState
from services.core.checks import partial_date
from services.core.days import day_words, last_of_month
from services.core.errors import BadInput, Refused
from services.core.session import WorkSession
from services.core.text import last_number
from services.school import own

PRIORITY = (OrderChannel.dispatched, OrderChannel.collective, OrderChannel.individual)
"""The first goes before the others where a class does not hold all."""
PRIORITY_WORDS = " ＞ ".join(channel.word for channel in PRIORITY)
RANK = {channel: rank for rank, channel in enumerate(PRIORITY)}
"""0 goes first."""
MOVES: dict[OrderState, tuple[OrderState, ...]] = {
    OrderState.submitted: (OrderState.accepted, OrderState.rejected, OrderState.cancelled),
    OrderState.accepted: (OrderState.scheduled, OrderState.cancelled),
    OrderState.scheduled: (OrderState.accepted, OrderState.delivered, OrderState.cancelled),
    # A class that was held may still be called off as a whole, until the branch has confirmed.
    OrderState.delivered: (OrderState.confirmed, OrderState.accepted),
    OrderState.confirmed: (),
    OrderState.rejected: (),
    OrderState.cancelled: (),
}
"""Domain.md, states; what undo takes back is no move."""
OPEN = (OrderState.submitted, OrderState.accepted)
PLACED = (OrderState.scheduled, OrderState.delivered, OrderState.confirmed)
HELD = (OrderState.delivered, OrderState.confirmed)
ENDED = (OrderState.rejected, OrderState.cancelled)
MOST_HEADS = 9_999
MOST_REASON = 60
LONGEST_WISH = timedelta(days=366)
YEARS_BACK, YEARS_AHEAD = 5, 3
FARTHEST = date(2100, 12, 31)


def move(order: Order, state: OrderState, reason: str = "") -> None:
    """Raises Refused where the order may not go there from where it is."""
    if state not in MOVES[order.state]:
        raise Refused(
            f"{order.number} 现在是“{order.state.word}”，不能改成“{state.word}”，请刷新后再看。"
        )
    order.state, order.state_reason = state, reason


def own_order(session: WorkSession, order_id: UUID) -> Order:
    """Raises NotFound; Refused for an order of another workspace."""
    order = session.require(Order, order_id)
    if order.owner != session.owner:
        raise Refused("这个订单是别的单位的，只能由它自己办理。")
    return order


def numbers_from(session: WorkSession, year: int) -> Iterator[str]:
    """ZS-DD-2026-0001 and on: school, year, and one more than was ever given."""
    prefix = f"{own(session).code}-DD-{year}-"
    numbers = session.scalars(
        select(Order.number).where(Order.owner == session.owner, Order.number.startswith(prefix))
    )
    return (f"{prefix}{number:04d}" for number in count(last_number(numbers, prefix) + 1))


def live_placement(session: WorkSession, order_id: UUID) -> OrderPlacement | None:
    """Where the order is placed now; the database holds it to one."""
    return session.scalars(
        select(OrderPlacement).where(
            OrderPlacement.order_id == order_id, OrderPlacement.ended_at.is_(None)
        )
    ).one_or_none()


def check_wish(first: date | None, last: date | None, today: date) -> None:
    """Both days or none, in order, within a year, not years away. Raises BadInput."""
    if first is None and last is None:
        return
    if first is None or last is None:
        raise BadInput("期望时间要么起止都填，要么都空着（只是意向）。")
    if last < first:
        raise BadInput("期望时间的结束不能早于开始。")
    if last - first > LONGEST_WISH:
        raise BadInput("期望时间跨度不要超过一年；时间不定就空着，按意向登记。")
    if not today.year - YEARS_BACK <= first.year <= today.year + YEARS_AHEAD:
        raise BadInput("期望时间离今天太远，请检查年份。")


def read_wish(first: str, last: str) -> tuple[date | None, date | None]:
    """Two days out of what was typed: 2026.12 is the whole month, one field alone is both ends.

    Raises BadInput for what is no date.
    """
    begin = partial_date(first or last, "期望时间", FARTHEST)
    end = partial_date(last or first, "期望时间", FARTHEST)
    if begin is None or end is None:
        return None, None
    from_day = date(begin.year, begin.month or 1, begin.day or 1)
    month = end.month or 12
    last_day = date(end.year, month, end.day) if end.day else last_of_month(end.year, month)
    return from_day, last_day


def wish_words(first: date | None, last: date | None) -> str:
    """2026年12月, 12月1日–12月5日; 意向 for no date."""
    if first is None or last is None:
        return "意向"
    whole_months = first.day == 1 and last == last_of_month(last.year, last.month)
    form = _month if whole_months else day_words
    begin, end = form(first), form(last)
    if begin == end:
        return begin
    known = f"{first.year}年"
    if not whole_months and first.month == last.month:
        known += f"{first.month}月"
    return f"{begin}–{end.removeprefix(known)}"


def members_in_use(session: WorkSession) -> dict[UUID, int]:
    """By branch: its members in use, with those of the branches under it; no guests."""
    own_members: dict[UUID, int] = {
        branch: people
        for branch, people in session.execute(
            select(Member.branch_id, func.count())
            .where(
                Member.owner == session.owner,
                Member.retired_at.is_(None),
                Member.kind != MemberKind.guest,
            )
            .group_by(Member.branch_id)
        )
    }
    below: defaultdict[UUID | None, list[UUID]] = defaultdict(list)
    branches = session.execute(
        select(Branch.id, Branch.parent_id).where(Branch.owner == session.owner)
    ).all()
    for key, parent in branches:
        below[parent].append(key)

    def whole(branch: UUID) -> int:
        return own_members.get(branch, 0) + sum(whole(one) for one in below[branch])

    return {key: whole(key) for key, _ in branches}


def _month(day: date) -> str:
    return f"{day.year}年{day.month}月"
