"""Ctrl+K: find any person, branch, class, lesson, course, site, package, order, dispatch,
lecturer, certificate or command."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from models.core.words import Words
from services import (
    branch,
    certificate,
    course,
    dispatch,
    lecturer,
    member,
    order,
    package,
    plan,
    site,
    training_class,
)
from services.core.session import WorkSession
from services.core.text import normal, pinyin_of

LESSONS_BACK, LESSONS_AHEAD = timedelta(days=60), timedelta(days=120)
MOST_PEOPLE = 6
MOST_OF_A_KIND = 4


class ThingKind(Words):
    command = "command", "功能", "red"
    training_class = "training_class", "班次", "blue"
    plan = "plan", "轮训"
    branch = "branch", "党支部"
    lesson = "lesson", "课次", "blue"
    course = "course", "课程"
    site = "site", "阵地"
    package = "package", "套餐"
    lecturer = "lecturer", "讲师", "amber"
    certificate = "certificate", "证书"
    order = "order", "订单"
    dispatch = "dispatch", "派单"
    member = "member", "学员", "green"


@dataclass(frozen=True)
class Thing:
    """Something that can be opened. `keys` are lower-case texts that find it from their start
    or, for Chinese, from anywhere."""

    kind: ThingKind
    title: str
    note: str
    page: str
    target: object
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Index:
    """What there was to find when the search was opened."""

    things: tuple[Thing, ...]
    people: member.Persons[member.Person]

    def find(self, text: str, limit: int = 12) -> tuple[Thing, ...]:
        """Commands, teaching and people that the text can mean, the closest first."""
        wanted = normal(text).lower()
        if not wanted:
            return ()
        ranked = [
            (rank, place, thing)
            for place, thing in enumerate(self.things)
            if (rank := _rank(thing.keys, wanted)) is not None
        ]
        ranked.sort(key=lambda entry: entry[:2])
        few = _few_of_each(ranked)
        # A name or its initials typed whole mean the person before a word that holds them;
        # digits mean a person first of all.
        for one in member.find(self.people, wanted, MOST_PEOPLE):
            rank = _rank((one.name, *one.pinyin.split(), *one.initials.split()), wanted)
            few.append((0 if rank is None else rank, len(self.things), _person(one)))
        few.sort(key=lambda entry: entry[:2])
        return tuple(thing for _, _, thing in few[:limit])


def command(title: str, note: str, page: str, target: object = None) -> Thing:
    """A place or an act as something to find."""
    return Thing(ThingKind.command, title, note, page, target, _keys(title))


def index(session: WorkSession, commands: Iterable[Thing]) -> Index:
    """Read everything that can be found."""
    things = [*commands, *_classes(session), *_courses(session), *_lecturers(session)]
    things += _branches(session) + _sites(session) + _packages(session)
    things += _plan_items(session)
    things += _lessons(session) + _certificates(session) + _orders(session)
    things += _dispatches(session)
    return Index(tuple(things), member.search_index(session))


Ranked = tuple[int, int, Thing]
"""How close it is, its place among all, and what it is."""


def _few_of_each(ranked: Iterable[Ranked]) -> list[Ranked]:
    counts: dict[str, int] = {}
    found = []
    for entry in ranked:
        kind = entry[2].kind
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] <= MOST_OF_A_KIND:
            found.append(entry)
    return found


def _classes(session: WorkSession) -> list[Thing]:
    return [
        Thing(
            ThingKind.training_class,
            row.title,
            row.code,
            "training_class",
            row.id,
            _keys(row.title, row.code),
        )
        for row in training_class.list_rows(session)
    ]


def _plan_items(session: WorkSession) -> list[Thing]:
    return [
        Thing(
            ThingKind.plan,
            one.title,
            f"{one.year} 年轮训计划 · {one.audience_words} {one.heads} 人",
            "plan",
            one.id,
            _keys(one.title),
        )
        for one in plan.all_items(session)
    ]


def _branches(session: WorkSession) -> list[Thing]:
    return [
        Thing(
            ThingKind.branch,
            row.short_name,
            f"{row.members} 名党员",
            "branch",
            row.id,
            _keys(row.short_name, row.name),
        )
        for row in branch.list_all(session)
    ]


def _lessons(session: WorkSession) -> list[Thing]:
    now = session.local_now()
    rows = training_class.lessons_between(session, now - LESSONS_BACK, now + LESSONS_AHEAD)
    return [
        Thing(
            ThingKind.lesson,
            row.title,
            f"{row.starts_at:%m月%d日 %H:%M} · {row.class_title}",
            "sign_in",
            row.id,
            _keys(row.title, f"{row.starts_at:%m%d}"),
        )
        for row in sorted(rows, key=lambda row: abs(row.starts_at - now))
    ]


def _courses(session: WorkSession) -> list[Thing]:
    return [
        Thing(ThingKind.course, row.title, row.code, "course", row.id, _keys(row.title, row.code))
        for row in course.list_all(session)
    ]


def _sites(session: WorkSession) -> list[Thing]:
    return [
        Thing(ThingKind.site, row.name, row.kind.word, "site", row.id, _keys(row.name))
        for row in site.list_all(session)
    ]


def _packages(session: WorkSession) -> list[Thing]:
    return [
        Thing(ThingKind.package, row.title, row.code, "package", row.id, _keys(row.title, row.code))
        for row in package.list_all(session)
    ]


def _lecturers(session: WorkSession) -> list[Thing]:
    return [
        Thing(
            ThingKind.lecturer,
            row.name,
            " · ".join(part for part in (row.employer, row.topics) if part),
            "lecturer",
            row.id,
            (row.name, *row.pinyin.split(), *row.initials.split()),
        )
        for row in lecturer.list_rows(session)
    ]


def _certificates(session: WorkSession) -> list[Thing]:
    return [
        Thing(
            ThingKind.certificate,
            f"{row.number} {row.holder}",
            "",
            "certificate",
            row.id,
            _numbered(row),
        )
        for row in certificate.list_rows(session)
    ]


def _orders(session: WorkSession) -> list[Thing]:
    """By the number, its last four digits, and who asks: this year's and the next."""
    year = session.today().year
    return [
        Thing(
            ThingKind.order,
            f"{row.number} {row.asker}",
            f"{row.what} · {row.state.word}",
            "order",
            row.id,
            (row.number.lower(), row.number[-4:], *_keys(row.asker)),
        )
        for row in (*order.list_rows(session, year), *order.list_rows(session, year + 1))
    ]


