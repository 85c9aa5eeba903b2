"""Dispatches at the county: numbers, what is refused, changes, and taking them back."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services import dispatch, exchange, home, search
from services.core.clock import FixedClock
from services.core.errors import BadInput, NotFound, Refused
from services.core.workspace import Workspace
from services.dispatch import DispatchState, when_words
from tests.helpers.dispatching import ASKED, ask, join, later, orders, rows
from tests.helpers.exchange import issue, meet, unchanged


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick"


@pytest.fixture
def joined(school: Workspace, county: Workspace, stick: Path) -> Workspace:
    """The county, with one school that it can dispatch to."""
    join(school, county, stick)
    return county


def test_one_for_each_school_with_running_numbers(
    school: Workspace, second_school: Workspace, joined: Workspace, stick: Path, clock: FixedClock
) -> None:
    join(second_school, joined, stick)
    ask(joined, school, second_school)
    later(clock)
    ask(joined, school, topic="冬春训")
    shown = [(row.number, row.school, row.topic, row.state) for row in rows(joined)]
    assert shown == [
        ("JX-PD-2026-0003", "仲山镇党校", "冬春训", DispatchState.waiting),
        ("JX-PD-2026-0002", "马集镇党校", ASKED.topic, DispatchState.waiting),
        ("JX-PD-2026-0001", "仲山镇党校", ASKED.topic, DispatchState.waiting),
    ]
    clock.set_to(clock.local_now().replace(year=2027))
    ask(joined, school, wished_from=None, wished_to=None)
    assert rows(joined)[0].number == "JX-PD-2027-0001"


def test_the_same_school_twice_is_one_dispatch(school: Workspace, joined: Workspace) -> None:
    assert len(ask(joined, school, school)) == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"topic": " 　"}, "请填写主题"),
        ({"topic": "讲" * 61}, "不要超过 60"),
        ({"heads": 0}, "人数应在 1 到"),
        ({"heads": 10_000}, "人数应在 1 到"),
        ({"wished_to": None}, "从哪天到哪天"),
        ({"wished_from": None}, "从哪天到哪天"),
        ({"wished_from": date(2026, 12, 6)}, "不能早于"),
        ({"wished_from": date(2026, 11, 1), "wished_to": date(2026, 11, 22)}, "已经过去"),
        ({"wished_to": date(2027, 12, 31)}, "不要超过一年"),
        ({"wished_from": date(2101, 1, 1), "wished_to": date(2101, 1, 2)}, "年份不对"),
        ({"phone": "12"}, "电话应为"),
        ({"note": "注" * 201}, "不要超过 200"),
    ],
)
def test_bad_input_changes_nothing(
    school: Workspace, joined: Workspace, changed: dict[str, object], words: str
) -> None:
    with unchanged(joined), pytest.raises(BadInput, match=words):
        ask(joined, school, **changed)


def test_only_the_county_dispatches_and_only_to_schools_it_has(
    school: Workspace, second_school: Workspace, joined: Workspace, stick: Path
) -> None:
    with pytest.raises(BadInput, match="至少选一所"):
        ask(joined)
    with pytest.raises(NotFound):
        ask(joined, second_school)
    meet(second_school, joined, stick)
    with joined.read() as session:
        assert [one.name for one in dispatch.schools(session)] == ["仲山镇党校"]
    with unchanged(joined), pytest.raises(Refused, match="还没有交来第一份数据包"):
        ask(joined, school, second_school)
    with pytest.raises(Refused, match="只有县级单位"):
        ask(school, school)


def test_a_change_is_taken_back_as_long_as_nobody_changed_it_since(
    school: Workspace, joined: Workspace
) -> None:
    (key,) = ask(joined, school)
    with joined.write("dispatch.change") as session:
        undo = dispatch.change(session, key, replace(ASKED, heads=60))
    assert rows(joined)[0].heads == 60
    with joined.write(undo.verb) as session:
        undo.act(session)
    assert rows(joined)[0].heads == ASKED.heads
    with pytest.raises(Refused), joined.write(undo.verb) as session:
        undo.act(session)


def test_several_are_changed_at_once_all_or_none(school: Workspace, joined: Workspace) -> None:
    keys = [*ask(joined, school), *ask(joined, school, topic="冬春训")]
    with joined.write("dispatch.change_field") as session:
        undo = dispatch.change_field(session, keys, "place", " 镇影院 ")
    assert {row.place for row in rows(joined)} == {"镇影院"}
    assert undo.words == "修改 2 张派单的地点"
    with joined.write(undo.verb) as session:
        undo.act(session)
    assert {row.place for row in rows(joined)} == {ASKED.place}
    with joined.write("dispatch.withdraw") as session:
        dispatch.withdraw(session, keys[1], "会议改期")
    with (
        unchanged(joined),
        pytest.raises(Refused),
        joined.write("dispatch.change_field") as session,
    ):
        dispatch.change_field(session, keys, "heads", 7)


def test_days_that_passed_may_stand_when_something_else_is_changed(
    school: Workspace, joined: Workspace, clock: FixedClock
) -> None:
    (key,) = ask(joined, school)
    clock.set_to(clock.local_now().replace(year=2027))
    with joined.write("dispatch.change") as session:
        dispatch.change(session, key, replace(ASKED, heads=41))
    with pytest.raises(BadInput, match="已经过去"), joined.write("dispatch.change") as session:
        dispatch.change(session, key, replace(ASKED, wished_to=date(2026, 12, 6)))


def test_making_one_is_taken_back_until_the_school_may_know(
    school: Workspace, joined: Workspace, stick: Path, clock: FixedClock
) -> None:
    with joined.write("dispatch.create") as session:
        undo = dispatch.create(session, ASKED, [school.owner]).undo
    assert undo.words == "派单 JX-PD-2026-0001"
    with joined.write(undo.verb) as session:
        undo.act(session)
    assert rows(joined) == ()
    with joined.write("dispatch.create") as session:
        undo = dispatch.create(session, ASKED, [school.owner]).undo
    later(clock)
    issue(joined, school, stick)
    with pytest.raises(Refused, match="下发包已经生成"), joined.write(undo.verb) as session:
        undo.act(session)
    assert len(rows(joined)) == 1


def test_withdrawing_needs_a_reason_and_happens_once(
    school: Workspace, joined: Workspace, stick: Path, clock: FixedClock
) -> None:
    (key,) = ask(joined, school)
    with pytest.raises(BadInput, match="撤回原因"), joined.write("dispatch.withdraw") as session:
        dispatch.withdraw(session, key, " ")
    with joined.write("dispatch.withdraw") as session:
        undo = dispatch.withdraw(session, key, "会议改期")
    (row,) = rows(joined)
    assert (row.state, row.reason, row.closed) == (DispatchState.withdrawn, "会议改期", True)
    for act in (
        lambda s: dispatch.withdraw(s, key, "再撤"),
        lambda s: dispatch.change(s, key, ASKED),
    ):
        with pytest.raises(Refused, match="撤回"), joined.write("test.again") as session:
            act(session)
    with joined.write(undo.verb) as session:
        undo.act(session)
    assert rows(joined)[0].state is DispatchState.waiting
    with joined.write("dispatch.withdraw") as session:
        undo = dispatch.withdraw(session, key, "会议改期")
    later(clock)
    issue(joined, school, stick)
    with pytest.raises(Refused, match="下发包已经生成"), joined.write(undo.verb) as session:
        undo.act(session)


def test_what_waits_is_told_until_it_is_on_a_stick(
    school: Workspace, joined: Workspace, stick: Path, clock: FixedClock
) -> None:
    def waits() -> list[str]:
        with joined.read() as session:
            return [todo.title for todo in home.todos(session) if todo.kind == "下发"]

    assert waits() == []
    (key,) = ask(joined, school)
    assert waits() == ["1 所学校的派单还没有下发"]
    with joined.write("exchange.make_issue") as session:
        made = exchange.make_issue(session, school.owner)
    assert waits(), "made, but on no stick"
    later(clock)
    issue(joined, school, stick)
    assert waits() == []
    assert exchange.BundleState.written in {
        row.state for row in _sent(joined) if row.id == made.id
    }, "nothing had changed: the same file"
    later(clock)
    with joined.write("dispatch.change") as session:
        dispatch.change(session, key, replace(ASKED, heads=41))
    assert waits()
    assert (rows(joined)[0].state, rows(joined)[0].pending) == (DispatchState.issued, True)
    issue(joined, school, stick)
    assert waits() == []
    assert not rows(joined)[0].pending


def _sent(county: Workspace) -> tuple[exchange.SentRow, ...]:
    with county.read() as session:
        return exchange.sent(session)


def test_nothing_to_dispatch_is_no_file(school: Workspace, joined: Workspace) -> None:
    with pytest.raises(Refused, match="还没有给"), joined.write("exchange.make_issue") as session:
        exchange.make_issue(session, school.owner)
    with pytest.raises(Refused, match="只有县级"), school.write("exchange.make_issue") as session:
        exchange.make_issue(session, school.owner)


def test_found_by_topic_number_and_school(school: Workspace, joined: Workspace) -> None:
    (key,) = ask(joined, school)
    with joined.read() as session:
        index = search.index(session, ())
    for text in ("四中全会", "jx-pd-2026-0001", "0001", "仲山"):
        found = [one for one in index.find(text).things if one.kind.word == "派单"]
        assert [one.target for one in found] == [key]


def test_a_school_alone_has_nothing_to_answer(school: Workspace) -> None:
    with school.write("dispatch.to_orders") as session:
        assert dispatch.to_orders(session) == dispatch.Answered(0, 0, 0, 0)
    assert orders(school) == []


@given(st.dates(), st.dates())
def test_days_in_words_say_both_ends(one: date, other: date) -> None:
    first, last = sorted((one, other))
    said = when_words(first, last)
    assert said.startswith(first.isoformat())
    assert f"{last:%m-%d}" in said
    assert when_words(None, None) == "由学校定"
