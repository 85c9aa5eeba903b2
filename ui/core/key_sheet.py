"""F1: two lines on the page, and every key that works there, to be searched."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from services.core.text import normal
from ui.core import theme
from ui.core.acts import BoundAct, spoken
from ui.core.table import Column, RowsView
from ui.core.widgets import button, column, fit, label, row

HERE, EVERYWHERE = "本页", "到处"
TONES = {HERE: "red", EVERYWHERE: "grey"}


@dataclass(frozen=True)
class KeyLine:
    """One line of the sheet: what can be done, by which key, and what is to know about it."""

    words: str
    key: str
    help: str
    where: str


COLUMNS: tuple[Column[KeyLine], ...] = (
    Column("做什么", 190, lambda one: one.words, bold=True),
    Column("按键", 130, lambda one: one.key or "—", firm=True),
    Column("说明", 0, lambda one: one.help, faint=True),
    Column("哪里可用", 90, lambda one: one.where, tone=lambda one: TONES[one.where], firm=True),
)


def lines_of(acts: Iterable[BoundAct], where: str) -> list[KeyLine]:
    """The acts as lines, those with a key first."""
    found = [
        KeyLine(
            one.act.words.strip("＋ …"),
            "" if one.act.key is None else spoken(one.act.key),
            one.act.help,
            where,
        )
        for one in acts
    ]
    return sorted(found, key=lambda line: not line.key)


class KeySheet(QDialog):
    """Typing narrows it by words, key or help; Esc closes it."""

    def __init__(self, parent: QWidget, title: str, help_: str, lines: Sequence[KeyLine]) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setObjectName("key-sheet")
        self.setWindowTitle(title)
        self.setModal(True)
        fit(self, parent, look.px(760), look.px(560))
        self._lines = tuple(lines)
        self.text = label(help_, wrap=True)
        self.field = QLineEdit()
        self.field.setObjectName("key-sheet-field")
        self.field.setProperty("role", "search")
        self.field.setAccessibleName("查找按键")
        self.field.setPlaceholderText("输入要做的事或按键，例如：打印、Ctrl+P")
        self.field.textChanged.connect(self._narrow)
        self.table: RowsView[KeyLine] = RowsView(COLUMNS)
        self.table.setObjectName("keys")
        self.table.setAccessibleName("按键一览")
        close = button("知道了", self.accept, "primary", name="key-sheet-close")
        close.setDefault(True)
        whole = column(label(title, "heading"), self.text, self.field, gap=10, margins=20)
        whole.addWidget(self.table, 1)
        whole.addLayout(row(None, close))
        self.setLayout(whole)
        self._narrow("")
        self.field.setFocus()

    def _narrow(self, typed: str) -> None:
        wanted = _plain(typed)
        self.table.set_rows(
            [
                one
                for one in self._lines
                if wanted in _plain(f"{one.words} {one.key} {one.help} {one.where}")
            ]
        )


def _plain(text: str) -> str:
    return normal(text).lower().replace(" ", "")
