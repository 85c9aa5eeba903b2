"""Dates, posts, leaving, guests: changes by hand, and taking them back."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from models.audit import AuditEntry
from services import branch, home, hours, member, report, sign_in, training_class
from services.core.errors import BadInput, NotFound, Refused
from services.core.undo import Undo
from services.core.workspace import Workspace
from services.exchange.preflight import preflight
from services.member import MemberDetail, MemberDraft, MemberKind, Role
from services.member.rules import identity_fault
from services.roster_import import Fate
from services.sign_in import SignInMethod
from tests.helpers.guests import create_guest
from tests.helpers.roster_file import PERSON, look, small_roster
from tests.helpers.teaching import Teaching, at

BRANCH = "中共仲山镇石桥村支部委员会"
OTHER = "中共仲山镇布山村支部委员会"
NUMBER = "37082919510715381X"
TODAY = date(2026, 11, 23)


def make(school: Workspace, name: str = "王秀兰", **more: Any) -> UUID:
    with school.write("member.create") as session:
        return member.create(session, MemberDraft(name, more.pop("branch", BRANCH), **more)).id


def shown(school: Workspace, key: UUID, year: int | None = None) -> MemberDetail:
    with school.read() as session:
        return member.detail(session, key, year)


def act(school: Workspace, verb: Any, *given: Any) -> Any:
    with school.write("test.act") as session:
        session.note("test.act")
        return verb(session, *given)


def take_back(school: Workspace, undo: Undo) -> None:
    with school.write(undo.verb) as session:
        undo.act(session)


class TestDates:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("2001", "2001"),
            ("2001.07", "2001-07"),
            ("2001年7月", "2001-07"),
            ("２００１．０７", "2001-07"),
            ("200107", "2001-07"),
            ("2001-07-01", "2001-07-01"),
            ("2001年7月1日", "2001-07-01"),
            ("20010701", "2001-07-01"),
            ("2001/7/1", "2001-07-01"),
            ("", ""),
        ],
    )
    def test_a_date_keeps_the_precision_it_came_with(
        self, school: Workspace, typed: str, kept: str
    ) -> None:
        assert shown(school, make(school, joined=typed)).joined == kept

    @pytest.mark.parametrize(
        "wrong", ["去年", "2001.13", "2001-02-30", "1812.01", "2026.12", "2001.00", "01.07.2001"]
    )
    def test_what_is_no_date_is_refused_in_one_sentence(
        self, school: Workspace, wrong: str
    ) -> None:
        key = make(school, joined="2001.07")
        with pytest.raises(BadInput) as refusal:
            act(school, member.update, key, MemberDraft("王秀兰", BRANCH, joined=wrong))
        assert refusal.value.message.startswith("入党日期")
        assert shown(school, key).joined == "2001-07"

    def test_an_identity_number_decides_the_day_of_birth(self, school: Workspace) -> None:
        with pytest.raises(BadInput, match="不一致"):
            make(school, identity_number=NUMBER, born="1952.07")
        assert shown(school, make(school, identity_number=NUMBER, born="1951")).born == "1951-07-15"

    def test_what_is_not_typed_stays(self, school: Workspace) -> None:
        key = make(school, joined="2001.07", nation="汉族", education="大专", floating=True)
        act(school, member.update, key, MemberDraft("王秀兰", BRANCH, note="新"))
        now = shown(school, key)
        assert (now.joined, now.nation, now.education) == ("2001-07", "汉族", "大专")
        assert (now.floating, now.note) == (True, "新")


class TestUndo:
    def test_an_edit_goes_back_whole_and_says_what_it_takes_back(self, school: Workspace) -> None:
        key = make(school, phone="13800000417", joined="2001.07")
        before = shown(school, key)
        undo = act(
            school,
            member.update,
            key,
            MemberDraft(
                "王秀云", OTHER, phone="13911112222", joined="2002", identity_number=NUMBER
            ),
        )
        assert undo.words == (
            "修改 王秀兰 的姓名、党支部、身份证号、手机、性别、入党日期、出生日期"
        )
        assert "1380000" not in undo.words
        take_back(school, undo)
        assert shown(school, key) == before

    def test_only_while_nobody_changed_it_since(self, school: Workspace) -> None:
        key = make(school)
        first = act(school, member.update, key, MemberDraft("王秀兰", BRANCH, note="一"))
        second = act(school, member.update, key, MemberDraft("王秀兰", BRANCH, note="二"))
        with pytest.raises(Refused, match="后来又改过"):
            take_back(school, first)
        take_back(school, second)
        take_back(school, first)
        assert shown(school, key).note == ""
        with pytest.raises(Refused):
            take_back(school, first)

    def test_a_number_given_to_somebody_else_meanwhile(self, school: Workspace) -> None:
        second = "370829198806231357"
        ends = [last for last in "0123456789X" if not identity_fault(second[:-1] + last)]
        number = second[:-1] + ends[0]
        key = make(school, identity_number=NUMBER)
        changed = MemberDraft("王秀兰", BRANCH, identity_number=number)
        undo = act(school, member.update, key, changed)
        make(school, "李建国", identity_number=NUMBER)
        with pytest.raises(Refused, match="李建国"):
            take_back(school, undo)

    def test_a_branch_retired_meanwhile_comes_back(self, school: Workspace) -> None:
        key = make(school)
        undo = act(school, member.update, key, MemberDraft("王秀兰", OTHER))
        with school.write("branch.retire") as session:
            (empty,) = [row for row in branch.list_all(session) if not row.members]
            branch.retire(session, empty.id)
        take_back(school, undo)
        with school.read() as session:
            assert {row.members for row in branch.list_all(session)} == {0, 1}


class TestSeveral:
    def test_one_field_of_several_with_one_way_back(self, school: Workspace) -> None:
        keys = [make(school, name, nation="汉族") for name in ("王秀兰", "李建国")]
        before = [shown(school, key) for key in keys]
        undo = act(school, member.change, keys, "branch", OTHER)
        assert {shown(school, key).branch for key in keys} == {"布山村党支部"}
        assert undo.words == "修改 2 人的党支部"
        take_back(school, undo)
        assert [shown(school, key) for key in keys] == before
        act(school, member.change, keys, "kind", MemberKind.probationary)
        act(school, member.change, keys, "floating", True)
        for now in (shown(school, key) for key in keys):
            assert (now.kind, now.floating, now.nation) == (MemberKind.probationary, True, "汉族")

    def test_a_role_is_put_right_and_makes_no_former_post(self, school: Workspace) -> None:
        key = make(school, role=Role.committee, post="委员")
        undo = act(school, member.change, [key], "role", Role.secretary)
        act(school, member.change, [key], "post", "党支部书记")
        now = shown(school, key)
        assert (now.role, now.post, now.former, now.target) == (
            Role.secretary,
            "党支部书记",
            (),
            56,
        )
        assert undo.words == "修改 王秀兰 的党内身份"

    def test_a_name_takes_its_pinyin_along(self, school: Workspace) -> None:
        key = make(school)
        act(school, member.change, [key], "name", "孔令岩")
        with school.read() as session:
            assert [one.id for one in member.find(member.search_index(session), "kly")] == [key]

    def test_all_or_nobody(self, school: Workspace) -> None:
        own, gone = make(school), make(school, "李建国")
        guest = act(school, create_guest, "孙成田", "县农业农村局")
        act(school, member.retire, gone)
        before = [shown(school, key) for key in (own, gone, guest)]
        for others, name, value, why in (
            ([gone], "nation", "回族", "先恢复"),
            ([guest], "role", Role.secretary, "没有支部职务"),
            ([guest], "kind", MemberKind.full, "不能互改"),
            ([guest], "branch", BRANCH, "不是外单位"),
            ([], "name", " ", "姓名"),
            ([], "kind", MemberKind.guest, "不能互改"),
            ([], "joined", "去年", "入党日期"),
        ):
            with pytest.raises((BadInput, Refused), match=why):
                act(school, member.change, [own, *others], name, value)
        assert [shown(school, key) for key in (own, gone, guest)] == before

    def test_a_birthday_must_agree_with_the_number(self, school: Workspace) -> None:
        key = make(school, identity_number=NUMBER)
        with pytest.raises(BadInput, match="不一致"):
            act(school, member.change, [key], "born", "1952.07")
        assert shown(school, key).born == "1951-07-15"


class TestPosts:
    def test_a_new_post_ends_the_one_before(self, school: Workspace) -> None:
        key = make(school)
        act(school, member.appoint, key, Role.committee, "组织委员", "2019.03")
        assert shown(school, key).former == ()
        before = shown(school, key)
        undo = act(school, member.appoint, key, Role.secretary, "", "2023-05-01")
        now = shown(school, key)
        assert (now.role, now.post, now.role_since) == (Role.secretary, "", "2023-05-01")
        (old,) = now.former
        assert (old.role, old.post) == (Role.committee, "组织委员")
        assert (old.starts, old.ends) == ("2019-03", "2023-05-01")
        take_back(school, undo)
        assert shown(school, key) == before

    def test_dismissed(self, school: Workspace) -> None:
        key = make(school, role=Role.secretary)
        act(school, member.dismiss, key, "2025")
        now = shown(school, key)
        assert (now.role, now.role_since, len(now.former)) == (Role.member, "2025", 1)
        with pytest.raises(Refused, match="没有职务"):
            act(school, member.dismiss, key, "2025")

    def test_the_role_on_the_last_day_of_a_year_sets_its_target(self, school: Workspace) -> None:
        key = make(school)
        act(school, member.appoint, key, Role.secretary, "", "2024.12")
        act(school, member.dismiss, key, "2026.03")
        assert [shown(school, key, year).target for year in (2023, 2024, 2025, 2026)] == [
            32,
            56,
            56,
            32,
        ]

    @pytest.mark.parametrize(
        ("role", "post", "since"),
        [
            (Role.member, "", "2024"),
            (Role.secretary, "", ""),
            (Role.secretary, "", "2018.01"),
            (Role.secretary, "", "2027"),
            (Role.secretary, "职" * 31, "2024"),
        ],
    )
    def test_what_does_not_fit_changes_nothing(
        self, school: Workspace, role: Role, post: str, since: str
    ) -> None:
        key = make(school)
        act(school, member.appoint, key, Role.committee, "", "2019.03")
        before = shown(school, key)
        with pytest.raises((BadInput, Refused)):
            act(school, member.appoint, key, role, post, since)
        assert shown(school, key) == before

    def test_wrong_entries_are_put_right_or_taken_away(self, school: Workspace) -> None:
        key = make(school, role=Role.committee)
        act(school, member.dismiss, key, "2025")
        (old,) = shown(school, key).former
        act(school, member.correct_former, old.id, Role.secretary, "书记", "2019", "2024.06")
        (now,) = shown(school, key).former
        assert (now.role, now.post, now.starts, now.ends) == (
            Role.secretary,
            "书记",
            "2019",
            "2024-06",
        )
        with pytest.raises(BadInput, match="早于"):
            act(school, member.correct_former, old.id, Role.secretary, "", "2025", "2024.06")
        undo = act(school, member.remove_former, old.id)
        assert shown(school, key).former == ()
        take_back(school, undo)
        assert shown(school, key).former == (now,)
        act(school, member.correct_present, key, Role.committee, "纪检委员", "2026.01")
        assert (shown(school, key).post, len(shown(school, key).former)) == ("纪检委员", 1)


class TestLeaving:
    def test_each_says_why_when_and_where_to(self, school: Workspace) -> None:
        keys = [make(school, name) for name in ("王秀兰", "李建国", "张庆华")]
        act(school, member.transfer_out, keys[0], "济宁市高新区某支部", date(2026, 3, 1))
        act(school, member.died, keys[1], date(2026, 4, 5))
        act(school, member.retire, keys[2])
        with school.read() as session:
            rows = {row.id: row.left for row in member.list_rows(session, retired=True)}
            assert member.list_rows(session) == ()
        assert rows == {
            keys[0]: "2026-03-01 转出至济宁市高新区某支部",
            keys[1]: "2026-04-05 去世",
            keys[2]: "停用",
        }

    @pytest.mark.parametrize(
        ("verb", "given"),
        [
            (member.retire, ()),
            (member.died, (TODAY,)),
            (member.transfer_out, ("某支部", TODAY)),
            (member.transfer_in, (OTHER, TODAY)),
        ],
    )
    def test_each_can_be_taken_back(self, school: Workspace, verb: Any, given: Any) -> None:
        key = make(school, role=Role.committee, note="老党员")
        before = shown(school, key)
        undo = act(school, verb, key, *given)
        assert shown(school, key) != before
        assert "王秀兰" in undo.words
        take_back(school, undo)
        assert shown(school, key) == before

    def test_nobody_leaves_twice_or_in_the_future(self, school: Workspace) -> None:
        key = make(school)
        for verb, given in (
            (member.died, (date(2026, 11, 24),)),
            (member.transfer_out, ("某支部", date(2026, 11, 24))),
            (member.transfer_out, (" ", TODAY)),
        ):
            with pytest.raises(BadInput):
                act(school, verb, key, *given)
        act(school, member.retire, key)
        for verb, given in ((member.retire, ()), (member.died, (TODAY,))):
            with pytest.raises(Refused, match="不在册"):
                act(school, verb, key, *given)
        with pytest.raises(Refused, match="先恢复"):
            act(school, member.update, key, MemberDraft("李建国", BRANCH))

    def test_who_comes_back_is_the_same_person(self, school: Workspace) -> None:
        key = make(school, role=Role.committee)
        act(school, member.transfer_out, key, "济宁某支部", date(2025, 3, 1))
        act(school, member.transfer_in, key, OTHER, TODAY)
        now = shown(school, key)
        assert (now.branch, now.retired, now.role) == ("布山村党支部", False, Role.member)
        assert now.note == "2025-03-01转出至济宁某支部，2026-11-23转回"
        assert [(row.role, row.ends) for row in now.former] == [(Role.committee, "2026-11-23")]
        with pytest.raises(Refused, match="本来就在"):
            act(school, member.transfer_in, key, OTHER, TODAY)

    def test_who_died_is_not_transferred(self, school: Workspace) -> None:
        key = make(school)
        act(school, member.died, key, TODAY)
        with pytest.raises(Refused):
            act(school, member.transfer_in, key, OTHER, TODAY)
        undo = act(school, member.restore, key)
        assert not shown(school, key).retired
        take_back(school, undo)
        assert shown(school, key).left == "2026-11-23 去世"


def test_a_phone_is_shown_on_request_and_logged(school: Workspace) -> None:
    key, without = make(school, phone="13800000417"), make(school)
    with school.write("member.show_phone") as session:
        assert member.show_phone(session, key) == "13800000417"
    with school.read() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert entry is not None
    assert (entry.verb, entry.details) == ("member.show_phone", {"id": str(key)})
    with pytest.raises(NotFound):
        act(school, member.show_phone, without)


def test_a_picture_is_a_small_jpeg(school: Workspace) -> None:
    key = make(school)
    picture = b"\xff\xd8\xff" + b"0" * 100
    act(school, member.put_photo, key, picture)
    with school.read() as session:
        assert member.photo_of(session, key) == picture
    for wrong in (b"GIF89a", b"\xff\xd8\xff" + b"0" * 70_000):
        with pytest.raises(BadInput):
            act(school, member.put_photo, key, wrong)
    removed = act(school, member.remove_photo, key)
    with pytest.raises(NotFound):
        act(school, member.remove_photo, key)
    act(school, removed.act)
    with school.read() as session:
        assert member.photo_of(session, key) == picture
    act(school, member.put_photo, key, picture + b"1")
    with pytest.raises(Refused, match="后来又改过"):
        act(school, removed.act)


class TestGuests:
    def test_a_guest_signs_in_and_is_counted_nowhere(self, school: Workspace) -> None:
        teaching = Teaching(school)
        make(school, identity_number=NUMBER)
        lesson = teaching.lesson(at(23, 8, 0))
        with school.read() as session:
            before = (
                hours.reached(session, school.owner, 2026),
                branch.list_all(session),
                branch.tree(session),
                member.todos(session),
                report.totals(session, school.owner, 2026, 11)["covered"],
                home.home(session).figures.members_percent,
                preflight(session, 2026, 11),
            )
        with school.write("sign_in.add_walk_in") as session:
            guest = create_guest(session, "孙成田", "县农业农村局", "13800000417")
            done = sign_in.add_walk_in(session, lesson, guest, method=SignInMethod.keyboard)
        assert (done.name, done.branch) == ("孙成田", "县农业农村局")
        with school.read() as session:
            after = (
                hours.reached(session, school.owner, 2026),
                branch.list_all(session),
                branch.tree(session),
                member.todos(session),
                report.totals(session, school.owner, 2026, 11)["covered"],
                home.home(session).figures.members_percent,
                preflight(session, 2026, 11),
            )
            person_times = report.totals(session, school.owner, 2026, 11)["person_times"]
            (row,) = [one for one in member.list_rows(session) if one.guest]
            assert (
                training_class.detail(session, training_class.list_rows(session)[0].id)
                .roster[0]
                .member_id
                == guest
            )
        assert after[:6] == before[:6]
        assert [line for line in after[6] if "身份证" in line.text] == [
            line for line in before[6] if "身份证" in line.text
        ]
        assert person_times == "1", "was there: person-times are of everybody"
        assert (row.target, row.reached, row.hours) == (0, False, Decimal(4))
        assert shown(school, guest).target == 0

    def test_a_guest_stays_a_guest_until_merged(self, school: Workspace) -> None:
        guest = act(school, create_guest, "孙成田", "县农业农村局")
        as_member = MemberDraft("孙成田", BRANCH)
        for verb, given in (
            (member.update, (as_member,)),
            (member.appoint, (Role.secretary, "", "2024")),
            (member.transfer_in, (BRANCH, TODAY)),
            (member.transfer_out, ("某支部", TODAY)),
        ):
            with pytest.raises(Refused):
                act(school, verb, guest, *given)
        moved = MemberDraft("孙成田", "县水务局", kind=MemberKind.guest)
        act(school, member.update, guest, moved)
        assert shown(school, guest).branch == "县水务局"

    def test_a_roster_takes_nobody_for_a_guest(self, school: Workspace, tmp_path: Path) -> None:
        act(school, create_guest, str(PERSON[0]), "县农业农村局")
        seen = look(school, small_roster(tmp_path / "a.xlsx", [PERSON]))
        assert (seen.absent, [line.fate for line in seen.lines]) == (0, [Fate.new])
