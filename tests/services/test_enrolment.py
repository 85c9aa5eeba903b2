"""Places, the waiting list and the way back, by hand and in any order."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.audit import AuditEntry
from models.training_class import Enrolment, TrainingClass, WaitingPlace
from services import enrolment, home, member, merging, sign_in, training_class
from services.core.clock import FixedClock
from services.core.errors import BadInput, DeskError, NeedsReason, NotFound, Refused
from services.core.undo import Undo
from services.core.workspace import Workspace
from services.sign_in import SignInMethod
from tests.conftest import NOW
from tests.helpers.examples import examples
from tests.helpers.merging import merge, take_back
from tests.helpers.teaching import Teaching, at
from tests.helpers.workspaces import SCHOOL, Templates

REASON = "书记点名要来"


class Class:
    """A class with so many places, and what the tests do to its lists."""

    def __init__(self, teaching: Teaching, places: int | None) -> None:
        self.space = teaching.workspace
        self.id = teaching.class_()
        self.hold(places)

    def hold(self, places: int | None) -> None:
        with self.space.write("t") as session:
            session.require(TrainingClass, self.id).places = places
            session.note("t")

    def enrol(self, *members: UUID, reason: str = "", over: bool = False) -> Undo:
        with self.space.write("enrolment.enrol") as session:
            return enrolment.enrol(session, self.id, members, over=over, reason=reason).undo

    def move_in(self, *members: UUID, reason: str = "") -> Undo:
        with self.space.write("enrolment.move_in") as session:
            return enrolment.move_in(session, self.id, members, reason)

    def remove(self, *members: UUID) -> Undo:
        with self.space.write("enrolment.remove_enrolment") as session:
            return enrolment.remove_enrolment(session, self.id, *members)

    def stop(self, *members: UUID) -> Undo:
        with self.space.write("enrolment.stop_waiting") as session:
            return enrolment.stop_waiting(session, self.id, *members)

    def reorder(self, one: UUID, by: int) -> Undo:
        with self.space.write("enrolment.reorder_waiting") as session:
            return enrolment.reorder_waiting(session, self.id, one, by)

    def take_back(self, undo: Undo) -> None:
        with self.space.write(undo.verb) as session:
            undo.act(session)

    def roster(self) -> enrolment.ClassRoster:
        with self.space.read() as session:
            return enrolment.roster(session, self.id)

    @property
    def enrolled(self) -> list[UUID]:
        return [row.member_id for row in self.roster().rows]

    @property
    def waiting(self) -> list[UUID]:
        return [row.member_id for row in self.roster().waiting]

    @property
    def numbers(self) -> dict[UUID, int]:
        return {row.member_id: row.number for row in self.roster().rows}


@pytest.fixture
def teaching(school: Workspace) -> Teaching:
    return Teaching(school)


@pytest.fixture
def full(teaching: Teaching) -> tuple[Class, list[UUID]]:
    """Two places; six people, of whom the first two are in and the next two wait."""
    made, people = Class(teaching, 2), teaching.members(6)
    made.enrol(*people[:4])
    return made, people


def test_who_finds_a_class_full_waits_in_order(full: tuple[Class, list[UUID]]) -> None:
    made, people = full
    assert (made.enrolled, made.waiting) == (people[:2], people[2:4])
    made.enrol(people[5], people[3], people[4])
    assert made.waiting == [*people[2:4], people[5], people[4]], "who waits keeps their place"


def test_the_smallest_room_counts_where_the_class_says_nothing(teaching: Teaching) -> None:
    made, people = Class(teaching, None), teaching.members(45)
    made.enrol(*people[:1])
    assert made.roster().places is None
    teaching.lesson(at(24, 8), class_id=made.id)
    teaching.lesson(at(25, 8), class_id=made.id, room=teaching.far_room)
    made.enrol(*people[1:])
    assert made.roster().places == 40
    assert (len(made.enrolled), len(made.waiting)) == (40, 5)


def test_a_free_place_is_offered_to_the_first_and_nobody_new_takes_it(
    full: tuple[Class, list[UUID]],
) -> None:
    made, people = full
    made.remove(people[0])
    assert [row.member_id for row in made.roster().offered] == [people[2]]
    made.enrol(people[4])
    assert made.waiting == people[2:5]
    made.move_in(people[2])
    assert made.enrolled == [people[1], people[2]]
    assert made.numbers == {people[1]: 2, people[2]: 3}, "numbers stay as they are"
    made.hold(4)
    assert [row.member_id for row in made.roster().offered] == people[3:5]
    made.move_in(people[4], people[3])
    assert made.enrolled == [people[1], *people[2:5]], "in the order in which they waited"


def test_over_the_places_only_with_a_reason(full: tuple[Class, list[UUID]]) -> None:
    made, people = full
    with pytest.raises(NeedsReason, match=r"2 个名额，已报 2 人，另有 2 人候补.*超出 1 人"):
        made.enrol(people[4], over=True)
    with pytest.raises(BadInput, match="不要超过 60 个字"):
        made.enrol(people[4], over=True, reason="长" * 61)
    assert len(made.enrolled) == 2
    made.enrol(people[4], people[3], over=True, reason=REASON)
    assert made.enrolled == [*people[:2], people[4], people[3]]
    assert made.waiting == [people[2]], "who came in waits no more"
    assert made.roster().over == 2
    with made.space.read() as session:
        details = session.scalars(
            select(AuditEntry.details).where(AuditEntry.verb == "enrolment.enrol")
        ).all()
    assert [REASON in str(detail) for detail in details] == [False, True]


def test_past_those_who_wait_only_with_a_reason(full: tuple[Class, list[UUID]]) -> None:
    made, people = full
    made.remove(people[0])
    with pytest.raises(NeedsReason, match="先给候补的人"):
        made.enrol(people[4], over=True)
    with pytest.raises(NeedsReason, match="前面还有 1 人候补"):
        made.move_in(people[3])
    with pytest.raises(NeedsReason, match="超出 1 人"):
        made.move_in(people[2], people[3])
    made.move_in(people[3], reason=REASON)
    assert (made.enrolled, made.waiting) == ([people[1], people[3]], [people[2]])


def test_who_left_keeps_nobody_waiting(full: tuple[Class, list[UUID]]) -> None:
    made, people = full
    with made.space.write("member.retire") as session:
        member.retire(session, people[2])
    assert [row.left for row in made.roster().waiting] == [True, False]
    with pytest.raises(Refused, match="不在册"):
        made.move_in(people[2])
    made.remove(people[0])
    assert [row.member_id for row in made.roster().offered] == [people[3]]
    made.move_in(people[3])
    made.stop(people[2])
    assert made.waiting == []


def test_the_waiting_are_ordered_by_hand(full: tuple[Class, list[UUID]]) -> None:
    made, people = full
    made.enrol(*people[4:])
    undo = made.reorder(people[5], -2)
    assert made.waiting == [people[2], people[5], people[3], people[4]]
    made.reorder(people[2], -1)
    made.reorder(people[4], 1)
    assert made.waiting == [people[2], people[5], people[3], people[4]], "at the ends they stay"
    made.take_back(undo)
    assert made.waiting == people[2:]
    with pytest.raises(NotFound, match="不在候补"):
        made.reorder(people[0], 1)


def test_each_step_is_taken_back(full: tuple[Class, list[UUID]]) -> None:
    made, people = full

    def state() -> tuple[dict[UUID, int], list[UUID]]:
        return made.numbers, made.waiting

    steps: list[Callable[[], Undo]] = [
        lambda: made.enrol(people[4]),
        lambda: made.enrol(people[5], people[2], over=True, reason=REASON),
        lambda: made.remove(people[0], people[1]),
        lambda: made.move_in(people[3], reason=REASON),
        lambda: made.reorder(people[4], -1),
        lambda: made.stop(people[4]),
    ]
    undos, before = [], []
    for step in steps:
        before.append(state())
        undos.append(step())
        assert state() != before[-1] or step is steps[4]
    for undo, then in zip(reversed(undos), reversed(before), strict=True):
        made.take_back(undo)
        assert state() == then


def test_a_step_on_which_another_builds_is_not_taken_back(
    full: tuple[Class, list[UUID]], teaching: Teaching
) -> None:
    made, people = full
    removal = made.remove(people[0])
    made.move_in(people[2])
    with pytest.raises(Refused, match="名额后来又有人报上了"):
        made.take_back(removal)
    waiting = made.enrol(people[4])
    made.move_in(people[4], reason=REASON)
    with pytest.raises(Refused, match="后来又改过"):
        made.take_back(waiting)
    lesson = teaching.lesson(at(23, 8), class_id=made.id)
    coming = made.enrol(people[5], over=True, reason=REASON)
    with made.space.write("sign_in.record") as session:
        sign_in.record(session, lesson, people[5], method=SignInMethod.keyboard)
    with pytest.raises(Refused, match="已有签到"):
        made.take_back(coming)
    with pytest.raises(Refused, match="已有签到"):
        made.remove(people[1], people[5])
    assert people[1] in made.enrolled, "nobody of them, where one may not"


def test_a_number_that_was_given_again_is_not_given_twice(teaching: Teaching) -> None:
    made, people = Class(teaching, None), teaching.members(3)
    made.enrol(*people[:2])
    removal = made.remove(people[1])
    made.enrol(people[2])
    made.take_back(removal)
    assert made.numbers == {people[0]: 1, people[2]: 2, people[1]: 3}


def test_nothing_moves_in_a_class_that_is_put_away(full: tuple[Class, list[UUID]]) -> None:
    made, people = full
    undo = made.enrol(people[4])
    with made.space.write("t") as session:
        row = session.require(TrainingClass, made.id)
        row.state = training_class.ClassState.archived
        session.note("t")
    for act in (
        lambda: made.enrol(people[5]),
        lambda: made.move_in(people[2], reason=REASON),
        lambda: made.stop(people[2]),
        lambda: made.reorder(people[2], 1),
        lambda: made.take_back(undo),
    ):
        with pytest.raises(Refused, match="归档或取消"):
            act()


def test_a_walk_in_comes_into_a_full_class(
    full: tuple[Class, list[UUID]], teaching: Teaching
) -> None:
    made, people = full
    lesson = teaching.lesson(at(23, 8), class_id=made.id)
    with made.space.write("sign_in.add_walk_in") as session:
        sign_in.add_walk_in(session, lesson, people[3], method=SignInMethod.keyboard)
    assert people[3] in made.enrolled
    assert made.waiting == [people[2]]


def test_home_tells_of_a_free_place(full: tuple[Class, list[UUID]]) -> None:
    made, people = full

    def told() -> list[str]:
        with made.space.read() as session:
            return [one.title for one in home.home(session).todos if one.kind == "候补"]

    assert told() == []
    made.remove(people[0])
    assert told() == ["“村支部书记轮训班”可转入候补 1 人"]
    made.hold(9)
    assert told() == ["“村支部书记轮训班”可转入候补 2 人"]


def test_who_is_elsewhere_at_that_hour_is_told_with_the_class(teaching: Teaching) -> None:
    people = teaching.members(3)
    here, there = Class(teaching, None), Class(teaching, None)
    teaching.lesson(at(24, 8), class_id=here.id)
    teaching.lesson(at(24, 10), class_id=there.id, room=teaching.far_room)
    called_off = teaching.lesson(at(24, 8), class_id=there.id, room=teaching.other_room)
    there.enrol(*people[:2])
    here.enrol(*people[1:])
    assert [row.clash for row in here.roster().rows] == ["村支部书记轮训班 11-24 08:00", ""]
    with here.space.write("training_class.cancel_lesson") as session:
        training_class.cancel_lesson(session, called_off, "改期")
    assert here.roster().clashing[0].clash == "村支部书记轮训班 11-24 10:00"


def test_merged_records_wait_once(full: tuple[Class, list[UUID]], teaching: Teaching) -> None:
    made, people = full
    extra = teaching.members(1)[0]
    made.enrol(extra)
    for kept, merged, enrolled, waiting in (
        (people[4], people[2], people[:2], [people[4], people[3], extra]),
        (people[2], people[3], people[:2], [people[2], extra]),
        (people[0], people[2], people[:2], [people[3], extra]),
        (people[2], people[0], [people[2], people[1]], [people[3], extra]),
    ):
        before = made.numbers, made.waiting
        with made.space.read() as session:
            seen = merging.preview(session, kept, merged)
        merge_id = merge(made.space, kept, merged)
        assert (made.enrolled, made.waiting) == (enrolled, waiting)
        assert ("1 个班的候补" in seen.moves) == (kept == people[4])
        take_back(made.space, merge_id)
        assert (made.numbers, made.waiting) == before


def test_a_record_merged_since_is_not_put_back(full: tuple[Class, list[UUID]]) -> None:
    made, people = full
    undo = made.stop(people[2])
    merge(made.space, people[0], people[2])
    with pytest.raises(Refused, match="后来又改过"):
        made.take_back(undo)


STEP = st.tuples(
    st.sampled_from(
        ["enrol", "over", "remove", "move_in", "offered", "stop", "reorder", "hold", "undo"]
    ),
    st.lists(st.integers(0, 6), min_size=1, max_size=3),
    st.sampled_from(["", REASON]),
)


@settings(max_examples=examples(30), deadline=None)
@given(steps=st.lists(STEP, min_size=1, max_size=14), places=st.integers(0, 3))
def test_no_sequence_loses_doubles_or_overfills(
    templates: Templates, steps: list[tuple[str, list[int], str]], places: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        space = templates.open(SCHOOL, Path(folder) / "school", FixedClock(NOW))
        try:
            _play(Class(teaching := Teaching(space), places), teaching.members(7), steps)
        finally:
            space.close()


def _play(made: Class, people: list[UUID], steps: list[tuple[str, list[int], str]]) -> None:
    undos: list[Undo] = []
    for verb, places, reason in steps:
        who = [people[place] for place in places]
        before = made.roster()
        waited, were = made.waiting, made.enrolled
        changed = _step(made, verb, who, reason, undos)
        now = made.roster()
        enrolled, waiting = made.enrolled, made.waiting
        _require_sound(made)
        if not changed:
            assert (enrolled, waiting) == (were, waited), "what is refused changes nothing"
            continue
        if now.over > before.over and verb not in ("hold", "undo"):
            assert reason, "over the places only with a reason"
        if verb not in ("reorder", "undo"):
            stayed = [one for one in waited if one in waiting]
            assert waiting[: len(stayed)] == stayed, "new ones wait behind"
        gone = {*were, *waited} - {*enrolled, *waiting}
        if verb in ("enrol", "over", "move_in", "offered", "reorder", "hold"):
            assert not gone, "nobody is lost"


def _step(made: Class, verb: str, who: list[UUID], reason: str, undos: list[Undo]) -> bool:
    try:
        match verb:
            case "enrol":
                undos.append(made.enrol(*who))
            case "over":
                undos.append(made.enrol(*who, over=True, reason=reason))
            case "remove":
                undos.append(made.remove(*who))
            case "move_in":
                undos.append(made.move_in(*who, reason=reason))
            case "offered":
                undos.append(made.move_in(*(row.member_id for row in made.roster().offered)))
            case "stop":
                undos.append(made.stop(*who))
            case "reorder":
                undos.append(made.reorder(who[0], len(who) - 2))
            case "hold":
                made.hold(len(who))
            case "undo" if undos:
                made.take_back(undos.pop())
    except DeskError:
        return False
    return True


def _require_sound(made: Class) -> None:
    with made.space.read() as session:
        rows = [
            session.execute(
                select(kind.member_id, kind.number).where(kind.class_id == made.id)
            ).all()
            for kind in (Enrolment, WaitingPlace)
        ]
    members = [member for of in rows for member, _ in of]
    assert len(members) == len(set(members)), "nobody stands twice"
    numbers = [number for _, number in rows[0]]
    assert len(numbers) == len(set(numbers)), "no number is given twice"
