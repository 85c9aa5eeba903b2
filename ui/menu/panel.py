"""The menu's right side: places and months of the chosen entries, and the version's own acts."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from services.course import Task
from services.menu import EntryRow, Menu, version_words
from ui.core import theme
from ui.core.desk import Page
from ui.core.widgets import Card, add, button, column, label, row, scrolling
from ui.menu.dialogs import places_field
from ui.menu.months import MonthPicker

WIDTH = 290


class MenuPanel(QWidget):
    """`page` has the acts: what can be done depends on the version shown."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.setFixedWidth(theme.current().px(WIDTH))
        self.terms = Card("人数和月份", " ")
        self.places = places_field("menu-places")
        self.months = MonthPicker()
        self.go = page.button("menu-apply")
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
        for made in (self.facts, self.gaps):
            self.about.body.addWidget(made)
        for names in (("menu-fold", "menu-discard"), ("menu-describe",), ("menu-compare",)):
            links = [page.button(name, "link") for name in names]
            self.about.body.addLayout(row(*links, None, gap=8))
        self.about.body.addStretch(1)
        inside = column(self.terms, self.about, gap=14)
        inside.setStretch(1, 1)
        whole = column(scrolling(inside))
        self.setLayout(whole)

    def show_menu(self, menu: Menu) -> None:
        version, draft = menu.version, menu.version.published_at is None
        self.terms.setVisible(draft)
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

    def show_chosen(self, rows: Sequence[EntryRow]) -> None:
        """Start from what the first of the chosen entries has."""
        self.terms.note.setText(f"选中 {len(rows)} 项")
        if rows:
            self.places.setValue(rows[0].places)
            self.months.show_months(rows[0].months)

    def _any_month(self) -> None:
        self.months.show_months(())

    @property
    def typed(self) -> tuple[int, list[int]]:
        """The places and months that stand here."""
        self.places.interpretText()
        return self.places.value(), self.months.months


def _gaps(entries: Sequence[EntryRow]) -> str:
    """What the clerk may want to look at before publishing."""
    there = {one.task for one in entries}
    missing = [task.word for task in Task if task not in there]
    retired = sum(one.retired for one in entries)
    told = [f"七项任务还缺：{'、'.join(missing)}。"] if entries and missing else []
    if retired:
        told.append(f"{retired} 项已停用，不能再点。")
    return "\n".join(told)
