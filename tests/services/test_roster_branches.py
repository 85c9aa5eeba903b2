"""The spellings of a branch in a roster: that branch, or one question; nobody moves by them."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.branch import Branch
from services import branch, roster_import
from services.core.workspace import Workspace
from services.roster_import import LEFT_OUT, AskedKind, Choices, Fate, command
from tests.helpers.cases import CASES, case, workbook
from tests.helpers.examples import examples
from tests.helpers.roster_file import look, stored, take

LONG = "中共演示镇东吴村支部委员会"
NOTES = ("", "", "已故", "停薪", "预备党员", "群众")
HEADER = ("姓名", "所在党支部", "出生年月")
SAME = ("东吴村", "东吴村支部", "东吴村党支部", "演示镇东吴村党支部", "中共演示镇东吴村支部",
        "中国共产党演示镇东吴村支部委员会", "中共××县演示镇东吴村支部委员会",
        "东吴村党支部委员会", "东吴村 党支部")  # fmt: skip
MAYBE = ("东吴村党支部(一)", "东吴村第一党支部", "东吴支部", "东吴村联合党支部", "东吴村党支部1",
         "马集镇东吴村党支部", "东武村党支部")  # fmt: skip


def shorts(school: Workspace) -> list[str]:
    with school.read() as session:
        return [one.short_name for one in branch.list_all(session)]


def of(tmp_path: Path, *rows: tuple[str, str]) -> Path:
    cells = [HEADER, *((name, where, "1970.1") for name, where in rows)]
    return workbook(tmp_path / "名册.xlsx", {"名册": cells})


def test_case_112_one_branch_or_a_question_each(school: Workspace) -> None:
    take(school, CASES / "seed.xlsx")
    before = shorts(school)
    shown = look(school, case("112"))
    assert [one.word for one in shown.asked] == [
        "东吴村", "东吴村党支部(一)", "东吴村第一党支部", "东吴支部", "东吴村联合党支部",
        "东吴村党支部1", "東吴村党支部",
    ]  # fmt: skip
    assert shown.new_branches == ("东吴村党总支",)  # and a 支部 under it are two
    assert (shown.new, shown.waiting) == (10, 7)
    assert {one.branch for one in shown.lines if one.fate.value == "new"} == {
        "东吴村党支部",
        "东吴村党总支",
    }
    take(school, case("112"))
    assert sorted(shorts(school)) == sorted([*before, "东吴村党总支"])


def test_case_112_in_a_school_that_has_just_begun(school: Workspace) -> None:
    shown = look(school, case("112"))
    assert shown.waiting == 7
    assert len(shown.new_branches) == len(set(shown.new_branches)) == 2


@pytest.mark.parametrize("spelling", SAME)
def test_the_same_branch(school: Workspace, spelling: str) -> None:
    with school.write("branch.ensure") as session:
        known = branch.ensure(session, LONG)
        assert branch.ensure(session, spelling) == known


@pytest.mark.parametrize("spelling", MAYBE)
def test_what_may_be_one_is_asked(school: Workspace, tmp_path: Path, spelling: str) -> None:
    with school.write("branch.ensure") as session:
        branch.ensure(session, LONG)
    (asked,) = look(school, of(tmp_path, ("部一", spelling), ("部二", spelling))).asked
    assert (asked.kind, asked.rows, asked.people) == (AskedKind.branch, 2, ("部一", "部二"))
    assert [one.answer for one in asked.offers] == [LONG, spelling, LEFT_OUT]


@pytest.mark.parametrize("spelling", ["东吴村党总支", "后李村党支部", "西吴村党支部"])
def test_another_branch_is_no_question(school: Workspace, tmp_path: Path, spelling: str) -> None:
    with school.write("branch.ensure") as session:
        branch.ensure(session, LONG)
    shown = look(school, of(tmp_path, ("部一", spelling)))
    assert (shown.asked, shown.new_branches) == ((), (spelling,))


def test_an_answer_counts_and_is_remembered_for_that_sender(
    school: Workspace, tmp_path: Path
) -> None:
    take(school, of(tmp_path, ("部一", LONG)))
    path = of(tmp_path, ("部二", "东吴支部"), ("部三", "东吴村第一党支部"), ("部四", "东吴村1支部"))
    answers = {
        (AskedKind.branch, "东吴支部"): LONG,
        (AskedKind.branch, "东吴村第一党支部"): "东吴村第一党支部",
        (AskedKind.branch, "东吴村1支部"): LEFT_OUT,
    }
    taken = take(school, path, Choices(answers=answers))
    assert (taken.new, taken.new_branches, taken.to_decide) == (2, 1, 0)
    assert shorts(school) == ["东吴村党支部", "东吴村第一党支部"]
    again = look(school, path)
    assert (again.unchanged, again.waiting, again.asked) == (2, 0, ())
    assert [one.reason for one in again.problems] == [
        "党支部“东吴村1支部”定为不导入，这一行没有导入"
    ]
    assert again.read_as == (("东吴支部", "东吴村党支部"),)
    other = workbook(
        tmp_path / "b.xlsx", {"表": [(*HEADER, "性别"), ("部五", "东吴支部", "1970", "男")]}
    )
    assert [one.word for one in look(school, other).asked] == ["东吴支部"]
    roster_import.undo(school, taken.id, lambda *_: None)
    assert shorts(school) == ["东吴村党支部"]


def test_nobody_moves_because_of_a_spelling(school: Workspace, tmp_path: Path) -> None:
    """A school that was hurt: two branches that are one."""
    take(school, CASES / "seed.xlsx")
    with school.write("branch.ensure") as session:
        hurt = session.make(Branch, name="东吴村", short_name="东吴村", retired_at=None).id
    before = stored(school)
    rows = [("姓名", "所在党支部", "公民身份号码"), ("吕绿", "东吴村", "450821197506125072")]
    shown = look(school, workbook(tmp_path / "a.xlsx", {"名册": rows}))
    assert (shown.moved, shown.changed, shown.unchanged) == (0, 0, 1)
    take(school, CASES / "seed.xlsx")
    assert stored(school) == before
    assert hurt not in {row["branch_id"] for row in before}


@settings(
    max_examples=examples(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    said=st.lists(st.sampled_from((*SAME, *MAYBE, LONG)), min_size=4, max_size=4),
    notes=st.lists(st.sampled_from(NOTES), min_size=4, max_size=4),
)
def test_nobody_is_doubled_moved_promoted_or_lost(
    school: Workspace, tmp_path: Path, said: list[str], notes: list[str]
) -> None:
    people = ("甲一", "乙二", "丙三", "丁四")
    if not stored(school):
        take(school, of(tmp_path, *((name, LONG) for name in people)))
    before = stored(school)
    header = (*HEADER, "人员类别")
    cells = [(n, b, "1970.1", note) for n, b, note in zip(people, said, notes, strict=True)]
    path = workbook(tmp_path / "b.xlsx", {"名册": [header, *cells]})
    try:
        shown = look(school, path)
    except roster_import.BadSheet:
        assert all(note in ("已故", "群众") for note in notes)
        return
    assert (shown.new, shown.moved, shown.new_branches) == (0, 0, ())
    told = {name for one in shown.problems for name in one.person.split("、")}
    assert {line.name for line in shown.lines} | told == set(people)
    fates = {line.name: line.fate for line in shown.lines}
    for name, spelling, note in zip(people, said, notes, strict=True):
        if note in ("已故", "群众"):
            assert name not in fates
        elif spelling in MAYBE or note:
            assert fates[name] is Fate.to_decide
        else:
            assert fates[name] is Fate.unchanged
    take(school, path)
    assert stored(school) == before
    assert shorts(school) == ["东吴村党支部"]


def test_the_command_and_the_list_of_problems_tell_it_alike(
    school: Workspace, tmp_path: Path
) -> None:
    with school.write("branch.ensure") as session:
        branch.ensure(session, LONG)
    path = of(tmp_path, ("部一", "东吴支部"), ("部二", "东吴村"), ("部三", "东吴支部"))
    told = command._import(school, path, dry_run=True)
    assert told["questions"] == [
        {
            "kind": "branch",
            "word": "东吴支部",
            "rows": 2,
            "sheet": "名册",
            "row": 2,
            "may_be": ["东吴村党支部", "新的党支部", "不导入"],
        }
    ]
    assert told["read_as"] == [{"spelling": "东吴村", "branch": "东吴村党支部"}]
    assert (told["new"], told["waiting"]) == (1, 2)
    (problem,) = told["problems"]
    assert problem["reason"] == "可能是东吴村党支部，2 行待定，请在导入时回答"
