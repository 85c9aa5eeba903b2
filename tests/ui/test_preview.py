"""Papers in front of the person: printed, saved, opened, several at once, and noted."""

from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from models.audit import AuditEntry
from services.core.paper.declared import Paper, at_once
from services.core.paper.sheet import PaperSheet
from services.core.session import WorkSession
from tests.helpers.pdf import pages
from ui.core import printing
from ui.core.desk import Desk
from ui.core.document import Document
from ui.core.finding import child
from ui.core.preview import PreviewDialog, show_papers

PATIENCE = 30_000
NEWEST = "\U000323af"


def drawn(content: str) -> bytes:
    sheet = PaperSheet(content, wide=content.startswith("横"))
    for number in range(3):
        if number:
            sheet.next_page()
        sheet.text(100, 100, f"{content}{number + 1}", size=40)
    return sheet.done()


def content_of(_session: WorkSession, words: str) -> str:
    return words


PAPER = Paper(
    key="test.paper",
    words="试纸",
    content=content_of,
    render=at_once(drawn),
    missing=lambda content: (NEWEST,) if NEWEST in content else (),
    name=lambda content, _words: f"试纸-{content}",
    title=lambda content, _words: f"试纸：{content}",
    verb="test.print",
    noted=lambda content, _words: {"words": content},
)


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def opened(
    qtbot: QtBot, desk: Desk, parent: QWidget, *words: str, title: str = ""
) -> PreviewDialog:
    show_papers(desk, parent, *(PAPER.of(one) for one in words), title=title)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PreviewDialog))
    made = QApplication.activeModalWidget()
    assert isinstance(made, PreviewDialog)
    return made


def press(preview: PreviewDialog, name: str) -> None:
    made = child(preview, QPushButton, name)
    assert made is not None
    QTest.mouseClick(made, Qt.MouseButton.LeftButton)


def noted(desk: Desk) -> list[dict[str, object]]:
    with desk.workspace.read() as session:
        rows = session.scalars(select(AuditEntry).where(AuditEntry.verb == "test.print"))
        return [row.details for row in rows]


def printed(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: desk.messages.said == ["已送到打印机。"], timeout=PATIENCE)


