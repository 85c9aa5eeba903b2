"""Lists side by side on one page are all read, by every import; a family beside a person is not
a list."""

from pathlib import Path
from typing import Any

import pytest

from services import course, roster_import
from services.core import sheet_reader
from services.core.sheet_cells import Row, Sheet
from services.core.sheet_halves import halves
from services.enrolment.matching import Matcher
from services.enrolment.name_sheets import read_names
from services.plan.sheet import read_plan
from tests.helpers.cases import case, read_case, workbook
from tests.helpers.roster_file import silent

PEOPLE = ["韦一江", "韦二江", "韦三江", "韦四江", "韦五江", "韦六江"]
BRANCH = "石梁村党支部"


def _sheet(*rows: tuple[Any, ...]) -> Sheet:
    return Sheet("名册", tuple(Row(number, cells) for number, cells in enumerate(rows, 1)))


def _titles(path: Path) -> list[str]:
    return [str(row.values["title"]) for row in course.open_file(path, silent).rows]


@pytest.mark.parametrize("number", ["12", "68"])
def test_both_halves_of_a_printed_list_come_in(number: str) -> None:
    roster = read_case(number)
    assert [entry.name for entry in roster.entries] == PEOPLE
    assert {entry.branch for entry in roster.entries} <= {BRANCH, "石梁村"}
    assert [str(entry.birth) for entry in roster.entries][3:] == ["1973-04", "1974-05", "1975-06"]
    assert len({entry.key for entry in roster.entries}) == 6


def test_both_halves_of_a_list_of_trainees_come_in() -> None:
    written = read_names(case("80"), silent, Matcher(()).words).people
    assert [one.name for one in written] == ["吕绿", "赵一", "单雄信", "查干"]


def test_a_relative_named_beside_a_person_is_no_list() -> None:
    (entry,) = read_case("71").entries
    assert (entry.name, entry.branch) == ("农一溪", BRANCH)
    assert "姓名" in read_case("71").ignored


def test_three_lists_with_a_gap_and_a_note_only_at_the_right() -> None:
    sheet = _sheet(
        ("石桥村党员名册",),
        ("姓名", "电话", "", "姓名", "电话", "", "姓名", "电话", "备注"),
        ("甲", "1", "", "乙", "2", "", "丙", "3", "外出"),
        ("丁", "4", "", "戊", "5"),
    )
    parts = halves(sheet)
    assert [part.name for part in parts] == ["名册", "名册（第2栏）", "名册（第3栏）"]
    assert parts[1].rows[2].cells == ("", "", "", "乙", "2", "")
    assert parts[2].rows[-1].cells == ("", "", "", "", "", "", "丙", "3", "外出")
    assert [len(part.rows) for part in parts] == [4, 4, 3]
    assert parts[2].rows[0].cells == ("石桥村党员名册",)


def test_a_branch_at_the_left_is_of_both_lists(tmp_path: Path) -> None:
    header = ("所在党支部", "姓名", "出生年月", "姓名", "出生年月")
    rows = [header, (BRANCH, "韦一江", "1970.1", "韦二江", "1971.2")]
    roster = roster_import.read(workbook(tmp_path / "a.xlsx", {"名册": rows}), silent)
    assert [(entry.name, entry.branch) for entry in roster.entries] == [
        ("韦一江", BRANCH),
        ("韦二江", BRANCH),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [("", "", "", "家庭成员"), ("姓名", "性别", "电话", "姓名", "性别", "电话")],
        [("姓名", "性别", "联系电话", "支部", "姓名", "联系电话")],
        [("党支部", "课程一", "课程二", "课程一", "课程二")],
        [("姓名", "一月", "二月", "一月", "二月")],
        [("√", "1", "√", "1")],
    ],
)
def test_what_is_one_list(rows: list[tuple[str, ...]]) -> None:
    sheet = _sheet(*rows)
    assert halves(sheet) == (sheet,)


def test_a_course_menu_and_a_plan_in_two_halves(tmp_path: Path) -> None:
    header = ("课程名称", "对应基本任务", "课时")
    one, other = ("课程一", "政治理论教育", 2), ("课程二", "知识技能教育", 4)
    path = workbook(tmp_path / "课程.xlsx", {"课程菜单": [(*header, *header), (*one, *other)]})
    assert _titles(path) == ["课程一", "课程二"]
    header = ("班次名称", "培训对象", "人数", "学时")
    rows = [(*header, "", *header), ("甲班", "全体党员", 20, 8, "", "乙班", "支部书记", 30, 16)]
    found = read_plan(workbook(tmp_path / "计划.xlsx", {"计划": rows}), silent)
    assert [row.values["title"] for row in found.rows.rows] == ["甲班", "乙班"]


def test_a_hidden_row_is_hidden_in_each_list(tmp_path: Path) -> None:
    sheet = Sheet(
        "名册",
        _sheet(("姓名", "电话", "姓名", "电话"), ("甲", "1", "乙", "2")).rows,
        frozenset({2}),
    )
    assert [part.unseen for part in halves(sheet)] == [frozenset({2})] * 2
    assert sheet_reader.Row is Row
