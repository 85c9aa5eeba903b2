"""Sticks that lose, repeat and reorder what two schools and their county write: nothing foreign
is ever written, and whatever happened, one more round brings everybody level."""

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from services import branch, exchange
from services.core import identity, workspace
from services.core.clock import FixedClock
from services.core.workspace import Workspace
from services.exchange import BundleKind, BundleState, errors
from tests.helpers.examples import examples
from tests.helpers.exchange import (
    approved,
    broken_citations,
    fingerprint_of_files,
    meet,
    outbox,
    rows_of,
    take,
    trust,
    written,
)
from tests.helpers.workspaces import COUNTY, PASSWORD, SCHOOL, SECOND_SCHOOL, Templates

START = datetime(2026, 11, 23, 8, 0)  # noqa: DTZ001
SCHOOLS = st.integers(0, 1)


@dataclass
class Side:
    """One school, what it last wrote under each number, and what the county last took."""

    space: Workspace
    snapshots: dict[tuple[int, int], dict[str, list[Any]]] = field(default_factory=dict)
    epoch: int = 1
    last: int = 1
    held: dict[str, list[Any]] = field(default_factory=dict)
    branches: int = 0
    receipts: int = 1


@dataclass(frozen=True)
class File:
    """A file on the stick: from which school, or to which, in which epoch and number."""

    path: Path
    side: int
    kind: BundleKind
    epoch: int
    sequence: int


