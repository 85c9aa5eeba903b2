"""What the eye found: sizes that follow the text, edges that do not touch, colours of tokens."""

from datetime import datetime

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QFrame, QWidget
from pytestqt.qtbot import QtBot

from services.core.paper.declared import Drawn
from services.core.paper.sheet import PaperSheet
from tests.helpers.desk import FakeChooser, FakeMessages
from tests.helpers.pages import show
from tests.helpers.pictures import keep
from tests.helpers.planning import add, draft
from tests.helpers.teaching import Teaching
from ui.core import theme
from ui.core.desk import Desk
from ui.core.preview import PreviewDialog
from ui.core.table import Column, RowsView
from ui.core.widgets import column, label
from ui.order.form import OrderForm
from ui.order.page import OrderPage
from ui.plan.page import PlanPage
from ui.timetable.page import TimetablePage

LARGE = 150
pytestmark = pytest.mark.usefixtures("look")


def use(percent: int) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.use(app, theme.Theme(percent))


def first_ink(image: QImage, rows: range, left: int = 6) -> int:
    """The first column of pixels, from `left`, that is dark in one of these rows."""
    for x in range(left, image.width()):
        if any(image.pixelColor(x, y).lightness() < 150 for y in rows):
            return x
    raise AssertionError("no ink")


@pytest.mark.parametrize("percent", [100, 125, 150])
def test_a_heading_stands_over_the_left_edge_of_its_cells(qtbot: QtBot, percent: int) -> None:
    use(percent)
    view = RowsView((Column[str]("口口口", 0, lambda one: one),))
    qtbot.addWidget(view)
    view.resize(400, 200)
    view.set_rows(["口口口"])
    view.show()
    image = view.grab().toImage()
    head, row = view.horizontalHeader().height(), view.rowHeight(0)
    over = first_ink(image, range(2, head - 4))
    under = first_ink(image, range(head + 2, head + row - 4))
    assert abs(over - under) <= 2


def test_what_is_round_a_preview_s_pages_is_a_token(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(1000, 700)
    chooser, messages = FakeChooser(), FakeMessages()
    drawn = Drawn("test", "纸", "纸", PaperSheet("纸").done(), ())
    box = PreviewDialog(parent, [drawn], chooser, messages)
    box.show()
    corner = box.view.viewport().grab().toImage().pixelColor(QPoint(2, 300))
    assert corner == QColor(theme.current().color("line"))
    box.reject()


def test_a_badge_grows_with_the_text(qtbot: QtBot) -> None:
    use(LARGE)
    frame = QFrame()
    frame.setProperty("role", "sidebar")
    badge = label("12", "badge")
    frame.setLayout(column(badge, margins=4))
    qtbot.addWidget(frame)
    frame.show()
    assert badge.maximumHeight() >= badge.fontMetrics().height() - 1


def test_the_order_form_fits_a_small_screen_at_large_text(qtbot: QtBot, desk: Desk) -> None:
    use(LARGE)
    page = show(qtbot, OrderPage(desk))
    page.new()
    form = QApplication.activeModalWidget()
    assert isinstance(form, OrderForm)
    form["channel"].setCurrentIndex(form["channel"].count() - 1)
    assert form.sizeHint().height() <= 768 - 40 - 40, "less the task bar and the window's title"
    keep(form, "order-form-150")


def test_the_plan_begins_with_its_items(qtbot: QtBot, desk: Desk) -> None:
    add(desk.workspace, 2026, draft())
    page = show(qtbot, PlanPage(desk))
    page.focus_first()
    assert page.table.hasFocus()


def test_the_cursor_goes_round_a_lesson_and_not_across_it(qtbot: QtBot, desk: Desk) -> None:
    Teaching(desk.workspace).lesson(datetime(2026, 11, 23, 8, 30))  # noqa: DTZ001
    page = show(qtbot, TimetablePage(desk))
    (piece,) = page.board.frame.pieces
    assert page.board.current_id is None
    assert page.board.cursor_rect() == piece.rect
    page.board.go_to(page.board.frame.step(page.board.spot, piece, 1, 0))
    assert not page.board.cursor_rect().intersects(piece.rect)
