"""The list of classes: find, narrow down by state and brand, choose one."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox

from services.core.text import normal
from services.training_class import BrandKind, ClassRow, ClassState
from ui.core.desk import Desk
from ui.core.list_tools import ListTools, Named
from ui.core.narrowing import SearchField
from ui.core.table import RowsView
from ui.core.widgets import Card, button, column, label, row
from ui.training_class.tables import CLASSES

ALL_STATES, ALL_BRANDS, NOT_OVER, ROTATION = "全部状态", "全部种类", "未结束的", "年度轮训"
OVER = (ClassState.finished, ClassState.archived, ClassState.cancelled)
NOTHING = "没有符合条件的培训班。可以换个条件，或清空查找框（Esc）。"
Fits = Callable[[ClassRow], bool]


class ClassList(Card):
    """`chosen` carries the row in front, or None; `opened` the one that Enter opens."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(padded=False)
        self._rows: Sequence[ClassRow] = ()
        self.field = SearchField("class-find", "名称或编号", "查找培训班")
        self.field.setToolTip("Ctrl+F")
        self.field.textChanged.connect(self._narrow)
        self.state = self._combo("class-state", "状态")
        self.brand = self._combo("class-brand-filter", "种类")
        self.clear = button("清除条件", self.show_all, "link", name="class-clear")
        self.table: RowsView[ClassRow] = RowsView(CLASSES)
        self.table.setObjectName("classes")
        self.table.setAccessibleName("培训班")
        self.table.chosen.connect(self.chosen.emit)
        self.table.opened.connect(self.opened.emit)
        self.field.over = self.table
        self.nothing = label(NOTHING, "note")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.count = label("", "note")
        self.count.setObjectName("class-count")
        finding = row(gap=8)
        finding.addWidget(self.field, 5)
        finding.addWidget(self.state, 3)
        finding.addWidget(self.brand, 3)
        finding.setContentsMargins(12, 10, 12, 10)
        tools = ListTools(desk, self.table, Named("class", lambda: "培训班一览", self._words))
        foot = row(self.count, self.clear, None, tools, gap=2)
        foot.setContentsMargins(16, 4, 8, 4)
        inside = column(gap=0)
        inside.addLayout(finding)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.nothing, 1)
        inside.addLayout(foot)
        self.body.addLayout(inside)
        self._fill()
        QShortcut(QKeySequence("Ctrl+F"), self, self._find)

    def show_rows(self, rows: Sequence[ClassRow]) -> None:
        """Show these; what was typed and chosen stays."""
        self._rows = rows
        self._narrow()

    def choose(self, class_id: UUID) -> bool:
        """Bring one class to the front, whatever the list is narrowed to."""
        if self.table.choose(lambda one: one.id == class_id):
            return True
        if any(one.id == class_id for one in self._rows):
            self.show_all()
        return self.table.choose(lambda one: one.id == class_id)

    def show_all(self) -> None:
        for made in (self.field, self.state, self.brand):
            made.blockSignals(True)
        self.field.clear()
        self.state.setCurrentIndex(0)
        self.brand.setCurrentIndex(0)
        for made in (self.field, self.state, self.brand):
            made.blockSignals(False)
        self._narrow()

    def _combo(self, name: str, words: str) -> QComboBox:
        made = QComboBox()
        made.setObjectName(name)
        made.setAccessibleName(words)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(3)
        made.currentIndexChanged.connect(self._narrow)
        return made

    def _fill(self) -> None:
        """The choices, each with what a row must be to fit it."""
        for box in (self.state, self.brand):
            box.blockSignals(True)
        self.state.addItem(ALL_STATES, None)
        self.state.addItem(NOT_OVER, lambda one: one.state not in OVER)
        for state in ClassState:
            self.state.addItem(state.word, lambda one, state=state: one.state is state)
        self.brand.addItem(ALL_BRANDS, None)
        self.brand.addItem(ROTATION, lambda one: one.rotation)
        for brand in BrandKind:
            self.brand.addItem(brand.word, lambda one, brand=brand: one.brand is brand)
        for box in (self.state, self.brand):
            box.blockSignals(False)

    def _find(self) -> None:
        self.field.setFocus()
        self.field.selectAll()

    def _narrow(self) -> None:
        text = normal(self.field.text()).lower()
        tests: list[Fits] = [
            fits for box in (self.state, self.brand) if (fits := box.currentData()) is not None
        ]
        if text:
            tests.append(lambda one: text in one.title.lower() or text in one.code.lower())
        shown = [one for one in self._rows if all(fits(one) for fits in tests)]
        self.table.set_rows(shown)
        self.table.setVisible(bool(shown))
        self.nothing.setVisible(not shown)
        self.clear.setVisible(bool(tests))
        if shown and self.table.current is None:
            self.table.selectRow(0)
        elif not shown:
            self.chosen.emit(None)
        self.count.setText(f"{len(shown):,} 个")

    def _words(self) -> str:
        """What stands over a workbook or paper."""
        text = self.field.text().strip()
        parts = [box.currentText() for box in (self.state, self.brand) if box.currentIndex()]
        return " · ".join([*parts, *([f"查找“{text}”"] if text else [])]) or "全部培训班"
