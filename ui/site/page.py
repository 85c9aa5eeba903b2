"""The sites (阵地): the list left, the chosen site with its rooms right."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from services import site
from services.core.errors import DeskError
from services.core.session import WorkSession
from services.site import KIND_LABELS, RoomRow, SiteKind, SiteRow
from ui.core.desk import Desk, Page
from ui.core.table import Column, RowsView
from ui.core.widgets import Card, EmptyState, button, clear, column, label, row
from ui.site.dialogs import RoomDialog, SiteDialog

KIND_TONES = {
    SiteKind.main_campus: "red",
    SiteKind.branch_point: "blue",
    SiteKind.practice_site: "green",
    SiteKind.teaching_base: "amber",
}
LEFT_SHARE, RIGHT_SHARE = 56, 44


def _places(shown: SiteRow) -> int:
    return sum(room.places for room in shown.rooms)


SITES: tuple[Column[SiteRow], ...] = (
    Column("名称", 0, lambda r: r.name, bold=True),
    Column("类型", 118, lambda r: KIND_LABELS[r.kind], tone=lambda r: KIND_TONES[r.kind]),
    Column("教室", 56, lambda r: str(len(r.rooms)), sort=lambda r: len(r.rooms), right=True),
    Column("座位", 64, lambda r: str(_places(r)), sort=_places, right=True),
    Column("负责人", 86, lambda r: r.keeper),
)
ROOMS: tuple[Column[RoomRow], ...] = (
    Column("教室", 0, lambda r: r.name, bold=True),
    Column("座位数", 90, lambda r: str(r.places), sort=lambda r: r.places, right=True),
)


class SitePage(Page):
    key = "site"
    title = "阵地"
    help = (
        "左边是主校区、分教点、实训点和现场教学基地，右边是选中阵地的教室。Ctrl+N 新建阵地，"
        "Ctrl+R 加教室，回车修改，Delete 停用（可撤销）。排课次时从这里选教室，"
        "座位数用来提醒坐不下。"
    )
    features = frozenset({"site"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rows: tuple[SiteRow, ...] = ()
        self._retired: tuple[SiteRow, ...] = ()
        self.sites: RowsView[SiteRow] = RowsView(SITES)
        self.sites.setObjectName("sites")
        self.sites.setAccessibleName("阵地")
        self.sites.chosen.connect(self._show_details)
        self.sites.opened.connect(lambda _row: self._edit())
        self.retired = button("已停用", self._show_list, "pill", name="site-retired")
        self.retired.setCheckable(True)
        self.list_card = Card("阵地", " ", padded=False)
        self.list_card.head.addWidget(self.retired)
        self.list_card.body.addWidget(self.sites, 1)
        sides = row(gap=14)
        sides.addWidget(self.list_card, LEFT_SHARE)
        sides.addWidget(self._details(), RIGHT_SHARE)
        sides.setContentsMargins(24, 18, 24, 18)
        main = QWidget()
        main.setLayout(sides)
        self.empty = EmptyState(
            "还没有阵地",
            "阵地是上课的地方：主校区、分教点、实训点、现场教学基地，"
            "每处有一间或几间教室。先建一处，就可以排课。",
            "新建阵地",
            self._new,
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(main)
        self.setLayout(column(self._stack))
        for keys, act in (("Ctrl+E", self._edit), ("Delete", self._delete)):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def header_buttons(self) -> list[QWidget]:
        return [button("＋ 新建阵地", self._new, "primary", key="Ctrl+N", name="site-new")]

    def aim(self, target: object) -> None:
        if target == "new":
            self._new()
        elif isinstance(target, UUID):
            self._choose(target)

    def refresh(self) -> None:
        with self.desk.workspace.read() as session:
            self._rows, self._retired = site.list_all(session), site.list_retired(session)
        self._stack.setCurrentIndex(1 if self._rows or self._retired else 0)
        self.retired.setText(f"已停用 {len(self._retired)}")
        self.retired.setVisible(bool(self._retired))
        if not self._retired:
            self.retired.setChecked(False)
        self._show_list()

    def _details(self) -> QWidget:
        self.details = Card(" ", " ", padded=False)
        self.details.heading.setWordWrap(True)  # a long name must not push the list aside
        self.details.head.setStretch(0, 1)
        self.details.head.setStretch(2, 0)
        self.facts = label("", wrap=True)
        self.facts.setObjectName("site-facts")
        self.edit_button = button("修改", self._edit, key="Ctrl+E", name="site-edit")
        self.retire_button = button("停用", self._retire, name="site-retire")
        self.add_room = button("加教室", self._new_room, key="Ctrl+R", name="room-new")
        self.edit_room = button("修改教室", self._edit_room, name="room-edit")
        self.retire_room = button("停用教室", self._retire_room, name="room-retire")
        self.rooms: RowsView[RoomRow] = RowsView(ROOMS)
        self.rooms.setObjectName("rooms")
        self.rooms.setAccessibleName("教室")
        self.rooms.opened.connect(lambda _row: self._edit_room())
        self.no_rooms = label("还没有教室。加一间，才能在这里排课。", "note", wrap=True)
        self.no_rooms.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.no_rooms.setContentsMargins(16, 12, 16, 12)
        above = column(self.facts, row(self.edit_button, self.retire_button, None))
        above.setContentsMargins(16, 12, 16, 10)
        below = row(self.add_room, self.edit_room, self.retire_room, None)
        below.setContentsMargins(16, 10, 16, 12)
        self.old_rooms = column(gap=2)
        self.old_rooms.setContentsMargins(16, 0, 16, 4)
        self.details.body.addLayout(above)
        self.details.body.addWidget(self.no_rooms, 1)
        self.details.body.addWidget(self.rooms, 1)
        self.details.body.addLayout(self.old_rooms)
        self.details.body.addLayout(below)
        return self.details

    def _show_list(self) -> None:
        chosen, room = self.sites.current, self.rooms.current
        rows = self._retired if self.retired.isChecked() else self._rows
        kinds = "，".join(
            f"{words} {count}"
            for kind, words in KIND_LABELS.items()
            if (count := sum(one.kind is kind for one in rows))
        )
        self.list_card.note.setText(f"共 {len(rows)} 处：{kinds}" if rows else "没有在用的阵地")
        self.sites.set_rows(rows)
        if chosen is None or not self.sites.choose(lambda one: one.id == chosen.id):
            self.sites.selectRow(0)
        self._show_details(self.sites.current)
        if room is not None:
            self.rooms.choose(lambda one: one.id == room.id)

    def _show_details(self, shown: SiteRow | None) -> None:
        is_retired = self.retired.isChecked()
        for made in (self.edit_button, self.add_room, self.edit_room, self.retire_room):
            made.setVisible(shown is not None and not is_retired)
        self.retire_button.setVisible(shown is not None)
        self.retire_button.setText("恢复使用" if is_retired else "停用")
        rooms = shown.rooms if shown is not None else ()
        self.rooms.set_rows(rooms)
        self.rooms.setVisible(bool(rooms))
        self.no_rooms.setVisible(shown is not None and not rooms)
        self._show_old_rooms(None if is_retired else shown)
        if rooms and self.rooms.current is None:
            self.rooms.selectRow(0)
        for made in (self.edit_room, self.retire_room):
            made.setEnabled(bool(rooms))
        if shown is None:
            self.details.heading.setText("选一处阵地看教室")
            self.facts.setText("")
            return
        self.details.heading.setText(shown.name)
        self.details.note.setText(KIND_LABELS[shown.kind])
        keeper = " ".join((shown.keeper, shown.phone)).strip()
        self.facts.setText(f"地址：{shown.address or '未填写'}\n负责人：{keeper or '未填写'}")

    def _show_old_rooms(self, shown: SiteRow | None) -> None:
        """Rooms out of use, each with the way back."""
        clear(self.old_rooms)
        if shown is None:
            return
        with self.desk.workspace.read() as session:
            old = site.retired_rooms(session, shown.id)
        for room in old:
            back = button(
                "恢复", partial(self._restore_room, room), "link", name=f"room-restore-{room.id}"
            )
            self.old_rooms.addLayout(row(label(f"已停用：{room.name}", "note"), back, None))

    def _choose(self, site_id: UUID) -> None:
        self.retired.setChecked(any(one.id == site_id for one in self._retired))
        self._show_list()
        self.sites.choose(lambda one: one.id == site_id)

    def _new(self) -> None:
        def saved(key: UUID) -> None:
            self._choose(key)
            self.desk.messages.done("阵地已建好，下一步加教室。")

        SiteDialog(self.window(), self.desk.workspace, saved).open()

    def _edit(self) -> None:
        shown = self.sites.current
        if shown is None or self.retired.isChecked():
            return

        def saved(_key: UUID) -> None:
            self.desk.messages.done("阵地已保存。")

        SiteDialog(self.window(), self.desk.workspace, saved, shown).open()

    def _new_room(self) -> None:
        self._ask_room(None)

    def _edit_room(self) -> None:
        if self.rooms.current is not None:
            self._ask_room(self.rooms.current)

    def _ask_room(self, before: RoomRow | None) -> None:
        shown = self.sites.current
        if shown is None or self.retired.isChecked():
            return

        def saved() -> None:
            self.desk.messages.done("教室已保存。")

        RoomDialog(self.window(), self.desk.workspace, shown, saved, before).open()

    def _delete(self) -> None:
        """Delete retires what the keyboard is on: a room or a site."""
        if self.rooms.hasFocus():
            self._retire_room()
        else:
            self._retire()

    def _retire(self) -> None:
        shown = self.sites.current
        if shown is None:
            return
        if self.retired.isChecked():
            self._restore(shown)
            return
        if self._do("site.retire", lambda s: site.retire(s, shown.id)):
            self.desk.messages.done(
                f"已停用{shown.name}，以前的课次不变。", on_action=lambda: self._restore(shown)
            )

    def _restore(self, shown: SiteRow) -> None:
        if self._do("site.restore", lambda s: site.restore(s, shown.id)):
            self._choose(shown.id)
            self.desk.messages.done(f"{shown.name}已恢复使用。")

    def _retire_room(self) -> None:
        room = self.rooms.current
        if room is None or self.retired.isChecked():
            return
        if self._do("site.retire_room", lambda s: site.retire_room(s, room.id)):
            self.desk.messages.done(
                f"已停用教室{room.name}。", on_action=lambda: self._restore_room(room)
            )

    def _restore_room(self, room: RoomRow) -> None:
        if self._do("site.restore_room", lambda s: site.restore_room(s, room.id)):
            self.desk.messages.done(f"教室{room.name}已恢复使用。")

    def _do(self, verb: str, act: Callable[[WorkSession], object]) -> bool:
        try:
            with self.desk.workspace.write(verb) as session:
                act(session)
        except DeskError as error:
            self.desk.messages.error(error)
            return False
        return True
