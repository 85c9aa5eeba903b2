"""Rosters: what is read, what is not believed, who is whom, and that nothing else happens."""

import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from models.audit import AuditEntry
from models.core.types import PartialDate
from models.member import Member
from services import branch, demo_roster, member, roster_import
from services.core.errors import Cancelled
from services.core.workspace import Workspace
from services.member import MemberDraft, MemberKind, Role
from services.roster_import import BadSheet, Fate, Preview, ProblemKind, Taken, sheet_reader, values
from services.roster_import.people import cell_name
from services.roster_import.values import Unreadable
from tests.helpers import roster_file
from tests.helpers.roster_file import BRANCH, HEADER, small_roster

FIRST = "37082919510715381X"
SECOND = "370829198809233631"
PERSON = ("李建国", FIRST, BRANCH, "1951.07", "1988年3月", "13800000417", "党支部书记")


def silent(_done: int, _of: int, _what: str) -> None:
    """Nobody watches."""


def look(school: Workspace, path: Path) -> Preview:
    roster = roster_import.read(path, silent)
    with school.read() as session:
        return roster_import.preview_of(session, roster)


def take(school: Workspace, path: Path) -> Taken:
    return roster_import.take(school, roster_import.read(path, silent), silent)


def stored(school: Workspace) -> list[dict[str, Any]]:
    """Every member's columns, but for the times of record."""
    columns = [c for c in Member.__table__.columns if c.name not in ("created_at", "updated_at")]
    with school.read() as session:
        rows = session.execute(select(*columns).order_by(Member.id)).all()
    return [dict(row._mapping) for row in rows]


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
            (ProblemKind.value, "E2"),
            (ProblemKind.value, "F2"),
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
        rows = [PERSON, ("=cmd()", "", BRANCH, "1950", "=1+1")]
        shown = look(school, small_roster(tmp_path / "a.xlsx", rows))
        path = tmp_path / "待核.xlsx"
        path.write_bytes(roster_import.problem_list(shown.problems))
        read = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
        assert read[0] == ["工作表", "单元格", "姓名", "内容", "原因"]
        assert len(read) == len(shown.problems) + 1
        assert "=1+1" in {row[3] for row in read}


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
            ("学时标准", "支部书记", "普通党员"),
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


class TestTakingIn:
    def test_leaves_a_backup_and_an_audit_entry(self, school: Workspace, tmp_path: Path) -> None:
        heard: list[frozenset[str]] = []
        school.subscribe(heard.append)
        taken = take(school, small_roster(tmp_path / "a.xlsx", [PERSON]))
        assert (school.folder / "backups" / taken.backup).is_file()
        assert heard == [frozenset({"roster_import", "member", "branch"})]
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


Hostile = Callable[[Path], object]
HOSTILE: dict[str, tuple[str, Hostile, str]] = {
    "far cell": ("a.xlsx", roster_file.far_cell, "很远的地方"),
    "bomb": ("a.xlsx", lambda p: roster_file.claim_size(small_roster(p, []), 1 << 31), "太大"),
    "lying bomb": ("a.xlsx", lambda p: roster_file.zip_bomb(p, 40, honest=False), "."),
    "password": ("a.xlsx", roster_file.encrypted_workbook, "密码"),
    "empty": ("a.csv", lambda p: p.write_bytes(b""), "空的"),
    "blank": ("a.csv", lambda p: p.write_text(",,\n,,\n", "utf-8"), "空的"),
    "html": ("a.xls", lambda p: p.write_text("\n<html><table>姓名</table>", "utf-8"), "网页"),
    "noise": ("a.xlsx", lambda p: p.write_bytes(bytes(range(128, 256)) * 40), "不是表格"),
    "half": ("a.xlsx", lambda p: _half(small_roster(p, [PERSON] * 50)), "损坏"),
    "old noise": (
        "a.xls",
        lambda p: p.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 3000),
        "损坏",
    ),
    "other list": (
        "a.xlsx",
        lambda p: small_roster(
            p, [("1", "田华")], ("序号", "姓名", "职称", "性别", "职务", "主要讲授专题")
        ),
        "师资库",
    ),
    "menu": (
        "a.xlsx",
        lambda p: small_roster(p, [("1", "党课")], ("课程编码", "课程名称", "课程类型")),
        "课程菜单",
    ),
    "attendance": (
        "a.xls",
        lambda p: small_roster(p, [("田华", BRANCH)], ("姓名", "支部名称", "联系电话")),
        "参训名单",
    ),
    "no branch": (
        "a.xlsx",
        lambda p: small_roster(p, [("田华", FIRST)], ("姓名", "身份证号", "性别")),
        "所在党支部",
    ),
    "no header": ("a.xlsx", lambda p: small_roster(p, [PERSON], ("甲", "乙", "丙")), "表头"),
    "nobody": ("a.xlsx", lambda p: small_roster(p, []), "没有人"),
    "gone": ("a.xlsx", lambda p: p, "不在了"),
}


