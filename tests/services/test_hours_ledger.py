"""The year's ledger: against a plain recount, its states, its groups, and how gaps close."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from models.branch import Branch
from models.hours import HoursRecord
from models.member import Member, MemberKind, Role
from models.sign_in import SignIn
from services import enrolment, hours, member, merging, sign_in, training_class
from services.core.clock import FixedClock
from services.core.errors import Refused
from services.core.workspace import Workspace
from services.hours import CorrectionDraft, OnlineDraft, State, plans
from services.hours.papers import task_paper
from services.sign_in import SignInMethod, SignInStatus
from tests.helpers.examples import examples
from tests.helpers.teaching import Teaching, at

S = SignInStatus
AFTER = datetime(2027, 1, 5, 8)  # noqa: DTZ001
NEW_YEAR = datetime(2026, 12, 31, 23)  # noqa: DTZ001
# Starts and clock hours: an overlap in spring, one night over New Year's Eve, one day after.
SITTINGS = (
    (at(2, 8, month=3), 3), (at(2, 10, month=3), 2), (at(9, 14, month=10), 3),
    (at(10, 8), 3), (NEW_YEAR, 2), (NEW_YEAR + timedelta(hours=10), 3),
)  # fmt: skip
WORTH = Decimal(24)
CREDITS = {S.present: 48, S.late: 24}
"""In half hours; entered from paper, late is late beyond the grace."""
DAYS = (date(2026, 1, 31), date(2026, 10, 9), date(2026, 12, 31), date(2027, 1, 1))
PEOPLE = 3

signs = st.tuples(
    st.just("sign"),
    st.integers(0, len(SITTINGS) - 1),
    st.integers(0, PEOPLE - 1),
    st.sampled_from([S.present, S.late, S.left_early, S.absent]),
)
records = st.tuples(
    st.sampled_from(["online", "correction"]),
    st.integers(0, PEOPLE - 1),
    st.sampled_from(DAYS),
    st.integers(-30, 40).filter(bool),
)
undos = st.tuples(st.sampled_from(["undo_sign", "undo_record"]), st.integers(0, 9))
ACTS = st.lists(st.one_of(signs, records, undos), max_size=14)


@dataclass
class Fact:
    """A sign-in as the test keeps it: what it replaced stands behind it."""

    order: int
    sitting: int
    who: int
    status: SignInStatus
    key: UUID
    before: "Fact | None"


@dataclass
class Plain:
    """The facts, kept by the test itself, and the hours by the rules of the field."""

    standing: dict[tuple[int, int], Fact] = field(default_factory=dict)
    records: list[tuple[str, int, date, int, UUID]] = field(default_factory=list)

    def months(self, who: int, year: int) -> dict[int, int]:
        """Half hours by month."""
        found = dict.fromkeys(range(1, 13), 0)
        taken: list[tuple[datetime, datetime]] = []
        mine = sorted(
            (fact for fact in self.standing.values() if fact.who == who),
            key=lambda fact: fact.order,
        )
        for fact in mine:
            start, length = SITTINGS[fact.sitting]
            end = start + timedelta(hours=length)
            worth = CREDITS.get(fact.status, 0)
            if worth and not any(s < end and e > start for s, e in taken):
                taken.append((start, end))
                if start.year == year:
                    found[start.month] += worth
        left = 32
        for kind, _, day, halves, _ in sorted(
            (r for r in self.records if r[1] == who and r[2].year == year), key=lambda r: r[2]
        ):
            counted = halves
            if kind == "online":
                counted = min(halves, left)
                left -= counted
            found[day.month] += counted
        return found

    def total(self, who: int, year: int) -> Decimal:
        return Decimal(sum(self.months(who, year).values())) / 2

    def below_zero(self, who: int) -> bool:
        """Whether a correction takes away more than its year has."""
        return any(
            kind == "correction" and halves < 0 and self.total(who, day.year) < 0
            for kind, whose, day, halves, _ in self.records
            if whose == who
        )

    def with_one_merged(self, kept: int, merged: int) -> "Plain":
        """The facts of two as one person's: at one sitting the kept one's, unless only the
        other one was there."""
        made = Plain(
            records=[(r[0], kept if r[1] == merged else r[1], *r[2:]) for r in self.records]
        )
        for (sitting, who), fact in self.standing.items():
            if who != merged:
                made.standing[sitting, who] = fact
        for (sitting, who), fact in self.standing.items():
            own = self.standing.get((sitting, kept))
            only_other = own is None or (own.status is S.absent and fact.status is not S.absent)
            if who == merged and only_other:
                made.standing[sitting, kept] = replace(fact, who=kept)
        return made


class Ground:
    """Three people of two branches, one of them secretary, in one class with six lessons."""

    def __init__(self, school: Workspace, clock: FixedClock) -> None:
        self.school, self.clock = school, clock
        teaching = self.teaching = Teaching(school)
        class_id = teaching.class_()
        self.lessons = []
        for number, (start, length) in enumerate(SITTINGS):
            room = (teaching.room, teaching.other_room)[number % 2]
            self.lessons.append(
                teaching.lesson(start, length, class_id=class_id, room=room, worth=WORTH)
            )
        self.people = teaching.members(PEOPLE)
        teaching.enrol(class_id, self.people)
        with school.write("test.branches") as session:
            other = session.make(Branch, name="南村党支部", short_name="南村党支部")
            session.flush()
            session.require(Member, self.people[2]).branch_id = other.id
            session.require(Member, self.people[1]).role = Role.secretary

    def clear(self) -> None:
        with self.school.write("test.again") as session:
            session.execute(delete(SignIn))
            session.execute(delete(HoursRecord))
        self.clock.set_to(AFTER)

    def act(self, plain: Plain, act: tuple, number: int) -> None:  # type: ignore[type-arg]
        """Do one thing by the verbs, and to the test's own facts."""
        self.clock.set_to(AFTER + timedelta(seconds=number))
        with self.school.write("test.act") as session:
            session.note("test.act")
            match act:
                case ("sign", sitting, who, status):
                    before = plain.standing.get((sitting, who))
                    made = sign_in.record(
                        session, self.lessons[sitting], self.people[who],
                        method=SignInMethod.paper, status=status,
                    )  # fmt: skip
                    if not made.repeated:
                        # A correction stands where what it corrects stood.
                        order = before.order if before else number
                        plain.standing[sitting, who] = Fact(
                            order, sitting, who, status, made.sign_in_id, before
                        )
                case ("undo_sign", place) if place < len(plain.standing):
                    fact = list(plain.standing.values())[place]
                    sign_in.undo(session, fact.key)
                    del plain.standing[fact.sitting, fact.who]
                    if fact.before is not None:
                        plain.standing[fact.sitting, fact.who] = fact.before
                case ("undo_record", place) if place < len(plain.records):
                    self._undo_record(session, plain, place)
                case ("online", who, day, halves) if halves > 0:
                    worth = Decimal(halves) / 2
                    title = f"网课 {number}"
                    made = hours.record_online(
                        session, [self.people[who]], OnlineDraft(day, title, worth)
                    )
                    plain.records.append(("online", who, day, halves, made.record_ids[0]))
                case ("correction", who, day, halves):
                    self._correct(session, plain, who, day, halves)

    def _undo_record(self, session, plain, place) -> None:  # type: ignore[no-untyped-def]
        record = plain.records.pop(place)
        if plain.below_zero(record[1]):
            plain.records.insert(place, record)
            with pytest.raises(Refused), session.begin_nested():
                hours.undo_records(session, [record[-1]])
            return
        hours.undo_records(session, [record[-1]])

    def _correct(self, session, plain, who, day, halves) -> None:  # type: ignore[no-untyped-def]
        draft = CorrectionDraft(day, Decimal(halves) / 2, "更正", "1号", "王主任")
        if plain.total(who, day.year) * 2 + halves < 0:
            with pytest.raises(Refused):
                hours.record_correction(session, self.people[who], draft)
            return
        key = hours.record_correction(session, self.people[who], draft).id
        plain.records.append(("correction", who, day, halves, key))


