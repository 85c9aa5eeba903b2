"""Online study and corrections: what is refused, what counts, what an undo brings back."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import select

from models.audit import AuditEntry
from models.core.types import PartialDate
from models.member import FormerPost, Member, MemberKind, Role
from services import hours, member, sign_in
from services.core import settings
from services.core.clock import FixedClock
from services.core.errors import BadInput, NotFound, Refused
from services.core.workspace import Workspace
from services.hours import CorrectionDraft, OnlineDraft
from services.hours.words import line_words
from services.sign_in import SignInMethod
from tests.helpers.teaching import Teaching, at

DAY = date(2026, 11, 20)


@pytest.fixture
def teaching(school: Workspace) -> Teaching:
    return Teaching(school)


@pytest.fixture
def people(teaching: Teaching) -> list[UUID]:
    return teaching.members(3)


def online(
    school: Workspace, who: list[UUID], worth: str = "2", day: date = DAY, title: str = "党章学习"
) -> hours.OnlineResult:
    with school.write("hours.record_online") as session:
        return hours.record_online(session, who, OnlineDraft(day, title, Decimal(worth)))


def correction(school: Workspace, who: UUID, worth: str, day: date = DAY, **changed: str) -> UUID:
    texts = {"reason": "漏登记", "paper": "仲党校〔2026〕3号", "approved_by": "王主任"} | changed
    with school.write("hours.record_correction") as session:
        draft = CorrectionDraft(day, Decimal(worth), **texts)
        return hours.record_correction(session, who, draft).id


def total(school: Workspace, who: UUID, year: int = 2026) -> Decimal:
    """After checking that the year's total is what the lines add up to."""
    with school.read() as session:
        lines = hours.for_member(session, who, year)
        found = hours.totals(session, school.owner, year).get(who, Decimal(0))
    assert sum((line.hours for line in lines), Decimal(0)) == found
    return found


def test_online_study_of_many_is_one_act_and_one_undo(
    school: Workspace, people: list[UUID]
) -> None:
    made = online(school, people, "2.5")
    assert (len(made.record_ids), made.already, made.over_cap) == (3, 0, 0)
    assert [total(school, who) for who in people] == [Decimal("2.5")] * 3
    with school.read() as session:
        (line,) = hours.for_member(session, people[0], 2026)
    assert (line_words(line), line.lesson, line.source) == ("在线", "党章学习", "在线学习记录")
    with school.write("hours.undo_records") as session:
        undone = hours.undo_records(session, made.record_ids)
    assert undone.text == "已撤销：王秀兰等 3 人 11月20日 党章学习 2.5 学时"
    assert [total(school, who) for who in people] == [0, 0, 0]
    with pytest.raises(NotFound, match="已经撤销过"), school.write("hours.undo_records") as session:
        hours.undo_records(session, made.record_ids)
    with school.write("hours.undo") as session:
        undone.undo.act(session)
    assert [total(school, who) for who in people] == [Decimal("2.5")] * 3
    with school.write("hours.undo") as session:
        made.undo.act(session)
    assert [total(school, who) for who in people] == [0, 0, 0]


def test_a_study_that_was_recorded_anew_does_not_count_twice(
    school: Workspace, people: list[UUID]
) -> None:
    made = online(school, people, "2")
    with school.write("hours.undo_records") as session:
        undone = hours.undo_records(session, made.record_ids)
    online(school, people[:1], "2")
    with pytest.raises(Refused, match="后来又记过"), school.write("hours.undo") as session:
        undone.undo.act(session)
    with pytest.raises(Refused, match="后来又改过"), school.write("hours.undo") as session:
        made.undo.act(session)
    assert [total(school, who) for who in people] == [2, 0, 0]


def test_hours_that_a_correction_took_away_are_not_taken_back_before_it(
    school: Workspace, people: list[UUID]
) -> None:
    made = online(school, people[:1], "2")
    with school.write("hours.record_correction") as session:
        taken = hours.record_correction(
            session, people[0], CorrectionDraft(DAY, Decimal(-1), "重复", "1号", "王主任")
        )
    with pytest.raises(Refused, match="会低于 0"), school.write("hours.undo") as session:
        made.undo.act(session)
    with school.write("hours.undo") as session:
        assert taken.undo is not None
        taken.undo.act(session)
        made.undo.act(session)
    assert total(school, people[0]) == 0


