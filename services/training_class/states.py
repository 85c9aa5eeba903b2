"""A class's way: draft → open → running → finished → archived (domain.md, states)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select

from models.training_class import ClassState, Lesson, TrainingClass
from services import order
from services.core.checks import optional_text
from services.core.errors import NeedsReason, Refused
from services.core.session import WorkSession
from services.core.todo import Todo
from services.core.undo import Before, Undo
from services.training_class.checks import CheckKind, checks, undone
from services.training_class.lessons import LONGEST_REASON

NOT_BEGUN = (ClassState.draft, ClassState.open)
VERBS = {
    ClassState.open: "open_enrolment",
    ClassState.finished: "take_out",
    ClassState.archived: "archive",
}
HELD = (ClassState.open, ClassState.running, ClassState.finished)
"""What the sign-in desk may move on: no draft, and nothing that was put away or cancelled."""


@dataclass(frozen=True)
class Started:
    """`over`: its lessons were over already, so that it was finished with that."""

    over: bool
    undo: Undo


def open_enrolment(session: WorkSession, class_id: UUID) -> Undo:
    """A draft is open for enrolment from now on. Raises Refused for any other class."""
    return _move(session, _in(session, class_id, ClassState.draft), ClassState.open)


def start(session: WorkSession, class_id: UUID, *, reason: str = "") -> Started:
    """The class is running. Where its lessons are over already it is finished in the same step.

    Raises Refused for a class that is not open or has no lesson; NeedsReason, without a
    `reason`, where a check is not done: the reason is kept with the class.
    """
    row = _in(session, class_id, ClassState.open)
    found = checks(session, class_id)
    if any(check.kind is CheckKind.lessons and not check.done for check in found):
        raise Refused("这个班还没有排课，先加课次，再开班。")
    missing = undone(found)
    reason = optional_text(reason, "理由", LONGEST_REASON)
    if missing and not reason:
        raise NeedsReason(f"开班检查还有没做完的：{missing}。如确要开班，请写明理由。")
    before = Before(session)
    before.keep(row)
    row.state = ClassState.running
    if missing:
        row.state_reason = reason
    session.note("training_class.start", id=str(class_id))
    over = not to_come(session, class_id)
    if over:
        _finish(session, row, before)
    return Started(over, before.undo(f"开班“{row.title}”", "training_class.undo"))


def finish(session: WorkSession, class_id: UUID) -> Undo:
    """The class is over and its orders are delivered. Raises Refused for a class that is not
    running, while a lesson is still to come, and where all were called off: then nothing was
    held, and its orders still wait for it."""
    row = _in(session, class_id, ClassState.running)
    held = exists().where(Lesson.class_id == class_id, Lesson.cancelled_at.is_(None))
    if not session.scalar(select(held)):
        raise Refused("这个班的课都取消了，没有一节上过；请取消这个班，它的订单会退回待排。")
    if left := to_come(session, class_id):
        raise Refused(f"这个班还有 {left} 节课没上完，先上完或取消，再结班。")
    before = Before(session)
    before.keep(row)
    _finish(session, row, before)
    return before.undo(f"结班“{row.title}”", "training_class.undo")


def archive(session: WorkSession, class_id: UUID) -> Undo:
    """A finished class is put away: it is no longer changed. Raises Refused for any other."""
    return _move(session, _in(session, class_id, ClassState.finished), ClassState.archived)


def take_out(session: WorkSession, class_id: UUID) -> Undo:
    """A class that was put away can be changed again: facts may have to be put right."""
    return _move(session, _in(session, class_id, ClassState.archived), ClassState.finished)


def follow_sheet(session: WorkSession, class_id: UUID, before: Before) -> None:
    """A sheet of the class was finished at the sign-in desk: the class goes on with it, kept in
    `before`.

    It never stands in the desk's way. A class that is open begins only where its checks are
    done; else it stays as it is, and the home page asks for the reason.
    """
    row = session.require(TrainingClass, class_id)
    if row.state not in HELD:
        return
    before.keep(row)
    if row.state is ClassState.open:
        if undone(checks(session, class_id)):
            return
        row.state = ClassState.running
        session.note("training_class.start", id=str(class_id))
    if to_come(session, class_id):
        row.state = ClassState.running
    elif row.state is ClassState.running:
        _finish(session, row, before)


def to_come(session: WorkSession, class_id: UUID) -> int:
    """How many of the class's lessons are not over."""
    session.flush()
    counted = select(func.count()).where(
        Lesson.class_id == class_id,
        Lesson.cancelled_at.is_(None),
        Lesson.ends_at > session.local_now(),
    )
    return session.scalars(counted).one()


def todos(session: WorkSession) -> list[Todo]:
    """Classes that were taught and never set running, and those that are over and not
    finished."""
    now = session.local_now()
    of_class = (Lesson.class_id == TrainingClass.id, Lesson.cancelled_at.is_(None))
    held = exists().where(*of_class, Lesson.ends_at <= now)
    still = exists().where(*of_class, Lesson.ends_at > now)
    begun = _titles(session, TrainingClass.state.in_(NOT_BEGUN), held)
    over = _titles(session, TrainingClass.state == ClassState.running, held, ~still)
    found = []
    if begun:
        words = f"{len(begun)} 个班上过课了，还没有开班"
        found.append(_todo("开班", words, begun, "去开班", 30))
    if over:
        words = f"{len(over)} 个班的课都上完了，还没有结班"
        found.append(_todo("结班", words, over, "去结班", 45))
    return found


def _titles(session: WorkSession, *where: ColumnElement[bool]) -> list[tuple[UUID, str]]:
    rows = session.execute(
        select(TrainingClass.id, TrainingClass.title)
        .where(TrainingClass.owner == session.owner, *where)
        .order_by(TrainingClass.code)
    )
    return [(class_id, title) for class_id, title in rows]


def _todo(
    kind: str, title: str, classes: list[tuple[UUID, str]], action: str, urgency: int
) -> Todo:
    first, words = classes[0]
    return Todo(
        kind=kind,
        tone="amber",
        title=title,
        note=words if len(classes) == 1 else f"{words}等",
        action=action,
        page="training_class",
        target=first,
        urgency=urgency,
        count=len(classes),
    )


def _in(session: WorkSession, class_id: UUID, state: ClassState) -> TrainingClass:
    row = session.require(TrainingClass, class_id)
    if row.state is not state:
        is_now, wanted = row.state.word, state.word
        raise Refused(f"这个班现在是“{is_now}”，要“{wanted}”才能这样做。")
    return row


def _move(session: WorkSession, row: TrainingClass, state: ClassState) -> Undo:
    before = Before(session)
    before.keep(row)
    row.state = state
    session.note(f"training_class.{VERBS[state]}", id=str(row.id))
    return before.undo(f"把“{row.title}”改为“{state.word}”", "training_class.undo")


def _finish(session: WorkSession, row: TrainingClass, before: Before) -> None:
    row.state = ClassState.finished
    order.deliver_class(session, row.id, before)
    session.note("training_class.finish", id=str(row.id))
