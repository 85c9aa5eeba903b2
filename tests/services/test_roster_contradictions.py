"""What a roster says against itself is told, in the preview and in the list of problems alike."""

from pathlib import Path

import pytest
import xlsxwriter

from models.core.types import PartialDate
from services import member
from services.core.text import bare_name, clean_name, has_lost, pinyin_of
from services.core.workspace import Workspace
from services.member.search import find
from services.roster_import.contradictions import _is_child
from services.roster_import.entries import ProblemKind
from tests.helpers.roster_file import look, small_roster, stored, take

CASES = Path(__file__).parents[1] / "cases"


def told(school: Workspace, path: Path) -> list[str]:
    return [
        f"{one.person}：{one.reason}"
        for one in look(school, path).problems
        if one.kind is ProblemKind.told
    ]


def test_a_number_against_birth_and_sex_is_told(school: Workspace) -> None:
    """Case 20: the number says a man of 1975, the columns a woman of 1988."""
    found = told(school, CASES / "20-id-birth-sex-mismatch.xlsx")
    assert any("身份证号里的出生日期与表里写的不同" in one for one in found)
    assert any("身份证号里的性别与表里写的不同" in one for one in found)
    problems = look(school, CASES / "20-id-birth-sex-mismatch.xlsx").problems
    shown = {one.shown for one in problems if one.kind is ProblemKind.told}
    assert any("1975" in one and "1988" in one for one in shown)
    assert "号码 男，表里 女" in shown
    assert not any("1975" in one.reason for one in problems), "a command prints the reasons"


def test_posts_are_told_once_for_each_spelling(school: Workspace) -> None:
    """Case 111: nobody is silently secretary."""
    path = CASES / "111-posts.xlsx"
    found = told(school, path)
    for post in ("老书记", "名誉书记", "离任书记", "退休书记", "支部书记(2018-2021)", "第一书记"):
        shown = [one for one in look(school, path).problems if one.shown == post]
        assert len(shown) == 1, post
    assert any("第一书记不是支部书记" in one for one in found)
    take(school, path)
    roles = {row["name"]: row["role"].value for row in stored(school)}
    assert [roles[name] for name in ("职一", "职丁", "职业", "职丛")] == ["secretary"] * 4
    for name in ("职丄", "职丅", "职丐", "职丑", "职丒", "职丞", "职丟", "职丠", "职丘", "职丙"):
        assert roles[name] == "member", name


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("甲一", "", "中共仲山镇石桥村支部委员会", "1999.07"), ""),
        (("甲二", "", "中共仲山镇石桥村支部委员会", "2015.07"), "不满 18 岁"),
        (("甲三", "", "中共仲山镇石桥村支部委员会", "2031.07"), "今天以后"),
    ],
)
def test_a_birth_that_cannot_be_is_told(
    school: Workspace, tmp_path: Path, row: tuple[str, ...], why: str
) -> None:
    found = told(school, small_roster(tmp_path / "a.xlsx", [row]))
    assert any(why in one for one in found) if why else found == []


def test_one_name_and_birth_in_two_branches_is_told(school: Workspace, tmp_path: Path) -> None:
    rows = [
        ("甲一", "", "中共仲山镇石桥村支部委员会", "1960.07"),
        ("甲一", "", "中共仲山镇布山村支部委员会", "1960-07-05"),
        ("甲一", "", "中共仲山镇布山村支部委员会", "1960"),
    ]
    found = told(
        school, small_roster(tmp_path / "a.xlsx", rows[:1] * 1 + [(*rows[1][:3], "1960.07")])
    )
    assert len(found) == 1
    assert "党支部不同" in found[0]


def test_every_dot_is_one_dot(school: Workspace, tmp_path: Path) -> None:
    branch = "中共仲山镇石桥村支部委员会"
    take(school, small_roster(tmp_path / "a.xlsx", [("买买提·艾力", "", branch, "1960.07")]))
    for number, dot in enumerate("•・‧．∙⋅"):
        path = small_roster(
            tmp_path / f"{number}.xlsx", [(f"买买提{dot}艾力", "", branch, "1960.07")]
        )
        shown = look(school, path)
        assert (shown.new, shown.changed, shown.unchanged) == (0, 0, 1), dot
    with school.read() as session:
        people = member.search_index(session)
    for wanted in (
        "买买提·艾力",
        "买买提•艾力",
        "买买提艾力",
        "买买提 艾力",
        "提艾",
        "艾力",
        "mmtal",
    ):
        assert [one.name for one in find(people, wanted)] == ["买买提·艾力"], wanted


def test_a_lost_character_is_told_and_replaces_none(school: Workspace) -> None:
    """Cases 56 and 100."""
    assert bare_name("黄\ufe00") == "黄"
    assert [has_lost(name) for name in ("黄?", "黄□", "黄\ufffd", "黄𬭎")] == [True] * 3 + [False]
    found = told(school, CASES / "56-gbk-lost-char.csv")
    assert any("姓名里有字丢失了" in one for one in found)


