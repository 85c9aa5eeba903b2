"""The yearly menu (年度菜单): a version's entries left, its terms and acts right.

It stays one file: a draft and a version that was published are one body, and what can be done with
them is declared where it is done.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QMenu, QStackedWidget, QWidget

from services import menu
from services.core.call import Call, call
from services.core.session import WorkSession
from services.core.undo import Undo
from services.menu import Begun, EntryRow, Menu, MenuDraft, MenuOffer, Version, version_words
from services.menu.entries import MONTHS
from services.menu.folded_paper import FOLDED
from services.menu.table_paper import TABLE
from ui.core import keys
from ui.core.acts import act
from ui.core.background import Latest, Once, Progress
from ui.core.desk import Desk, Page
from ui.core.draft_form import DraftForm
from ui.core.field_widgets import Offer
from ui.core.list_edit import ChangesInPlace, ListEditing
from ui.core.list_tools import ListTools, Named
from ui.core.preview import show_papers
from ui.core.table import RowsView
from ui.core.theme import set_role
from ui.core.widgets import Card, EmptyState, label, row
from ui.core.year_switch import YearSwitch
from ui.menu.dialogs import AddDialog, BeginDialog, DifferencesDialog
from ui.menu.panel import MenuPanel
from ui.menu.tables import ENTRIES

NOT_CHOSEN = "先选中草稿里的条目；发布了的菜单不再改动。"
NO_DRAFT = "发布了的菜单不再改动，要改就起草下一版。"
IN_DRAFT = ("menu-add", "menu-up", "menu-down", "menu-group", "menu-remove")
BLANK, EMPTY, FULL = range(3)


@dataclass(frozen=True)
class MenuYear:
    """A year's versions, the one in front, and what a draft would be made from."""

    year: int
    versions: tuple[Version, ...]
    menu: Menu | None
    source: Version | None


def _is_draft(page: "MenuPage") -> bool:
    return page.draft is not None


def _has_chosen(page: "MenuPage") -> bool:
    return page.draft is not None and bool(page.table.marked())


def _is_there(page: "MenuPage") -> bool:
    return page.front is not None


def _can_print(page: "MenuPage") -> bool:
    return page.front is not None and bool(page.front.entries)


def _go_words(page: "MenuPage") -> str:
    versions = page.shown.versions
    if page.draft is not None:
        return f"发布{version_words(page.draft.version)}"
    if versions and versions[0].published_at is None:
        return "接着改草稿"
    if versions:
        return f"起草{version_words(versions[0].version + 1)}"
    return f"起草{page.shown.year}年菜单"


def _apply_words(page: "MenuPage") -> str:
    return f"设给选中的 {len(page.table.marked())} 项"


def _compare_words(page: "MenuPage") -> str:
    other = page.other
    if other is None:
        return "和上一版的不同…"
    year = f"{other.year}年" if other.year != page.shown.year else ""
    return f"和{year}{version_words(other.version)}的不同…"


def _offers(name: str) -> list[Offer]:
    return [(f"{month}月", month) for month in MONTHS] if name == "months" else []


def _begun_words(made: Begun) -> str:
    gone = f"，{made.left_out} 项已停用没有带入" if made.left_out else ""
    return f"已起草{version_words(made.version)}，{made.entries} 项{gone}。"


