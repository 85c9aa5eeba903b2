"""The grid goes out as a workbook, comes back however clerks handled it, and becomes orders."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.branch import Branch
from models.order import Order
from services import branch, course, order
from services.core import sheet_reader
from services.core.errors import BadInput, NeedsReason, Refused
from services.core.sheet_reader import Cell, Row, SheetFile
from services.core.workspace import Workspace
from services.order import OrderState, grid
from services.order.grid import Filled, GridChangeKind, GridComparison
from services.order.grid.reading import heads_of, understand
from services.order.grid.workbook import write
from tests.helpers.ordering import Ordering

Rows = list[list[Cell]]
NAME, FIRST = 1, 3
BODY = 9
"""The first branch's row in a spreadsheet's count, and so on below."""
OPENING, GREENHOUSE = FIRST, FIRST + 1


def silent(_done: int, _of: int, _what: str) -> None:
    """Progress that nobody looks at."""


@pytest.fixture
def ordering(school: Workspace) -> Ordering:
    made = Ordering(school)
    made.menu()
    return made


class Paper:
    """The grid as it was handed out, to be filled in by hand."""

    def __init__(self, ordering: Ordering, folder: Path, name: str = "点单表.xlsx") -> None:
        self.ordering, self.path = ordering, folder / name
        with ordering.workspace.read() as session:
            self.form = grid.form(session, 2026)
        self.path.write_bytes(write(self.form))
        self.file = sheet_reader.read(self.path, silent)

    def filled(self, change: Callable[[Rows], object], name: str = "") -> Filled:
        """Read again after somebody changed its cells, as a spreadsheet would save them."""
        (sheet,) = self.file.sheets
        width = max(len(row.cells) for row in sheet.rows)
        last = sheet.rows[-1].number
        rows: Rows = [[""] * width for _ in range(last)]
        for row in sheet.rows:
            rows[row.number - 1][: len(row.cells)] = row.cells
        change(rows)
        made = tuple(Row(n, tuple(cells)) for n, cells in enumerate(rows, 1) if any(cells))
        return understand(SheetFile(name or self.file.name, "", True, (replace(sheet, rows=made),)))

    def line(self, rows: Rows, who: int) -> list[Cell]:
        """A branch's row, wherever it stands by now."""
        name = self.ordering.short_name(who)
        return next(row for row in rows if row[NAME] == name)


@pytest.fixture
def paper(ordering: Ordering, tmp_path: Path) -> Paper:
    return Paper(ordering, tmp_path)


def cells(paper: Paper, *values: tuple[int, int, Cell]) -> Callable[[Rows], None]:
    """Fill in (branch, column, value)."""

    def change(rows: Rows) -> None:
        for who, column, value in values:
            paper.line(rows, who)[column] = value

    return change


def compared(ordering: Ordering, *filled: Filled, year: int = 2026) -> GridComparison:
    with ordering.workspace.read() as session:
        return grid.compare(session, filled, year)


def taken(ordering: Ordering, *filled: Filled, reason: str = "") -> grid.GridTaken:
    with ordering.workspace.write("order.take_grid") as session:
        return grid.take_grid(session, grid.compare(session, filled, 2026), reason=reason)


def told(found: GridComparison) -> list[tuple[str, str, str, int, int]]:
    return [(one.kind.value, one.branch, one.what, one.before, one.after) for one in found.changes]


def orders(ordering: Ordering) -> list[tuple[str, str, int, OrderState]]:
    with ordering.workspace.read() as session:
        rows = order.list_rows(session, 2026)
    return sorted((row.asker, row.what, row.heads, row.state) for row in rows)


def xml_of(paper: Paper) -> str:
    with zipfile.ZipFile(paper.path) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def test_only_the_cells_to_fill_in_are_open(paper: Paper) -> None:
    xml = xml_of(paper)
    assert "<sheetProtection" in xml
    assert '<dataValidation type="whole"' in xml
    assert 'sqref="D9:E12"' in xml
    assert "这里要填人数" in xml
    assert 'orientation="landscape"' in xml
    assert '<pane xSplit="3" ySplit="8"' in xml
    assert "<f>SUM(D9:E9)</f>" in xml
    assert "<f>SUM(D9:D12)</f>" in xml


