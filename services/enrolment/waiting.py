"""The waiting list (候补): moved in, in order, when a place is free."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from models.member import Member
from models.training_class import NOT_OVER, Enrolment, TrainingClass, WaitingPlace
from services.core.checks import required_text
from services.core.errors import NeedsReason, NotFound, Refused
from services.core.session import WorkSession
from services.core.todo import Todo
from services.core.undo import Undo
from services.enrolment.operations import MOST_REASON
from services.enrolment.places import Lists, next_number
from services.enrolment.way_back import renumber, take_off, way_back
from services.training_class.operations import open_class

NOT_WAITING = "这个人已不在候补名单里，请刷新后再试。"


def move_in(
    session: WorkSession, class_id: UUID, member_ids: Sequence[UUID], reason: str = ""
) -> Undo:
    """Enrol people who wait, in the order in which they wait.

    Raises NotFound for one who does not wait; Refused for one who is no longer in use;
    NeedsReason where there is no place for all, or where somebody waits before them, until
    there is a reason, which stands in the audit.
    """
    open_class(session, class_id)
    before = Lists(session, class_id)
    wanted = set(member_ids)
    if not wanted <= before.waiting.keys():
        raise NotFound(NOT_WAITING)
    coming = [member for member in before.waiting if member in wanted]
    if any(before.waiting[member].left for member in coming):
        raise Refused("候补的这个人已不在册，不能转入；可移出候补。")
    warning = _warning(before, coming)
    if warning and not reason.strip():
        raise NeedsReason(warning)
    take_off(session, [before.waiting[member] for member in coming])
    session.insert_many(
        Enrolment,
        [
            {"class_id": class_id, "member_id": member, "number": number}
            for number, member in enumerate(coming, next_number(before.enrolled))
        ],
    )
    told = {"reason": required_text(reason, "理由", MOST_REASON)} if warning else {}
    members = [str(member) for member in coming]
    session.note("enrolment.move_in", id=str(class_id), members=members, **told)
    return way_back(session, before, f"转入候补的 {len(coming)} 人")


def stop_waiting(session: WorkSession, class_id: UUID, *member_ids: UUID) -> Undo:
    """Take people off the waiting list. Raises NotFound for one who is not on it."""
    open_class(session, class_id)
    before = Lists(session, class_id)
    if not before.waiting.keys() >= set(member_ids):
        raise NotFound(NOT_WAITING)
    take_off(session, [before.waiting[member] for member in dict.fromkeys(member_ids)])
    members = [str(member) for member in member_ids]
    session.note("enrolment.stop_waiting", id=str(class_id), members=members)
    return way_back(session, before, f"移出候补 {len(set(member_ids))} 人")


def reorder_waiting(session: WorkSession, class_id: UUID, member_id: UUID, by: int) -> Undo:
    """Let somebody wait `by` places later, earlier where that is negative; at the ends they
    stay. Raises NotFound for one who does not wait."""
    open_class(session, class_id)
    before = Lists(session, class_id)
    if member_id not in before.waiting:
        raise NotFound(NOT_WAITING)
    name = session.require(Member, member_id).name
    order = list(before.waiting)
    place = order.index(member_id)
    order.insert(max(0, place + by), order.pop(place))
    for number, member in enumerate(order, 1):
        if before.waiting[member].number != number:
            renumber(session, before.waiting[member], number)
    session.note("enrolment.reorder_waiting", id=str(class_id), member=str(member_id), by=by)
    return way_back(session, before, f"{'提前' if by < 0 else '推后'} {name} 的候补次序")


def waiting_todos(session: WorkSession) -> list[Todo]:
    """Classes with a free place for somebody who waits."""
    rows = session.execute(
        select(TrainingClass.id, TrainingClass.title)
        .join(WaitingPlace, WaitingPlace.class_id == TrainingClass.id)
        .join(Member, Member.id == WaitingPlace.member_id)
        .where(
            TrainingClass.owner == session.owner,
            TrainingClass.state.in_(NOT_OVER),
            Member.retired_at.is_(None),
        )
        .group_by(TrainingClass.id)
        .order_by(TrainingClass.code)
    ).all()
    found = []
    for class_id, title in rows:
        lists = Lists(session, class_id)
        queue = len(lists.queue)
        coming = queue if lists.free is None else min(lists.free, queue)
        if coming:
            found.append(
                Todo(
                    kind="候补",
                    tone="blue",
                    title=f"“{title}”可转入候补 {coming} 人",
                    note=f"候补 {queue} 人，名额已空出",
                    action="看名单",
                    page="training_class",
                    target=class_id,
                    urgency=45,
                )
            )
    return found


def _warning(before: Lists, coming: Sequence[UUID]) -> str:
    """Empty where they may come in without a reason."""
    passed = [m for m in before.queue[: len(coming)] if m not in coming]
    over = 0 if before.free is None else len(coming) - before.free
    if over > 0:
        state = f"这个班 {before.places} 个名额，已报 {len(before.enrolled)} 人。"
        return f"{state}转入 {len(coming)} 人会超出 {over} 人；仍要转入，请写明理由。"
    if passed and before.free is not None:
        return f"他们前面还有 {len(passed)} 人候补；要先转入后面的人，请写明理由。"
    return ""