def test_a_paper_is_printed_in_the_background_and_noted(
    qtbot: QtBot, desk: Desk, parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.chooser.printed = tmp_path / "printed.pdf"
    threads: list[QThread] = []
    send = printing.send

    def watched(*given: object) -> None:
        threads.append(QThread.currentThread())
        send(*given)

    monkeypatch.setattr("ui.core.preview.send", watched)
    preview = opened(qtbot, desk, parent, "甲")
    QTest.keyClick(preview, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    printed(qtbot, desk)
    assert [thread is parent.thread() for thread in threads] == [False]
    assert len(pages(desk.chooser.printed.read_bytes())) == 3
    assert noted(desk) == [{"words": "甲"}]


def test_what_is_printed_is_the_page_and_no_finer_than_600_dots(
    qtbot: QtBot, desk: Desk, parent: QWidget, tmp_path: Path
) -> None:
    desk.chooser.printed = tmp_path / "printed.pdf"
    preview = opened(qtbot, desk, parent, "横")
    press(preview, "preview-print")
    printed(qtbot, desk)
    with pypdfium2.PdfDocument(desk.chooser.printed) as document:
        page = document[0]
        assert page.get_width() > page.get_height()
        images = list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]))
        widths = [image.get_px_size()[0] for image in images]
        heights = [image.get_px_size()[1] for image in images]
        want = preview.document.image(0, 297, 210)
    assert max(widths) <= 600 * 297 / 25.4 + 1
    assert 0 < sum(heights) <= 4 * printing.BAND, "what is white is not sent"
    inked = {(x, y) for x in range(297) for y in range(210) if want.pixelColor(x, y).value() < 128}
    with Document(desk.chooser.printed.read_bytes()) as document:
        got = document.image(0, 297, 210)
    dark = {(x, y) for x in range(297) for y in range(210) if got.pixelColor(x, y).value() < 128}
    assert inked
    near = {(x + dx, y + dy) for x, y in dark for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
    assert inked <= near


def test_printer_and_copies_are_remembered_for_this_paper(
    qtbot: QtBot, desk: Desk, parent: QWidget, tmp_path: Path
) -> None:
    desk.chooser.printed, desk.chooser.copies = tmp_path / "printed.pdf", 2
    press(opened(qtbot, desk, parent, "甲"), "preview-print")
    printed(qtbot, desk)
    assert len(pages(desk.chooser.printed.read_bytes())) == 6
    desk.chooser.printed, preview = None, QApplication.activeModalWidget()
    press(preview, "preview-print")
    assert [copies for _, copies, _ in desk.chooser.offered] == [1, 2]
    assert len(noted(desk)) == 1, "what was not printed is not noted"


def test_several_papers_stand_behind_each_other_and_are_printed_at_once(
    qtbot: QtBot, desk: Desk, parent: QWidget, tmp_path: Path
) -> None:
    desk.chooser.printed = tmp_path / "printed.pdf"
    preview = opened(qtbot, desk, parent, "甲", "横", title="今天的试纸：2 份")
    assert preview.windowTitle() == "今天的试纸：2 份"
    assert preview.document.pages == 6
    press(preview, "preview-print")
    printed(qtbot, desk)
    with pypdfium2.PdfDocument(desk.chooser.printed) as document:
        wide = [page.get_width() > page.get_height() for page in document]
    assert wide == [False] * 3 + [True] * 3
    assert noted(desk) == [{"words": "甲"}, {"words": "横"}]


def test_several_papers_are_saved_into_a_folder(
    qtbot: QtBot, desk: Desk, parent: QWidget, tmp_path: Path
) -> None:
    desk.chooser.answer = tmp_path
    preview = opened(qtbot, desk, parent, "甲", "乙", "甲")
    press(preview, "preview-save")
    names = sorted(path.name for path in tmp_path.glob("试纸*"))
    assert names == ["试纸-乙.pdf", "试纸-甲-2.pdf", "试纸-甲.pdf"]
    assert len(noted(desk)) == 3


def test_what_was_saved_can_be_opened(
    qtbot: QtBot, desk: Desk, parent: QWidget, tmp_path: Path
) -> None:
    desk.chooser.answer = tmp_path / "甲"
    preview = opened(qtbot, desk, parent, "甲")
    assert not preview.saved.isVisible()
    press(preview, "preview-save")
    assert preview.saved.isVisible()
    press(preview, "preview-open")
    press(preview, "preview-folder")
    assert desk.chooser.opened == [tmp_path / "甲.pdf", tmp_path]
    assert pages((tmp_path / "甲.pdf").read_bytes()) == pages(preview.pdf)


@pytest.mark.parametrize("name", ["preview-close", "preview-zoom", "preview-page"])
def test_enter_takes_the_red_button_wherever_the_focus_is(
    qtbot: QtBot, desk: Desk, parent: QWidget, name: str
) -> None:
    preview = opened(qtbot, desk, parent, "甲")
    focused = child(preview, QWidget, name)
    assert focused is not None
    focused.setFocus()
    QTest.keyClick(focused, Qt.Key.Key_Return)
    assert len(desk.chooser.offered) == 1
    assert preview.isVisible()


def test_characters_without_a_font_are_named_before_printing(
    qtbot: QtBot, desk: Desk, parent: QWidget
) -> None:
    preview = opened(qtbot, desk, parent, "甲", f"李{NEWEST}")
    assert NEWEST in preview.missing.text()


@pytest.mark.qt_log_ignore("Returned false")
def test_a_printer_that_takes_nothing_is_told_and_not_noted(
    qtbot: QtBot, desk: Desk, parent: QWidget, tmp_path: Path
) -> None:
    desk.chooser.printed = tmp_path / "nowhere" / "printed.pdf"
    press(opened(qtbot, desk, parent, "甲"), "preview-print")
    qtbot.waitUntil(lambda: bool(desk.messages.errors))
    assert "打印机没有接收" in str(desk.messages.errors[0])
    assert noted(desk) == []


def test_printing_holds_no_whole_page_of_dots(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    with desk.workspace.read() as session:
        paper = PAPER.of("甲").read(session)(lambda *_: None)
    rows: list[int] = []
    draw = printing.Document.image

    def watched(self: object, page: int, width: int, height: int, **band: int) -> object:
        made = draw(self, page, width, height, **band)
        rows.append(made.height())
        return made

    monkeypatch.setattr(printing.Document, "image", watched)
    printing.send(printer, [paper], 1, 1, lambda *_: None)
    assert max(rows) == printing.BAND
    assert len(pages((tmp_path / "printed.pdf").read_bytes())) == 1