def test_it_says_what_is_offered_and_to_whom(paper: Paper) -> None:
    (sheet,) = paper.file.sheets
    by_number = {row.number: row.cells for row in sheet.rows}
    assert by_number[1][0] == "仲山镇党校2026年度课程点单表"
    assert by_number[3][FIRST : FIRST + 2] == ("ZS001", "ZS002")
    assert by_number[4][FIRST : FIRST + 2] == ("党的创新理论进基层", "大棚蔬菜管护技术")
    assert by_number[5][FIRST : FIRST + 2] == ("4", "2.5")
    assert by_number[6][FIRST : FIRST + 2] == ("全年", "3、4、9月")
    assert by_number[7][FIRST : FIRST + 2] == ("40", "40")
    assert sorted(str(by_number[n][NAME]) for n in range(BODY, BODY + 4)) == [
        "布山村党支部", "曹庄村党支部", "狼山屯村党支部", "石桥村党支部",
    ]  # fmt: skip


def test_a_filled_grid_becomes_orders_and_again_changes_nothing(
    ordering: Ordering, paper: Paper
) -> None:
    fill = cells(paper, (0, OPENING, 6.0), (0, GREENHOUSE, 4.0), (1, GREENHOUSE, 10.0))
    filled = paper.filled(fill)
    found = compared(ordering, filled)
    assert told(found) == [
        ("new", "布山村党支部", "大棚蔬菜管护技术", 0, 10),
        ("new", "石桥村党支部", "党的创新理论进基层", 0, 6),
        ("new", "石桥村党支部", "大棚蔬菜管护技术", 0, 4),
    ]
    assert (found.problems, found.said, found.silent) == ((), (), 2)
    done = taken(ordering, filled)
    assert (done.new, done.changed, done.withdrawn) == (3, 0, 0)
    with ordering.workspace.read() as session:
        rows = order.list_rows(session, 2026)
        assert {session.require(Order, row.id).menu_id for row in rows} == {paper.form.menu_id}
    assert [row.number for row in rows] == [f"ZS-DD-2026-000{n}" for n in (3, 2, 1)]
    assert {row.channel for row in rows} == {order.OrderChannel.collective}
    again = compared(ordering, paper.filled(fill))
    assert {one.kind for one in again.changes} == {GridChangeKind.unchanged}
    assert taken(ordering, filled).new == 0
    assert len(orders(ordering)) == 3


def test_a_grid_handed_out_again_shows_what_was_ordered_and_says_nothing_by_itself(
    ordering: Ordering, paper: Paper, tmp_path: Path
) -> None:
    taken(ordering, paper.filled(cells(paper, (0, GREENHOUSE, 4.0), (1, GREENHOUSE, 7.0))))
    second = Paper(ordering, tmp_path, "第二次.xlsx")
    found = compared(ordering, second.filled(lambda _rows: None))
    assert (found.changes, found.silent) == ((), 4)
    found = compared(ordering, second.filled(cells(second, (0, GREENHOUSE, ""))))
    assert told(found) == [("withdrawn", "石桥村党支部", "大棚蔬菜管护技术", 4, 0)]


def test_changes_withdrawals_and_what_cannot_change(ordering: Ordering, paper: Paper) -> None:
    taken(
        ordering,
        paper.filled(
            cells(
                paper,
                (0, OPENING, 6.0), (0, GREENHOUSE, 4.0),
                (1, OPENING, 5.0), (1, GREENHOUSE, 5.0),
            )
        ),
    )  # fmt: skip
    with ordering.workspace.read() as session:
        placed = next(
            row for row in order.list_rows(session, 2026)
            if row.asker == "布山村党支部" and row.course_id == ordering.opening
        )  # fmt: skip
    ordering.place(ordering.class_(), placed.id)
    filled = paper.filled(cells(paper, (0, OPENING, 8.0), (1, OPENING, 9.0)))
    found = compared(ordering, filled)
    assert told(found) == [
        ("changed", "石桥村党支部", "党的创新理论进基层", 6, 8),
        ("withdrawn", "布山村党支部", "大棚蔬菜管护技术", 5, 0),
        ("withdrawn", "石桥村党支部", "大棚蔬菜管护技术", 4, 0),
        ("fixed", "布山村党支部", "党的创新理论进基层", 5, 9),
    ]
    done = taken(ordering, filled)
    assert (done.new, done.changed, done.withdrawn) == (0, 1, 2)
    assert orders(ordering) == [
        ("布山村党支部", "党的创新理论进基层", 5, OrderState.scheduled),
        ("布山村党支部", "大棚蔬菜管护技术", 5, OrderState.cancelled),
        ("石桥村党支部", "党的创新理论进基层", 8, OrderState.submitted),
        ("石桥村党支部", "大棚蔬菜管护技术", 4, OrderState.cancelled),
    ]
    with ordering.workspace.write(done.undo.verb) as session:
        done.undo.act(session)
    assert [(heads, state) for _, _, heads, state in orders(ordering)] == [
        (5, OrderState.scheduled), (5, OrderState.submitted),
        (6, OrderState.submitted), (4, OrderState.submitted),
    ]  # fmt: skip