def _dispatches(session: WorkSession) -> list[Thing]:
    """At the county; a school finds the order that it made of one."""
    return [
        Thing(
            ThingKind.dispatch,
            row.draft.topic,
            f"{row.number} · {row.school}",
            "dispatch",
            row.id,
            _keys(row.draft.topic, row.number, row.number[-4:], row.school),
        )
        for row in dispatch.list_rows(session)
    ]


def _numbered(row: certificate.CertificateRow) -> tuple[str, ...]:
    """A number is found whole, by its last four digits, and by its holder."""
    return (row.number.lower(), row.number[-4:], *_keys(row.holder))


def _person(one: member.Person) -> Thing:
    note = " · ".join(part for part in (one.branch, one.post, one.phone_masked) if part)
    return Thing(ThingKind.member, one.name, note, "member", one.id, ())


def _keys(title: str, *others: str) -> tuple[str, ...]:
    return (normal(title).lower(), *_readings(title), *(other.lower() for other in others))


@lru_cache(maxsize=4_096)
def _readings(title: str) -> tuple[str, ...]:
    chinese = "".join(c for c in title if "\u4e00" <= c <= "\u9fff")
    if not chinese:
        return ()
    pinyin, initials = pinyin_of(chinese)
    return (*pinyin.split(), *initials.split())


def _rank(keys: Iterable[str], wanted: str) -> int | None:
    """0 for the whole, 1 for the start, 2 for somewhere inside; None where nothing fits."""
    best = None
    for key in keys:
        if key == wanted:
            return 0
        if key.startswith(wanted):
            best = 1
        elif best is None and wanted in key and (not wanted.isascii() or len(wanted) > 1):
            best = 2
    return best
