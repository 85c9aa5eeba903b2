"""The yearly menu (年度菜单): a version's entries left, its terms and acts right."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QStackedWidget, QWidget

from services import menu
from services.core.call import Call, call
from services.core.session import WorkSession
from services.core.undo import Undo
from services.menu import EntryRow, Menu, Version, version_words
from services.menu.folded_paper import FOLDED
from services.menu.table_paper import TABLE
from ui.core.background import Latest, Once, Progress
from ui.core.desk import Desk, Page
from ui.core.list_tools import ListTools, Named
from ui.core.preview import show_papers
from ui.core.table import RowsView
from ui.core.widgets import Card, EmptyState, button, label, row
from ui.core.year_switch import YearSwitch
from ui.menu.acts import MenuActs
from ui.menu.dialogs import DifferencesDialog
from ui.menu.panel import MenuPanel
from ui.menu.tables import ENTRIES, STATE


@dataclass(frozen=True)
class Shown:
    """A year's versions, the one in front, and what a draft would be made from."""

    year: int
    versions: tuple[Version, ...]
    menu: Menu | None
    source: Version | None


class MenuPage(Page):
    key = "menu"
    title = "年度菜单"
    help = (
        "一年里向党支部开出的课程和套餐：先起草，定好每场人数和可开月份，再发布；"
        "发布后这一版不再改动，要改就起草下一版。\n"
        "Ctrl+N 加入课程，Ctrl+A 全选，Ctrl+回车 把人数和月份设给选中的，Alt+↑↓ 调整顺序，"
        "Delete 移出，Ctrl+E 名称和说明，回车打开课程；Ctrl+Z 撤销。\n"
        "Ctrl+P 打印单页点单菜单，Ctrl+Shift+F 打印折页；Ctrl+PgUp、Ctrl+PgDown 换年份。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        now = desk.workspace.clock.local_now().year
        self._shown = Shown(now, (), None, None)
        self._wanted: UUID | None = None
        self._entry: UUID | None = None
        self._acts = MenuActs(desk, self)
        self.year = YearSwitch(now, now + 1)
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
        self.panel = MenuPanel(
            apply=self._apply,
            describe=self._describe,
            discard=self._discard,
            compare=self._compare,
            fold=lambda: self._print(folded=True),
        )
        self._print_button = button("打印菜单", self._print, key="Ctrl+P", name="menu-print")
        self._go_button = button("起草菜单", self._go, "primary", name="menu-go")
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

    def _lay_out(self) -> None:
        self.acts = row(gap=6)
        for words, act, key, name in (
            ("＋ 加入课程", self._add, "Ctrl+N", "menu-add"),
            ("上移", lambda: self._move(-1), "Alt+Up", "menu-up"),
            ("下移", lambda: self._move(1), "Alt+Down", "menu-down"),
            ("按任务排", self._group, "", "menu-group"),
            ("移出", self._remove, "", "menu-remove"),
        ):
            self.acts.addWidget(button(words, act, "link", key=key, name=name))
        self.acts.addStretch(1)
        tools = QWidget()
        tools.setLayout(self.acts)
        self._tools = tools
        tools.setContentsMargins(8, 0, 8, 6)
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
        card.body.addWidget(tools)
        self.empty = EmptyState(
            "这一年还没有菜单",
            "年度菜单是开给党支部点的课：起草时放入课程和套餐，定好每场人数和可开月份，"
            "发布后打印给各支部勾选，或按它做点单表。",
            "起草菜单",
            self._go,
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
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table, self._remove)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)

    def _read(self, _progress: Progress) -> Shown:
        with self.desk.read() as session:
            if self._entry is not None:
                front = menu.with_entry(session, self._entry)
                return self._shown_of(session, front.version.year, front)
            year, found = self.year.year, menu.versions(session, self.year.year)
            known = {one.id for one in found}
            key = self._wanted if self._wanted in known else found[0].id if found else None
            return self._shown_of(session, year, menu.menu(session, key) if key else None)

    def _shown_of(self, session: WorkSession, year: int, front: Menu | None) -> Shown:
        return Shown(year, menu.versions(session, year), front, menu.source_for(session, year))

    def _show(self, shown: Shown) -> None:
        self._shown = shown
        self.year.show_year(shown.year)
        with QSignalBlocker(self.version):
            self.version.clear()
            for one in shown.versions:
                state = f"{one.published_at:%m-%d} 发布" if one.published_at else "草稿"
                self.version.addItem(f"{version_words(one.version)} · {state}", one.id)
            if shown.menu is not None:
                self._wanted = shown.menu.version.id
                ids = [one.id for one in shown.versions]  # Qt cannot compare them itself
                self.version.setCurrentIndex(ids.index(self._wanted))
        there, entries = shown.menu is not None, shown.menu.entries if shown.menu else ()
        for made in (self.version, self.panel, self._print_button, self._list_tools):
            made.setVisible(there)
        self._tools.setVisible(self._draft is not None)
        self._print_button.setEnabled(bool(entries))
        self._states.setCurrentIndex(2 if there else 1)
        self.table.hold_back(STATE, held=not any(one.retired for one in entries))
        self.table.set_rows(entries)
        if entries and self.table.current is None:
            self.table.selectRow(0)
        if self._entry is not None:
            self.table.choose(lambda one: one.id == self._entry)
            self._entry = None
        self.count.setText(f"{len(entries)} 项" if there else "")
        self._go_button.setText(self._go_words())
        self.empty.action.setText(f"起草{shown.year}年菜单")
        if shown.menu is not None:
            self.panel.show_menu(shown.menu, self._other())
        self.subtitle_changed.emit(self._words() if there else "")
        self._show_chosen()

    @property
    def _draft(self) -> Version | None:
        """The version in front, where it can be changed."""
        found = self._shown.menu
        return found.version if found and found.version.published_at is None else None

    def _words(self) -> str:
        found = self._shown.menu
        return f"{found.version.title} {version_words(found.version.version)}" if found else ""

    def _go_words(self) -> str:
        versions = self._shown.versions
        if self._draft is not None:
            return f"发布{version_words(self._draft.version)}"
        if versions and versions[0].published_at is None:
            return "接着改草稿"
        return f"起草{version_words(versions[0].version + 1)}" if versions else "起草菜单"

    def _other(self) -> Version | None:
        """What the version in front is compared with: the one before it, or last year's."""
        found = self._shown.menu
        older = (
            one for one in self._shown.versions if found and one.version < found.version.version
        )
        return next(older, None) or (
            self._shown.source if self._draft and len(self._shown.versions) == 1 else None
        )

    def _show_chosen(self) -> None:
        self.panel.show_chosen(self.table.marked())

    def _turn(self) -> None:
        self._wanted = None
        self._latest.ask()

    def _pick(self) -> None:
        self._wanted = self.version.currentData()
        self._latest.ask()

    def _go(self) -> None:
        versions = self._shown.versions
        if self._draft is not None:
            self._acts.publish(self._draft)
        elif versions and versions[0].published_at is None:
            self._wanted = versions[0].id
            self._latest.ask()
        else:
            self._acts.begin(self._shown.year, self._shown.source, self._begun)

    def _begun(self, menu_id: UUID) -> None:
        self._wanted = menu_id
        self._latest.ask()

    def _add(self) -> None:
        if (draft := self._draft) is not None and self._shown.menu is not None:
            self._acts.add(draft, {one.offer_id for one in self._shown.menu.entries})

    def _apply(self, places: int, months: list[int]) -> None:
        self._on_marked(
            "已设好 {} 项。",
            lambda draft, ids: call(menu.change, draft, ids, places=places, months=months),
        )

    def _move(self, by: int) -> None:
        self._on_marked("已移动 {} 项。", lambda draft, ids: call(menu.move, draft, ids, by))

    def _remove(self) -> None:
        self._on_marked("已移出 {} 项。", lambda draft, ids: call(menu.remove, draft, ids))

    def _on_marked(self, words: str, act: Callable[[UUID, list[UUID]], Call[Undo]]) -> None:
        ids = [one.id for one in self.table.marked()]
        if (draft := self._draft) is not None and ids:
            self.desk.do(act(draft.id, ids), words.format(len(ids)))

    def _group(self) -> None:
        if (draft := self._draft) is not None:
            self.desk.do(call(menu.group_by_task, draft.id), "已按七项任务排好。")

    def _describe(self) -> None:
        if (draft := self._draft) is not None:
            self._acts.describe(draft)

    def _discard(self) -> None:
        if (draft := self._draft) is not None:
            self.desk.do(call(menu.discard, draft.id), "已放弃草稿。")

    def _compare(self) -> None:
        found, other = self._shown.menu, self._other()
        if found is None or other is None:
            return
        words = (
            f"{version_words(found.version.version)}和{other.year}年{version_words(other.version)}"
        )
        with self.desk.read() as session:
            told = menu.differences(session, other.id, found.version.id)
        DifferencesDialog(self, words, told).open()

    def _print(self, *, folded: bool = False) -> None:
        if self._shown.menu is not None and self._shown.menu.entries:
            paper = FOLDED if folded else TABLE
            show_papers(self.desk, self, paper.of(self._shown.menu.version.id))

    def _open(self, entry: EntryRow) -> None:
        page = "course" if entry.course_id else "package"
        self.desk.go(page, entry.offer_id)
