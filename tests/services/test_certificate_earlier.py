"""Certificates from before the program: their numbers are kept, and new ones go on after them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from services import certificate
from services.certificate import CertificateKind, CertificateRow, CertificateState, earlier
from services.certificate.earlier import EarlierDraft, serial_of
from services.core.draft_taking import Comparison, News, SheetTaken
from services.core.errors import BadInput, Refused
from services.core.sheet_reader import BadSheet
from services.core.workspace import Workspace
from services.exchange.preflight import preflight
from tests.helpers.course_file import silent
from tests.services.test_certificate import appointed, issue, void

HEADER = ("序号", "证书编号", "证书种类", "姓名", "发证日期", "备注")


def written(folder: Path, *rows: Sequence[Any], header: Sequence[str] = HEADER) -> Path:
    path = folder / "证书登记簿.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for number, one in enumerate((header, *rows)):
            sheet.write_row(number, 0, one)
    return path


def look(school: Workspace, path: Path) -> Comparison[EarlierDraft]:
    file = earlier.open_file(path, silent)
    with school.read() as session:
        return earlier.preview(session, file)


def take(school: Workspace, path: Path) -> SheetTaken:
    shown = look(school, path)
    with school.write("certificate.take") as session:
        return earlier.take(session, shown)


def register(school: Workspace) -> dict[str, CertificateRow]:
    with school.read() as session:
        return {row.number: row for row in certificate.list_rows(session)}


OLD = (
    (1, "仲党校聘〔2026〕011号", "聘书", "王芳", date(2026, 3, 1), ""),
    (2, "仲党校聘〔2026〕012号", "聘任证书", "李四", "2026年3月1日", "外聘"),
    (3, "仲党校结2025007", "结业证书", "赵六", "2025.11.02", ""),
)


def test_numbers_go_on_after_them(school: Workspace, tmp_path: Path) -> None:
    taken = take(school, written(tmp_path, *OLD))
    assert (taken.new, taken.changed) == (3, 0)
    rows = register(school)
    row = rows["仲党校聘〔2026〕012号"]
    assert (row.kind, row.holder, row.issued_on) == (
        CertificateKind.appointment,
        "李四",
        date(2026, 3, 1),
    )
    assert (row.state, row.earlier, row.paper) == (CertificateState.issued, True, "证书登记簿.xlsx")
    _, term = appointed(school)
    assert issue(school, term).number.endswith("-聘-2026-0013")
    again = look(school, written(tmp_path, *OLD))
    assert (again.count(News.same), again.count(News.new)) == (3, 0)


def test_they_have_no_document(school: Workspace, tmp_path: Path) -> None:
    take(school, written(tmp_path, OLD[0]))
    (row,) = register(school).values()
    with (
        school.write("certificate.reprint") as session,
        pytest.raises(Refused, match="没有原件"),
    ):
        certificate.reprint(session, row.id)


def test_a_number_of_ours_is_never_taken_again(school: Workspace, tmp_path: Path) -> None:
    _, term = appointed(school)
    number = issue(school, term).number
    shown = look(school, written(tmp_path, (1, number, "聘书", "别人", date(2026, 1, 5), "")))
    assert [one.reason for one in shown.problems] == ["这个编号已由本系统签发给张广运。"]


def test_two_of_one_number_are_told(school: Workspace, tmp_path: Path) -> None:
    one, other = OLD[0], (2, " 仲党校聘〔2026〕011号", "聘书", "钱七", date(2026, 3, 2), "")
    shown = look(school, written(tmp_path, one, other))
    assert [line.title for line in shown.of(News.new)] == ["王芳"]
    assert "是同一张旧证书" in shown.problems[0].reason


def test_what_is_wrong_is_told(school: Workspace, tmp_path: Path) -> None:
    shown = look(
        school,
        written(
            tmp_path,
            (1, "无号", "聘书", "王芳", date(2026, 3, 1), ""),
            (2, "聘2026-5", "", "李四", date(2026, 3, 1), ""),
            (3, "聘2026-6", "奖杯", "赵六", date(2026, 3, 1), ""),
            (4, "聘2026-7", "聘书", "钱七", "2026.3", ""),
            (5, "聘2027-8", "聘书", "孙八", date(2027, 3, 1), ""),
        ),
    )
    assert not shown.lines
    reasons = [one.reason for one in shown.problems]
    assert any("看不出“无号”的顺序号" in reason for reason in reasons)
    assert "还缺种类。" in reasons
    assert "种类应为聘书、结业证书、荣誉证书之一。" in reasons
    assert any("要写到日" in reason for reason in reasons)
    assert any("不能晚于今天" in reason for reason in reasons)


def test_void_ones_stay_void_and_their_numbers_count(school: Workspace, tmp_path: Path) -> None:
    header = ("证书编号", "证书种类", "姓名", "发证日期", "作废", "顺序号")
    path = written(
        tmp_path,
        ("甲字第三十号", "聘书", "王芳", date(2026, 3, 1), "是", 30),
        header=header,
    )
    taken = take(school, path)
    (row,) = register(school).values()
    assert row.state is CertificateState.void
    _, term = appointed(school)
    assert issue(school, term).number.endswith("-0031")
    with school.write(taken.undo.verb) as session:
        taken.undo.act(session)
    assert [one.earlier for one in register(school).values()] == [False]


def test_one_that_was_voided_since_does_not_vanish(school: Workspace, tmp_path: Path) -> None:
    taken = take(school, written(tmp_path, OLD[0]))
    (row,) = register(school).values()
    void(school, row.id)
    with school.write(taken.undo.verb) as session, pytest.raises(Refused):
        taken.undo.act(session)
    assert register(school)[row.number].state is CertificateState.void


def test_the_register_of_before_has_no_gap_where_it_begins(
    school: Workspace, tmp_path: Path
) -> None:
    """The county's check counts from the first that is known."""
    take(school, written(tmp_path, *OLD[:2]))
    _, term = appointed(school)
    issue(school, term)
    with school.read() as session:
        words = [line.text for line in preflight(session, 2026, 7)]
    assert "证书编号连续" in words


