"""Rosters: what is read, what is not believed, and that nothing else happens."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from models.audit import AuditEntry
from services import branch, demo_roster, member, roster_import
from services.core import sheet_reader
from services.core.errors import Cancelled
from services.core.workspace import Workspace
from services.member import MemberKind, Role
from services.roster_import import ProblemKind, values
from tests.helpers import roster_file
from tests.helpers.roster_file import (
    BRANCH,
    FIRST,
    HEADER,
    PERSON,
    SECOND,
    look,
    silent,
    small_roster,
    stored,
    take,
)


class TestTheMadeUpRoster:
    """The register's export with its traps, as the tour imports it."""

    def test_is_taken_in_whole_but_for_the_cells_not_to_be_trusted(
        self, school: Workspace, tmp_path: Path
    ) -> None:
        made = roster_file.roster_file(tmp_path / "花名册.xlsx")
        shown = look(school, tmp_path / "花名册.xlsx")
        assert (shown.people, shown.new, shown.changed) == (made.people, made.people, 0)
        assert {problem.cell for problem in shown.problems} == set(made.untrusted)
        assert {problem.sheet for problem in shown.problems} == {demo_roster.SHEET}
        assert {problem.kind for problem in shown.problems} == {ProblemKind.identity}
        assert (shown.blank_rows, shown.other_sheets) == (made.blank_rows, ("填表说明",))
        assert shown.ignored == ("序号",)
        assert len(shown.new_branches) == 18
        with school.read() as session:
            assert member.list_rows(session) == ()  # looking changes nothing

        taken = take(school, tmp_path / "花名册.xlsx")
        assert (taken.people, taken.new) == (made.people, made.people)
        with school.read() as session:
            rows = member.list_rows(session)
            assert len(branch.list_all(session)) == 18
        assert len(rows) == made.people
        assert sum(not row.identity_known for row in rows) == len(made.untrusted)
        namesakes = [row for row in rows if row.name == demo_roster.NAMESAKE]
        assert len({row.id for row in namesakes}) == made.namesakes
        assert demo_roster.RARE_NAME in {row.name for row in rows}
        assert not any(" " in row.name or "　" in row.name for row in rows)

    def test_values_not_trusted_are_stored_nowhere(self, school: Workspace, tmp_path: Path) -> None:
        path = tmp_path / "花名册.xlsx"
        made = roster_file.roster_file(path)
        cells = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
        column = demo_roster.HEADER.index("公民身份号码")
        bad = [cells[int(cell[1:]) - 1][column] for cell in made.untrusted]
        take(school, path)
        numbers = {row["identity_number"] for row in stored(school)}
        for value in bad:
            assert str(int(value) if isinstance(value, float) else value) not in numbers
        with school.read() as session:
            last = roster_import.last_import(session)
            audit = session.scalars(select(AuditEntry.details)).all()
        assert last is not None
        assert {problem.cell for problem in last.problems} == set(made.untrusted)
        assert not any(str(value) in str(last) + str(audit) for value in bad)

    def test_twice_changes_nothing(self, school: Workspace, tmp_path: Path) -> None:
        roster_file.roster_file(tmp_path / "花名册.xlsx")
        take(school, tmp_path / "花名册.xlsx")
        before = stored(school)
        shown = look(school, tmp_path / "花名册.xlsx")
        assert (shown.new, shown.changed, shown.unchanged) == (0, 0, len(before))
        assert shown.taken_before is not None
        again = take(school, tmp_path / "花名册.xlsx")
        assert (again.new, again.changed) == (0, 0)
        assert stored(school) == before

    @pytest.mark.parametrize("seed", [1, 2, 3])
    def test_every_seed_makes_the_faults_it_tells(self, tmp_path: Path, seed: int) -> None:
        made = roster_file.roster_file(tmp_path / "花名册.xlsx", seed=seed, people=90)
        roster = roster_import.read(tmp_path / "花名册.xlsx", silent)
        assert {problem.cell for problem in roster.problems} == set(made.untrusted)
        repaired = {entry.identity_cell for entry in roster.entries if entry.identity_number}
        assert set(made.repaired) <= repaired


