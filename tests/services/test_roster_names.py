"""Names with words beside them, and cells that hold a person's numbers in the wrong place."""

from pathlib import Path

import pytest

from services import roster_import
from services.core.workspace import Workspace
from services.member import MemberKind
from tests.helpers.roster_file import (
    BRANCH,
    FIRST,
    PERSON,
    SECOND,
    look,
    silent,
    small_roster,
    stored,
    take,
)


@pytest.mark.parametrize(
    ("cell", "name", "told"),
    [
        ("赖玉银（书记）", "赖玉银", "书记"),
        ("赖玉银(女)", "赖玉银", "女"),
        ("赖玉银 （ 支部委员 ）", "赖玉银", "支部委员"),
        ("王芳（大）", "王芳(大)", ""),
        ("王芳同志", "王芳", "同志"),
        ("党员王芳", "王芳", "党员"),
        ("阿依古丽·买买提同志（预备）", "阿依古丽·买买提", "同志预备"),
    ],
)
def test_words_beside_a_name_are_told_and_not_taken_for_it(
    school: Workspace, tmp_path: Path, cell: str, name: str, told: str
) -> None:
    path = small_roster(tmp_path / "a.xlsx", [(cell, FIRST, BRANCH)])
    problems = look(school, path).problems
    assert [one.reason for one in problems] == (
        [f"姓名后面写着“{told}”，没有导入，请核对"] if told else []
    )
    take(school, path)
    assert [row["name"] for row in stored(school)] == [name]


@pytest.mark.parametrize("cell", ["王芳（预备）", "王芳同志（预备）", "党员王芳（预备党员）"])
def test_how_people_are_addressed_hides_nothing_of_what_follows(tmp_path: Path, cell: str) -> None:
    path = small_roster(tmp_path / "a.xlsx", [(cell, FIRST, BRANCH)])
    (entry,) = roster_import.read(path, silent).entries
    assert (entry.name, entry.kind) == ("王芳", MemberKind.probationary)


@pytest.mark.parametrize("column", [0, 3, 4])
def test_a_number_in_the_wrong_column_is_shown_masked(
    school: Workspace, tmp_path: Path, column: int
) -> None:
    cells = list(PERSON)
    cells[column] = FIRST
    path = small_roster(tmp_path / "a.xlsx", [("赵六", SECOND, BRANCH), cells])
    (problem,) = look(school, path).problems
    assert FIRST[4:10] not in repr(problem)
