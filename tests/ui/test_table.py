"""Lists: sorting by what a column means, choosing, opening by key and mouse."""

import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication
from pytestqt.qtbot import QtBot

from services.core.listing import AS_MADE, Arrangement
from tests.helpers.pictures import keep
from ui.core import theme
from ui.core.fitting import Want, fit
from ui.core.table import Column, RowsModel, RowsView
from ui.core.widgets import elided, label

ASCENDING, DESCENDING = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@dataclass(frozen=True)
class Line:
    name: str
    hours: Decimal
    state: str = "已到"


COLUMNS = (
    Column[Line]("姓名", 0, lambda line: line.name, bold=True),
    Column[Line](
        "学时", 80, lambda line: f"{line.hours} 学时", sort=lambda line: line.hours, right=True
    ),
    Column[Line]("状态", 90, lambda line: line.state, tone=lambda _: "green"),
)
LINES = (
    Line("王秀兰", Decimal("9.5")),
    Line("李建国", Decimal(32)),
    Line("王秀兰", Decimal(4), "迟到"),
    Line("欧阳" * 12, Decimal(100)),
)


@pytest.fixture
def view(look: theme.Theme, qtbot: QtBot) -> RowsView[Line]:
    made = RowsView(COLUMNS)
    qtbot.addWidget(made)
    made.resize(480, 240)
    made.set_rows(LINES)
    made.show()
    return made


def shown(view: RowsView[Line], column: int = 0) -> list[str]:
    model = view.rows_model
    return [model.index(row, column).data() for row in range(model.rowCount())]


def click_heading(view: RowsView[Line], column: int) -> None:
    header = view.horizontalHeader()
    spot = QPoint(header.sectionViewportPosition(column) + 10, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def test_rows_stand_as_they_came_until_somebody_sorts(view: RowsView[Line]) -> None:
    keep(view, "table")
    assert shown(view) == [line.name for line in LINES]


def test_a_click_sorts_by_value_not_by_text(view: RowsView[Line]) -> None:
    click_heading(view, 1)
    assert shown(view, 1) == ["4 学时", "9.5 学时", "32 学时", "100 学时"]
    click_heading(view, 1)
    assert shown(view, 1) == ["100 学时", "32 学时", "9.5 学时", "4 学时"]


def test_the_order_stays_when_the_rows_are_read_anew(view: RowsView[Line]) -> None:
    view.sortByColumn(1, DESCENDING)
    view.set_rows((*LINES, Line("新来", Decimal(50))))
    assert shown(view, 1) == ["100 学时", "50 学时", "32 学时", "9.5 学时", "4 学时"]


def test_what_is_chosen_stays_chosen_when_sorted(view: RowsView[Line]) -> None:
    assert view.choose(lambda line: line.state == "迟到")
    view.sortByColumn(1, ASCENDING)
    assert view.current == LINES[2]
    assert view.currentIndex().row() == 0


def test_enter_and_double_click_open_the_row(view: RowsView[Line], qtbot: QtBot) -> None:
    view.selectRow(1)
    with qtbot.waitSignal(view.opened) as opened:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [LINES[1]]
    spot = view.visualRect(view.rows_model.index(2, 0)).center()
    with qtbot.waitSignal(view.opened) as opened:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert opened.args == [LINES[2]]


def test_arrows_choose_and_say_so(view: RowsView[Line], qtbot: QtBot) -> None:
    view.selectRow(0)
    with qtbot.waitSignal(view.chosen) as chosen:
        QTest.keyClick(view, Qt.Key.Key_Down)
    assert chosen.args == [LINES[1]]


def test_tab_leaves_the_list(view: RowsView[Line]) -> None:
    assert not view.tabKeyNavigation()


def test_enter_in_an_empty_list_opens_nothing(view: RowsView[Line], qtbot: QtBot) -> None:
    view.set_rows(())
    with qtbot.assertNotEmitted(view.opened):
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert view.current is None


def test_a_shorter_list_keeps_the_place(view: RowsView[Line]) -> None:
    view.selectRow(3)
    view.set_rows(LINES[:2])
    assert view.currentIndex().row() == 1


@dataclass(frozen=True)
class Known:
    """A row with an id: it is known again however it changes."""

    id: int
    name: str
    phone: str = ""


KNOWN = tuple(Known(number, name) for number, name in enumerate("王李张刘陈"))


@pytest.fixture
def people(look: theme.Theme, qtbot: QtBot) -> RowsView[Known]:
    made = RowsView(
        (
            Column[Known]("姓名", 0, lambda one: one.name),
            Column[Known]("手机", 118, lambda one: one.phone, spare=True),
            Column[Known]("编号", 60, lambda one: str(one.id), value=lambda one: one.id),
            Column[Known]("备注", 60, lambda _one: "", extra=True),
        )
    )
    qtbot.addWidget(made)
    made.resize(480, 240)
    made.set_rows(KNOWN)
    made.show()
    return made


def test_the_same_person_stays_chosen_when_others_come_or_go(people: RowsView[Known]) -> None:
    people.selectRow(2)
    people.set_rows((Known(9, "新"), Known(8, "来"), *KNOWN))
    assert people.current == KNOWN[2]
    people.set_rows((KNOWN[4], Known(2, "张", "138"), KNOWN[0]))
    assert people.current == Known(2, "张", "138"), "known by the id, whatever else changed"
    people.set_rows((KNOWN[4], KNOWN[0]))
    assert people.current == KNOWN[0], "gone: what took the place"


def test_all_who_were_marked_stay_marked(people: RowsView[Known]) -> None:
    people.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    people.selectRow(1)
    QTest.keyClick(people, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert people.marked() == [KNOWN[1], KNOWN[2]]
    people.set_rows((KNOWN[2], KNOWN[0], KNOWN[1]))
    assert people.marked() == [KNOWN[2], KNOWN[1]]
    assert people.current == KNOWN[2]


def test_spare_columns_give_way_unless_they_were_chosen(people: RowsView[Known]) -> None:
    def hidden() -> list[bool]:
        return [people.isColumnHidden(number) for number in range(4)]

    assert hidden() == [False, False, False, True]
    people.resize(240, 240)
    assert hidden() == [False, True, False, True]
    people.choose_columns(["姓名", "手机", "备注"])
    assert hidden() == [False, False, True, False]
    assert [column.title for column in people.shown_columns()] == ["姓名", "手机", "备注"]
    people.choose_columns(None)
    people.resize(480, 240)
    assert hidden() == [False, False, False, True]


def test_choosing_what_is_not_there_changes_nothing(view: RowsView[Line]) -> None:
    view.selectRow(1)
    assert not view.choose(lambda line: line.name == "没有")
    assert view.currentIndex().row() == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.text(max_size=4), st.integers(0, 9)), max_size=30), st.integers(0, 1))
