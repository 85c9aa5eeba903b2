"""Names of a list: read as people write them, matched without a guess."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from services import enrolment
from services.core.sheet_reader import BadSheet
from services.core.workspace import Workspace
from services.enrolment import EnrolmentCandidate
from services.enrolment.matching import Match, Matcher, NameLine
from services.enrolment.name_sheets import read_names
from services.member import MemberKind, Persons, Role
from tests.helpers.guests import create_guest
from tests.helpers.teaching import Teaching

STONE, BIG, CLOTH = "石桥村党支部", "大石桥村党支部", "布山村党支部"
NUMBER = "37082919510715381X"


def person(
    name: str, branch: str = STONE, phone: str = "13805370417", **more: str
) -> EnrolmentCandidate:
    from services.core.text import mask_phone, pinyin_of

    pinyin, initials = pinyin_of(name)
    identity = more.get("identity", "")
    return EnrolmentCandidate(
        id=uuid4(),
        name=name,
        branch=branch,
        branch_id=UUID(int=sum(map(ord, branch))),
        post=more.get("post", "党员"),
        pinyin=pinyin,
        initials=initials,
        phone_tail=phone[-4:],
        identity_tail=identity[-4:],
        identity_number=identity,
        card_code="",
        phone_masked=mask_phone(phone),
        kind=MemberKind.full,
        role=Role.member,
        floating=False,
        target=32,
        missing=Decimal(0),
    )


WANG_STONE = person("王秀兰")
WANG_CLOTH = person("王秀兰", CLOTH, "13905371234", post="支部书记", identity=NUMBER)
ZHANG_BIG = person("张磊", BIG)
LI = person("李丽", CLOTH, "")
BRACKETS = person("王芳(大)")
EVERYBODY = (WANG_STONE, WANG_CLOTH, ZHANG_BIG, LI, person("赵春红"), BRACKETS)
MATCHER = Matcher(EVERYBODY)


def matched(text: str, *people: EnrolmentCandidate) -> list[NameLine]:
    matcher = Matcher(people or EVERYBODY)
    return list(matcher.match(matcher.pasted(text)))


def said(text: str) -> list[tuple[str, Match]]:
    return [(line.written.name, line.match) for line in matched(text)]


@pytest.mark.parametrize(
    "text",
    [
        "张磊\n李丽\n赵春红",
        "张磊、李丽，赵春红",
        "张磊,李丽；赵春红。".replace("。", ""),
        "1、张磊 2、李丽 3、赵春红",
        "1. 张磊\n2.李丽\n(3) 赵春红",
        "张 磊\n李　丽\n赵 春 红",
        "张磊 李丽 赵春红",
        "张磊同志\n李丽 同志\n\n赵春红  女",
        "大石桥 张磊\n李丽（布山村党支部）\n赵春红\t石桥村党支部\t党员",
        "张磊13805370417\n李丽\n赵春红 0417",
    ],
)
def test_a_list_is_read_as_people_write_it(text: str) -> None:
    assert said(text) == [("张磊", Match.sure), ("李丽", Match.sure), ("赵春红", Match.sure)]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("王秀兰 石桥", WANG_STONE),
        ("王秀兰 中共仲山镇石桥村支部委员会", WANG_STONE),
        ("布山 王秀兰", WANG_CLOTH),
        ("王秀兰（1234）", WANG_CLOTH),
        ("王秀兰 138 0537 0417".replace(" 0537 ", "0537"), WANG_STONE),
        ("王秀兰 381x", WANG_CLOTH),
        ("王秀兰 支部书记", WANG_CLOTH),
        (f"王秀兰 {NUMBER}", WANG_CLOTH),
        ("王 秀 兰 布山 1234", WANG_CLOTH),
        ("王芳（大）", BRACKETS),
    ],
)
def test_what_stands_beside_a_name_tells_namesakes_apart(
    text: str, who: EnrolmentCandidate
) -> None:
    (line,) = matched(text)
    assert (line.match, line.person) == (Match.sure, who.id)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("王秀兰", {WANG_STONE.id, WANG_CLOTH.id}),
        ("王秀兰 大石桥", {WANG_STONE.id, WANG_CLOTH.id}),
        ("王秀兰 9999", {WANG_STONE.id, WANG_CLOTH.id}),
        ("张磊 石桥", {ZHANG_BIG.id}),
        ("张磊 狼山屯村党支部", {ZHANG_BIG.id}),
        ("张磊 9999", {ZHANG_BIG.id}),
        (f"张磊 {NUMBER}", {WANG_CLOTH.id}),
    ],
)
def test_what_fits_nobody_or_several_is_asked(text: str, offered: set[UUID]) -> None:
    (line,) = matched(text)
    assert (line.match, line.person) == (Match.choose, None)
    assert {one.id for one in line.offered} == offered


def test_another_number_is_somebody_else_whatever_fits(request: pytest.FixtureRequest) -> None:
    lone = replace(WANG_CLOTH, name="周立忠", identity_number="370829197001010018")
    (line,) = matched(f"周立忠 布山 {NUMBER}", lone)
    assert (line.match, line.offered) == (Match.choose, (lone,))
    (line,) = matched(f"周立忠 布山 {NUMBER}", replace(lone, identity_number=""))
    assert line.match is Match.sure, "no number says nothing against"


def test_a_new_phone_says_nothing_against_the_only_one_of_a_branch() -> None:
    (line,) = matched("王秀兰 布山 13700001111")
    assert line.person == WANG_CLOTH.id


def test_who_is_not_there_is_said_with_those_who_sound_alike() -> None:
    lines = matched("王秀蓝\n钱 进\n名单如下")
    assert [(line.written.name, line.match) for line in lines] == [
        ("王秀蓝", Match.unknown),
        ("钱进", Match.unknown),
        ("", Match.nobody),
    ]
    assert {one.id for one in lines[0].offered} == {WANG_STONE.id, WANG_CLOTH.id}
    assert lines[1].offered == ()


def test_somebody_stands_once_and_a_decision_stays() -> None:
    matcher = Matcher(EVERYBODY)
    people = matcher.pasted("王秀兰\n张磊\n张磊\n王秀兰")
    lines = matcher.match(people)
    assert [line.match for line in lines] == [
        Match.choose,
        Match.sure,
        Match.repeated,
        Match.choose,
    ]
    decided = {people[0].key: WANG_STONE.id, people[3].key: WANG_CLOTH.id}
    later = matcher.match(matcher.pasted("李丽\n王秀兰\n王秀兰"), decided)
    assert [line.person for line in later] == [LI.id, WANG_STONE.id, WANG_CLOTH.id]
    twice = matcher.match(people, dict.fromkeys(decided, WANG_STONE.id))
    assert twice[3].match is Match.repeated


NAMES = st.sampled_from([one.name for one in EVERYBODY] + ["钱进", "欧阳修远"])
BESIDE = st.sampled_from(["", " 石桥", " 布山村党支部", " 0417", "（大石桥）", " 9999"])


@given(
    people=st.lists(st.tuples(NAMES, BESIDE), min_size=1, max_size=12),
    between=st.sampled_from(["\n", "、", "，", ";", "\n\n", " 、 "]),
)
def test_nobody_is_dropped_and_nobody_of_another_name_meant(
    people: list[tuple[str, str]], between: str
) -> None:
    lines = matched(between.join(f"{name}{beside}" for name, beside in people))
    assert [line.written.name for line in lines] == [name for name, _ in people]
    by_id = {one.id: one for one in EVERYBODY}
    for line in lines:
        if line.person is not None:
            assert by_id[line.person].name == line.written.name
        if line.match is Match.sure and not line.written.branch and not line.written.digits:
            assert sum(one.name == line.written.name for one in EVERYBODY) == 1


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    for line in matched(text):
        assert line.match in Match


def workbook(path: Path, rows: list[tuple[object, ...]]) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("名单")
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            sheet.write(number, place, value)
    book.close()
    return path


def test_a_spreadsheet_is_read_by_its_header(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "参训.xlsx",
        [
            ("石桥村参训人员名单",),
            ("序号", "姓 名", "支部名称", "身份证号", "联系电话", "职  务"),
            (1, "王 秀兰", "布山村党支部", "", "13905371234", "党员"),
            (2, "王秀兰（书记）", "", NUMBER, "", ""),
            (3, "张磊", "大石桥村党支部", 370829195107153000, "", ""),
            (4, "=1+1", "", "", "没有", ""),
            ("填表人：赵静",),
            ("合计", 4),
        ],
    )
    people = read_names(path, lambda *_: None, MATCHER.words).people
    assert [one.where for one in people if not one.nobody] == ["第3行", "第4行", "第5行", "第6行"]
    lines = Matcher(EVERYBODY).match(people)
    assert [line.match for line in lines] == [
        Match.sure,
        Match.repeated,
        Match.sure,
        Match.unknown,
        Match.nobody,
    ]
    assert lines[1].person == lines[0].person == WANG_CLOTH.id


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("课程", "时间"), ("党史", "9:00")], "没有找到“姓名”一列"),
        ([("序号", "姓名"), ("合计", 3)], "下面没有人"),
    ],
)
def test_a_file_without_people_says_so(
    tmp_path: Path, rows: list[tuple[object, ...]], words: str
) -> None:
    with pytest.raises(BadSheet, match=words):
        read_names(workbook(tmp_path / "a.xlsx", rows), lambda *_: None, MATCHER.words)


def test_the_choice_says_how_everybody_stands_to_the_class(school: Workspace) -> None:
    teaching = Teaching(school)
    class_id, people = teaching.class_(), teaching.members(5)
    with school.write("member.create") as session:
        guest = create_guest(session, "孙成田", "县农技站")
    teaching.enrol(class_id, people[:2])
    with school.read() as session:
        found = enrolment.choice(session, class_id, "轮训班")
    assert len(found.persons) == 6
    assert isinstance(found.persons, Persons)
    by_id = {one.id: one for one in found.persons}
    assert (by_id[people[0]].target, by_id[people[0]].missing) == (32, 32)
    assert (by_id[guest].target, by_id[guest].missing) == (0, 0)
    assert [(line.short_name, line.people) for line in found.branches] == [
        ("石桥村党支部", 5),
        ("县农技站", 1),
    ]
    summary = found.summary([*people, guest, guest])
    assert (summary.fresh, summary.enrolled, summary.coming, summary.queued) == (4, 2, 4, 0)