def test_undoing_cancels_what_was_made_and_gives_no_number_twice(
    ordering: Ordering, paper: Paper
) -> None:
    fill = cells(paper, (0, GREENHOUSE, 4.0))
    done = taken(ordering, paper.filled(fill))
    with ordering.workspace.write(done.undo.verb) as session:
        done.undo.act(session)
    taken(ordering, paper.filled(fill))
    with ordering.workspace.read() as session:
        rows = order.list_rows(session, 2026)
    assert [(row.number, row.state) for row in rows] == [
        ("ZS-DD-2026-0002", OrderState.submitted),
        ("ZS-DD-2026-0001", OrderState.cancelled),
    ]


def test_a_blank_row_withdraws_nothing_and_zeros_do(ordering: Ordering, paper: Paper) -> None:
    taken(ordering, paper.filled(cells(paper, (0, GREENHOUSE, 4.0))))
    found = compared(ordering, paper.filled(cells(paper, (1, OPENING, 3.0))))
    assert told(found) == [("new", "布山村党支部", "党的创新理论进基层", 0, 3)]
    found = compared(ordering, paper.filled(cells(paper, (0, OPENING, 0.0))))
    assert told(found) == [("withdrawn", "石桥村党支部", "大棚蔬菜管护技术", 4, 0)]


def test_sorted_shuffled_and_thinned_rows_are_the_same(ordering: Ordering, paper: Paper) -> None:
    """Also where the hidden cells did not come along, and where the header was copied."""

    def change(rows: Rows) -> None:
        cells(paper, (0, OPENING, 6.0), (1, GREENHOUSE, 5.0))(rows)
        body = rows[BODY - 1 : BODY + 3]
        for row, hint in zip(body, [body[-1][2], *(row[2] for row in body[:-1])], strict=True):
            row[2] = hint
        rows[BODY - 1 : BODY + 3] = [body[2], body[0], body[3]]
        rows.insert(0, ["仲山镇 各支部点单汇总"])

    found = compared(ordering, paper.filled(change))
    assert told(found) == [
        ("new", "布山村党支部", "大棚蔬菜管护技术", 0, 5),
        ("new", "石桥村党支部", "党的创新理论进基层", 0, 6),
    ]
    assert found.problems == ()


def test_columns_in_another_order_are_found(ordering: Ordering, paper: Paper) -> None:
    def change(rows: Rows) -> None:
        cells(paper, (0, OPENING, 6.0))(rows)
        for row in rows:
            row[OPENING], row[GREENHOUSE] = row[GREENHOUSE], row[OPENING]

    assert told(compared(ordering, paper.filled(change))) == [
        ("new", "石桥村党支部", "党的创新理论进基层", 0, 6)
    ]


def test_a_copy_without_the_hidden_cells_goes_by_codes_and_says_so(
    ordering: Ordering, paper: Paper
) -> None:
    def change(rows: Rows) -> None:
        cells(paper, (0, OPENING, 6.0))(rows)
        del rows[BODY - 2]
        for row in rows:
            del row[2:3]

    found = compared(ordering, paper.filled(change))
    assert told(found) == [("new", "石桥村党支部", "党的创新理论进基层", 0, 6)]
    assert "按课程编码对应" in found.said[0]


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("5人", 5), (" ５ 人", 5), ("１２", 12), ("5名", 5), (7.0, 7), ("", None), ("　", None),
        ("√", True), ("✔", True), ("是", True), ("—", 0), ("无", 0), ("/", 0), (0.0, 0),
    ],
)  # fmt: skip
def test_what_a_cell_says(cell: Cell, wanted: int | bool | None) -> None:
    assert heads_of(cell) == wanted


@pytest.mark.parametrize("cell", [2.5, -1.0, 1e9, "约5人", "张三、李四", "=5+3", "5.5", "99999"])
def test_what_no_number_is_in_is_told_with_its_cell(
    ordering: Ordering, paper: Paper, cell: Cell
) -> None:
    with pytest.raises(BadInput):
        heads_of(cell)
    found = compared(ordering, paper.filled(cells(paper, (0, GREENHOUSE, cell), (0, OPENING, 3.0))))
    (problem,) = found.problems
    number = next(
        n for n, line in enumerate(paper.form.lines, BODY) if line.name == ordering.short_name(0)
    )
    assert problem.cell == f"E{number}"
    assert told(found) == [("new", "石桥村党支部", "党的创新理论进基层", 0, 3)]


