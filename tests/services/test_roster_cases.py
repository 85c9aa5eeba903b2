"""Rosters as offices really hand them in: what a clerk expects of each, and of others like it."""

import json
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from services import roster_import
from services.core.workspace import Workspace
from services.roster_import import BadSheet, ProblemKind, RosterField, RosterRead
from services.roster_import.command import told_of
from tests.helpers.cases import case, read_case, workbook
from tests.helpers.roster_file import look, silent

BRANCH = "石梁村党支部"
OTHER = "古榄村党支部"
HEADER = ("姓名", "所在党支部", "出生年月")


def names(roster: RosterRead) -> list[str]:
    return [entry.name for entry in roster.entries]


def left(roster: RosterRead) -> str:
    return "\n".join(f"{one.sheet} {one.cell} {one.shown} {one.reason}" for one in roster.left_out)


def told(roster: RosterRead) -> list[tuple[str, str]]:
    return [(problem.cell, problem.reason) for problem in roster.problems]


def sheet(path: Path, rows: Sequence[Sequence[Any]]) -> RosterRead:
    return roster_import.read(workbook(path, {"名册": rows}), silent)


class TestRowsOfNobody:
    def test_foot_lines_are_no_problems(self) -> None:
        roster = read_case("109")
        assert (names(roster), roster.problems) == (["册戊", "册己"], ())
        assert "填表人" in left(roster)

    def test_instructions_and_an_example_are_nobody(self) -> None:
        roster = read_case("116")
        assert (names(roster), roster.problems) == (["册丑"], ())
        assert "A2 必填,与身份证一致 填表说明" in left(roster).replace("，", ",")
        assert "A3 例:张三" in left(roster).replace("：", ":")

    @pytest.mark.parametrize(
        "row",
        [
            ("示例", "张三", BRANCH, "1970.01"),
            ("例：", "李四", BRANCH, "1970.01"),
            ("", "请填真实姓名", "下拉选择", "格式1970.01"),
            ("", "样例张三", BRANCH, "1970.01"),
            ("", "例如：王五", BRANCH, "1970.01"),
            ("合计", "12", "", ""),
            ("说明：本表由支部填写，一式两份。", "", "", ""),
        ],
    )
    def test_more_rows_of_nobody(self, tmp_path: Path, row: Sequence[str]) -> None:
        head = ("序号", *HEADER)
        roster = sheet(tmp_path / "a.xlsx", [head, row, ("1", "李建国", BRANCH, "1970.1")])
        assert (names(roster), roster.problems) == (["李建国"], ())
        assert len(roster.left_out) == 1

    def test_people_whose_names_look_like_it_stay(self, tmp_path: Path) -> None:
        rows = [HEADER, ("如意", BRANCH, "1970.1"), ("注册", BRANCH, "1971.1"), ("范例", OTHER, "")]
        assert names(sheet(tmp_path / "a.xlsx", rows)) == ["如意", "注册"]

    def test_a_person_merged_over_two_rows_is_one(self) -> None:
        roster = read_case("14")
        assert names(roster) == ["韦七江", "韦八江"]
        assert "合并" in left(roster)
        assert "“家庭成员”一列没有用到" in left(roster)

    def test_a_branch_merged_beside_namesakes_merges_nobody(self, tmp_path: Path) -> None:
        path = tmp_path / "a.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            made = book.add_worksheet("名册")
            made.write_row(0, 0, ("所在党支部", "姓名", "出生年月"))
            made.merge_range(1, 0, 3, 0, BRANCH)
            made.merge_range(1, 1, 2, 1, "王芳")
            for row, birth in enumerate(("1970.1", "", "1980.2"), 1):
                made.write_string(row, 2, birth)
            made.write_string(3, 1, "王芳")
        roster = roster_import.read(path, silent)
        assert [str(entry.birth) for entry in roster.entries] == ["1970-01", "1980-02"]

    def test_a_row_without_a_name_is_told(self) -> None:
        roster = read_case("73")
        assert names(roster) == ["农一溪", "农三溪"]
        assert told(roster) == [("A3", "没有姓名，这一行没有导入")]

    def test_numbered_empty_rows_are_no_problem(self, tmp_path: Path) -> None:
        head = ("序号", *HEADER, "民族")
        rows = [head, (1, "李建国", BRANCH, "1970.1", "汉族"), (2,), (3, "", "", "", "汉族")]
        roster = sheet(tmp_path / "a.xlsx", rows)
        assert (names(roster), roster.problems) == (["李建国"], ())
        assert [one.cell for one in roster.left_out] == ["A4"]


