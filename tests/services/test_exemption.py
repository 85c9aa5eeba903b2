"""Exemptions: who is left out of every share and stays in every headcount."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.member import MemberKind, Role
from models.plan import Audience
from services import branch, exemption, hours, member, merging
from services.core.clock import FixedClock
from services.core.errors import BadInput, Refused
from services.core.undo import Undo
from services.core.workspace import Workspace
from services.exemption import ExemptionDraft, ExemptionReason
from services.hours import State
from services.hours.papers import record_paper
from services.hours.record_paper import words
from services.plan.audience import reaches
from tests.helpers.examples import examples
from tests.helpers.guests import create_guest
from tests.helpers.merging import make

YEAR = 2026


def draft(year: int = YEAR, **more: object) -> ExemptionDraft:
    return ExemptionDraft(
        **{
            "reason": ExemptionReason.old_and_weak,
            "starts_on": date(year, 1, 1),
            "ends_on": date(year, 12, 31),
            "decided_on": date(2026, 1, 5),
            "paper": "石桥村党支部 1 月支委会记录",
            **more,
        }
    )


def grant(school: Workspace, keys: Sequence[UUID], **more: object) -> Undo:
    with school.write("exemption.grant") as session:
        return exemption.grant(session, keys, draft(**more))  # type: ignore[arg-type]


def back(school: Workspace, undo: Undo) -> None:
    with school.write(undo.verb) as session:
        undo.act(session)


def rows(school: Workspace, year: int = YEAR) -> list[exemption.ExemptionRow]:
    with school.read() as session:
        return list(exemption.list_rows(session, year))


def states(school: Workspace, year: int = YEAR) -> dict[str, State]:
    with school.read() as session:
        return {row.name: row.state for row in hours.ledger(session, session.owner, year).rows}


@pytest.fixture
def people(school: Workspace) -> list[UUID]:
    return [make(school, name) for name in ("王一", "王二", "王三", "王四")]


def test_the_exempt_leave_the_share_and_stay_in_the_headcount(
    school: Workspace, people: list[UUID]
) -> None:
    grant(school, people[:2])
    assert states(school) == {
        "王一": State.exempt,
        "王二": State.exempt,
        "王三": State.out_of_reach,
        "王四": State.out_of_reach,
    }
    with school.read() as session:
        (group,) = hours.by_branch(hours.ledger(session, session.owner, YEAR).rows)
        assert (group.people, group.exempt, group.owing, group.reached) == (4, 2, 2, 0)
        found = hours.reached(session, session.owner, YEAR)
        assert (found.members, found.members_exempt, found.members_owing) == (4, 2, 2)
        node = next(one for one in branch.tree(session) if one.members)
        assert (node.members, node.exempt, node.owing) == (4, 2, 2)
        listed = {one.name: one for one in member.list_rows(session)}
        assert [listed["王一"].behind, listed["王三"].behind] == [False, True]
        assert listed["王一"].target == 0
        reach = reaches(session, YEAR, date(2026, 11, 23))[Audience.everyone]
        assert (reach.people, reach.exempt) == (2, 2)
        standing = hours.standing(session, session.owner, YEAR)
        assert standing.members_out_of_reach == 2
        shown = member.detail(session, people[0])
        assert shown.exemption == "学时减免：年老体弱，石桥村党支部 1 月支委会记录"
        assert shown.target == 0


def test_old_years_keep_what_they_had(
    school: Workspace, people: list[UUID], clock: FixedClock
) -> None:
    grant(school, people[:1])
    clock.set_to(datetime(2027, 2, 1, 9))  # noqa: DTZ001
    assert states(school, 2026)["王一"] is State.exempt
    assert states(school, 2027)["王一"] is State.out_of_reach
    with school.read() as session:
        assert member.detail(session, people[0], 2026).exemption
        assert not member.detail(session, people[0], 2027).exemption


def test_each_step_can_be_taken_back(school: Workspace, people: list[UUID]) -> None:
    made = grant(school, people)
    assert made.words == "减免王一等 4 人 2026 年的学时"
    assert len(rows(school)) == 4
    back(school, made)
    assert rows(school) == []
    grant(school, people[:1])
    (row,) = rows(school)
    with school.write("exemption.change") as session:
        changed = exemption.change(session, row.id, draft(reason=ExemptionReason.gravely_ill))
    assert rows(school)[0].reason is ExemptionReason.gravely_ill
    back(school, changed)
    assert rows(school) == [row]
    with school.write("exemption.take_back") as session:
        taken = exemption.take_back(session, [row.id])
    assert states(school)["王一"] is State.out_of_reach
    again = grant(school, people[:1])
    with pytest.raises(Refused, match="后来又记过"):
        back(school, taken)
    back(school, again)
    back(school, taken)
    assert rows(school) == [row]


def test_several_get_one_value(school: Workspace, people: list[UUID]) -> None:
    grant(school, people[:2])
    keys = [row.id for row in rows(school)]
    with school.write("exemption.change_field") as session:
        undo = exemption.change_field(session, keys, "paper", "镇党委备案")
    assert {row.paper for row in rows(school)} == {"镇党委备案"}
    back(school, undo)
    assert {row.paper for row in rows(school)} == {"石桥村党支部 1 月支委会记录"}
    with pytest.raises(BadInput, match="写明"), school.write("exemption.change_field") as session:
        exemption.change_field(session, keys, "reason", ExemptionReason.other)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"ends_on": date(2025, 12, 31)}, "“到”在“从”之前"),
        ({"ends_on": date(2027, 1, 1)}, "同一年"),
        ({"reason": ExemptionReason.other}, "写明"),
        ({"paper": " "}, "依据"),
        ({"decided_on": date(2026, 12, 1)}, "支部决定日期"),
    ],
)
def test_what_does_not_fit_is_refused(
    school: Workspace, people: list[UUID], wrong: dict[str, object], why: str
) -> None:
    with pytest.raises(BadInput, match=why):
        grant(school, people[:1], **wrong)
    assert rows(school) == []


def test_nobody_gets_two_and_nobody_without_a_target_gets_one(
    school: Workspace, people: list[UUID]
) -> None:
    grant(school, people[:1])
    with pytest.raises(Refused, match="王一在 2026 年已经有减免"):
        grant(school, people)
    assert len(rows(school)) == 1, "all or none"
    with pytest.raises(Refused, match="外单位"):
        with school.write("member.create") as session:
            guest = create_guest(session, "李外", "县供电公司")
        grant(school, [guest])
    with school.write("member.retire") as session:
        member.retire(session, people[1])
    with pytest.raises(Refused, match="已经不在册"):
        grant(school, [people[1]])
    with pytest.raises(BadInput, match="先选"):
        grant(school, [])
    (row,) = rows(school)
    with pytest.raises(Refused, match="另记一条"), school.write("exemption.change") as session:
        exemption.change(session, row.id, draft(2027))


def test_only_age_at_the_years_end_or_last_years_decision_suggest_one(
    school: Workspace, clock: FixedClock
) -> None:
    old = make(school, "周老", born="1956-12")
    make(school, "周年", born="1956")
    make(school, "周少", born="1957-01-01")
    make(school, "周谜")
    ill = make(school, "周病", born="1980")
    grant(school, [ill], reason=ExemptionReason.gravely_ill, reason_note="透析")
    with school.read() as session:
        found = exemption.suggestions(session, YEAR)
    assert {one.name: one.why for one in found} == {
        "周老": "2026 年满 70 岁",
        "周年": "2026 年满 70 岁",
    }
    grant(school, [old])
    clock.set_to(datetime(2027, 1, 5, 9))  # noqa: DTZ001
    with school.read() as session:
        next_year = {one.name: one.why for one in exemption.suggestions(session, 2027)}
    paper = "石桥村党支部 1 月支委会记录"
    assert next_year["周病"] == f"上一年有学时减免：身患重病（透析），{paper}"
    assert next_year["周老"].startswith("2027 年满 71 岁；上一年有")
    assert next_year["周少"] == "2027 年满 70 岁"
    assert "周谜" not in next_year


def test_two_records_of_one_person_keep_one(school: Workspace, people: list[UUID]) -> None:
    kept, merged = people[:2]
    grant(school, [kept, merged])
    before = rows(school)
    with school.write("merging.merge") as session:
        told = merging.preview(session, kept, merged)
        assert "2026 年的学时减免两条都有，只留一条。" in told.once
        merging.merge(session, kept, merged)
        (merge,) = member.detail(session, kept).merges
    assert [row.member_id for row in rows(school)] == [kept]
    with school.write("merging.take_back") as session:
        merging.take_back(session, merge.id)
    assert rows(school) == before


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["grant", "take_back", "undo", "retire", "restore"]), st.integers(0, 3)
    ),
    max_size=12,
)


@settings(
    max_examples=examples(40),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(ACTS)
def test_every_share_is_a_plain_recount(
    school: Workspace, people: list[UUID], acts: list[tuple[str, int]]
) -> None:
    """Whatever is granted, taken back, undone, or leaves: heads, owing and exempt add up alike in
    the ledger, the report, the branch and the plan."""
    held, last = set[int](), list[tuple[Undo, set[int]]]()
    gone = set[int]()
    with school.write("test.again") as session:
        session.note("test.again")
        for one in rows(school):
            exemption.take_back(session, [one.id])
        for key in people:
            if member.detail(session, key).retired:
                member.restore(session, key)
    for act, number in acts:
        try:
            if act == "grant":
                last.append((grant(school, [people[number]]), set(held)))
                held.add(number)
            elif act == "take_back" and number in held:
                (row,) = [one for one in rows(school) if one.member_id == people[number]]
                with school.write("exemption.take_back") as session:
                    undo = exemption.take_back(session, [row.id])
                last.append((undo, set(held)))
                held.discard(number)
            elif act == "undo" and last:
                undo, before = last.pop()
                back(school, undo)
                held = before
            elif act in ("retire", "restore"):
                with school.write(f"member.{act}") as session:
                    getattr(member, act)(session, people[number])
                (gone.add if act == "retire" else gone.discard)(number)
        except Refused:
            continue
    heads = {number for number in range(4) if number not in gone}
    exempt = held & heads
    with school.read() as session:
        found = hours.reached(session, session.owner, YEAR)
        groups = hours.by_branch(hours.ledger(session, session.owner, YEAR).rows)
        node = next(one for one in branch.tree(session) if one.name.endswith("石桥村支部委员会"))
        reach = reaches(session, YEAR, date(2026, 11, 23))[Audience.everyone]
    assert (found.members, found.members_exempt) == (len(heads), len(exempt))
    assert sum(one.people for one in groups) == len(heads)
    assert sum(one.exempt for one in groups) == len(exempt)
    assert (node.members, node.exempt) == (len(heads), len(exempt))
    assert (reach.people, reach.exempt) == (len(heads) - len(exempt), len(exempt))


def test_a_secretary_is_left_out_of_the_leaders_share(school: Workspace) -> None:
    key = make(school, "赵书记", role=Role.secretary, kind=MemberKind.full)
    grant(school, [key])
    with school.read() as session:
        found = hours.reached(session, session.owner, YEAR)
    assert (found.leaders, found.leaders_exempt, found.leaders_owing) == (1, 1, 0)


def test_the_yearly_record_says_so(school: Workspace, people: list[UUID]) -> None:
    grant(school, people[:1])
    with school.read() as session:
        said = words(record_paper(session, people[0], YEAR))
        other = words(record_paper(session, people[1], YEAR))
    assert "减免学时要求" in said
    assert "年度目标" not in said
    assert "减免" not in other
