"""Taking the rows of a spreadsheet in: what each would change, field by field, then the change."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from models.core.words import Words
from services.core.draft_sheet import CellProblem, DraftSheet, SheetRow, SheetRows
from services.core.errors import BadInput, Refused
from services.core.undo import Before, Undo

D = TypeVar("D")


class News(Words):
    """What a line of the preview tells of: a cell that cannot be taken, a row, or what else the
    file has."""

    unread = "unread", "读不懂", "red"
    changed = "changed", "改动", "amber"
    new = "new", "新增", "green"
    same = "same", "没有变化"
    left = "left", "没有取"


@dataclass(frozen=True)
class Known(Generic[D]):
    """A row that is stored: `name` is how a preview points to it, such as its code."""

    id: UUID
    name: str
    title: str
    draft: D


@dataclass(frozen=True)
class FieldChange:
    """One value that the file would change, in words."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class DraftLine(Generic[D]):
    """One row of the file: what it would be, which stored row it is, and what differs."""

    row: SheetRow
    name: str
    title: str
    draft: D
    known: UUID | None
    changes: tuple[FieldChange, ...]

    @property
    def news(self) -> News:
        if self.known is None:
            return News.new
        return News.changed if self.changes else News.same


@dataclass(frozen=True)
class Comparison(Generic[D]):
    """What taking a file in would do; nothing is changed yet. `others` are stored rows that the
    file does not have: they stay as they are."""

    found: SheetRows
    lines: tuple[DraftLine[D], ...]
    problems: tuple[CellProblem, ...]
    others: int

    def of(self, news: News) -> tuple[DraftLine[D], ...]:
        return tuple(line for line in self.lines if line.news is news)

    def count(self, news: News) -> int:
        return len(self.of(news))


@dataclass(frozen=True)
class SheetTaken:
    """How many rows are new, how many changed, and the way back."""

    new: int
    changed: int
    undo: Undo


@dataclass(frozen=True)
class Rules(Generic[D]):
    """What a feature knows of its rows; each may raise BadInput that names the column at fault.

    `key` says what makes a row of the file one of its own, and in which column that stands: two of
    one key are one row told twice. `who` finds the stored row that one of the file is. `fill`
    makes the draft: where the file says nothing, what is stored stays. `check` is the verbs' own.
    `more` tells what differs in columns that are no attributes of the draft. `name` points to a
    new row.
    """

    key: Callable[[SheetRow], tuple[str, Hashable]]
    who: Callable[[SheetRow], Known[D] | None]
    fill: Callable[[SheetRow, Known[D] | None], D]
    check: Callable[[D], object]
    title: Callable[[D], str]
    name: Callable[[D], str] = lambda _draft: ""
    more: Callable[[SheetRow, Known[D], D], Iterable[FieldChange]] = lambda *_: ()


def compare(
    found: SheetRows, form: DraftSheet, known: Sequence[Known[D]], rules: Rules[D]
) -> Comparison[D]:
    """Each row of a file against what is known. A row that cannot be taken is a problem."""
    lines: list[DraftLine[D]] = []
    problems = list(found.problems)
    met: dict[Hashable, SheetRow] = {}
    ours = 0
    for row in found.rows:
        try:
            column, key = rules.key(row)
            who = rules.who(row)
            one = key if who is None else who.id
            if (first := met.get(one)) is not None:
                raise BadInput(f"和{_place(first)}是同一{form.measure}{form.noun}。", column)
            draft = rules.fill(row, who)
            rules.check(draft)
        except BadInput as error:
            problems.append(row.problem(next(iter(error.fields), form.title), error.message))
            continue
        met[one] = row
        if who is None:
            lines.append(DraftLine(row, rules.name(draft), rules.title(draft), draft, None, ()))
            continue
        ours += 1
        changes = (*differences(form, who.draft, draft), *rules.more(row, who, draft))
        lines.append(DraftLine(row, who.name, who.title, draft, who.id, changes))
    return Comparison(found, tuple(lines), tuple(problems), len(known) - ours)


def _place(row: SheetRow) -> str:
    return f"“{row.sheet}”第 {row.number} 行" if row.sheet else f"第 {row.number} 行"


def differences(form: DraftSheet, before: object, after: object) -> tuple[FieldChange, ...]:
    """What differs between two drafts, of the columns that are attributes of them."""
    told = []
    for column in form.columns:
        if column.read is None or not hasattr(after, column.name):
            continue
        was, now = getattr(before, column.name), getattr(after, column.name)
        if was != now:
            told.append(FieldChange(column.caption, column.words(was), column.words(now)))
    return tuple(told)


def take(
    before: Before,
    form: DraftSheet,
    shown: Comparison[D],
    now: Comparison[D],
    make: Callable[[D, Before], object],
    change: Callable[[UUID, D, Before], object],
    *,
    known: bool,
) -> tuple[int, int]:
    """Make the new rows and, where `known`, change the stored ones, each by the feature's own
    functions, kept in `before`; the rows with problems stay out. Returns how many are new and
    changed.

    `shown` is what the person saw and `now` the same comparison once more. Raises Refused where
    they differ, and where there is nothing to take.
    """
    if (shown.lines, shown.problems) != (now.lines, now.problems):
        raise Refused("预览以后数据又改过，请重新选这个文件。")
    fresh = shown.of(News.new)
    changed = shown.of(News.changed) if known else ()
    if not fresh and not changed:
        raise Refused(f"文件里没有新的{form.noun}或改动，没有要导入的。")
    for line in fresh:
        make(line.draft, before)
    for line in changed:
        assert line.known is not None
        change(line.known, line.draft, before)
    return len(fresh), len(changed)


def assumed_words(found: SheetRows, assumed: Mapping[str, str]) -> str:
    """What is taken for granted where rows do not say it, in a sentence; `assumed` are the words
    by column. Empty where every row says all."""
    told = []
    for name, words in assumed.items():
        silent = sum(name not in row.values for row in found.rows)
        if silent:
            told.append(words if silent == len(found.rows) else f"{words}（{silent} 行）")
    return f"文件里没有写的：{'，'.join(told)}。" if told else ""


def taken_words(form: DraftSheet, new: int, changed: int) -> str:
    """What was done, as an undo calls it."""
    told: list[Any] = [f"新增 {new} {form.measure}"] if new else []
    told += [f"改动 {changed} {form.measure}"] if changed else []
    return f"导入{form.noun}（{'，'.join(told)}）"
