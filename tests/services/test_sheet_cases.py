"""Lists of trainees, course menus and plans as offices really hand them in."""

from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from services import course
from services.core.draft_sheet import SheetRows
from services.core.sheet_reader import BadSheet
from services.enrolment.matching import Matcher
from services.enrolment.name_sheets import read_names
from services.plan.sheet import read_plan
from tests.helpers.cases import case, workbook
from tests.helpers.roster_file import silent

MENU = ("课程编码", "课程名称", "对应基本任务", "课程类型", "教学形式", "课时", "主讲教师")


def people(path: Path) -> list[tuple[str, str]]:
    found = read_names(path, silent, Matcher(()).words).people
    return [(one.name, one.branch) for one in found if not one.nobody]


def menu(path: Path) -> SheetRows:
    return course.open_file(path, silent)


def merged_menu(path: Path, rows: list[tuple[object, ...]], merged: int) -> Path:
    """The first two rows below the header share their first cells, `merged` of them."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("课程菜单")
        for number, row in enumerate((MENU, *rows)):
            sheet.write_row(number, 0, row)
        for column in range(merged):
            sheet.merge_range(1, column, 2, column, rows[0][column])
    return path


def test_both_lists_of_a_page_and_their_units() -> None:
    branch = "东吴村党支部"
    expected = [(name, branch) for name in ("吕绿", "赵一", "单雄信", "查干")]
    assert people(case("80")) == expected


def test_a_village_serves_as_branch() -> None:
    assert people(case("82")) == [("王芳", "东吴村"), ("王伟伟", "后李村")]


@pytest.mark.parametrize("number", ["84", "85"])
def test_names_without_a_header_are_refused(number: str) -> None:
    with pytest.raises(BadSheet, match="姓名"):
        read_names(case(number), silent, Matcher(()).words)


def test_headings_are_branches() -> None:
    assert people(case("89")) == [("吕绿", "东吴村党支部"), ("王芳", "后李村党支部")]


def test_an_own_branch_comes_before_the_heading_and_examples_are_nobody(tmp_path: Path) -> None:
    rows = [
        ("姓名", "党支部", "电话"),
        ("例：张三", "某村党支部", "13800000000"),
        ("一、东吴村党支部（2人）",),
        ("吕绿", "", "13800138103"),
        ("王芳", "后李村党支部", ""),
        ("填表人：赵静",),
    ]
    path = workbook(tmp_path / "a.xlsx", {"名单": rows})
    assert people(path) == [("吕绿", "东吴村党支部"), ("王芳", "后李村党支部")]


def test_what_is_no_number_of_hours_is_told_per_cell() -> None:
    cells = [problem.cell for problem in menu(case("90")).problems]
    assert cells == ["F4", "F5", "F6", "F7", "C8", "F8", "F9"]
    assert [problem.cell for problem in menu(case("93")).problems] == ["F2", "F3"]


def test_a_lecturer_in_the_second_row_of_a_merged_course_is_kept() -> None:
    rows = menu(case("91")).rows
    assert [(row.values["code"], row.values["lecturer_names"]) for row in rows] == [
        ("B01", ("莫四帆",)),
        ("B02", ("莫五帆",)),
    ]


def test_two_lecturers_beside_a_merged_course(tmp_path: Path) -> None:
    said = ("B01", "课程一", "政治理论教育", "主课", "讲授", 4)
    rows: list[tuple[object, ...]] = [(*said, "莫一帆"), ("", "", "", "", "", "", "莫二帆")]
    (row,) = menu(merged_menu(tmp_path / "a.xlsx", rows, 6)).rows
    assert row.values["lecturer_names"] == ("莫一帆", "莫二帆")
    assert row.values["hours"] == Decimal(4)


def test_rows_under_a_merged_title_that_differ_are_two(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [
        ("B01", "课程一", "政治理论教育", "主课", "讲授", 4, "莫一帆"),
        ("B02", "", "政治理论教育", "主课", "讲授", 2, "莫二帆"),
    ]
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet("课程菜单")
        for number, row in enumerate((MENU, *rows)):
            sheet.write_row(number, 0, row)
        sheet.merge_range(1, 1, 2, 1, "课程一")
    assert [row.values["code"] for row in menu(tmp_path / "a.xlsx").rows] == ["B01", "B02"]


def test_what_a_plan_cannot_take_is_told_per_cell() -> None:
    found = read_plan(case("94"), silent).rows
    cells = [problem.cell for problem in found.problems]
    assert cells == ["D3", "D4", "D5", "F5", "G5", "F6", "L6"]
    assert len(found.rows) == 5


def test_a_class_held_twice_under_one_title_is_two_items() -> None:
    rows = read_plan(case("95"), silent).rows.rows
    assert [(row.values["title"], row.values["times"]) for row in rows] == [
        ("A班", "3月"),
        ("A班", "4月"),
        ("B班", "5月"),
    ]


def test_an_error_in_a_cell_of_a_menu_is_told(tmp_path: Path) -> None:
    row = ("B01", "课程一", "政治理论教育", "#N/A", "讲授", 4, "莫一帆")
    found = menu(workbook(tmp_path / "a.xlsx", {"课程菜单": [MENU, row]}))
    assert [(one.cell, "#N/A" in one.reason) for one in found.problems] == [("D2", True)]
