"""Lists in workbooks and on paper: what is written is what was shown, and never a formula."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from models.audit import AuditEntry
from models.setting import Setting
from services.core import listing, sheet_writer
from services.core.errors import Cancelled
from services.core.listing import AS_MADE, Arrangement, ListColumn, Listing
from services.core.paper import list_paper
from services.core.workspace import Workspace
from tests.helpers.pdf import pages

COLUMNS = (ListColumn("姓名", 92), ListColumn("党支部", 0), ListColumn("学时", 82, right=True))
ROW = ("王秀兰", "石桥村党支部", Decimal("9.5"))


def made(*rows: tuple[listing.Cell, ...], columns: tuple[ListColumn, ...] = COLUMNS) -> Listing:
    return Listing("学员名单", "石桥村党支部 · 共 1 行", columns, rows)


def read(book: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()


def test_a_workbook_says_what_the_list_says() -> None:
    columns = (*COLUMNS, ListColumn("离开", 90))
    lines = read(sheet_writer.write(made((*ROW, date(2026, 3, 1)), columns=columns)))
    assert lines[0][0] == "学员名单"
    assert lines[1][0] == "石桥村党支部 · 共 1 行"
    assert lines[2] == ["姓名", "党支部", "学时", "离开"]
    assert lines[3] == ["王秀兰", "石桥村党支部", 9.5, date(2026, 3, 1)]


@given(st.sampled_from("=+-@\t\r"), st.text(st.characters(codec="utf-8", min_codepoint=32)))
def test_no_text_becomes_a_formula_or_a_link(first: str, rest: str) -> None:
    book = sheet_writer.write(made((f"{first}{rest}", "http://a.b", Decimal(1))))
    with ZipFile(BytesIO(book)) as inside:
        sheet = inside.read("xl/worksheets/sheet1.xml").decode()
        looks = inside.read("xl/styles.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert 'quotePrefix="1"' in looks


def test_a_column_of_numbers_can_be_added_up() -> None:
    lines = read(sheet_writer.write(made(ROW, ("李建国", "", Decimal(32)))))
    assert [line[2] for line in lines[3:]] == [9.5, 32.0]


def test_stopping_stops() -> None:
    def stop(_done: int, _of: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        sheet_writer.write(made(ROW), stop)
    with pytest.raises(Cancelled):
        list_paper.render(made(ROW), stop)


def test_paper_has_every_row_and_numbers_its_pages() -> None:
    pages: list[tuple[int, int]] = []
    list_paper.render(made(*[ROW] * 100), lambda *far: pages.append(far))
    assert pages == [(0, 3), (1, 3), (2, 3)]
    assert list_paper.render(made(ROW)) == list_paper.render(made(ROW))
    assert list_paper.render(made()) != list_paper.render(made(ROW))


def test_a_character_that_no_font_has_is_named() -> None:
    assert list_paper.missing(made(("王\U000e0041", "", Decimal(1)))) == ("\U000e0041",)


def test_many_columns_lie_on_the_long_side() -> None:
    narrow = list_paper.render(made(ROW))
    columns = tuple(ListColumn(f"列{number}", 110) for number in range(10))
    wide = list_paper.render(made(tuple("甲" * 10), columns=columns))
    assert b"/MediaBox [ 0 0 595" in narrow
    assert b"/MediaBox [ 0 0 841" in wide


def test_where_room_is_short_dates_and_names_stay_whole() -> None:
    """The words of a long column break over two lines instead."""
    whole = ("王秀兰", "1968-05-27", "2001-07-01", "370***********381X", "138****0417")
    long = "仲山镇石桥村与布山村联合党支部" * 2
    row = (*whole, "", long, long, long)
    columns = tuple(ListColumn("栏目", 0 if text == long else 110) for text in row)
    (page,) = pages(list_paper.render(made(row, columns=columns)))
    assert all(text in page for text in whole)
    assert long not in page


def test_how_columns_were_put_is_remembered(school: Workspace) -> None:
    put = Arrangement(("姓名", "手机"), ("手机", "姓名"), {"手机": 140})
    with school.read() as session:
        assert listing.arrangement(session, "member") == AS_MADE
    for wanted in (put, Arrangement(("姓名",))):
        with school.write("list.arrange") as session:
            listing.arrange(session, "member", wanted)
        with school.read() as session:
            assert listing.arrangement(session, "member") == wanted
            assert listing.arrangement(session, "branch") == AS_MADE
    with school.write("list.arrange") as session:
        listing.arrange(session, "member", AS_MADE)
    with school.read() as session:
        assert listing.arrangement(session, "member") == AS_MADE


def test_columns_chosen_before_they_could_be_dragged_are_still_chosen(school: Workspace) -> None:
    with school.write("list.arrange") as session:
        session.add(Setting(key="ui.columns.member", value='["姓名", "手机"]'))
        session.note("list.arrange")
    with school.read() as session:
        assert listing.arrangement(session, "member") == Arrangement(("姓名", "手机"))


def test_what_left_the_program_is_noted_without_a_name(school: Workspace) -> None:
    with school.write("list.take") as session:
        listing.log_taken(session, "member", "workbook", made(ROW))
    with school.read() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert entry is not None
    assert entry.verb == "list.take"
    assert entry.details == {
        "list": "member",
        "way": "workbook",
        "rows": 1,
        "columns": ["姓名", "党支部", "学时"],
    }
