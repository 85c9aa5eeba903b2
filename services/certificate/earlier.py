"""Certificates that were given before the program came: taken in from the old register, so that
their numbers are never given again and new ones go on after them. They have no document here."""

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models.certificate import Certificate, CertificateKind, CertificateState
from services.core import draft_sheet, draft_taking
from services.core.draft_sheet import DraftSheet, SheetColumn, SheetRow, SheetRows, field_columns
from services.core.draft_taking import Comparison, Known, Rules, SheetTaken
from services.core.errors import BadInput
from services.core.fields import checked, choice, day, draft, field_of, text, yes_no
from services.core.session import WorkSession
from services.core.sheet_reader import Cell, Progress, Sheet
from services.core.sheet_table import text_of
from services.core.text import clean_name, normal
from services.core.undo import Before

UNDO = "certificate.undo"
NO_HEADER = (
    "这个文件里没有找到旧证书登记簿的表头（证书编号、姓名、发证日期），请检查是否选错了文件。"
)
NEEDED = ("holder", "kind", "issued_on")
LONGEST_PAPER = 60
MOST_DIGITS = 6
MOST_READ_OFF = 4
"""Digits of a running part that nobody wrote down as one: 25012 may have a year in it."""
_RUNNING = re.compile(r"(\d+)\D*$")


@draft
class EarlierDraft:
    """One line of the old register. `serial` is the number's running part, where that cannot be
    read off its end."""

    number: str = text("证书编号", 40, clean=lambda said: normal(said).replace(" ", ""))
    kind: CertificateKind = choice("种类", CertificateKind)
    holder: str = text("姓名", 40, clean=clean_name)
    issued_on: date = day("发证日期", past=True)
    paper: str = text("依据", LONGEST_PAPER, hint="例如：2025 年证书登记簿")
    voided: bool = yes_no("已作废", default=False)
    serial: int = 0


def serial_of(number: str, year: int) -> int:
    """The running part at the end of a number: 聘〔2025〕012号 → 12, 2025012 → 12.

    Raises BadInput where there is none, or where it is too long to be one or the year itself.
    """
    found = _RUNNING.search(number)
    digits = found[1] if found else ""
    if len(digits) > len(str(year)):
        digits = digits.removeprefix(str(year))
    if not digits or len(digits) > MOST_READ_OFF or int(digits) in (0, year):
        raise BadInput(
            f"看不出“{number}”的顺序号。请在文件里加一列“顺序号”，写上它是当年第几张。", "number"
        )
    return int(digits)


def open_file(path: Path, progress: Progress) -> SheetRows:
    """Raises BadSheet."""
    return draft_sheet.open_file(path, progress, EARLIER, lambda _sheets: NO_HEADER)


def is_register(sheets: Sequence[Sheet]) -> bool:
    return bool(EARLIER.tables(sheets))


def assumed(file: SheetRows) -> str:
    """What is taken for granted, in a sentence; else empty."""
    return draft_taking.assumed_words(file, {"voided": "都按有效", "paper": "“依据”写成文件名"})


def preview(session: WorkSession, file: SheetRows) -> Comparison[EarlierDraft]:
    """Compare a file with the register, and change nothing."""
    rows = session.scalars(select(Certificate).where(Certificate.owner == session.owner))
    register = {normal(row.number).replace(" ", ""): row for row in rows}
    known = [
        Known(row.id, row.number, row.holder, _stored(row))
        for row in register.values()
        if row.earlier
    ]
    by_id = {one.id: one for one in known}

    def who(row: SheetRow) -> Known[EarlierDraft] | None:
        there = register.get(row.values["number"])
        if there is not None and not there.earlier:
            raise BadInput(f"这个编号已由本系统签发给{there.holder}。", "number")
        return None if there is None else by_id[there.id]

    def fill(row: SheetRow, one: Known[EarlierDraft] | None) -> EarlierDraft:
        said = dict(row.values)
        if one is not None:
            return replace(one.draft, **said)  # its number is the same, and so is its serial
        missing = [field_of(EarlierDraft, key).caption for key in NEEDED if key not in said]
        if missing:
            raise BadInput(f"还缺{'、'.join(missing)}。", "number")
        rest: dict[str, Any] = {"paper": file.name[:LONGEST_PAPER], "voided": False}
        return _with_serial(EarlierDraft(**(rest | said)), said)

    def key(row: SheetRow) -> tuple[str, Hashable]:
        return "number", row.values["number"]

    rules = Rules(
        key=key,
        who=who,
        fill=fill,
        check=lambda draft: checked(draft, session.today()),
        title=lambda draft: draft.holder,
        name=lambda draft: draft.number,
    )
    return draft_taking.compare(file, EARLIER, known, rules)


