"""Training elsewhere: its hours in the ledger, once for each class, outside the online cap."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.hours import HoursRecordKind
from models.member import Role
from services import hours, member, merging, upper_training
from services.core.clock import FixedClock
from services.core.errors import BadInput, NeedsReason, Refused
from services.core.undo import Undo
from services.core.workspace import Workspace
from services.hours import CorrectionDraft, OnlineDraft, State
from services.upper_training import (
    TrainingLevel,
    TrainingRecorded,
    TrainingResult,
    UpperTrainingDraft,
)
from tests.helpers.examples import examples
from tests.helpers.merging import make

DRAFT = UpperTrainingDraft(
    level=TrainingLevel.county,
    organiser="嘉祥县委组织部",
    class_name="全县村党组织书记培训班",
    starts_on=date(2026, 5, 11),
    ends_on=date(2026, 5, 15),
    hours=Decimal(40),
    result=TrainingResult.completed,
    paper="嘉组通〔2026〕12号",
)

LONG = replace(DRAFT, ends_on=date(2026, 5, 16), hours=Decimal(60))
LATER = replace(DRAFT, starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 5))


def record(
    school: Workspace, keys: Sequence[UUID], draft: UpperTrainingDraft = DRAFT
) -> TrainingRecorded:
    with school.write("upper_training.record") as session:
        return upper_training.record(session, keys, draft)


def back(school: Workspace, undo: Undo) -> None:
    with school.write(undo.verb) as session:
        undo.act(session)


def total(school: Workspace, key: UUID, year: int = 2026) -> Decimal:
    with school.read() as session:
        return hours.totals(session, session.owner, year).get(key, Decimal(0))


@pytest.fixture
def people(school: Workspace) -> list[UUID]:
    return [make(school, name) for name in ("王一", "王二", "王三")]


def test_its_hours_count_and_stand_in_a_row_of_their_own(
    school: Workspace, people: list[UUID]
) -> None:
    made = record(school, people[:2])
    assert (len(made.training_ids), made.already) == (2, 0)
    assert total(school, people[0]) == 40
    with school.read() as session:
        (line,) = hours.for_member(session, people[0], 2026)
        rows = upper_training.list_rows(session, 2026)
    assert line.kind is HoursRecordKind.upper_training
    assert (line.lesson, line.class_title, line.source) == (
        "全县村党组织书记培训班",
        "县级：嘉祥县委组织部",
        "嘉组通〔2026〕12号",
    )
    assert [(one.name, one.hours, one.later_hours) for one in rows] == [
        ("王二", 40, 0),
        ("王一", 40, 0),
    ]
    back(school, made.undo)
    assert total(school, people[0]) == 0


def test_the_online_cap_leaves_it_alone(school: Workspace, people: list[UUID]) -> None:
    with school.write("hours.record_online") as session:
        for day in range(1, 4):
            hours.record_online(
                session, people[:1], OnlineDraft(date(2026, 3, day), f"网课{day}", Decimal(24))
            )
    online = total(school, people[0])
    record(school, people[:1])
    assert total(school, people[0]) == online + 40


def test_it_is_the_collective_training_that_a_leader_needs(school: Workspace) -> None:
    key = make(school, "赵书记", role=Role.secretary)

    def state() -> State:
        with school.read() as session:
            (row,) = hours.ledger(session, session.owner, 2026).rows
            found = hours.reached(session, session.owner, 2026)
        assert found.leaders_reached == (row.state is State.reached)
        return row.state

    made = record(school, [key], replace(LONG, collective=False))
    assert state() is State.needs_lesson
    with school.write("upper_training.change") as session:
        upper_training.change(session, made.training_ids[0], LONG)
    assert state() is State.reached


def test_a_class_over_new_year_gives_each_year_its_own(
    school: Workspace, people: list[UUID], clock: FixedClock
) -> None:
    clock.set_to(datetime(2027, 2, 1, 9))  # noqa: DTZ001
    over = replace(
        DRAFT,
        starts_on=date(2026, 12, 28),
        ends_on=date(2027, 1, 8),
        hours=Decimal(16),
        later_hours=Decimal("24.5"),
    )
    record(school, people[:1], over)
    assert (total(school, people[0]), total(school, people[0], 2027)) == (16, Decimal("24.5"))
    with school.read() as session:
        for year in (2026, 2027):
            (row,) = upper_training.list_rows(session, year)
            assert (row.hours, row.later_hours) == (16, Decimal("24.5"))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"ends_on": date(2026, 5, 10)}, "在“开始”之前"),
        ({"later_hours": Decimal(8)}, "没有跨年"),
        ({"hours": Decimal(0)}, "请填学时"),
        ({"hours": Decimal("0.3")}, "半学时"),
        ({"organiser": " "}, "主办单位"),
        ({"starts_on": date(2026, 12, 1), "ends_on": date(2026, 12, 2)}, "开始"),
    ],
)
def test_what_does_not_fit_is_refused(
    school: Workspace, people: list[UUID], wrong: dict[str, object], why: str
) -> None:
    with pytest.raises(BadInput, match=why):
        record(school, people, replace(DRAFT, **wrong))  # type: ignore[arg-type]
    assert total(school, people[0]) == 0


def test_who_did_not_complete_it_may_have_no_hours(school: Workspace, people: list[UUID]) -> None:
    record(
        school,
        people[:1],
        replace(DRAFT, hours=Decimal(0), result=TrainingResult.not_completed),
    )
    with school.read() as session:
        assert len(upper_training.list_rows(session, 2026)) == 1
    assert total(school, people[0]) == 0


def test_nobody_has_one_class_twice(school: Workspace, people: list[UUID]) -> None:
    record(school, people[:1])
    again = record(school, people)
    assert (len(again.training_ids), again.already) == (2, 1)
    with pytest.raises(Refused, match="已经记过"):
        record(school, people)
    assert [total(school, key) for key in people] == [40, 40, 40]
    other = record(school, people[:1], LATER)
    with pytest.raises(Refused, match="同一次"), school.write("upper_training.change") as session:
        upper_training.change(session, other.training_ids[0], DRAFT)


def test_its_hours_are_not_taken_back_alone(school: Workspace, people: list[UUID]) -> None:
    made = record(school, people[:1])
    with school.read() as session:
        (line,) = hours.for_member(session, people[0], 2026)
    with (
        pytest.raises(Refused, match="在“上级调训”里"),
        school.write("hours.undo_records") as session,
    ):
        hours.undo_records(session, [line.id])
    with school.write("upper_training.take_back") as session:
        undo = upper_training.take_back(session, made.training_ids)
    assert total(school, people[0]) == 0
    back(school, undo)
    assert total(school, people[0]) == 40


def test_what_a_correction_took_away_keeps_it(school: Workspace, people: list[UUID]) -> None:
    made = record(school, people[:1])
    with school.write("hours.record_correction") as session:
        hours.record_correction(
            session,
            people[0],
            CorrectionDraft(date(2026, 6, 1), Decimal(-30), "重复", "文 1", "赵静"),
        )
    with (
        pytest.raises(Refused, match="低于 0"),
        school.write("upper_training.take_back") as session,
    ):
        upper_training.take_back(session, made.training_ids)
    with pytest.raises(Refused, match="低于 0"):
        back(school, made.undo)
    with pytest.raises(Refused, match="低于 0"), school.write("upper_training.change") as session:
        upper_training.change(session, made.training_ids[0], replace(DRAFT, hours=Decimal(20)))
    assert total(school, people[0]) == 10


def test_two_records_of_one_person_count_it_once(school: Workspace, people: list[UUID]) -> None:
    kept, merged = people[:2]
    record(school, [kept, merged])
    record(school, [merged], replace(LATER, class_name="另一个班", hours=Decimal(8)))
    with school.write("merging.merge") as session:
        assert "1 次上级调训两条都记了，只计一次。" in merging.preview(session, kept, merged).once
        merging.merge(session, kept, merged)
        (merge,) = member.detail(session, kept).merges
    assert total(school, kept) == 48
    with school.write("merging.take_back") as session:
        merging.take_back(session, merge.id)
    assert (total(school, kept), total(school, merged)) == (40, 48)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["record", "change", "take_back", "undo"]),
        st.integers(0, 2),
        st.sampled_from([Decimal("0.5"), Decimal(8), Decimal(40)]),
    ),
    max_size=10,
)


@settings(
    max_examples=examples(30),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(ACTS)
def test_the_ledger_is_a_plain_recount(
    school: Workspace, people: list[UUID], acts: list[tuple[str, int, Decimal]]
) -> None:
    with school.read() as session:
        there = [one.id for one in upper_training.list_rows(session, 2026)]
    if there:
        with school.write("upper_training.take_back") as session:
            upper_training.take_back(session, there)
    held: dict[int, tuple[UUID, Decimal]] = {}
    last: list[tuple[Undo, dict[int, tuple[UUID, Decimal]]]] = []
    for act, number, worth in acts:
        before = dict(held)
        try:
            if act == "record":
                made = record(school, [people[number]], replace(DRAFT, hours=worth))
                held[number] = (made.training_ids[0], worth)
                last.append((made.undo, before))
            elif act == "change" and number in held:
                with school.write("upper_training.change") as session:
                    undo = upper_training.change(
                        session, held[number][0], replace(DRAFT, hours=worth)
                    )
                held[number] = (held[number][0], worth)
                last.append((undo, before))
            elif act == "take_back" and number in held:
                with school.write("upper_training.take_back") as session:
                    undo = upper_training.take_back(session, [held[number][0]])
                del held[number]
                last.append((undo, before))
            elif act == "undo" and last:
                undo, earlier = last.pop()
                back(school, undo)
                held = earlier
        except Refused:
            continue
    for number, key in enumerate(people):
        expected = held[number][1] if number in held else Decimal(0)
        assert total(school, key) == expected
        with school.read() as session:
            assert sum(one.hours for one in hours.for_member(session, key, 2026)) == expected


def test_no_class_goes_over_two_new_years(school: Workspace, people: list[UUID]) -> None:
    long = replace(
        DRAFT, starts_on=date(2024, 12, 31), ends_on=date(2026, 1, 1), later_hours=Decimal(8)
    )
    with pytest.raises(BadInput, match="两个新年"):
        record(school, people[:1], long)


def test_a_blank_more_makes_no_other_class(school: Workspace, people: list[UUID]) -> None:
    record(school, people[:1])
    spaced = replace(DRAFT, class_name="全县村党组织书记 培训班", organiser="嘉祥县委 组织部")
    with pytest.raises(Refused, match="已经记过"):
        record(school, people[:1], spaced)
    assert total(school, people[0]) == 40


def test_no_merge_takes_the_ledger_below_zero(school: Workspace, people: list[UUID]) -> None:
    """What both had counts once: each correction stood on hours of its own."""
    kept, merged = people[:2]
    record(school, [kept, merged])
    taken = CorrectionDraft(date(2026, 6, 1), Decimal(-30), "重复", "文 1", "赵静")
    for key in (kept, merged):
        with school.write("hours.record_correction") as session:
            hours.record_correction(session, key, taken)
    with pytest.raises(Refused, match="低于 0"), school.write("merging.merge") as session:
        merging.merge(session, kept, merged)
    assert (total(school, kept), total(school, merged)) == (10, 10)


@pytest.mark.parametrize(
    "other",
    [
        replace(DRAFT, organiser="县委组织部"),
        replace(DRAFT, class_name="全县村党组织书记培训班（第1期）"),
        replace(DRAFT, starts_on=date(2026, 5, 12)),
    ],
)
def test_one_class_written_in_two_ways_is_asked(
    school: Workspace, people: list[UUID], other: UpperTrainingDraft
) -> None:
    record(school, people[:1])
    with pytest.raises(NeedsReason, match="可能是同一次"):
        record(school, people[:2], other)
    assert total(school, people[0]) == 40
    with school.write("upper_training.record") as session:
        upper_training.record(session, people[:1], other, reason="上午县里，下午市里")
    assert total(school, people[0]) == 80


def test_hours_are_held_against_days(school: Workspace, people: list[UUID]) -> None:
    with pytest.raises(BadInput, match="一共 5 天，学时不会超过 50"):
        record(school, people[:1], replace(DRAFT, hours=Decimal(60)))
