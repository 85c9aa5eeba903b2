"""The sites (阵地): the list by kind left, the chosen one with rooms, ways and visits right."""

from collections.abc import Mapping
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from services import site
from services.core.call import call
from services.site import SiteRow, TravelTimes, Visits
from ui.core.background import Latest, Progress
from ui.core.desk import Desk, Page
from ui.core.widgets import Card, EmptyState, button, column, row
from ui.site.details import Acts, SiteCard
from ui.site.dialogs import RoomDialog, SiteDialog, SiteFields
from ui.site.list import SiteList
from ui.site.tables import RoomLine, Way
from ui.site.travel import TravelDialog
from ui.site.visits import VisitsDialog

LEFT_SHARE, RIGHT_SHARE = 57, 43
Figures = tuple[int, dict[UUID, Visits]]


class SitePage(Page):
    key = "site"
    title = "阵地与套餐"
    help = (
        "左边是主校区、分教点、实训点和现场教学基地，点上面的类型只看一类；右边是选中阵地的教室、"
        "到各处的路程和一年里上过的课，点课次或人次看是哪些课。\n"
        "Ctrl+N 新建，回车或 Ctrl+E 修改，Ctrl+R 加教室，Ctrl+T 填路程，Ctrl+F 查找，Delete 停用，"
        "Ctrl+Z 撤销，Ctrl+PgUp、Ctrl+PgDown 换年。排课次时从这里选教室，座位数用来提醒坐不下，"
        "路程用来提醒讲师赶不及。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rows: tuple[SiteRow, ...] = ()
        self._visits: dict[UUID, Visits] = {}
        self._travel: TravelTimes | None = None
        self._latest = Latest(
            desk.background, "统计阵地人次", self._read_visits, self._show_visits,
            desk.messages.error,
        )  # fmt: skip
        self.list = SiteList(desk)
        self.list.years.turned.connect(lambda _year: self._latest.ask())
        self.list.narrowed.connect(self._show_details)
        self.sites = self.list.table
        self.sites.chosen.connect(lambda _row: self._show_details())
        self.sites.opened.connect(lambda _row: self._edit())
        self.card = SiteCard(
            Acts(
                edit=self._edit,
                retire=self._retire,
                restore=self._restore,
                phone=self._show_phone,
                visits=self._open_visits,
                new_room=lambda: self._ask_room(None),
                edit_room=self._edit_room,
                retire_room=self._retire_room,
                restore_room=self._restore_room,
                travel=self._open_travel,
            )
        )
        self._lay_out()
        for keys, act in (
            ("Ctrl+F", self.list.search.setFocus),
            ("Ctrl+T", self._open_travel),
            ("Delete", self._delete),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def header_buttons(self) -> list[QWidget]:
        return [button("＋ 新建阵地", self._new, "primary", key="Ctrl+N", name="site-new")]

    def aim(self, target: object) -> None:
        """A site's id, or "new"."""
        if target == "new":
            self._new()
        elif isinstance(target, UUID):
            self.list.choose(target)

    def focus_first(self) -> None:
        self.sites.setFocus()

    def refresh(self) -> None:
        """The sites at once; what was held there is counted in the background."""
        with self.desk.read() as session:
            self._rows = (*site.list_all(session), *site.list_retired(session))
            self._travel = site.travel_minutes(session)
        self._stack.setCurrentIndex(1 if self._rows else 0)
        self.list.show_sites(self._rows, self._visits)
        self._latest.ask()

    def _lay_out(self) -> None:
        sides = row(gap=14)
        sides.addWidget(self.list, LEFT_SHARE)
        sides.addWidget(self.card, RIGHT_SHARE)
        full = QWidget()
        full.setLayout(sides)
        empty = Card(padded=False)
        self.empty = EmptyState(
            "还没有阵地",
            "阵地是上课的地方：主校区、分教点、实训点、现场教学基地，"
            "每处有一间或几间教室。先建一处，就可以排课。",
            "新建阵地",
            self._new,
        )
        empty.body.addWidget(self.empty)
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._stack.addWidget(full)
        whole = column(self._stack, gap=0)
        whole.setContentsMargins(24, 18, 24, 18)
        self.setLayout(whole)

    # reading and showing

    def _read_visits(self, _progress: Progress) -> Figures:
        year = self.list.years.year
        with self.desk.read() as session:
            return year, site.visits(session, year)

    def _show_visits(self, figures: Figures) -> None:
        year, self._visits = figures
        if year == self.list.years.year:  # else it is read once more
            self.list.show_sites(self._rows, self._visits)

    def _show_details(self) -> None:
        year = self.list.years.year
        lines = self.list.lines
        lessons = sum(one.visits.lessons for one in lines)
        people = sum(one.visits.person_times for one in lines)
        self.subtitle_changed.emit(
            f"{len(lines)} 处阵地，{year} 年上课 {lessons:,} 节，{people:,} 人次" if lines else ""
        )
        shown = self.sites.current
        if shown is None:
            self.card.show_site(None, year, (), ())
            return
        with self.desk.read() as session:
            old = site.retired_rooms(session, shown.id)
        rooms = [RoomLine(room, False) for room in shown.site.rooms]
        rooms += [RoomLine(room, True) for room in old]
        self.card.show_site(shown, year, rooms, self._ways(shown.site))

    def _ways(self, of: SiteRow) -> list[Way]:
        """To the other sites in use: the near ones first, those of which nothing is known last."""
        travel = self._travel
        if travel is None:
            return []
        ways = [
            Way(one.id, one.name, travel(of.id, one.id), travel.is_entered(of.id, one.id))
            for one in self._others(of)
        ]
        return sorted(ways, key=lambda way: (way.minutes is None, way.minutes or 0))

    def _others(self, of: SiteRow) -> list[SiteRow]:
        return [one for one in self._rows if one.id != of.id and not one.retired]

    # sites

    def _new(self) -> None:
        def save(typed: SiteFields) -> None:
            self.desk.perform(
                call(site.create, **vars(typed)),
                "阵地已建好，下一步加教室。",
                then=lambda made: self.list.choose(made.id),
            )

        SiteDialog(self.window(), save, kind=self.list.kinds.chosen).open()

    def _edit(self) -> None:
        shown = self.sites.current
        if shown is None or shown.site.retired:
            return
        key = shown.id

        def save(typed: SiteFields) -> None:
            self.desk.perform(call(site.update, key, **vars(typed)), "已保存。")

        SiteDialog(self.window(), save, shown.site).open()

    def _delete(self) -> None:
        """Delete retires what the keyboard is on: a room or a site."""
        if self.card.rooms.hasFocus():
            self._retire_room()
        else:
            self._retire()

    def _retire(self) -> None:
        shown = self.sites.current
        if shown is not None and not shown.site.retired:
            words = f"已停用{shown.site.name}，以前的课次不变。"
            self.desk.do(call(site.retire, shown.id), words)

    def _restore(self) -> None:
        if (shown := self.sites.current) is not None:
            self.desk.do(
                call(site.restore, shown.id),
                f"{shown.site.name}已恢复使用。",
                then=lambda _: self.list.choose(shown.id),
            )

    def _show_phone(self) -> None:
        shown = self.sites.current
        if shown is None:
            return
        # Logged, but no change: the pages need not read anew.
        with self.desk.workspace.write("audit.show_number") as session:
            number = site.show_phone(session, shown.id)
        self.card.show_phone(shown, number)
        self.card.phone_button.hide()

    def _open_visits(self) -> None:
        if (shown := self.sites.current) is not None:
            year = self.list.years.year
            with self.desk.read() as session:
                lessons = site.lessons_at(session, shown.id, year)
            VisitsDialog(self.window(), self.desk, shown.site, year, lessons).open()

    def _open_travel(self) -> None:
        shown = self.sites.current
        if shown is None or shown.site.retired or self._travel is None:
            return
        key, others = shown.id, self._others(shown.site)
        if not others:
            self.desk.messages.explain("填路程", "有了另一处阵地，才有路程可填。")
            return

        def save(minutes: Mapping[UUID, int | None]) -> None:
            self.desk.perform(call(site.set_travel, key, minutes), "路程已保存。")

        TravelDialog(self.window(), shown.site, others, self._travel, save).open()

    # rooms

    def _edit_room(self) -> None:
        room = self.card.rooms.current
        if room is not None and not room.retired:
            self._ask_room(room)

    def _ask_room(self, before: RoomLine | None) -> None:
        shown = self.sites.current
        if shown is None or shown.site.retired:
            return
        key = shown.id

        def save(name: str, places: int, equipment: str) -> None:
            if before is not None:
                changed = call(site.update_room, before.id, name, places, equipment)
                self.desk.perform(changed, "教室已保存。")
            else:
                self.desk.perform(call(site.add_room, key, name, places, equipment), "教室已保存。")

        RoomDialog(self.window(), shown.site, save, before.room if before else None).open()

    def _retire_room(self) -> None:
        room = self.card.rooms.current
        if room is not None and not room.retired:
            words = f"已停用教室{room.room.name}。"
            self.desk.do(call(site.retire_room, room.id), words)

    def _restore_room(self) -> None:
        if (room := self.card.rooms.current) is not None:
            words = f"教室{room.room.name}已恢复使用。"
            self.desk.do(call(site.restore_room, room.id), words)