def test_an_unclear_cell_leaves_the_order_as_it_is(ordering: Ordering, paper: Paper) -> None:
    taken(ordering, paper.filled(cells(paper, (0, GREENHOUSE, 4.0))))
    found = compared(ordering, paper.filled(cells(paper, (0, GREENHOUSE, "几个"))))
    assert found.changes == ()


@given(st.one_of(st.text(max_size=12), st.floats(), st.dates()))
def test_whatever_stands_in_a_cell_is_a_number_nothing_or_told(cell: Cell) -> None:
    try:
        heads = heads_of(cell)
    except BadInput:
        return
    assert heads is None or 0 <= heads <= 9_999


def test_a_tick_is_an_interest_of_one_that_says_so(ordering: Ordering, paper: Paper) -> None:
    filled = paper.filled(cells(paper, (0, GREENHOUSE, "√")))
    (change,) = compared(ordering, filled).changes
    assert (change.after, change.note) == (1, "打√没写人数，按 1 人记")
    taken(ordering, filled)
    with ordering.workspace.read() as session:
        (row,) = order.list_rows(session, 2026)
    assert (row.heads, row.note) == (1, "打√没写人数，按 1 人记")
    taken(ordering, paper.filled(cells(paper, (0, GREENHOUSE, 8.0))))
    assert ordering.row(row.id).note == ""
    (same,) = compared(ordering, filled).changes
    assert (same.kind, same.after) == (GridChangeKind.unchanged, 8), "a tick takes no number back"


def test_more_heads_than_members_need_one_reason(ordering: Ordering, paper: Paper) -> None:
    filled = paper.filled(cells(paper, (0, GREENHOUSE, 30.0), (1, GREENHOUSE, 3.0)))
    with pytest.raises(NeedsReason, match="石桥村党支部在册党员 10 人，订单写了 30 人"):
        taken(ordering, filled)
    assert orders(ordering) == []
    taken(ordering, filled, reason="含群众")
    with ordering.workspace.read() as session:
        reasons = {row.asker: row.warning_reason for row in order.list_rows(session, 2026)}
    assert reasons == {"石桥村党支部": "含群众", "布山村党支部": ""}


def test_a_row_of_nobody_or_of_a_retired_branch_is_told(ordering: Ordering, paper: Paper) -> None:
    with ordering.workspace.write("test") as session:
        session.require(Branch, ordering.branches[1]).retired_at = session.now()

    def change(rows: Rows) -> None:
        cells(paper, (1, OPENING, 2.0), (0, OPENING, 3.0), (2, OPENING, 4.0))(rows)
        paper.line(rows, 0)[NAME] = "火星村党支部"
        paper.line(rows, 2)[NAME] = ""

    found = compared(ordering, paper.filled(change))
    assert found.changes == ()
    words = " ".join(problem.text for problem in found.problems)
    assert "没有叫“火星村党支部”的党支部" in words
    assert "布山村党支部已停用" in words
    assert "没有写党支部" in words


def test_of_two_villages_called_alike_each_has_its_row(ordering: Ordering, tmp_path: Path) -> None:
    with ordering.workspace.write("branch.ensure") as session:
        other = branch.ensure(session, "中共马集镇石桥村支部委员会")
    paper = Paper(ordering, tmp_path)

    def change(rows: Rows) -> None:
        next(row for row in rows if row[NAME] == "马集镇石桥村党支部")[OPENING] = 1.0

    (found,) = compared(ordering, paper.filled(change)).changes
    assert found.branch_id == other


def test_one_branch_filled_in_twice_differently_is_not_taken(
    ordering: Ordering, paper: Paper
) -> None:
    first = paper.filled(cells(paper, (0, OPENING, 3.0), (1, OPENING, 2.0)), "一.xlsx")
    same = paper.filled(cells(paper, (1, OPENING, 2.0)), "二.xlsx")
    assert len(compared(ordering, first, same).changes) == 2
    other = paper.filled(cells(paper, (0, OPENING, 4.0)), "三.xlsx")
    found = compared(ordering, first, other)
    assert told(found) == [("new", "布山村党支部", "党的创新理论进基层", 0, 2)]
    assert "两处不同" in found.problems[0].text


def test_a_file_for_each_branch(ordering: Ordering, paper: Paper) -> None:
    files = [
        paper.filled(cells(paper, (who, OPENING, float(who + 1))), f"{who}.xlsx")
        for who in range(4)
    ]
    assert sorted(one.after for one in compared(ordering, *files).changes) == [1, 2, 3, 4]