def take(
    session: WorkSession, shown: Comparison[EarlierDraft], *, change_known: bool = True
) -> SheetTaken:
    """Enter what is new and change what is known. Raises Refused where nothing would change or
    what was shown is no longer so."""

    def make(draft: EarlierDraft, before: Before) -> None:
        before.made(session.make(Certificate, content={}, **_values(session, draft)))

    def change(key: UUID, draft: EarlierDraft, before: Before) -> None:
        row = session.require(Certificate, key)
        before.keep(row)
        for name, value in _values(session, draft).items():
            setattr(row, name, value)

    before = Before(session)
    new, changed = draft_taking.take(
        before,
        EARLIER,
        shown,
        preview(session, shown.found),
        make,
        change,
        known=change_known,
    )
    session.flush()
    session.note("certificate.take", new=new, changed=changed, rows=len(shown.found.rows))
    words = draft_taking.taken_words(EARLIER, new, changed)
    return SheetTaken(new, changed, before.undo(words, UNDO))


def book(session: WorkSession) -> bytes:
    """An .xlsx of those that were taken in, which can be read again; of none, to be filled in."""
    rows = session.scalars(
        select(Certificate)
        .where(Certificate.owner == session.owner, Certificate.earlier.is_(True))
        .order_by(Certificate.year, Certificate.kind, Certificate.serial)
    )
    lines = [_stored(row) for row in rows]
    note = "只填系统启用以前发的证书；导入后新证书的编号接着往下排"
    return draft_sheet.book(EARLIER, lines, "以前发的证书", note, name="旧证书")


def log_exported(session: WorkSession) -> None:
    """Note that the register from before the program left it as a workbook."""
    session.note("certificate.log_exported")


def _with_serial(draft: EarlierDraft, said: Mapping[str, Any]) -> EarlierDraft:
    """With the running part of its number, where the file does not say it."""
    if "serial" in said:
        return draft
    return replace(draft, serial=serial_of(draft.number, draft.issued_on.year))


def _values(session: WorkSession, draft: EarlierDraft) -> dict[str, Any]:
    values = checked(draft, session.today())
    voided = values.pop("voided")
    state = CertificateState.void if voided else CertificateState.issued
    return values | {
        "year": draft.issued_on.year,
        "serial": draft.serial,
        "state": state,
        "appointment_id": None,
        "earlier": True,
    }


def _stored(row: Certificate) -> EarlierDraft:
    return EarlierDraft(
        number=row.number,
        kind=row.kind,
        holder=row.holder,
        issued_on=row.issued_on,
        paper=row.paper,
        voided=row.state is CertificateState.void,
        serial=row.serial,
    )


def _read_kind(cell: Cell) -> CertificateKind:
    """Raises BadInput."""
    said = text_of(cell).replace(" ", "")
    for kind in CertificateKind:
        if said in (kind.word, kind.word.removesuffix("书"), *ALSO.get(kind, ())):
            return kind
    raise BadInput(f"种类应为{'、'.join(kind.word for kind in CertificateKind)}之一。")


def _read_serial(cell: Cell) -> int:
    """Raises BadInput."""
    said = text_of(cell)
    if not said.isdecimal() or not 0 < int(said) < 10**MOST_DIGITS:
        raise BadInput("顺序号应是数字，例如 12。")
    return int(said)


ALSO = {
    CertificateKind.appointment: ("聘任证书", "聘任书"),
    CertificateKind.completion: ("培训证书", "培训结业证书"),
    CertificateKind.honour: ("奖状", "荣誉"),
}
EARLIER = DraftSheet(
    "旧证书",
    "张",
    (
        *field_columns(
            EarlierDraft,
            {
                "number": 170,
                "kind": 80,
                "holder": 90,
                "issued_on": 100,
                "paper": 180,
                "voided": 70,
            },
            headers={
                "number": ("证书编号", "证书号", "证号", "编号"),
                "kind": ("种类", "证书种类", "证书类别", "证书类型", "证书名称", "类别"),
                "holder": ("姓名", "持证人", "获证人", "学员姓名"),
                "issued_on": ("发证日期", "签发日期", "颁发日期", "发证时间", "颁证日期"),
                "paper": ("依据", "登记簿"),
                "voided": ("已作废", "作废", "是否作废"),
            },
            reads={"kind": _read_kind},
        ),
        SheetColumn(
            "serial",
            "顺序号",
            ("顺序号",),
            _read_serial,
            lambda one: one.serial,
            width=70,
            right=True,
        ),
    ),
    required=("number", "holder", "issued_on"),
    title="number",
)
