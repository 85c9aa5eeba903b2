"""Choose which appointment gets its certificate."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from services.certificate import WaitingRow
from ui.core import theme
from ui.core.table import Column, RowsView
from ui.core.widgets import Card, button, column, fit, label, row

COLUMNS: tuple[Column[WaitingRow], ...] = (
    Column("姓名", 100, lambda one: one.name, bold=True),
    Column("聘任名称", 0, lambda one: one.title),
    Column("聘期", 190, lambda one: f"{one.starts_on} 至 {one.ends_on}", lambda one: one.starts_on),
    Column("落款单位", 180, lambda one: one.issuer),
)


class WaitingDialog(QDialog):
    """Appointments without a certificate; Enter or the red button takes the one in front."""

    def __init__(
        self,
        parent: QWidget,
        waiting: Sequence[WaitingRow],
        choose: Callable[[WaitingRow], object],
    ) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setWindowTitle("签发聘书")
        self.setObjectName("certificate-waiting")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, parent, look.px(760), look.px(420))
        self._choose = choose
        self.table: RowsView[WaitingRow] = RowsView(COLUMNS)
        self.table.setObjectName("waiting")
        self.table.setAccessibleName("已聘任、还没发聘书的讲师")
        self.table.set_rows(waiting)
        self.table.selectRow(0)
        self.table.opened.connect(lambda _row: self._accept())
        card = Card(padded=False)
        card.body.addWidget(self.table)
        go = button("下一步", self._accept, "primary", name="waiting-next")
        go.setDefault(True)
        buttons = row(None, button("取消", self.reject, name="waiting-cancel"), go, gap=10)
        whole = column(
            label("签发聘书", "heading"),
            label(f"{len(waiting)} 位讲师已聘任、还没有聘书。选一位，下一步核对内容。", "note"),
            gap=8,
            margins=20,
        )
        whole.addWidget(card, 1)
        whole.addLayout(buttons)
        self.setLayout(whole)
        self.table.setFocus()

    def _accept(self) -> None:
        chosen = self.table.current
        if chosen is not None:
            self.accept()
            self._choose(chosen)
