"""Rosters made in ways that the collected cases do not show: for each kind of fault at least three.

Each row of them is known, new, asked or told; nobody is doubled, moved, revived, promoted or
renamed in silence.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.member import Role
from services import member, roster_import
from services.core.workspace import Workspace
from services.member import MemberKind
from services.roster_import import BadSheet, Choices, Preview
from services.roster_import.standing import standing_in_note, standing_of_group
from tests.helpers.cases import workbook
from tests.helpers.roster_file import BRANCH, FIRST, SECOND, look, silent, stored, take

H3 = ("姓名", "身份证号", "所在党支部")
NUMBERS = (FIRST, SECOND)


def book(path: Path, rows: Sequence[Sequence[Any]], sheet: str = "名册") -> Path:
    return workbook(path, {sheet: list(rows)})


def read(path: Path) -> roster_import.RosterRead:
    return roster_import.read(path, silent)


def names(path: Path) -> list[str]:
    """Who comes in; nobody where the file has none."""
    try:
        return [one.name for one in read(path).entries]
    except BadSheet:
        return []


def reasons(shown: Preview) -> str:
    return "\n".join(one.reason for one in shown.problems)


# numbers and names


def test_a_number_column_that_slipped_renames_nobody(school: Workspace, tmp_path: Path) -> None:
    people = (("张建国", FIRST, BRANCH), ("欧阳明月", SECOND, BRANCH))
    take(school, book(tmp_path / "a.xlsx", [H3, *people]))
    slipped = book(
        tmp_path / "b.xlsx", [H3, ("张建国", SECOND, BRANCH), ("欧阳明月", FIRST, BRANCH)]
    )
    shown = look(school, slipped)
    assert (shown.changed, shown.new, len(shown.to_decide)) == (0, 0, 2)
    assert not any(one.is_plain for one in shown.to_decide), "not among those said yes to at once"
    assert "在教务台里是欧阳明月的，姓名不同" in reasons(shown)
    take(school, slipped)
    assert {row["name"]: row["identity_number"] for row in stored(school)} == {
        name: number for name, number, _ in people
    }


def test_who_has_another_name_is_asked_and_either_answer_holds(
    school: Workspace, tmp_path: Path
) -> None:
    take(school, book(tmp_path / "a.xlsx", [H3, ("张建国", FIRST, BRANCH)]))
    path = book(tmp_path / "b.xlsx", [H3, ("李四光", FIRST, BRANCH)])
    (asked,) = look(school, path).to_decide
    take(school, path, Choices(who={asked.key: None}))
    rows = {row["name"]: row["identity_number"] for row in stored(school)}
    assert rows == {"张建国": FIRST, "李四光": None}


def test_a_person_says_that_it_is_the_same(school: Workspace, tmp_path: Path) -> None:
    take(school, book(tmp_path / "a.xlsx", [H3, ("张建国", FIRST, BRANCH)]))
    path = book(tmp_path / "b.xlsx", [H3, ("李四光", FIRST, BRANCH)])
    (asked,) = look(school, path).to_decide
    take(school, path, Choices(who={asked.key: asked.candidates[0].id}))
    assert [row["name"] for row in stored(school)] == ["李四光"]


@pytest.mark.parametrize("name", ["张建帼", "章建国", "张建", "张国"])
def test_a_name_put_right_comes_in_and_is_told(
    school: Workspace, tmp_path: Path, name: str
) -> None:
    take(school, book(tmp_path / "a.xlsx", [H3, ("张建国", FIRST, BRANCH)]))
    path = book(tmp_path / "b.xlsx", [H3, (name, FIRST, BRANCH)])
    assert "教务台里叫张建国，改成文件里的姓名" in reasons(look(school, path))
    take(school, path)
    assert [row["name"] for row in stored(school)] == [name]


@pytest.mark.parametrize("name", ["张?国", "张□国", "张\ue123国", "张某", "张XX", "张*国"])
def test_a_lost_character_never_replaces_one(school: Workspace, tmp_path: Path, name: str) -> None:
    take(school, book(tmp_path / "a.xlsx", [H3, ("张建国", FIRST, BRANCH)]))
    path = book(tmp_path / "b.xlsx", [H3, (name, FIRST, BRANCH)])
    with suppress(BadSheet):  # 张*国 is not like a name at all
        take(school, path)
    assert [row["name"] for row in stored(school)] == ["张建国"]


def test_a_first_roster_with_a_slipped_column_brings_no_number(
    school: Workspace, tmp_path: Path
) -> None:
    """Everybody new, everybody with another's number, and the next file could mend nothing."""
    people = [
        ("张一", "男", "1951.07", SECOND),
        ("张二", "男", "1988.09", FIRST),
        ("张三", "女", "1960.01", "37082919510715381X"),
        ("张四", "女", "1961.02", "370829195107153828"),
    ]
    header = ("姓名", "性别", "出生年月", "身份证号", "所在党支部")
    path = book(tmp_path / "a.xlsx", [header, *((*one, BRANCH) for one in people)])
    assert "像是号码一列错了行" in reasons(look(school, path))
    take(school, path)
    rows = stored(school)
    assert [row["identity_number"] for row in rows] == [None] * len(rows)
    assert {row["name"]: str(row["born"]) for row in rows}["张三"] == "1960-01"


