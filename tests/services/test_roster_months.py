"""Dates are as precise as the file shows them, and numbers that may be two things are told."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from services import roster_import
from services.core.sheet_parts import shown_by
from services.core.workspace import Workspace
from services.roster_import import RosterRead
from services.roster_import.values import UnreadableValue, date_of
from tests.helpers.cases import case, changed_part, read_case, workbook
from tests.helpers.roster_file import look, silent, take

HEADER = ("姓名", "所在党支部", "出生年月", "入党时间")
BRANCH = "石梁村党支部"
WRONG = {
    "1975.13",
    "1975.2.30",
    "1975年6月1日（农历）",
    "农历1975年五月初三",
    "1975年农历4月",
    "Jun-75",
    "6/1/1975",
    "01-06-1975",
    "1975.06(身份证1976.06)",
    "O1975.06",
    "l975.06",
}
"""What 04 has that says no sure day or month."""
NOBODY_KNOWS = {"不详", "——", "/", "无", "待查"}


def _dates(roster: RosterRead) -> list[tuple[str, str]]:
    return [(str(entry.born or ""), str(entry.joined or "")) for entry in roster.entries]


def test_a_date_cell_that_shows_a_month_is_a_month() -> None:
    assert _dates(read_case("01")) == [
        ("1975-06", "2001-07"),
        ("1980-03", "2003-09"),
        ("1980-03-15", "2003-09-20"),
    ]


def test_days_counted_from_1904() -> None:
    assert _dates(read_case("02")) == [("1975-06-12", "2001-07-01")]


def test_days_counted_from_1904_without_a_format(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"名单": [HEADER, ("李建国", BRANCH, 26095, 35611)]})
    changed_part(
        path, "xl/workbook.xml", lambda xml: xml.replace("<workbookPr", '<workbookPr date1904="1"')
    )
    assert _dates(roster_import.read(path, silent)) == [("1975-06-12", "2001-07-01")]


@pytest.mark.parametrize(
    "code",
    [
        'yyyy"年"m"月"',
        "yyyy/m",
        "yyyy\\.mm;@",
        '[$-804]yyyy"年"m"月";@',
        "[DBNum1]yyyy年m月",
        "mmm-yy",
        "e-m",
    ],
)
def test_formats_that_show_a_month(tmp_path: Path, code: str) -> None:
    cell = (date(1975, 6, 1), code)
    path = workbook(tmp_path / "a.xlsx", {"名单": [HEADER, ("李建国", BRANCH, cell, cell)]})
    assert _dates(roster_import.read(path, silent)) == [("1975-06", "1975-06")]


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("yyyy", "year"),
        ("General", ""),
        ("yyyy-mm-dd", ""),
        ("0.00", ""),
        ("h:mm", ""),
        ("yyyy-m-d h:mm", ""),
        ('yyyy"d"mm', "month"),
        ("yy.mm", "month"),
        ('m"月"d"日"', ""),
        ("@", ""),
        ("#,##0.00_ ", ""),
    ],
)
def test_what_a_format_shows(code: str, shown: str) -> None:
    assert shown_by(code) == shown


def test_a_month_merged_over_rows_and_behind_an_empty_column(tmp_path: Path) -> None:
    """The marks stand at the cell's own place, wherever the list begins."""
    cell = (date(1975, 6, 1), "yyyy/mm")
    rows = [
        (None, *HEADER),
        (None, "李建国", BRANCH, cell, ""),
        (None, "王芳", BRANCH, (date(1975, 6, 2), "yyyy/mm/dd"), cell),
    ]
    path = workbook(tmp_path / "a.xlsx", {"说明": [("填表说明",)], "名单": rows})
    assert _dates(roster_import.read(path, silent)) == [("1975-06", ""), ("1975-06-02", "1975-06")]


def test_the_forms_of_a_date_that_clerks_type() -> None:
    roster = read_case("04")
    told = {problem.shown for problem in roster.problems}
    assert told == WRONG - {"1975年6月1日（农历）"} | {"1975年6月1日(农历)"}
    for entry, cell in zip(roster.entries, roster.layouts[0].people_rows(), strict=True):
        said = str(cell.cells[2])
        if said in WRONG | NOBODY_KNOWS:
            assert entry.born is None
        else:
            assert str(entry.born) in ("1975-06", "1975-06-01", "2001-07", "2001-07-01", "1975"), (
                said
            )


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("一九七五年十二月", "1975-12"),
        ("二〇〇一年十二月二十一日", "2001-12-21"),
        ("二○○一年十月三十日", "2001-10-30"),
        (75.06, "1975-06"),
        ("05年7月", "2005-07"),
        ("1975-06-12T08:30:00+08:00", "1975-06-12"),
        ("1975年12月25日出生", "1975-12-25"),
        ("一九七五年", "1975"),
        (27546.0, "1975-06-01"),
        ("－", None),
        ("暂无", None),
        ("—/—", None),
        ("未知", None),
    ],
)
def test_more_forms_of_a_date(said: str | float, day: str | None) -> None:
    found = date_of(said)
    assert (None if found is None else str(found)) == day


@pytest.mark.parametrize(
    "said",
    [7506.0, 9907.0, "7506", "9907", 75.1, 6.12, "06.12", "75.6", "二〇〇一年二十月", "五月"],
)
def test_what_may_be_two_things_is_told(said: str | float) -> None:
    with pytest.raises(UnreadableValue):
        date_of(said)


def test_a_month_of_a_file_is_never_a_day_of_the_stored() -> None:
    (entry,) = roster_import.read(case("121"), silent).entries
    assert str(entry.joined) == "2001-07"


def test_a_month_of_a_file_changes_no_stored_month(school: Workspace, tmp_path: Path) -> None:
    number = roster_import.read(case("121"), silent).entries[0].identity_number
    header = ("姓名", "所在党支部", "公民身份号码", "入党时间")
    known = ("吕绿", "东吴村党支部", number, "2001.07")
    take(school, workbook(tmp_path / "a.xlsx", {"名册": [header, known]}))
    shown = look(school, case("121"))
    assert (shown.unchanged, shown.changed) == (1, 0)


ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="名册">{}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)


def _ods(path: Path, rows: list[list[str | date]]) -> Path:
    """An .ods, whose reader does not tell how dates are shown."""

    def cell(value: str | date) -> str:
        if isinstance(value, date):
            return f'<table:table-cell office:value-type="date" office:date-value="{value}"/>'
        said = f"<text:p>{value}</text:p>"
        return f'<table:table-cell office:value-type="string">{said}</table:table-cell>'

    lines = (f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", ODS.format("".join(lines)))
    return path


def test_where_no_format_is_known_a_column_of_first_days_is_of_months(tmp_path: Path) -> None:
    rows: list[list[str | date]] = [
        [*HEADER],
        ["李建国", BRANCH, date(1975, 6, 1), date(2001, 7, 1)],
        ["王芳", BRANCH, date(1980, 3, 1), date(2003, 9, 20)],
    ]
    roster = roster_import.read(_ods(tmp_path / "a.ods", rows), silent)
    assert _dates(roster) == [("1975-06", "2001-07-01"), ("1980-03", "2003-09-20")]
    assert [(one.cell, one.reason.partition("：")[0]) for one in roster.left_out] == [
        ("C 列", "“出生日期”的日期都是 1 日，只按年月读，请核对"),
        ("D 列", "“入党日期”的日期按日读"),
    ]
