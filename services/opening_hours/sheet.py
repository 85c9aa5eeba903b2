"""Opening hours from a spreadsheet, and the sheet to fill in: a row for each person."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models.branch import Branch
from models.hours import HoursRecord, HoursRecordKind
from models.member import Member, MemberKind
from services.core import draft_sheet, draft_taking, fields
from services.core.draft_sheet import (
    DraftSheet,
    LeftOut,
    SheetColumn,
    SheetRow,
    SheetRows,
    field_columns,
)
from services.core.draft_taking import Comparison, Known, Rules, SheetTaken
from services.core.fields import draft_of
from services.core.listing import Cell as Written
from services.core.session import WorkSession
from services.core.sheet_reader import Progress, Sheet
from services.core.text import few_of
from services.core.undo import Before
from services.hours import require_enough
from services.member.meant import NAME, PERSON_COLUMNS, Meant, People, beside_person
from services.opening_hours.operations import (
    LONGEST_PAPER,
    UNDO,
    OpeningDraft,
    check,
    enter,
    rechecked,
    signed_in_before,
)

NO_HEADER = "这个文件里没有找到期初学时的表头（姓名、期初学时）。可以先导出空表，照样填好再导入。"
TELLING = ("期初学时", "已有学时", "累计学时", "已获学时", "已完成学时")
"""Header words that make a list one of this kind; 学时 alone stands in many."""


@dataclass(frozen=True, kw_only=True)
class OpeningOf(OpeningDraft):
    """What a row says of one person."""

    person: Meant


@dataclass(frozen=True)
class OpeningLine:
    """Somebody in use, with what is recorded for this year, as a workbook shows it."""

    person: Meant
    opening: OpeningOf | None


def open_file(path: Path, progress: Progress) -> SheetRows:
    """Rows without hours are nobody's concern: the sheet to fill in has everybody. Raises
    BadSheet."""
    found = draft_sheet.open_file(path, progress, OPENINGS, lambda _sheets: NO_HEADER)
    rows = tuple(row for row in found.rows if row.values.get("hours"))
    if not (empty := len(found.rows) - len(rows)):
        return found
    told = LeftOut("", f"{empty} 人", "没有填学时，或填的是 0")
    return replace(found, rows=rows, left_out=(*found.left_out, told))


def is_list(sheets: Sequence[Sheet]) -> bool:
    words = draft_sheet.words_in(sheets)
    return not words.isdisjoint(TELLING) and bool(OPENINGS.tables(sheets))


def assumed(session: WorkSession, file: SheetRows) -> str:
    """What is taken for granted where the file has no word of it, and who may be counted twice;
    in sentences, else empty."""
    today = session.today()
    told = draft_taking.assumed_words(
        file,
        {
            "on_day": f"“截至”都按今天（{today.month}月{today.day}日）",
            "collective": "“含集中培训”都按“否”",
            "paper": "“依据”写成文件名",
        },
    )
    lines = preview(session, file).lines
    days = {line.draft.person.member_id: line.draft.on_day for line in lines if line.changes}
    days |= {line.draft.person.member_id: line.draft.on_day for line in lines if not line.known}
    twice = signed_in_before(session, days)
    if twice:
        names = [line.draft.person.name for line in lines if line.draft.person.member_id in twice]
        who = few_of(names, "人")
        told += f"{who}在“截至”那天以前已经有签到，请核对期初学时里有没有重复。"
    return told


def preview(session: WorkSession, file: SheetRows) -> Comparison[OpeningOf]:
    """Compare a file with what is recorded for this year, and change nothing."""
    people, year = People(session), session.today().year
    known = {
        row.member_id: Known(
            row.id, people.by_id(row.member_id).branch, people.by_id(row.member_id).name, draft
        )
        for row, draft in _stored(session, people, year)
    }

    def fill(row: SheetRow, one: Known[OpeningOf] | None) -> OpeningOf:
        said = beside_person(row.values)
        if one is not None:
            return replace(one.draft, **said)
        rest: dict[str, Any] = {
            "on_day": session.today(),
            "collective": False,
            "paper": file.name[:LONGEST_PAPER],
            "person": people.of(row.values),
        }
        return OpeningOf(**(rest | said))

    def key(row: SheetRow) -> tuple[str, Hashable]:
        return NAME, people.of(row.values).member_id

    rules = Rules(
        key=key,
        who=lambda row: known.get(people.of(row.values).member_id),
        fill=fill,
        check=lambda draft: check(session, draft),
        title=lambda draft: draft.person.name,
        name=lambda draft: draft.person.branch,
    )
    return draft_taking.compare(file, OPENINGS, tuple(known.values()), rules)


def take(
    session: WorkSession, shown: Comparison[OpeningOf], *, change_known: bool = True
) -> SheetTaken:
    """Record what is new and change what is known. Raises Refused where nothing would change,
    where what was shown is no longer so, and where somebody's hours would go below zero."""
    touched: list[UUID] = []

    def make(draft: OpeningOf, before: Before) -> None:
        enter(session, draft.person.member_id, check(session, draft), before)
        touched.append(draft.person.member_id)

    def change(key: UUID, draft: OpeningOf, before: Before) -> None:
        row = session.require(HoursRecord, key)
        before.keep(row)
        fields.put(row, check(session, draft))
        touched.append(row.member_id)

    before = Before(session)
    new, changed = draft_taking.take(
        before,
        OPENINGS,
        shown,
        preview(session, shown.found),
        make,
        change,
        known=change_known,
    )
    session.flush()
    require_enough(session, touched)
    session.note("opening_hours.take", new=new, changed=changed, rows=len(shown.found.rows))
    words = draft_taking.taken_words(OPENINGS, new, changed)
    return SheetTaken(new, changed, before.undo(words, UNDO, recheck=rechecked(touched)))


