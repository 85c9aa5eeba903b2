"""Course menus and plans as offices write them: titles beside names, codes, merged cells."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from services import course
from services.core.draft_sheet import SheetRows
from services.core.draft_taking import News
from services.core.workspace import Workspace
from services.course.sheet import names_of
from services.plan.sheet import read_plan
from tests.helpers.course_file import HEADER, course_file, look, read, take
from tests.helpers.roster_file import silent
from tests.helpers.teaching import Teaching

COURSE = ("政治理论教育", "主课", "讲授", 4, "全体党员")


def menu(path: Path, *rows: tuple[Any, ...]) -> Path:
    return course_file(path / "课程菜单.xlsx", rows, HEADER)


def book(
    path: Path, rows: Sequence[Sequence[Any]], merged: Sequence[tuple[int, int, int, int, Any]]
) -> Path:
    """`merged` are first row, first column, last row, last column and what stands there."""
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("表")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        for one in merged:
            *place, value = one
            sheet.merge_range(place[0], place[1], place[2], place[3], value)
    return path


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("莫一帆 教授", ("莫一帆",)),
        ("莫一帆副教授", ("莫一帆",)),
        ("莫一帆（县委党校高级讲师）", ("莫一帆",)),
        ("莫一帆（教授）、莫二帆(县委党校)", ("莫一帆", "莫二帆")),
        ("县委党校 莫一帆", ("莫一帆",)),
        ("莫一帆 教授 莫二帆 讲师", ("莫一帆", "莫二帆")),
        ("莫 帆 老师", ("莫帆",)),
        ("待定", ()),
        ("莫一帆、另行通知", ("莫一帆",)),
        ("—", ()),
        ("莫一帆\n书记", ("莫一帆",)),
        ("莫一帆、13800138000", ("莫一帆",)),
        ("莫一帆 县委常委、组织部部长", ("莫一帆",)),
        ("教授莫一帆", ("莫一帆",)),
        ("主讲：莫一帆", ("莫一帆",)),
        ("1.莫一帆 2、莫二帆", ("莫一帆", "莫二帆")),
        ("莫一帆和莫二帆", ("莫一帆", "莫二帆")),
        ("莫一帆（上午）莫二帆（下午）", ("莫一帆", "莫二帆")),
        ("莫一帆-市委党校", ("莫一帆",)),
        ("李和平、和平安", ("李和平", "和平安")),
        # who is called by surname alone keeps what tells them; a name in brackets stays
        ("李教授", ("李教授",)),
        ("欧阳教授", ("欧阳教授",)),
        ("王芳（大）", ("王芳(大)",)),
        ("外请专家 王工", ("外请专家", "王工")),
    ],
)
def test_a_title_is_no_second_lecturer_and_pending_is_nobody(
    written: str, names: tuple[str, ...]
) -> None:
    assert names_of(written) == names


def test_what_stands_beside_a_lecturer_is_told_and_the_pool_is_linked(
    school: Workspace, tmp_path: Path
) -> None:
    lecturer = Teaching(school).lecturer("莫一帆")
    path = menu(
        tmp_path,
        ("A01", "课程一", *COURSE, "莫一帆 教授", ""),
        ("A02", "课程二", *COURSE, "待定", ""),
        ("A03", "课程三", *COURSE, "莫一帆", ""),
    )
    left_out = [(one.where, one.shown, one.reason) for one in read(path).left_out]
    assert left_out == [
        ("菜单 H3", "莫一帆 教授", "讲师只取姓名：莫一帆"),
        ("菜单 H4", "待定", "还没有讲师"),
    ]
    take(school, path)
    with school.read() as session:
        rows = {row.code: row for row in course.list_all(session)}
    assert [one.lecturer_id for one in rows["A01"].lecturers] == [lecturer]
    assert (rows["A02"].lecturers, rows["A02"].other_lecturers) == ((), "")
    assert look(school, path).count(News.same) == 3


@pytest.mark.parametrize(("one", "other"), [(1, "01"), ("A1", "A001"), ("zs07", "ZS7")])
def test_two_ways_to_write_a_code_are_one_course_told_twice(
    school: Workspace, tmp_path: Path, one: object, other: str
) -> None:
    path = menu(tmp_path, (one, "课程一", *COURSE, "", ""), (other, "课程二", *COURSE, "", ""))
    shown = look(school, path)
    assert [(p.cell, p.reason) for p in shown.problems] == [("A4", "和“菜单”第 3 行是同一门课程。")]
    take(school, menu(tmp_path, (other, "课程二", *COURSE, "", "")))
    (problem,) = look(school, menu(tmp_path, (one, "课程一", *COURSE, "", ""))).problems
    assert problem.cell == "A3"
    assert f"“{other} 课程二”只差编码的写法" in problem.reason
    assert look(school, menu(tmp_path, (other, "课程二", *COURSE, "", ""))).count(News.same) == 1
    later = menu(tmp_path, ("10", "课程三", *COURSE, "", ""), ("100", "课程四", *COURSE, "", ""))
    assert look(school, later).problems == (), "zeros at the end are no other way to write it"


def test_a_header_over_two_rows_is_one(tmp_path: Path) -> None:
    rows = [
        ("某镇党校", "", "", "", "", "", ""),
        ("2027年度课程菜单", "", "", "", "", "", ""),
        ("", "", "", "", "", "", ""),
        ("", "", "", "课程类型", "教学形式", "课时", ""),
        ("B01", "课程一", "政治理论教育", "主课", "讲授", 4, "莫一帆"),
    ]
    down = [(2, place, 3, place, words) for place, words in ((0, "课程编码"), (1, "课程名称"),
            (2, "对应基本任务"), (6, "主讲教师"))]  # fmt: skip
    path = book(tmp_path / "a.xlsx", rows, [*down, (2, 3, 2, 5, "教学安排")])
    found = read(path)
    assert [(row.values["code"], row.values["hours"]) for row in found.rows] == [("B01", 4)]
    assert found.problems == ()


HEAD = ("序号", "班次名称", "培训对象", "人数", "时间", "天数", "学时", "经费预算（元）")


def plan(path: Path, merged: Sequence[tuple[int, int, int, int, Any]]) -> SheetRows:
    rows = [
        ("2027年轮训计划",),
        HEAD,
        (1, "A班", "党支部书记", 20, "3月", 1, 8, ""),
        (2, "B班", "全体党员", 30, "4月", 1, 8, ""),
        (3, "C班", "预备党员", 10, "5月", 1, 8, 500),
    ]
    return read_plan(book(path, rows, merged), silent).rows


def test_money_merged_over_several_items_is_counted_once_and_told(tmp_path: Path) -> None:
    found = plan(tmp_path / "a.xlsx", [(2, 7, 3, 7, 8000)])
    assert [row.values.get("budget") for row in found.rows] == [8000, None, 500]
    assert [(p.cell, "合并成一格" in p.reason) for p in found.problems] == [("H4", True)]


def test_heads_merged_over_items_are_counted_once(tmp_path: Path) -> None:
    found = plan(tmp_path / "a.xlsx", [(2, 3, 4, 3, 60)])
    assert [row.values.get("heads") for row in found.rows] == [60, None, None]
    assert [p.cell for p in found.problems] == ["D4", "D5"]


def test_a_month_merged_over_items_is_of_each(tmp_path: Path) -> None:
    found = plan(tmp_path / "a.xlsx", [(2, 4, 3, 4, "3月"), (2, 5, 3, 5, 2)])
    assert [row.values["times"] for row in found.rows] == ["3月", "3月", "5月"]
    assert [row.values["days"] for row in found.rows] == [2, 2, 1]
    assert found.problems == ()
