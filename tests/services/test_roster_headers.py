"""Rosters in forms that no register has: whatever the form, the same people are read."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services import roster_import
from services.core.workspace import Workspace
from services.member import MemberKind, Role
from services.roster_import import BadSheet, RosterField, RosterFileKind, RosterRead
from services.roster_import.columns import SYNONYMS
from services.roster_import.entries import RosterEntry
from tests.helpers.examples import examples
from tests.helpers.roster_file import BRANCH, FIRST, PERSON, SECOND, look, silent, stored, take

Cells = Sequence[Sequence[Any]]


def book(path: Path, *sheets: tuple[str, Cells, Sequence[tuple[int, int, int, int]]]) -> Path:
    """An .xlsx with these sheets: name, rows, and ranges to merge."""
    with xlsxwriter.Workbook(str(path)) as made:
        day = made.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows, merged in sheets:
            sheet = made.add_worksheet(name)
            for where in merged:
                sheet.merge_range(*where, "")
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(number, column, value, day)
                    elif value != "":
                        sheet.write(number, column, value)
    return path


def read(path: Path) -> RosterRead:
    return roster_import.read(path, silent)


def test_a_header_over_two_rows_repeated_on_each_page(tmp_path: Path) -> None:
    title = ("石桥村党支部党员花名册",)
    head = [
        ("序号", "姓名", "出生", "身份", "入党", "", "联系方式"),
        ("", "", "年月", "证号", "时间", "转正时间", "手机"),
    ]
    rows = [
        title,
        *head,
        (1, "李建国", "1951.07", FIRST, "1988.03", "1989.03", "13800000417"),
        title,
        *head,
        (2, "赵　六", "1988", SECOND, "2013", "", "138-0000-0418"),
        ("填表人：赵静", "", "审核人：李明"),
    ]
    first, second = read(book(tmp_path / "a.xlsx", ("名单", rows, []))).entries
    assert (first.name, first.branch, str(first.joined)) == ("李建国", "石桥村党支部", "1988-03")
    assert (str(first.became_full), first.phone) == ("1989-03", "13800000417")
    assert (second.name, second.row, second.identity_number) == ("赵六", 8, SECOND)


def test_a_sheet_for_each_branch(tmp_path: Path) -> None:
    head = ("姓名", "身份证号", "职务")
    path = book(
        tmp_path / "a.xlsx",
        ("石桥村党支部", [head, ("李建国", FIRST, "书记")], []),
        ("柳林村党支部", [("党员名单",), head, ("赵六", SECOND, "")], []),
        ("汇总", [("合计", 2)], []),
    )
    roster = read(path)
    assert [(entry.name, entry.branch) for entry in roster.entries] == [
        ("李建国", "石桥村党支部"),
        ("赵六", "柳林村党支部"),
    ]
    assert roster.other_sheets == ("汇总",)


def test_a_branch_merged_beside_its_people(tmp_path: Path) -> None:
    rows = [
        ("支部", "姓名", "出生日期"),
        (BRANCH, "李建国", "1951"),
        ("", "赵六", "1960"),
        ("柳林村党支部", "孙八", "1970"),
    ]
    roster = read(book(tmp_path / "a.xlsx", ("名单", rows, [(1, 0, 2, 0)])))
    assert [entry.branch for entry in roster.entries] == [BRANCH, BRANCH, "柳林村党支部"]
    assert roster.problems == ()


def test_a_list_of_trainees_says_who_is_known(school: Workspace, tmp_path: Path) -> None:
    twins = [("王秀兰", "", BRANCH, year) for year in ("1951", "1962")]
    head = ("姓名", "身份证号", "所在党支部", "出生日期")
    take(school, book(tmp_path / "a.xlsx", ("名单", [head, PERSON[:4], *twins], [])))
    before = stored(school)
    rows = [
        ("姓 名", "支部名称", "联系电话"),
        ("李建国", "石桥村党支部", ""),
        ("王秀兰", "石桥村党支部", ""),
        ("李建国", "柳林村党支部", ""),
        ("孙八", "石桥村党支部", ""),
    ]
    shown = look(school, book(tmp_path / "b.xlsx", ("名单", rows, [])))
    assert (shown.kind, shown.unchanged, shown.unknown) == (RosterFileKind.trainees, 1, 2)
    assert [asked.name for asked in shown.to_decide] == ["王秀兰"]
    assert "别的支部有同名" in shown.problems[0].reason
    with pytest.raises(Exception, match="参训名单"):
        take(school, tmp_path / "b.xlsx")
    assert stored(school) == before


def test_columns_set_right_are_remembered_for_that_form(school: Workspace, tmp_path: Path) -> None:
    head = ("姓名", "证号", "哪个村", "生于")
    path = book(tmp_path / "a.xlsx", ("名单", [head, ("李建国", FIRST, BRANCH, "1951")], []))
    opened = roster_import.open_file(path, silent)
    assert (opened.sure, "所在党支部" in opened.fault) == (False, True)
    with pytest.raises(BadSheet):
        roster_import.understand(opened, silent)
    for place, field in ((1, RosterField.identity), (2, RosterField.born), (2, RosterField.branch)):
        opened = opened.with_meaning(0, place, field)
    assert opened.fault == ""
    roster_import.take(school, roster_import.understand(opened, silent), silent)
    assert [row["identity_number"] for row in stored(school)] == [FIRST]
    with school.read() as session:
        known = roster_import.known_layouts(session)
    again = roster_import.open_file(path, silent, known)
    assert (again.sure, roster_import.understand(again, silent).entries[0].born) == (True, None)
    rows = roster_import.column_rows(again.layouts[0])
    assert [(row.letters, row.field) for row in rows] == [
        ("A", RosterField.full_name),
        ("B", RosterField.identity),
        ("C", RosterField.branch),
        ("D", None),
    ]
    assert FIRST not in rows[1].samples


WORDS = {field: st.sampled_from(words) for field, words in SYNONYMS.items()}
DAYS = st.dates(date(1930, 1, 1), date(1999, 12, 31))
DATE_FORMS = (
    lambda day: day,
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.year}.{day.month:02d}.{day.day:02d}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: _wide(f"{day:%Y-%m-%d}"),
)
PEOPLE = st.lists(
    st.tuples(
        st.text("李王赵钱孙周吴郑秀兰建国华", min_size=2, max_size=4),
        st.sampled_from((BRANCH, "柳林村党支部")),
        DAYS,
        st.sampled_from(("13800000417", "05376512345")),
    ),
    min_size=1,
    max_size=8,
)


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _essence(entry: RosterEntry) -> tuple[Any, ...]:
    return entry.name, entry.branch, str(entry.born), entry.phone, entry.kind, entry.role


@settings(
    max_examples=examples(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data(), people=PEOPLE)
def test_whatever_the_form_the_same_people_are_read(
    tmp_path: Path, data: st.DataObject, people: list[tuple[str, str, date, str]]
) -> None:
    """Order and words of the columns, title and blank rows, full-width text, dates, endings."""
    draw = data.draw
    fields = draw(
        st.permutations(
            (
                RosterField.full_name,
                RosterField.branch,
                RosterField.born,
                RosterField.phone,
                RosterField.post,
            )
        )
    )
    header = [draw(WORDS[field]) for field in fields]
    lines: list[list[Any]] = [["镇党员花名册（截至十月）"]] * draw(st.integers(0, 2))
    lines.append(header)
    for name, branch, born, phone in people:
        said = {
            RosterField.full_name: draw(
                st.sampled_from((name, f"{name[0]}　{name[1:]}", f" {name}"))
            ),
            RosterField.branch: branch,
            RosterField.born: draw(st.sampled_from(DATE_FORMS))(born),
            RosterField.phone: draw(
                st.sampled_from((phone, _wide(phone), f"{phone[:3]} {phone[3:]}"))
            ),
            RosterField.post: draw(st.sampled_from(("党员", ""))),
        }
        lines += [[]] * draw(st.integers(0, 1))
        if draw(st.integers(0, 9)) == 0:
            lines.append(header)
        lines.append([said[field] for field in fields])
    lines.append(["合 计", f"{len(people)}人"])
    kind = draw(st.sampled_from(("xlsx", "gb18030", "utf-8", "utf-8-sig", "utf-16")))
    path = tmp_path / ("a.xlsx" if kind == "xlsx" else "a.csv")
    if kind == "xlsx":
        book(path, ("名单", lines, []))
    else:
        out = io.StringIO()
        csv.writer(out).writerows(lines)
        path.write_bytes(out.getvalue().encode(kind))
    roster = read(path)
    assert roster.problems == ()
    assert [_essence(entry) for entry in roster.entries] == [
        (name, branch, born.isoformat(), phone, None, Role.member)
        for name, branch, born, phone in people
    ]
    assert MemberKind.full not in {entry.kind for entry in roster.entries}