def test_the_workbook_comes_back(school: Workspace, tmp_path: Path) -> None:
    take(school, written(tmp_path, *OLD))
    with school.read() as session:
        book = earlier.book(session)
    path = tmp_path / "导出.xlsx"
    path.write_bytes(book)
    shown = look(school, path)
    assert (shown.count(News.same), shown.problems) == (3, ())


@pytest.mark.parametrize(
    ("number", "serial"),
    [
        ("聘〔2026〕012号", 12),
        ("2026012", 12),
        ("JX-ZS-2026-0007", 7),
        ("第3号", 3),
        ("2026年第15号（补）", 15),
    ],
)
def test_the_running_part_of_a_number(number: str, serial: int) -> None:
    assert serial_of(number, 2026) == serial


@pytest.mark.parametrize(
    "number", ["聘书", "20260312007001", "聘〔2026〕000号", "12号（2026年）", "2026", "聘书26012"]
)
def test_what_is_no_running_part_is_asked_for(number: str) -> None:
    with pytest.raises(BadInput, match="顺序号"):
        serial_of(number, 2026)


def test_another_list_is_refused(school: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path, ("王一", "138"), header=("姓名", "电话"))
    with pytest.raises(BadSheet, match="旧证书登记簿"):
        look(school, path)


def test_an_old_number_that_looks_like_ours_blocks_nothing(
    school: Workspace, tmp_path: Path
) -> None:
    """Of last year by its day, it had this year's number: issuing failed for good."""
    _, term = appointed(school)
    code = issue(school, term).number.partition("-")[0]
    path = written(tmp_path, (1, f"{code}-聘-2026-0002", "聘书", "李运", date(2025, 12, 31), ""))
    take(school, path)
    _, other = appointed(school, "莫一帆")
    assert issue(school, other).number == f"{code}-聘-2026-0003"
