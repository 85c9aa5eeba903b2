"""Learning materials out to a workbook and in again: what is taken, told, left out, undone."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from services import course, material
from services.core.draft_taking import Comparison, News, SheetTaken
from services.core.errors import Refused
from services.core.sheet_reader import BadSheet
from services.core.workspace import Workspace
from services.course import Task
from services.material import MaterialDraft, MaterialKind, MaterialReview, MaterialRow
from services.material import sheet as material_sheet
from tests.helpers.course_file import silent
from tests.helpers.teaching import Teaching

HEADER = (
    "序号", "名称", "类别", "基本任务", "作者", "制作时间", "时长或页数", "说明", "用于课程",
)  # fmt: skip
STORY = (1, "石桥村的红色记忆", "微视频", "革命传统教育", "田华福", "2026.05", "12分钟", "", "")


def written(
    path: Path,
    *rows: tuple[Any, ...],
    header: tuple[str, ...] = HEADER,
    hidden_rows: tuple[int, ...] = (),
) -> Path:
    with xlsxwriter.Workbook(str(path / "学习资源.xlsx")) as book:
        sheet = book.add_worksheet("资源")
        for number, row in enumerate((header, *rows)):
            sheet.write_row(number, 0, row)
        for number in hidden_rows:
            sheet.set_row(number - 1, None, None, {"hidden": True})
        book.add_worksheet("填写说明").write_string(0, 0, "每件资源一行")
        hidden = book.add_worksheet("旧表")
        hidden.write_string(0, 0, "名称")
        hidden.hide()
    return path / "学习资源.xlsx"


def look(school: Workspace, path: Path) -> Comparison[MaterialDraft]:
    file = material_sheet.open_file(path, silent)
    with school.read() as session:
        return material_sheet.preview(session, file)


def take(school: Workspace, path: Path, *, change_known: bool = True) -> SheetTaken:
    shown = look(school, path)
    with school.write("material.take") as session:
        return material_sheet.take(session, shown, change_known=change_known)


def stored(school: Workspace) -> tuple[MaterialRow, ...]:
    with school.read() as session:
        return material.list_rows(session)


def out(school: Workspace, path: Path) -> Path:
    with school.read() as session:
        rows = material.list_rows(session)
        path.write_bytes(material_sheet.book(session, rows, "学习资源目录"))
    return path


def test_a_list_comes_in_and_twice_is_no_change(school: Workspace, tmp_path: Path) -> None:
    Teaching(school)
    with school.read() as session:
        first, second = course.list_all(session)[:2]
    path = written(
        tmp_path,
        (*STORY[:8], f"{first.code}；{second.title}"),
        (2, "党章学习读本", "教材", "党章党规党纪教育", "", "", 120, "人手一册", ""),
    )
    shown = look(school, path)
    assert (shown.count(News.new), shown.problems) == (2, ())
    taken = take(school, path)
    assert (taken.new, taken.changed) == (2, 0)
    book, video = stored(school)
    assert (book.kind, book.length, book.note) == (MaterialKind.textbook, 120, "人手一册")
    assert (video.title, video.task, str(video.made_on)) == (STORY[1], Task.tradition, "2026-05")
    assert video.courses == (first.id, second.id)
    assert {row.review for row in stored(school)} == {MaterialReview.waiting}
    assert look(school, path).count(News.same) == 2
    with pytest.raises(Refused, match="没有要导入的"):
        take(school, path)
    with school.write(taken.undo.verb) as session:
        taken.undo.act(session)
    assert stored(school) == ()


def test_what_is_written_out_comes_in_unchanged(school: Workspace, tmp_path: Path) -> None:
    Teaching(school)
    with school.read() as session:
        courses = tuple(row.id for row in course.list_all(session))
    with school.write("material.create") as session:
        made = material.create(
            session,
            MaterialDraft(
                "=1+1 讲义：第（一）讲", MaterialKind.courseware, Task.theory, "甲、乙",
                "2001.10", 35, "第一段，第二段", courses,
            ),
        )  # fmt: skip
        material.review(
            session, [made.id], MaterialReview.returned, "王工", date(2026, 11, 1), "改第 3 页"
        )
        course.retire(session, courses[0])
    before = stored(school)
    shown = look(school, out(school, tmp_path / "目录.xlsx"))
    assert (shown.problems, [line.news for line in shown.lines]) == ((), [News.same])
    assert [one.shown for one in shown.found.left_out] == ["审核", "审核人", "审核日期", "审核意见"]
    assert stored(school) == before


def test_changes_are_told_field_by_field_and_taken_only_where_asked(
    school: Workspace, tmp_path: Path
) -> None:
    Teaching(school)
    take(school, written(tmp_path, STORY))
    path = written(
        tmp_path,
        (*STORY[:4], "李运", "", "15", "", "ZS001"),
        (2, "新的", "文章", "形势政策教育"),
    )
    shown = look(school, path)
    (line,) = shown.of(News.changed)
    assert [(one.what, one.before, one.after) for one in line.changes] == [
        ("作者", "田华福", "李运"),
        ("时长或页数", "12", "15"),
        ("用于课程", "", "ZS001 党的创新理论进基层"),
    ]
    take(school, path, change_known=False)
    assert [(row.title, row.author) for row in stored(school)] == [
        (STORY[1], "田华福"), ("新的", ""),
    ]  # fmt: skip
    taken = take(school, path)
    assert (taken.new, taken.changed) == (0, 1)
    changed = next(row for row in stored(school) if row.title == STORY[1])
    assert (changed.author, changed.length, str(changed.made_on)) == ("李运", 15, "2026-05")
    with school.write(taken.undo.verb) as session:
        taken.undo.act(session)
    assert next(row for row in stored(school) if row.title == STORY[1]).author == "田华福"


def test_nothing_is_dropped_in_silence(school: Workspace, tmp_path: Path) -> None:
    Teaching(school)
    with school.write("material.create") as session:
        old = material.create(session, MaterialDraft("旧的", MaterialKind.case, Task.skills))
        material.retire(session, old.id)
    path = written(
        tmp_path,
        ("一、视频类",),
        STORY,
        (2, "类别乱写", "影碟", "革命传统教育"),
        (3, "制作时间太晚", "文章", "革命传统教育", "", "2031.01"),
        (4, "数字日期", "文章", "革命传统教育", "", 2001.1),
        (5, "没有这门课", "文章", "革命传统教育", "", "", "", "", "ZS999"),
        (6, "旧的", "案例", "知识技能教育"),
        (7, "", "文章", "革命传统教育"),
        (8, "新的但没有任务", "文章"),
        (9, STORY[1], "微视频", "革命传统教育"),
        (10,),
        ("合计", "", "", "", "", "", 130),
        ("填表人：赵静", "", "", "", "", "", "", "", "", "附件"),
        header=(*HEADER, "存放位置"),
    )
    shown = look(school, path)
    assert [line.title for line in shown.lines] == [STORY[1]]
    assert [(one.cell, one.reason) for one in shown.problems] == [
        ("C4", "类别应为教材、课件、微视频、党课视频、文章、案例之一。"),
        ("F6", "制作时间是数字，看不出是 1 月还是 10 月，请写成 2001-10 这样。"),
        ("B9", "没有名称。"),
        ("F5", "制作时间不能晚于今天。"),
        ("I7", "课程菜单里没有“ZS999”，请写课程编码。"),
        ("B8", "这件资源已停用，请先恢复。"),
        ("B10", "新资源还缺基本任务。"),
        ("B11", "和“资源”第 3 行是同一件学习资源。"),
    ]
    assert [(one.where, one.shown, one.reason) for one in shown.found.left_out] == [
        ("资源 J 列", "存放位置", "不认识这一列"),
        ("资源 第 2 行", "一、视频类", "小标题、说明或空行"),
        ("资源 第 13 行", "合计 130", "合计行"),
        ("资源 第 14 行", "填表人：赵静 附件", "小标题、说明或空行"),
        ("工作表“填写说明”", "", "没有认得的表头"),
        ("工作表“旧表”", "", "在文件里是隐藏的"),
    ]
    assert shown.others == 1


def test_a_hidden_row_is_read_and_told(school: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path, STORY, (2, "筛掉的", "文章", "形势政策教育"), hidden_rows=(3,))
    shown = look(school, path)
    assert [line.title for line in shown.lines] == [STORY[1], "筛掉的"]
    (told, *_) = shown.found.left_out
    assert (told.where, told.shown) == ("资源 第 3 行", "2 筛掉的 文章 形势政策教育")
    assert "隐藏着" in told.reason


def test_what_changed_meanwhile_is_looked_at_again(school: Workspace, tmp_path: Path) -> None:
    shown = look(school, written(tmp_path, STORY))
    with school.write("material.create") as session:
        draft = MaterialDraft(STORY[1], MaterialKind.micro_video, Task.tradition)
        material.create(session, draft)
    with school.write("material.take") as session, pytest.raises(Refused, match="预览以后"):
        material_sheet.take(session, shown)


def test_another_list_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, (1, "桌子"), header=("序号", "物品"))
    with pytest.raises(BadSheet, match="没有找到学习资源的表头"):
        material_sheet.open_file(path, silent)