class MenuPage(ChangesInPlace, Page):
    key = "menu"
    title = "年度菜单"
    help = (
        "一年里向党支部开出的课程和套餐：先起草，定好每场人数和可开月份，再发布。\n"
        "发布后这一版不再改动，要改就起草下一版。Ctrl+A 全选，回车打开课程。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        now = desk.workspace.clock.local_now().year
        self.shown = MenuYear(now, (), None, None)
        self._wanted: UUID | None = None
        self._entry: UUID | None = None
        self.year = YearSwitch(desk, now, now + 1)
        self.year.turned.connect(lambda _year: self._turn())
        self.version = QComboBox()
        self.version.setObjectName("menu-version")
        self.version.setAccessibleName("哪一版")
        self.version.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.version.activated.connect(lambda _place: self._pick())
        self.table: RowsView[EntryRow] = RowsView(ENTRIES)
        self.table.setObjectName("menu-entries")
        self.table.setAccessibleName("菜单条目")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        self.table.opened.connect(self._open)
        self.table.menus.append(self._fill_menu)
        self.editing = ListEditing(
            desk.messages,
            self.table,
            self.change,
            can=lambda _row: self.draft is not None,
            offers=_offers,
            why=NO_DRAFT,
        )
        self.panel = MenuPanel(self)
        self._go_button = self.button("menu-go", "primary")
        self._print_button = self.button("menu-print")
        self._lay_out()
        self._once = Once(desk.background, desk.messages.error)
        self._latest = Latest(
            desk.background, "读取菜单", self._read, self._show, desk.messages.error
        )

    def header_buttons(self) -> list[QWidget]:
        return [self._print_button, self._go_button]

    def aim(self, target: object) -> None:
        """A year, or the id of an entry of any version."""
        if isinstance(target, int):
            self.year.show_year(target)
            self._turn()
        elif isinstance(target, UUID):
            self._entry = target
            self._latest.ask()

    def refresh(self) -> None:
        self._latest.ask()

    # what is in front

    @property
    def front(self) -> Menu | None:
        return self.shown.menu

    @property
    def draft(self) -> Version | None:
        """The version in front, where it can be changed."""
        found = self.front
        return found.version if found and found.version.published_at is None else None

    @property
    def other(self) -> Version | None:
        """What the version in front is compared with: the one before it, or last year's."""
        found = self.front
        if found is None:
            return None
        versions = self.shown.versions
        older = (one for one in versions if one.version < found.version.version)
        first = self.draft is not None and len(versions) == 1
        return next(older, None) or (self.shown.source if first else None)

    # from nothing to published

    @act("menu-go", "起草菜单", keys.NEXT, says=_go_words, help="起草、接着改、发布")
    def go_on(self) -> None:
        versions = self.shown.versions
        if self.draft is not None:
            self._publish(self.draft)
        elif versions and versions[0].published_at is None:
            self._show_version(versions[0].id)
        else:
            self._begin()

    @act(
        "menu-print", "打印菜单", keys.PRINT, when=_can_print, shown=_is_there, why="菜单还是空的。"
    )
    def print_table(self) -> None:
        if self.front is not None:
            show_papers(self.desk, self, TABLE.of(self.front.version.id))

    @act("menu-fold", "打印折页…", keys.PRINT_MORE, when=_can_print, why="菜单还是空的。")
    def print_folded(self) -> None:
        if self.front is not None:
            show_papers(self.desk, self, FOLDED.of(self.front.version.id))

    @act("menu-discard", "放弃草稿", shown=_is_draft)
    def discard(self) -> None:
        if (draft := self.draft) is not None:
            self.desk.do(call(menu.discard, draft.id), "已放弃草稿。")

    @act("menu-describe", "名称和说明…", keys.EDIT, shown=_is_draft, why=NO_DRAFT)
    def describe(self) -> None:
        if (draft := self.draft) is None:
            return

        def save(typed: MenuDraft, reason: str) -> None:
            self.desk.perform(call(menu.describe, draft.id, typed), "已保存。", reason)

        DraftForm(
            self.window(),
            "menu",
            "菜单名称和说明",
            MenuDraft,
            save,
            start=MenuDraft(draft.title, draft.note),
        ).open()

    @act(
        "menu-compare",
        "和上一版的不同…",
        shown=lambda page: page.other is not None,
        says=_compare_words,
    )
    def compare(self) -> None:
        found, other = self.front, self.other
        if found is None or other is None:
            return
        words = (
            f"{version_words(found.version.version)}和{other.year}年{version_words(other.version)}"
        )
        with self.desk.read() as session:
            told = menu.differences(session, other.id, found.version.id)
        DifferencesDialog(self, words, told).open()

    # the entries of a draft

    @act("menu-add", "＋ 加入课程", keys.NEW, when=_is_draft, why=NO_DRAFT)
    def add(self) -> None:
        """Offer what is not on the menu."""
        draft, found = self.draft, self.front
        if draft is None or found is None:
            return
        there = {one.offer_id for one in found.entries}

        def save(ids: list[UUID], places: int, months: list[int]) -> None:
            added = call(menu.add, draft.id, ids, places=places, months=months)
            self.desk.perform(added, f"已加入 {len(ids)} 项。")

        def read(_progress: Progress) -> list[MenuOffer]:
            with self.desk.read() as session:
                return [one for one in menu.offers(session) if one.id not in there]

        def show(offers: list[MenuOffer]) -> None:
            if offers:
                AddDialog(self, offers, save).open()
            else:
                self.desk.messages.explain("加入课程", "全部课程和套餐都已在菜单上。")

        self._once.run("读取课程", read, show)

    @act("menu-up", "上移", keys.MOVE_UP, when=_has_chosen, why=NOT_CHOSEN, menu=True)
    def move_up(self) -> None:
        self._on_marked("已移动 {} 项。", lambda draft, ids: call(menu.move, draft, ids, -1))

    @act("menu-down", "下移", keys.MOVE_DOWN, when=_has_chosen, why=NOT_CHOSEN, menu=True)
    def move_down(self) -> None:
        self._on_marked("已移动 {} 项。", lambda draft, ids: call(menu.move, draft, ids, 1))

    @act("menu-group", "按任务排", when=_is_draft, why=NO_DRAFT)
    def group(self) -> None:
        if (draft := self.draft) is not None:
            self.desk.do(call(menu.group_by_task, draft.id), "已按七项任务排好。")

    @act("menu-remove", "移出", keys.REMOVE, when=_has_chosen, why=NOT_CHOSEN, menu=True)
    def remove(self) -> None:
        self._on_marked("已移出 {} 项。", lambda draft, ids: call(menu.remove, draft, ids))

    @act(
        "menu-apply",
        "设给选中的",
        keys.SAVE,
        when=_has_chosen,
        why=NOT_CHOSEN,
        says=_apply_words,
        help="右边的人数和月份，设给选中的条目",
    )
    def apply(self) -> None:
        places, months = self.panel.typed
        self._on_marked(
            "已设好 {} 项。",
            lambda draft, ids: call(menu.change, draft, ids, places=places, months=months),
        )

    def change(self, rows: Sequence[EntryRow], name: str, value: Any, reason: str) -> object:
        """Give these entries a value of a field, see ui.core.list_edit."""
        assert self.draft is not None
        ids = [one.id for one in rows]
        changed = call(menu.change, self.draft.id, ids, **{name: value})
        return self.desk.perform(changed, f"已设好 {len(ids)} 项。", reason)

    def _on_marked(self, words: str, made: Callable[[UUID, list[UUID]], Call[Undo]]) -> None:
        ids = [one.id for one in self.table.marked()]
        if (draft := self.draft) is not None and ids:
            self.desk.do(made(draft.id, ids), words.format(len(ids)))

    def _begin(self) -> None:
        """Ask what a draft is made from."""
        year = self.shown.year

        def save(copied: UUID | None, everything: bool) -> None:
            self.desk.perform(
                call(menu.begin, year, source=copied, everything=everything),
                _begun_words,
                then=lambda made: self._show_version(made.id),
            )

        BeginDialog(self, year, self.shown.source, save).open()

    def _publish(self, draft: Version) -> None:
        """Says beforehand that it cannot be taken back."""

        def publish() -> None:
            words = f"已发布{draft.year}年{version_words(draft.version)}。"
            self.desk.do(call(menu.publish, draft.id), words)

        text = (
            f"{version_words(draft.version)}共 {draft.entries} 项。发布后这一版的课程、学时、"
            "人数和月份不再改动，也不能撤销；以后要改，会另起下一版。"
        )
        self.desk.messages.ask("发布年度菜单", text, "发布", publish)

    # reading and showing

    def _lay_out(self) -> None:
        tools = row(*(self.button(name, "link") for name in IN_DRAFT), None, gap=6)
        self._tools = QWidget()
        self._tools.setLayout(tools)
        self._tools.setContentsMargins(8, 0, 8, 6)
        head = row(self.year, self.version, None, gap=8)
        head.setContentsMargins(12, 8, 8, 8)
        self.count = label("", "note")
        named = Named("menu", self._words, lambda: "")
        self._list_tools = ListTools(self.desk, self.table, named)
        foot = row(self.count, None, self._list_tools, gap=6)
        foot.setContentsMargins(16, 4, 8, 4)
        card = Card(padded=False)
        card.body.setSpacing(0)
        card.body.addLayout(head)
        card.body.addWidget(self._tools)
        self.empty = EmptyState(
            "这一年还没有菜单",
            "年度菜单是开给党支部点的课：起草时放入课程和套餐，定好每场人数和可开月份，"
            "发布后打印给各支部勾选，或按它做点单表。",
            buttons=[self.button("menu-go", "primary")],
        )
        self._states = QStackedWidget()
        for state in (QWidget(), self.empty, self.table):
            self._states.addWidget(state)
        card.body.addWidget(self._states, 1)
        card.body.addLayout(foot)
        whole = row(gap=14)
        whole.addWidget(card, 1)
        whole.addWidget(self.panel)
        whole.setContentsMargins(24, 18, 24, 18)
        self.setLayout(whole)

    def _read(self, _progress: Progress) -> MenuYear:
        with self.desk.read() as session:
            if self._entry is not None:
                front = menu.with_entry(session, self._entry)
                return self._year_of(session, front.version.year, front)
            year, found = self.year.year, menu.versions(session, self.year.year)
            known = {one.id for one in found}
            key = self._wanted if self._wanted in known else found[0].id if found else None
            return self._year_of(session, year, menu.menu(session, key) if key else None)

    def _year_of(self, session: WorkSession, year: int, front: Menu | None) -> MenuYear:
        return MenuYear(year, menu.versions(session, year), front, menu.source_for(session, year))

    def _show(self, shown: MenuYear) -> None:
        assert self.editing is not None
        self.editing.when_closed(partial(self._put, shown))

    def _put(self, shown: MenuYear) -> None:
        self.shown = shown
        self.year.show_year(shown.year)
        self._show_versions()
        there, entries = shown.menu is not None, shown.menu.entries if shown.menu else ()
        for made in (self.version, self.panel, self._list_tools):
            made.setVisible(there)
        self._tools.setVisible(self.draft is not None)
        set_role(self._go_button, "primary" if there else "")
        self._states.setCurrentIndex(FULL if there else EMPTY)
        self.table.set_rows(entries)
        if entries and self.table.current is None:
            self.table.selectRow(0)
        if self._entry is not None:
            self.table.choose(lambda one: one.id == self._entry)
            self._entry = None
        self.count.setText(f"{len(entries)} 项" if there else "")
        if shown.menu is not None:
            self.panel.show_menu(shown.menu)
        self.subtitle_changed.emit(self._words() if there else "")
        self._show_chosen()

    def _show_versions(self) -> None:
        with QSignalBlocker(self.version):
            self.version.clear()
            for one in self.shown.versions:
                state = f"{one.published_at:%m-%d} 发布" if one.published_at else "草稿"
                self.version.addItem(f"{version_words(one.version)} · {state}", one.id)
            if self.front is not None:
                self._wanted = self.front.version.id
                ids = [one.id for one in self.shown.versions]  # Qt cannot compare them itself
                self.version.setCurrentIndex(ids.index(self._wanted))

    def _words(self) -> str:
        found = self.front
        return f"{found.version.title} {version_words(found.version.version)}" if found else ""

    def _show_chosen(self) -> None:
        self.panel.show_chosen(self.table.marked())
        self.offer()

    def _show_version(self, menu_id: UUID) -> None:
        self._wanted = menu_id
        self._latest.ask()

    def _turn(self) -> None:
        self._wanted = None
        self._latest.ask()

    def _pick(self) -> None:
        self._show_version(self.version.currentData())

    def _fill_menu(self, entries: QMenu) -> None:
        for bound in self.bound_acts:
            if bound.act.menu and bound.is_shown:
                bound.add_to(entries)

    def _open(self, entry: EntryRow) -> None:
        page = "course" if entry.course_id else "package"
        self.desk.go(page, entry.offer_id)