def test_the_same_study_is_recorded_once(school: Workspace, people: list[UUID]) -> None:
    online(school, people[:2])
    assert online(school, people).already == 2
    with pytest.raises(Refused, match="已经记过"):
        online(school, people)
    assert [total(school, who) for who in people] == [2, 2, 2]


def test_what_is_over_the_cap_is_kept_and_does_not_count(
    school: Workspace, people: list[UUID]
) -> None:
    online(school, people[:1], "12", date(2026, 3, 1), "一季度网课")
    made = online(school, people[:1], "6", date(2026, 6, 1), "二季度网课")
    assert made.over_cap == 1
    assert total(school, people[0]) == 16
    with school.read() as session:
        notes = [line.note for line in hours.for_member(session, people[0], 2026)]
        spring = hours.totals(session, school.owner, 2026, date(2026, 5, 31))
    assert notes == ["超过全年在线上限，2 学时不计", ""]
    assert spring[people[0]] == 12
    with school.write("settings.change") as session:
        settings.change(session, {settings.ONLINE_CAP.key: "17"}, 2026)
    assert total(school, people[0]) == 17
    online(school, people[:1], "4", date(2025, 12, 31), "上一年")
    assert (total(school, people[0]), total(school, people[0], 2025)) == (17, 4)


@pytest.mark.parametrize(
    ("worth", "day", "title", "words"),
    [
        ("0", DAY, "网课", "0.5 到 24"),
        ("2.25", DAY, "网课", "半学时"),
        ("25", DAY, "网课", "0.5 到 24"),
        ("2", date(2026, 11, 24), "网课", "不能晚于今天"),
        ("2", DAY, " ", "请填写学习内容"),
    ],
)
def test_online_study_that_does_not_fit_is_refused(
    school: Workspace, people: list[UUID], worth: str, day: date, title: str, words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        online(school, people, worth, day, title)
    assert total(school, people[0]) == 0


def test_nobody_and_somebody_not_in_use_are_refused(school: Workspace, people: list[UUID]) -> None:
    with pytest.raises(BadInput, match="先选人"):
        online(school, [])
    with school.write("member.retire") as session:
        member.retire(session, people[1])
    with pytest.raises(Refused, match="其中 1 人已停用"):
        online(school, people)
    with pytest.raises(Refused, match="这个人已停用"):
        correction(school, people[1], "2")
    assert total(school, people[0]) == 0


def test_a_correction_says_why_by_which_paper_and_who_approved(
    school: Workspace, people: list[UUID]
) -> None:
    correction(school, people[0], "5")
    taken = correction(school, people[0], "-1.5", reason="重复登记")
    assert total(school, people[0]) == Decimal("3.5")
    with school.read() as session:
        lines = hours.for_member(session, people[0], 2026)
        trail = [row.details for row in session.scalars(select(AuditEntry))]
    assert {line_words(line) for line in lines} == {"更正"}
    assert {line.source for line in lines} == {"仲党校〔2026〕3号，王主任批准"}
    assert {line.class_title for line in lines} == {"漏登记", "重复登记"}
    assert "王主任" not in str(trail)
    with school.write("hours.undo_records") as session:
        assert hours.undo_records(session, [taken]).member_id == people[0]
    assert total(school, people[0]) == 5


@pytest.mark.parametrize(
    ("worth", "changed", "kind", "words"),
    [
        ("0", {}, BadInput, "不能是 0"),
        ("1.2", {}, BadInput, "半学时"),
        ("201", {}, BadInput, "200"),
        ("-1", {}, Refused, "只有 0 学时"),
        ("1", {"reason": ""}, BadInput, "更正原因"),
        ("1", {"paper": ""}, BadInput, "依据文号"),
        ("1", {"approved_by": ""}, BadInput, "批准人"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused(
    school: Workspace,
    people: list[UUID],
    worth: str,
    changed: dict[str, str],
    kind: type[Exception],
    words: str,
) -> None:
    with pytest.raises(kind, match=words):
        correction(school, people[0], worth, **changed)
    assert total(school, people[0]) == 0


def test_minutes_become_whole_half_hours(school: Workspace) -> None:
    with school.read() as session:
        assert [hours.of_minutes(session, m, DAY) for m in (44, 45, 67, 68, 0)] == [
            Decimal("0.5"), Decimal(1), Decimal(1), Decimal("1.5"), Decimal(0),
        ]  # fmt: skip


def reached(school: Workspace, year: int = 2026, until: date | None = None) -> hours.Reached:
    with school.read() as session:
        return hours.reached(session, school.owner, year, until)


def test_a_leader_needs_a_lesson_besides_the_hours(
    school: Workspace, teaching: Teaching, people: list[UUID], clock: FixedClock
) -> None:
    with school.write("test.roles") as session:
        session.require(Member, people[0]).role = Role.committee
    for who in people[:2]:
        correction(school, who, "60")
    found = reached(school)
    assert (found.members_reached, found.leaders_reached) == (1, 0)
    class_id = teaching.class_()
    lesson = teaching.lesson(at(23, 9), class_id=class_id)
    teaching.enrol(class_id, people[:1])
    clock.set_to(at(23, 9))
    with school.write("sign_in.record") as session:
        sign_in.record(session, lesson, people[0], method=SignInMethod.scan)
    assert reached(school).leaders_reached == 1


def test_guests_have_no_target_and_are_in_no_share(school: Workspace, people: list[UUID]) -> None:
    with school.write("test.guest") as session:
        session.require(Member, people[0]).kind = MemberKind.guest
    correction(school, people[0], "40")
    correction(school, people[1], "40")
    found = reached(school)
    assert (found.members, found.members_reached, found.hours) == (2, 1, 40)


def test_hours_taken_away_stay_covered(school: Workspace, people: list[UUID]) -> None:
    given = online(school, people, "10")
    correction(school, people[1], "-10")
    with (
        pytest.raises(Refused, match="仲党校〔2026〕3号"),
        school.write("hours.undo_records") as session,
    ):
        hours.undo_records(session, given.record_ids)
    assert [total(school, who) for who in people] == [10, 0, 10]


@pytest.mark.parametrize("worth", ["NaN", "Infinity"])
def test_what_is_no_number_is_refused(school: Workspace, people: list[UUID], worth: str) -> None:
    with pytest.raises(BadInput):
        online(school, people, worth)
    with pytest.raises(BadInput):
        correction(school, people[0], worth)


def test_a_record_and_the_ledger_agree_on_a_years_target(
    school: Workspace, people: list[UUID]
) -> None:
    """Under that year's rules, by the role of its last day: the first of the next month ends it."""
    with school.write("settings.change") as session:
        settings.change(session, {"hours.target.member": "40"}, 2025)
    with school.write("member.appoint") as session:
        member.appoint(session, people[1], Role.secretary, "书记", "2020")
        member.dismiss(session, people[1], "2026-01")
        member.appoint(session, people[2], Role.secretary, "书记", "2020")
        member.dismiss(session, people[2], "2025-11-30")
    with school.read() as session:
        rows = {row.id: row.target for row in hours.ledger(session, school.owner, 2025).rows}
        shown = [member.detail(session, who, 2025).target for who in people]
    assert shown == [rows[who] for who in people] == [40, 56, 40]


def test_a_present_role_without_a_date_hides_no_former_one(
    school: Workspace, people: list[UUID]
) -> None:
    with school.write("member.appoint") as session:
        member.appoint(session, people[0], Role.secretary, "书记", "2020")
        member.dismiss(session, people[0], "2026-03")
        member.correct_present(session, people[0], Role.member, "", "")
    with school.read() as session:
        targets = [member.detail(session, people[0], year).target for year in (2024, 2025, 2026)]
    assert targets == [56, 56, 32]


def test_the_role_of_a_year_is_the_one_held_on_its_last_day(
    school: Workspace, people: list[UUID], clock: FixedClock
) -> None:
    """Secretary since December 2025, before that on the committee, before that neither."""
    who = people[0]
    with school.write("test.posts") as session:
        row = session.require(Member, who)
        row.role, row.role_since = Role.secretary, PartialDate.parse("2025-12")
        session.make(
            FormerPost,
            member_id=who,
            role=Role.committee,
            post="组织委员",
            starts_on=PartialDate.parse("2024-06-15"),
            ends_on=PartialDate.parse("2025-11"),
        )
    leaders = {year: reached(school, year).leaders for year in (2023, 2024, 2025, 2026)}
    assert leaders == {2023: 0, 2024: 1, 2025: 1, 2026: 1}
    assert reached(school, 2024, date(2024, 6, 14)).leaders == 0
    assert reached(school, 2025, date(2025, 11, 30)).leaders == 1
    with school.write("test.posts") as session:
        session.require(Member, who).role_since = PartialDate.parse("2026-12-05")
    assert reached(school).leaders == 0  # today is the 23rd of November
    clock.set_to(at(6, 8, month=12))
    assert reached(school).leaders == 1
