"""Who of a roster is whom of the school."""

from datetime import date
from pathlib import Path

from services import member
from services.core.workspace import Workspace
from services.member import MemberDraft
from services.roster_import import Fate, ProblemKind
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

    def test_a_number_found_later_goes_to_the_person(
        self, school: Workspace, tmp_path: Path
    ) -> None:
        first = (PERSON[0], float(10**17), *PERSON[2:])
        take(school, small_roster(tmp_path / "a.xlsx", [first]))
        assert stored(school)[0]["identity_number"] is None
        take(school, small_roster(tmp_path / "b.xlsx", [PERSON]))
        (row,) = stored(school)
        assert row["identity_number"] == FIRST
        # And the file from before, with the bad cell, takes nothing away again.
        assert take(school, tmp_path / "a.xlsx").changed == 0
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
        assert (shown.new, shown.changed) == (1, 0)
        assert [p.kind for p in shown.problems] == [ProblemKind.person]
        take(school, unclear)
        assert len(stored(school)) == 3
        # Taken in again, each of the three is whom they were.
        assert look(school, unclear).unchanged == 1
        assert look(school, tmp_path / "a.xlsx").unchanged == 2

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

    def test_people_who_are_not_in_the_file_stay(self, school: Workspace, tmp_path: Path) -> None:
        with school.write("member.create") as session:
            member.create(session, MemberDraft("张庆华", BRANCH))
        shown = look(school, small_roster(tmp_path / "a.xlsx", [PERSON]))
        assert shown.absent == 1
        take(school, tmp_path / "a.xlsx")
        assert {row["name"] for row in stored(school)} == {"张庆华", "李建国"}

    def test_lines_say_what_becomes_of_each(self, school: Workspace, tmp_path: Path) -> None:
        take(school, small_roster(tmp_path / "a.xlsx", [PERSON]))
        rows = [PERSON, ("赵六", SECOND, BRANCH)]
        shown = look(school, small_roster(tmp_path / "b.xlsx", rows))
        assert [(line.name, line.fate, line.row) for line in shown.lines] == [
            ("李建国", Fate.unchanged, 2),
            ("赵六", Fate.new, 3),
        ]