class TestCells:
    def test_one_person(self, school: Workspace, tmp_path: Path) -> None:
        take(school, small_roster(tmp_path / "a.xlsx", [PERSON]))
        (row,) = stored(school)
        assert (row["name"], row["sex"], row["identity_number"]) == ("李建国", "男", FIRST)
        assert str(row["born"]) == "1951-07"
        assert str(row["joined"]) == "1988-03"
        assert (row["role"], row["kind"]) == (Role.secretary, MemberKind.full)
        assert (row["phone"], row["post"]) == ("13800000417", "党支部书记")

    def test_columns_are_found_by_their_words(self, school: Workspace, tmp_path: Path) -> None:
        header = ("电话", "所属党组织", "*姓 名：", "身份证件号码", "入党时间（年月）", "脾气")
        row = ("13800000417", BRANCH, "李建国", FIRST, "1988.03", "好")
        path = small_roster(tmp_path / "a.xlsx", [row], header)
        shown = look(school, path)
        assert shown.ignored == ("脾气",)
        take(school, path)
        (row_,) = stored(school)
        assert (row_["name"], row_["identity_number"], str(row_["joined"])) == (
            "李建国",
            FIRST,
            "1988-03",
        )

    def test_totals_notes_and_repeated_headers_are_nobody(
        self, school: Workspace, tmp_path: Path
    ) -> None:
        rows = [PERSON, HEADER, ("合 计", "1人"), ("", "", "填表人：赵静"), ("小计", 1)]
        shown = look(school, small_roster(tmp_path / "a.xlsx", rows))
        assert (shown.people, shown.problems) == (1, ())

    def test_rows_that_are_no_member_are_told_and_left_out(
        self, school: Workspace, tmp_path: Path
    ) -> None:
        rows = [
            PERSON,
            ("", SECOND, BRANCH),
            ("张3", "", BRANCH, "1950"),
            ("赵六", "", "", "1950"),
        ]
        shown = look(school, small_roster(tmp_path / "a.xlsx", rows))
        assert shown.people == 1
        assert [(p.kind, p.cell) for p in shown.problems] == [
            (ProblemKind.row, "A3"),
            (ProblemKind.row, "A4"),
            (ProblemKind.row, "C5"),
        ]

    def test_one_number_under_two_names_is_nobodys(self, school: Workspace, tmp_path: Path) -> None:
        path = small_roster(tmp_path / "a.xlsx", [PERSON, ("张庆华", FIRST, BRANCH, "1960")])
        shown = look(school, path)
        assert [(p.cell, p.person) for p in shown.problems] == [("B2", "李建国"), ("B3", "张庆华")]
        take(school, path)
        assert [row["identity_number"] for row in stored(school)] == [None, None]

    def test_one_person_listed_twice_comes_in_once(self, school: Workspace, tmp_path: Path) -> None:
        path = small_roster(tmp_path / "a.xlsx", [PERSON, PERSON])
        shown = look(school, path)
        assert shown.people == 1
        assert [(p.kind, p.cell) for p in shown.problems] == [(ProblemKind.row, "B3")]
        take(school, path)
        assert [row["identity_number"] for row in stored(school)] == [FIRST]

    def test_a_date_that_cannot_be_read_is_told_and_left_empty(
        self, school: Workspace, tmp_path: Path
    ) -> None:
        path = small_roster(tmp_path / "a.xlsx", [(*PERSON[:4], "八八年春", "手机", "党支部委员")])
        shown = look(school, path)
        assert {(p.kind, p.cell) for p in shown.problems} == {
            (ProblemKind.cell, "E2"),
            (ProblemKind.cell, "F2"),
        }
        take(school, path)
        (row,) = stored(school)
        assert (row["joined"], row["phone"]) == (None, "")

    def test_csv_in_gbk_and_in_utf8(self, school: Workspace, tmp_path: Path) -> None:
        text = f"姓名,身份证号,所属党组织,电话\r\n李　建国,{FIRST}\t,{BRANCH},1380000 0417\r\n"
        for encoding in ("gbk", "utf-8", "utf-8-sig", "utf-16"):
            path = tmp_path / f"{encoding}.csv"
            path.write_bytes(text.encode(encoding))
            shown = look(school, path)
            assert (shown.people, shown.problems) == (1, ())
        take(school, path)
        (row,) = stored(school)
        assert (row["identity_number"], str(row["born"])) == (FIRST, "1951-07-15")
        assert row["phone"] == "13800000417"

    def test_what_a_csv_shows_of_a_number_that_was_rounded(self) -> None:
        for text in ("3.70829E+17", "370829195107150000"):
            assert values.identity_of(text, typed=False).fault

    def test_problems_go_to_a_workbook_as_text(self, school: Workspace, tmp_path: Path) -> None:
        rows = [PERSON, ("=cmd()", "", BRANCH), ("赵六", "", BRANCH, "1950", "=1+1")]
        shown = look(school, small_roster(tmp_path / "a.xlsx", rows))
        path = tmp_path / "待核.xlsx"
        path.write_bytes(roster_import.problem_list(shown.problems))
        read = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
        assert read[0] == ["工作表", "单元格", "姓名", "内容", "原因"]
        assert len(read) == len(shown.problems) + 1
        assert {"=cmd()", "=1+1"} <= {row[3] for row in read}


class TestTakingIn:
    def test_leaves_a_backup_and_an_audit_entry(self, school: Workspace, tmp_path: Path) -> None:
        heard: list[frozenset[str]] = []
        school.subscribe(heard.append)
        taken = take(school, small_roster(tmp_path / "a.xlsx", [PERSON]))
        assert (school.folder / "backups" / taken.backup).is_file()
        assert [tables & {"roster_import", "member", "branch"} for tables in heard] == [
            {"roster_import", "member", "branch"}
        ]
        with school.read() as session:
            entry = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
            assert entry is not None
            assert entry.verb == "roster_import.take"
            assert entry.details["new"] == 1
            assert "李建国" not in str(entry.details)

    @pytest.mark.parametrize("words", ["正在核对", "正在导入", "正在保存"])
    def test_stopped_half_way_changes_nothing(
        self, school: Workspace, tmp_path: Path, words: str
    ) -> None:
        path = small_roster(tmp_path / "a.xlsx", [PERSON])
        with pytest.raises(Cancelled):
            roster = roster_import.read(path, _stop_at(words))
            roster_import.take(school, roster, _stop_at(words))
        assert stored(school) == []
        with school.read() as session:
            assert branch.list_all(session) == ()
            assert roster_import.last_import(session) is None


def _stop_at(words: str) -> sheet_reader.Progress:
    def progress(_done: int, _of: int, what: str) -> None:
        if what.startswith(words):
            raise Cancelled

    return progress
