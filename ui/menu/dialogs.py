"""Dialogs of the menu: begin a draft, add courses, see what differs.

None is the form of a record: the first is a choice of three, the second picks out of a list.
"""

from collections.abc import Callable, Sequence
from typing import cast
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QRadioButton,
    QSpinBox,
    QWidget,
)

from services.core.errors import DeskError
from services.core.fields import field_of
from services.menu import Difference, EntryTerms, Version, version_words
from services.menu.offers import MenuOffer
from ui.core import theme
from ui.core.field_widgets import widget_for
from ui.core.forms import FormDialog, text_field
from ui.core.table import RowsView
from ui.core.widgets import button, column, fit, label, row
from ui.menu.months import MonthPicker
from ui.menu.tables import DIFFERENCES, OFFERS, task_words, tier_words

PLACES = field_of(EntryTerms, "places")


def places_field(name: str) -> QSpinBox:
    """How many people at once."""
    return cast("QSpinBox", widget_for(PLACES, name, PLACES.blank))


class BeginDialog(FormDialog):
    """What a draft is made from: the last version, everything, or nothing.

    `save` gets the version to copy, or None, and whether to take everything.
    """

    def __init__(
        self,
        parent: QWidget,
        year: int,
        source: Version | None,
        save: Callable[[UUID | None, bool], object],
    ) -> None:
        super().__init__(
            parent, f"起草{year}年菜单", "起草", self._begin, width=theme.current().px(440)
        )
        self.setObjectName("menu-begin-dialog")
        self._source, self._take = source, save
        self.copied = QRadioButton("")
        self.copied.setObjectName("menu-begin-copied")
        self.everything = QRadioButton("放入全部课程和套餐，再移出不开的")
        self.everything.setObjectName("menu-begin-everything")
        self.nothing = QRadioButton("从空白开始，自己挑选")
        self.nothing.setObjectName("menu-begin-nothing")
        (self.copied if source else self.everything).setChecked(True)
        self.copied.setVisible(source is not None)
        if source is not None:
            words = f"照{source.year}年{version_words(source.version)}（{source.entries} 项）"
            self.copied.setText(f"{words}，已停用的不带入")
        for choice in (self.copied, self.everything, self.nothing):
            self.extra.addWidget(choice)

    def _begin(self, _reason: str) -> None:
        copied = self.copied.isChecked() and self._source is not None
        source = self._source.id if copied and self._source else None
        self._take(source, self.everything.isChecked())


class AddDialog(QDialog):
    """Courses and packages that are not on the menu: mark some, or Ctrl+A, and Enter adds them.

    `save` gets their ids, the places and the months; what it raises is told in the dialog.
    """

    def __init__(
        self,
        parent: QWidget,
        offers: Sequence[MenuOffer],
        save: Callable[[list[UUID], int, list[int]], object],
    ) -> None:
        super().__init__(parent)
        self.setObjectName("menu-add-dialog")
        self.setWindowTitle("加入课程和套餐")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look = theme.current()
        fit(self, parent, look.px(760), look.px(600))
        self._offers, self._save = tuple(offers), save
        self.search = text_field("menu-add-search", hint="编码、名称、任务、层级")
        self.search.setProperty("role", "search")
        self.search.setAccessibleName("找课程")
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.table: RowsView[MenuOffer] = RowsView(OFFERS)
        self.table.setObjectName("menu-offers")
        self.table.setAccessibleName("还不在菜单上的课程和套餐")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.opened.connect(lambda _row: self._go())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._count())
        self.places = places_field("menu-add-places")
        self.months = MonthPicker()
        self.error = label("", "error", wrap=True)
        self.error.hide()
        everything = button("全选", self.table.selectAll, "link", name="menu-add-all")
        self.go = button("加入", self._go, "primary", name="menu-add-go")
        self.go.setDefault(True)
        hint = label("Ctrl 或 Shift 加点击可选多门，Ctrl+A 全选；不选月份就是全年都可开。", "note")
        terms = row(label("每场人数", "subtitle"), self.places, 12, label("可开月份", "subtitle"))
        terms.addWidget(self.months)
        terms.addStretch(1)
        cancel = button("取消", self.reject, name="menu-add-cancel")
        whole = column(row(self.search, everything), gap=10, margins=18)
        whole.addWidget(self.table, 1)
        whole.addWidget(hint)
        whole.addLayout(terms)
        whole.addWidget(self.error)
        whole.addLayout(row(None, cancel, self.go, gap=10))
        self.setLayout(whole)
        self._narrow()
        self.table.setFocus()

    def _narrow(self) -> None:
        text = self.search.text().strip().lower()
        found = [
            one
            for one in self._offers
            if text in f"{one.code} {one.title} {task_words(one)} {tier_words(one)}".lower()
        ]
        self.table.set_rows(found)
        if found and self.table.current is None:
            self.table.selectRow(0)
        self._count()

    def _count(self) -> None:
        marked = len(self.table.marked())
        self.go.setText(f"加入 {marked} 项" if marked else "加入")
        self.go.setEnabled(marked > 0)

    def _go(self) -> None:
        chosen = [one.id for one in self.table.marked()]
        if not chosen or not self.go.isEnabled():
            return
        self.go.setEnabled(False)  # an impatient second click must not add twice
        try:
            self._save(chosen, self.places.value(), self.months.months)
        except DeskError as error:
            self.error.setText(error.message)
            self.error.show()
            self.go.setEnabled(True)
            return
        self.accept()


class DifferencesDialog(QDialog):
    """What differs between two versions, read-only."""

    def __init__(self, parent: QWidget, words: str, found: Sequence[Difference]) -> None:
        super().__init__(parent)
        self.setObjectName("menu-differences-dialog")
        self.setWindowTitle("两版的不同")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look = theme.current()
        fit(self, parent, look.px(820), look.px(520))
        self.table: RowsView[Difference] = RowsView(DIFFERENCES)
        self.table.setAccessibleName(words)
        self.table.set_rows(found)
        if found:
            self.table.selectRow(0)
        close = button("关闭", self.reject, name="menu-differences-close")
        self.none = label("两版完全一样。", "note")
        self.none.setVisible(not found)
        self.table.setVisible(bool(found))
        head = row(label(words, "heading"), label(f"{len(found)} 处", "note"), None)
        whole = column(head, self.none, self.table, gap=10, margins=18)
        whole.setStretch(2, 1)
        whole.addStretch(0)
        whole.addLayout(row(None, close))
        self.setLayout(whole)
