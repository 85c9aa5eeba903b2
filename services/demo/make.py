"""Make the workspace and fill it; sign-ins go in by the ten thousand."""

import random
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from models.sign_in import SignIn, SignInMethod, SignInStatus
from services.core import workspace
from services.core.errors import BadInput
from services.core.workspace import Profile, Workspace, WorkspaceKind
from services.demo.people import add_branches, add_members
from services.demo.teaching import (
    PEOPLE_A_LESSON,
    Taught,
    add_courses,
    add_lecturers,
    add_lessons,
    add_rooms,
)
from services.demo.year import add_year

CHUNK = 20_000
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
    there_before = folder.exists()
    created = workspace.create(folder, profile, password)
    try:
        if not county:
            fill(created.workspace, size, random.Random(seed), say)
            with created.workspace.write("demo.year") as session:
                add_year(session)
                session.note("demo.year")
    except BaseException:
        created.workspace.close()
        _remove(folder, there_before)
        raise
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


def _remove(folder: Path, there_before: bool) -> None:
    """Half a demo is none: the next try finds the folder as this one did."""
    for entry in folder.iterdir():
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    if not there_before:
        folder.rmdir()


def fill(space: Workspace, size: Size, chance: random.Random, say: Say) -> None:
    """People, places, courses and lecturers; classes with lessons; sign-ins."""
    with space.write("demo.people") as session:
        branches = add_branches(session)
        members = add_members(session, branches, size.members, chance)
        session.note("demo.people", people=len(members))
        say(f"学员 {len(members)}")
    with space.write("demo.teaching") as session:
        rooms, courses = add_rooms(session, size.lessons), add_courses(session)
        add_lecturers(session, chance)
        session.note("demo.teaching")
    with space.write("demo.classes") as session:
        lessons = add_lessons(session, rooms, courses, members, size.lessons, _class_size(size))
        session.note("demo.classes", lessons=len(lessons))
        say(f"课次 {len(lessons)}")
    today = space.clock.local_now().date()
    held_first = sorted(lessons, key=lambda lesson: lesson.starts_at.date() >= today)
    rows = islice(_sign_ins(held_first, members, chance), size.sign_ins)
    done = 0
    while chunk := list(islice(rows, CHUNK)):
        with space.write("demo.sign_ins") as session:
            session.insert_many(SignIn, chunk)
        done += len(chunk)
        say(f"签到 {done}")


def _class_size(size: Size) -> int:
    """As many in each class as it takes for every sign-in to be that of somebody enrolled."""
    needed = -(-size.sign_ins // max(1, size.lessons))
    return min(size.members, max(PEOPLE_A_LESSON, needed))


def _sign_ins(
    lessons: list[Taught], members: list[UUID], chance: random.Random
) -> Iterator[dict[str, Any]]:
    """One row for each person enrolled in each lesson."""
    for lesson in lessons:
        for who in lesson.people:
            yield _sign_in_row(lesson, members[who], chance)


def _sign_in_row(lesson: Taught, member: UUID, chance: random.Random) -> dict[str, Any]:
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
        "walk_in": False,
        "replaces_id": None,
        "undone_at": None,
    }
