"""One site: where and whose it is, what was held there, its rooms, the ways to the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QTabWidget, QWidget

from ui.core.table import RowsView
from ui.core.widgets import Card, ElidedLabel, button, column, label, row
from ui.site.tables import RETIRED, ROOMS, WAYS, RoomLine, SiteLine, Way

FIELDS = ("地址", "开放时间")


@dataclass(frozen=True)
class Acts:
    """What the card's buttons do with the site shown, or with its chosen room."""

    edit: Callable[[], object]
    retire: Callable[[], object]
    restore: Callable[[], object]
    phone: Callable[[], object]
    visits: Callable[[], object]
    new_room: Callable[[], object]
    edit_room: Callable[[], object]
    retire_room: Callable[[], object]
    restore_room: Callable[[], object]
    travel: Callable[[], object]


class SiteCard(Card):
    def __init__(self, acts: Acts) -> None:
        super().__init__(padded=False)
        self.name = ElidedLabel("", "title")
        self.name.setObjectName("site-title")
        self.kind = ElidedLabel("", "subtitle")
        self._values = {words: ElidedLabel() for words in FIELDS}
        self.keeper = ElidedLabel()
        self.keeper.setObjectName("site-keeper-shown")
        self.phone_button = button("显示全号", acts.phone, "link", name="site-phone-show")
        self.year = label("", "note")
        self.lessons = _door("site-lessons-door", acts.visits)
        self.people = _door("site-people-door", acts.visits)
        self.rooms: RowsView[RoomLine] = RowsView(ROOMS)
        self.rooms.setObjectName("rooms")
        self.rooms.setAccessibleName("教室")
        self.rooms.opened.connect(lambda _row: acts.edit_room())
        self.rooms.chosen.connect(lambda _row: self._allow())
        self.no_rooms = _hint("还没有教室。加一间，才能在这里排课。")
        self.add_room = button("加教室", acts.new_room, key="Ctrl+R", name="room-new")
        self.edit_room = button("修改教室", acts.edit_room, name="room-edit")
        self.retire_room = button("停用教室", acts.retire_room, name="room-retire")
        self.restore_room = button("恢复教室", acts.restore_room, name="room-restore")
        self.ways: RowsView[Way] = RowsView(WAYS)
        self.ways.setObjectName("site-ways")
        self.ways.setAccessibleName("到各处的路程")
        self.ways.opened.connect(lambda _row: acts.travel())
        self.no_ways = _hint("有了另一处阵地，才有路程可填。")
        self.travel = button("填路程…", acts.travel, name="site-travel")
        self.travel.setToolTip("填路程  Ctrl+T")
        self.map_point = ElidedLabel("", "note")
        self.map_point.setObjectName("site-map-shown")
        self.edit = button("修改", acts.edit, "link", key="Ctrl+E", name="site-edit")
        self.retire = button("停用", acts.retire, "link", name="site-retire")
        self.retire.setToolTip("停用  Delete")
        self.restore = button("恢复使用", acts.restore, "link", name="site-restore")
        self._retired = False
        self._lay_out()

    def show_site(
        self, shown: SiteLine | None, year: int, rooms: Sequence[RoomLine], ways: Sequence[Way]
    ) -> None:
        """Show one site; None empties the card."""
        self.inside.setVisible(shown is not None)
        self.nobody.setVisible(shown is None)
        if shown is None:
            return
        one = shown.site
        self._retired = one.retired
        self.name.set_whole(one.name + (RETIRED if one.retired else ""))
        kind = one.kind.word
        self.kind.set_whole(f"{kind} · 平时是{one.other_use}" if one.other_use else kind)
        for words, value in zip(FIELDS, (one.address, one.opening), strict=True):
            self._values[words].set_whole(value or "—")
        self.map_point.set_whole(f"地图位置 {one.map_point}" if one.map_point else "没有地图位置")
        self.show_phone(shown, one.phone_masked)
        self.phone_button.setVisible(bool(one.phone))
        self._show_figures(shown, year)
        self.rooms.set_rows(rooms)
        self.rooms.setVisible(bool(rooms))
        self.no_rooms.setVisible(not rooms)
        if rooms and self.rooms.current is None:
            self.rooms.selectRow(0)
        self.ways.set_rows(ways)
        self.ways.setVisible(bool(ways))
        self.no_ways.setVisible(not ways)
        self.tabs.setTabText(0, f"教室 {len(one.rooms)}")
        known = sum(way.minutes is not None for way in ways)
        self.tabs.setTabText(1, f"路程 {known}/{len(ways)}" if ways else "路程")
        for made, allowed in (
            (self.edit, not one.retired),
            (self.add_room, not one.retired),
            (self.travel, not one.retired and bool(ways)),
        ):
            made.setEnabled(allowed)
        self.retire.setVisible(not one.retired)
        self.restore.setVisible(one.retired)
        self._allow()

    def show_phone(self, shown: SiteLine, number: str) -> None:
        """The keeper with this form of the number."""
        self.keeper.set_whole(" ".join((shown.site.keeper, number)).strip() or "—")

    def _show_figures(self, shown: SiteLine, year: int) -> None:
        self.year.setText(f"{year} 年")
        for door, count, words in (
            (self.lessons, shown.visits.lessons, "节课"),
            (self.people, shown.visits.person_times, "人次"),
        ):
            door.setText(f"{count:,}")
            door.setAccessibleName(f"{year} 年 {count} {words}，打开课次")
            door.setEnabled(count > 0)

    def _allow(self) -> None:
        """The buttons that the chosen room allows."""
        chosen = self.rooms.current
        retired = chosen is not None and chosen.retired
        may = chosen is not None and not self._retired
        self.edit_room.setEnabled(may and not retired)
        self.retire_room.setEnabled(may)
        self.retire_room.setVisible(not retired)
        self.restore_room.setEnabled(may)
        self.restore_room.setVisible(retired)

    def _lay_out(self) -> None:
        facts = QGridLayout()
        facts.setHorizontalSpacing(10)
        facts.setVerticalSpacing(4)
        facts.setColumnStretch(1, 1)
        keeper = row(gap=4)
        keeper.addWidget(self.keeper, 1)
        keeper.addWidget(self.phone_button)
        facts.addWidget(label("负责人", "note"), 0, 0)
        facts.addLayout(keeper, 0, 1)
        for number, (words, value) in enumerate(self._values.items(), start=1):
            facts.addWidget(label(words, "note"), number, 0)
            facts.addWidget(value, number, 1)
            value.setAccessibleDescription(words)
        figures = row(
            self.year, 6, self.lessons, label("节课", "note"), 10, self.people,
            label("人次", "note"), None, gap=4,
        )  # fmt: skip
        names = row(gap=2)
        names.addWidget(self.name, 1)
        for made in (self.edit, self.retire, self.restore):
            names.addWidget(made)
        top = column(names, self.kind, 2, facts, figures, gap=4)
        top.setContentsMargins(16, 12, 12, 4)
        rooms = row(self.add_room, self.edit_room, self.retire_room, self.restore_room, None)
        ways = row(self.travel, gap=12)
        ways.addWidget(self.map_point, 1)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("site-tabs")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(_tab(self.rooms, self.no_rooms, rooms), "教室")
        self.tabs.addTab(_tab(self.ways, self.no_ways, ways), "路程")
        inside = column(top, gap=0)
        inside.addWidget(self.tabs, 1)
        self.inside = QWidget()
        self.inside.setProperty("role", "inside")
        self.inside.setLayout(inside)
        self.nobody = _hint("在左边选一处阵地，这里显示它的教室、路程和上过的课。")
        self.body.addWidget(self.inside)
        self.body.addWidget(self.nobody)


def _tab(table: QWidget, hint: QWidget, buttons: QHBoxLayout) -> QWidget:
    """A list, what is said where it is empty, and its buttons."""
    made = QWidget()
    buttons.setContentsMargins(12, 8, 12, 8)
    inside = column(gap=0)
    inside.addWidget(hint, 1)
    inside.addWidget(table, 1)
    inside.addLayout(buttons)
    made.setLayout(inside)
    return made


def _hint(words: str) -> QWidget:
    made = label(words, "note", wrap=True)
    made.setAlignment(Qt.AlignmentFlag.AlignTop)
    made.setContentsMargins(16, 12, 16, 12)
    return made


def _door(name: str, pressed: Callable[[], object]) -> QPushButton:
    made = button("0", pressed, "door", name=name)
    made.setToolTip("打开课次")
    return made
