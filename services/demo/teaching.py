"""Made-up rooms, courses, lecturers, and classes of two lessons a day over a year."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from models.course import Course, Task, Tier
from models.lecturer import Appointment, Lecturer, LecturerSource
from models.site import Room, Site, SiteKind
from models.training_class import ClassState, Enrolment, Lesson, TrainingClass
from services.core import text
from services.core.session import WorkSession
from services.demo.people import person

TOPICS = (
    ("党的创新理论进基层", Task.theory), ("政治纪律和政治规矩", Task.political),
    ("党章党规党纪学习", Task.discipline), ("村级警示教育案例精解", Task.discipline),
    ("为民服务一线工作法", Task.purpose), ("红色故事现场教学", Task.tradition),
    ("惠农政策面对面", Task.situation), ("网络舆情应对案例", Task.situation),
    ("大棚蔬菜管护技术", Task.skills), ("乡村振兴案例研讨", Task.skills),
)  # fmt: skip
TIERS = tuple(Tier)
FORM = "专题讲授"
PEOPLE_A_LESSON = 50
LESSONS_A_CLASS = 2
DAYS = 364


def add_rooms(session: WorkSession, lessons: int) -> list[UUID]:
    """As many rooms as classes fall on one day, so that none ever holds two at once."""
    campus = session.make(Site, name="主校区", kind=SiteKind.main_campus, address="镇政府东院")
    session.flush()
    rooms = []
    at_once = lessons // LESSONS_A_CLASS // DAYS + 2
    others = [(f"{number}", 60) for number in range(103, 101 + at_once)]
    for number, places in (("201", 120), ("102", 60), ("报告厅", 600), *others):
        rooms.append(session.make(Room, site_id=campus.id, name=number, places=places).id)
    session.flush()
    return rooms


def add_courses(session: WorkSession) -> list[UUID]:
    ids = []
    for number, (title, task) in enumerate(TOPICS, 1):
        course = session.make(
            Course,
            code=f"YS{number:03d}",
            title=title,
            task=task,
            tier=TIERS[(number - 1) % len(TIERS)],
            form=FORM,
            hours=Decimal(4) if number % 2 else Decimal("2.5"),
            audience="全体党员",
        )
        ids.append(course.id)
    session.flush()
    return ids


def add_lecturers(session: WorkSession, chance: random.Random) -> None:
    for number in range(12):
        made = person(chance)
        pinyin, initials = text.pinyin_of(made["name"])
        lecturer = session.make(
            Lecturer,
            name=made["name"],
            pinyin=pinyin,
            initials=initials,
            sex=made["sex"],
            post="科员",
            rank=chance.choice(("讲师", "高级讲师", "副教授", "")),
            education="大学本科",
            phone=made["phone"],
            source=list(LecturerSource)[number % 3],
            employer=chance.choice(("县委党校", "镇组织办", "县农业农村局", "县司法局")),
            topics="、".join(title for title, _ in chance.sample(TOPICS, 2)),
        )
        session.flush()
        if lecturer.source is LecturerSource.appointed:
            today = session.today()
            session.make(
                Appointment,
                lecturer_id=lecturer.id,
                title="党员教育讲师",
                starts_on=date(today.year - 1, 1, 1),
                ends_on=date(today.year + chance.choice((0, 1, 2)), 12, 31),
                issuer="演示县委组织部",
            )


@dataclass(frozen=True)
class Taught:
    """A lesson, and the members of its class."""

    id: UUID
    starts_at: datetime
    people: tuple[int, ...]


def add_lessons(
    session: WorkSession,
    rooms: list[UUID],
    courses: list[UUID],
    members: list[UUID],
    count: int,
    class_size: int,
) -> list[Taught]:
    """Classes of two lessons on one day, from today back over the past twelve months."""
    today = datetime.combine(session.today(), datetime.min.time())
    classes: list[dict[str, Any]] = []
    lessons: list[dict[str, Any]] = []
    enrolments: list[dict[str, Any]] = []
    taught: list[Taught] = []
    for number in range(count):
        group, second = divmod(number, LESSONS_A_CLASS)
        day = today - timedelta(days=_spread(group, (count + 1) // LESSONS_A_CLASS))
        starts_at = day + timedelta(hours=14 if second else 8, minutes=0 if second else 30)
        people = _people(group, len(members), class_size)
        if not second:
            classes.append(_class_row(session, group, day))
            enrolments += [
                {"class_id": classes[-1]["id"], "member_id": members[who], "number": place}
                for place, who in enumerate(people, 1)
            ]
        row = {
            **session.stamp(),
            "class_id": classes[-1]["id"],
            "course_id": courses[number % len(courses)],
            "room_id": rooms[group % len(rooms)],
            "title": TOPICS[number % len(TOPICS)][0],
            "task": TOPICS[number % len(TOPICS)][1],
            "tier": TIERS[number % len(courses) % len(TIERS)],
            "form": FORM,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=3),
            "hours": Decimal(4),
            "cancelled_at": None,
        }
        lessons.append(row)
        taught.append(Taught(row["id"], starts_at, people))
    session.insert_many(TrainingClass, classes)
    session.insert_many(Lesson, lessons)
    session.insert_many(Enrolment, enrolments)
    return taught


def _spread(group: int, groups: int) -> int:
    """Days ago: the newest class stands today, the others evenly over a year."""
    return round(group * DAYS / max(1, groups - 1)) if groups > 1 else 0


def _people(group: int, members: int, class_size: int) -> tuple[int, ...]:
    first = group * class_size % max(1, members)
    return tuple((first + place) % members for place in range(class_size))


def _class_row(session: WorkSession, group: int, day: datetime) -> dict[str, Any]:
    past = day.date() < session.today()
    return {
        **session.stamp(),
        "code": f"YS-{day.year}-{group + 1:04d}",
        "title": f"{day.year}年党员轮训班（第{group + 1}期）",
        "rotation": False,
        "head_teacher": "",
        "state": ClassState.finished if past else ClassState.open,
        "state_reason": "",
    }
