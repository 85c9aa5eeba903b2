"""A roster made from known people, spelled anew in every way at once: nobody is doubled, moved,
renamed, revived, promoted or lost in silence. Each row is known, asked or told."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from services import member, roster_import
from services.core.clock import FixedClock
from services.core.text import bare_name
from services.core.workspace import Workspace
from services.roster_import import Fate
from tests.helpers.examples import examples
from tests.helpers.merging import make
from tests.helpers.roster_file import look, stored, take
from tests.helpers.teaching import at
from tests.helpers.workspaces import SCHOOL, Templates

STONE, EAST = "中共仲山镇石桥村支部委员会", "中共仲山镇东吴村支部委员会"
SAME = {
    STONE: (
        STONE,
        "石桥村党支部",
        "仲山镇石桥村支部",
        "石桥村",
        "中国共产党仲山镇石桥村支部委员会",
    ),
    EAST: (EAST, "东吴村党支部", "仲山镇东吴村党支部", "东吴村"),
}
MAYBE = {STONE: ("石桥支部", "石桥村党小组"), EAST: ("东吴支部", "东吴村民委员会")}
WAYS = (
    lambda born: f"{born[0]}.{born[1]:02d}",
    lambda born: f"{born[0]}年{born[1]}月",
    lambda born: f"{born[0]}-{born[1]:02d}",
    lambda born: f"{born[0] % 100}.{born[1]:02d}",
    lambda born: f"{born[0]}{born[1]:02d}",
    lambda born: (
        "".join("〇一二三四五六七八九"[int(one)] for one in str(born[0]))
        + f"年{'〇一二三四五六七八九'[born[1]]}月"
    ),
)
DOTS = ("·", "•", "・", "‧", "．", "")
OUT = ("已故", "2024年3月去世", "转出")
ASKED = ("父亲去世", "失联")
QUIET = ("", "低保户", "退役军人")


@dataclass(frozen=True)
class Known:
    name: str
    branch: str
    number: str = ""
    born: tuple[int, int] = (1975, 6)
    left: bool = False


PEOPLE = (
    Known("张建国", STONE, "37082919510715381X", (1951, 7)),
    Known("欧阳明月", EAST, "370829198809233631", (1988, 9)),
    Known("阿依古丽·买买提", STONE),
    Known("黄𬭎", EAST),
    Known("吕绿", STONE),
    Known("赵转走", EAST, left=True),
)


@dataclass(frozen=True)
class Row:
    """One person as this file spells them."""

    who: Known
    branch: str
    maybe: bool
    date: str
    dot: str
    beside: str
    note: str
    numbered: bool
    hidden: bool

    @property
    def cells(self) -> tuple[Any, ...]:
        name = self.who.name.replace("·", self.dot) + (f"（{self.beside}）" if self.beside else "")
        number = self.who.number if self.numbered else ""
        return name, number, self.branch, self.date, self.note


@st.composite
def rows(draw: st.DrawFn) -> tuple[Row, ...]:
    found = []
    for who in draw(st.permutations(PEOPLE)):
        maybe = draw(st.integers(0, 4)) == 0
        spelled = MAYBE[who.branch] if maybe else SAME[who.branch]
        found.append(
            Row(
                who,
                draw(st.sampled_from(spelled)),
                maybe,
                draw(st.sampled_from(WAYS))(who.born),
                draw(st.sampled_from(DOTS)),
                draw(st.sampled_from(("", "", "", "女", *OUT))),
                draw(st.sampled_from((*QUIET, *QUIET, *OUT, *ASKED))),
                draw(st.booleans()),
                draw(st.integers(0, 5)) == 0,
            )
        )
    return tuple(found)


HEADER = ("姓名", "身份证号", "所在党支部", "出生年月", "备注")


def write(path: Path, found: Sequence[Row], *, halves: bool, title: bool) -> Path:
    """One table, or two side by side, as printed lists are."""
    middle = (len(found) + 1) // 2 if halves else len(found)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("名册")
        top = int(title)
        if title:
            sheet.write_string(0, 0, "仲山镇党员花名册")
        sheet.write_row(top, 0, HEADER * (2 if halves else 1))
        for place, row in enumerate(found):
            line, side = (place, 0) if place < middle else (place - middle, len(HEADER))
            for column, cell in enumerate(row.cells):
                if cell:
                    sheet.write_string(top + 1 + line, side + column, cell)
            if row.hidden and not halves:
                sheet.set_row(top + 1 + line, None, None, {"hidden": True})
    return path


def seeded(school: Workspace) -> None:
    for one in PEOPLE:
        born = "" if one.number else "1975.06"
        key = make(school, one.name, branch=one.branch, identity_number=one.number, born=born)
        if one.left:
            with school.write("member.retire") as session:
                member.retire(session, key)


@settings(max_examples=examples(60), deadline=None)
@given(rows(), st.booleans(), st.booleans())
def test_nobody_is_lost_or_changed_in_silence(
    templates: Templates, found: tuple[Row, ...], halves: bool, title: bool
) -> None:
    with TemporaryDirectory() as folder:
        school = templates.open(SCHOOL, Path(folder) / "school", FixedClock(at(23, 8)))
        try:
            seeded(school)
            path = write(Path(folder) / "a.xlsx", found, halves=halves, title=title)
            _holds(school, path, found)
        finally:
            school.close()


def _holds(school: Workspace, path: Path, found: Sequence[Row]) -> None:
    before = {row["id"]: row for row in stored(school)}
    try:
        shown = look(school, path)
    except roster_import.BadSheet:
        assert all({row.beside, row.note} & {*OUT} for row in found)
        return
    told = {bare_name(name) for one in shown.problems for name in one.person.split("、")}
    fates = {bare_name(line.name): line.fate for line in shown.lines}
    assert shown.new_branches == ()
    for row in found:
        name = bare_name(row.who.name)
        assert name in fates or name in told, "each row is known, asked or told"
        if row.beside in OUT or row.note in OUT:
            assert name not in fates, "who is gone does not come in"
        elif row.maybe or row.note in ASKED:
            assert fates[name] is Fate.to_decide
        elif row.who.left:
            assert fates[name] is Fate.to_decide or name in told, "nobody is revived in silence"
        else:
            assert fates[name] in (Fate.unchanged, Fate.changed, Fate.to_decide)
            assert fates[name] is not Fate.new
    with suppress(roster_import.BadSheet):
        take(school, path)
    after = {row["id"]: row for row in stored(school)}
    assert set(after) == set(before), "nobody is doubled or lost"
    for key, was in before.items():
        now = after[key]
        for column in ("name", "branch_id", "role", "post", "kind"):
            assert now[column] == was[column], column
