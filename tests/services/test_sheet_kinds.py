"""Which files are read, in which encoding; and what the others are called, with what to do."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from services import roster_import
from services.core import sheet_reader
from services.order.grid import files_in
from services.roster_import import BadSheet
from tests.helpers.cases import case, changed_part, read_case, workbook
from tests.helpers.roster_file import silent

TWO = ["农一溪", "农二溪"]
HEADER = ("姓名", "所在党支部", "出生年月")
ROWS = [HEADER, ("李建国", "石桥村党支部", "1970.1"), ("王芳", "石桥村党支部", "1980.2")]
TEXT = "\r\n".join(",".join(row) for row in ROWS) + "\r\n"
NUMBERS = (*range(30, 41), *range(42, 46), 50, 51, 52, 54, 55, 58, 60, 61, 63, 64)


@pytest.mark.parametrize("number", NUMBERS)
def test_two_people_whatever_holds_them(number: int) -> None:
    roster = read_case(str(number))
    assert [entry.name for entry in roster.entries] == TWO
    assert [str(entry.joined) for entry in roster.entries] == ["2001-07", "2005-07"]
    assert all(entry.identity_number for entry in roster.entries)


@pytest.mark.parametrize(
    ("number", "words"),
    [("46", "网页"), ("57", "Big5"), ("59", "编码坏了"), ("62", "编码坏了")],
)
def test_what_cannot_be_read_is_named(number: str, words: str) -> None:
    with pytest.raises(BadSheet, match=words) as failure:
        read_case(number)
    assert "WPS" in failure.value.message or "xlsx" in failure.value.message


def _word(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("名单.xlsx", b"PK")


XML = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>'
)
MHTML = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n<html>"
OLD_WORD = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "WordDocument".encode("utf-16-le")
MIXED = TEXT.encode("gb18030") + "张秀英,石桥村党支部,1990.3\r\n".encode()
ONE_BAD_BYTE = TEXT.encode().replace("芳".encode(), "芳".encode()[:2])
NAMED: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "xml 2003": ("a.xls", lambda p: p.write_text(XML, "utf-8"), "XML 表格"),
    "mhtml": ("a.xls", lambda p: p.write_text(MHTML, "utf-8"), "MHTML"),
    "html": (
        "a.et",
        lambda p: p.write_text(f"\ufeff<!DOCTYPE html><table>{TEXT}", "utf-8"),
        "网页",
    ),
    "word": ("a.xlsx", _word, "Word"),
    "old word": ("a.xls", lambda p: p.write_bytes(OLD_WORD), "Word"),
    "zip": ("a.xlsx", _zip, "压缩包"),
    "rar": ("a.et", lambda p: p.write_bytes(b"Rar!\x1a\x07\0" * 90), "压缩包"),
    "pdf": ("a.xls", lambda p: p.write_bytes(b"%PDF-1.7\n1 0 obj"), "PDF"),
    "picture": ("a.csv", lambda p: p.write_bytes(b"\xff\xd8\xff\xe0" + b"\0JFIF" * 50), "图片"),
    "big5": (
        "a.txt",
        lambda p: p.write_bytes("姓名,黨支部\n陳大文,東吳村\n".encode("big5")),
        "Big5",
    ),
    "mixed": ("a.csv", lambda p: p.write_bytes(MIXED), "编码坏了"),
    "one bad byte": ("a.csv", lambda p: p.write_bytes(ONE_BAD_BYTE), "编码坏了"),
    "cut": ("a.csv", lambda p: p.write_bytes(TEXT.encode()[:-10]), "编码坏了"),
    "aligned": (
        "a.txt",
        lambda p: p.write_text("姓名  支部  电话\n李建国    138\n", "utf-8"),
        "空格",
    ),
}


@pytest.mark.parametrize("kind", NAMED)
def test_more_that_is_named_for_what_it_is(tmp_path: Path, kind: str) -> None:
    name, make, words = NAMED[kind]
    make(tmp_path / name)
    with pytest.raises(BadSheet, match=words):
        sheet_reader.read(tmp_path / name, silent)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("gb18030"),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.replace(",", "，").encode("gb18030"),
        TEXT.replace(",", "\u3000").encode(),
        TEXT.replace("李建国", "李\U00020c3e国").encode("gb18030"),
        ("石桥村党员名单\r\n" + TEXT).encode("gbk"),
        TEXT.replace("李建国", '"=""李建国"""').encode(),
        (TEXT + "\x1a").encode("gbk"),
    ],
)
def test_text_in_the_encodings_and_with_the_marks_of_offices(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    entries = roster_import.read(path, silent).entries
    assert [entry.name[0] for entry in entries] == ["李", "王"]
    assert [str(entry.born) for entry in entries] == ["1970-01", "1980-02"]


def test_et_and_ods_are_offered_and_not_skipped_in_a_folder(tmp_path: Path) -> None:
    for ending in (".et", ".ods", ".xlsx", ".xls"):
        assert f"*{ending}" in sheet_reader.FILTER
        (tmp_path / f"石桥村{ending.upper()}").write_bytes(b"x")
    (tmp_path / "说明.docx").write_bytes(b"x")
    assert len(files_in(tmp_path)) == 4


def test_errors_and_formulas_without_a_value_stand_in_their_cells() -> None:
    (sheet,) = sheet_reader.read(case("17"), silent).sheets
    assert [row.cells[1] for row in sheet.rows] == [
        "所在党支部",
        "#N/A",
        "石梁村党支部",
        "石梁村党支部",
    ]
    assert sheet.rows[3].cells[0] == "#REF!"
    (sheet,) = sheet_reader.read(case("19"), silent).sheets
    assert sheet.rows[1].cells[1] == "#无结果"


def test_a_formula_that_gives_an_empty_text_has_a_value(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"名单": [*ROWS, ("赵静", "石桥村党支部", 7)]})

    def empty(xml: str) -> str:
        return xml.replace('<c r="C4"><v>7</v>', '<c r="C4" t="str"><f>IF(1,"","")</f><v></v>')

    changed_part(path, "xl/worksheets/sheet1.xml", empty)
    (sheet,) = sheet_reader.read(path, silent).sheets
    assert len(sheet.rows[3].cells) == 2