def test_another_years_grid_is_refused(ordering: Ordering, tmp_path: Path) -> None:
    paper = Paper(ordering, tmp_path)
    filled = paper.filled(cells(paper, (0, OPENING, 3.0)))
    ordering.menu(2027)
    with pytest.raises(BadInput, match="这是2026年的点单表，现在收的是2027年的"):
        compared(ordering, filled, year=2027)


def test_another_schools_grid_is_refused(paper: Paper, second_school: Workspace) -> None:
    other = Ordering(second_school)
    other.menu()
    with pytest.raises(BadInput, match="不是从本校的菜单导出的"):
        compared(other, paper.filled(cells(paper, (0, OPENING, 3.0))))


def test_an_older_version_is_mapped_and_what_is_gone_is_told(
    ordering: Ordering, paper: Paper
) -> None:
    filled = paper.filled(cells(paper, (0, OPENING, 3.0), (0, GREENHOUSE, 4.0)))
    with ordering.workspace.write("course.retire") as session:
        course.retire(session, ordering.opening)
    ordering.menu(version=2)
    found = compared(ordering, filled)
    assert told(found) == [("new", "石桥村党支部", "大棚蔬菜管护技术", 0, 4)]
    assert "是第 1 版菜单的点单表，已按现在的第 2 版对应" in found.said[0]
    assert "《党的创新理论进基层》（ZS001）不在第 2 版菜单上，D 列没有收" in found.problems[0].text


def test_a_course_retired_since_is_told(ordering: Ordering, paper: Paper) -> None:
    with ordering.workspace.write("course.retire") as session:
        course.retire(session, ordering.opening)
    found = compared(ordering, paper.filled(cells(paper, (0, OPENING, 3.0))))
    assert found.changes == ()
    assert "《党的创新理论进基层》已停用" in found.problems[0].text


def test_what_was_rejected_is_not_asked_for_again(ordering: Ordering, paper: Paper) -> None:
    fill = cells(paper, (0, OPENING, 3.0))
    taken(ordering, paper.filled(fill))
    with ordering.workspace.write("order.reject") as session:
        (row,) = order.list_rows(session, 2026)
        order.reject(session, row.id, "今年不开")
    (same,) = compared(ordering, paper.filled(fill)).changes
    assert (same.kind, same.note) == (GridChangeKind.unchanged, "ZS-DD-2026-0001 已答复不受理")


def test_orders_changed_since_the_look_refuse_the_taking(ordering: Ordering, paper: Paper) -> None:
    taken(ordering, paper.filled(cells(paper, (0, OPENING, 3.0))))
    found = compared(ordering, paper.filled(cells(paper, (0, OPENING, 5.0), (1, OPENING, 2.0))))
    with ordering.workspace.read() as session:
        (row,) = order.list_rows(session, 2026)
    ordering.place(ordering.class_(), row.id)
    with (
        pytest.raises(Refused, match="重新收一遍"),
        ordering.workspace.write("order.take_grid") as session,
    ):
        grid.take_grid(session, found)
    assert len(orders(ordering)) == 1


def test_a_workbook_that_is_no_grid(tmp_path: Path, ordering: Ordering) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("姓名,党支部\n王秀兰,石桥村党支部\n", encoding="utf-8")
    with pytest.raises(BadInput, match="不是点单表"):
        grid.read_files([path], silent)
    good = Paper(ordering, tmp_path).path
    (tmp_path / "~$点单表.xlsx").write_bytes(b"lock")
    read, problems = grid.read_files(grid.files_in(tmp_path), silent)
    assert [one.file for one in read] == [good.name]
    assert [one.file for one in problems] == ["名单.csv"]


def test_there_is_no_grid_without_a_published_menu(ordering: Ordering) -> None:
    ordering.menu(2027, published=False)
    with (
        ordering.workspace.read() as session,
        pytest.raises(BadInput, match="还没有发布2027年的课程菜单"),
    ):
        grid.form(session, 2027)


def test_names_that_begin_like_formulas_stay_texts(ordering: Ordering, tmp_path: Path) -> None:
    with ordering.workspace.write("branch.ensure") as session:
        branch.ensure(session, "=HYPERLINK村党支部")
    paper = Paper(ordering, tmp_path)
    assert "<f>HYPERLINK" not in xml_of(paper)
    (sheet,) = paper.file.sheets
    assert any("=HYPERLINK村党支部" in row.cells for row in sheet.rows)