def everybody(session: WorkSession) -> Sequence[UUID]:
    """Whom the sheet to fill in has, in its order: everybody in use."""
    return session.scalars(
        select(Member.id)
        .join(Branch, Branch.id == Member.branch_id)
        .where(
            Member.owner == session.owner,
            Member.retired_at.is_(None),
            Member.kind != MemberKind.guest,
        )
        .order_by(Branch.short_name, Member.pinyin, Member.id)
    ).all()


def book(session: WorkSession) -> bytes:
    """An .xlsx of everybody in use with what is recorded for this year, to be filled in and read
    again."""
    people, year = People(session), session.today().year
    has = {draft.person.member_id: draft for _, draft in _stored(session, people, year)}
    lines = [OpeningLine(people.by_id(key), has.get(key)) for key in everybody(session)]
    note = "只填系统启用以前、本年已经有的学时；空着的行不导入"
    return draft_sheet.book(OPENINGS, lines, f"{year}年期初学时", note, name=TELLING[0])


def _stored(session: WorkSession, people: People, year: int) -> list[tuple[HoursRecord, OpeningOf]]:
    rows = session.scalars(
        select(HoursRecord).where(
            HoursRecord.owner == session.owner,
            HoursRecord.kind == HoursRecordKind.opening,
            HoursRecord.undone_at.is_(None),
            HoursRecord.on_day.between(date(year, 1, 1), date(year, 12, 31)),
        )
    )
    return [(row, draft_of(OpeningOf, row, person=people.by_id(row.member_id))) for row in rows]


def _of_line(column: SheetColumn) -> SheetColumn:
    """A field's column, of an OpeningLine; empty where nothing is recorded."""

    def cell(line: OpeningLine) -> Written:
        return "" if line.opening is None else column.cell(line.opening)

    return replace(column, cell=cell)


_FIELDS = field_columns(
    OpeningDraft,
    {"hours": 90, "on_day": 100, "collective": 90, "paper": 200},
    headers={
        "hours": (*TELLING, "学时", "合计学时", "全年学时", "学时合计"),
        "on_day": ("截至", "截至日期", "统计截止日期", "截止日期", "统计时间"),
        "collective": ("含集中培训", "参加过集中培训", "集中培训"),
        "paper": ("依据", "登记簿页码", "证明材料", "文号"),
    },
)
OPENINGS = DraftSheet(
    "期初学时",
    "条",
    (*PERSON_COLUMNS, *map(_of_line, _FIELDS)),
    required=(NAME, "hours"),
    title=NAME,
)
