"""Members by hand, and finding them."""

import random
from decimal import Decimal
from types import SimpleNamespace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from stdnum.cn import ric

from models.audit import AuditEntry
from services import member
from services.core.errors import BadInput, NotFound, Refused
from services.core.text import card_code, pinyin_of
from services.core.workspace import Workspace
from services.demo import person
from services.member import MemberDraft, MemberKind, Persons, Role, find
from services.member.operations import identity_fault
from tests.helpers.workspaces import fill

BRANCH = "中共仲山镇石桥村支部委员会"
NUMBER = "37082919510715381X"


def draft(name: str = "李建国", **more: object) -> MemberDraft:
    return MemberDraft(**{"name": name, "branch": BRANCH, **more})  # type: ignore[arg-type]


def create(school: Workspace, **more: object) -> object:
    with school.write("member.create") as session:
        return member.create(session, draft(**more)).id  # type: ignore[arg-type]


class TestByHand:
    def test_an_identity_number_tells_sex_and_birth(self, school: Workspace) -> None:
        key = create(school, name="李　建国", identity_number=" 37082919510715381x ")
        with school.read() as session:
            shown = member.detail(session, key)
        assert shown.name == "李建国"
        assert (shown.sex, shown.born) == ("男", "1951-07-15")
        assert shown.identity_masked == "370***********381X"
        assert (shown.branch, shown.branch_name) == ("石桥村党支部", BRANCH)
        assert (shown.hours, shown.target, shown.lessons) == (Decimal(0), 32, ())

    @pytest.mark.parametrize(
        ("number", "why"),
        [
            ("370829195107153811", "校验位"),
            ("37082919510715381", "17 位"),
            ("37082919511315381X", "出生日期"),
            ("3708291951O715381X", "字符"),
        ],
    )
    def test_a_wrong_identity_number_is_refused(
        self, school: Workspace, number: str, why: str
    ) -> None:
        with pytest.raises(BadInput, match=why):
            create(school, identity_number=number)
        with school.read() as session:
            assert member.list_rows(session) == ()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": " "},
            {"name": "名" * 31},
            {"branch": ""},
            {"phone": "12ab"},
            {"phone": "1391234567"},
            {"sex": "？"},
        ],
    )
    def test_what_does_not_fit_is_refused(self, school: Workspace, wrong: dict[str, str]) -> None:
        with pytest.raises(BadInput):
            create(school, **wrong)

    def test_one_identity_number_is_one_person(self, school: Workspace) -> None:
        create(school, name="王秀兰", identity_number=NUMBER)
        with pytest.raises(Refused) as refusal:
            create(school, name="张庆华", identity_number=NUMBER)
        assert "王秀兰" in refusal.value.message
        assert "370***********381X" in refusal.value.message
        assert NUMBER not in refusal.value.message

    def test_namesakes_are_different_people(self, school: Workspace) -> None:
        first, second = create(school, name="王秀兰"), create(school, name="王秀兰")
        assert first != second
        with school.read() as session:
            rows = member.list_rows(session)
        assert [row.namesakes for row in rows] == [2, 2]

    def test_update_keeps_numbers_that_are_left_empty(self, school: Workspace) -> None:
        key = create(school, identity_number=NUMBER, phone="13800000417")
        with school.write("member.update") as session:
            member.update(session, key, draft(name="曾乐"))
            member.appoint(session, key, Role.secretary, "党支部书记", "2026.03")
        with school.read() as session:
            shown = member.detail(session, key)
            (found,) = member.find(member.search_index(session), "zl")
        assert (shown.name, shown.post, shown.target) == ("曾乐", "党支部书记", 56)
        assert shown.phone_masked == "138****0417"
        assert shown.identity_masked == "370***********381X"
        assert found.id == key

    def test_retire_and_restore(self, school: Workspace) -> None:
        key = create(school)
        with school.write("member.retire") as session:
            member.retire(session, key)
        with school.read() as session:
            assert member.list_rows(session) == ()
            assert len(member.search_index(session)) == 0
            assert [row.id for row in member.list_rows(session, retired=True)] == [key]
        with school.write("member.restore") as session:
            member.restore(session, key)
        with school.read() as session:
            assert [row.id for row in member.list_rows(session)] == [key]

    def test_showing_a_number_is_logged_without_it(self, school: Workspace) -> None:
        key = create(school, identity_number=NUMBER)
        with school.write("member.show_identity") as session:
            assert member.show_identity(session, key) == NUMBER
        with school.read() as session:
            entry = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
            assert entry is not None
            assert entry.verb == "member.show_identity"
            assert entry.details == {"id": str(key)}

    def test_nothing_to_show_without_a_trusted_number(self, school: Workspace) -> None:
        key = create(school)
        with pytest.raises(NotFound), school.write("member.show_identity") as session:
            member.show_identity(session, key)

    def test_missing_numbers_wait_on_the_home_page(self, school: Workspace) -> None:
        with school.read() as session:
            assert member.todos(session) == []
        create(school)
        create(school, name="张庆华", identity_number=NUMBER)
        with school.read() as session:
            (todo,) = member.todos(session)
        assert (todo.count, todo.page, todo.target) == (1, "member", member.NO_IDENTITY)
        assert "1 名党员" in todo.title


