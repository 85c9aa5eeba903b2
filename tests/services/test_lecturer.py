"""The pool: lecturers, their terms, and what the lists say of them."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services import booking, certificate, lecturer
from services.core.clock import FixedClock
from services.core.errors import BadInput, Refused
from services.core.settings import ISSUER
from services.core.undo import Made, Undo
from services.core.workspace import Workspace
from services.lecturer import LecturerDraft, LecturerRow, LecturerSource, TermDraft
from tests.helpers.examples import examples
from tests.helpers.teaching import Teaching, at

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
ISSUING = "中共嘉祥县委组织部"


def add(school: Workspace, name: str = "张广运", **more: str) -> UUID:
    with school.write("lecturer.create") as session:
        return lecturer.create(session, LecturerDraft(name, LecturerSource.appointed, **more)).id


def appoint(school: Workspace, who: UUID, first: date, last: date, issuer: str = ISSUING) -> UUID:
    with school.write("lecturer.appoint") as session:
        return lecturer.appoint(session, who, TermDraft("党员教育讲师", first, last, issuer)).id


def detail(school: Workspace, who: UUID) -> LecturerRow:
    with school.read() as session:
        return lecturer.detail(session, who)


def test_a_lecturer_is_found_by_initials_and_keeps_the_phone_masked(school: Workspace) -> None:
    who = add(school, "　张 广运", phone="13805371234", topics="乡村振兴")
    row = detail(school, who)
    assert row.name == "张广运"
    assert "zhangguangyun" in row.pinyin.split()
    assert "zgy" in row.initials.split()
    assert row.phone_masked == "138****1234"
    assert row.state.word == "未聘任"


def test_a_change_keeps_what_was_not_typed_anew(school: Workspace) -> None:
    who = add(school, phone="13805371234", topics="乡村振兴")
    with school.write("lecturer.update") as session:
        draft = lecturer.start_of(session, who)
        assert draft.phone == ""
        lecturer.update(session, who, LecturerDraft("张光运", draft.source, topics=draft.topics))
    row = detail(school, who)
    assert (row.name, row.initials.split()[0], row.topics) == ("张光运", "zgy", "乡村振兴")
    assert row.phone_masked == "138****1234"


@pytest.mark.parametrize("name", ["", "　", "长" * 31])
def test_a_name_that_a_certificate_could_not_carry_is_refused(school: Workspace, name: str) -> None:
    with pytest.raises(BadInput):
        add(school, name)


@pytest.mark.parametrize(
    ("last", "state", "ending"),
    [
        (date(2026, 11, 22), "已到期", False),
        (date(2026, 11, 23), "将到期", True),
        (date(2027, 1, 22), "将到期", True),
        (date(2027, 1, 23), "在聘", False),
    ],
)
def test_the_state_follows_the_term(
    school: Workspace, last: date, state: str, ending: bool
) -> None:
    who = add(school)
    appoint(school, who, date(2025, 1, 1), last)
    row = detail(school, who)
    assert (row.state.word, row.ending, row.appointed_until) == (state, ending, last)


def test_terms_do_not_overlap_and_may_follow_each_other(school: Workspace) -> None:
    who = add(school)
    appoint(school, who, *YEAR)
    with pytest.raises(Refused, match="2026-12-31"):
        appoint(school, who, date(2026, 12, 31), date(2027, 12, 31))
    appoint(school, who, date(2027, 1, 1), date(2027, 12, 31))
    assert [term.ends_on.year for term in detail(school, who).appointments] == [2027, 2026]


@given(
    st.lists(
        st.tuples(st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.integers(0, 900)),
        max_size=8,
    )
)
@settings(
    max_examples=examples(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_day_belongs_to_two_terms(school: Workspace, wanted: list[tuple[date, int]]) -> None:
    who = add(school)
    for first, days in wanted:
        try:
            appoint(school, who, first, first + timedelta(days=days))
        except Refused:
            continue
    terms = sorted((t.starts_on, t.ends_on) for t in detail(school, who).appointments)
    assert all(before[1] < after[0] for before, after in pairwise(terms))
    assert bool(terms) == bool(wanted)


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2026, 5, 2), date(2026, 5, 1)), (date(2026, 1, 1), date(2031, 12, 31))],
)
def test_a_term_runs_forward_and_not_too_long(school: Workspace, first: date, last: date) -> None:
    who = add(school)
    with pytest.raises(BadInput):
        appoint(school, who, first, last)


def test_without_an_issuer_the_one_of_the_settings_stands(school: Workspace) -> None:
    who = add(school)
    with pytest.raises(BadInput, match="发证单位"):
        appoint(school, who, *YEAR, issuer=" ")
    with school.write("settings.put") as session:
        ISSUER.put(session, "中共仲山镇委员会")
    appoint(school, who, *YEAR, issuer="")
    assert detail(school, who).appointments[0].issuer == "中共仲山镇委员会"


def test_a_term_can_be_mended_until_a_certificate_speaks_of_it(school: Workspace) -> None:
    who = add(school)
    term = appoint(school, who, *YEAR)
    change = (term, TermDraft("特聘讲师", date(2026, 1, 1), date(2027, 12, 31), ISSUING))
    with school.write("lecturer.change_appointment") as session:
        lecturer.change_appointment(session, *change)
    assert detail(school, who).appointments[0].title == "特聘讲师"
    with school.write("certificate.issue_appointment") as session:
        issued = certificate.issue_appointment(session, term)
    assert detail(school, who).appointments[0].certificate == issued.number
    with (
        pytest.raises(Refused, match=issued.number),
        school.write("lecturer.change_appointment") as session,
    ):
        lecturer.change_appointment(session, *change)
    with school.write("certificate.void") as session:
        certificate.void(session, issued.id, "聘期写错")
    with school.write("lecturer.change_appointment") as session:
        lecturer.change_appointment(session, *change)


def take_back(school: Workspace, undo: Undo | None) -> None:
    assert undo is not None
    with school.write(undo.verb) as session:
        undo.act(session)


def appointed(school: Workspace, who: UUID) -> Made:
    with school.write("lecturer.appoint") as session:
        return lecturer.appoint(session, who, TermDraft("党员教育讲师", *YEAR, ISSUING))


def test_a_term_entered_by_mistake_is_taken_back(school: Workspace) -> None:
    who = add(school)
    take_back(school, appointed(school, who).undo)
    assert detail(school, who).appointments == ()
    appoint(school, who, *YEAR)


def test_a_term_of_which_a_certificate_spoke_stays_even_when_that_is_void(
    school: Workspace,
) -> None:
    made = appointed(school, add(school))
    with school.write("certificate.issue_appointment") as session:
        issued = certificate.issue_appointment(session, made.id)
    with school.write("certificate.void") as session:
        certificate.void(session, issued.id, "聘期写错")
    with pytest.raises(Refused, match=issued.number):
        take_back(school, made.undo)


def test_a_term_goes_back_to_where_it_was_unless_another_is_there_now(school: Workspace) -> None:
    who = add(school)
    term = appoint(school, who, *YEAR)
    later = TermDraft("特聘讲师", date(2027, 1, 1), date(2027, 12, 31), ISSUING)
    with school.write("lecturer.change_appointment") as session:
        undo = lecturer.change_appointment(session, term, later)
    appoint(school, who, *YEAR)
    with pytest.raises(Refused, match="重叠"):
        take_back(school, undo)


def test_one_field_of_several_is_changed_and_taken_back_at_once(school: Workspace) -> None:
    people = [add(school, name, post="教师") for name in ("孔令岩", "张广运")]
    other = add(school, "李延庆", post="农艺师")
    with school.write("lecturer.change") as session:
        undo = lecturer.change(session, people, "post", " 副校长 ")
    assert [detail(school, who).post for who in (*people, other)] == ["副校长", "副校长", "农艺师"]
    assert undo.words == "修改 2 位讲师的职务"
    take_back(school, undo)
    assert {detail(school, who).post for who in people} == {"教师"}


def test_a_name_changed_in_place_is_found_by_its_pinyin(school: Workspace) -> None:
    who = add(school)
    with school.write("lecturer.change") as session:
        lecturer.change(session, [who], "name", "曾 乐")
    assert "zl" in detail(school, who).initials.split()
    with pytest.raises(BadInput) as told, school.write("lecturer.change") as session:
        lecturer.change(session, [who], "name", " ")
    assert told.value.fields == ("name",)


def test_who_was_added_changed_or_moved_out_by_mistake_is_as_before(school: Workspace) -> None:
    with school.write("lecturer.create") as session:
        made = lecturer.create(session, LecturerDraft("张广运", LecturerSource.invited))
    with school.write("lecturer.update") as session:
        undo = lecturer.update(session, made.id, LecturerDraft("张三", LecturerSource.seconded))
    take_back(school, undo)
    assert detail(school, made.id).name == "张广运"
    with school.write("lecturer.retire") as session:
        undo = lecturer.retire(session, made.id)
    take_back(school, undo)
    assert not detail(school, made.id).retired
    take_back(school, made.undo)
    with school.read() as session:
        assert lecturer.list_rows(session) == ()


def test_this_years_lessons_are_those_booked_and_not_cancelled(
    school: Workspace, clock: FixedClock
) -> None:
    teaching = Teaching(school)
    who = teaching.lecturer("孔令岩")
    lessons = [teaching.lesson(at(day, 8, 30)) for day in (24, 25, 26)]
    with school.write("booking.book") as session:
        made = [booking.book(session, lesson, who, reason="已约好").id for lesson in lessons]
        booking.cancel(session, made[2], "改期")
    row = detail(school, who)
    assert [lesson.starts_at.day for lesson in row.lessons] == [25, 24]
    assert row.lessons[0].place == "主校区 201"
    assert row.lessons_this_year == 2
    with school.read() as session:
        assert lecturer.list_rows(session)[0].lessons_this_year == 2
    clock.set_to(at(23, 8).replace(year=2027))
    assert detail(school, who).lessons == ()


def test_who_left_the_pool_can_come_back(school: Workspace) -> None:
    who = add(school)
    with school.write("lecturer.retire") as session:
        lecturer.retire(session, who)
        assert lecturer.list_rows(session) == ()
    with school.write("lecturer.restore") as session:
        lecturer.restore(session, who)
        assert len(lecturer.list_rows(session)) == 1
