"""Hours against a plain reckoning: once per stretch of time, in half hours, from facts only."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services import hours, sign_in, site, training_class
from services.core import settings as desk_settings
from services.core.clock import FixedClock
from services.core.workspace import Workspace
from services.sign_in import SignInMethod, SignInStatus
from tests.helpers.examples import examples
from tests.helpers.teaching import Teaching, at

DAY = at(24, 0)


class Desk:
    """One class and its people; each lesson is in a room of its own."""

    def __init__(self, school: Workspace) -> None:
        self.workspace = school
        self.teaching = Teaching(school)
        self.start_over()

    def start_over(self) -> None:
        """A new class of new people, at whom no earlier fact hangs."""
        self.class_id = self.teaching.class_()
        self.people = self.teaching.members(2)
        self.teaching.enrol(self.class_id, self.people)

    def lesson(self, hour: float, length: float, worth: Decimal) -> UUID:
        with self.workspace.write("site.add_room") as session:
            name = str(session.new_id())[-12:]
            room = site.add_room(session, self.teaching.campus, site.RoomDraft(name, 40)).id
        return self.teaching.lesson(
            DAY + timedelta(hours=hour), length, class_id=self.class_id, room=room, worth=worth
        )

    def record(self, lesson: UUID, who: UUID, status: SignInStatus | None = None) -> UUID:
        with self.workspace.write("sign_in.record") as session:
            return sign_in.record(
                session,
                lesson,
                who,
                method=SignInMethod.scan,
                status=status,
                reason="事假" if status is SignInStatus.leave else "",
            ).sign_in_id

    def total(self, who: UUID) -> Decimal:
        """The year's total, after checking that the three queries agree with each other."""
        with self.workspace.read() as session:
            total = hours.totals(session, session.owner, 2026).get(who, Decimal(0))
            lines = hours.for_member(session, who, 2026)
            of_class = {row.member_id: row for row in hours.for_class(session, self.class_id)}
        assert sum((line.hours for line in lines), Decimal(0)) == total
        assert of_class[who].hours == total
        assert of_class[who].lessons == sum(line.hours > 0 for line in lines)
        return total


@pytest.fixture
def desk_(school: Workspace) -> Desk:
    return Desk(school)


def test_a_repeated_scan_counts_once(desk_: Desk, clock: FixedClock) -> None:
    lesson = desk_.lesson(8, 3, Decimal(4))
    clock.set_to(at(24, 8))
    for _ in range(3):
        desk_.record(lesson, desk_.people[0])
    assert desk_.total(desk_.people[0]) == 4
    assert desk_.total(desk_.people[1]) == 0


def test_overlapping_lessons_earn_once_and_say_why(desk_: Desk, clock: FixedClock) -> None:
    first = desk_.lesson(8, 3, Decimal(4))
    second = desk_.lesson(10, 2, Decimal("2.5"))
    clock.set_to(at(24, 8))
    kept = desk_.record(first, desk_.people[0])
    clock.set_to(at(24, 8, 1))
    desk_.record(second, desk_.people[0])
    assert desk_.total(desk_.people[0]) == 4
    with desk_.workspace.read() as session:
        notes = [line.note for line in hours.for_member(session, desk_.people[0], 2026)]
    assert [bool(note) for note in notes] == [True, False]
    with desk_.workspace.write("sign_in.undo") as session:
        sign_in.undo(session, kept)
    assert desk_.total(desk_.people[0]) == Decimal("2.5"), "once resolved, the other one earns"


def test_a_correction_does_not_change_which_of_two_earns(desk_: Desk, clock: FixedClock) -> None:
    """Once, what was corrected counted as recorded anew, and the other lesson earned."""
    first = desk_.lesson(8, 3, Decimal(4))
    second = desk_.lesson(10, 1, Decimal(1))
    for moment, lesson, status in (
        (at(24, 8), first, None),
        (at(24, 10), second, None),
        (at(24, 10, 5), first, SignInStatus.late),
        (at(24, 10, 6), first, SignInStatus.present),
    ):
        clock.set_to(moment)
        desk_.record(lesson, desk_.people[0], status)
    assert desk_.total(desk_.people[0]) == 4


def test_late_on_paper_is_late(desk_: Desk, clock: FixedClock) -> None:
    """Nobody knows how late, so the credit of lateness holds and not the grace."""
    lesson = desk_.lesson(8, 3, Decimal(4))
    clock.set_to(at(25, 9))
    desk_.record(lesson, desk_.people[0], SignInStatus.late)
    assert desk_.total(desk_.people[0]) == 2


def test_what_earned_nothing_blocks_nothing(desk_: Desk, clock: FixedClock) -> None:
    """Somebody who left one lesson early, for no credit, earns at the other one."""
    first = desk_.lesson(8, 3, Decimal(4))
    second = desk_.lesson(9, 3, Decimal(3))
    clock.set_to(at(24, 8))
    desk_.record(first, desk_.people[0], SignInStatus.left_early)
    clock.set_to(at(24, 9))
    desk_.record(second, desk_.people[0])
    assert desk_.total(desk_.people[0]) == 3


