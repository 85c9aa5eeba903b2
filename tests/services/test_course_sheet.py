"""Taking a course menu in from a spreadsheet, and writing it out again."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services import course, training_class
from services.core.draft_taking import Comparison, FieldChange, News
from services.core.errors import BadInput, Refused
from services.core.fields import field_of
from services.core.sheet_reader import BadSheet
from services.core.workspace import Workspace
from services.course import CourseDraft, CourseRow, Task, Tier
from services.course.sheet import names_of, task_of, tier_of
from services.course.workbook import menu_book
from tests.helpers import course_file, roster_file
from tests.helpers.course_file import HEADER, line, look, read, take
from tests.helpers.teaching import Teaching, at

FULL = (
    "ZS001", "乡村振兴", "党的宗旨教育", "必修课", "专题讲授", 3, "全体党员", "李运", "结合实际。",
)  # fmt: skip


def small(path: Path, *rows: tuple[object, ...], header: tuple[str, ...] = HEADER) -> Path:
    return course_file.course_file(path / "课程菜单.xlsx", rows, header)


def stored(school: Workspace) -> tuple[CourseRow, ...]:
    with school.read() as session:
        return course.list_all(session)


def counts(shown: Comparison[CourseDraft]) -> tuple[int, int, int]:
    """New, changed, unchanged."""
    return shown.count(News.new), shown.count(News.changed), shown.count(News.same)


def changes(shown: Comparison[CourseDraft]) -> list[FieldChange]:
    return [change for line in shown.lines for change in line.changes]


def test_a_menu_of_forty_comes_in_whole_and_twice_is_no_change(
    school: Workspace, tmp_path: Path
) -> None:
    path = course_file.course_file(tmp_path / "菜单.xlsx")
    shown = look(school, path)
    assert counts(shown) == (40, 0, 0)
    assert (shown.problems, shown.found.left_out) == ((), ())
    taken = take(school, path)
    assert (taken.new, taken.changed) == (40, 0)
    rows = stored(school)
    assert len(rows) == 40
    assert rows[1].hours == Decimal(4)  # 4学时
    assert rows[0].other_lecturers == "李运1"
    again = look(school, path)
    assert (counts(again), again.others) == ((0, 0, 40), 0)
    with pytest.raises(Refused, match="没有要导入的"):
        take(school, path)


def test_what_is_written_out_comes_in_unchanged(school: Workspace, tmp_path: Path) -> None:
    teaching = Teaching(school)
    one, two = teaching.lecturer("田华福"), teaching.lecturer("田华福")
    with school.write("course.create") as session:
        course.create(
            session,
            CourseDraft(
                "ZS900", "=1+1 党课：第（一）讲", Task.political, Tier.main, "自选形式",
                Decimal("2.5"), "村（社区）书记", "第一段 第二段", "甲、乙", "讲义，视频",
                (one, two), "外请专家 王工",
            ),
        )  # fmt: skip
    rows = stored(school)
    path = tmp_path / "导出.xlsx"
    path.write_bytes(menu_book(rows, "仲山镇党校", 2026))
    shown = look(school, path)
    assert (counts(shown), shown.problems) == ((0, 0, 3), ())
    assert len(rows) == 3


def test_a_workbook_moves_to_another_school(
    school: Workspace, second_school: Workspace, tmp_path: Path
) -> None:
    take(school, course_file.course_file(tmp_path / "菜单.xlsx"))
    path = tmp_path / "导出.xlsx"
    path.write_bytes(menu_book(stored(school), "仲山镇党校", 2026))
    take(second_school, path)

    def said(rows: tuple[CourseRow, ...]) -> list[tuple[object, ...]]:
        return [(r.code, r.title, r.task, r.tier, r.hours, r.lecturer_words) for r in rows]

    assert said(stored(second_school)) == said(stored(school))


def test_changes_are_told_field_by_field_and_taken_back(school: Workspace, tmp_path: Path) -> None:
    take(school, small(tmp_path, FULL))
    before = stored(school)
    changed = (
        *FULL[:2],
        "知识技能教育",
        "选修课",
        "专题讲授",
        "3.5 课时",
        "",
        "丁　栋，李运",
        "新。",
    )
    shown = look(school, small(tmp_path, changed, line(7)))
    assert [(one.what, one.before, one.after) for one in changes(shown)] == [
        ("基本任务", "党的宗旨教育", "知识技能教育"),
        ("课程类型", "必修课", "选修课"),
        ("学时", "3", "3.5"),
        ("课程简介", "结合实际。", "新。"),
        ("讲师", "李运", "丁栋、李运"),
    ]
    assert counts(shown) == (1, 1, 0)
    taken = take(school, small(tmp_path, changed, line(7)))
    assert stored(school)[0].audience == "全体党员", "an empty cell says nothing"
    with school.write(taken.undo.verb) as session:
        taken.undo.act(session)
    assert stored(school) == before


def test_an_import_whose_course_was_taught_is_not_taken_back(
    school: Workspace, tmp_path: Path
) -> None:
    teaching = Teaching(school)
    taken = take(school, small(tmp_path, ("MJ1", *FULL[1:])))
    made = next(row.id for row in stored(school) if row.code == "MJ1")
    teaching.lesson(at(24, 8), course_id=made)
    with pytest.raises(Refused, match="已被课次"), school.write(taken.undo.verb) as session:
        taken.undo.act(session)
    assert len(stored(school)) == 3


def test_lecturers_of_the_pool_are_linked_and_namesakes_are_not(
    school: Workspace, tmp_path: Path
) -> None:
    teaching = Teaching(school)
    take(school, small(tmp_path, (*FULL[:7], "李运、丁栋、王工", "")))
    known = teaching.lecturer("李运")
    teaching.lecturer("丁栋"), teaching.lecturer("丁栋")
    path = small(tmp_path, (*FULL[:7], "李运、丁栋、王工", ""))
    (told,) = changes(look(school, path))
    assert (told.what, told.after) == ("讲师", "李运、丁栋、王工（已关联师资库）")
    take(school, path)
    row = stored(school)[0]
    assert [one.lecturer_id for one in row.lecturers] == [known]
    assert row.other_lecturers == "丁栋、王工"
    assert changes(look(school, path)) == []


def test_unreadable_rows_are_listed_with_their_cell_and_left_out(
    school: Workspace, tmp_path: Path
) -> None:
    with school.write("course.create") as session:
        old = course.create(
            session, CourseDraft("ZS009", "旧课", Task.skills, Tier.main, "专题讲授", Decimal(1))
        ).id
        course.retire(session, old)
    path = small(
        tmp_path,
        ("ZS001", "没有任务", "", "首课", "专题讲授", 2, "", "", ""),
        ("ZS002", "学时乱写", "党的宗旨教育", "首课", "专题讲授", "一上午", "", "", ""),
        ("ZS003", "学时太碎", "党的宗旨教育", "首课", "专题讲授", 1.3, "", "", ""),
        ("ZS004", "任务乱写", "其他教育", "首课", "专题讲授", 2, "", "", ""),
        ("ZS005", "层级乱写", "党的宗旨教育", "大课", "专题讲授", 2, "", "", ""),
        ("ZS006", "", "党的宗旨教育", "首课", "专题讲授", 2, "", "", ""),
        ("ZS007", "好的", "党的宗旨教育", "首课", "专题讲授", 2, "", "", ""),
        ("ZS007", "又一门", "党的宗旨教育", "首课", "专题讲授", 2, "", "", ""),
        ("ZS009", "旧课", "知识技能教育", "主课", "专题讲授", 1, "", "", ""),
        ("注：以上课程均可送课上门",),
        ("ZS010", "长" * 61, "党的宗旨教育", "首课", "专题讲授", 2, "", "", ""),
    )
    shown = look(school, path)
    assert [one.title for one in shown.of(News.new)] == ["好的"]
    assert [(one.cell, one.reason) for one in shown.problems] == [
        ("F4", "学时看不懂，请写成 4 或 4学时 这样。"),
        ("F5", "学时应在 0.5 到 24 之间，以半学时为单位。"),
        ("C6", "不是七项基本任务之一。"),
        ("D7", "课程类型应为首课、主课、必修课或选修课。"),
        ("B8", "没有课程名称。"),
        ("B13", "课程名称不要超过 60 个字。"),
        ("B3", "新课程还缺基本任务；合并的单元格请拆开填写。"),
        ("A10", "和“菜单”第 9 行是同一门课程。"),
        ("A11", "这门课程已停用，请先在“已停用”里恢复。"),
    ]
    assert {one.sheet for one in shown.problems} == {"菜单"}
    assert [(one.where, one.reason) for one in shown.found.left_out] == [
        ("菜单 第 12 行", "小标题、说明或空行")
    ]
    taken = take(school, path)
    assert (taken.new, taken.changed) == (1, 0)


def test_columns_are_found_by_meaning_and_courses_without_codes_by_title(
    school: Workspace, tmp_path: Path
) -> None:
    header = ("序号", "学时（节）", "课程题目", "七项任务", "层级", "授课形式", "授课人")
    path = small(tmp_path, (1, "２", "红色故事", "（五）革命传统", "必修", "现场教学", "李　运"),
                 header=header)  # fmt: skip
    take(school, path)
    (row,) = stored(school)
    assert (row.code, row.task, row.tier, row.hours) == (
        "ZS001", Task.tradition, Tier.required, Decimal(2),
    )  # fmt: skip
    assert row.other_lecturers == "李运"
    assert counts(look(school, path)) == (0, 0, 1)
    with school.write("course.create") as session:
        course.create(
            session,
            CourseDraft("X1", "红色故事", Task.skills, Tier.main, "专题讲授", Decimal(1)),
        )
    (problem,) = look(school, path).problems
    assert "同名" in problem.reason


def test_new_codes_keep_clear_of_those_in_the_file(school: Workspace, tmp_path: Path) -> None:
    path = small(tmp_path, ("", *FULL[1:]), ("ZS007", "另一门", *FULL[2:]))
    assert [one.name for one in look(school, path).of(News.new)] == ["ZS008", "ZS007"]


def test_wrong_files_are_refused_in_one_sentence(tmp_path: Path) -> None:
    roster = roster_file.small_roster(tmp_path / "花名册.xlsx", [roster_file.PERSON])
    with pytest.raises(BadSheet, match="像是党员花名册"):
        read(roster)
    header = ("序号", "姓名", "职称", "主要讲授专题", "聘期起", "聘期止")
    pool = small(tmp_path, (1, "李运", "讲师", "党史", "2025", "2027"), header=header)
    with pytest.raises(BadSheet, match="像是师资库"):
        read(pool)
    other = small(tmp_path, (1, "桌子"), header=("序号", "物品"))
    with pytest.raises(BadSheet, match="没有找到课程菜单的表头"):
        read(other)


def test_taking_in_leaves_held_lessons_as_they_were(school: Workspace, tmp_path: Path) -> None:
    teaching = Teaching(school)
    lesson = teaching.lesson(at(20, 8))
    with school.read() as session:
        before = training_class.lesson(session, lesson), course.coverage(session, 2026)
    take(school, small(tmp_path, ("ZS001", "换了名字", *FULL[2:])))
    with school.read() as session:
        after = training_class.lesson(session, lesson), course.coverage(session, 2026)
    assert after[0] == before[0]
    assert [row.lessons for row in after[1]] == [row.lessons for row in before[1]]


@pytest.mark.parametrize("task", Task)
@pytest.mark.parametrize("form", ["{}", "（一）{}", "3．{}", " {} ", "七项任务：{}"])
def test_a_task_is_known_however_it_is_written(task: Task, form: str) -> None:
    assert task_of(form.format(task.word)) is task
    assert task_of(form.format(task.word).replace("教育", "教 育")) is task


@pytest.mark.parametrize("text", ["教育", "政治教", "", "党的政治理论教育和革命传统教育"])
def test_what_may_mean_several_tasks_is_not_guessed(text: str) -> None:
    with pytest.raises(BadInput):
        task_of(text)


def hours_of(cell: str | float) -> object:
    return field_of(CourseDraft, "hours").read(cell)


@given(halves=st.integers(1, 48), unit=st.sampled_from(["", "学时", " 课时", "个学时"]))
def test_hours_are_read_with_and_without_their_unit(halves: int, unit: str) -> None:
    hours = Decimal(halves) / 2
    assert hours_of(f"{hours}{unit}") == hours
    assert hours_of(float(hours)) == hours


@pytest.mark.parametrize("text", ["2小时", "两学时", "2-4", "0", "25", "1.25", "-1"])
def test_other_hours_are_not_guessed(text: str) -> None:
    with pytest.raises(BadInput):
        hours_of(text)


@given(
    names=st.lists(st.text("甲乙丙丁戊己庚辛", min_size=2, max_size=3), unique=True, max_size=5),
    between=st.sampled_from(["、", "，", " ", "/", "；", "\n"]),
)
def test_names_come_apart_as_they_were_joined(names: list[str], between: str) -> None:
    assert names_of(between.join(names)) == tuple(names)


def test_tiers_without_their_last_character() -> None:
    assert [tier_of(word) for word in ("首课", "主课程", "必修", "选修 课")] == list(Tier)