def test_one_person_under_two_numbers_is_told(school: Workspace, tmp_path: Path) -> None:
    """Of the two one may be wrong; both of one day and sex, and valid."""
    take(school, book(tmp_path / "a.xlsx", [H3, ("张建国", FIRST, BRANCH)]))
    other = "370829195107153828"
    path = book(tmp_path / "b.xlsx", [H3, ("张建国", other, BRANCH)])
    shown = look(school, path)
    assert shown.new == 1
    assert "同名、同年月出生的人，身份证号不同" in reasons(shown)


@pytest.mark.parametrize("name", ["李四，王五", "李四、王五", "李四/王五"])
def test_two_names_in_one_cell_are_nobody(tmp_path: Path, name: str) -> None:
    path = book(tmp_path / "a.xlsx", [H3, (name, FIRST, BRANCH), ("赵六", SECOND, BRANCH)])
    roster = read(path)
    assert [one.name for one in roster.entries] == ["赵六"]
    assert any("不止一个人" in one.reason for one in roster.problems)


@pytest.mark.parametrize("name", ["沙马及哈莫", "阿牛及且木呷", "李四和王五"])
def test_a_name_with_and_in_it_comes_in_and_is_told(tmp_path: Path, name: str) -> None:
    roster = read(book(tmp_path / "a.xlsx", [H3, (name, FIRST, BRANCH)]))
    assert [one.name for one in roster.entries] == [name]
    assert any("是不是写了两个人" in one.reason for one in roster.problems)


@pytest.mark.parametrize("name", ["王芳A", "王某芳"])
def test_what_tells_namesakes_apart_is_no_lost_character(tmp_path: Path, name: str) -> None:
    roster = read(book(tmp_path / "a.xlsx", [H3, (name, FIRST, BRANCH)]))
    assert not any("丢失" in one.reason for one in roster.problems)


# whether they are members, and gone


@pytest.mark.parametrize(
    "note",
    ["过世", "离世", "辞世", "已死", "火化", "车祸身亡", "已转往马集镇", "组织关系转马集镇", "调走",
     "劝退", "取消预备党员资格", "群众", "入党积极分子"],
)  # fmt: skip
def test_a_note_that_says_it_keeps_them_out(note: str) -> None:
    assert standing_in_note(note).out, note


@pytest.mark.parametrize("note", ["退出", "原党员", "查无此人", "重复", "失联", "作废", "父亲过世"])
def test_a_note_that_may_say_it_is_asked(note: str) -> None:
    assert standing_in_note(note).asked, note


@pytest.mark.parametrize("note", ["享受低保", "组织关系转入", "退役军人", "街道代管", "优秀党员"])
def test_other_notes_say_nothing(note: str) -> None:
    assert standing_in_note(note) == (None, "", "")


