"""What the papers of a class say: its roster, its timetable, the notice to the branches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from sqlalchemy import select

from models.booking import BookingState
from models.branch import Branch
from models.member import Member
from models.school import School
from models.site import Room, Site
from models.training_class import Enrolment, Lesson
from services.core.days import WEEKDAYS, day_words
from services.core.session import WorkSession
from services.core.text import mask_phone
from services.member.rules import post_words
from services.training_class.queries import detail

SURE = (BookingState.confirmed, BookingState.taught, BookingState.paid)
REPORT_BEFORE = timedelta(minutes=15)
BRING = "学员卡、笔记本、签字笔"


@dataclass(frozen=True)
class PaperLesson:
    """One line of the timetable. `lecturer` is 待定 until the booking is confirmed; `address` is
    the site's."""

    starts_at: datetime
    ends_at: datetime
    title: str
    form: str
    lecturer: str
    place: str
    address: str
    hours: Decimal


@dataclass(frozen=True)
class PaperPerson:
    """One line of the roster; `phone` is masked unless the whole was asked for."""

    number: int
    member_id: UUID
    name: str
    sex: str
    branch: str
    branch_name: str
    post: str
    phone: str
    card_code: str


@dataclass(frozen=True)
class ClassPaper:
    """A class as its papers know it."""

    id: UUID
    school: str
    code: str
    title: str
    head_teacher: str
    lessons: tuple[PaperLesson, ...]
    people: tuple[PaperPerson, ...]
    made_on: date

    @property
    def hours(self) -> Decimal:
        return sum((lesson.hours for lesson in self.lessons), Decimal(0))

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(dict.fromkeys(lesson.starts_at.date() for lesson in self.lessons))

    @property
    def places(self) -> tuple[str, ...]:
        """Where it is held, each place once, with its address where that is known."""
        told = (
            f"{one.place}（{one.address}）" if one.address else one.place for one in self.lessons
        )
        return tuple(dict.fromkeys(told))

    def by_branch(self) -> tuple[tuple[str, tuple[PaperPerson, ...]], ...]:
        """The branches by their short names, each with its people."""
        people = sorted(self.people, key=lambda one: (one.branch, one.number))
        return tuple(
            (branch, tuple(of)) for branch, of in groupby(people, key=lambda one: one.branch)
        )


@dataclass(frozen=True)
class NoticeWords:
    """What a clerk may change in a notice. `report` says by when one reports, empty for nothing;
    `more` is a further request."""

    report: str
    bring: str
    more: str
    contact: str
    phone: str
    issuer: str
    issued_on: date


def class_paper(session: WorkSession, class_id: UUID, *, full: bool = False) -> ClassPaper:
    """Everything that a class's papers say. With `full` the phones are whole, and that they were
    shown is logged: that needs a unit of work that writes. Raises NotFound."""
    shown = detail(session, class_id)
    people = _people(session, class_id, full=full)
    if full:
        session.note("class_papers.show_phones", id=str(class_id), people=len(people))
    return ClassPaper(
        id=class_id,
        school=session.require(School, session.owner).name,
        code=shown.code,
        title=shown.title,
        head_teacher=shown.head_teacher,
        lessons=_lessons(session, class_id),
        people=people,
        made_on=session.today(),
    )


def notice_words(session: WorkSession, paper: ClassPaper) -> NoticeWords:
    """What a notice says unless the clerk changes it."""
    school = session.require(School, session.owner)
    report = ""
    if paper.lessons:
        by = paper.lessons[0].starts_at - REPORT_BEFORE
        report = f"{by.month}月{by.day}日 {by:%H:%M} 前"
    return NoticeWords(
        report=report,
        bring=BRING,
        more="",
        contact=paper.head_teacher or school.contact,
        phone=school.phone,
        issuer=school.name,
        issued_on=paper.made_on,
    )


def days_words(days: Sequence[date]) -> str:
    """2026年11月24日（周二）; 2026年11月24日至26日; 2026年11月24日、12月1日; empty for none."""
    if not days:
        return ""
    first, last = days[0], days[-1]
    start = day_words(first)
    if len(days) == 1:
        return f"{start}（{WEEKDAYS[first.weekday()]}）"
    if (last - first).days == len(days) - 1:
        return f"{start}至{_later(last, first)}"
    told, before = [start], first
    for day in days[1:]:
        told.append(_later(day, before))
        before = day
    if len(told) <= 6:
        return "、".join(told)
    return f"{start}至{_later(last, first)}，共 {len(days)} 天"


def time_words(lesson: PaperLesson) -> str:
    """08:30—11:30; one past midnight ends 次日00:30."""
    next_day = "次日" if lesson.ends_at.date() > lesson.starts_at.date() else ""
    return f"{lesson.starts_at:%H:%M}—{next_day}{lesson.ends_at:%H:%M}"


def _later(day: date, before: date) -> str:
    """A day as one says it after another."""
    if day.year != before.year:
        return day_words(day)
    return f"{day.day}日" if day.month == before.month else f"{day.month}月{day.day}日"


def _lessons(session: WorkSession, class_id: UUID) -> tuple[PaperLesson, ...]:
    beside = {
        key: (form, address)
        for key, form, address in session.execute(
            select(Lesson.id, Lesson.form, Site.address)
            .join(Room, Room.id == Lesson.room_id)
            .join(Site, Site.id == Room.site_id)
            .where(Lesson.class_id == class_id)
        )
    }
    return tuple(
        PaperLesson(
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            title=one.title,
            form=beside[one.id][0],
            lecturer=one.lecturer if one.booking_state in SURE else "待定",
            place=f"{one.site}{one.room}",
            address=beside[one.id][1],
            hours=one.hours,
        )
        for one in detail(session, class_id).lessons
    )


def _people(session: WorkSession, class_id: UUID, *, full: bool) -> tuple[PaperPerson, ...]:
    rows = session.execute(
        select(
            Enrolment.number,
            Member.id,
            Member.name,
            Member.sex,
            Branch.short_name,
            Branch.name,
            Member.post,
            Member.phone,
            Member.card_code,
            Member.kind,
        )
        .join(Member, Member.id == Enrolment.member_id)
        .join(Branch, Branch.id == Member.branch_id)
        .where(Enrolment.class_id == class_id)
        .order_by(Enrolment.number, Enrolment.id)
    )
    found = []
    for number, key, name, sex, short, whole, post, phone, card, kind in rows:
        shown, is_called = phone if full else mask_phone(phone), post_words(post, kind)
        found.append(PaperPerson(number, key, name, sex, short, whole, is_called, shown, card))
    return tuple(found)
