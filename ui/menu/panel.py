"""The menu's right side: places and months of the chosen entries, and the version's own acts."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from services.course import Task
from services.menu import EntryRow, Menu, Version, version_words
from ui.core import theme
from ui.core.widgets import Card, add, button, column, label, row, scrolling
from ui.menu.dialogs import places_field
from ui.menu.months import MonthPicker

WIDTH = 290
Act = Callable[[], object]


class MenuPanel(QWidget):
    """What it offers depends on the version shown: only a draft can be changed."""

    def __init__(
        self,
        *,
        apply: Callable[[int, list[int]], object],
        describe: Act,
        discard: Act,
        compare: Act,
        fold: Act,
    ) -> None:
        super().__init__()
        self.setFixedWidth(theme.current().px(WIDTH))
        self._apply = apply
        self.terms = Card("人数和月份", " ")
        self.places = places_field("menu-places")
        self.months = MonthPicker()
        self.go = button("设给选中的", self._go, key="Ctrl+Return", name="menu-apply")
        any_month = button("全年", self._any_month, "link", name="menu-all-year")
        add(
            self.terms.body,
            row(label("每场人数", "subtitle"), self.places, None),
            row(label("可开月份", "subtitle"), None, any_month),
            self.months,
            self.go,
        )
        self.about = Card("这一版", " ")
        self.about.heading.setWordWrap(True)
        self.facts = label("", wrap=True)
        self.facts.setObjectName("menu-facts")
        self.gaps = label("", "hint-amber", wrap=True)
        self.gaps.setObjectName("menu-gaps")
        self.compare = button("", compare, "link", name="menu-compare")
        self.fold = button("打印折页…", fold, "link", key="Ctrl+Shift+F", name="menu-fold")
        self.describe = button("名称和说明…", describe, "link", key="Ctrl+E", name="menu-describe")
        self.discard = button("放弃草稿", discard, "link", name="menu-discard")
        for made in (self.facts, self.gaps):
            self.about.body.addWidget(made)
        for line in ((self.fold, self.discard), (self.describe, None), (self.compare, None)):
            self.about.body.addLayout(row(*line, None, gap=8))
        self.about.body.addStretch(1)
        inside = column(self.terms, self.about, gap=14)
        inside.setStretch(1, 1)
        whole = column(scrolling(inside))
        self.setLayout(whole)

    def show_menu(self, menu: Menu, other: Version | None) -> None:
        """`other` is the version that this one can be compared with."""
        version, draft = menu.version, menu.version.published_at is None
        self.terms.setVisible(draft)
        self.describe.setVisible(draft)
        self.discard.setVisible(draft)
        self.about.heading.setText(version.title)
        state = "草稿，还可以改" if draft else f"{version.published_at:%Y-%m-%d} 发布，不再改动"
        places = sum(one.places for one in menu.entries)
        self.facts.setText(
            f"{version_words(version.version)} · {state}\n"
            f"{len(menu.entries)} 项，每轮可供 {places:,} 人次"
            + (f"\n{version.note}" if version.note else "")
        )
        gaps = _gaps(menu.entries)
        self.gaps.setText(gaps)
        self.gaps.setVisible(bool(gaps))
        self.compare.setVisible(other is not None)
        if other is not None:
            year = f"{other.year}年" if other.year != version.year else ""
            self.compare.setText(f"和{year}{version_words(other.version)}的不同…")

    def show_chosen(self, rows: Sequence[EntryRow]) -> None:
        """Start from what the first of the chosen entries has."""
        self.terms.note.setText(f"选中 {len(rows)} 项")
        self.go.setText(f"设给选中的 {len(rows)} 项")
        self.go.setEnabled(bool(rows))
        if rows:
            self.places.setValue(rows[0].places)
            self.months.show_months(rows[0].months)

    def _any_month(self) -> None:
        self.months.show_months(())

    def _go(self) -> None:
        self.places.interpretText()
        self._apply(self.places.value(), self.months.months)


def _gaps(entries: Sequence[EntryRow]) -> str:
    """What the clerk may want to look at before publishing."""
    there = {one.task for one in entries}
    missing = [task.word for task in Task if task not in there]
    retired = sum(one.retired for one in entries)
    told = [f"七项任务还缺：{'、'.join(missing)}。"] if entries and missing else []
    if retired:
        told.append(f"{retired} 项已停用，不能再点。")
    return "\n".join(told)
