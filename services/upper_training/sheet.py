"""Training elsewhere out to a workbook and in again: a row for each person and class."""

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models.upper_training import UpperTraining
from services.core import draft_sheet, draft_taking
from services.core.draft_sheet import DraftSheet, SheetColumn, SheetRow, SheetRows, field_columns
from services.core.draft_taking import Comparison, Known, Rules, SheetTaken
from services.core.errors import BadInput
from services.core.fields import draft_of, field_of
from services.core.session import WorkSession
from services.core.sheet_reader import Cell, Progress, Sheet
from services.core.sheet_table import prose_of
from services.core.text import normal
from services.core.undo import Before
from services.hours import require_enough
from services.member.meant import NAME, PERSON_COLUMNS, Meant, People, beside_person
from services.upper_training.operations import (
    LONGEST_PAPER,
    UNDO,
    TrainingResult,
    UpperTrainingDraft,
    check,
    class_key,
    enter,
    key_of_class,
    overlapping,
    put,
    rechecked,
)
from services.upper_training.queries import UpperTrainingRow, list_rows

NO_HEADER = "这个文件里没有找到上级调训的表头（姓名、班次名称、学时），请检查是否选错了文件。"
NEEDED = ("level", "organiser", "starts_on", "hours")
TAKEN_FOR = {"result": TrainingResult.completed, "collective": True}
"""What a list of who was sent mostly leaves out, and what it then means; it is told."""
SPAN = "span"
_SPAN = re.compile(
    r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?"
    r"(?:(?:至|到|~|—+|–|-)(?:(\d{4})[年./-])?(?:(\d{1,2})[月./-])?(\d{1,2})日?)?"
)


@dataclass(frozen=True, kw_only=True)
class TrainingOf(UpperTrainingDraft):
    """What a row says of one person."""

    person: Meant


@dataclass(frozen=True)
class TrainingLine:
    """One that is stored, with whose it is, as a workbook names it."""

    person: Meant
    row: UpperTrainingRow


def open_file(path: Path, progress: Progress) -> SheetRows:
    """Raises BadSheet."""
    return draft_sheet.open_file(path, progress, TRAININGS, lambda _sheets: NO_HEADER)


def is_list(sheets: Sequence[Sheet]) -> bool:
    return bool(TRAININGS.tables(sheets))


def assumed(file: SheetRows) -> str:
    """What is taken for granted, in a sentence; else empty."""
    return draft_taking.assumed_words(
        file,
        {
            "result": "“结果”都按“结业”",
            "collective": "“算集中培训”都按“算”",
            "paper": "“依据”写成文件名",
        },
    )


def preview(session: WorkSession, file: SheetRows) -> Comparison[TrainingOf]:
    """Compare a file with what is recorded, and change nothing."""
    people = People(session)
    known = {
        (row.member_id, *class_key(row.organiser, row.class_name, row.starts_on)): Known(
            row.id, row.class_name, row.name, _stored(people, row)
        )
        for row in _rows(session)
    }

    def who(row: SheetRow) -> Known[TrainingOf] | None:
        person, said = people.of(row.values), _with_span(row)
        if not {"organiser", "starts_on"} <= said.keys():
            return None
        key = class_key(said["organiser"], said["class_name"], said["starts_on"])
        return known.get((person.member_id, *key))

    def fill(row: SheetRow, one: Known[TrainingOf] | None) -> TrainingOf:
        said = _with_span(row)
        if one is not None:
            return replace(one.draft, **said)
        missing = [field_of(UpperTrainingDraft, key).caption for key in NEEDED if key not in said]
        if missing:
            raise BadInput(f"还缺{'、'.join(missing)}。", "class_name")
        rest: dict[str, Any] = TAKEN_FOR | {
            "ends_on": said["starts_on"],
            "paper": file.name[:LONGEST_PAPER],
            "person": people.of(row.values),
        }
        return TrainingOf(**(rest | said))

    def key(row: SheetRow) -> tuple[str, Hashable]:
        said = _with_span(row)
        told = tuple(said.get(name) for name in ("organiser", "class_name", "starts_on"))
        return NAME, (people.of(row.values).member_id, told)

    met: list[TrainingOf] = []

    def check_row(draft: TrainingOf) -> None:
        """Raises BadInput, also for who has another class on those days, here or in the file."""
        check(session, draft)
        own = class_key(draft.organiser, draft.class_name, draft.starts_on)
        there = overlapping(session, [draft.person.member_id], draft.starts_on, draft.ends_on)
        words = [row.class_name for row in there if key_of_class(row) != own]
        words += [
            one.class_name
            for one in met
            if one.person == draft.person
            and one.starts_on <= draft.ends_on
            and one.ends_on >= draft.starts_on
        ]
        if words:
            raise BadInput(
                f"和“{words[0]}”时间重叠，可能是同一次；确实是两次的，请在台账里单个记。",
                "class_name",
            )
        met.append(draft)

    rules = Rules(
        key=key,
        who=who,
        fill=fill,
        check=check_row,
        title=lambda draft: draft.person.name,
        name=lambda draft: draft.class_name,
    )
    return draft_taking.compare(file, TRAININGS, tuple(known.values()), rules)


