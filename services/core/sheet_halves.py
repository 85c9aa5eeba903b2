"""Lists that a printed page shows side by side, 序号 姓名 … 序号 姓名 …: each is a sheet here."""

import re
from collections.abc import Sequence
from dataclasses import replace

from services.core.sheet_cells import Row, Sheet, word_of

HEADER_WITHIN = 30
LEAST_WORDS = 2
LONGEST_WORD = 14
KEYS = frozenset(
    (
        *("姓名", "名字", "党员姓名", "学员姓名", "参训人员", "参训人员姓名", "参训学员"),
        *("讲师姓名", "教师姓名", "课程名称", "课程", "题目", "名称", "资源名称", "资料名称"),
        *("班次名称", "班次", "培训班次", "培训班名称", "办班名称"),
    )
)
"""Words of the column that names a row: of two lists side by side each has one."""
_KIN = re.compile(r"家庭|家属|亲属|配偶|父|母|子女|联系人|介绍人")


def halves(sheet: Sheet) -> tuple[Sheet, ...]:
    """The lists of a sheet from left to right; the sheet itself where there is one.

    Cells stay where they are. What stands left of the first list, and above all, each has; the
    others are told apart by their names: 名册（第2栏）.
    """
    rows = sheet.rows[:HEADER_WITHIN]
    for number, header in enumerate(rows):
        starts = _starts(header)
        above = rows[number - 1] if number else None
        if len(starts) > 1 and not (above and _is_of_kin(above, starts[1])):
            return tuple(_part(sheet, header.number, starts, place) for place in range(len(starts)))
    return (sheet,)


def _starts(header: Row) -> list[int]:
    """Where in a header a list begins: where the words of the first begin again."""
    words = [word_of(cell) if isinstance(cell, str) else "" for cell in header.cells]
    for first, word in enumerate(words):
        starts = [place for place in range(first, len(words)) if word and words[place] == word]
        if len(starts) > 1:
            blocks = [_said(words[a:b]) for a, b in zip(starts, [*starts[1:], None], strict=True)]
            return starts if all(_alike(blocks[0], other) for other in blocks[1:]) else []
    return []


def _said(words: Sequence[str]) -> list[str]:
    return [word for word in words if word]


def _alike(one: list[str], other: list[str]) -> bool:
    """The last list may have a column more, or one less."""
    shared = min(len(one), len(other))
    return (
        shared >= LEAST_WORDS
        and one[:shared] == other[:shared]
        and not KEYS.isdisjoint(one[:shared])
        and all(len(word) <= LONGEST_WORD for word in one)
    )


def _is_of_kin(above: Row, start: int) -> bool:
    """Whether a heading says that what stands below from there on is said of relatives."""
    return any(_KIN.search(str(cell)) for cell in above.cells[start:])


def _part(sheet: Sheet, header: int, starts: list[int], place: int) -> Sheet:
    begin = starts[place]
    end = starts[place + 1] if place + 1 < len(starts) else None
    rows = []
    for row in sheet.rows:
        if row.number < header:
            rows.append(row)
            continue
        left = row.cells[: starts[0]]
        blank = ("",) * max(min(begin, len(row.cells)) - len(left), 0)
        own = row.cells[begin:end]
        if any(cell != "" for cell in own):
            rows.append(Row(row.number, (*left, *blank, *own)))
    if place == 0:
        return replace(sheet, rows=tuple(rows))
    name = f"{sheet.name}（第{place + 1}栏）" if sheet.name else f"第{place + 1}栏"
    return replace(sheet, name=name, rows=tuple(rows))