@pytest.mark.parametrize(("minutes", "earned"), [(0, "2.5"), (15, "2.5"), (16, "1"), (100, "1")])
def test_late_earns_half_of_the_half_hours(
    desk_: Desk, clock: FixedClock, minutes: int, earned: str
) -> None:
    """Five half hours at 50 %: two, since a half hour is not split."""
    lesson = desk_.lesson(8, 2, Decimal("2.5"))
    clock.set_to(at(24, 8) + timedelta(minutes=minutes))
    desk_.record(lesson, desk_.people[0])
    assert desk_.total(desk_.people[0]) == Decimal(earned)


@pytest.mark.parametrize(
    ("status", "earned"),
    [
        (SignInStatus.present, 4),
        (SignInStatus.late, 4),
        (SignInStatus.left_early, 0),
        (SignInStatus.leave, 0),
        (SignInStatus.absent, 0),
        (SignInStatus.made_up, 4),
    ],
)
def test_each_status_earns_its_credit(
    desk_: Desk, clock: FixedClock, status: SignInStatus, earned: int
) -> None:
    lesson = desk_.lesson(8, 3, Decimal(4))
    clock.set_to(at(24, 11 if status is SignInStatus.made_up else 8))
    desk_.record(lesson, desk_.people[0], status)
    assert desk_.total(desk_.people[0]) == earned


def test_correcting_facts_and_settings_changes_every_figure(desk_: Desk, clock: FixedClock) -> None:
    lesson = desk_.lesson(8, 3, Decimal(4))
    clock.set_to(at(24, 8))
    key = desk_.record(lesson, desk_.people[0])
    assert desk_.total(desk_.people[0]) == 4
    with desk_.workspace.write("sign_in.undo") as session:
        sign_in.undo(session, key)
    assert desk_.total(desk_.people[0]) == 0
    clock.set_to(at(24, 9))
    desk_.record(lesson, desk_.people[0])
    assert desk_.total(desk_.people[0]) == 2
    with desk_.workspace.write("t") as session:
        desk_settings.CREDIT_LATE.put(session, "100")
    assert desk_.total(desk_.people[0]) == 4


def test_a_cancelled_lesson_earned_nothing_for_nobody(desk_: Desk) -> None:
    lesson = desk_.lesson(8, 3, Decimal(4))
    with desk_.workspace.write("training_class.cancel_lesson") as session:
        training_class.cancel_lesson(session, lesson, "停电")
    assert desk_.total(desk_.people[0]) == 0


@dataclass(frozen=True)
class Fact:
    start: int
    length: int
    halves: int
    status: SignInStatus


FACTS = st.lists(
    st.builds(
        Fact,
        start=st.integers(0, 9),
        length=st.integers(1, 6),
        halves=st.integers(1, 8),
        status=st.sampled_from(list(SignInStatus)),
    ),
    max_size=7,
)


@settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(facts=FACTS, undone=st.sets(st.integers(0, 6)))
def test_hours_are_what_a_plain_reckoning_says(
    desk_: Desk, clock: FixedClock, facts: list[Fact], undone: set[int]
) -> None:
    """Lessons anywhere in a day, entered the day after; some sign-ins taken back."""
    desk_.start_over()
    who, keys = desk_.people[0], []
    for number, fact in enumerate(facts):
        clock.set_to(at(25, 7) + timedelta(seconds=number))  # over, so that it can be made up
        lesson = desk_.lesson(8 + fact.start / 2, fact.length / 2, Decimal(fact.halves) / 2)
        keys.append(desk_.record(lesson, who, fact.status))
    with desk_.workspace.write("sign_in.undo") as session:
        for number, key in enumerate(keys):
            if number in undone:
                sign_in.undo(session, key)
    expected = reckon([fact for number, fact in enumerate(facts) if number not in undone])
    found = desk_.total(who)
    assert found == expected
    assert found * 2 == int(found * 2)


def reckon(facts: list[Fact]) -> Decimal:
    """In the order recorded: what earns takes its time, and what overlaps it earns nothing."""
    taken: list[tuple[int, int]] = []
    halves = 0
    for fact in facts:
        worth = fact.halves if fact.status in (SignInStatus.present, SignInStatus.made_up) else 0
        if fact.status is SignInStatus.late:  # on paper, so nobody knows by how much
            worth = fact.halves // 2
        end = fact.start + fact.length
        if worth and not any(s < end and e > fact.start for s, e in taken):
            taken.append((fact.start, end))
            halves += worth
    return Decimal(halves) / 2


def test_targets_and_averages_count_everybody(desk_: Desk, clock: FixedClock) -> None:
    lesson = desk_.lesson(8, 3, Decimal(24))
    clock.set_to(at(24, 8))
    desk_.record(lesson, desk_.people[0])
    second = desk_.lesson(14, 3, Decimal(8))
    desk_.record(second, desk_.people[0])
    with desk_.workspace.read() as session:
        found = hours.reached(session, session.owner, 2026)
    assert (found.members, found.members_reached, found.leaders) == (2, 1, 0)
    assert found.average == Decimal("16.0")


def test_a_year_is_where_the_lesson_starts(desk_: Desk, clock: FixedClock) -> None:
    lesson = desk_.teaching.lesson(at(31, 23, month=12), 2, class_id=desk_.class_id)
    clock.set_to(at(31, 23, month=12))
    desk_.record(lesson, desk_.people[0])
    with desk_.workspace.read() as session:
        assert hours.totals(session, session.owner, 2026) == {desk_.people[0]: Decimal(4)}
        assert hours.totals(session, session.owner, 2027) == {}
