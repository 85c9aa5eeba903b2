"""Training elsewhere from a spreadsheet: whose it is, which class, and what is not said."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import xlsxwriter

from services import hours, upper_training
from services.core.draft_taking import Comparison, News, SheetTaken
from services.core.errors import Refused
from services.core.sheet_reader import BadSheet
from services.core.undo import Undo
from services.core.workspace import Workspace
from services.upper_training import TrainingLevel, TrainingResult, UpperTrainingRow
from services.upper_training import sheet as training_sheet
from services.upper_training.sheet import TrainingOf
from tests.helpers.course_file import silent
from tests.helpers.merging import make
from tests.services.test_upper_training import DRAFT, record

HEADER = ("序号", "姓名", "党支部", "培训班次", "级别", "主办单位", "培训时间", "学时", "证书编号")
CLASS = "全县村党组织书记培训班"


def row(name: str, span: Any = "2026.5.11-5.15", **more: Any) -> tuple[Any, ...]:
    said = {
        "branch": "",
        "class_name": CLASS,
        "level": "县级",
        "by": "嘉祥县委组织部",
        "hours": 40,
        "paper": "结业证 17 号",
    } | more
    return (
        1, name, said["branch"], said["class_name"], said["level"], said["by"], span,
        said["hours"], said["paper"],
    )  # fmt: skip


def written(folder: Path, *rows: Sequence[Any], header: Sequence[str] = HEADER) -> Path:
    path = folder / "2026年调训名单.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for number, one in enumerate((("2026年上级调训名单",), header, *rows)):
            sheet.write_row(number, 0, one)
    return path


def look(school: Workspace, path: Path) -> Comparison[TrainingOf]:
    file = training_sheet.open_file(path, silent)
    with school.read() as session:
        return training_sheet.preview(session, file)


def take(school: Workspace, path: Path) -> SheetTaken:
    shown = look(school, path)
    with school.write("upper_training.take") as session:
        return training_sheet.take(session, shown)


def stored(school: Workspace, year: int = 2026) -> tuple[UpperTrainingRow, ...]:
    with school.read() as session:
        return upper_training.list_rows(session, year)


def total(school: Workspace, key: UUID, year: int = 2026) -> Decimal:
    with school.read() as session:
        return hours.totals(session, session.owner, year).get(key, Decimal(0))


def back(school: Workspace, undo: Undo) -> None:
    with school.write(undo.verb) as session:
        undo.act(session)


def test_a_list_is_recorded_and_goes_back_in_one_step(school: Workspace, tmp_path: Path) -> None:
    first, second = make(school, "王一"), make(school, "王二")
    path = written(tmp_path, row("王一"), row("王 二", date(2026, 6, 1), hours="8学时"))
    taken = take(school, path)
    assert (taken.new, total(school, first), total(school, second)) == (2, 40, 8)
    one = next(one for one in stored(school) if one.name == "王一")
    assert (one.level, one.starts_on, one.ends_on, one.paper) == (
        TrainingLevel.county,
        date(2026, 5, 11),
        date(2026, 5, 15),
        "结业证 17 号",
    )
    assert (one.result, one.collective) == (TrainingResult.completed, True)
    again = look(school, path)
    assert (again.count(News.same), again.count(News.new)) == (2, 0)
    with pytest.raises(Refused, match="没有新的"):
        take(school, path)
    back(school, taken.undo)
    assert (stored(school), total(school, first)) == ((), 0)


@pytest.mark.parametrize(
    ("span", "days"),
    [
        ("2026年5月11日至15日", (date(2026, 5, 11), date(2026, 5, 15))),
        ("2026-05-11—2026-05-15", (date(2026, 5, 11), date(2026, 5, 15))),
        ("2026.5.30 ~ 6.2", (date(2026, 5, 30), date(2026, 6, 2))),
        ("2026/5/11", (date(2026, 5, 11), date(2026, 5, 11))),
    ],
)
def test_spans_as_people_write_them(
    school: Workspace, tmp_path: Path, span: str, days: tuple[date, date]
) -> None:
    make(school, "王一")
    (line,) = look(school, written(tmp_path, row("王一", span, hours=8))).of(News.new)
    assert (line.draft.starts_on, line.draft.ends_on) == days


def test_what_cannot_be_taken_is_told_and_stays_out(school: Workspace, tmp_path: Path) -> None:
    for name in ("王一", "王二", "王三", "王四", "王五"):
        make(school, name)
    path = written(
        tmp_path,
        row("王一", "5月11日至15日"),
        row("王二", level=""),
        row("王三", "2026.5.15-5.11"),
        row("王四", level="镇级"),
        row("王五"),
        row("王五"),
        row("赵六"),
        row("王四", "2027.1.1"),
    )
    shown = look(school, path)
    assert [line.title for line in shown.of(News.new)] == ["王五"]
    reasons = [one.reason for one in shown.problems]
    assert "起止看不懂，请写成 2026.3.5-3.9 这样，写上年份。" in reasons
    assert "还缺级别。" in reasons
    assert "“结束”在“开始”之前，请核对。" in reasons
    assert any(reason.startswith("级别应为") for reason in reasons)
    assert any("是同一条上级调训" in reason for reason in reasons)
    assert "学员里没有赵六。" in reasons
    assert any("不能晚于今天" in reason for reason in reasons)


def test_what_the_file_does_not_say_is_said(school: Workspace, tmp_path: Path) -> None:
    make(school, "王一")
    header = tuple(word for word in HEADER if word != "证书编号")
    path = written(tmp_path, row("王一")[:-1], header=header)
    file = training_sheet.open_file(path, silent)
    assert training_sheet.assumed(file) == (
        "文件里没有写的：“结果”都按“结业”，“算集中培训”都按“算”，“依据”写成文件名。"
    )
    take(school, path)
    assert stored(school)[0].paper == "2026年调训名单.xlsx"


def test_what_is_recorded_is_changed_by_the_file(school: Workspace, tmp_path: Path) -> None:
    key = make(school, "王一")
    record(school, [key], DRAFT)
    path = written(tmp_path, row("王一", hours=24))
    (line,) = look(school, path).of(News.changed)
    assert [(one.what, one.before, one.after) for one in line.changes] == [
        ("学时", "40", "24"),
        ("依据", "嘉组通〔2026〕12号", "结业证 17 号"),
    ]
    taken = take(school, path)
    assert (taken.changed, total(school, key)) == (1, 24)
    back(school, taken.undo)
    assert total(school, key) == 40


def test_a_class_over_new_year_comes_back_from_its_workbook(
    school: Workspace, tmp_path: Path
) -> None:
    key = make(school, "王一", identity_number="37082919510715381X")
    record(school, [key], DRAFT)
    with school.read() as session:
        book = training_sheet.book(session, upper_training.list_rows(session, 2026), "调训")
    path = tmp_path / "导出.xlsx"
    path.write_bytes(book)
    shown = look(school, path)
    assert (shown.count(News.same), shown.problems) == (1, ())


def test_another_list_is_refused(school: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path, ("王一", "13800138000"), header=("姓名", "电话"))
    with pytest.raises(BadSheet, match="上级调训的表头"):
        look(school, path)


def test_one_class_written_in_two_ways_is_told(school: Workspace, tmp_path: Path) -> None:
    key = make(school, "王一")
    record(school, [key], DRAFT)
    path = written(
        tmp_path,
        row("王一", by="县委组织部"),
        row("王一", "2026.6.1-6.5", class_name="示范班"),
        row("王一", "2026.6.5-6.6", class_name="示范班（二）", hours=8),
    )
    shown = look(school, path)
    assert [line.name for line in shown.of(News.new)] == ["示范班"]
    assert [one.reason.partition("，")[0] for one in shown.problems] == [
        "和“全县村党组织书记培训班”时间重叠",
        "和“示范班”时间重叠",
    ]