class Sticks(RuleBasedStateMachine):
    templates: Templates

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sticks-"))
        self.clock = FixedClock(START)
        self.county = self.templates.open(COUNTY, self.folder / "county", self.clock)
        self.sides: list[Side] = []
        for profile in (SCHOOL, SECOND_SCHOOL):
            space = self.templates.open(profile, self.folder / profile.code, self.clock)
            meet(space, self.county, self.folder / "cards")
            self.sides.append(Side(space, held=rows_of(self.county, space)))
        self.stick = self.folder / "stick"
        self.stick.mkdir()
        self.files: list[File] = []
        self.backups: dict[int, Path] = {}

    def teardown(self) -> None:
        if not hasattr(self, "folder"):
            return
        for number in range(len(self.sides)):
            self.settle(number)
        for space in (self.county, *(side.space for side in self.sides)):
            space.close()
        shutil.rmtree(self.folder)

    # What people do

    @rule(which=SCHOOLS)
    def work(self, which: int) -> None:
        side = self.sides[which]
        side.branches += 1
        with side.space.write("branch.ensure") as session:
            branch.ensure(session, f"中共第{side.branches}村支部委员会")
        self.clock.set_to(self.clock.local_now() + timedelta(minutes=7))

    @rule(which=SCHOOLS)
    def write_snapshot(self, which: int) -> None:
        self.snapshot(which)

    @rule(which=SCHOOLS)
    def write_again(self, which: int) -> None:
        waiting = [row for row in outbox(self.sides[which].space) if row.kind == "snapshot"]
        if waiting:
            path = written(self.sides[which].space, waiting[0], self.stick)
            assert path.stat().st_size == waiting[0].size

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def lose(self, data: st.DataObject) -> None:
        file = data.draw(st.sampled_from(self.files))
        file.path.unlink(missing_ok=True)
        self.files.remove(file)

    @precondition(lambda self: self.files)
    @rule(data=st.data(), place=st.floats(0, 1, exclude_max=True))
    def carry_damaged(self, data: st.DataObject, place: float) -> None:
        file = data.draw(st.sampled_from(self.files))
        whole = file.path.read_bytes()
        where = int(place * len(whole))
        bad = self.stick / "bad.psb"
        bad.write_bytes(whole[:where] + bytes([whole[where] ^ 1]) + whole[where + 1 :])
        here = self.county if file.kind is BundleKind.snapshot else self.sides[file.side].space
        self.refused(here, bad, exchange.BundleRefused)

    @precondition(lambda self: self.files)
    @rule(data=st.data(), astray=st.booleans())
    def carry(self, data: st.DataObject, astray: bool) -> None:
        file = data.draw(st.sampled_from(self.files))
        if astray:  # to the other school, which can do nothing with it
            self.refused(self.sides[1 - file.side].space, file.path, exchange.BundleRefused)
        elif file.kind is BundleKind.snapshot:
            self.county_takes(file)
        else:
            self.school_takes(file)

    @rule(which=SCHOOLS)
    def back_up(self, which: int) -> None:
        side = self.sides[which]
        side.space.close()
        target = self.folder / f"backup{which}"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(side.space.folder, target)
        side.space = workspace.unlock(side.space.folder, PASSWORD, clock=self.clock)
        self.backups[which] = target

    @precondition(lambda self: self.backups)
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        """A school goes back to an older state; as it should, it starts a new epoch."""
        which = data.draw(st.sampled_from(sorted(self.backups)))
        side = self.sides[which]
        place = side.space.folder
        side.space.close()
        self.clock.set_to(self.clock.local_now() + timedelta(minutes=20))
        shutil.rmtree(place)
        shutil.copytree(self.backups[which], place)
        side.space = workspace.unlock(place, PASSWORD, clock=self.clock)
        with side.space.write("exchange.start_epoch") as session:
            exchange.start_epoch(session)
            epoch = identity.own(session).epoch
            enrol = exchange.make_enrol(session)
        trust(self.county, side.space, written(side.space, enrol, self.folder).read_bytes())
        side.epoch, side.last = epoch, enrol.sequence
        with side.space.read() as session:
            received = [row.sequence for row in exchange.taken(session)]
        side.receipts = max(received)

    # What must always hold

    @invariant()
    def the_county_holds_what_it_took(self) -> None:
        if not hasattr(self, "folder"):
            return
        for side in self.sides:
            assert rows_of(self.county, side.space) == side.held
        assert broken_citations(self.county) == []
        assert sum(map(len, rows_of(self.county, self.county).values())) == 1

    @invariant()
    def schools_hold_only_their_own(self) -> None:
        if not hasattr(self, "folder"):
            return
        for side, other in (self.sides, self.sides[::-1]):
            assert not any(rows_of(side.space, other.space).values())

    # How it is done

    def snapshot(self, which: int) -> File:
        side = self.sides[which]
        row = approved(side.space)
        side.snapshots[side.epoch, row.sequence] = rows_of(side.space, side.space)
        path = written(side.space, row, self.stick)
        file = File(path, which, BundleKind.snapshot, side.epoch, row.sequence)
        self.files.append(file)
        return file

    def county_takes(self, file: File) -> None:
        side = self.sides[file.side]
        if file.epoch < side.epoch:
            self.refused(self.county, file.path, errors.Stale)
        elif file.sequence > side.last:
            done = take(self.county, file.path, second_yes=True)
            assert not done.again
            side.last, side.held = file.sequence, side.snapshots[file.epoch, file.sequence]
            self.answer(file, done.receipt)
        else:
            self.repeated(file)

    def repeated(self, file: File) -> None:
        try:
            done = take(self.county, file.path)
        except errors.Stale:
            return  # it was overtaken and had never come
        assert done.again
        self.answer(file, done.receipt)

    def answer(self, file: File, row: exchange.SentRow | None) -> None:
        assert row is not None
        path = written(self.county, row, self.stick)
        made = File(path, file.side, BundleKind.receipt, 1, row.sequence)
        if made not in self.files:
            self.files.append(made)

    def school_takes(self, file: File) -> None:
        side = self.sides[file.side]
        if file.sequence > side.receipts:
            assert not take(side.space, file.path).again
            side.receipts = file.sequence
            return
        try:
            assert take(side.space, file.path).again
        except errors.Stale:
            return

    def refused(self, here: Workspace, path: Path, kind: type[Exception]) -> None:
        before = fingerprint_of_files(here)
        with pytest.raises(kind):
            take(here, path, second_yes=True)
        assert fingerprint_of_files(here) == before

    def settle(self, which: int) -> None:
        """One more round that arrives: both sides are level, and the school knows it."""
        side = self.sides[which]
        self.county_takes(self.snapshot(which))
        self.school_takes(self.files[-1])
        assert rows_of(self.county, side.space) == rows_of(side.space, side.space)
        newest = next(row for row in outbox(side.space) if row.kind is BundleKind.snapshot)
        assert newest.state is BundleState.delivered


def run(templates: Templates, runs: int, steps: int, *, shrink: bool) -> None:
    kind: type[Sticks] = type("SticksHere", (Sticks,), {"templates": templates})
    run_state_machine_as_test(
        kind,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            # Making a failure smaller takes minutes here; the blob repeats it as it was.
            phases=[phase for phase in Phase if shrink or phase is not Phase.shrink],
        ),
    )


def test_sticks_that_lose_repeat_and_reorder(templates: Templates) -> None:
    run(templates, examples(12), 12, shrink=False)


@pytest.mark.long
def test_sticks_that_lose_repeat_and_reorder_for_long(templates: Templates) -> None:
    run(templates, 2_000, 40, shrink=True)
