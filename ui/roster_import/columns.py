"""The first step: which column means what, for the person to set right."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from services import roster_import
from services.roster_import import ColumnRow, Opened, RosterField, RosterLayoutFound
from ui.core import theme
from ui.core.widgets import Card, ElidedLabel, button, column, label, row, scrolling

UNUSED = "（不用这一列）"
HINT = "每一列“认作”什么可以改；改过的下次遇到同样表头的文件会照用。"


class ColumnsPage(QWidget):
    """`opened` is the file as the person understands it now; `changed` hears of each change."""

    def __init__(self, opened: Opened, changed: Callable[[], object]) -> None:
        super().__init__()
        self.opened, self._changed = opened, changed
        self._fields: dict[tuple[int, int], QComboBox] = {}
        self.fault = label("", "error", wrap=True)
        self.fault.setObjectName("roster-columns-fault")
        inside = column(gap=12)
        for number, layout in enumerate(opened.layouts):
            inside.addWidget(self._sheet(number, layout))
        inside.addStretch(1)
        self.setLayout(column(label(HINT, "note"), self.fault, gap=8))
        whole = self.layout()
        if whole is not None:
            whole.addWidget(scrolling(inside))
        self._show_fault()

    def _sheet(self, number: int, layout: RosterLayoutFound) -> Card:
        first, last = layout.rows
        where = f"第 {first} 行" if first == last else f"第 {first}–{last} 行"
        card = Card(layout.sheet.name or "文件内容", f"表头在{where}")
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        grid.setColumnMinimumWidth(1, theme.current().px(160))
        for place, words in enumerate(("列", "表头", "例子", "认作")):
            grid.addWidget(label(words, "note"), 0, place)
        for line, shown in enumerate(roster_import.column_rows(layout), 1):
            header = ElidedLabel(shown.header or "（空）", "fact-amber" if shown.doubtful else "")
            grid.addWidget(label(shown.letters, "faint"), line, 0)
            grid.addWidget(header, line, 1)
            grid.addWidget(ElidedLabel(shown.samples, "note"), line, 2)
            grid.addWidget(self._field(number, shown), line, 3)
        card.body.addLayout(grid)
        if len(self.opened.layouts) > 1:
            leave = button("不读这张表", partial(self._leave_out, number), "link")
            leave.setObjectName(f"leave-sheet-{number}")
            card.body.addLayout(row(leave, None))
        if layout.branch and RosterField.branch not in layout.columns:
            card.body.addWidget(label(f"没有党支部一列：全部算作“{layout.branch}”的人。", "note"))
        return card

    def _field(self, sheet: int, shown: ColumnRow) -> QComboBox:
        made = QComboBox()
        made.setObjectName(f"column-{sheet}-{shown.letters}")
        made.setAccessibleName(f"{shown.letters} 列 {shown.header} 认作")
        made.setMinimumWidth(theme.current().px(150))
        made.addItem(UNUSED, None)
        for field in roster_import.RosterField:
            made.addItem(field.word, field)
        made.setCurrentIndex(made.findData(shown.field))
        made.activated.connect(lambda _index: self._on_chosen(sheet, shown.place))
        self._fields[sheet, shown.place] = made
        return made

    def _leave_out(self, sheet: int) -> None:
        """Nobody is read from it; a column that is set to 姓名 takes it in again."""
        self.opened = self.opened.without(sheet)
        for (of, _), made in self._fields.items():
            if of == sheet and _chosen(made) is RosterField.full_name:
                made.setCurrentIndex(0)
        self._show_fault()
        self._changed()

    def _on_chosen(self, sheet: int, place: int) -> None:
        field = _chosen(self._fields[sheet, place])
        self.opened = self.opened.with_meaning(sheet, place, field)
        for (of, other), made in self._fields.items():
            if field is not None and of == sheet and other != place and _chosen(made) is field:
                made.setCurrentIndex(0)  # a field has one column
        self._show_fault()
        self._changed()

    def _show_fault(self) -> None:
        self.fault.setText(self.opened.fault)
        self.fault.setVisible(bool(self.opened.fault))


def _chosen(made: QComboBox) -> RosterField | None:
    """Qt gives a plain word back for the member of an enumeration."""
    word = made.currentData()
    return RosterField(word) if word else None