@pytest.mark.parametrize(
    "words",
    ["已故（2023）", "转出人员（2023）", "Sheet2(已故)", "离世", "已过世", "不在册", "作废",
     "失联党员", "石桥村党支部已故党员名单", "2024年转出党员", "入党积极分子名册",
     "和平村已故党员名单", "含光社区转出党员", "已故和转出党员", "党员去世名单（3人）"],
)  # fmt: skip
def test_what_stands_over_people_keeps_them_out(words: str, tmp_path: Path) -> None:
    assert standing_of_group(words, "工作表").out, words
    title = book(tmp_path / "a.xlsx", [(words,), H3, ("张建国", FIRST, BRANCH)])
    assert names(title) == []


@pytest.mark.parametrize(
    "words",
    ["2025年", "在册党员", "党员及积极分子名册", "石桥村党支部党员花名册", "全部",
     "民建村党员花名册", "兴农党支部党员花名册", "外出党员花名册", "离退党支部",
     "突出党建引领党员名册", "党的群众路线教育实践活动党员名册", "党员组织关系转接名册",
     "注：已转出党员不填", "说明：本表不统计已去世党员", "党员转入转出名册"],
)  # fmt: skip
def test_what_says_nothing_of_all_of_them_lets_them_in(words: str, tmp_path: Path) -> None:
    assert names(book(tmp_path / "a.xlsx", [(words,), H3, ("张建国", FIRST, BRANCH)])) == ["张建国"]


def test_those_who_became_full_are_no_sheet_of_the_probationary() -> None:
    assert standing_of_group("2024年预备党员转正名册", "标题") == (None, "", "")
    assert standing_of_group("石桥村预备党员名册", "标题").kind is MemberKind.probationary


def test_a_sheet_of_the_probationary(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [H3, ("张建国", FIRST, BRANCH)], sheet="预备党员")
    assert [one.kind for one in read(path).entries] == [MemberKind.probationary]


@pytest.mark.parametrize("numbering", ["", "一、", "（二）", "3."])
def test_headings_between_people_are_theirs(tmp_path: Path, numbering: str) -> None:
    path = book(
        tmp_path / "a.xlsx",
        [
            H3,
            ("正式党员（1人）",),
            ("张建国", FIRST, BRANCH),
            (f"{numbering}预备党员（1人）",),
            ("欧阳明月", SECOND, BRANCH),
            (f"{numbering}已故党员",),
            ("李四光", "", BRANCH),
        ],
    )
    roster = read(path)
    assert [(one.name, one.kind) for one in roster.entries] == [
        ("张建国", None),
        ("欧阳明月", MemberKind.probationary),
    ]
    assert any(one.person == "李四光" and "已故" in one.reason for one in roster.problems)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("李四 已故", ""),
        ("王五-转出", ""),
        ("赵六 去世", ""),
        ("冯二，已故", ""),
        ("褚四(已故", ""),
        ("(已故)朱十", ""),
        ("已故朱十一", ""),
        ("陈三 预备", "陈三"),
        ("王芳女士", "王芳"),
        ("王芳。", "王芳"),
    ],
)
def test_a_note_glued_to_a_name_is_no_part_of_it(tmp_path: Path, cell: str, name: str) -> None:
    path = book(tmp_path / "a.xlsx", [H3, (cell, FIRST, BRANCH)])
    assert names(path) == ([name] if name else [])


def test_a_glued_note_never_replaces_a_stored_name(school: Workspace, tmp_path: Path) -> None:
    take(school, book(tmp_path / "a.xlsx", [H3, ("黄𬭎", FIRST, BRANCH)]))
    path = book(tmp_path / "b.xlsx", [H3, ("黄宏已故", FIRST, BRANCH), ("赵六", SECOND, BRANCH)])
    take(school, path)
    assert [row["name"] for row in stored(school)] == ["黄𬭎", "赵六"]


# posts


