"""Files that are no roster, damaged or hostile: each ends in one clear sentence."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from services import roster_import
from services.core import sheet_reader
from services.core.errors import Cancelled
from services.roster_import import BadSheet
from tests.helpers import roster_file
from tests.helpers.roster_file import (
    BRANCH,
    FIRST,
    PERSON,
    SECOND,
    silent,
    small_roster,
)

Hostile = Callable[[Path], object]
HOSTILE: dict[str, tuple[str, Hostile, str]] = {
    "far cell": ("a.xlsx", roster_file.far_cell, "很远的地方"),
    "bomb": ("a.xlsx", lambda p: roster_file.claim_size(small_roster(p, []), 1 << 31), "太大"),
    "lying bomb": ("a.xlsx", lambda p: roster_file.zip_bomb(p, 40, honest=False), "."),
    "password": ("a.xlsx", roster_file.encrypted_workbook, "密码"),
    "empty": ("a.csv", lambda p: p.write_bytes(b""), "空的"),
    "blank": ("a.csv", lambda p: p.write_text(",,\n,,\n", "utf-8"), "空的"),
    "html": ("a.xls", lambda p: p.write_text("\n<html><table>姓名</table>", "utf-8"), "网页"),
    "noise": ("a.xlsx", lambda p: p.write_bytes(bytes(range(128, 256)) * 40), "不是表格"),
    "half": ("a.xlsx", lambda p: _half(small_roster(p, [PERSON] * 50)), "损坏"),
    "old noise": (
        "a.xls",
        lambda p: p.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 3000),
        "损坏",
    ),
    "other list": (
        "a.xlsx",
        lambda p: small_roster(
            p, [("1", "田华")], ("序号", "姓名", "职称", "性别", "职务", "主要讲授专题")
        ),
        "师资库",
    ),
    "menu": (
        "a.xlsx",
        lambda p: small_roster(p, [("1", "党课")], ("课程编码", "课程名称", "课程类型")),
        "课程菜单",
    ),
    "no branch": (
        "a.xlsx",
        lambda p: small_roster(p, [("田华", FIRST)], ("姓名", "身份证号", "性别")),
        "所在党支部",
    ),
    "no header": ("a.xlsx", lambda p: small_roster(p, [PERSON], ("甲", "乙", "丙")), "表头"),
    "macros only": ("a.xlsm", lambda p: p.write_bytes(b"PK\x03\x04" + b"\0" * 500), "损坏"),
    "columns": ("a.csv", lambda p: p.write_text("姓名," * 100_000, "utf-8"), "列太多"),
    "wide sheet": ("a.xlsx", roster_file.wide_sheet, "列太多|很远"),
    "zeros": ("a.csv", lambda p: p.write_bytes("姓名,身份证号\0\r\n".encode()), "不是表格"),
    "half a character": ("a.csv", lambda p: p.write_bytes(b"\xff\xfe\x00"), "不是表格"),
    "open quote": ("a.csv", lambda p: _csv(p, '"外出', ""), "引号"),
    "two stray quotes": ("a.csv", lambda p: _csv(p, '"外出', '外出"'), "引号"),
    "nobody": ("a.xlsx", lambda p: small_roster(p, []), "没有人"),
    "gone": ("a.xlsx", lambda p: p, "不在了"),
}


def _csv(path: Path, *notes: str, mark: str = ",", title: str = "") -> None:
    """Twelve people with a line each; the last column of some is given."""
    lines = [title] if title else []
    lines.append(mark.join(("姓名", "性别", "所在党支部", "出生日期", "备注")))
    for number in range(12):
        note = notes[number] if number < len(notes) else "无"
        name = "王" + chr(ord("一") + number)
        lines.append(mark.join((name, "男", "石桥村党支部", f"1970-01-{number + 1:02d}", note)))
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:4000])


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_bad_file_ends_in_one_clear_sentence(tmp_path: Path, kind: str) -> None:
    name, make, words = HOSTILE[kind]
    path = tmp_path / name
    make(path)
    with pytest.raises(BadSheet, match=words) as failure:
        roster_import.read(path, silent)
    assert str(path) not in failure.value.message


def test_links_and_macros_are_not_followed(tmp_path: Path) -> None:
    """What a workbook brings beside its cells is not looked at: the people are read."""
    path = roster_file.with_parts(
        small_roster(tmp_path / "a.xlsm", [PERSON]),
        {
            "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 50,
            "xl/externalLinks/externalLink1.xml": b"<externalLink><externalBook/></externalLink>",
        },
    )
    roster = roster_import.read(path, silent)
    assert [entry.name for entry in roster.entries] == ["李建国"]


def test_a_formula_is_no_name(tmp_path: Path) -> None:
    rows = [PERSON, ("=HYPERLINK(A1)", SECOND, BRANCH, "1950"), ("@SUM", "", BRANCH, "1950")]
    roster = roster_import.read(small_roster(tmp_path / "a.xlsx", rows), silent)
    assert [entry.name for entry in roster.entries] == ["李建国"]
    assert [problem.cell for problem in roster.problems] == ["A3", "A4"]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(sheet_reader.MOST_BYTES + 1)
    with pytest.raises(BadSheet, match="64 MB"):
        roster_import.read(path, silent)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_locked_file_is_told(tmp_path: Path) -> None:
    path = small_roster(tmp_path / "a.xlsx", [PERSON])
    path.chmod(0)
    with pytest.raises(BadSheet, match="打不开"):
        roster_import.read(path, silent)


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "花名册.xlsx"
    roster_file.roster_file(path, people=2_000)
    started = time.monotonic()

    def stop(_done: int, _of: int, _what: str) -> None:
        if time.monotonic() - started > 0.1:
            raise Cancelled

    with pytest.raises(Cancelled):
        roster_import.read(path, stop)


def test_the_child_does_not_get_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It reads files of strangers, so it shall know nothing worth stealing."""
    shown = tmp_path / "environment"
    script = tmp_path / "main.py"
    script.write_text(
        f"import os; open({str(shown)!r}, 'w').write(repr(dict(os.environ)))", "utf-8"
    )
    monkeypatch.setenv("DESK_PASSWORD", "correct-horse-1")
    monkeypatch.setattr(sheet_reader, "MAIN", script)
    with pytest.raises(BadSheet):
        roster_import.read(small_roster(tmp_path / "a.xlsx", [PERSON]), silent)
    assert "correct-horse-1" not in shown.read_text("utf-8")


@pytest.mark.parametrize(
    ("mark", "title"), [(",", "仲山镇党员名单;2026"), ("\t", "仲山镇党员名单"), (";", "名单")]
)
def test_a_title_over_a_csv_does_not_decide_what_divides_its_columns(
    tmp_path: Path, mark: str, title: str
) -> None:
    path = tmp_path / "a.csv"
    _csv(path, mark=mark, title=title)
    assert len(roster_import.read(path, silent).entries) == 12


def test_a_cell_of_two_lines_is_a_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    _csv(path, '"外出\n务工"')
    entries = roster_import.read(path, silent).entries
    assert len(entries) == 12
    assert entries[0].note == "外出 务工"
