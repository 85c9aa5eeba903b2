"""Who is a member, not yet one, or gone: told, or asked, and never taken in as the usual case."""

from pathlib import Path

import pytest

from services import member, roster_import
from services.core.workspace import Workspace
from services.member import MemberKind
from services.roster_import import AskedKind, Choices
from services.roster_import.asking import FULL
from services.roster_import.standing import (
    standing_beside,
    standing_in_note,
    standing_of,
    standing_of_group,
)
from tests.helpers.cases import read_case, workbook
from tests.helpers.roster_file import look, silent, take

HEADER = ("姓名", "所在党支部", "出生年月", "人员类别", "备注")
BRANCH = "石梁村党支部"


def people(school: Workspace) -> dict[str, MemberKind]:
    with school.read() as session:
        return {one.name: one.kind for one in member.list_rows(session)}


def test_case_08_only_members_come_in_and_the_others_are_told() -> None:
    roster = read_case("08")
    assert [(one.name, one.kind) for one in roster.entries] == [
        ("李甲禾", None),
        ("李丁禾", MemberKind.probationary),
    ]
    told = {problem.person: problem.reason for problem in roster.problems}
    assert set(told) == {"李乙禾", "李丙禾", "李戊禾"}
    assert "群众" in told["李乙禾"]


def test_case_10_who_is_gone_is_told() -> None:
    roster = read_case("10")
    assert [one.name for one in roster.entries] == ["李甲禾"]
    assert len(roster.problems) == 4


def test_case_104_a_trusted_number_makes_nobody_a_member() -> None:
    with pytest.raises(roster_import.BadSheet, match="没有人"):
        read_case("104")


def test_case_108_the_sheet_of_the_dead_brings_nobody_in() -> None:
    roster = read_case("108")
    assert "年册丁" not in {one.name for one in roster.entries}
    assert any(one.person == "年册丁" and "已故转出" in one.reason for one in roster.problems)


def test_what_stands_behind_a_name_is_no_part_of_it(tmp_path: Path) -> None:
    rows = [
        ("姓名", "所在党支部", "出生年月"),
        *(
            (name, BRANCH, "1975.6")
            for name in ("王芳(已故)", "王一（转出）", "王二★", "王三（请假）", "王四(预备党员)",
                         "王五（大）", "王六【去世】")
        ),
    ]  # fmt: skip
    roster = roster_import.read(workbook(tmp_path / "a.xlsx", {"名册": rows}), silent)
    assert [one.name for one in roster.entries] == ["王二", "王三", "王四", "王五(大)"]
    assert roster.entries[2].kind is MemberKind.probationary
    assert {one.person for one in roster.problems} == {
        "王芳",
        "王一",
        "王二",
        "王三",
        "王四",
        "王六",
    }


@pytest.mark.parametrize(
    "word",
    ["群众", "共青团员", "民盟盟员", "九三学社社员", "无党派人士", "入党积极分子", "停止党籍",
     "已去世", "已转出", "已出党", "病故", "2024年3月去世", "2025.5转出至县城"],
)  # fmt: skip
def test_no_member_or_gone(word: str) -> None:
    assert standing_of(word).out


@pytest.mark.parametrize("word", ["待定", "停薪", "未转出", "拟转出", "出国", "1", "非群众"])
def test_an_unknown_word_is_asked(word: str) -> None:
    assert standing_of(word).asked == word


@pytest.mark.parametrize("word", ["", "中共党员", "党员", "正常", "在册"])
def test_who_is_said_to_be_a_member_stays_what_they_are(word: str) -> None:
    assert standing_of(word) == (None, "", "")


def test_a_note_is_believed_where_it_is_plain_and_else_asked() -> None:
    assert standing_in_note("2024年3月去世").out
    assert standing_in_note("妻子去世").asked
    assert standing_in_note("退伍军人") == (None, "", "")
    assert standing_beside("西街") == (None, "", "")
    assert standing_of_group("已故转出", "工作表").out
    assert standing_of_group("去世党员名单", "工作表").out
    assert not standing_of_group("2025年", "工作表").out


def test_an_unknown_word_waits_for_its_answer(school: Workspace, tmp_path: Path) -> None:
    rows = [
        HEADER,
        ("李甲禾", BRANCH, "1975.6", "正式党员", ""),
        ("李乙禾", BRANCH, "1975.6", "停薪", ""),
        ("李丙禾", BRANCH, "1975.6", "停薪", ""),
        ("李丁禾", BRANCH, "1975.6", "", "父亲去世"),
    ]
    path = workbook(tmp_path / "a.xlsx", {"名册": rows})
    shown = look(school, path)
    assert [(one.kind, one.word, one.rows) for one in shown.asked] == [
        (AskedKind.standing, "停薪", 2),
        (AskedKind.standing, "父亲去世", 1),
    ]
    assert (shown.new, shown.waiting) == (1, 3)
    assert sum("待定" in one.reason for one in shown.problems) == 2
    take(school, path)
    assert people(school) == {"李甲禾": MemberKind.full}
    answers = {(AskedKind.standing, "停薪"): FULL, (AskedKind.standing, "父亲去世"): ""}
    take(school, path, Choices(answers=answers))
    assert people(school) == dict.fromkeys(("李甲禾", "李乙禾", "李丙禾"), MemberKind.full)


def test_an_empty_cell_promotes_nobody(school: Workspace, tmp_path: Path) -> None:
    def path(kind: str) -> Path:
        rows = [HEADER, ("李甲禾", BRANCH, "1975.6", kind, "")]
        return workbook(tmp_path / f"{kind}.xlsx", {"名册": rows})

    take(school, path("预备党员"))
    for kind in ("", "中共党员"):
        assert look(school, path(kind)).unchanged == 1
    assert people(school) == {"李甲禾": MemberKind.probationary}