@pytest.mark.parametrize(
    "post",
    ["书记（离任）", "书记（免职）", "书记（已免职）", "书记（辞职）", "书记（停职）",
     "书记（2018年卸任）", "书记（待任命）", "上届书记", "往届书记", "已退书记", "退下来的书记",
     "退居二线书记", "老村支书", "不再担任书记", "书记改任委员", "支部书记（已故）", "镇党委书记",
     "片区书记", "包村书记", "候选书记"],
)  # fmt: skip
def test_who_is_no_secretary_now_is_none_and_told(tmp_path: Path, post: str) -> None:
    path = book(tmp_path / "a.xlsx", [(*H3, "职务"), ("张建国", FIRST, BRANCH, post)])
    roster = read(path)
    assert [one.role for one in roster.entries] in ([Role.member], [Role.committee]), post
    assert any("职务" in one.reason for one in roster.problems), post


@pytest.mark.parametrize(
    ("post", "role"),
    [
        ("书记（前进村）", Role.secretary),
        ("党支部书记（兼）", Role.secretary),
        ("社区委员", Role.committee),
        ("村支书", Role.secretary),
        ("支部委员（组织）", Role.committee),
    ],
)
def test_who_is_one_stays_one(tmp_path: Path, post: str, role: Role) -> None:
    path = book(tmp_path / "a.xlsx", [(*H3, "职务"), ("张建国", FIRST, BRANCH, post)])
    assert [one.role for one in read(path).entries] == [role]


def test_an_empty_post_is_told_where_there_was_one(school: Workspace, tmp_path: Path) -> None:
    header = (*H3, "党内职务")
    take(school, book(tmp_path / "a.xlsx", [header, ("张建国", FIRST, BRANCH, "书记")]))
    path = book(tmp_path / "b.xlsx", [header, ("张建国", FIRST, BRANCH, "")])
    assert "职务空着，原来是书记，导入后不再是" in reasons(look(school, path))


@pytest.mark.parametrize("word", ["无", "—", "党员", "普通党员"])
def test_a_word_for_no_post_is_stored_as_none(school: Workspace, tmp_path: Path, word: str) -> None:
    header = (*H3, "党内职务")
    take(school, book(tmp_path / "a.xlsx", [header, ("张建国", FIRST, BRANCH, word)]))
    assert [row["post"] for row in stored(school)] == [""]


# who left


@pytest.mark.parametrize("how", ["transfer_out", "retire"])
def test_who_left_comes_back_only_told(school: Workspace, tmp_path: Path, how: str) -> None:
    path = book(tmp_path / "a.xlsx", [H3, ("张建国", FIRST, BRANCH)])
    take(school, path)
    (row,) = stored(school)
    with school.write(f"member.{how}") as session:
        if how == "retire":
            member.retire(session, row["id"])
        else:
            member.transfer_out(session, row["id"], "马集镇党委", date(2026, 11, 1))
    words = "转出到马集镇党委" if how == "transfer_out" else "停用"
    assert f"教务台里记为{words}，文件里又有，导入后重新在册" in reasons(look(school, path))


def test_undone_answers_are_forgotten(school: Workspace, tmp_path: Path) -> None:
    """A wrong answer outlived its undo, and was never asked again."""
    take(school, book(tmp_path / "a.xlsx", [H3, ("张建国", FIRST, "仲山镇石桥社区党支部")]))
    path = book(tmp_path / "b.xlsx", [H3, ("欧阳明月", SECOND, "石桥支部")])
    (asked,) = look(school, path).asked
    taken = take(school, path, Choices(answers={asked.key: asked.offers[0].answer}))
    assert not look(school, path).asked, "remembered"
    roster_import.undo(school, taken.id, silent)
    assert [one.word for one in look(school, path).asked] == ["石桥支部"]


# rows and cells that are nobody's