def test_sorting_loses_nothing_and_keeps_equals_in_their_order(
    look: theme.Theme, pairs: list[tuple[str, int]], column: int
) -> None:
    model = RowsModel(COLUMNS)
    lines = [Line(name, Decimal(hours), str(n)) for n, (name, hours) in enumerate(pairs)]
    model.set_rows(lines)
    model.sort(column, ASCENDING)
    assert model.rows == sorted(
        lines, key=(lambda line: line.hours) if column else (lambda line: line.name)
    )
    model.sort(column, DESCENDING)
    assert sorted(model.rows, key=lambda line: int(line.state)) == lines


def test_what_stands_in_brackets_at_the_end_outlives_the_cut(qtbot: QtBot) -> None:
    made = label()
    qtbot.addWidget(made)
    metrics = made.fontMetrics()
    title = "2026年镇街党校村支部书记集中轮训班（第2期）"
    whole = metrics.horizontalAdvance(title)
    assert elided(metrics, title, whole) == title
    cut = elided(metrics, title, whole * 3 // 4)
    assert cut.startswith("2026年")
    assert cut.endswith("…（第2期）")
    assert metrics.horizontalAdvance(cut) <= whole * 3 // 4
    assert elided(metrics, title, whole // 5).endswith("…"), "no room for both: the start counts"


def pasted(qapp: QApplication) -> list[list[str]]:
    return [line.split("\t") for line in qapp.clipboard().text().split("\n")]


def test_the_selected_rows_are_copied_a_cell_each(
    people: RowsView[Known], qapp: QApplication, qtbot: QtBot
) -> None:
    people.set_rows((Known(1, "王\t秀\n兰", "=1+1"), Known(2, "李四", "13805371234")))
    people.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    people.selectAll()
    with qtbot.waitSignal(people.copied) as copied:
        QTest.keyClick(people, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copied.args == [2]
    assert pasted(qapp) == [["王 秀 兰", "=1+1", "1"], ["李四", "13805371234", "2"]]
    html = qapp.clipboard().mimeData().html()
    assert html.count("mso-number-format") == 4, "texts stay texts in a sheet"
    assert "<td>2</td>" in html, "numbers stay numbers"


def test_copied_is_what_is_seen_in_the_order_it_is_seen(
    people: RowsView[Known], qapp: QApplication
) -> None:
    people.arrange(Arrangement(("姓名", "编号", "备注"), ("姓名", "备注", "编号", "手机")))
    people.selectRow(1)
    people.copy()
    assert pasted(qapp) == [["李", "", "1"]]


def test_nothing_is_copied_where_nothing_is_selected(people: RowsView[Known], qtbot: QtBot) -> None:
    people.clearSelection()
    with qtbot.assertNotEmitted(people.copied):
        people.copy()


def drag_edge(view: RowsView[Known], column: int, by: int) -> None:
    """Take the right edge of a heading with the mouse."""
    header = view.horizontalHeader()
    left, height = header.sectionViewportPosition(column), header.height() // 2
    start = QPoint(left + header.sectionSize(column) - 1, height)
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(header.viewport(), QPoint(start.x() + by, height))
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(by, 0))


def test_a_width_that_was_dragged_stays(people: RowsView[Known], qtbot: QtBot) -> None:
    before = people.columnWidth(2)
    with qtbot.waitSignal(people.arranged):
        drag_edge(people, 1, 30)
    wide = people.arrangement.widths["手机"]
    assert wide >= 118 + 20
    assert people.columnWidth(2) == before
    people.set_rows((*KNOWN, Known(9, "新")))
    people.resize(500, 240)
    assert people.columnWidth(1) == wide
    assert sum(people.columnWidth(n) for n in range(3)) == people.viewport().width()
    people.arrange(AS_MADE)
    assert people.columnWidth(1) == 118


def test_columns_that_were_dragged_come_back_in_their_order(
    people: RowsView[Known], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(people.arranged):
        people.horizontalHeader().moveSection(2, 1)
    assert people.arrangement.order == ("姓名", "编号", "手机", "备注")
    kept = people.arrangement
    people.arrange(AS_MADE)
    assert [one.title for one in people.shown_columns()] == ["姓名", "手机", "编号"]
    people.arrange(kept)
    assert [one.title for one in people.shown_columns()] == ["姓名", "编号", "手机"]
    people.arrange(Arrangement(("没有的",), ("没有的", "手机"), {"没有的": 3}))
    assert people.arrangement.titles is None, "a column that is no more is passed over"


def test_a_long_name_has_its_width_before_the_others(people: RowsView[Known]) -> None:
    people.resize(300, 240)
    assert people.left_out == []
    people.set_rows((Known(1, "阿卜杜热合曼·麦麦提图尔逊"),))
    assert people.left_out == ["手机"]
    assert people.columnWidth(0) > 180
    people.resize(600, 240)
    assert people.left_out == []


@pytest.mark.parametrize("percent", [100, 125, 150])
def test_no_heading_is_cut_and_rows_grow_with_the_text(
    look: theme.Theme, qapp: QApplication, qtbot: QtBot, percent: int
) -> None:
    theme.use(qapp, theme.Theme(percent))
    columns = (
        Column[Known]("姓名", 0, lambda one: one.name),
        Column[Known]("人均学时", 20, lambda one: str(one.id)),
        Column[Known]("年度目标", 20, lambda one: str(one.id), firm=True),
    )
    made: RowsView[Known] = RowsView(columns)
    qtbot.addWidget(made)
    made.resize(500, 240)
    made.set_rows(KNOWN)
    made.show()
    words = QFontMetrics(theme.current().font(12))
    for number in (1, 2):
        assert made.columnWidth(number) > words.horizontalAdvance(columns[number].title) + 20
    text = QFontMetrics(theme.current().font(14, bold=True))
    assert made.rowHeight(0) >= text.height() + 10
    assert made.horizontalHeader().height() >= words.height() + 8


def test_the_right_click_menu_copies_and_offers_what_the_page_adds(
    people: RowsView[Known], qapp: QApplication
) -> None:
    done: list[str] = []
    people.menus.append(lambda menu: menu.addAction("停用", lambda: done.append("停用")))
    people.selectRow(0)
    menu = people.make_menu()
    words = [one.text() for one in menu.actions() if not one.isSeparator()]
    assert words == ["停用", "复制\tCtrl+C"]
    for one in menu.actions():
        one.trigger()
    assert done == ["停用"]
    assert pasted(qapp) == [["王", "", "0"]]
    menu.close()


WANTS = st.builds(
    lambda least, more, lead, stretches, spare: Want(
        least + more, least, lead=lead, stretches=stretches, spare=spare and not lead
    ),
    st.integers(20, 200),
    st.integers(0, 200),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(st.none() | WANTS, max_size=12), st.integers(0, 1500), st.booleans())
def test_columns_share_the_room_and_none_is_unreadable(
    wants: list[Want | None], room: int, leave_out: bool
) -> None:
    widths = fit(wants, room, leave_out=leave_out)
    for want, width in zip(wants, widths, strict=True):
        if want is None:
            assert width == 0
        elif width == 0:
            assert leave_out
            assert want.spare
        else:
            assert width >= want.least
    shown = [want for want, width in zip(wants, widths, strict=True) if want and width]
    if sum(want.least for want in shown) <= room:
        assert sum(widths) <= room
    if any(want.spare for want in shown) and leave_out:
        for want, width in zip(wants, widths, strict=True):
            assert not want or not want.lead or width >= want.usual, "spare ones go first"


COPY_AND_END = """
from PySide6.QtGui import QGuiApplication
from ui.core import clipboard
from ui.core.rows import Column
app = QGuiApplication([])
clipboard.put([Column("姓名", 4, str)], ["莫一帆"])
assert QGuiApplication.clipboard().mimeData().formats() == ["text/plain", "text/html"]
"""


def test_a_program_that_copied_something_ends_well() -> None:
    """The clipboard is let go of after Python has ended."""
    done = subprocess.run([sys.executable, "-c", COPY_AND_END], check=False)
    assert done.returncode == 0