class TestBranchesBesideAndAbove:
    def test_a_branch_beside_the_first_of_its_people(self) -> None:
        roster = read_case("66")
        assert [entry.branch for entry in roster.entries] == [BRANCH] * 3 + [OTHER] * 2

    def test_a_branch_in_a_row_above_its_people(self) -> None:
        roster = read_case("67")
        assert [(one.name, one.branch) for one in roster.entries] == [
            ("农一溪", BRANCH),
            ("农二溪", BRANCH),
            ("农四溪", OTHER),
        ]
        assert roster.problems == ()

    @pytest.mark.parametrize(
        "heading",
        ["一、石梁村党支部", "（1）石梁村党支部（共2人）", "石梁村党支部：", "石梁村 党支部 2人"],
    )
    def test_more_headings(self, tmp_path: Path, heading: str) -> None:
        rows = [("姓名", "性别", "出生年月"), (heading,), ("李建国", "男", "1970.1")]
        (entry,) = sheet(tmp_path / "a.xlsx", rows).entries
        assert entry.branch == BRANCH

    def test_an_empty_branch_among_rows_that_have_one_is_not_guessed(self, tmp_path: Path) -> None:
        rows = [HEADER, ("甲一", BRANCH, "1970.1"), ("甲二", BRANCH, ""), ("甲三", "", "1970.1")]
        roster = sheet(tmp_path / "a.xlsx", rows)
        assert names(roster) == ["甲一", "甲二"]
        assert told(roster) == [("B4", "没有写明党支部，这一行没有导入")]

    def test_a_heading_above_people_with_an_empty_column(self, tmp_path: Path) -> None:
        rows = [HEADER, (BRANCH,), ("甲一", "", "1970.1"), (OTHER,), ("甲二", "", "1971.1")]
        roster = sheet(tmp_path / "a.xlsx", rows)
        assert [entry.branch for entry in roster.entries] == [BRANCH, OTHER]


class TestHeaders:
    def test_a_column_for_the_branch_by_many_names(self) -> None:
        roster = read_case("21")
        told_left = left(roster)
        assert {entry.branch for entry in roster.entries} == {BRANCH}
        assert len(roster.entries) == 12
        assert "工作表“s8”没有读：没有“所在党支部”一列" in told_left, (
            "单位 may be where somebody works: it is asked"
        )

    def test_what_one_step_leaves_out_the_column_step_shows(self) -> None:
        opened = roster_import.open_file(case("21"), silent)
        (odd,) = [layout for layout in opened.layouts if layout.fault]
        assert (odd.sheet.name, opened.fault, opened.sure) == (
            "s8",
            f"工作表“s8”：{odd.fault}",
            False,
        )
        number = opened.layouts.index(odd)
        asked = opened.with_meaning(number, 1, RosterField.branch)
        assert len(roster_import.understand(asked, silent).entries) == 13

    def test_a_sheet_can_be_left_out_by_saying_that_it_has_no_names(self) -> None:
        opened = roster_import.open_file(case("21"), silent)
        number = next(n for n, layout in enumerate(opened.layouts) if layout.fault)
        opened = opened.with_meaning(number, 0, None)
        assert opened.fault == ""
        roster = roster_import.understand(opened, silent)
        assert "s8" in roster.other_sheets

    def test_every_sheet_of_a_village_is_read(self) -> None:
        assert len(read_case("105").entries) == 9

    @pytest.mark.parametrize("head", [("名", "号码", "哪里"), ("", "", "")])
    def test_people_without_a_known_header_are_shown(self, tmp_path: Path, head: Any) -> None:
        person = ("李建国", "37082919510715381X", BRANCH)
        rows = [person, person] if not any(head) else [head, person]
        path = workbook(tmp_path / "a.xlsx", {"名册": rows})
        opened = roster_import.open_file(path, silent)
        assert "姓名" in opened.fault
        assert not opened.sure
        for place, field in ((0, RosterField.full_name), (2, RosterField.branch)):
            opened = opened.with_meaning(0, place, field)
        assert names(roster_import.understand(opened, silent)) == ["李建国"]

    @pytest.mark.parametrize(("number", "words"), [("13", "一人一张"), ("70", "转置")])
    def test_people_who_do_not_stand_in_rows(self, number: str, words: str) -> None:
        with pytest.raises(BadSheet, match=words):
            read_case(number)

    def test_forms_beside_a_list_are_told(self, tmp_path: Path) -> None:
        form = [
            ("党员信息采集表",),
            ("姓名", "李建国", "性别", "男"),
            ("民族", "汉族", "学历", "高中"),
            ("入党时间", "2001.7", "所在党支部", BRANCH),
        ]
        rows = [HEADER, ("王芳", BRANCH, "1970.1")]
        path = workbook(tmp_path / "a.xlsx", {"名册": rows, "李建国": form})
        roster = roster_import.read(path, silent)
        assert names(roster) == ["王芳"]
        assert "一人一张" in left(roster)

    def test_codes_of_sex(self) -> None:
        roster = read_case("24")
        assert [one.sex for one in roster.entries] == ["男", "女", "男", "男", "男", "男", "女"]

    @pytest.mark.parametrize("said", ["0", "9", "未说明", "男女"])
    def test_a_sex_that_nobody_understands_is_told(self, tmp_path: Path, said: str) -> None:
        rows = [(*HEADER, "性别"), ("李建国", BRANCH, "1970.1", said)]
        roster = sheet(tmp_path / "a.xlsx", rows)
        assert (roster.entries[0].sex, [cell for cell, _ in told(roster)]) == ("", ["D2"])


