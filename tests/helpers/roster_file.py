"""Roster files for the tests: the made-up one with its traps, small ones, hostile ones."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlalchemy import select

from models.member import Member
from services import roster_import
from services.core.workspace import Workspace
from services.demo_roster import MadeRoster, make_roster
from services.roster_import import Choices, Preview, RosterTaken

HEADER = ("姓名", "身份证号", "所在党支部", "出生日期", "入党时间", "联系电话", "职务")
BRANCH = "中共仲山镇石桥村支部委员会"
FIRST = "37082919510715381X"
SECOND = "370829198809233631"
PERSON = ("李建国", FIRST, BRANCH, "1951.07", "1988年3月", "13800000417", "党支部书记")


def silent(_done: int, _of: int, _what: str) -> None:
    """Nobody watches."""


def look(school: Workspace, path: Path) -> Preview:
    roster = roster_import.read(path, silent)
    with school.read() as session:
        return roster_import.preview_of(session, roster)


def take(school: Workspace, path: Path, choices: Choices | None = None) -> RosterTaken:
    return roster_import.take(school, roster_import.read(path, silent), silent, choices)


def stored(school: Workspace) -> list[dict[str, Any]]:
    """Every member's columns, but for the times of record."""
    columns = [c for c in Member.__table__.columns if c.name not in ("created_at", "updated_at")]
    with school.read() as session:
        rows = session.execute(select(*columns).order_by(Member.id)).all()
    return [dict(row._mapping) for row in rows]


def roster_file(path: Path, *, seed: int = 7, people: int = 150) -> MadeRoster:
    """The made-up roster with every trap of a register's export."""
    return make_roster(path, seed, people)


def small_roster(path: Path, rows: Sequence[Sequence[Any]], header: Sequence[str] = HEADER) -> Path:
    """An .xlsx whose header stands in row 1 and whose people begin in row 2."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("名单")
        sheet.write_row(0, 0, header)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                else:
                    sheet.write(number, column, value)
    return path


def far_cell(path: Path) -> Path:
    """A small file with one cell at the far corner: reading it aborts the reader."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_string("XFD1048576", "远")
    return path


def wide_sheet(path: Path) -> Path:
    """A header, and a cell in the last column that a spreadsheet has."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_string("XFD2", "远")
    return path


def with_parts(path: Path, parts: dict[str, bytes]) -> Path:
    """Put further parts, such as macros, into a workbook."""
    with zipfile.ZipFile(path, "a") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def zip_bomb(path: Path, megabytes: int, *, honest: bool = True) -> Path:
    """A small file whose sheet unpacks to so many megabytes; a dishonest one denies it."""
    plain = small_roster(path.with_suffix(".plain.xlsx"), [])
    with (
        zipfile.ZipFile(plain) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for name in source.namelist():
            if not name.endswith("sheet1.xml"):
                target.writestr(name, source.read(name))
        with target.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/')
            sheet.write(b'spreadsheetml/2006/main"><sheetData><row r="1">')
            for _ in range(megabytes):
                sheet.write(b"<c t='inlineStr'><is><t>" + b"a" * (1 << 20) + b"</t></is></c>")
            sheet.write(b"</row></sheetData></worksheet>")
    if not honest:
        claim_size(path, 1000)
    return path


def claim_size(path: Path, unpacked: int) -> Path:
    """Write another unpacked size into the archive directory's entry of the sheet."""
    data = bytearray(path.read_bytes())
    at = data.rfind(b"xl/worksheets/sheet1.xml") - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    data[at + 24 : at + 28] = unpacked.to_bytes(4, "little")
    path.write_bytes(bytes(data))
    return path


def encrypted_workbook(path: Path) -> Path:
    """What a spreadsheet with an opening password looks like from outside: an old container
    that holds a stream called EncryptedPackage (MS-OFFCRYPTO)."""
    sector = 512
    header = bytearray(sector)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[24:34] = (
        (0x3E).to_bytes(2, "little")
        + (3).to_bytes(2, "little")
        + (b"\xfe\xff" + (9).to_bytes(2, "little") + (6).to_bytes(2, "little"))
    )
    none, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    for place, value in ((44, 1), (48, 1), (56, 0), (60, end), (68, end), (76, 0)):
        header[place : place + 4] = value.to_bytes(4, "little")
    header[80:sector] = none.to_bytes(4, "little") * ((sector - 80) // 4)
    fat = b"".join(
        value.to_bytes(4, "little") for value in (table, end, *([none] * (sector // 4 - 2)))
    )
    directory = _entry("Root Entry", 5, 1) + _entry("EncryptedPackage", 2, none)
    path.write_bytes(bytes(header) + fat + directory.ljust(sector, b"\0"))
    return path


def _entry(name: str, kind: int, child: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    none = (0xFFFFFFFF).to_bytes(4, "little")
    return (
        text.ljust(64, b"\0")
        + len(text).to_bytes(2, "little")
        + bytes([kind, 1])
        + none
        + none
        + child.to_bytes(4, "little")
        + bytes(36)
        + (0xFFFFFFFE).to_bytes(4, "little")
        + bytes(8)
    )
