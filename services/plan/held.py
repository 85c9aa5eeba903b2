"""What was held of each item: the classes made from it, who was in them, how far each came."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from models.core.words import Words
from models.member import Member, MemberKind
from models.sign_in import ATTENDED, SignIn
from models.training_class import ClassState as ClassState
from models.training_class import Enrolment, Lesson, TrainingClass
from services.core.days import last_of_month
from services.core.session import WorkSession
from services.plan.rules import Item
from services.plan.words import months_of

Heads = Select[UUID | None, UUID, UUID]
"""(item, class, member) of each head."""
OVER = (ClassState.finished, ClassState.archived)
BEGUN = (ClassState.running, *OVER)


class ItemState(Words):
    """How far an item is."""

    not_held = "not_held", "未办"  # no class yet, its time is not over
    scheduled = "scheduled", "已排", "blue"  # classes, none has begun
    under_way = (
        "under_way",
        "在办",
        "amber",
    )  # begun, or not all held, with time left
    held = "held", "已办", "green"  # all its classes are over, and they took as many as planned
    owed = "owed", "欠办", "red"  # its time is over, and there was no class or one for too few


@dataclass(frozen=True)
class HeldClass:
    """One class made from an item. `hours` and `days` of lessons that have begun, `planned` the
    hours of all its lessons; `first_day` of its lessons. Guests are in no count."""

    id: UUID
    code: str
    title: str
    state: ClassState
    first_day: date | None
    enrolled: int
    attended: int
    days: int
    hours: Decimal
    planned: Decimal
    begun: bool
    over: bool


@dataclass(frozen=True)
class Held:
    """`classes` without the cancelled ones, in the order in which they begin. `enrolled` and
    `attended` count each person once, though they were in two classes of the item; `days` and
    `hours` are the sums of its classes."""

    classes: tuple[HeldClass, ...]
    enrolled: int
    attended: int
    days: int
    hours: Decimal
    state: ItemState

    @property
    def covered(self) -> int:
        """For how many it was held: who was enrolled, or came without that."""
        return max(self.enrolled, self.attended)


def held_of(session: WorkSession, items: Sequence[Item]) -> dict[UUID, Held]:
    """What was held of each, by its id."""
    ids = [item.id for item in items]
    classes = session.execute(
        select(TrainingClass).where(
            TrainingClass.plan_item_id.in_(ids), TrainingClass.state != ClassState.cancelled
        )
    ).scalars()
    of_item: defaultdict[UUID, list[TrainingClass]] = defaultdict(list)
    for one in classes:
        assert one.plan_item_id is not None
        of_item[one.plan_item_id].append(one)
    facts = _Facts(session, ids)
    now = session.local_now()
    return {
        item.id: _held(item, [_class(one, facts, now) for one in of_item[item.id]], facts, now)
        for item in items
    }


def enrolled_in(item_ids: Iterable[UUID]) -> Heads:
    """(item, class, member) of each enrolment in a class that was not cancelled; no guests."""
    return (
        _places(Enrolment.member_id)
        .join(Enrolment, Enrolment.class_id == TrainingClass.id)
        .where(*_counted(item_ids, Enrolment.member_id))
    )


def attended_in(item_ids: Iterable[UUID]) -> Heads:
    """(item, class, member) of whoever was taught in such a class; no guests."""
    return (
        _places(SignIn.member_id)
        .join(Lesson, Lesson.class_id == TrainingClass.id)
        .join(SignIn, SignIn.lesson_id == Lesson.id)
        .where(
            *_counted(item_ids, SignIn.member_id),
            Lesson.cancelled_at.is_(None),
            SignIn.undone_at.is_(None),
            SignIn.status.in_(ATTENDED),
        )
    )


def _places(member: InstrumentedAttribute[UUID]) -> Heads:
    return select(
        TrainingClass.plan_item_id.label("item_id"),
        TrainingClass.id.label("class_id"),
        member.label("member_id"),
    )


def _counted(
    item_ids: Iterable[UUID], member: InstrumentedAttribute[UUID]
) -> tuple[ColumnElement[bool], ...]:
    """Guests are few: looking up who is none would take longer than all the rest."""
    return (
        TrainingClass.plan_item_id.in_(list(item_ids)),
        TrainingClass.state != ClassState.cancelled,
        member.not_in(select(Member.id).where(Member.kind == MemberKind.guest)),
    )


class _Facts:
    """Heads and lessons of all classes of some items, by item and by class."""

    def __init__(self, session: WorkSession, item_ids: Sequence[UUID]) -> None:
        self.enrolled = _heads(session, enrolled_in(item_ids))
        self.attended = _heads(session, attended_in(item_ids))
        self.lessons: defaultdict[UUID, list[tuple[datetime, datetime, Decimal]]] = defaultdict(
            list
        )
        for class_id, starts_at, ends_at, hours in session.execute(
            select(Lesson.class_id, Lesson.starts_at, Lesson.ends_at, Lesson.hours)
            .join(TrainingClass, TrainingClass.id == Lesson.class_id)
            .where(TrainingClass.plan_item_id.in_(item_ids), Lesson.cancelled_at.is_(None))
            .order_by(Lesson.starts_at)
        ):
            self.lessons[class_id].append((starts_at, ends_at, hours))


def _heads(session: WorkSession, query: Heads) -> dict[UUID, int]:
    """Different people by item and by class: an id is of one or the other."""
    pairs = query.distinct().cte("pairs")
    by_item = select(pairs.c.item_id, func.count(pairs.c.member_id.distinct()))
    by_class = select(pairs.c.class_id, func.count())
    counts = union_all(by_item.group_by(pairs.c.item_id), by_class.group_by(pairs.c.class_id))
    return {key: count for key, count in session.execute(counts)}


def _class(row: TrainingClass, facts: _Facts, now: datetime) -> HeldClass:
    lessons = facts.lessons[row.id]
    begun = [lesson for lesson in lessons if lesson[0] <= now]
    return HeldClass(
        id=row.id,
        code=row.code,
        title=row.title,
        state=row.state,
        first_day=lessons[0][0].date() if lessons else None,
        enrolled=facts.enrolled.get(row.id, 0),
        attended=facts.attended.get(row.id, 0),
        days=len({lesson[0].date() for lesson in begun}),
        hours=sum((lesson[2] for lesson in begun), Decimal(0)),
        planned=sum((lesson[2] for lesson in lessons), Decimal(0)),
        begun=bool(begun) or row.state in BEGUN,
        over=row.state in OVER or (bool(lessons) and all(one[1] <= now for one in lessons)),
    )


def _held(item: Item, classes: list[HeldClass], facts: _Facts, now: datetime) -> Held:
    classes.sort(key=lambda one: (one.first_day or date.max, one.code))
    enrolled, attended = facts.enrolled.get(item.id, 0), facts.attended.get(item.id, 0)
    return Held(
        classes=tuple(classes),
        enrolled=enrolled,
        attended=attended,
        days=sum(one.days for one in classes),
        hours=sum((one.hours for one in classes), Decimal(0)),
        state=state_of(item, classes, max(enrolled, attended), now.date()),
    )


def state_of(item: Item, classes: Sequence[HeldClass], covered: int, today: date) -> ItemState:
    """One word for how far an item is; `covered` are those for whom it was held."""
    late = today > last_day(item.year, item.times)
    if not any(one.begun for one in classes):
        if late and not any(one.planned for one in classes):
            return ItemState.owed
        return ItemState.scheduled if classes else ItemState.not_held
    if not all(one.over for one in classes):
        return ItemState.under_way
    if covered >= item.heads:
        return ItemState.held
    return ItemState.owed if late else ItemState.under_way


def last_day(year: int, times: str) -> date:
    """When the time that an item names is over; the year's last day where it names none."""
    months = months_of(times)
    return last_of_month(year, months[1] if months else 12)