def take(
    session: WorkSession, shown: Comparison[TrainingOf], *, change_known: bool = True
) -> SheetTaken:
    """Record what is new and change what is known. Raises Refused where nothing would change,
    where what was shown is no longer so, and where somebody's hours would go below zero."""
    touched: list[UUID] = []

    def make(draft: TrainingOf, before: Before) -> None:
        enter(session, draft.person.member_id, *check(session, draft), before)
        touched.append(draft.person.member_id)

    def change(key: UUID, draft: TrainingOf, before: Before) -> None:
        put(session, key, *check(session, draft), before)
        touched.append(draft.person.member_id)

    before = Before(session)
    new, changed = draft_taking.take(
        before,
        TRAININGS,
        shown,
        preview(session, shown.found),
        make,
        change,
        known=change_known,
    )
    require_enough(session, touched)
    session.note("upper_training.take", new=new, changed=changed, rows=len(shown.found.rows))
    words = draft_taking.taken_words(TRAININGS, new, changed)
    return SheetTaken(new, changed, before.undo(words, UNDO, recheck=rechecked(touched)))


def book(session: WorkSession, rows: Sequence[UpperTrainingRow], title: str) -> bytes:
    """An .xlsx of these records, in their order, that can be read again."""
    people = People(session)
    lines = [TrainingLine(people.by_id(row.member_id), row) for row in rows]
    note = f"共 {len(rows)} 条；照这个样子填好后可以导入，每人每班一行"
    return draft_sheet.book(TRAININGS, lines, title, note, name="上级调训")


def _rows(session: WorkSession) -> Iterator[UpperTrainingRow]:
    """All that are in force, of any year, each once."""
    years = session.scalars(
        select(UpperTraining.starts_on).where(
            UpperTraining.owner == session.owner, UpperTraining.undone_at.is_(None)
        )
    )
    for year in sorted({day.year for day in years}):
        yield from (row for row in list_rows(session, year) if row.starts_on.year == year)


def _stored(people: People, row: UpperTrainingRow) -> TrainingOf:
    return draft_of(TrainingOf, row, person=people.by_id(row.member_id))


def _with_span(row: SheetRow) -> dict[str, Any]:
    """What the row says of the class; days of its own columns before those of one column."""
    said = beside_person(row.values)
    if (span := said.pop(SPAN, None)) is not None:
        first, last = span
        said = {"starts_on": first, "ends_on": last} | said
    return said


def _read_span(cell: Cell) -> tuple[date, date]:
    """2026.3.5-3.9, 2026年3月5日至9日, or one day. Raises BadInput."""
    if isinstance(cell, date):
        return cell, cell
    found = _SPAN.fullmatch(normal(prose_of(cell)).replace(" ", ""))
    if found is None:
        raise BadInput("起止看不懂，请写成 2026.3.5-3.9 这样，写上年份。")
    year, month, day, later_year, later_month, last = found.groups()
    try:
        first = date(int(year), int(month), int(day))
        if last is None:
            return first, first
        return first, date(int(later_year or year), int(later_month or month), int(last))
    except ValueError as error:
        raise BadInput("起止里没有这一天，请检查。") from error


def _of_line(column: SheetColumn) -> SheetColumn:
    """A field's column, of a TrainingLine."""
    return replace(column, cell=lambda line: column.cell(line.row))


_FIELDS = field_columns(
    UpperTrainingDraft,
    {
        "class_name": 220,
        "level": 60,
        "organiser": 150,
        "starts_on": 90,
        "ends_on": 90,
        "hours": 60,
        "later_hours": 90,
        "result": 70,
        "collective": 80,
        "paper": 180,
    },
    headers={
        "class_name": ("班次名称", "培训班次", "调训班次", "班次", "培训班名称", "培训名称"),
        "level": ("级别", "培训级别", "调训级别", "班次级别", "层级"),
        "organiser": ("主办单位", "举办单位", "组织单位", "调训单位", "培训机构"),
        "starts_on": ("开始", "开始日期", "开始时间", "起始时间"),
        "ends_on": ("结束", "结束日期", "结束时间", "终止时间"),
        "hours": ("学时", "培训学时", "学时数", "折算学时"),
        "result": ("结果", "考核结果", "结业情况", "培训结果"),
        "paper": ("依据", "证书编号", "结业证书编号", "结业证编号", "通知文号", "文号"),
    },
)
TRAININGS = DraftSheet(
    "上级调训",
    "条",
    (
        *PERSON_COLUMNS,
        *map(_of_line, _FIELDS),
        SheetColumn(
            SPAN,
            "起止",
            ("起止", "起止时间", "起止日期", "培训时间", "培训日期", "调训时间", "时间"),
            _read_span,
            lambda _line: "",
            hidden=True,
        ),
    ),
    required=(NAME, "class_name", "hours"),
    title=NAME,
)