def _half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:4000])


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_bad_file_ends_in_one_clear_sentence(tmp_path: Path, kind: str) -> None:
    name, make, words = HOSTILE[kind]
    path = tmp_path / name
    make(path)
    with pytest.raises(BadSheet, match=words) as failure:
        roster_import.read(path, silent)
    assert str(path) not in failure.value.message


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(sheet_reader.MOST_BYTES + 1)
    with pytest.raises(BadSheet, match="64 MB"):
        roster_import.read(path, silent)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_locked_file_is_told(tmp_path: Path) -> None:
    path = small_roster(tmp_path / "a.xlsx", [PERSON])
    path.chmod(0)
    with pytest.raises(BadSheet, match="打不开"):
        roster_import.read(path, silent)


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "花名册.xlsx"
    roster_file.roster_file(path, people=2_000)
    started = time.monotonic()

    def stop(_done: int, _of: int, _what: str) -> None:
        if time.monotonic() - started > 0.1:
            raise Cancelled

    with pytest.raises(Cancelled):
        roster_import.read(path, stop)


def test_the_child_does_not_get_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It reads files of strangers, so it shall know nothing worth stealing."""
    shown = tmp_path / "environment"
    script = tmp_path / "main.py"
    script.write_text(
        f"import os; open({str(shown)!r}, 'w').write(repr(dict(os.environ)))", "utf-8"
    )
    monkeypatch.setenv("DESK_PASSWORD", "correct-horse-1")
    monkeypatch.setattr(sheet_reader, "MAIN", script)
    with pytest.raises(BadSheet):
        roster_import.read(small_roster(tmp_path / "a.xlsx", [PERSON]), silent)
    assert "correct-horse-1" not in shown.read_text("utf-8")


def test_cells_are_named_as_the_spreadsheet_does() -> None:
    assert [cell_name(n, 85) for n in (0, 5, 25, 26, 701, 702)] == [
        "A85", "F85", "Z85", "AA85", "ZZ85", "AAA85",
    ]  # fmt: skip


DAYS = st.dates(date(1920, 1, 1), date(2030, 12, 31))
FORMS: tuple[tuple[str, Callable[[date], object]], ...] = (
    ("day", lambda d: d),
    ("day", lambda d: f"{d:%Y-%m-%d}"),
    ("day", lambda d: f"{d:%Y%m%d}"),
    ("day", lambda d: float(f"{d:%Y%m%d}")),
    ("day", lambda d: f"{d.year}.{d.month}.{d.day}"),
    ("day", lambda d: f" {d.year}年{d.month}月{d.day}日 "),
    ("day", lambda d: f"{d:%Y/%m/%d} 00:00:00"),
    ("day", lambda d: _wide(f"{d:%Y-%m-%d}")),
    ("day", lambda d: float((d - date(1899, 12, 30)).days)),
    ("month", lambda d: f"{d.year}.{d.month:02d}"),
    ("month", lambda d: f"{d.year}年{d.month}月"),
    ("month", lambda d: f"{d:%Y%m}"),
    ("month", lambda d: f"{d:%Y%m}00"),
    ("year", lambda d: f"{d.year}年"),
    ("year", lambda d: float(d.year)),
)


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@given(DAYS, st.sampled_from(FORMS))
def test_a_date_keeps_the_precision_it_came_with(
    day: date, form: tuple[str, Callable[[date], Any]]
) -> None:
    precision, write = form
    if precision == "day" and isinstance(write(day), float) and write(day) < 7_000:
        return  # a serial number that small is not taken for a date
    expected = {
        "day": PartialDate(day.year, day.month, day.day),
        "month": PartialDate(day.year, day.month),
        "year": PartialDate(day.year),
    }
    assert values.date_of(write(day)) == expected[precision]


@pytest.mark.parametrize(
    "cell", ["88.3", "2001-13", "2001-02-30", "去年", 2001.1, "3001-01-01", 12.0, "2001-7-1-1"]
)
def test_a_date_that_is_none_is_never_guessed(cell: str | float) -> None:
    with pytest.raises(Unreadable):
        values.date_of(cell)


@given(st.text(max_size=20))
def test_whatever_stands_in_a_cell_is_read_or_refused(text: str) -> None:
    read = values.identity_of(text, typed=True)
    assert not (read.number and read.fault)
    for clean in (values.date_of, values.phone_of, values.name_of, values.kind_of):
        try:
            clean(text)
        except Unreadable:
            continue


@pytest.mark.parametrize(
    ("post", "role"),
    [
        ("党支部书记", Role.secretary),
        ("书记、村委会主任", Role.secretary),
        ("第一书记", Role.secretary),
        ("党支部副书记", Role.committee),
        ("组织委员", Role.committee),
        ("支委", Role.committee),
        ("村委会委员", Role.member),
        ("村委会主任", Role.member),
        ("团支部书记", Role.member),
        ("原党支部书记", Role.member),
        ("书记助理", Role.member),
        ("党员", Role.member),
        ("", Role.member),
    ],
)
def test_a_post_decides_the_target(post: str, role: Role) -> None:
    assert values.role_of(post) is role


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        (13800000417.0, "13800000417"),
        ("138-0000-0417", "13800000417"),
        ("+8613800000417", "13800000417"),
        ("１３８００００ ０４１７", "13800000417"),
        ("13800000417、0537-6512345", "13800000417"),
        ("0537-6512345", "05376512345"),
        ("", ""),
    ],
)
def test_phones(cell: str | float, phone: str) -> None:
    assert values.phone_of(cell) == phone