@given(
    st.integers(min_value=0, max_value=10**9), st.integers(0, 17), st.sampled_from("0123456789X")
)
def test_one_changed_character_is_always_found(seed: int, place: int, other: str) -> None:
    """GB 11643's weights find every single wrong character."""
    number = person(random.Random(seed))["identity_number"]
    assert identity_fault(number) == ""
    changed = number[:place] + other + number[place + 1 :]
    assert bool(identity_fault(changed)) == (changed != number)


def test_people_born_before_numbers_were_issued_are_trusted() -> None:
    stem = "37082919320101001"
    assert identity_fault(stem + ric.calc_check_digit(stem + "0")) == ""


def someone(name: str, branch: str = "石桥村党支部", phone: str = "", identity: str = "") -> object:
    pinyin, initials = pinyin_of(name)
    return SimpleNamespace(
        id=uuid4(),
        name=name,
        branch=branch,
        pinyin=pinyin,
        initials=initials,
        phone_tail=phone[-4:],
        phone_masked=f"{phone[:3]}****{phone[-4:]}" if phone else "",
        identity_tail=identity[-4:],
        identity_number=identity,
        card_code=card_code(f"{abs(hash((name, branch, phone))) % 10**15:015d}"),
    )


ZHANG = someone("张广运", "狼山屯村党支部", "13800000417", "370829198806231357")
ZHAO = someone("赵桂英", "布山村党支部", "15000002231")
ZENG = someone("曾乐", phone="13900001357")
WANG = [someone("王秀兰", village) for village in ("石桥村党支部", "布山村党支部")]
LONG = someone("欧阳秀兰", identity=NUMBER)
EVERYBODY = (ZHANG, ZHAO, ZENG, *WANG, LONG)


def names(text: str, limit: int = 8) -> list[str]:
    return [one.name for one in find(EVERYBODY, text, limit)]  # type: ignore[type-var]


class TestFind:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("zgy", ["张广运", "赵桂英"]),
            ("ZGY", ["张广运", "赵桂英"]),
            ("zhangg", ["张广运"]),
            ("zhang guang yun", ["张广运"]),
            ("zl", ["曾乐"]),
            ("zengyue", ["曾乐"]),
            ("gy", ["张广运", "赵桂英"]),
            ("广运", ["张广运"]),
            ("王秀兰", ["王秀兰", "王秀兰"]),
            ("秀兰", ["王秀兰", "王秀兰", "欧阳秀兰"]),
            ("王秀兰 布山", ["王秀兰"]),
            ("0417", ["张广运"]),
            ("1357", ["张广运", "曾乐"]),
            ("13800000417", ["张广运"]),
            ("13900000417", []),
            ("138 0000 0417", ["张广运"]),
            ("381x", ["欧阳秀兰"]),
            (NUMBER.lower(), ["欧阳秀兰"]),
            ("３８１Ｘ", ["欧阳秀兰"]),
            ("", []),
            ("   ", []),
            ("没有", []),
            ("99999", []),
        ],
    )
    def test_finds(self, text: str, found: list[str]) -> None:
        assert sorted(names(text)) == sorted(found)

    def test_a_card_finds_its_person_only(self) -> None:
        assert find(EVERYBODY, ZHAO.card_code) == (ZHAO,)  # type: ignore[attr-defined, type-var]

    def test_the_whole_name_comes_before_a_part_of_one(self) -> None:
        people = (someone("李建国强"), someone("李建国"), someone("马李建"))
        found = find(people, "李建")  # type: ignore[type-var]
        assert [one.name for one in found][-1] == "马李建"  # type: ignore[attr-defined]

    def test_no_more_than_asked_for(self) -> None:
        assert len(names("秀兰", limit=2)) == 2

    def test_the_index_of_a_list_finds_the_same(self) -> None:
        indexed = Persons(EVERYBODY)  # type: ignore[type-var]
        for text in ("zgy", "秀兰", "1357", "zhang", "王秀兰 布山"):
            assert find(indexed, text) == find(EVERYBODY, text)  # type: ignore[type-var]


def test_everybody_of_a_school_is_found_in_every_way(school: Workspace) -> None:
    fill(school, members=80, lessons=0)
    with school.read() as session:
        people = member.search_index(session)
    assert len(people) == 80
    for one in people:
        ways = (
            one.name,
            one.pinyin.split()[0],
            one.initials.split()[-1],
            one.phone_tail,
            one.identity_tail,
            one.identity_number,
            one.card_code,
        )
        assert all(one in member.find(people, way, 80) for way in ways)


def test_the_list_shows_this_years_hours(school: Workspace) -> None:
    fill(school, members=60, lessons=4, sign_ins=200)
    with school.read() as session:
        rows = member.list_rows(session)
        best = max(rows, key=lambda row: row.hours)
        shown = member.detail(session, best.id)
    assert best.hours > 0
    assert shown.hours == best.hours == sum(line.hours for line in shown.lessons)
    assert {row.target for row in rows} == {32, 56}
    assert MemberKind.full in {row.kind for row in rows}
