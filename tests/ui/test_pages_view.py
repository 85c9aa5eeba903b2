"""The pages of a document under each other: how they fit, which one is in sight, what is drawn."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from services.core.paper.declared import Drawn
from services.core.paper.sheet import PaperSheet
from tests.helpers.desk import FakeChooser, FakeMessages
from tests.helpers.pdf import picture
from ui.core.document import Document
from ui.core.pages_view import Fit
from ui.core.preview import PreviewDialog


def paper(pages: int) -> bytes:
    sheet = PaperSheet("纸")
    for number in range(pages):
        if number:
            sheet.next_page()
        sheet.text(100, 100, f"第{number + 1}张", size=40)
    return sheet.done()


@pytest.fixture
def box(qtbot: QtBot) -> PreviewDialog:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(1000, 700)
    drawn = Drawn("test", "纸", "纸", paper(20), ())
    made = PreviewDialog(parent, [drawn], FakeChooser(), FakeMessages())
    made.show()
    made.keep = parent
    return made


def test_a_whole_page_fits_and_the_width_fills(box: PreviewDialog, qtbot: QtBot) -> None:
    room = box.view.viewport().size()
    assert box.view.drawn_size(0).height() <= room.height()
    before = box.view.drawn_size(0).width()
    QTest.mouseClick(box.resize_button, Qt.MouseButton.LeftButton)
    assert box.view.fit is Fit.width
    assert before < box.view.drawn_size(0).width() <= room.width()
    assert box.resize_button.text() == "整页"


def test_a_number_brings_its_page_and_scrolling_tells_the_number(box: PreviewDialog) -> None:
    box.page.setValue(7)
    assert box.view.page == 6
    box.view.setFocus()
    QTest.keyClick(box.view, Qt.Key.Key_PageDown)
    assert box.page.value() == 8
    QTest.keyClick(box.view, Qt.Key.Key_End)
    assert box.page.value() == 20
    QTest.keyClick(box.view, Qt.Key.Key_Home)
    assert box.page.value() == 1


def test_changing_the_fit_keeps_the_page(box: PreviewDialog) -> None:
    box.page.setValue(12)
    QTest.mouseClick(box.resize_button, Qt.MouseButton.LeftButton)
    assert box.view.page == 11
    box.resize(box.width() - 80, box.height())
    assert box.view.page == 11


def test_only_pages_in_sight_are_drawn(box: PreviewDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    draw = Document.image

    def noted(self: Document, page: int, width: int, height: int) -> object:
        drawn.append(page)
        return draw(self, page, width, height)

    monkeypatch.setattr(Document, "image", noted)
    box.page.setValue(15)
    box.view.viewport().repaint()
    assert 14 in drawn
    assert set(drawn) <= {13, 14, 15}


def test_the_document_closes_with_its_dialog(box: PreviewDialog, qtbot: QtBot) -> None:
    document = box.document
    box.reject()
    qtbot.waitUntil(lambda: document.closed)


def test_bands_put_together_are_the_page(qapp: object) -> None:
    pdf = paper(1)
    with Document(pdf) as document:
        bands = [document.image(0, 1240, 1754, top=top, rows=400) for top in range(0, 1754, 400)]
    assert [band.size() for band in bands[-2:]] == [QSize(1240, 400), QSize(1240, 154)]
    joined = b"".join(bytes(band.constBits()) for band in bands)
    most = max(abs(one - other) for one, other in zip(joined, picture(pdf), strict=True))
    assert most <= 2, "the edge of a glyph may be rounded otherwise"
