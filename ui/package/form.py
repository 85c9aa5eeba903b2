"""The form of a package, new or changed: what it is, and its stages."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from services.core.fields import draft_of
from services.course import CourseRow
from services.package import MOST_STAGES, PackageDetail, PackageDraft
from services.site import SiteRow
from ui.core import keys, theme
from ui.core.draft_form import DraftForm
from ui.core.making import Make
from ui.core.widgets import button, column, label, line, row, scrolling
from ui.package.stages import StageEditor

WIDTH, HEIGHT, OTHERS = 780, 250, 310


class PackageForm(DraftForm[PackageDraft]):
    """`before` is the package to change, None for a new one, of which `start` is known.
    `makes` are how a course and a site are made from here."""

    def __init__(
        self,
        parent: QWidget,
        kinds: Sequence[str],
        courses: Sequence[CourseRow],
        sites: Sequence[SiteRow],
        save: Callable[[PackageDraft, str], object],
        before: PackageDetail | None,
        start: Mapping[str, Any],
        makes: tuple[Make, Make],
    ) -> None:
        look = theme.current()
        room = parent.window().size()
        super().__init__(
            parent,
            "package",
            "新建套餐" if before is None else "修改套餐",
            PackageDraft,
            save,
            start=start if before is None else draft_of(PackageDraft, before, stages=()),
            offers={"kind": [(words, words) for words in kinds]},
            beside=("title", "audience"),
            width=min(look.px(WIDTH), room.width() - 60),
        )
        stages = before.stages if before else ()
        self.stages = StageEditor(courses, sites, stages, self._on_stages, makes)
        self._lay_out(min(look.px(HEIGHT), room.height() - look.px(OTHERS)))
        if before is None:
            self.stages.add()
        self._on_stages()
        self["title"].setFocus()

    def special(self) -> dict[str, Any]:
        return {"stages": self.stages.drafts()}

    def typed(self) -> list[object]:
        return [*super().typed(), *self.stages.typed()]

    def _lay_out(self, height: int) -> None:
        self.add_stage = button("＋ 加一个环节", self._add, key=keys.LESSON.keys, name="stage-add")
        self.total = label("", "note")
        self.total.setObjectName("package-total")
        hint = label("课堂上的课选“课堂”，去基地的选基地。Alt+↑ Alt+↓ 或拖动序号换先后。", "note")
        self.area = scrolling(column(self.stages, gap=0))
        self.area.setMinimumHeight(height)
        self.extra.addWidget(line())
        self.extra.addWidget(hint)
        self.extra.addWidget(self.area, 1)
        self.extra.addLayout(row(self.add_stage, self.total, None, gap=12))

    def _add(self) -> None:
        self.stages.add()
        new = self.stages.lines[-1]
        # Its place is known only once the layout was made.
        QTimer.singleShot(0, self.area, lambda: self.area.ensureWidgetVisible(new))

    def _on_stages(self) -> None:
        lines = self.stages.lines
        self.error.hide()
        hours = sum(one.hours.value() for one in lines)
        self.total.setText(f"{len(lines)} 个环节，共 {hours:g} 学时")
        self.add_stage.setEnabled(len(lines) < MOST_STAGES)
