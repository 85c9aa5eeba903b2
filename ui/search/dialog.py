"""Ctrl+K: type a few letters, take what is meant with Enter."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from services import search
from services.core.finding import Thing
from services.search import Index
from ui.core import theme
from ui.core.background import Progress
from ui.core.desk import Desk, Entry, Press
from ui.core.table import Column, RowsView
from ui.core.widgets import column, fit, keycap, label, row

NOTHING = "没有找到。可以换成拼音首字母、手机或身份证后四位再试。"
HOW = "输入中文、拼音首字母，或手机、身份证、证书后四位"
OVER_TOP = 90


class SearchDialog(QDialog):
    """Made once for a window; each time it opens it reads anew what there is to find."""

    def __init__(self, desk: Desk, entries: Sequence[Entry], window: QWidget) -> None:
        super().__init__(window)
        look = theme.current()
        self.setObjectName("search")
        self.setWindowTitle("查找")
        self.setModal(True)
        fit(self, window, look.px(680), look.px(470))
        self._desk, self._window = desk, window
        self._entries = tuple(entries)
        self._index: Index | None = None
        self.field = QLineEdit()
        self.field.setObjectName("search-field")
        self.field.setProperty("role", "search")
        self.field.setAccessibleName("查找")
        self.field.setPlaceholderText("搜人、课、班、讲师、证书，或功能")
        self.field.textChanged.connect(self._look_up)
        self.field.installEventFilter(self)
        self.table: RowsView[Thing] = RowsView(
            (
                Column("类别", 76, lambda t: t.kind.word, tone=lambda t: t.kind.tone),
                Column("名称", 280, lambda t: t.title, bold=True),
                Column("说明", 0, lambda t: t.note, faint=True),
            )
        )
        self.table.setObjectName("search-found")
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.clicked.connect(lambda _: self._take())
        self.said = label(HOW, "note")
        foot = row(
            self.said,
            None,
            keycap("↑ ↓"),
            label("选择", "note"),
            keycap("Enter"),
            label("打开", "note"),
            keycap("Esc"),
            label("关闭", "note"),
            gap=6,
        )
        whole = column(self.field, gap=10, margins=16)
        whole.addWidget(self.table, 1)
        whole.addLayout(foot)
        self.setLayout(whole)

    def ask(self) -> None:
        """Open, empty and ready."""
        self.field.clear()
        self.table.set_rows(())
        self.said.setText(HOW)
        corner = self._window.mapToGlobal(self._window.rect().topLeft())
        left = (self._window.width() - self.width()) // 2
        self.move(corner.x() + left, corner.y() + OVER_TOP)
        self.open()
        self.field.setFocus()
        self._desk.background.run("准备查找", self._read, self._ready, self._desk.messages.error)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._step(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
        return super().eventFilter(watched, event)

    def _read(self, _progress: Progress) -> Index:
        with self._desk.read() as session:
            return search.index(session, _commands(self._entries))

    def _ready(self, index: Index) -> None:
        self._index = index
        self._look_up()

    def _look_up(self) -> None:
        text = self.field.text().strip()
        found = self._index.find(text).things if self._index is not None else ()
        self.table.set_rows(found)
        if found:
            self.table.selectRow(0)
        self.said.setText(NOTHING if text and self._index is not None and not found else HOW)

    def _step(self, by: int) -> None:
        rows = len(self.table.rows_model.rows)
        if rows:
            self.table.selectRow((self.table.currentIndex().row() + by) % rows)

    def _take(self) -> None:
        thing = self.table.current
        if thing is not None:
            self.accept()
            self._desk.go(thing.page, thing.target)


def _commands(entries: Sequence[Entry]) -> list[Thing]:
    """The places, and what can be done there, as things to find; their pinyin takes a moment,
    so not in the window's thread."""
    found = [search.command(e.words, e.group or "打开", e.key) for e in entries]
    for entry in entries:
        for words, name in entry.commands:
            found.append(search.command(words, entry.words, entry.key, Press(name)))
    return found
