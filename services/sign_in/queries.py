"""What the sign-in desk shows of one lesson."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from models.branch import Branch
from models.member import Member, MemberMerge
from models.school import School
from models.sign_in import SignIn, SignInMethod, SignInStatus
from models.training_class import Enrolment, TrainingClass
from services.core.session import WorkSession
from services.core.text import mask_phone
from services.core.todo import Todo
from services.member.rules import post_words
from services.training_class import LessonRow, lesson, lessons_between

LOOKED_BACK = timedelta(days=35)


@dataclass(frozen=True)
class SignInFact:
    """The sign-in that counts for one person; `recorded_at` is UTC."""

    sign_in_id: UUID
    status: SignInStatus
    method: SignInMethod
    arrived_at: datetime | None
    recorded_at: datetime
    reason: str
    walk_in: bool


@dataclass(frozen=True)
class DeskPerson:
    """Somebody enrolled, with what finds them, and their sign-in if they have one.

    `cards` are the codes of their study card and of those of records merged into theirs;
    `namesakes` is how many of the class have this name, 1 for a name of one's own.
    """

    id: UUID
    name: str
    branch: str
    post: str
    phone_masked: str
    pinyin: str
    initials: str
    phone_tail: str
    identity_tail: str
    identity_number: str
    card_code: str
    cards: tuple[str, ...]
    namesakes: int
    fact: SignInFact | None

    @property
    def status(self) -> SignInStatus | None:
        return self.fact.status if self.fact else None

    @property
    def reason(self) -> str:
        return self.fact.reason if self.fact else ""

    @property
    def walk_in(self) -> bool:
        return self.fact is not None and self.fact.walk_in


@dataclass(frozen=True)
class RecentRow:
    """`recorded_at` is local time."""

    sign_in_id: UUID
    member_id: UUID
    recorded_at: datetime
    name: str
    branch: str
    namesakes: int
    status: SignInStatus
    method: SignInMethod
    walk_in: bool


@dataclass(frozen=True)
class SignInDesk:
    """`persons` in class order; `recent` the latest first."""

    lesson: LessonRow
    persons: tuple[DeskPerson, ...]
    recent: tuple[RecentRow, ...]

    def count(self, *statuses: SignInStatus | None) -> int:
        return sum(person.status in statuses for person in self.persons)


@dataclass(frozen=True)
class SheetSource:
    """What a printed sign-in sheet says: the school, the lesson, the class's head teacher,
    the people."""

    school: str
    lesson: LessonRow
    head_teacher: str
    persons: tuple[DeskPerson, ...]


def desk(session: WorkSession, lesson_id: UUID) -> SignInDesk:
    """Everything that the desk needs. Raises NotFound."""
    found = lesson(session, lesson_id)
    rows = session.execute(
        select(
            Member.id,
            Member.name,
            Branch.short_name,
            Member.post,
            Member.phone,
            Member.pinyin,
            Member.initials,
            Member.identity_number,
            Member.card_code,
            Member.kind,
        )
        .join(Enrolment, Enrolment.member_id == Member.id)
        .join(Branch, Branch.id == Member.branch_id)
        .where(Enrolment.class_id == found.class_id)
        .order_by(Enrolment.number)
    ).all()
    names = Counter(row.name for row in rows)
    facts = _facts(session, lesson_id)
    merged = _cards_of_merged(session)
    persons = tuple(
        DeskPerson(
            id=row.id,
            name=row.name,
            branch=row.short_name,
            post=post_words(row.post, row.kind),
            phone_masked=mask_phone(row.phone),
            pinyin=row.pinyin,
            initials=row.initials,
            phone_tail=row.phone[-4:],
            identity_tail=(row.identity_number or "")[-4:],
            identity_number=row.identity_number or "",
            card_code=row.card_code,
            cards=(row.card_code, *merged.get(row.id, ())),
            namesakes=names[row.name],
            fact=facts.get(row.id),
        )
        for row in rows
    )
    return SignInDesk(found, persons, _recent(session, persons))


def _cards_of_merged(session: WorkSession) -> dict[UUID, list[str]]:
    """The cards of records that were merged into another, by that other: they are still about."""
    rows = session.execute(
        select(MemberMerge.merged_id, MemberMerge.kept_id, Member.card_code)
        .join(Member, Member.id == MemberMerge.merged_id)
        .where(MemberMerge.taken_back_at.is_(None))
    ).all()
    into = {row.merged_id: row.kept_id for row in rows}
    found: dict[UUID, list[str]] = {}
    for row in rows:
        kept = row.kept_id
        while kept in into:  # merged in its turn
            kept = into[kept]
        found.setdefault(kept, []).append(row.card_code)
    return found


def again(session: WorkSession, shown: SignInDesk) -> SignInDesk:
    """The same lesson after a sign-in: only what changes with one is read anew. NotFound."""
    enrolled = session.scalar(
        select(func.count()).where(Enrolment.class_id == shown.lesson.class_id)
    )
    if enrolled != len(shown.persons):
        return desk(session, shown.lesson.id)
    facts = _facts(session, shown.lesson.id)
    persons = tuple(
        person
        if person.fact == facts.get(person.id)
        else replace(person, fact=facts.get(person.id))
        for person in shown.persons
    )
    return SignInDesk(shown.lesson, persons, _recent(session, persons))


def _facts(session: WorkSession, lesson_id: UUID) -> dict[UUID, SignInFact]:
    """The counting sign-in of each person who has one."""
    rows = session.execute(
        select(
            SignIn.member_id,
            SignIn.id,
            SignIn.status,
            SignIn.method,
            SignIn.arrived_at,
            SignIn.created_at,
            SignIn.reason,
            SignIn.walk_in,
        ).where(SignIn.lesson_id == lesson_id, SignIn.undone_at.is_(None))
    )
    return {row[0]: SignInFact(*row[1:]) for row in rows}


def sheet_source(session: WorkSession, lesson_id: UUID) -> SheetSource:
    """What the printed sheet of a lesson says. Raises NotFound."""
    shown = desk(session, lesson_id)
    training_class = session.require(TrainingClass, shown.lesson.class_id)
    name = session.require(School, session.owner).name
    return SheetSource(name, shown.lesson, training_class.head_teacher, shown.persons)


def todos(session: WorkSession) -> list[Todo]:
    """Lessons of the last five weeks that are over and whose sign-in was not finished."""
    now = session.local_now()
    lessons = lessons_between(session, now - LOOKED_BACK, now)
    open_ones = [row for row in lessons if row.ends_at < now and row.signed < row.enrolled]
    if not open_ones:
        return []
    oldest = open_ones[0]
    return [
        Todo(
            kind="签到",
            tone="amber",
            title=f"{len(open_ones)} 节课还没结束签到",
            note=f"最早 {oldest.starts_at:%m月%d日}：{oldest.title}",
            action="去处理",
            page="sign_in",
            target=oldest.id,
            urgency=20,
            count=len(open_ones),
        )
    ]


def _recent(session: WorkSession, persons: Iterable[DeskPerson]) -> tuple[RecentRow, ...]:
    signed = [(person, person.fact) for person in persons if person.fact is not None]
    signed.sort(key=lambda pair: (pair[1].recorded_at, pair[1].sign_in_id), reverse=True)
    return tuple(
        RecentRow(
            fact.sign_in_id,
            person.id,
            session.local(fact.recorded_at),
            person.name,
            person.branch,
            person.namesakes,
            fact.status,
            fact.method,
            fact.walk_in,
        )
        for person, fact in signed
    )
