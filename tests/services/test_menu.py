"""The yearly menu: drafts, published versions that never change, differences, what waits."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.package import Package, PackageStage
from services import course, home, menu
from services.core.clock import FixedClock
from services.core.errors import BadInput, DeskError, Refused
from services.core.undo import Undo
from services.core.workspace import Workspace
from services.course import CourseDraft, Task, Tier
from services.menu import EntryRow, Menu, MenuDraft, month_words
from tests.helpers.examples import examples
from tests.helpers.teaching import Teaching, at

COURSE = CourseDraft("ZS003", "党章党规", Task.discipline, Tier.required, "专题讲授", Decimal(2))


@pytest.fixture
def teaching(school: Workspace) -> Teaching:
    """Two courses: ZS001 of the theory, ZS002 of skills."""
    return Teaching(school)


def do(teaching: Teaching, act: Callable[..., Any], *args: Any, **named: Any) -> Any:
    with teaching.workspace.write("menu.test") as session:
        session.note("menu.test")
        return act(session, *args, **named)


def take_back(teaching: Teaching, undo: Undo) -> None:
    with teaching.workspace.write(undo.verb) as session:
        undo.act(session)


def begun(teaching: Teaching, year: int = 2026, **how: Any) -> UUID:
    found: UUID = do(teaching, menu.begin, year, **(how or {"everything": True})).id
    return found


def shown(teaching: Teaching, menu_id: UUID) -> tuple[EntryRow, ...]:
    with teaching.workspace.read() as session:
        return menu.menu(session, menu_id).entries


def current(teaching: Teaching, year: int = 2026) -> Menu | None:
    with teaching.workspace.read() as session:
        return menu.current(session, year)


def codes(teaching: Teaching, menu_id: UUID) -> list[str]:
    return [one.code for one in shown(teaching, menu_id)]


def package(teaching: Teaching, code: str = "TC01") -> UUID:
    """课堂+基地: two stages of 4.5 hours together."""
    with teaching.workspace.write("package.test") as session:
        made = session.make(Package, code=code, title="红色研学一日", kind="红色教育")
        session.flush()
        for position, hours in enumerate(("2.5", "2"), 1):
            session.make(
                PackageStage,
                package_id=made.id,
                position=position,
                course_id=teaching.opening,
                site_id=None,
                hours=Decimal(hours),
            )
        return made.id


def test_a_first_draft_has_every_course_and_package(teaching: Teaching) -> None:
    package(teaching)
    draft = begun(teaching)
    entries = shown(teaching, draft)
    assert [(one.code, one.hours, one.tier) for one in entries] == [
        ("ZS001", Decimal(4), Tier.first),
        ("ZS002", Decimal("2.5"), Tier.elective),
        ("TC01", Decimal("4.5"), None),
    ]
    assert {(one.places, one.months) for one in entries} == {(50, ())}
    assert current(teaching) is None
    with pytest.raises(Refused, match="已经有一份草稿"):
        begun(teaching)


def test_a_draft_says_what_its_courses_say_and_a_published_menu_what_they_said(
    teaching: Teaching,
) -> None:
    draft = begun(teaching)
    changed = replace(COURSE, code="ZS001", other_lecturers="李运")
    do(teaching, course.update, teaching.opening, changed)
    first = shown(teaching, draft)[0]
    assert (first.title, first.task, first.hours, first.lecturers) == (
        "党章党规", Task.discipline, Decimal(2), "李运",
    )  # fmt: skip
    do(teaching, menu.publish, draft)
    do(teaching, course.update, teaching.opening, replace(changed, title="又改了名"))
    assert shown(teaching, draft)[0] == replace(first, position=1)
    found = current(teaching)
    assert found is not None
    assert found.version.published_at == at(23, 8)


def test_places_and_months_of_many_entries_at_once_and_back(teaching: Teaching) -> None:
    draft = begun(teaching)
    ids = [one.id for one in shown(teaching, draft)]
    undo = do(teaching, menu.change, draft, ids, places=30, months=[5, 3, 4, 4])
    assert {(one.places, one.months) for one in shown(teaching, draft)} == {(30, (3, 4, 5))}
    do(teaching, menu.change, draft, ids[:1], months=range(1, 13))
    assert [one.months for one in shown(teaching, draft)] == [(), (3, 4, 5)]
    assert shown(teaching, draft)[0].places == 30
    with pytest.raises(Refused, match="后来又改过"):
        take_back(teaching, undo)
    for wrong in ({"places": 0}, {"places": 10_000}, {"months": [13]}, {"months": [0]}):
        with pytest.raises(BadInput):
            do(teaching, menu.change, draft, ids, **wrong)


def test_adding_removing_and_ordering_are_taken_back(teaching: Teaching) -> None:
    do(teaching, course.create, COURSE)
    draft = begun(teaching)
    entries = {one.code: one.id for one in shown(teaching, draft)}
    undo = do(teaching, menu.remove, draft, [entries["ZS001"], entries["ZS002"]])
    assert codes(teaching, draft) == ["ZS003"]
    do(teaching, menu.add, draft, [teaching.course, teaching.course], places=20, months=[6])
    last = shown(teaching, draft)[-1]
    assert (last.code, last.places, last.months) == ("ZS002", 20, (6,))
    with pytest.raises(Refused, match="没有选中新的课程"):
        do(teaching, menu.add, draft, [teaching.course])
    added = shown(teaching, draft)[-1].id
    do(teaching, menu.remove, draft, [added])
    take_back(teaching, undo)
    assert codes(teaching, draft) == ["ZS001", "ZS002", "ZS003"]
    undo = do(teaching, menu.move, draft, [entries["ZS002"], entries["ZS003"]], -1)
    assert codes(teaching, draft) == ["ZS002", "ZS003", "ZS001"]
    take_back(teaching, undo)
    do(teaching, menu.move, draft, [entries["ZS003"]], 1)
    assert codes(teaching, draft) == ["ZS001", "ZS002", "ZS003"], "it is the last already"
    do(teaching, menu.group_by_task, draft)
    assert codes(teaching, draft) == ["ZS001", "ZS003", "ZS002"]


def test_what_is_retired_comes_on_no_menu(teaching: Teaching) -> None:
    draft = begun(teaching, everything=False)
    do(teaching, course.retire, teaching.course)
    with pytest.raises(Refused, match="已停用"):
        do(teaching, menu.add, draft, [teaching.course])
    do(teaching, menu.add, draft, [teaching.opening])
    do(teaching, course.retire, teaching.opening)
    assert shown(teaching, draft)[0].retired
    with pytest.raises(Refused, match="已停用，请先移出"):
        do(teaching, menu.publish, draft)
    do(teaching, course.restore, teaching.opening)
    do(teaching, menu.publish, draft)
    do(teaching, course.retire, teaching.opening)
    found = current(teaching)
    assert found is not None
    assert found.entries[0].retired


def test_the_next_version_and_the_next_year_begin_with_the_last(teaching: Teaching) -> None:
    first = begun(teaching)
    ids = [one.id for one in shown(teaching, first)]
    do(teaching, menu.change, first, ids, places=30, months=[9])
    do(teaching, menu.publish, first)
    do(teaching, course.retire, teaching.course)
    with teaching.workspace.read() as session:
        source = menu.source_for(session, 2027)
    assert source is not None
    made = do(teaching, menu.begin, 2027, source=source.id)
    assert (made.version, made.entries, made.left_out) == (1, 1, 1)
    second = do(teaching, menu.begin, 2026, source=first)
    assert second.version == 2
    (entry,) = shown(teaching, second.id)
    assert (entry.places, entry.months) == (30, (9,))
    with pytest.raises(BadInput, match="明年"):
        begun(teaching, 2028)


def test_a_published_menu_is_not_changed_by_any_verb(teaching: Teaching) -> None:
    draft = begun(teaching)
    added = do(teaching, menu.add, draft, [do(teaching, course.create, COURSE).id])
    do(teaching, menu.publish, draft)
    before = shown(teaching, draft)
    ids = [one.id for one in before]
    for act in (
        lambda: do(teaching, menu.add, draft, [teaching.course]),
        lambda: do(teaching, menu.change, draft, ids, places=1),
        lambda: do(teaching, menu.move, draft, ids[1:], -1),
        lambda: do(teaching, menu.group_by_task, draft),
        lambda: do(teaching, menu.remove, draft, ids),
        lambda: do(teaching, menu.describe, draft, MenuDraft("别的")),
        lambda: do(teaching, menu.discard, draft),
        lambda: do(teaching, menu.publish, draft),
        lambda: take_back(teaching, added),
    ):
        with pytest.raises(Refused, match="已经发布"):
            act()
    assert shown(teaching, draft) == before


def test_nothing_and_the_same_again_are_not_published(teaching: Teaching) -> None:
    first = begun(teaching, everything=False)
    with pytest.raises(Refused, match="还是空的"):
        do(teaching, menu.publish, first)
    do(teaching, menu.add, first, [teaching.opening])
    do(teaching, menu.publish, first)
    second = begun(teaching, source=first)
    with pytest.raises(Refused, match="完全一样"):
        do(teaching, menu.publish, second)
    do(teaching, menu.describe, second, MenuDraft("2026年课程菜单（修订）"))
    do(teaching, menu.publish, second)


def test_a_draft_thrown_away_comes_back_unless_another_was_begun(teaching: Teaching) -> None:
    draft = begun(teaching)
    before = shown(teaching, draft)
    undo = do(teaching, menu.discard, draft)
    with teaching.workspace.read() as session:
        assert menu.versions(session, 2026) == ()
    take_back(teaching, undo)
    assert shown(teaching, draft) == before
    undo = do(teaching, menu.discard, draft)
    begun(teaching)
    with pytest.raises(Refused, match="又起草了一份"):
        take_back(teaching, undo)


def test_what_differs_between_two_versions(teaching: Teaching) -> None:
    new = do(teaching, course.create, COURSE).id
    first = begun(teaching)
    entries = {one.code: one.id for one in shown(teaching, first)}
    do(teaching, menu.remove, first, [entries["ZS003"]])
    do(teaching, menu.publish, first)
    second = begun(teaching, source=first)
    do(teaching, menu.add, second, [new])
    entries = {one.code: one.id for one in shown(teaching, second)}
    do(teaching, menu.remove, second, [entries["ZS001"]])
    do(teaching, menu.change, second, [entries["ZS002"]], places=30, months=[3])
    with teaching.workspace.read() as session:
        told = menu.differences(session, first, second)
        assert menu.differences(session, first, first) == ()
    assert [(one.kind.value, one.code, one.what, one.before, one.after) for one in told] == [
        ("added", "ZS003", "", "", ""),
        ("removed", "ZS001", "", "", ""),
        ("changed", "ZS002", "人数", "50", "30"),
        ("changed", "ZS002", "月份", "全年", "3月"),
    ]


def test_only_a_change_of_order_is_told_once(teaching: Teaching) -> None:
    first = begun(teaching)
    do(teaching, menu.publish, first)
    second = begun(teaching, source=first)
    do(teaching, menu.move, second, [shown(teaching, second)[1].id], -1)
    with teaching.workspace.read() as session:
        (told,) = menu.differences(session, first, second)
    assert told.kind.value == "moved"


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ((), "全年"),
        (range(1, 13), "全年"),
        ((3,), "3月"),
        ((9, 3, 4, 5), "3–5、9月"),
        ((11, 12), "11、12月"),
    ],
)
def test_months_in_words(months: tuple[int, ...], words: str) -> None:
    assert month_words(months) == words


def told(teaching: Teaching) -> list[tuple[str, str, object]]:
    with teaching.workspace.read() as session:
        found = [todo for todo in home.todos(session) if todo.page == "menu"]
    return [(todo.title, todo.note, todo.target) for todo in found]


def test_a_year_without_a_menu_waits_and_so_does_a_draft(
    teaching: Teaching, clock: FixedClock
) -> None:
    clock.set_to(at(4, 8, month=1))
    assert told(teaching) == [("2026年课程菜单还没有发布", "党支部按菜单点课", 2026)]
    first = begun(teaching)
    assert told(teaching) == [("2026年课程菜单第 1 版还没有发布", "草稿今天改过", 2026)]
    do(teaching, menu.publish, first)
    assert told(teaching) == []
    second = begun(teaching, source=first)
    assert told(teaching) == [], "a new draft beside a published menu has time"
    clock.set_to(at(18, 9, month=1))
    assert told(teaching) == [("2026年课程菜单第 2 版还没有发布", "草稿已 14 天没有动", 2026)]
    do(teaching, menu.change, second, [shown(teaching, second)[0].id], places=9)
    assert told(teaching) == []


def test_a_school_without_courses_is_asked_for_no_menu(school: Workspace) -> None:
    with school.read() as session:
        assert menu.todos(session) == []


STEPS = st.sampled_from(
    ["begin", "again", "add", "change", "move", "group", "remove", "describe", "discard",
     "publish", "update", "retire", "restore", "undo"]
)  # fmt: skip


@settings(
    max_examples=examples(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.tuples(STEPS, st.integers(0, 5)), max_size=30))
def test_no_sequence_of_steps_changes_a_published_version(
    school: Workspace, steps: list[tuple[str, int]]
) -> None:
    """Whatever is done and taken back: published entries say what they said, versions count up,
    a year has one draft at most, and a menu has nothing twice."""
    teaching = Teaching.__new__(Teaching)
    teaching.workspace = school
    rounds = Rounds(teaching)
    for step, number in steps:
        rounds.step(step, number)
        rounds.check()
    rounds.leave()


class Rounds:
    """Plays steps on one year's menu and keeps what was published."""

    def __init__(self, teaching: Teaching) -> None:
        self.teaching = teaching
        self.published: dict[UUID, Menu] = {}
        self.undos: list[Undo] = []
        with teaching.workspace.read() as session:
            count = len(course.list_all(session)) + len(course.list_retired(session))
        self.courses = [
            do(teaching, course.create, replace(COURSE, code=f"X{count + n}")).id for n in range(4)
        ]

    def step(self, step: str, number: int) -> None:
        with self.teaching.workspace.read() as session:
            draft, last = menu.draft(session, 2026), menu.current(session, 2026)
        target = draft or last
        key = self.courses[number % len(self.courses)]
        entries = [one.id for one in target.entries][number % 3 :][:2] if target else []
        acts: dict[str, Callable[[], Any]] = {
            "begin": lambda: do(self.teaching, menu.begin, 2026, everything=bool(number % 2)),
            "again": lambda: do(
                self.teaching, menu.begin, 2026, source=last.version.id if last else None
            ),
            "update": lambda: do(
                self.teaching,
                course.update,
                key,
                replace(COURSE, code=f"U{key.hex[-8:]}", hours=Decimal(number + 1)),
            ),
            "retire": lambda: do(self.teaching, course.retire, key),
            "restore": lambda: do(self.teaching, course.restore, key),
            "undo": lambda: take_back(self.teaching, self.undos.pop()) if self.undos else None,
        }
        if target is not None:
            this = target.version.id
            acts |= {
                "add": lambda: do(self.teaching, menu.add, this, [key]),
                "change": lambda: do(self.teaching, menu.change, this, entries, places=number + 1),
                "move": lambda: do(self.teaching, menu.move, this, entries, 1 - number % 2 * 2),
                "group": lambda: do(self.teaching, menu.group_by_task, this),
                "remove": lambda: do(self.teaching, menu.remove, this, entries),
                "describe": lambda: do(
                    self.teaching, menu.describe, this, MenuDraft(f"菜单{number}")
                ),
                "discard": lambda: do(self.teaching, menu.discard, this),
                "publish": lambda: do(self.teaching, menu.publish, this),
            }
        try:
            done = acts.get(step, lambda: None)()
        except DeskError:
            return
        if isinstance(done, Undo):
            self.undos.append(done)
        if step == "publish" and draft is not None:
            with self.teaching.workspace.read() as session:
                self.published[draft.version.id] = menu.menu(session, draft.version.id)

    def check(self) -> None:
        with self.teaching.workspace.read() as session:
            found = menu.versions(session, 2026)
            for key, before in self.published.items():
                now = menu.menu(session, key)
                assert now.version == before.version
                assert [replace(one, retired=False) for one in now.entries] == [
                    replace(one, retired=False) for one in before.entries
                ]
            drafts = [one for one in found if one.published_at is None]
            assert len(drafts) <= 1
            assert {one.id for one in found} >= set(self.published)
            for one in drafts:
                assert one.version == max(v.version for v in found)
                ids = [entry.offer_id for entry in menu.menu(session, one.id).entries]
                assert len(ids) == len(set(ids))

    def leave(self) -> None:
        """The next example begins with the same workspace, but without a draft."""
        with self.teaching.workspace.read() as session:
            draft = menu.draft(session, 2026)
        if draft is not None:
            do(self.teaching, menu.discard, draft.version.id)
