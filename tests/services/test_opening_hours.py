"""Beginning in mid-year: hours that people had before the program came."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from models.hours import HoursRecordKind
from models.member import Role
from models.sign_in import SignInStatus
from services import hours, member, merging, opening_hours
from services.core.draft_taking import Comparison, News, SheetTaken
from services.core.errors import BadInput, Refused
from services.core.sheet_reader import BadSheet
from services.core.undo import Undo
from services.core.workspace import Workspace
from services.hours import CorrectionDraft, State
from services.opening_hours import OpeningDraft
from services.opening_hours import sheet as opening_sheet
from services.opening_hours.sheet import OpeningOf
from tests.helpers.course_file import silent
from tests.helpers.merging import make, merge, put_sign_in, take_back
from tests.helpers.teaching import Teaching, at

DRAFT = OpeningDraft(date(2026, 6, 30), Decimal(18), "学时登记簿第 12 页")
OTHER = "中共仲山镇东吴村支部委员会"


def back(school: Workspace, undo: Undo) -> None:
    with school.write(undo.verb) as session:
        undo.act(session)


def total(school: Workspace, key: UUID) -> Decimal:
    with school.read() as session:
        return hours.totals(session, session.owner, 2026).get(key, Decimal(0))


def record(school: Workspace, *keys: UUID, draft: OpeningDraft = DRAFT) -> Any:
    with school.write("opening_hours.record") as session:
        return opening_hours.record(session, keys, draft)


def written(folder: Path, header: Sequence[str], *rows: Sequence[Any]) -> Path:
    path = folder / "学时登记簿.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((header, *rows)):
            sheet.write_row(number, 0, row)
    return path


def look(school: Workspace, path: Path) -> Comparison[OpeningOf]:
    file = opening_sheet.open_file(path, silent)
    with school.read() as session:
        return opening_sheet.preview(session, file)


def take(school: Workspace, path: Path) -> SheetTaken:
    shown = look(school, path)
    with school.write("opening_hours.take") as session:
        return opening_sheet.take(session, shown)


def test_they_stand_in_a_row_of_their_own_with_their_paper(school: Workspace) -> None:
    key = make(school)
    made = record(school, key)
    with school.read() as session:
        (line,) = hours.for_member(session, key, 2026)
    assert line.kind is HoursRecordKind.opening
    assert (line.lesson, line.class_title, line.source, line.hours) == (
        "期初学时",
        "系统启用前",
        "学时登记簿第 12 页",
        18,
    )
    assert total(school, key) == 18
    back(school, made.undo)
    assert total(school, key) == 0


def test_nobody_has_them_twice(school: Workspace) -> None:
    key, other = make(school), make(school, "李四")
    record(school, key)
    made = record(school, key, other)
    assert (len(made.record_ids), made.already) == (1, 1)
    with pytest.raises(Refused, match="已经记过"):
        record(school, key, other)
    with school.write("hours.undo_records") as session:
        undone = hours.undo_records(session, made.record_ids)
    record(school, other)
    with pytest.raises(Refused, match="后来又记过"):
        back(school, undone.undo)


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (replace(DRAFT, on_day=date(2025, 12, 31)), "只记本年"),
        (replace(DRAFT, on_day=date(2026, 12, 31)), "不能晚于今天"),
        (replace(DRAFT, hours=Decimal(0)), "不能是 0"),
        (replace(DRAFT, hours=Decimal("1.3")), "半学时"),
        (replace(DRAFT, paper=" "), "依据"),
    ],
)
def test_what_cannot_be_is_refused(school: Workspace, draft: OpeningDraft, words: str) -> None:
    key = make(school)
    with pytest.raises(BadInput, match=words):
        record(school, key, draft=draft)
    assert total(school, key) == 0


def test_a_collective_training_among_them_counts_for_a_leader(school: Workspace) -> None:
    key = make(school, role=Role.secretary)

    def state() -> State:
        with school.read() as session:
            (row,) = hours.ledger(session, session.owner, 2026).rows
        return row.state

    made = record(school, key, draft=replace(DRAFT, hours=Decimal(60)))
    assert state() is State.needs_lesson
    back(school, made.undo)
    record(school, key, draft=replace(DRAFT, hours=Decimal(60), collective=True))
    assert state() is State.reached


def test_they_are_not_taken_back_from_under_a_correction(school: Workspace) -> None:
    key = make(school)
    made = record(school, key)
    with school.write("hours.record_correction") as session:
        draft = CorrectionDraft(date(2026, 7, 1), Decimal(-10), "多记", "仲党校〔2026〕3号", "王")
        hours.record_correction(session, key, draft)
    with pytest.raises(Refused, match="低于 0"):
        back(school, made.undo)
    assert total(school, key) == 8


def test_a_sheet_comes_in_with_what_it_does_not_say(school: Workspace, tmp_path: Path) -> None:
    first, second = make(school, "王芳"), make(school, "王芳", branch=OTHER)
    third, gone = make(school, "吕绿"), make(school, "赵六")
    with school.write("member.retire") as session:
        member.retire(session, gone)
    path = written(
        tmp_path,
        ("序号", "姓名", "支部", "累计学时", "备注"),
        (1, "王芳", "石桥村", 12, ""),
        (2, "王 芳", "东吴村党支部", "16.5学时", "补"),
        (3, "吕绿", "", 0, ""),
        (4, "赵六", "", 8, ""),
        (5, "钱七", "", 8, ""),
        (6, "王芳", "", 8, ""),
        ("合计", "", "", 44, ""),
    )
    shown = look(school, path)
    assert [(line.title, line.name, line.draft.hours) for line in shown.of(News.new)] == [
        ("王芳", "石桥村党支部", 12),
        ("王芳", "东吴村党支部", Decimal("16.5")),
    ]
    assert [one.reason for one in shown.problems] == [
        "石桥村党支部的赵六已停用或转出。",
        "学员里没有钱七。",
        "有 2 个人叫王芳（石桥村党支部、东吴村党支部），请写上党支部或身份证号后四位。",
    ]
    told = [(one.shown, one.reason) for one in shown.found.left_out]
    assert ("1 人", "没有填学时，或填的是 0") in told
    assert ("备注", "不认识这一列") in told
    with school.read() as session:
        said = opening_sheet.assumed(session, shown.found)
    assert said == (
        "文件里没有写的：“截至”都按今天（11月23日），“含集中培训”都按“否”，“依据”写成文件名。"
    )
    taken = take(school, path)
    assert (taken.new, taken.changed) == (2, 0)
    assert [total(school, key) for key in (first, second, third)] == [12, Decimal("16.5"), 0]
    assert not look(school, path).of(News.new)  # once more: nothing changes
    back(school, taken.undo)
    assert total(school, second) == 0


def test_a_changed_sheet_changes_and_the_way_back_is_whole(
    school: Workspace, tmp_path: Path
) -> None:
    key = make(school)
    record(school, key)
    taken = take(school, written(tmp_path, ("姓名", "期初学时"), ("王秀兰", 20)))
    assert (taken.new, taken.changed) == (0, 1)
    with school.read() as session:
        (line,) = hours.for_member(session, key, 2026)
    assert (line.hours, line.source) == (20, "学时登记簿第 12 页")
    back(school, taken.undo)
    assert total(school, key) == 18


def test_the_sheet_to_fill_in_comes_back(school: Workspace, tmp_path: Path) -> None:
    make(school, "王芳", identity_number="37082919510715381X")
    key = make(school, "李四")
    record(school, key)
    with school.read() as session:
        book = opening_sheet.book(session)
    path = tmp_path / "空表.xlsx"
    path.write_bytes(book)
    words = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert "37082919510715381X" not in str(words)
    assert "381X" in str(words)
    shown = look(school, path)
    assert (shown.count(News.same), shown.count(News.new), shown.problems) == (1, 0, ())
    assert ("1 人", "没有填学时，或填的是 0") in [
        (one.shown, one.reason) for one in shown.found.left_out
    ]


def test_who_signed_in_before_that_day_is_told(school: Workspace, tmp_path: Path) -> None:
    """The paper may count a lesson that the program has, too."""
    key = make(school, "孙八")
    lesson = Teaching(school).lesson(at(6, 9, month=7))
    put_sign_in(school, lesson, key, SignInStatus.present)
    path = written(tmp_path, ("姓名", "期初学时"), ("孙八", 20))
    file = opening_sheet.open_file(path, silent)
    with school.read() as session:
        assert "孙八在“截至”那天以前已经有签到" in opening_sheet.assumed(session, file)


def test_an_identity_number_tells_and_never_guesses(school: Workspace, tmp_path: Path) -> None:
    make(school, "王芳", identity_number="37082919510715381X")
    make(school, "王芳", branch=OTHER)
    header = ("姓名", "身份证号", "期初学时")
    shown = look(
        school,
        written(
            tmp_path,
            header,
            ("王芳", "381x", 8),
            ("李四", "37082919510715381X", 8),
            ("王芳", "12345", 8),
        ),
    )
    assert [line.name for line in shown.of(News.new)] == ["石桥村党支部"]
    assert [one.reason for one in shown.problems] == [
        "身份证号应是 18 位，或者只写后四位。",
        "这个身份证号是王芳的，名字不同。",
    ]


def test_another_list_is_refused(school: Workspace, tmp_path: Path) -> None:
    with pytest.raises(BadSheet, match="期初学时的表头"):
        look(school, written(tmp_path, ("姓名", "电话"), ("王芳", "13800138000")))


def test_two_records_of_one_person_count_them_once(school: Workspace) -> None:
    kept, merged = make(school), make(school, "王秀蓝")
    record(school, kept)
    record(school, merged, draft=replace(DRAFT, hours=Decimal(20)))
    with school.read() as session:
        told = merging.preview(session, kept, merged).once
    assert "2026 年期初学时两条都有（18 和 20），只计留下的 18。" in told
    made = merge(school, kept, merged)
    assert total(school, kept) == 18
    take_back(school, made)
    assert (total(school, kept), total(school, merged)) == (18, 20)


def test_cells_left_empty_are_counted(school: Workspace, tmp_path: Path) -> None:
    """Filled in for one row where another had the column, they were filled in without a word."""
    for name in ("王一", "王二"):
        make(school, name)
    path = written(
        tmp_path,
        ("姓名", "期初学时", "截至", "含集中培训", "依据"),
        ("王一", 8, date(2026, 6, 30), "是", "登记簿"),
        ("王二", 8, "", "", ""),
    )
    file = opening_sheet.open_file(path, silent)
    with school.read() as session:
        assert opening_sheet.assumed(session, file) == (
            "文件里没有写的：“截至”都按今天（11月23日）（1 行），“含集中培训”都按“否”（1 行），"
            "“依据”写成文件名（1 行）。"
        )
