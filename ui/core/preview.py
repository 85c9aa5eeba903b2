"""Papers on the screen: look, print, save as PDF; what left is noted in the audit."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QSpinBox, QWidget

from services.core import files, printing
from services.core.paper.declared import Drawn, Printout, Report
from services.core.printing import Printing
from services.core.session import WorkSession
from ui.core import keys, theme
from ui.core.background import Progress
from ui.core.chooser import Chooser
from ui.core.desk import Desk
from ui.core.document import Document
from ui.core.messages import Messages
from ui.core.pages_view import Fit, PagesView
from ui.core.printing import make_printer, send
from ui.core.widgets import ElidedLabel, button, column, fit, label, row
from ui.core.work import run_shown


def show_papers(desk: Desk, parent: QWidget, *wanted: Printout, title: str = "") -> None:
    """Read and draw in the background, then show; several papers stand behind each other.

    `title` says what several are; one paper has its own.
    """

    def work(progress: Progress) -> list[Drawn]:
        return [_drawn(desk, one, progress, at, len(wanted)) for at, one in enumerate(wanted)]

    def show(papers: list[Drawn]) -> None:
        PreviewDialog(parent.window(), papers, desk.chooser, desk.messages, desk, title).open()

    run_shown(desk, parent, f"排{wanted[0].words}", work, show)


def _drawn(desk: Desk, one: Printout, progress: Progress, at: int, of: int) -> Drawn:
    def report(page: int, pages: int) -> None:
        progress.report(page, pages, f"第 {page + 1} 页，共 {pages} 页")

    if of > 1:
        progress.report(at, of, f"第 {at + 1} 份，共 {of} 份")
    draw: Callable[[Report], Drawn]
    if one.read_as:
        with desk.workspace.write(one.read_as) as session:
            draw = one.read(session)
    else:
        with desk.workspace.read() as session:
            draw = one.read(session)
    return draw(report)


class PreviewDialog(QDialog):
    """`desk` is None where there is no workspace yet: then nothing is noted or remembered."""

    def __init__(
        self,
        parent: QWidget,
        papers: Sequence[Drawn],
        chooser: Chooser,
        messages: Messages,
        desk: Desk | None = None,
        title: str = "",
    ) -> None:
        super().__init__(parent)
        title = title or papers[0].title
        self.setWindowTitle(title)
        self.setObjectName("preview")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, parent, 1000, parent.window().height())
        self.papers, self._chooser, self._messages, self._desk = papers, chooser, messages, desk
        self.document = document = Document(*(paper.pdf for paper in papers))
        # A lambda holds the document; a method of it would be forgotten with its last owner.
        self.destroyed.connect(lambda: document.close())  # noqa: PLW0108
        self.view = PagesView(self)
        self.view.show_document(self.document)
        whole = column(self._head(title), gap=10, margins=14)
        if missing := list(dict.fromkeys(c for paper in papers for c in paper.missing)):
            words = f"这些字本机字体里没有，会印成〓：{'、'.join(missing)}"
            self.missing = label(words, "hint-amber")
            whole.addWidget(self.missing)
        whole.addWidget(self.view, 1)
        whole.addWidget(self._foot())
        self.setLayout(whole)
        self.view.setFocus()

    @property
    def pdf(self) -> bytes:
        """Of the first paper."""
        return self.papers[0].pdf

    def _head(self, title: str) -> QWidget:
        pages, count = self.document.pages, len(self.papers)
        self.page = QSpinBox()
        self.page.setObjectName("preview-page")
        self.page.setAccessibleName("第几页")
        self.page.setMinimumWidth(theme.current().px(56))
        self.page.setRange(1, pages)
        self.page.setVisible(pages > 1)
        self.page.valueChanged.connect(lambda page: self.view.go(page - 1))
        self.view.page_changed.connect(self._show_page)
        self.resize_button = button("适合宽度", self._toggle_zoom, name="preview-zoom")
        self.print = button(
            "打印", self._print, "primary", key=keys.PRINT.keys, name="preview-print"
        )
        self.print.setDefault(True)
        for enter in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # wherever the focus stands
            QShortcut(QKeySequence(enter), self, self.print.click)
        head = QWidget()
        head.setLayout(
            row(
                label(title, "heading"),
                self.page,
                label(f"共 {pages} 页" + (f"，{count} 份" if count > 1 else ""), "note"),
                None,
                self.resize_button,
                button("关闭", self.reject, name="preview-close"),
                button("另存为 PDF", self._save, key=keys.SAVE.keys, name="preview-save"),
                self.print,
                gap=10,
            )
        )
        return head

    def _foot(self) -> QWidget:
        """Where the papers were saved, and the way there; hidden until then."""
        self.saved_as = ElidedLabel("", "note")
        self._saved: Path | None = None
        self.saved = QWidget()
        self.saved.setLayout(
            row(
                self.saved_as,
                button("打开", self._open, "link", name="preview-open"),
                button("打开所在文件夹", self._open_folder, "link", name="preview-folder"),
                gap=10,
            )
        )
        self.saved.setVisible(False)
        return self.saved

    def _show_page(self, page: int) -> None:
        """Where the view was scrolled to, without scrolling it to the top of that page."""
        with QSignalBlocker(self.page):
            self.page.setValue(page + 1)

    def _toggle_zoom(self) -> None:
        whole = self.view.fit is Fit.page
        self.view.set_fit(Fit.width if whole else Fit.page)
        self.resize_button.setText("整页" if whole else "适合宽度")

    def _save(self) -> None:
        """One paper into a file, several into a folder, each in a file of its own."""
        if len(self.papers) == 1:
            name = f"{self.papers[0].name}.pdf"
            path = self._chooser.save_file(self, "另存为 PDF", name, "PDF 文件 (*.pdf)")
            if path is not None and path.suffix.lower() != ".pdf":
                path = Path(f"{path}.pdf")
            paths = [path] if path is not None else []
        else:
            path = self._chooser.folder(self, "另存为 PDF")
            paths = [path / name for name in self._file_names()] if path is not None else []
        if path is None:
            return
        try:
            with files.explained("保存 PDF"):
                for one, target in zip(self.papers, paths, strict=True):
                    files.replace(target, one.pdf)
            self._note()
        except Exception as error:
            self._messages.error(error)
            return
        self._saved = path
        self.saved_as.set_whole(f"已保存：{path}")
        self.saved.setVisible(True)
        self._messages.done(f"已保存：{path.name}")

    def _file_names(self) -> list[str]:
        """Papers of one name get a number, so that none is written over another."""
        names: list[str] = []
        for one in self.papers:
            again = sum(other.name == one.name for other in self.papers[: len(names)])
            names.append(f"{one.name}{f'-{again + 1}' if again else ''}.pdf")
        return names

    def _open(self) -> None:
        self._show_saved(self._saved)

    def _open_folder(self) -> None:
        if self._saved is not None:
            self._show_saved(self._saved if self._saved.is_dir() else self._saved.parent)

    def _show_saved(self, path: Path | None) -> None:
        if path is not None and not self._chooser.open(path):
            self._messages.explain("打不开", f"系统没有打开 {path}，请在文件管理器里找到它。")

    def _print(self) -> None:
        size = self.document.size(0)
        wide = size.width() > size.height()
        printer = make_printer(self._before(), self.papers, wide)
        pages = self.document.pages
        if not self._chooser.printer(self, printer, pages):
            return
        first, last = max(1, printer.fromPage()) - 1, (printer.toPage() or pages) - 1
        after = Printing(printer.printerName(), printer.copyCount())

        def work(progress: Progress) -> None:
            def tell(page: int, of: int) -> None:
                progress.report(page, of, f"第 {page + 1} 页，共 {of} 页")

            send(printer, self.papers, first, last, tell)

        def sent(_none: None) -> None:
            try:
                self._note(after)
            except Exception as error:
                self._messages.error(error)
                return
            self._messages.done("已送到打印机。")

        if self._desk is None:
            work(Progress(lambda *_told: None))
            sent(None)
        else:
            run_shown(self._desk, self, "打印", work, sent)

    def _before(self) -> Printing:
        if self._desk is None:
            return Printing()
        with self._desk.workspace.read() as session:
            return printing.remembered(session, self.papers[0].key)

    def _note(self, used: Printing | None = None) -> None:
        """That the papers left, in one transaction with what is remembered of the printer."""
        verbs = [paper.verb for paper in self.papers if paper.verb]
        if self._desk is None or not verbs:
            return
        with self._desk.workspace.write(verbs[0]) as session:
            self._note_in(session, used)

    def _note_in(self, session: WorkSession, used: Printing | None) -> None:
        for paper in self.papers:
            paper.log(session)
        if used is not None:
            printing.remember(session, self.papers[0].key, used)
