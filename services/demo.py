"""A made-up school (or county) from a seeded generator, for trying and for measuring."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from stdnum.cn import ric

from models.branch import Branch
from models.core.types import PartialDate
from models.course import Course, Task, Tier
from models.lecturer import Appointment, Lecturer, LecturerSource
from models.member import Member, MemberKind, Role
from models.sign_in import SignIn, SignInMethod, SignInStatus
from models.site import Room, Site, SiteKind
from models.training_class import ClassState, Enrolment, Lesson, TrainingClass
from services.core import text, workspace
from services.core.errors import BadInput
from services.core.session import WorkSession
from services.core.workspace import Profile, Workspace, WorkspaceKind

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "秀兰英建国庆华明芳丽军强永志文春红梅霞玉珍平福海山林波涛刚勇伟东新义成田立忠良德才"
VILLAGES = (
    "石桥", "柳林", "前张", "后李", "东吴", "西孟", "南陈", "北郭", "大刘", "小王", "卧龙",
    "狼山屯", "布山", "鲁楼", "韩垓", "马海", "阿城铺", "张坊",
)  # fmt: skip
TOPICS = (
    ("党的创新理论进基层", Task.theory), ("政治纪律和政治规矩", Task.political),
    ("党章党规党纪学习", Task.discipline), ("村级警示教育案例精解", Task.discipline),
    ("为民服务一线工作法", Task.purpose), ("红色故事现场教学", Task.tradition),
    ("惠农政策面对面", Task.situation), ("网络舆情应对案例", Task.situation),
    ("大棚蔬菜管护技术", Task.skills), ("乡村振兴案例研讨", Task.skills),
)  # fmt: skip
PEOPLE_A_LESSON = 50
CHUNK = 20_000
AREA = "370829"
Say = Callable[[str], object]


@dataclass(frozen=True)
class Size:
    members: int
    lessons: int
    sign_ins: int


def make(
    folder: Path,
    size: Size,
    password: str,
    *,
    seed: int = 1,
    county: bool = False,
    say: Say = print,
) -> dict[str, Any]:
    """Create a workspace in `folder` and fill it. The same seed makes the same people.

    Raises BadInput where sign-ins are asked for without members and lessons, and what
    `workspace.create` raises.
    """
    if size.sign_ins and size.sign_ins > size.members * size.lessons:
        raise BadInput("签到数不能超过人数乘以课次数。")
    started = time.monotonic()
    kind = WorkspaceKind.county if county else WorkspaceKind.school
    name = "演示县委组织部" if county else "演示镇党校"
    profile = Profile(kind, name, "XZ" if county else "YS", "演示县")
    created = workspace.create(folder, profile, password)
    try:
        if not county:
            fill(created.workspace, size, random.Random(seed), say)
    finally:
        created.workspace.close()
    return {
        "folder": str(folder),
        "kind": kind.value,
        "members": 0 if county else size.members,
        "lessons": 0 if county else size.lessons,
        "sign_ins": 0 if county else size.sign_ins,
        "recovery_code": created.recovery_code,
        "seconds": round(time.monotonic() - started, 1),
    }


def fill(space: Workspace, size: Size, chance: random.Random, say: Say) -> None:
    """People, places, courses and lecturers; classes with lessons; sign-ins."""
    with space.write("demo.people") as session:
        branches = _add_branches(session)
        members = _add_members(session, branches, size.members, chance)
        say(f"学员 {len(members)}")
    with space.write("demo.teaching") as session:
        rooms, courses = _add_rooms(session), _add_courses(session)
        _add_lecturers(session, chance)
    with space.write("demo.classes") as session:
        lessons = _add_lessons(session, rooms, courses, members, size.lessons)
        say(f"课次 {len(lessons)}")
    rows = _sign_ins(lessons, members, size.sign_ins, chance)
    done = 0
    while chunk := list(islice(rows, CHUNK)):
        with space.write("demo.sign_ins") as session:
            session.insert_many(SignIn, chunk)
        done += len(chunk)
        say(f"签到 {done}")


def person(chance: random.Random) -> dict[str, Any]:
    """The made-up fields of one person; the identity number passes its check."""
    surname, given = (
        chance.choice(SURNAMES),
        "".join(chance.choices(GIVEN, k=chance.choice((1, 2)))),
    )
    born = date(1942, 1, 1) + timedelta(days=chance.randrange(365 * 62))
    joined = born + timedelta(days=365 * 18 + chance.randrange(365 * 10))
    male = chance.random() < 0.68
    serial = chance.randrange(100) * 10 + chance.choice(
        (1, 3, 5, 7, 9) if male else (0, 2, 4, 6, 8)
    )
    stem = f"{AREA}{born:%Y%m%d}{serial:03d}"
    return {
        "name": surname + given,
        "sex": "男" if male else "女",
        "identity_number": stem + ric.calc_check_digit(stem + "0"),
        "born": PartialDate.of(born),
        "joined": PartialDate.of(joined),
        "became_full": PartialDate.of(joined + timedelta(days=365)),
        "phone": f"1{chance.choice('35789')}{chance.randrange(10**9):09d}",
    }


def _add_branches(session: WorkSession) -> list[UUID]:
    rows = [
        {
            **session.stamp(),
            "name": f"中共演示镇{village}村支部委员会",
            "short_name": f"{village}村党支部",
        }
        for village in VILLAGES
    ]
    session.insert_many(Branch, rows)
    return [row["id"] for row in rows]


def _add_members(
    session: WorkSession, branches: list[UUID], count: int, chance: random.Random
) -> list[UUID]:
    ids: list[UUID] = []
    taken: set[str] = set()
    readings: dict[str, tuple[str, str]] = {}
    rows = []
    for number in range(count):
        made = person(chance)
        while made["identity_number"] in taken:
            made = person(chance)
        taken.add(made["identity_number"])
        name = made["name"]
        if name not in readings:
            readings[name] = text.pinyin_of(name)
        role = _role(number, len(branches))
        row = {
            **session.stamp(),
            **made,
            "pinyin": readings[name][0],
            "initials": readings[name][1],
            "nation": "汉族",
            "education": chance.choice(("初中", "高中", "大专", "大学本科")),
            "kind": MemberKind.probationary if chance.random() < 0.03 else MemberKind.full,
            "role": role,
            "post": {Role.secretary: "党支部书记", Role.committee: "党支部委员"}.get(role, ""),
            "branch_id": branches[number % len(branches)],
            "occupation": "农牧渔民",
            "floating": chance.random() < 0.1,
            "note": "",
            "card_code": text.card_code(f"{chance.randrange(10**15):015d}"),
            "retired_at": None,
        }
        rows.append(row)
        ids.append(row["id"])
    session.insert_many(Member, rows)
    return ids


def _role(number: int, branches: int) -> Role:
    place = number // branches
    return Role.secretary if place == 0 else Role.committee if place <= 2 else Role.member


def _add_rooms(session: WorkSession) -> list[UUID]:
    campus = session.make(Site, name="主校区", kind=SiteKind.main_campus, address="镇政府东院")
    session.flush()
    rooms = []
    for number, places in (("201", 120), ("102", 60), ("报告厅", 600)):
        rooms.append(session.make(Room, site_id=campus.id, name=number, places=places).id)
    session.flush()
    return rooms


def _add_courses(session: WorkSession) -> list[UUID]:
    tiers = (Tier.first, Tier.main, Tier.required, Tier.elective)
    ids = []
    for number, (title, task) in enumerate(TOPICS, 1):
        course = session.make(
            Course,
            code=f"YS{number:03d}",
            title=title,
            task=task,
            tier=tiers[(number - 1) % len(tiers)],
            form="专题讲授",
            hours=Decimal(4) if number % 2 else Decimal("2.5"),
            audience="全体党员",
        )
        ids.append(course.id)
    session.flush()
    return ids


def _add_lecturers(session: WorkSession, chance: random.Random) -> None:
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
class _Taught:
    """A lesson, and the members of its class."""

    id: UUID
    starts_at: datetime
    people: tuple[int, ...]


def _add_lessons(
    session: WorkSession,
    rooms: list[UUID],
    courses: list[UUID],
    members: list[UUID],
    count: int,
) -> list[_Taught]:
    """Classes of two lessons on one day, spread over the past twelve months and a little on."""
    today = datetime.combine(session.today(), datetime.min.time())
    classes: list[dict[str, Any]] = []
    lessons: list[dict[str, Any]] = []
    enrolments: list[dict[str, Any]] = []
    taught: list[_Taught] = []
    for number in range(count):
        group, second = divmod(number, 2)
        day = today - timedelta(days=_spread(group, (count + 1) // 2))
        starts_at = day + timedelta(hours=14 if second else 8, minutes=0 if second else 30)
        people = _people(group, len(members))
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
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=3),
            "hours": Decimal(4),
            "cancelled_at": None,
        }
        lessons.append(row)
        taught.append(_Taught(row["id"], starts_at, people))
    session.insert_many(TrainingClass, classes)
    session.insert_many(Lesson, lessons)
    session.insert_many(Enrolment, enrolments)
    return taught


def _spread(group: int, groups: int) -> int:
    """Days ago: the newest class stands today, the others evenly over a year."""
    return round(group * 364 / max(1, groups - 1)) if groups > 1 else 0


def _people(group: int, members: int) -> tuple[int, ...]:
    size = min(PEOPLE_A_LESSON, members)
    first = group * PEOPLE_A_LESSON % max(1, members)
    return tuple((first + place) % members for place in range(size))


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


def _sign_ins(
    lessons: list[_Taught], members: list[UUID], count: int, chance: random.Random
) -> Iterator[dict[str, Any]]:
    """Rows for `count` sign-ins: the enrolled of each lesson first, others where more are asked."""
    left = count
    for step in range(max(1, len(members) // max(1, PEOPLE_A_LESSON)) + 1):
        for lesson in lessons:
            for who in lesson.people:
                if not left:
                    return
                index = (who + step * PEOPLE_A_LESSON) % len(members)
                if step and index in lesson.people:
                    continue
                yield _sign_in_row(lesson, members[index], chance)
                left -= 1


def _sign_in_row(lesson: _Taught, member: UUID, chance: random.Random) -> dict[str, Any]:
    draw = chance.random()
    status, late = SignInStatus.present, None
    arrived: datetime | None = lesson.starts_at - timedelta(minutes=chance.randrange(1, 25))
    if draw < 0.03:
        status, late = SignInStatus.late, chance.randrange(1, 40)
        arrived = lesson.starts_at + timedelta(minutes=late)
    elif draw < 0.06:
        status, arrived = SignInStatus.leave, None
    return {
        "lesson_id": lesson.id,
        "member_id": member,
        "status": status,
        "method": SignInMethod.scan if draw > 0.3 else SignInMethod.keyboard,
        "arrived_at": arrived,
        "minutes_late": late,
        "reason": "事假" if status is SignInStatus.leave else "",
        "replaces_id": None,
        "undone_at": None,
    }
