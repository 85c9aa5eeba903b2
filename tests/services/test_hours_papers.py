"""Papers and workbooks of hours: what they say, how they break, what stays text."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from python_calamine import CalamineWorkbook

from models.branch import Branch
from models.member import Member
from services import hours, member, sign_in
from services.core.clock import FixedClock
from services.core.errors import NotFound
from services.core.workspace import Workspace
from services.course import Task
from services.hours import (
    CorrectionDraft,
    OnlineDraft,
    papers,
    record_paper,
    table_papers,
    workbook,
)
from services.sign_in import SignInMethod
from tests.helpers.pdf import pages
from tests.helpers.teaching import Teaching, at


@pytest.fixture
def teaching(school: Workspace) -> Teaching:
    return Teaching(school)


def taught(teaching: Teaching, clock: FixedClock, lessons: int) -> UUID:
    """Somebody with so many lessons, one online study and one correction."""
    (who,) = teaching.members(1)
    class_id = teaching.class_("2026年村支部书记履职能力提升轮训班（第2期）")
    teaching.enrol(class_id, [who])
    for number in range(lessons):
        start = at(1, 8, month=2) + timedelta(days=number)
        teaching.lesson(start, class_id=class_id, course_id=teaching.course)
    clock.set_to(at(23, 8))
    with teaching.workspace.write("hours.record_online") as session:
        for row in member_lessons(session, class_id):
            sign_in.record(session, row, who, method=SignInMethod.paper)
        study = OnlineDraft(date(2026, 6, 1), "网课", Decimal(2), Task.theory)
        hours.record_online(session, [who], study)
        draft = CorrectionDraft(date(2026, 7, 1), Decimal("-0.5"), "重复", "3号", "王主任")
        hours.record_correction(session, who, draft)
    return who


def member_lessons(session: Any, class_id: UUID) -> list[UUID]:
    from services import training_class

    return [row.id for row in training_class.detail(session, class_id).lessons]


def content_of(teaching: Teaching, who: UUID) -> papers.RecordPaper:
    with teaching.workspace.read() as session:
        return papers.record_paper(session, who, 2026)


def said(pdf: bytes) -> list[str]:
    """The text of each page, without spaces."""
    return ["".join(text.split()) for text in pages(pdf)]


@pytest.mark.parametrize(("lessons", "sheets"), [(0, 1), (4, 1), (18, 2), (24, 2), (60, 3)])
def test_the_yearly_record_says_all_and_keeps_the_seal_s_place(
    teaching: Teaching, clock: FixedClock, lessons: int, sheets: int
) -> None:
    content = content_of(teaching, taught(teaching, clock, lessons))
    total = Decimal("2.5") * lessons + Decimal("1.5")
    pdf = record_paper.render(content)
    assert pdf == record_paper.render(content)
    texts = said(pdf)
    assert len(texts) == sheets
    plain = f"{total:f}".removesuffix(".0")
    assert f"共计{plain}学时（大写：{record_paper.capitals(total)}学时）" in texts[0]
    assert "年度目标32学时" in texts[0]
    assert "网课" in "".join(texts)
    assert "仲山镇党校2026年11月23日" in texts[-1]
    assert f"第{sheets}页共{sheets}页" in texts[-1]


@pytest.mark.parametrize(
    ("worth", "words"),
    [
        ("0", "零"), ("0.5", "零点伍"), ("10", "壹拾"), ("38.5", "叁拾捌点伍"), ("105", "壹佰零伍"),
        ("110", "壹佰壹拾"), ("1005", "壹仟零伍"), ("-3", "负叁"),
    ],
)  # fmt: skip
def test_totals_in_words(worth: str, words: str) -> None:
    assert record_paper.capitals(Decimal(worth)) == words


def test_a_branch_s_table_lists_those_who_count_and_repeats_its_header(teaching: Teaching) -> None:
    people = teaching.members(70)
    with teaching.workspace.write("member.retire") as session:
        member.retire(session, people[0])
        branch_id = session.require(Member, people[1]).branch_id
    with teaching.workspace.read() as session:
        content = papers.branch_paper(session, branch_id, 2026)
    texts = said(table_papers.render_branch(content))
    assert content.group.people == 69
    assert "共69人，达标0人（0.0%）" in texts[0]
    assert len(texts) == 3
    assert all("年度学时" in text for text in texts)
    assert "填表人" in texts[-1]
    with teaching.workspace.write("test.branch") as session:
        empty = session.make(Branch, name="空支部", short_name="空支部")
        session.flush()
        with pytest.raises(NotFound, match="没有在册的党员"):
            papers.branch_paper(session, empty.id, 2026)


def test_the_seven_tasks_add_up_to_the_year(teaching: Teaching, clock: FixedClock) -> None:
    taught(teaching, clock, 4)
    with teaching.workspace.read() as session:
        content = papers.task_paper(session, 2026)
        whole = sum(hours.totals(session, session.owner, 2026).values())
    rows = {row.task: row for row in content.rows}
    skills, theory = rows[Task.skills], rows[Task.theory]
    assert (skills.lessons, skills.person_times, skills.hours, skills.people) == (4, 4, 10, 1)
    assert (theory.lessons, theory.online, content.other) == (0, 2, Decimal("-0.5"))
    assert (content.covered, content.hours) == (1, whole)
    (text,) = said(table_papers.render_tasks(content))
    assert "七项任务已开课1项，全年共11.5学时" in text
    book = sheet_of(workbook.tasks_book(content))
    assert sum(row[-1] for row in book[1:]) == 11.5


def test_a_name_that_begins_like_a_formula_stays_text(teaching: Teaching) -> None:
    people = teaching.members(5)
    names = ["=1+1", "+86", "-x", "@sum", "\t=2"]
    with teaching.workspace.write("test.names") as session:
        for who, name in zip(people, names, strict=True):
            session.require(Member, who).name = name
    with teaching.workspace.read() as session:
        rows = hours.ledger(session, session.owner, 2026).rows
    found = sheet_of(workbook.people_book(rows, 2026))
    assert {str(row[0]) for row in found[1:]} == set(names)
    assert found[1][4] == 32


def sheet_of(data: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
