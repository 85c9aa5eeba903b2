"""A printout on the screen: look, print to the chosen printer, or save as PDF."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPointF, QSignalBlocker, Qt
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QSpinBox, QWidget

from services.core import files
from ui.core.chooser import Chooser
from ui.core.document import Document
from ui.core.messages import Messages
from ui.core.pages_view import Fit, PagesView
from ui.core.widgets import button, column, fit, label, row


class PreviewDialog(QDialog):
    """`name` is the file name offered; `on_printed` is told once it went to paper or a file."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        pdf: bytes,
        name: str,
        chooser: Chooser,
        messages: Messages,
        *,
        missing: list[str] | None = None,
        on_printed: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setObjectName("preview")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, parent, 1000, parent.window().height())
        self.pdf, self._name, self._chooser, self._messages = pdf, name, chooser, messages
        self._on_printed = on_printed
        self.document = document = Document(pdf)
        # A lambda holds the document; a method of it would be forgotten with its last owner.
        self.destroyed.connect(lambda: document.close())  # noqa: PLW0108
        self.view = PagesView(self)
        self.view.show_document(self.document)
        self.page = QSpinBox()
        self.page.setObjectName("preview-page")
        self.page.setAccessibleName("第几页")
        self.page.setRange(1, self.document.pages)
        self.page.setVisible(self.document.pages > 1)
        self.page.valueChanged.connect(lambda page: self.view.go(page - 1))
        self.view.page_changed.connect(self._show_page)
        save = button("另存为 PDF", self._save, key="Ctrl+S", name="preview-save")
        go = button("打印", self._print, "primary", key="Ctrl+P", name="preview-print")
        go.setDefault(True)
        self.resize_button = button("适合宽度", self._toggle_zoom, name="preview-zoom")
        head = row(
            label(title, "heading"),
            self.page,
            label(f"共 {self.document.pages} 页", "note"),
            None,
            self.resize_button,
            button("关闭", self.reject, name="preview-close"),
            save,
            go,
            gap=10,
        )
        whole = column(head, gap=10, margins=14)
        if missing:
            words = "、".join(missing)
            whole.addWidget(label(f"这些字本机字体里没有，会印成〓：{words}", "hint-amber"))
        whole.addWidget(self.view, 1)
        self.setLayout(whole)
        self.view.setFocus()

    def _show_page(self, page: int) -> None:
        """Where the view was scrolled to, without scrolling it to the top of that page."""
        with QSignalBlocker(self.page):
            self.page.setValue(page + 1)

    def _toggle_zoom(self) -> None:
        whole = self.view.fit is Fit.page
        self.view.set_fit(Fit.width if whole else Fit.page)
        self.resize_button.setText("整页" if whole else "适合宽度")

    def _save(self) -> None:
        path = self._chooser.save_file(self, "另存为 PDF", self._name, "PDF 文件 (*.pdf)")
        if path is None:
            return
        path = path if path.suffix.lower() == ".pdf" else Path(f"{path}.pdf")
        try:
            with files.explained("保存 PDF"):
                files.replace(path, self.pdf)
        except Exception as error:
            self._messages.error(error)
            return
        self._printed(f"已保存：{path.name}")

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._name)
        size = self.document.size(0)
        landscape = size.width() > size.height()
        printer.setPageOrientation(
            QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
        )
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle("打印")
        dialog.setMinMax(1, self.document.pages)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._paint(printer)
            self._printed("已送到打印机。")

    def _paint(self, printer: QPrinter) -> None:
        first = max(1, printer.fromPage())
        last = printer.toPage() or self.document.pages
        painter = QPainter(printer)
        try:
            for number in range(first - 1, last):
                if number > first - 1:
                    printer.newPage()
                area = printer.paperRect(QPrinter.Unit.DevicePixel).size().toSize()
                image = self.document.image(number, area.width(), area.height())
                margin = printer.pageRect(QPrinter.Unit.DevicePixel).topLeft()
                painter.drawImage(QPointF(-margin.x(), -margin.y()), image)
        finally:
            painter.end()

    def _printed(self, words: str) -> None:
        self._messages.done(words)
        if self._on_printed is not None:
            self._on_printed()