@pytest.mark.parametrize(
    "row",
    [
        ("X" * 3, "", "XX党支部"),
        ("文本", "18位", "下拉选择"),
        ("（示例）李四", FIRST, BRANCH),
        ("张三（示例）", FIRST, BRANCH),
        ("某某", "", BRANCH),
        ("×××", "", BRANCH),
        ("无", "", BRANCH),
        ("—", "", BRANCH),
        ("同上", "", BRANCH),
        ("待定", "", BRANCH),
        ("……", "", BRANCH),
        ("续表", "", BRANCH),
        ("NULL", "", BRANCH),
        ("石桥村党支部", "", BRANCH),
        ("填表说明", "", BRANCH),
        ("以下为转出", "", BRANCH),
    ],
)
def test_rows_that_are_nobody(tmp_path: Path, row: tuple[str, ...]) -> None:
    path = book(tmp_path / "a.xlsx", [H3, row, ("赵六", SECOND, BRANCH)])
    assert names(path) == ["赵六"]


@pytest.mark.parametrize("word", ["说明", "备注：", "注：", "填表说明："])
def test_a_note_below_the_header_is_no_second_header(tmp_path: Path, word: str) -> None:
    header = ("序号", *H3)
    path = book(tmp_path / "a.xlsx", [header, (word, "", "", ""), (1, "赵六", SECOND, BRANCH)])
    (one,) = read(path).entries
    assert (one.name, one.note) == ("赵六", "")


@pytest.mark.parametrize(
    "word", ["本村", "本支部", "党支部", "支部", "村党支部", "下拉选择", "XX党支部"]
)
def test_words_that_name_no_branch_make_none(school: Workspace, tmp_path: Path, word: str) -> None:
    path = book(tmp_path / "a.xlsx", [H3, ("张建国", FIRST, word), ("赵六", SECOND, BRANCH)])
    shown = look(school, path)
    assert "没有写明党支部" in reasons(shown)
    take(school, path)
    assert [row["name"] for row in stored(school)] == ["赵六"]


@pytest.mark.parametrize("ditto", ["同上", "〃", "″"])
def test_ditto_is_the_branch_above(tmp_path: Path, ditto: str) -> None:
    path = book(tmp_path / "a.xlsx", [H3, ("张建国", FIRST, BRANCH), ("赵六", SECOND, ditto)])
    assert [one.branch for one in read(path).entries] == [BRANCH, BRANCH]


# branches


@pytest.mark.parametrize(
    "spelling",
    ["山东省济宁市嘉祥县仲山镇石桥村党支部", "石桥村（党支部）", "石桥村支委会",
     "中共仲山镇委员会石桥村支部"],
)  # fmt: skip
def test_other_spellings_move_nobody(school: Workspace, tmp_path: Path, spelling: str) -> None:
    take(school, book(tmp_path / "a.xlsx", [H3, ("张建国", FIRST, BRANCH)]))
    path = book(tmp_path / "b.xlsx", [H3, ("张建国", FIRST, spelling), ("赵六", SECOND, spelling)])
    shown = look(school, path)
    assert (shown.asked, shown.changed, shown.new_branches) == ((), 0, ())


@pytest.mark.parametrize(
    "spelling",
    ["仲山石桥村党支部", "石桥村委员会党支部", "石桥村民委员会", "石桥村党员", "石桥村党小组",
     "石桥村党支部第一党小组", "石桥村1支部", "石桥村一支部", "石橋村黨支部"],
)  # fmt: skip
def test_what_may_be_a_branch_is_asked(school: Workspace, tmp_path: Path, spelling: str) -> None:
    take(school, book(tmp_path / "a.xlsx", [H3, ("张建国", FIRST, BRANCH)]))
    path = book(tmp_path / "b.xlsx", [H3, ("张建国", FIRST, spelling)])
    (asked,) = look(school, path).asked
    assert "石桥村党支部" in [one.words for one in asked.offers]


def test_the_first_branch_of_a_village_is_one_however_it_is_numbered(
    school: Workspace, tmp_path: Path
) -> None:
    take(school, book(tmp_path / "a.xlsx", [H3, ("张建国", FIRST, "石桥村第一党支部")]))
    for spelling in ("石桥村一支部", "石桥村1支部", "石桥村党支部（一）"):
        path = book(tmp_path / "b.xlsx", [H3, ("张建国", FIRST, spelling)])
        shown = look(school, path)
        assert (shown.asked, shown.changed, shown.new_branches) == ((), 0, ()), spelling
