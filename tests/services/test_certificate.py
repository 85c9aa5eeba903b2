"""Certificates: a number given once, words that never change, a paper byte for byte the same."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.audit import AuditEntry
from services import certificate, lecturer
from services import school as own_school
from services.certificate import CertificateState
from services.core.clock import FixedClock
from services.core.errors import NeedsReason, NotFound, Refused
from services.core.paper import fonts
from services.core.workspace import Workspace
from services.lecturer import LecturerDraft, LecturerSource, TermDraft
from tests.helpers.examples import examples
from tests.helpers.teaching import at
from tests.helpers.workspaces import SCHOOL
from tests.services.test_paper import NEWEST, pages

ISSUING = "中共嘉祥县委组织部"


@pytest.fixture(autouse=True)
def _no_system_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(fonts, "system_folders", lambda: ())
    fonts.forget_system()
    yield
    fonts.forget_system()


def appointed(
    school: Workspace, name: str = "张广运", last: date = date(2028, 12, 31)
) -> tuple[UUID, UUID]:
    """(lecturer, appointment)"""
    with school.write("lecturer.appoint") as session:
        who = lecturer.create(session, LecturerDraft(name, LecturerSource.appointed)).id
        draft = TermDraft("党员教育讲师", date(2026, 1, 1), last, ISSUING)
        term = lecturer.appoint(session, who, draft).id
    return who, term


def issue(school: Workspace, term: UUID, reason: str = "") -> certificate.Issued:
    with school.write("certificate.issue_appointment") as session:
        return certificate.issue_appointment(session, term, reason=reason)


def void(school: Workspace, key: UUID, reason: str = "姓名写错") -> None:
    with school.write("certificate.void") as session:
        certificate.void(session, key, reason)


def reprint(school: Workspace, key: UUID) -> bytes:
    with school.write("certificate.reprint") as session:
        return certificate.reprint(session, key)


def rows(school: Workspace) -> tuple[certificate.CertificateRow, ...]:
    with school.read() as session:
        return certificate.list_rows(session)


def test_numbers_rise_by_one_within_a_year(school: Workspace, clock: FixedClock) -> None:
    numbers = [issue(school, appointed(school, f"讲师{n}")[1]).number for n in "甲乙"]
    clock.set_to(at(4, 9, month=1).replace(year=2027))
    numbers.append(issue(school, appointed(school, "丙")[1]).number)
    assert numbers == ["ZS-聘-2026-0001", "ZS-聘-2026-0002", "ZS-聘-2027-0001"]


def test_an_appointment_gets_one_certificate(school: Workspace) -> None:
    _, term = appointed(school)
    first = issue(school, term)
    with pytest.raises(Refused, match=first.number):
        issue(school, term)
    assert [row.number for row in rows(school)] == [first.number]


def test_a_void_number_stays_in_the_register_and_is_never_given_again(school: Workspace) -> None:
    _, term = appointed(school)
    first = issue(school, term)
    with pytest.raises(NeedsReason):
        void(school, first.id, "  ")
    void(school, first.id, "姓名写错")
    second = issue(school, term)
    assert (first.number[-4:], second.number[-4:]) == ("0001", "0002")
    assert [(row.number, row.state, row.void_reason) for row in rows(school)] == [
        (second.number, CertificateState.issued, ""),
        (first.number, CertificateState.void, "姓名写错"),
    ]
    with pytest.raises(Refused):
        void(school, first.id)
    with pytest.raises(Refused, match=first.number):
        reprint(school, first.id)


@given(st.lists(st.sampled_from(["issue", "void", "reprint", "again"]), max_size=12))
@settings(
    max_examples=examples(20),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_happens_numbers_have_no_gap_and_no_twin(
    school: Workspace, acts: list[str]
) -> None:
    for act in acts:
        valid = [row for row in rows(school) if row.state is CertificateState.issued]
        if act == "issue":
            issue(school, appointed(school)[1])
        elif valid and act == "void":
            void(school, valid[-1].id)
        elif valid and act == "reprint":
            reprint(school, valid[0].id)
        elif act == "again":
            with school.read() as session:
                waiting = certificate.appointments_waiting(session)
            if waiting:
                issue(school, waiting[0].appointment_id)
    serials = sorted(int(row.number[-4:]) for row in rows(school))
    assert serials == list(range(1, len(serials) + 1))


def test_a_reprint_is_the_same_document_whatever_changed_since(
    school: Workspace, clock: FixedClock
) -> None:
    who, term = appointed(school)
    issued = issue(school, term)
    clock.set_to(at(1, 9, month=12))
    with school.write("lecturer.update") as session:
        lecturer.update(session, who, LecturerDraft("张光运", LecturerSource.appointed))
    with school.write("school.change") as session:
        own_school.change(session, replace(SCHOOL, name="仲山镇委党校"))
    assert reprint(school, issued.id) == issued.pdf
    assert reprint(school, issued.id) == issued.pdf
    (row,) = rows(school)
    assert (row.holder, row.printed) == ("张广运", 2)
    with school.read() as session:
        assert certificate.paper(session, issued.id) == issued.pdf
    assert rows(school)[0].printed == 2, "looking is not printing"


def test_a_name_that_no_font_has_is_told_before_a_number_is_given(school: Workspace) -> None:
    _, term = appointed(school, f"李{NEWEST}")
    with pytest.raises(NeedsReason, match=NEWEST):
        issue(school, term)
    assert rows(school) == ()
    issued = issue(school, term, "盖章前手写补上")
    assert issued.missing == (NEWEST,)
    assert rows(school)[0].missing_reason == "盖章前手写补上"
    assert "李〓" in "".join(pages(issued.pdf))


def test_the_audit_tells_of_ids_and_never_of_names(school: Workspace) -> None:
    issued = issue(school, appointed(school)[1])
    reprint(school, issued.id)
    void(school, issued.id, "张广运的名字写错")
    with school.read() as session:
        entries = session.execute(select(AuditEntry.verb, AuditEntry.details)).all()
    verbs = [verb for verb, _ in entries if verb.startswith("certificate.")]
    assert verbs == [
        "certificate.issue_appointment", "certificate.reprint", "certificate.void",
    ]  # fmt: skip
    assert all("张" not in str(details) for _, details in entries)


def test_what_waits_is_who_has_a_running_term_and_no_valid_certificate(school: Workspace) -> None:
    _, done = appointed(school, "已有")
    issue(school, done)
    _, voided = appointed(school, "作废")
    void(school, issue(school, voided).id)
    appointed(school, "到期", date(2026, 11, 22))
    gone, _ = appointed(school, "离库")
    with school.write("lecturer.retire") as session:
        lecturer.retire(session, gone)
    appointed(school, "未发", date(2026, 11, 23))
    with school.read() as session:
        waiting = certificate.appointments_waiting(session)
    assert {row.name for row in waiting} == {"作废", "未发"}


def test_todos_name_ending_terms_and_missing_certificates(school: Workspace) -> None:
    with school.read() as session:
        assert certificate.todos(session) == []
    who, term = appointed(school, "张广运", date(2026, 12, 31))
    appointed(school, "孔令岩", date(2027, 1, 23))
    with school.read() as session:
        ending, waiting = certificate.todos(session)
    assert "张广运" in ending.title
    assert (ending.page, ending.target) == ("lecturer", who)
    assert (waiting.page, waiting.count) == ("certificate", 2)
    with school.write("lecturer.appoint") as session:
        draft = TermDraft("党员教育讲师", date(2027, 1, 1), date(2028, 12, 31), ISSUING)
        lecturer.appoint(session, who, draft)
    issue(school, term)
    with school.read() as session:
        (left,) = certificate.todos(session)
    assert left.count == 2, "the renewal waits for its certificate, and nothing ends any more"


def test_many_ending_terms_are_one_line(school: Workspace) -> None:
    for name in "甲乙丙丁":
        issue(school, appointed(school, name, date(2026, 12, 31))[1])
    with school.read() as session:
        (todo,) = certificate.todos(session)
    assert (todo.count, todo.target) == (4, "ending")


def test_an_unknown_certificate_is_told(school: Workspace) -> None:
    with pytest.raises(NotFound):
        reprint(school, UUID(int=7))
