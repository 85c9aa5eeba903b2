"""The list of sites: by kind, found by a word, with the figures of a year."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from services.site import NO_VISITS, SiteRow, Visits
from ui.core.desk import Desk
from ui.core.forms import text_field
from ui.core.list_tools import ListTools, Named
from ui.core.table import RowsView
from ui.core.widgets import Card, column, label, row
from ui.core.year_switch import YearSwitch
from ui.site.kinds import KindFilter
from ui.site.tables import SITES, SiteLine

FIND_WIDTH = 260


class SiteList(Card):
    """`narrowed` is told when other sites are shown."""

    narrowed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(padded=False)
        self._rows: tuple[SiteRow, ...] = ()
        self._visits: Mapping[UUID, Visits] = {}
        this_year = desk.workspace.clock.local_now().year
        self.years = YearSwitch(this_year, this_year)
        self.kinds = KindFilter(self._show)
        self.search = text_field("site-find", hint="名称、地址、负责人")
        self.search.setProperty("role", "search")
        self.search.setAccessibleName("找阵地")
        self.search.setMaximumWidth(FIND_WIDTH)
        self.search.textChanged.connect(lambda _text: self._show())
        self.retired = QCheckBox("也列出已停用的")
        self.retired.setObjectName("site-retired")
        self.retired.toggled.connect(lambda _: self._show())
        self.table: RowsView[SiteLine] = RowsView(SITES)
        self.table.setObjectName("sites")
        self.table.setAccessibleName("阵地")
        self.count = label("", "note")
        above = row(self.search, None, self.years, gap=8)
        above.setStretch(0, 1)
        head = column(above, self.kinds, gap=8)
        head.setContentsMargins(14, 10, 8, 8)
        tools = ListTools(desk, self.table, Named("site", self._title, self._note))
        foot = row(self.count, 10, self.retired, None, tools, gap=6)
        foot.setContentsMargins(16, 4, 8, 4)
        self.body.setSpacing(0)
        self.body.addLayout(head)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(foot)

    @property
    def lines(self) -> list[SiteLine]:
        """What is listed now."""
        return self.table.rows_model.rows

    def show_sites(self, rows: Sequence[SiteRow], visits: Mapping[UUID, Visits]) -> None:
        """List these sites, in use or not, with the figures of the year that is shown."""
        self._rows, self._visits = tuple(rows), visits
        gone = any(one.retired for one in self._rows)
        self.retired.setVisible(gone)
        if not gone:
            self.retired.setChecked(False)
        self._show()

    def choose(self, site_id: UUID) -> None:
        """Show a site, whatever the list was narrowed to."""
        self.kinds.clear()
        self.search.clear()
        if any(one.id == site_id and one.retired for one in self._rows):
            self.retired.setChecked(True)
        self._show()
        self.table.choose(lambda one: one.id == site_id)

    def _show(self) -> None:
        wanted = self.search.text().strip().lower()
        listed = [one for one in self._rows if self.retired.isChecked() or not one.retired]
        self.kinds.count(listed)
        found = [
            SiteLine(one, self._visits.get(one.id, NO_VISITS))
            for one in listed
            if self.kinds.takes(one.kind)
            and wanted in f"{one.name} {one.address} {one.keeper} {one.other_use}".lower()
        ]
        self.table.set_rows(found)
        if self.table.current is None and found:
            self.table.selectRow(0)
        self.count.setText(f"{len(found)} 处")
        self.narrowed.emit()

    def _title(self) -> str:
        return f"阵地一览（{self.years.year} 年课次和人次）"

    def _note(self) -> str:
        return self.kinds.words + ("，含已停用的" if self.retired.isChecked() else "")