@pytest.fixture
def ground(school: Workspace, clock: FixedClock) -> Ground:
    return Ground(school, clock)


@settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(ACTS)
def test_the_ledger_is_a_plain_recount_of_the_facts(
    ground: Ground,
    acts: list[tuple],  # type: ignore[type-arg]
) -> None:
    ground.clear()
    plain = Plain()
    for number, act in enumerate(acts):
        ground.act(plain, act, number)
    for year in (2026, 2027):
        wanted = [plain.total(who, year) for who in range(PEOPLE)]
        check_year(ground, plain, year, wanted)


@settings(
    max_examples=examples(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(ACTS)
def test_two_records_made_one_are_a_recount_of_both_and_taken_back_of_each(
    ground: Ground,
    acts: list[tuple],  # type: ignore[type-arg]
) -> None:
    ground.clear()
    plain = Plain()
    for number, act in enumerate(acts):
        ground.act(plain, act, number)
    assume(not any(plain.below_zero(who) for who in range(PEOPLE)))
    kept, merged, _ = ground.people
    with ground.school.write("merging.merge") as session:
        undo = merging.merge(session, kept, merged)
    both = plain.with_one_merged(0, 1)
    with ground.school.read() as session:
        for year in (2026, 2027):
            totals = hours.totals(session, session.owner, year)
            assert [totals.get(who, Decimal(0)) for who in ground.people] == [
                both.total(who, year) for who in range(PEOPLE)
            ]
            assert merged not in totals
            lines = hours.for_member(session, kept, year)
            assert sum(line.hours for line in lines) == both.total(0, year)
    with ground.school.write(undo.verb) as session:
        undo.act(session)
    for year in (2026, 2027):
        check_year(ground, plain, year, [plain.total(who, year) for who in range(PEOPLE)])


def check_year(ground: Ground, plain: Plain, year: int, wanted: list[Decimal]) -> None:
    with ground.school.read() as session:
        owner = session.owner
        totals = hours.totals(session, owner, year)
        ledger = hours.ledger(session, owner, year)
        reached = hours.reached(session, owner, year)
        standing = hours.standing(session, owner, year)
        tasks = task_paper(session, year)
        months = hours.by_month(session, owner, year)
        lines = [hours.for_member(session, who, year) for who in ground.people]
        shares = [hours.month_people(session, owner, year, n) for n in range(1, 13)]
    rows = {row.id: row for row in ledger.rows}
    out = sum(row.state in (State.out_of_reach, State.missed) for row in ledger.rows)
    assert standing.reached == reached
    assert standing.members_out_of_reach + standing.leaders_out_of_reach == out
    assert tasks.hours == sum(wanted)
    assert [totals.get(who, Decimal(0)) for who in ground.people] == wanted
    assert [rows[who].hours for who in ground.people] == wanted
    assert [sum((line.hours for line in of), Decimal(0)) for of in lines] == wanted
    for groups in (hours.by_branch(ledger.rows), hours.by_post(ledger.rows)):
        assert sum(group.people for group in groups) == reached.members + reached.leaders
        done = reached.members_reached + reached.leaders_reached
        assert sum(group.reached for group in groups) == done
        assert sum(group.hours for group in groups) == reached.hours == sum(wanted)
    by_month = [plain.months(who, year) for who in range(PEOPLE)]
    assert [row.hours * 2 for row in months] == [
        sum(of[n] for of in by_month) for n in range(1, 13)
    ]
    assert [row.hours for row in months] == [sum(s.hours for s in of.values()) for of in shares]
    assert [row.person_times for row in months] == [
        sum(s.person_times for s in of.values()) for of in shares
    ]


# States, on Monday the 23rd of November 2026


class Today:
    """People and lessons to come. `row` is somebody's line of this year's ledger."""

    def __init__(self, school: Workspace) -> None:
        self.school = school
        self.teaching = Teaching(school)
        self.people = self.teaching.members(3)

    def class_with(self, *lessons: tuple[datetime, str]) -> UUID:
        class_id = self.teaching.class_()
        for start, worth in lessons:
            self.teaching.lesson(start, 3, class_id=class_id, worth=Decimal(worth))
        return class_id

    def give(self, who: UUID, worth: str) -> None:
        with self.school.write("hours.record_correction") as session:
            draft = CorrectionDraft(date(2026, 5, 1), Decimal(worth), "补录", "1号", "王主任")
            hours.record_correction(session, who, draft)

    def row(self, who: UUID, year: int = 2026) -> hours.LedgerRow:
        with self.school.read() as session:
            rows = hours.ledger(session, session.owner, year).rows
        return next(row for row in rows if row.id == who)

    def plan(self, who: UUID) -> plans.CatchUpPlan:
        with self.school.read() as session:
            return plans.plan_for(session, who, 2026)


@pytest.fixture
def today(school: Workspace) -> Today:
    return Today(school)


def test_a_gap_is_under_way_while_lessons_planned_can_close_it(today: Today) -> None:
    who, other, _ = today.people
    today.give(who, "20")
    class_id = today.class_with((at(24, 8), "4"), (at(25, 8), "4"))
    assert (today.row(who).planned, today.row(who).joinable) == (0, 8)
    assert today.row(who).state is State.out_of_reach
    today.teaching.enrol(class_id, [who])
    today.class_with((at(26, 8), "4"))
    assert (today.row(who).planned, today.row(who).joinable) == (8, 4)
    assert today.row(who).state is State.under_way
    today.give(who, "12")
    assert today.row(who).state is State.reached
    assert today.row(other).state is State.out_of_reach
    assert today.row(other).missing == 32


def test_of_lessons_at_one_time_only_the_better_is_to_come(today: Today) -> None:
    who = today.people[0]
    here, there = today.teaching.room, today.teaching.other_room
    for room, start, worth in ((here, 8, 4), (there, 10, 6), (here, 14, 1)):
        class_id = today.teaching.class_()
        today.teaching.lesson(at(24, start), 3, class_id=class_id, room=room, worth=Decimal(worth))
        today.teaching.enrol(class_id, [who])
    assert today.row(who).planned == 7


def test_what_was_signed_in_or_excused_is_not_to_come_again(
    today: Today, clock: FixedClock
) -> None:
    who = today.people[0]
    class_id = today.class_with((at(23, 9), "4"), (at(23, 14), "4"))
    today.teaching.enrol(class_id, [who])
    with today.school.read() as session:
        first, second = training_class.detail(session, class_id).lessons
    clock.set_to(at(23, 9))
    with today.school.write("sign_in.record") as session:
        sign_in.record(session, first.id, who, method=SignInMethod.scan)
    assert (today.row(who).hours, today.row(who).planned) == (4, 4)
    with today.school.write("sign_in.record") as session:
        sign_in.record(
            session, second.id, who, method=SignInMethod.keyboard, status=S.leave, reason="事假"
        )
    assert (today.row(who).planned, today.row(who).joinable) == (0, 0)


def test_a_leader_with_hours_but_no_lesson_lacks_a_training(today: Today) -> None:
    who = today.people[0]
    with today.school.write("test.role") as session:
        session.require(Member, who).role = Role.secretary
    today.give(who, "56")
    assert (today.row(who).target, today.row(who).state) == (56, State.needs_lesson)
    class_id = today.class_with((at(24, 8), "2"))
    assert today.plan(who).class_ids == (class_id,)


def test_guests_and_those_who_left_are_in_no_group(today: Today) -> None:
    guest, gone, stays = today.people
    for who in today.people:
        today.give(who, "2")
    with today.school.write("member.retire") as session:
        session.require(Member, guest).kind = MemberKind.guest
        member.retire(session, gone)
    assert [today.row(who).state for who in (guest, gone)] == [State.no_target, State.left]
    assert today.row(guest).target == 0
    with today.school.read() as session:
        rows = hours.ledger(session, session.owner, 2026).rows
        (branch,) = hours.by_branch(rows)
        assert sum(m.hours for m in hours.by_month(session, session.owner, 2026)) == 6
    assert (branch.people, branch.hours) == (1, 2)
    assert today.row(stays).counted


def test_a_year_that_is_over_is_missed_and_one_to_come_begins_with_its_lessons(
    today: Today,
) -> None:
    who = today.people[0]
    assert today.row(who, 2025).state is State.missed
    assert today.plan(who).lessons == ()
    with today.school.write("test.next_year") as session:
        hours.ledger(session, session.owner, 2027)
    assert today.row(who, 2027).state is State.out_of_reach


# How gaps close


def test_the_soonest_lessons_close_a_gap_and_clashing_classes_are_left_out(today: Today) -> None:
    who = today.people[0]
    today.give(who, "20")
    mine = today.class_with((at(25, 8), "4"))
    today.teaching.enrol(mine, [who])
    late = today.class_with((at(30, 8), "4"), (at(30, 14), "4"))
    soon = today.class_with((at(24, 8), "4"))
    clashing = today.teaching.class_()
    today.teaching.lesson(at(25, 9), 2, class_id=clashing, room=today.teaching.other_room)
    plan = today.plan(who)
    assert plan.class_ids == (soon, late)
    assert [one.class_id for one in plan.enrolled] == [mine]
    assert plan.left == 0
    with today.school.write("enrolment.join") as session:
        result = enrolment.join(session, who, plan.class_ids)
    assert (result.added, result.clashes) == (2, ())
    assert today.row(who).planned == 16
    assert today.plan(who).lessons == ()  # nothing is missing any more


def test_what_no_lesson_can_close_is_said(today: Today) -> None:
    soon = today.class_with((at(24, 8), "4"))
    plan = today.plan(today.people[0])
    assert (plan.class_ids, plan.left) == ((soon,), 28)


def test_a_lesson_first_helps_those_whom_it_brings_to_the_target(today: Today) -> None:
    far, near, nearer = today.people
    today.give(near, "28")
    today.give(nearer, "30")
    class_id = today.class_with((at(24, 8), "4"))
    with today.school.read() as session:
        (lesson,) = training_class.detail(session, class_id).lessons
        found = plans.gains_of(session, lesson.id)
    assert [(one.row.id, one.missing, one.closes) for one in found.gains] == [
        (near, 4, True), (nearer, 2, True), (far, 32, False),
    ]  # fmt: skip
    today.teaching.enrol(class_id, [near])
    with today.school.read() as session:
        assert [one.row.id for one in plans.gains_of(session, lesson.id).gains] == [nearer, far]


def test_nobody_gains_from_a_lesson_that_is_over(today: Today, clock: FixedClock) -> None:
    class_id = today.class_with((at(23, 9), "4"))
    with today.school.read() as session:
        (lesson,) = training_class.detail(session, class_id).lessons
    clock.set_to(at(23, 13))
    with pytest.raises(Refused, match="已经上过"), today.school.read() as session:
        plans.gains_of(session, lesson.id)
