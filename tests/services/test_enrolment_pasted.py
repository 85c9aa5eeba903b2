"""Lists as WeChat and offices have them: who is meant, who stays away, what is no person."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.core.sheet_reader import BadSheet
from services.enrolment import EnrolmentCandidate
from services.enrolment.matching import Match, Matcher, NameLine
from services.enrolment.name_sheets import SheetNames, read_names
from tests.helpers.cases import case, workbook
from tests.helpers.examples import examples
from tests.services.test_enrolment_names import person

EAST, BACK = "东吴村党支部", "后李村党支部"
EVERYBODY = (
    person("王芳", EAST, "13800138100"),
    person("王芳", BACK, "13800138101"),
    person("王伟伟", BACK),
    person("王伟伟", EAST),
    person("阿依古丽·买买提", EAST),
    person("李?明", EAST),
    *(person(name, EAST) for name in ("吕绿", "单雄信", "查干", "黄𬭎", "赵一", "仉敬")),
    person("张三", EAST),
    person("李四", EAST),
    person("王五", BACK),
)
MATCHER = Matcher(EVERYBODY)
BY_ID = {one.id: one for one in EVERYBODY}


def lines_of(text: str) -> list[NameLine]:
    return list(MATCHER.match(MATCHER.pasted(text)))


def sure(text: str) -> list[tuple[str, str]]:
    """Names and branches of those who are meant beyond doubt."""
    found = [BY_ID[n.person] for n in lines_of(text) if n.match is Match.sure and n.person]
    return [(one.name, one.branch[:3]) for one in found]


def kinds(text: str) -> list[tuple[str, Match]]:
    return [(line.written.name, line.match) for line in lines_of(text)]


def sheet(number: str) -> tuple[SheetNames, list[NameLine]]:
    found = read_names(case(number), lambda *_: None, MATCHER.words)
    return found, list(MATCHER.match(found.people))


def test_a_jielong_is_five_people_and_two_titles() -> None:
    assert kinds(case("96").read_text(encoding="utf-8")) == [
        ("", Match.nobody),
        ("", Match.nobody),
        ("王芳", Match.sure),
        ("吕绿", Match.asked),
        ("赵一", Match.sure),
        ("单雄信", Match.sure),
        ("查干", Match.sure),
    ]


def test_who_is_not_coming_is_not_sure() -> None:
    lines = lines_of(case("98").read_text(encoding="utf-8"))
    assert [line.match for line in lines] == [Match.asked] * 3
    assert [line.written.asked for line in lines] == ["请假", "不参加", "代李四"]
    assert all(line.person is None and len(line.offered) == 1 for line in lines)


@pytest.mark.parametrize(
    "text",
    [
        "1.张三 2、李四 ③王五 ✅",
        "1️⃣张三\n2️⃣李四\n⒊王五👍",
        "张三书记\n李四 主任\n书记王五",
        "一、张三\n（二）李四\n㈢王五",
        "1张三2李四3王五",
        "＠张三　\n１．李四［强］\n后李村——王五√",
        "参训人员：张三、李四、王五。",
        "张三（支部书记）\n李四【东吴村】\n王五 收到",
        "姓名：张三 电话：13805370417\n姓名：李四\n姓名：王五",
    ],
)
def test_marks_numbers_and_titles_are_no_part_of_a_name(text: str) -> None:
    assert sure(text) == [("张三", "东吴村"), ("李四", "东吴村"), ("王五", "后李村")]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "东吴村：王芳、李四\n后李村：王伟伟",
            [("王芳", "东吴村"), ("李四", "东吴村"), ("王伟伟", "后李村")],
        ),
        ("东吴村党支部\n王芳\n后李村（1人）\n1.王芳", [("王芳", "东吴村"), ("王芳", "后李村")]),
        ("【后李村】\n王芳\n王伟伟", [("王芳", "后李村"), ("王伟伟", "后李村")]),
        (
            "一、东吴村参训人员\n王芳\n二、后李村参训人员：\n王芳",
            [("王芳", "东吴村"), ("王芳", "后李村")],
        ),
        # a branch below each name is of the name above it, or a question: never of the next
        ("王芳\n东吴村\n王芳\n后李村", []),
        # what follows the line of a colon is under nobody
        ("东吴村：李四\n王芳", [("李四", "东吴村")]),
    ],
)
def test_a_branch_before_a_colon_or_over_a_list(text: str, people: list[tuple[str, str]]) -> None:
    assert sure(text) == people


@pytest.mark.parametrize(
    "beside",
    [
        "（请假）",
        " 有事来不了",
        "因事请假",
        "❌",
        " 住院",
        "：不去",
        "（可能晚到）",
        " 已转出",
        "（替李四）",
    ],
)
def test_words_that_say_no_or_that_nobody_knows_are_asked(beside: str) -> None:
    (line,) = lines_of(f"张三{beside}")
    assert (line.written.name, line.match, line.person) == ("张三", Match.asked, None)
    assert line.written.asked


def test_a_heading_of_those_who_stay_away_stands_over_its_line_and_its_list() -> None:
    assert sure("请假：张三、李四\n王五") == [("王五", "后李村")]
    assert sure("张三\n请假人员：\n李四\n王五") == [("张三", "东吴村")]
    assert sure("请假：\n李四\n参加：\n王五") == [("王五", "后李村")]
    assert sure("联系人：张三 13800138000") == [], "who is named for something else is asked"


@pytest.mark.parametrize(
    ("text", "coming"),
    [
        ("张三，请假\n王五", ["王五"]),
        ("张三、李四请假\n王五", ["王五"]),
        ("张三 请假 李四\n王五", ["王五"]),
        ("请假 张三 李四\n王五", ["王五"]),
        ("不参加的有张三、李四\n王五", ["王五"]),
        ("参加：王五；不参加：张三、李四", ["王五"]),
        ("王五 参加 不参加：张三、李四", ["王五"]),
        ("李四 代 张三\n王五", ["王五"]),
        ("1.王五 2.李四请假", ["王五"]),
        ("王五、李四（请假）", ["王五"]),
        ("张三 请假 李四 参加 王五", ["王五"]),
    ],
)
def test_of_whom_it_may_be_said_is_asked(text: str, coming: list[str]) -> None:
    assert [name for name, _ in sure(text)] == coming


def test_what_stands_between_marks_is_of_the_person_before() -> None:
    assert sure("王芳，女，党员，后李村") == [("王芳", "后李村")]
    assert sure("姓名：王芳 支部：后李村") == [("王芳", "后李村")]
    assert sure("东吴村、王芳、后李村、王芳") == [], "which is whose is not guessed"


@pytest.mark.parametrize("words", ["+1", "带2人", "另带一人", "带家属2人"])
def test_one_more_is_told_and_brings_nobody(words: str) -> None:
    (line,) = lines_of(f"查干{words}")
    assert (line.match, line.written.told) == (Match.sure, words)


@pytest.mark.parametrize("between", ["代", "替", "代替", "帮"])
def test_of_one_for_another_nobody_is_sure(between: str) -> None:
    found = lines_of(f"查干{between}吕绿报名")
    assert [(line.written.name, line.match) for line in found] == [
        ("查干", Match.asked),
        ("吕绿", Match.asked),
    ]


def test_for_somebody_unknown_the_known_one_is_asked() -> None:
    known, unknown = lines_of("查干代欧阳某")
    assert (known.match, unknown.match) == (Match.asked, Match.unknown)


@pytest.mark.parametrize(
    "heading",
    ["请假人员", "缺席人员", "以下人员请假", "请假（2人）", "请假", "缺席", "不参加", "请假："],
)
def test_under_a_heading_of_absentees_nobody_is_sure(heading: str) -> None:
    found = [line for line in lines_of(f"吕绿\n{heading}\n查干\n单雄信") if line.written.name]
    asked = {line.written.name for line in found if line.match is Match.asked}
    assert {"查干", "单雄信"} <= asked
    assert len(found) == 3


@pytest.mark.parametrize(
    "text",
    [
        "请假名单\n东吴村：查干\n后李村：单雄信",
        "———请假———\n查干\n单雄信",
        "下面的请假\n查干\n单雄信",
        "外出\n查干\n单雄信",
        "查干、单雄信（以上均请假）",
        "查干 值班\n单雄信 看情况",
    ],
)
def test_absence_outlives_a_branch_and_reaches_all_of_a_line(text: str) -> None:
    found = [line for line in lines_of(text) if line.written.name]
    assert {line.written.name for line in found} == {"查干", "单雄信"}
    assert not any(line.match is Match.sure for line in found)


def test_who_comes_after_those_who_stay_away_is_sure() -> None:
    found = {line.written.name: line.match for line in lines_of("请假：\n查干\n以下人员参加\n吕绿")}
    assert (found["查干"], found["吕绿"]) == (Match.asked, Match.sure)


@pytest.mark.parametrize("behind", [" 缺", " 腿疼", " 否", " 作废", "改为吕绿", " 请假"])
def test_who_may_stay_away_is_asked(behind: str) -> None:
    assert all(line.match is Match.asked for line in lines_of(f"查干{behind}"))


@pytest.mark.parametrize("between", ["和", "与", "跟", ""])
def test_names_without_a_mark_between_are_each_found(between: str) -> None:
    found = lines_of(f"查干{between}吕绿{between}单雄信")
    assert [(line.written.name, line.match) for line in found] == [
        (name, Match.sure) for name in ("查干", "吕绿", "单雄信")
    ]


@pytest.mark.parametrize("words", ["晚到", "会晚到", " 迟到"])
def test_who_comes_late_comes(words: str) -> None:
    (line,) = lines_of(f"查干{words}")
    assert (line.match, line.written.told) == (Match.sure, words.strip())


def test_a_longer_name_is_somebody_else_and_offers_the_nearest() -> None:
    offered = {
        line.written.name: {one.name for one in line.offered}
        for line in lines_of("张三丰\n章三\n張三\n王苇苇\n黄宏\n李䶮明\n赵壹\n钱进\n张四")
        if line.match is Match.unknown
    }
    assert offered == {
        "张三丰": {"张三"},
        "章三": {"张三"},
        "王苇苇": {"王伟伟"},
        "黄宏": {"黄𬭎"},
        "李䶮明": {"李?明"},
        "赵壹": {"赵一"},
        "張三": {"张三"},
        "钱进": set(),
        "张四": set(),
    }


def test_dots_are_one_and_a_lost_character_is_never_sure() -> None:
    for written in ("阿依古丽•买买提", "阿依古丽買買提".replace("買", "买"), "阿依古丽．买买提"):
        assert sure(written) == [("阿依古丽·买买提", "东吴村")]
    (line,) = lines_of("李?明")
    assert (line.match, [one.name for one in line.offered]) == (Match.choose, ["李?明"])
    (line,) = lines_of("单□信")
    assert (line.match, [one.name for one in line.offered]) == (Match.choose, ["单雄信"])


KNOWN = st.sampled_from([one for one in EVERYBODY if one.name != "李?明"])
STRANGER = st.sampled_from(["钱进", "孙立军", "张三丰", "欧阳修远"])
NUMBERS = st.sampled_from(["", "1.", "2、", "③", "(4)", "5 ", "6️⃣", "７．", "8"])
FRONT = st.sampled_from(["", "@", "党员", "书记 ", "{branch} ", "{branch}-", "【{branch}】"])
BEHIND = st.sampled_from(
    [
        "",
        "✅",
        " 🌹",
        "同志",
        "书记",
        " 主任",
        "（{branch}）",
        " {branch}",
        "+1",
        "[强]",
        "√",
        " 党员",
    ]
)
NO = st.sampled_from(["（请假）", " 不参加", "请假", "❌", " 有事"])


@settings(max_examples=examples(120))
@given(
    people=st.lists(st.tuples(NUMBERS, FRONT, KNOWN, BEHIND), min_size=1, max_size=8),
    strangers=st.lists(st.tuples(NUMBERS, STRANGER, BEHIND), max_size=3),
    away=st.lists(st.tuples(NUMBERS, KNOWN, NO), max_size=3),
    title=st.sampled_from(["", "#接龙\n", "10月培训报名\n", "各支部参训人员如下：\n"]),
    between=st.sampled_from(["\n", "\n\n", "\r\n", "，", "、"]),
)
def test_nobody_unknown_is_enrolled_and_nobody_known_is_lost(
    people: list[tuple[str, str, EnrolmentCandidate, str]],
    strangers: list[tuple[str, str, str]],
    away: list[tuple[str, EnrolmentCandidate, str]],
    title: str,
    between: str,
) -> None:
    parts, wanted = [], []
    for number, front, who, behind in people:
        if between in "，、" and "【" in front:
            front = ""  # a box before the first of a line stands over all of it
        parts.append(f"{number}{front}{who.name}{behind}".replace("{branch}", who.branch[:3]))
        wanted.append(who.name)
    for number, who, no in away:
        parts.append(f"{number}{who.name}{no}")
        wanted.append(who.name)
    for number, name, behind in strangers:
        parts.append(f"{number}{name}{behind}".replace("{branch}", "东吴村"))
    lines = lines_of(title + between.join(parts))
    listed = [line.written.name for line in lines if not line.written.nobody]
    for name in wanted:
        assert listed.count(name) >= wanted.count(name), (parts, listed)
    comes = {who.name for _, _, who, _ in people}
    for line in lines:
        if line.match is Match.sure:
            assert line.person is not None
            assert BY_ID[line.person].name == line.written.name
            assert line.written.name in comes, parts


def test_a_village_column_tells_namesakes_apart() -> None:
    _, lines = sheet("82")
    assert [(n.match, BY_ID[n.person].branch if n.person else "") for n in lines] == [
        (Match.sure, EAST),
        (Match.sure, BACK),
    ]


@pytest.mark.parametrize("number", ["84", "85"])
def test_a_list_without_a_header_is_refused_with_what_to_do(number: str) -> None:
    with pytest.raises(BadSheet, match=r"没有找到“姓名”一列.*粘贴名单"):
        sheet(number)


def test_phones_tell_namesakes_apart_however_they_are_stored() -> None:
    _, lines = sheet("86")
    assert [line.written.name for line in lines] == ["吕绿", "赵一", "王芳"]
    assert lines[2].match is Match.sure
    assert lines[2].person == EVERYBODY[1].id


def test_rare_names_of_a_file_are_found_or_offered() -> None:
    _, lines = sheet("87")
    assert [line.match for line in lines] == [
        Match.sure,
        Match.sure,
        Match.choose,
        Match.unknown,
    ]
    assert [one.name for one in lines[0].offered] == ["阿依古丽·买买提"]
    assert [one.name for one in lines[3].offered] == ["李?明"]


def test_headings_of_a_file_are_branches() -> None:
    _, lines = sheet("89")
    assert [(n.written.name, n.match, n.written.branch) for n in lines] == [
        ("", Match.nobody, ""),
        ("吕绿", Match.sure, EAST),
        ("", Match.nobody, ""),
        ("王芳", Match.sure, BACK),
    ]


def test_columns_of_a_file_say_who_stays_away_and_what_is_unread(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "参训.xlsx",
        {
            "一期": [
                ("序号", "姓名", "村(社区)", "是否参加", "备注", "车牌"),
                (1, "张三书记", "东吴村", "是", "", "鲁H1"),
                (2, "李四（请假）", "东吴村", "", "", ""),
                (3, "王五", "后李村", "否", "", ""),
                (4, "单雄信", "东吴村", "√", "住院", ""),
                (5, "查干", "东吴村", "", "素食", ""),
                (6, "", "东吴村", "", "", ""),
                (7, "吕绿、赵一", "东吴村", "", "", ""),
            ],
            "说明": [("请于周五前报名",)],
        },
    )
    found = read_names(path, lambda *_: None, MATCHER.words)
    lines = MATCHER.match(found.people)
    assert [(n.written.name, n.match, n.written.asked, n.written.told) for n in lines] == [
        ("张三", Match.sure, "", ""),
        ("李四", Match.asked, "请假", ""),
        ("王五", Match.asked, "否", ""),
        ("单雄信", Match.asked, "住院", ""),
        ("查干", Match.sure, "", "素食"),
        ("", Match.nobody, "", ""),
        ("吕绿", Match.sure, "", ""),
        ("赵一", Match.sure, "", ""),
    ]
    assert found.unread == ("“车牌”一列", "工作表“说明”")