def test_numbers_and_ue_find_whom_they_mean(school: Workspace) -> None:
    with school.write("member.create") as session:
        member.create(
            session,
            member.MemberDraft("吕绿", "中共仲山镇石桥村支部委员会", phone="13800138103"),
        )
        people = member.search_index(session)
    for wanted in (
        "lv",
        "lü",
        "LÜ",
        "lyu",
        "lvlv",
        "吕 绿",
        "石桥 吕绿",
        "吕绿 石桥",
        "138-0013-8103",
        "+86 13800138103",
        "8613800138103",
    ):
        assert [one.name for one in find(people, wanted)] == ["吕绿"], wanted


BRANCH, OTHER = "中共仲山镇石桥村支部委员会", "中共仲山镇布山村支部委员会"


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ((BRANCH, "1960.07"), (OTHER, "1960-07-05"), "党支部不同"),
        ((BRANCH, "1960-07-05"), (OTHER, "1960-07-06"), ""),
        ((BRANCH, "1960"), (OTHER, "1960"), ""),
        ((BRANCH, "1960.07"), (BRANCH, "1960.07"), "党支部也相同"),
        ((BRANCH, "1960.07"), (BRANCH, "1960.08"), ""),
    ],
)
def test_who_may_be_one_is_told(
    school: Workspace, tmp_path: Path, one: tuple[str, str], other: tuple[str, str], why: str
) -> None:
    rows = [("买买提·艾力", "", *one), ("买买提•艾力", "", *other)]
    found = told(school, small_roster(tmp_path / "a.xlsx", rows))
    assert len(found) == bool(why)
    assert all(why in line for line in found)


@pytest.mark.parametrize(
    ("birth", "day", "child"),
    [
        ("1982-07-02", "2000-07-01", True),
        ("1982-07-01", "2000-07-01", False),
        ("1982-07", "2000-07-01", False),
        ("1982-07", "2000-06", True),
        ("1982", "2000", False),
        ("1983", "2000", True),
    ],
)
def test_eighteen_is_counted_to_the_day_where_it_is_known(
    birth: str, day: str, child: bool
) -> None:
    assert _is_child(PartialDate.parse(birth), PartialDate.parse(day)) is child


def test_a_branch_with_more_than_one_secretary_is_told(school: Workspace, tmp_path: Path) -> None:
    lead = ("1990.07", "", "党支部书记")
    born = {"甲一": "1960.07", "甲二": "1961.07", "甲三": "1962.07"}
    rows = [(name, "", BRANCH, day, *lead) for name, day in born.items()]
    rows.append(("乙", "", OTHER, "1970.07", *lead))
    found = told(school, small_roster(tmp_path / "a.xlsx", rows))
    assert [line.split("：")[0] for line in found] == ["甲二", "甲三"]
    assert all("有 3 名书记" in line for line in found)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("names", [("2025年", "2026年"), ("一季度", "二季度")])
def test_rows_of_one_person_that_differ_are_told(
    school: Workspace, tmp_path: Path, names: tuple[str, str], turned: bool
) -> None:
    """Last year's sheet came in where it stood first, and nothing said so."""
    header = ("姓名", "公民身份号码", "所在党支部", "党内职务")
    number = "37082919510715381X"
    sheets = [
        (names[0], [header, ("甲", number, BRANCH, "党员")]),
        (names[1], [header, ("甲", number, BRANCH, "党支部书记")]),
    ]
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, lines in reversed(sheets) if turned else sheets:
            sheet = book.add_worksheet(name)
            for number_, line in enumerate(lines):
                sheet.write_row(number_, 0, line)
    (found,) = told(school, path)
    assert "职务" in found
    take(school, path)
    (row,) = stored(school)
    latest = "2026年" in names or turned
    assert row["post"] == ("党支部书记" if latest else "")


@pytest.mark.parametrize(
    ("cell", "phone", "why"),
    [
        ("13800138103/13900138104", "13800138103", "不止一个号码"),
        ("13800138103 13900138104", "13800138103", "不止一个号码"),
        ("手机：13800138103", "13800138103", ""),
        ("13800138103（儿子）", "13800138103", "后面写着“儿子”"),
        ("13800138103（本人）", "13800138103", ""),
        ("00000000000", "", "不像电话号码"),
        ("12345678901", "", "不像电话号码"),
        ("23800138000", "", "不像电话号码"),
        ("0537-1234567", "05371234567", ""),
        ("无", "", ""),
        ("1380013810", "", "11 位"),
    ],
)
def test_a_second_phone_is_told(
    school: Workspace, tmp_path: Path, cell: str, phone: str, why: str
) -> None:
    path = small_roster(tmp_path / "a.xlsx", [("甲一", "", BRANCH, "1960.07", "1990.07", cell, "")])
    reasons = [one.reason for one in look(school, path).problems]
    assert any(why in one for one in reasons) if why else reasons == []
    take(school, path)
    assert stored(school)[0]["phone"] == phone


def test_what_is_no_character_is_no_part_of_a_name() -> None:
    for odd in ("\u3164", "\u2800", "\ufe00", "\U000e0100", "\u115f"):
        assert clean_name(f"张{odd}芳") == "张芳"
    assert pinyin_of("买买提·艾力")[1].split()[0] == "mmtal"
