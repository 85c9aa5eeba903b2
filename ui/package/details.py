"""One package: what it is for, its stages with the ways between, what must be changed."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from services.core.text import plain
from services.package import PackageDetail, StageRow
from ui.core.table import RowsView
from ui.core.widgets import Card, ElidedLabel, button, column, label, line, row
from ui.package.tables import FLAW, RETIRED, STAGES

WORDS_FOR_NOBODY = "在左边选一个套餐，这里显示它的环节、路程和负责人。"


@dataclass(frozen=True)
class Acts:
    """What the card's buttons do with the package shown; `open_stage` gets a stage."""

    edit: Callable[[], object]
    retire: Callable[[], object]
    restore: Callable[[], object]
    to_class: Callable[[], object]
    print: Callable[[], object]
    open_stage: Callable[[StageRow], object]


class PackageCard(Card):
    def __init__(self, acts: Acts) -> None:
        super().__init__(padded=False)
        self.shown: PackageDetail | None = None
        self.name = ElidedLabel("", "title")
        self.name.setObjectName("package-title-shown")
        self.facts = ElidedLabel("", "subtitle")
        self.note = label("", "note", wrap=True)
        self.flaws = label("", "hint-amber", wrap=True)
        self.flaws.setObjectName("package-flaws")
        self.stages: RowsView[StageRow] = RowsView(STAGES)
        self.stages.setObjectName("package-stages")
        self.stages.setAccessibleName("环节")
        self.stages.setSortingEnabled(False)  # their order is what they are about
        self.stages.setToolTip("回车打开这个环节的基地或课程")
        self.stages.opened.connect(acts.open_stage)
        self.total = label("", "heading")
        self.total.setObjectName("package-hours")
        self.edit = button("修改", acts.edit, "link", key="Ctrl+E", name="package-edit")
        self.retire = button("停用", acts.retire, "link", name="package-retire")
        self.retire.setToolTip("停用  Delete")
        self.restore = button("恢复使用", acts.restore, "link", name="package-restore")
        self.to_class = button("排成一个班", acts.to_class, key="Ctrl+L", name="package-class")
        self.print = button("打印套餐单", acts.print, key="Ctrl+P", name="package-print")
        self._lay_out()

    def show_package(self, shown: PackageDetail | None) -> None:
        """Show one package; None empties the card."""
        self.shown = shown
        self.inside.setVisible(shown is not None)
        self.nobody.setVisible(shown is None)
        if shown is None:
            return
        self.name.set_whole(shown.title + (RETIRED if shown.retired else ""))
        facts = (shown.code, shown.kind, shown.audience)
        self.facts.set_whole(" · ".join(part for part in facts if part))
        self.note.setText(shown.note)
        self.note.setVisible(bool(shown.note))
        self.flaws.setText("；".join(shown.flaws) + "。改好才能照着排班。")
        self.flaws.setVisible(bool(shown.flaws))
        self.total.setText(f"{len(shown.stages)} 个环节，{plain(shown.hours)} 学时")
        self.stages.hold_back(FLAW, not shown.flaws)
        self.stages.set_rows(shown.stages)
        if self.stages.current is None:
            self.stages.selectRow(0)
        for made in (self.edit, self.to_class):
            made.setEnabled(not shown.retired)
        self.retire.setVisible(not shown.retired)
        self.restore.setVisible(shown.retired)

    def _lay_out(self) -> None:
        names = row(gap=2)
        names.addWidget(self.name, 1)
        for made in (self.edit, self.retire, self.restore):
            names.addWidget(made)
        top = column(names, self.facts, self.note, self.flaws, self.total, gap=6)
        top.setContentsMargins(16, 12, 12, 8)
        foot = row(self.to_class, None, self.print, gap=8)
        foot.setContentsMargins(12, 8, 12, 8)
        inside = column(top, gap=0)
        inside.addWidget(self.stages, 1)
        inside.addWidget(line())
        inside.addLayout(foot)
        self.inside = QWidget()
        self.inside.setProperty("role", "inside")
        self.inside.setLayout(inside)
        self.nobody = label(WORDS_FOR_NOBODY, "note", wrap=True)
        self.nobody.setContentsMargins(16, 16, 16, 16)
        self.nobody.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.inside)
        self.body.addWidget(self.nobody)
