"""Who of a roster is whom of the school."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from models.member import FormerPost, LeftKind, Member
from services import member
from services.core.errors import Refused
from services.core.workspace import Workspace
from services.member import MemberDraft, Role
from services.roster_import import Choices, Fate
from tests.helpers.roster_file import (
    BRANCH,
    FIRST,
    PERSON,
    SECOND,
    look,
    small_roster,
    stored,
    take,
)

OTHER_BRANCH = "中共仲山镇柳林村支部委员会"


class TestWhoIsWhom:
    def test_by_identity_number_whatever_else_changed(
        self, school: Workspace, tmp_path: Path
    ) -> None:
        take(school, small_roster(tmp_path / "a.xlsx", [PERSON]))
        (before,) = stored(school)
        moved = ("李建囯", FIRST, "中共仲山镇柳林村支部委员会", "", "", "", "")
        path = small_roster(tmp_path / "b.xlsx", [moved])
        shown = look(school, path)
        assert {(c.what, c.before, c.after) for c in shown.changes} == {
            ("姓名", "李建国", "李建囯"),
            ("党支部", "石桥村党支部", "柳林村党支部"),
            ("党内身份", "支部书记", "普通党员"),
            ("党内职务", "党支部书记", "（空）"),
        }
        take(school, path)
        (after,) = stored(school)
        assert (after["id"], after["name"]) == (before["id"], "李建囯")
        assert (str(after["joined"]), after["phone"]) == ("1988-03", "13800000417")

    def test_a_number_found_later_goes_to_the_person_once_somebody_says_so(
        self, school: Workspace, tmp_path: Path
    ) -> None:
        first = (PERSON[0], float(10**17), *PERSON[2:])
        take(school, small_roster(tmp_path / "a.xlsx", [first]))
        path = small_roster(tmp_path / "b.xlsx", [PERSON])
        (asked,) = look(school, path).to_decide
        assert (asked.name, asked.has_identity, asked.is_plain) == ("李建国", True, True)
        assert take(school, path).to_decide == 1
        assert stored(school)[0]["identity_number"] is None  # nobody has said so
        choices = Choices()
        choices.same(asked.key, asked.candidates[0].id)
        assert take(school, path, choices).changed == 1
        (row,) = stored(school)
        assert row["identity_number"] == FIRST
        # And the file from before, with the bad cell, takes nothing away again.
        again = take(school, tmp_path / "a.xlsx")
        assert (again.changed, again.unchanged) == (0, 1)
        assert stored(school) == [row]

    def test_a_precise_date_is_not_made_vague(self, school: Workspace, tmp_path: Path) -> None:
        take(school, small_roster(tmp_path / "a.xlsx", [(*PERSON[:4], date(1988, 3, 25))]))
        take(school, small_roster(tmp_path / "b.xlsx", [(*PERSON[:4], "1988.03")]))
        assert str(stored(school)[0]["joined"]) == "1988-03-25"
        take(school, small_roster(tmp_path / "c.xlsx", [(*PERSON[:4], "1989.03")]))
        assert str(stored(school)[0]["joined"]) == "1989-03"

    def test_another_branch_or_birth_is_another_person(
        self, school: Workspace, tmp_path: Path
    ) -> None:
        rows = [
            ("王秀兰", "", BRANCH, "1951.07"),
            ("王秀兰", "", BRANCH, "1962-05-11"),
            ("王秀兰", "", "中共仲山镇柳林村支部委员会", "1951.07"),
        ]
        take(school, small_roster(tmp_path / "a.xlsx", rows[:1]))
        shown = look(school, small_roster(tmp_path / "b.xlsx", rows))
        assert (shown.new, shown.unchanged, shown.namesakes) == (2, 1, 3)

    def test_where_two_could_be_meant_nobody_is_chosen(
        self, school: Workspace, tmp_path: Path
    ) -> None:
        twins = [
            ("王秀兰", "", BRANCH, "1951.07", "", phone) for phone in ("13800000001", "13800000002")
        ]
        take(school, small_roster(tmp_path / "a.xlsx", twins))
        unclear = small_roster(
            tmp_path / "b.xlsx", [("王秀兰", "", BRANCH, "1951", "", "13800000003")]
        )
        shown = look(school, unclear)
        assert (shown.new, shown.changed, shown.gone) == (0, 0, ())
        (asked,) = shown.to_decide
        assert [(one.agrees, one.differs) for one in asked.candidates] == [
            (("党支部", "出生日期"), ("电话",))
        ] * 2
        before = stored(school)
        assert (take(school, unclear).to_decide, stored(school)) == (1, before)
        choices = Choices()
        choices.other(asked.key)
        assert take(school, unclear, choices).new == 1
        assert len(stored(school)) == 3
        # Taken in again, each of the three is whom they were.
        assert look(school, unclear).unchanged == 1
        assert look(school, tmp_path / "a.xlsx").unchanged == 2

    def test_one_person_cannot_be_two_rows(self, school: Workspace, tmp_path: Path) -> None:
        take(school, small_roster(tmp_path / "a.xlsx", [("王秀兰", "", BRANCH, "1951.07")]))
        rows = [("王秀兰", "", BRANCH, "1951.07", "", f"1380000000{n}") for n in (1, 2)]
        path = small_roster(tmp_path / "b.xlsx", rows)
        first, second = look(school, path).to_decide
        member_id = first.candidates[0].id
        choices = Choices()
        choices.same(first.key, member_id)
        with pytest.raises(Refused, match="一个人不能对应两行"):
            choices.same(second.key, member_id)
        choices.who[second.key] = member_id  # not even where the window let it through
        taken = take(school, path, choices)
        assert (taken.changed, taken.to_decide) == (1, 1)

    def test_a_birth_or_a_telephone_from_another_branch_is_offered_as_a_move(
        self, school: Workspace, tmp_path: Path
    ) -> None:
        take(school, small_roster(tmp_path / "a.xlsx", [("王秀兰", "", BRANCH, "1951.07")]))
        moved = small_roster(tmp_path / "b.xlsx", [("王秀兰", "", OTHER_BRANCH, "1951-07-15")])
        (asked,) = look(school, moved).to_decide
        assert asked.candidates[0].differs == ("党支部",)
        choices = Choices()
        choices.same(asked.key, asked.candidates[0].id)
        take(school, moved, choices)
        (row,) = stored(school)
        assert str(row["born"]) == "1951-07-15"
        year = small_roster(tmp_path / "c.xlsx", [("王秀兰", "", BRANCH, "1951")])
        assert look(school, year).new == 1  # a year in common is nothing

    def test_moves_by_identity_number_are_counted(self, school: Workspace, tmp_path: Path) -> None:
        take(school, small_roster(tmp_path / "a.xlsx", [PERSON]))
        moved = (*PERSON[:2], OTHER_BRANCH, *PERSON[3:])
        shown = look(school, small_roster(tmp_path / "b.xlsx", [moved]))
        assert shown.moved == 1
        assert [line.moved_from for line in shown.lines] == ["石桥村党支部"]

    def test_the_dead_do_not_come_back_by_a_file(self, school: Workspace, tmp_path: Path) -> None:
        path = small_roster(tmp_path / "a.xlsx", [PERSON])
        take(school, path)
        with school.write("member.retire") as session:
            one = session.require(Member, stored(school)[0]["id"])
            one.retired_at, one.left_kind = session.now(), LeftKind.died
        shown = look(school, path)
        assert (shown.new, shown.changed, len(shown.problems)) == (0, 0, 1)
        before = stored(school)
        take(school, path)
        assert stored(school) == before

    def test_a_row_that_may_mean_somebody_who_died_is_left_to_decide(
        self, school: Workspace, tmp_path: Path
    ) -> None:
        path = small_roster(tmp_path / "a.xlsx", [("赵六", "", BRANCH, "1950.03")])
        take(school, path)
        with school.write("member.died") as session:
            member.died(session, stored(school)[0]["id"], session.today())
        before = stored(school)
        shown = look(school, path)
        assert (shown.new, shown.changed, shown.unchanged) == (0, 0, 0)
        (asked,) = shown.to_decide
        assert ([one.died for one in asked.candidates], asked.is_plain) == ([True], False)
        assert take(school, path).to_decide == 1
        choices = Choices()
        choices.same(asked.key, asked.candidates[0].id)
        taken = take(school, path, choices)
        assert (taken.new, taken.changed, taken.problems) == (0, 0, 1)
        assert stored(school) == before
        choices.other(asked.key)
        assert take(school, path, choices).new == 1

    def test_a_retired_member_in_the_file_comes_back(
        self, school: Workspace, tmp_path: Path
    ) -> None:
        path = small_roster(tmp_path / "a.xlsx", [PERSON])
        take(school, path)
        with school.write("member.retire") as session:
            member.retire(session, stored(school)[0]["id"])
        (change,) = look(school, path).changes
        assert (change.what, change.after) == ("状态", "在册")
        take(school, path)
        assert stored(school)[0]["retired_at"] is None

    def test_who_is_not_in_the_file_of_their_branch_stays_unless_told(
        self, school: Workspace, tmp_path: Path
    ) -> None:
        with school.write("member.create") as session:
            member.create(session, MemberDraft("张庆华", BRANCH))
            member.create(session, MemberDraft("赵六", BRANCH))
            member.create(session, MemberDraft("钱七", OTHER_BRANCH))
        path = small_roster(tmp_path / "a.xlsx", [PERSON])
        shown = look(school, path)
        assert ({one.name for one in shown.gone}, shown.absent) == ({"张庆华", "赵六"}, 1)
        choices = Choices()
        by_name = {one.name: one.id for one in shown.gone}
        choices.leave(by_name["张庆华"], LeftKind.transferred)
        choices.leave(by_name["赵六"], LeftKind.retired)
        choices.leave(by_name["赵六"], None)
        with pytest.raises(Refused):
            choices.leave(by_name["赵六"], LeftKind.merged)
        assert take(school, path, choices).left == 1
        left = {row["name"]: row["left_kind"] for row in stored(school) if row["retired_at"]}
        assert left == {"张庆华": LeftKind.transferred}

    def test_a_post_that_ends_is_kept_as_a_former_one(
        self, school: Workspace, tmp_path: Path
    ) -> None:
        take(school, small_roster(tmp_path / "a.xlsx", [PERSON]))
        take(school, small_roster(tmp_path / "b.xlsx", [(*PERSON[:6], "")]))
        with school.read() as session:
            (post,) = session.scalars(select(FormerPost)).all()
            assert (post.role, post.post) == (Role.secretary, "党支部书记")

    def test_lines_say_what_becomes_of_each(self, school: Workspace, tmp_path: Path) -> None:
        take(school, small_roster(tmp_path / "a.xlsx", [PERSON]))
        rows = [PERSON, ("赵六", SECOND, BRANCH)]
        shown = look(school, small_roster(tmp_path / "b.xlsx", rows))
        assert [(line.name, line.fate, line.row) for line in shown.lines] == [
            ("李建国", Fate.unchanged, 2),
            ("赵六", Fate.new, 3),
        ]
