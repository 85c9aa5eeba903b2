"""Each feature is declared once: what walks over the tuple knows it by its one line."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from models.core.base import Base, Exchanged
from services import features, home, merging, report, search
from services.core.clock import FixedClock
from services.core.door import Door
from services.core.feature import Feature
from services.core.figures import Figures, ReportRow
from services.core.finding import FindingKind, Thing, keys
from services.core.session import WorkSession
from services.core.todo import Todo
from services.core.workspace import Workspace
from services.demo.year import add_year
from services.exchange import columns

MARK = "只此一处"


class TakenAway:
    """The tuple with one feature changed or taken out, for the time of a test."""

    def __init__(self, feature: Feature, patch: pytest.MonkeyPatch) -> None:
        self.feature, self._patch, self._before = feature, patch, features.FEATURES

    def silence(self, **declared: Any) -> None:
        """The same for all the others."""
        self._before = tuple(
            one if one is self.feature else replace(one, **declared) for one in self._before
        )

    def put(self, **declared: Any) -> None:
        changed = replace(self.feature, **declared)
        self._set(tuple(changed if one is self.feature else one for one in self._before))

    def take_away(self) -> None:
        self._set(tuple(one for one in self._before if one is not self.feature))

    def forget(self) -> None:
        columns.tables.cache_clear()
        columns.words.cache_clear()

    def _set(self, declared: tuple[Feature, ...]) -> None:
        self._patch.setattr(features, "FEATURES", declared)
        self.forget()


def everything(kind: type) -> set[type]:
    return {below for one in kind.__subclasses__() for below in (one, *everything(one))}


def test_every_exchanged_model_is_declared_by_one_feature() -> None:
    declared = [table.model for table in features.tables()]
    assert set(declared) == everything(Exchanged)
    assert len(declared) == len(set(declared))


def test_tables_travel_after_those_that_they_cite() -> None:
    seen: set[str] = set()
    for table in columns.tables():
        seen.add(table)
        assert {cited for _, cited in columns.citations(table)} <= seen, table


def test_keys_and_words_are_given_once() -> None:
    for told in (
        [one.key for one in features.FEATURES],
        [one.words for one in features.FEATURES],
        [table.words for table in features.tables()],
    ):
        assert len(told) == len(set(told))


@pytest.fixture(params=features.FEATURES, ids=lambda feature: feature.key)
def taken_away(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TakenAway]:
    made = TakenAway(request.param, monkeypatch)
    yield made
    monkeypatch.undo()
    made.forget()


def test_its_todos_go_with_its_line(school: Workspace, taken_away: TakenAway) -> None:
    def waits(_session: WorkSession) -> list[Todo]:
        return [Todo("标记", "grey", MARK, "", "", "home", count=1)]

    def told() -> tuple[int, int, int]:
        with school.read() as session:
            swift, all_of_them = home.todos(session), home.todos(session, slow=True)
            marked = [sum(one.title == MARK for one in found) for found in (swift, all_of_them)]
            return (*marked, home.waiting(session).get("home", 0))

    taken_away.put(todos=(waits,), slow_todos=(waits,))
    assert told() == (1, 2, 1)
    taken_away.take_away()
    assert told() == (0, 0, 0)


def test_its_doors_go_with_its_line(
    school: Workspace, clock: FixedClock, taken_away: TakenAway
) -> None:
    def door(_session: WorkSession) -> Door:
        return Door(MARK, "", False, "", "home", 99)

    def led() -> list[str]:
        with school.read() as session:
            found = home.guide(session)
        return [one.words for one in found.doors] if found is not None else []

    taken_away.silence(first_steps=(), new_year=())
    for declared in ("first_steps", "new_year"):
        taken_away.put(first_steps=(), new_year=())
        clock.set_to(datetime(2027, 1, 4, 8))  # noqa: DTZ001  (a local time)
        assert led() == []
        taken_away.put(**{"first_steps": (), "new_year": (), declared: (door,)})
        assert led() == [MARK]
        taken_away.take_away()
        assert led() == []


def test_what_is_found_of_it_goes_with_its_line(school: Workspace, taken_away: TakenAway) -> None:
    marked = Thing(FindingKind("标记"), MARK, "", "home", None, keys(MARK))

    def found() -> int:
        with school.read() as session:
            return search.index(session, ()).find(MARK).things.count(marked)

    taken_away.put(
        things=lambda _session: [marked], lookup=lambda _session: lambda _text: ([(0, marked)], 1)
    )
    assert found() == 2
    taken_away.take_away()
    assert found() == 0


def test_its_tables_and_their_words_go_with_its_line(taken_away: TakenAway) -> None:
    own = {table.name for table in taken_away.feature.tables}
    assert own <= columns.tables().keys()
    taken_away.take_away()
    assert not own & columns.tables().keys()
    for name in own:
        with pytest.raises(ValueError, match="unpack"):
            columns.words(name)


def test_every_row_that_names_a_person_follows_a_merge(taken_away: TakenAway) -> None:
    """By its foreign key alone, or as its feature says; and no more without the feature."""
    citing = {
        table.name
        for table in Base.metadata.tables.values()
        if any(key.column.table.name == "member" for key in table.foreign_keys)
    }

    def followed() -> set[str]:
        special = {name for one in merging.rows.special() for name in one.own}
        return special | {table.name for table in merging.rows.plain()}

    assert followed() == citing - {"member", "member_merge"}
    gone = {table.name for table in taken_away.feature.tables}
    if taken_away.feature.merging is not None:
        gone |= taken_away.feature.merging.own
    taken_away.take_away()
    assert followed() == citing - {"member", "member_merge"} - gone


def test_its_part_of_the_demo_goes_with_its_line(school: Workspace, taken_away: TakenAway) -> None:
    taken_away.silence(demo=None)
    made: list[WorkSession] = []
    taken_away.put(demo=made.append)
    with school.read() as session:
        add_year(session)
        assert made == [session]
        taken_away.take_away()
        add_year(session)
    assert made == [session]


def test_its_figures_go_with_its_line(school: Workspace, taken_away: TakenAway) -> None:
    marked = ReportRow(MARK, MARK, "1", "0", "+1", "green", "")
    taken_away.put(figures=Figures({MARK: MARK}, lambda *_: {MARK: "1"}, lambda *_: (marked,)))

    def told() -> tuple[int, str | None, int]:
        with school.read() as session:
            rows = report.month(session, session.owner, 2026, 11).rows
            totals = report.totals(session, session.owner, 2026, 11)
            return rows.count(marked), totals.get(MARK), report.in_words(totals).count((MARK, "1"))

    assert told() == (1, "1", 1)
    taken_away.take_away()
    assert told() == (0, None, 0)
