"""Learning materials out to a workbook and in again."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from models.course import Course
from models.material import Material
from services.core import draft_sheet, draft_taking
from services.core.draft_sheet import DraftSheet, SheetColumn, SheetRow, SheetRows, field_columns
from services.core.draft_taking import Comparison, FieldChange, Known, Rules, SheetTaken
from services.core.errors import BadInput
from services.core.fields import checked, draft_of, field_of
from services.core.listing import Cell as Written
from services.core.session import WorkSession
from services.core.sheet_reader import Cell, Progress, Sheet
from services.core.sheet_table import prose_of
from services.core.text import normal
from services.core.undo import Before
from services.material.operations import UNDO, MaterialDraft, change, make
from services.material.queries import MaterialRow, list_rows

NO_HEADER = "这个文件里没有找到学习资源的表头（名称、类别、基本任务），请检查是否选错了文件。"
BETWEEN = "；"
_BETWEEN = re.compile(r"[；;\n]+")
_LENGTH = re.compile(r"(\d{1,4})\s*(?:分钟|分|页)?")


@dataclass(frozen=True)
class MaterialLine:
    """A material with the courses that use it, as a workbook names them."""

    row: MaterialRow
    courses: str


@dataclass(frozen=True)
class _Courses:
    """Those of the menu, to be found by what a cell says."""

    words: dict[UUID, str]
    by_word: dict[str, list[UUID]]
    retired: frozenset[UUID]

    def ids(self, said: Sequence[str], linked: Sequence[UUID]) -> tuple[UUID, ...]:
        """Raises BadInput for what is no course, or one that is out of use and not linked yet."""
        found = []
        for text in said:
            whole = normal(text)
            ids = self.by_word.get(whole) or self.by_word.get(whole.partition(" ")[0], [])
            if len(ids) != 1:
                told = "有几门课程叫" if ids else "课程菜单里没有"
                raise BadInput(f"{told}“{text}”，请写课程编码。", COURSES.name)
            if ids[0] in self.retired and ids[0] not in linked:
                raise BadInput(f"“{text}”已停用。", COURSES.name)
            found += ids
        return tuple(dict.fromkeys(found))

    def told(self, ids: Sequence[UUID]) -> str:
        """By code and title, as `ids` reads them."""
        return BETWEEN.join(self.words[key] for key in ids)


def open_file(path: Path, progress: Progress) -> SheetRows:
    """Raises BadSheet."""
    return draft_sheet.open_file(path, progress, MATERIALS, lambda _sheets: NO_HEADER)


def is_catalogue(sheets: Sequence[Sheet]) -> bool:
    return bool(MATERIALS.tables(sheets))


def preview(session: WorkSession, file: SheetRows) -> Comparison[MaterialDraft]:
    """Compare a file with the register, and change nothing."""
    rows, courses = list_rows(session), _courses(session)
    known = [Known(row.id, row.kind.word, row.title, draft_of(MaterialDraft, row)) for row in rows]
    retired = {row.id for row in rows if row.retired}

    def who(row: SheetRow) -> Known[MaterialDraft] | None:
        """By title, and by kind where several have it."""
        found = [one for one in known if one.title == row.values["title"]]
        if len(found) > 1 and "kind" in row.values:
            found = [one for one in found if one.draft.kind is row.values["kind"]]
        if len(found) > 1:
            raise BadInput("有几件资源同名，请在文件里写上类别。", "title")
        if found and found[0].id in retired:
            raise BadInput("这件资源已停用，请先恢复。", "title")
        return found[0] if found else None

    def fill(row: SheetRow, one: Known[MaterialDraft] | None) -> MaterialDraft:
        said = dict(row.values)
        linked = () if one is None else one.draft.courses
        if COURSES.name in said:
            linked = courses.ids(said.pop(COURSES.name), linked)
        if one is not None:
            return replace(one.draft, **said, courses=linked)
        missing = [field_of(MaterialDraft, key).caption for key in NEEDED if key not in said]
        if missing:
            raise BadInput(f"新资源还缺{'、'.join(missing)}。", "title")
        return MaterialDraft(**said, courses=linked)

    def more(
        _row: SheetRow, one: Known[MaterialDraft], draft: MaterialDraft
    ) -> tuple[FieldChange, ...]:
        if set(one.draft.courses) == set(draft.courses):
            return ()
        was, now = (courses.told(each.courses) for each in (one.draft, draft))
        return (FieldChange(COURSES.caption, was, now),)

    rules = Rules(
        key=_key,
        who=who,
        fill=fill,
        check=lambda draft: checked(draft, session.today()),
        title=lambda draft: draft.title,
        name=lambda draft: draft.kind.word,
        more=more,
    )
    return draft_taking.compare(file, MATERIALS, known, rules)


def take(
    session: WorkSession, shown: Comparison[MaterialDraft], *, change_known: bool = True
) -> SheetTaken:
    """Enter what is new and change what is known. Raises Refused where nothing would change, or
    something was changed since the preview."""

    def change_one(key: UUID, draft: MaterialDraft, before: Before) -> None:
        change(session, session.require(Material, key), draft, before)

    before = Before(session)
    made, changed = draft_taking.take(
        before,
        MATERIALS,
        shown,
        preview(session, shown.found),
        lambda draft, before: make(session, draft, before),
        change_one,
        known=change_known,
    )
    session.note("material.take", new=made, changed=changed, rows=len(shown.found.rows))
    words = draft_taking.taken_words(MATERIALS, made, changed)
    return SheetTaken(made, changed, before.undo(words, UNDO))


def book(session: WorkSession, rows: Sequence[MaterialRow], title: str) -> bytes:
    """An .xlsx of these materials, in their order."""
    courses = _courses(session)
    lines = [MaterialLine(row, courses.told(row.courses)) for row in rows]
    note = f"共 {len(rows)} 件；改好后可以再导入，审核的几列只供查看"
    return draft_sheet.book(MATERIALS, lines, title, note, name="学习资源")


def _key(row: SheetRow) -> tuple[str, Hashable]:
    return "title", (row.values["title"], row.values.get("kind"))


def _courses(session: WorkSession) -> _Courses:
    by_word = defaultdict[str, list[UUID]](list)
    words: dict[UUID, str] = {}
    retired = set()
    for key, code, title, retired_at in session.execute(
        select(Course.id, Course.code, Course.title, Course.retired_at).where(
            Course.owner == session.owner
        )
    ):
        words[key] = f"{code} {title}"
        if retired_at is not None:
            retired.add(key)
        for word in {normal(code), normal(title)}:
            by_word[word].append(key)
    return _Courses(words, dict(by_word), frozenset(retired))


def _read_courses(cell: Cell) -> tuple[str, ...]:
    """Codes or titles, one with the other too, joined by ；; a title may have 、 in it."""
    parts = (prose_of(part) for part in _BETWEEN.split(str(cell)))
    return tuple(dict.fromkeys(part for part in parts if part))


def _read_length(cell: Cell) -> int:
    """12, 12页, 12分钟. Raises BadInput."""
    found = _LENGTH.fullmatch(prose_of(cell))
    if found is None:
        raise BadInput("时长或页数看不懂，请写成 12、12分钟或 12页 这样。")
    return int(found[1])


def _of_row(column: SheetColumn) -> SheetColumn:
    """A field's column, of a MaterialLine."""
    return replace(column, cell=lambda line: column.cell(line.row))


def _shown(caption: str, cell: Callable[[MaterialRow], Written], width: int) -> SheetColumn:
    """A column that is written and not read."""
    return SheetColumn(caption, caption, (caption,), None, lambda line: cell(line.row), width=width)


NEEDED = ("kind", "task")
COURSES = SheetColumn(
    "course_words",
    "用于课程",
    ("用于课程", "适用课程", "配套课程", "课程编码", "课程名称", "课程"),
    _read_courses,
    lambda line: line.courses,
    width=260,
)
_FIELDS = field_columns(
    MaterialDraft,
    {
        "title": 240,
        "kind": 80,
        "task": 140,
        "author": 100,
        "made_on": 90,
        "length": 80,
        "note": 240,
    },
    reads={"length": _read_length},
)
MATERIALS = DraftSheet(
    "学习资源",
    "件",
    (
        *map(_of_row, _FIELDS),
        COURSES,
        _shown("审核", lambda row: row.review.word, 80),
        _shown("审核人", lambda row: row.reviewed_by, 80),
        _shown("审核日期", lambda row: row.reviewed_on or "", 100),
        _shown("审核意见", lambda row: row.review_note, 200),
    ),
    required=("title", "kind", "task"),
)