class TestTold:
    def test_hidden_rows_are_counted(self) -> None:
        roster = read_case("16")
        assert len(roster.entries) == 3
        assert "第 3 行在文件里隐藏着，里面的 1 人也读了" in left(roster)

    def test_errors_are_told_as_they_stand(self) -> None:
        roster = read_case("17")
        problems = dict(told(roster))
        assert names(roster) == ["岑五河"]
        assert "#N/A" in problems["B2"]
        assert "没有导入" in problems["B2"]
        assert "#VALUE!" in problems["C3"]
        assert "#REF!" in problems["A4"]

    def test_a_column_of_formulas_without_values_is_named(self) -> None:
        with pytest.raises(BadSheet, match="党支部：公式没有算出结果"):
            read_case("19")

    def test_unread_columns_and_sheets(self, tmp_path: Path) -> None:
        rows = [
            ("序号", *HEADER, "籍贯", "", "年龄"),
            (1, "李建国", BRANCH, "1970.1", "广西", "特困", 56),
        ]
        path = workbook(tmp_path / "a.xlsx", {"名册": rows, "汇总": [("合计", 1)]})
        roster = roster_import.read(path, silent)
        assert [(one.cell, one.reason) for one in roster.left_out] == [
            ("", "工作表“汇总”没有读：认不出表头，或没有身份证号和出生日期"),
            ("E 列", "“籍贯”一列没有用到"),
            ("F 列", "没有表头的一列没有用到"),
        ]
        assert all(one.kind is ProblemKind.unread for one in roster.left_out)

    def test_a_hidden_sheet_is_told(self, tmp_path: Path) -> None:
        path = tmp_path / "a.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            for name in ("名册", "旧名册"):
                made = book.add_worksheet(name)
                made.write_row(0, 0, HEADER)
                made.write_row(1, 0, (f"李{name}", BRANCH, "1970.1"))
            made.hide()
        roster = roster_import.read(path, silent)
        assert names(roster) == ["李名册"]
        assert "工作表“旧名册”在文件里是隐藏的，没有读" in left(roster)

    def test_json_and_excel_tell_what_the_window_tells(self, school: Workspace) -> None:
        shown = look(school, case("21"))
        told_json = told_of(read_case("21"), shown, imported=False)
        assert [one["reason"] for one in told_json["left_out"]] == [
            one.reason for one in shown.left_out
        ]
        assert shown.left_out
        book = roster_import.problem_list((*shown.problems, *shown.left_out))
        (made,) = CalamineWorkbook.from_filelike(BytesIO(book)).sheet_names
        rows = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_name(made).to_python()
        assert [row[4] for row in rows[1:]] == [
            one.reason for one in (*shown.problems, *shown.left_out)
        ]

    def test_nothing_of_a_person_leaves_with_what_is_left_out(self, school: Workspace) -> None:
        shown = look(school, case("14"))
        told_json = told_of(read_case("14"), shown, imported=False)
        assert "韦小一" not in json.dumps(told_json, ensure_ascii=False)
        assert "韦七江" not in json.dumps(told_json, ensure_ascii=False)


class TestIdentities:
    def test_numbers_with_something_beside_them(self) -> None:
        roster = read_case("06")
        numbers = {entry.row: entry.identity_number for entry in roster.entries}
        assert all(numbers[row] for row in (2, 4, 6, 7, 12, 14))
        reasons = dict(told(roster))
        assert "15 位" in reasons["C8"]
        assert not reasons.keys() & {"C2", "C22", "C23"}
        assert numbers[19] == "450821197506120255"

    @pytest.mark.parametrize(
        "said",
        [
            "身份证：370829195107153 81X",
            "身份证号码37082919510715381X",
            "37082919510715381x（一代）",
            "（37082919510715381X）",
            '="37082919510715381X"',
        ],
    )
    def test_more_that_stands_beside_a_number(self, tmp_path: Path, said: str) -> None:
        rows = [(*HEADER, "身份证号"), ("李建国", BRANCH, "", said)]
        (entry,) = sheet(tmp_path / "a.xlsx", rows).entries
        assert entry.identity_number == "37082919510715381X"

    def test_where_nobody_can_come_in_the_sentence_says_why(self) -> None:
        with pytest.raises(BadSheet, match="停止党籍") as failure:
            read_case("104")
        assert "共青团员" in failure.value.message
