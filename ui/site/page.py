"""The sites (阵地): the list left, the chosen one with its rooms and ways right."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QMenu

from services import site
from services.core.call import call, run
from services.core.fields import draft_of
from services.core.session import WorkSession
from services.site import RoomDraft, RoomRow, SiteDraft, SiteKind, SiteRow, TravelTimes
from ui.core import keys
from ui.core.acts import act
from ui.core.desk import Desk
from ui.core.detail_card import DetailCard, Fact, fact
from ui.core.draft_form import DraftForm
from ui.core.list_page import Empty, Listed, ListPage, is_in_use, is_out_of_use
from ui.core.narrowing import Pick
from ui.core.year_switch import YearSwitch
from ui.site.form import FORM_WIDTH, ROOM_WIDTH, USUAL_PLACES, ask_site
from ui.site.tables import ROOMS, SITES, WAYS, SiteWay
from ui.site.travel import TravelDialog
from ui.site.visits import VisitsDialog

KIND = "site-kind"
CARD_WIDTH = 470
NO_ROOM = "先选中一间教室。"
ROOM_ACTS = ("room-new", "room-edit", "room-retire", "room-restore")


def _about(shown: SiteRow) -> str:
    kind = shown.kind.word
    return f"{kind} · 平时是{shown.other_use}" if shown.other_use else kind


def _has_ways(page: "SitePage") -> bool:
    return page.in_use is not None and bool(page.others(page.in_use))


def _room_in_use(page: "SitePage") -> bool:
    return page.room is not None and not page.room.retired


def _room_out_of_use(page: "SitePage") -> bool:
    return page.room is not None and page.room.retired


class SitePage(ListPage[SiteRow]):
    key = "site"
    title = "阵地与套餐"
    help = (
        "左边是主校区、分教点、实训点和现场教学基地，右边是选中阵地的教室、到各处的路程和一年里"
        "上过的课。\n排课次时从这里选教室，座位数用来提醒坐不下，路程用来提醒讲师赶不及。"
    )
    columns = SITES
    filters = (Pick(KIND, lambda one: one.kind.word, "全部类型"),)
    listed = "阵地一览"
    unit = "处"
    find_hint = "名称、地址、负责人"
    header = ("site-new",)
    opens = "site-edit"
    slow = True
    several = True
    empty = Empty(
        "还没有阵地",
        "阵地是上课的地方：主校区、分教点、实训点、现场教学基地，每处有一间或几间教室。"
        "先建一处，就可以排课。",
        ("site-new",),
    )
    _travel: TravelTimes | None = None
    _told_phone: tuple[UUID, str] | None = None

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        this_year = desk.workspace.clock.local_now().year
        self.years = YearSwitch(desk, this_year, this_year)
        self.years.turned.connect(lambda _year: self.refresh())
        self.bar.add(self.years)

    def read(self, session: WorkSession) -> Listed[SiteRow]:
        return Listed(site.register(session, self.years.year), site.travel_minutes(session))

    def took(self, more: Any) -> None:
        self._travel = more
        self.listed = f"阵地一览（{self.years.year} 年课次和人次）"

    def texts(self, row: SiteRow) -> Sequence[str]:
        return row.name, row.address, row.keeper, row.other_use

    def subtitle(self, in_use: Sequence[SiteRow]) -> str:
        lessons = sum(one.visits.lessons for one in in_use)
        people = sum(one.visits.person_times for one in in_use)
        year = self.years.year
        return f"{len(in_use)} 处阵地，{year} 年上课 {lessons:,} 节，{people:,} 人次"

    def make_card(self) -> DetailCard[SiteRow]:
        card: DetailCard[SiteRow] = DetailCard(
            self,
            title=lambda shown: shown.name,
            state=lambda shown: ("已停用" if shown.retired else "", "grey"),
            about=_about,
            acts=("room-new", "site-travel", "site-edit"),
            more=("room-edit", "room-retire", "room-restore", "site-retire", "site-restore"),
            nobody="在左边选一处阵地，这里显示它的教室、路程和上过的课。",
            width=CARD_WIDTH,
        )
        facts = [
            fact(SiteDraft, "keeper"),
            Fact("电话", self._phone, act="site-phone-show"),
            *(fact(SiteDraft, name, wide=True) for name in ("address", "opening", "map_point")),
            Fact("上课", self._visits, wide=True, act="site-visits"),
        ]
        card.add_facts(facts, across=2)
        tabs = card.add_tabs("site-tabs")
        self.rooms = card.add_list(
            "rooms",
            ROOMS,
            self._rooms,
            heading=lambda shown: f"教室 {len(shown.rooms)}",
            words="教室",
            empty="还没有教室。加一间，才能在这里排课。",
            tabs=tabs,
        )
        self.rooms.chosen.connect(lambda _room: self.offer())
        self.rooms.opened.connect(lambda _room: self.bound_acts["room-edit"].trigger())
        self.rooms.menus.append(self._fill_room_menu)
        self.ways = card.add_list(
            "site-ways",
            WAYS,
            self._ways,
            heading=self._ways_heading,
            words="到各处的路程",
            empty="有了另一处阵地，才有路程可填。",
            tabs=tabs,
        )
        self.ways.opened.connect(lambda _way: self.bound_acts["site-travel"].trigger())
        return card

    @property
    def room(self) -> RoomRow | None:
        """The room chosen in the card, where its site is in use."""
        return None if self.in_use is None else self.rooms.current

    def others(self, of: SiteRow) -> list[SiteRow]:
        """Where there are ways to: the other sites in use."""
        return [one for one in self.rows if one.id != of.id and not one.retired]

    def change(self, rows: Sequence[SiteRow], name: str, value: Any, reason: str) -> object:
        changed = call(site.change, [one.id for one in rows], name, value)
        return self.desk.perform(changed, "已修改。", reason)

    # sites

    @act("site-new", "＋ 新建阵地", keys.NEW)
    def new(self) -> None:
        picked = self.bar.narrowed.picked.get(KIND)
        kind = next((one for one in SiteKind if one.word == picked), SiteKind.main_campus)

        ask_site(self.desk, self.window(), "", self.choose, kind=kind)

    @act("site-edit", "修改", keys.EDIT, when=is_in_use, menu=True)
    def edit(self) -> None:
        if (shown := self.in_use) is None:
            return

        def save(draft: SiteDraft, reason: str) -> None:
            self.desk.perform(call(site.update, shown.id, draft), "已保存。", reason)

        self._ask("修改阵地", draft_of(SiteDraft, shown), save)

    @act(
        "site-travel",
        "填路程…",
        when=_has_ways,
        why="有了另一处在用的阵地，才有路程可填。",
        menu=True,
    )
    def fill_in_travel(self) -> None:
        if (shown := self.in_use) is None or self._travel is None:
            return

        def save(minutes: Mapping[UUID, int | None]) -> None:
            self.desk.perform(call(site.set_travel, shown.id, minutes), "路程已保存。")

        TravelDialog(self.window(), shown, self.others(shown), self._travel, save).open()

    @act("site-visits", "看课次", shown=lambda page: page.current and page.current.visits.lessons)
    def open_visits(self) -> None:
        if (shown := self.current) is not None:
            with self.desk.read() as session:
                lessons = site.lessons_at(session, shown.id, self.years.year)
            VisitsDialog(self.window(), self.desk, shown, self.years.year, lessons).open()

    @act(
        "site-phone-show",
        "显示全号",
        shown=lambda page: (
            page.current is not None
            and page.current.phone
            and not page.tells_phone_of(page.current)
        ),
        find=False,
    )
    def show_phone(self) -> None:
        if (shown := self.current) is None:
            return
        # Logged, but no change: there is nothing to take back.
        number, _ = run(self.desk.workspace, call(site.show_phone, shown.id))
        self._told_phone = shown.id, number
        self.card.show_row(shown)
        self.offer()

    @act(
        "site-remove",
        "停用",
        keys.REMOVE,
        when=is_in_use,
        find=False,
        help="光标在教室上就停用教室，否则停用阵地",
    )
    def remove(self) -> None:
        self.bound_acts["room-retire" if self.rooms.hasFocus() else "site-retire"].trigger()

    @act("site-retire", "停用阵地", shown=is_in_use, menu=True)
    def retire(self) -> None:
        if (one := self.in_use) is not None:
            self.desk.do(call(site.retire, one.id), f"已停用{one.name}，以前的课次不变。")

    @act("site-restore", "恢复使用", shown=is_out_of_use, menu=True)
    def restore(self) -> None:
        if (one := self.out_of_use) is not None:
            told = f"{one.name}已恢复使用。"
            self.desk.do(call(site.restore, one.id), told, then=lambda _: self.choose(one.id))

    # rooms

    @act("room-new", "加教室", keys.NEW_OTHER, when=is_in_use, menu=True)
    def new_room(self) -> None:
        if (of := self.in_use) is None:
            return

        def save(draft: RoomDraft, reason: str) -> None:
            self.desk.perform(call(site.add_room, of.id, draft), "教室已保存。", reason)

        self._ask_room(f"{of.name}：加教室", {"places": USUAL_PLACES}, save)

    @act("room-edit", "修改教室", when=_room_in_use, why=NO_ROOM)
    def edit_room(self) -> None:
        of, room = self.in_use, self.room
        if of is None or room is None:
            return

        def save(draft: RoomDraft, reason: str) -> None:
            self.desk.perform(call(site.update_room, room.id, draft), "教室已保存。", reason)

        self._ask_room(f"{of.name}：修改教室", draft_of(RoomDraft, room), save)

    @act("room-retire", "停用教室", shown=_room_in_use, why=NO_ROOM)
    def retire_room(self) -> None:
        if (room := self.room) is not None:
            self.desk.do(call(site.retire_room, room.id), f"已停用教室{room.name}。")

    @act("room-restore", "恢复教室", shown=_room_out_of_use, why=NO_ROOM)
    def restore_room(self) -> None:
        if (room := self.room) is not None:
            self.desk.do(call(site.restore_room, room.id), f"教室{room.name}已恢复使用。")

    # what the card shows

    def tells_phone_of(self, one: SiteRow) -> bool:
        """Whether the whole number of its keeper was asked for."""
        return self._told_phone is not None and self._told_phone[0] == one.id

    def _visits(self, shown: SiteRow) -> str:
        held = shown.visits
        return f"{self.years.year} 年 {held.lessons:,} 节，{held.person_times:,} 人次"

    def _phone(self, shown: SiteRow) -> str:
        told = self._told_phone
        return told[1] if told is not None and told[0] == shown.id else shown.phone_masked

    def _rooms(self, shown: SiteRow) -> Sequence[RoomRow]:
        with self.desk.read() as session:
            return *shown.rooms, *site.retired_rooms(session, shown.id)

    def _ways(self, shown: SiteRow) -> list[SiteWay]:
        """To the other sites in use: the near ones first, those of which nothing is known last."""
        travel = self._travel
        if travel is None:
            return []
        ways = [
            SiteWay(one.id, one.name, travel(shown.id, one.id), travel.is_entered(shown.id, one.id))
            for one in self.others(shown)
        ]
        return sorted(ways, key=lambda way: (way.minutes is None, way.minutes or 0))

    def _ways_heading(self, shown: SiteRow) -> str:
        ways = self._ways(shown)
        known = sum(way.minutes is not None for way in ways)
        return f"路程 {known}/{len(ways)}" if ways else "路程"

    def _fill_room_menu(self, menu: QMenu) -> None:
        for name in ROOM_ACTS:
            if (bound := self.bound_acts[name]).is_shown:
                bound.add_to(menu)

    # the forms

    def _ask(
        self,
        title: str,
        start: SiteDraft | Mapping[str, Any],
        save: Callable[[SiteDraft, str], object],
    ) -> None:
        DraftForm(
            self.window(), "site", title, SiteDraft, save, start=start, width=FORM_WIDTH
        ).open()

    def _ask_room(
        self,
        title: str,
        start: RoomDraft | Mapping[str, Any],
        save: Callable[[RoomDraft, str], object],
    ) -> None:
        DraftForm(
            self.window(), "room", title, RoomDraft, save, start=start, width=ROOM_WIDTH
        ).open()
