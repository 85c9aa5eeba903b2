"""Take orders, change them, answer them; a number is given once and never again."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from models.branch import Branch
from models.course import Course
from models.order import Order
from models.package import Package
from models.training_class import NOT_OVER, TrainingClass
from services.core.checks import optional_text, required_text
from services.core.errors import BadInput, NeedsReason, Refused
from services.core.fields import (
    checked,
    checked_some,
    choice,
    draft,
    field_of,
    phone,
    put,
    text,
    whole,
)
from services.core.session import WorkSession
from services.core.undo import Before, Made, Undo
from services.order.rules import (
    MOST_HEADS,
    MOST_REASON,
    OPEN,
    OrderChannel,
    OrderState,
    check_wish,
    live_placement,
    members_in_use,
    move,
    numbers_from,
    own_order,
)

TAKEN_BACK = "刚录入即撤回"


@draft
class OrderDraft:
    """What was asked for: exactly one of `course_id`, `package_id` and `topic`.

    `branch_id` asks; a dispatched order has None and the county's name in `asker`. Both wished
    days are None for an interest without a date.
    """

    channel: OrderChannel = choice("接单渠道", OrderChannel)
    branch_id: UUID | None
    heads: int = whole("人数", 1, MOST_HEADS, unit="人")
    asker: str = ""
    course_id: UUID | None = None
    package_id: UUID | None = None
    topic: str = ""
    wished_from: date | None = None
    wished_to: date | None = None
    place: str = text("培训地点", 60, default="", hint="如 村党群服务中心")
    contact: str = text("联系人", 20, default="")
    phone: str = phone("联系电话", default="")
    note: str = text("备注", 200, default="", lines=True)


def create(
    session: WorkSession,
    draft: OrderDraft,
    *,
    menu_id: UUID | None = None,
    year: int | None = None,
    reason: str = "",
) -> Made:
    """A new order that waits to be accepted, with the year's next number. It is taken back by
    cancelling it: its number was given.

    The year is that of the first wished day unless told, else this one. Raises BadInput;
    Refused for a branch, course or package out of use; NeedsReason where it asks for more
    people than the branch has in use.
    """
    fields = _checked(session, draft, None)
    fields["warning_reason"] = _warned(session, draft, reason)
    if year is None:
        year = (draft.wished_from or session.today()).year
    made = session.make(
        Order,
        number=next(numbers_from(session, year)),
        year=year,
        menu_id=menu_id,
        state=OrderState.submitted,
        **fields,
    )
    session.flush()
    session.note("order.create", id=str(made.id), warned=bool(made.warning_reason))
    key = made.id
    undo = Undo(f"新增订单 {made.number}", "order.cancel", lambda later: _withdraw(later, key))
    return Made(key, undo)


def update(session: WorkSession, order_id: UUID, draft: OrderDraft, *, reason: str = "") -> Undo:
    """Change an order that is in no class yet. Raises what `create` raises; Refused later."""
    order = _changeable(session, order_id)
    fields = _checked(session, draft, order)
    before = Before(session)
    before.keep(order)
    known = (order.branch_id, order.heads) == (draft.branch_id, draft.heads)
    warning = order.warning_reason if known else _warned(session, draft, reason)
    put(order, fields)
    order.warning_reason = warning
    session.note("order.update", id=str(order_id))
    return before.undo(f"修改订单 {order.number}", "order.undo")


def change_field(
    session: WorkSession, order_ids: Sequence[UUID], name: str, value: Any, *, reason: str = ""
) -> Undo:
    """Give several orders the same value of one declared field. Raises what `update` raises."""
    kept = checked_some(OrderDraft, {name: value})
    before = Before(session)
    for key in order_ids:
        order = _changeable(session, key)
        before.keep(order)
        put(order, kept)
        if name == "heads":
            order.warning_reason = _warned(session, order, reason)
    session.note("order.change_field", ids=[str(one) for one in order_ids], field=name)
    caption = field_of(OrderDraft, name).caption
    return before.undo(f"修改 {len(order_ids)} 个订单的{caption}", "order.undo")


def accept(session: WorkSession, order_ids: Sequence[UUID]) -> Undo:
    """Take on orders that wait, all or none. Raises Refused."""
    before = Before(session)
    orders = [own_order(session, key) for key in dict.fromkeys(order_ids)]
    for order in orders:
        # To leave a class leads there, too, but not by this door.
        if order.state is not OrderState.submitted:
            raise Refused(f"{order.number} 已经是“{order.state.word}”，不用再受理。")
        before.keep(order)
        move(order, OrderState.accepted)
    session.note("order.accept", ids=[str(order.id) for order in orders])
    return before.undo(f"受理 {_which(orders)}", "order.undo")


def reject(session: WorkSession, order_id: UUID, reason: str) -> Undo:
    """Say no to an order that waits. Raises BadInput without a reason, Refused."""
    reason = required_text(reason, "不受理的原因", MOST_REASON)
    order = own_order(session, order_id)
    before = Before(session)
    before.keep(order)
    move(order, OrderState.rejected, reason)
    session.note("order.reject", id=str(order_id))
    return before.undo(f"不受理订单 {order.number}", "order.undo")


def cancel(session: WorkSession, order_id: UUID, reason: str) -> Undo:
    """Who asked no longer wants it; it leaves its class. Raises BadInput without a reason;
    Refused once it was held."""
    reason = required_text(reason, "取消原因", MOST_REASON)
    order = own_order(session, order_id)
    before = Before(session)
    before.keep(order)
    move(order, OrderState.cancelled, reason)
    placement = live_placement(session, order_id)
    if placement is not None:
        before.keep(placement)
        placement.ended_at, placement.end_reason = session.now(), reason
    session.note("order.cancel", id=str(order_id), placed=placement is not None)
    class_id = placement.class_id if placement is not None else None
    return before.undo(
        f"取消订单 {order.number}", "order.undo", lambda later: require_live(later, class_id)
    )


def confirm(session: WorkSession, order_ids: Sequence[UUID]) -> Undo:
    """Who asked has confirmed that it was held, all or none. Raises Refused."""
    before = Before(session)
    orders = [own_order(session, key) for key in dict.fromkeys(order_ids)]
    for order in orders:
        before.keep(order)
        move(order, OrderState.confirmed)
    session.note("order.confirm", ids=[str(order.id) for order in orders])
    return before.undo(f"确认 {_which(orders)}", "order.undo")


def _withdraw(session: WorkSession, order_id: UUID) -> None:
    cancel(session, order_id, TAKEN_BACK)


def require_live(session: WorkSession, class_id: UUID | None) -> None:
    """A class that orders may be in from now on; None is no class. Raises Refused."""
    if class_id is None:
        return
    row = session.require(TrainingClass, class_id)
    if row.owner != session.owner or row.state not in NOT_OVER:
        raise Refused(f"“{row.title}”已经结束或取消，不能再排订单，请另选一个班。")


def too_many(heads: int, members: int, name: str) -> str:
    """The warning where an order is for more people than the branch has; empty where not."""
    return f"{name}在册党员 {members} 人，订单写了 {heads} 人" if heads > members else ""


def _changeable(session: WorkSession, order_id: UUID) -> Order:
    order = own_order(session, order_id)
    if order.state not in OPEN:
        raise Refused(f"{order.number} 已经排班或办结，不能再改；需要时先移出培训班。")
    return order


def _checked(session: WorkSession, draft: OrderDraft, before: Order | None) -> dict[str, Any]:
    """The columns of an order. What was retired meanwhile may stay as it was `before`."""
    fields = checked(draft)
    check_wish(draft.wished_from, draft.wished_to, session.today())
    topic = optional_text(draft.topic, "专题", 60)
    if sum((draft.course_id is not None, draft.package_id is not None, bool(topic))) != 1:
        raise BadInput("培训内容请选一门课程、一个套餐，或写一个专题，只选一样。")
    had = (None, None) if before is None else (before.course_id, before.package_id)
    _require_offered(session, Course, draft.course_id, had[0], "课程")
    _require_offered(session, Package, draft.package_id, had[1], "套餐")
    return {
        **fields,
        **_asked_by(session, draft, before),
        "course_id": draft.course_id,
        "package_id": draft.package_id,
        "topic": topic,
        "wished_from": draft.wished_from,
        "wished_to": draft.wished_to,
    }


def _asked_by(session: WorkSession, draft: OrderDraft, before: Order | None) -> dict[str, Any]:
    """A branch, or the county by its name. Raises BadInput, Refused."""
    if draft.channel is OrderChannel.dispatched:
        asker = required_text(draft.asker, "派单单位", 40)
        return {"branch_id": None, "asker": asker}
    if draft.branch_id is None:
        raise BadInput("请选是哪个党支部点单。")
    branch = session.require(Branch, draft.branch_id)
    if branch.owner != session.owner or branch.outside:
        raise Refused("只有本校的党支部可以点单。")
    if branch.retired_at is not None and (before is None or before.branch_id != branch.id):
        raise Refused(f"{branch.short_name}已停用，请先恢复或换一个党支部。")
    return {"branch_id": branch.id, "asker": ""}


def _require_offered(
    session: WorkSession,
    kind: type[Course] | type[Package],
    key: UUID | None,
    before: UUID | None,
    words: str,
) -> None:
    if key is None:
        return
    row = session.require(kind, key)
    if row.owner != session.owner:
        raise Refused(f"只能点本校的{words}。")
    if row.retired_at is not None and key != before:
        raise Refused(f"《{row.title}》已停用，请换一{'门' if kind is Course else '个'}{words}。")


def _warned(session: WorkSession, draft: OrderDraft | Order, reason: str) -> str:
    """Why more people are asked for than the branch has; empty where it has them."""
    if draft.branch_id is None or draft.channel is OrderChannel.dispatched:
        return ""
    name = session.require(Branch, draft.branch_id).short_name
    told = too_many(draft.heads, members_in_use(session).get(draft.branch_id, 0), name)
    reason = optional_text(reason, "理由", MOST_REASON)
    if told and not reason:
        raise NeedsReason(f"{told}。如人数没有写错，请写明理由，例如：含入党积极分子。")
    return reason if told else ""


def _which(orders: Sequence[Order]) -> str:
    return orders[0].number if len(orders) == 1 else f"{len(orders)} 个订单"
