"""The packages (课堂+基地 套餐): the list left, the chosen one with its stages right."""

from collections import Counter
from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QStackedWidget, QWidget

from services import course, package, site
from services.core.undo import Undo
from services.package import PackageDetail, PackageDraft, PackageRow, StageRow
from services.package.paper import SHEET
from services.training_class.sources import FromPackage
from ui.core.desk import Desk, Page
from ui.core.forms import text_field
from ui.core.list_tools import ListTools, Named
from ui.core.preview import show_papers
from ui.core.table import RowsView
from ui.core.widgets import Card, EmptyState, button, column, label, row
from ui.package.details import Acts, PackageCard
from ui.package.dialogs import PackageForm
from ui.package.tables import PACKAGES

ALL_KINDS = "全部类别"


class PackagePage(Page):
    key = "package"
    title = "阵地与套餐"
    help = (
        "套餐把课堂上的课和去基地的现场教学排成一串：左边是全部套餐，右边是选中套餐的环节、学时和"
        "路上时间。\n"
        "Ctrl+N 新建，回车或 Ctrl+E 修改，Ctrl+L 排成一个班，Ctrl+P 打印套餐单，Ctrl+F 查找，"
        "Delete 停用，Ctrl+Z 撤销。修改时 Alt+↑、Alt+↓ 换环节的先后。"
        "课堂的路程按主校区算；类别在“设置”里改。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rows: tuple[PackageRow, ...] = ()
        self._kinds: tuple[str, ...] = ()
        self.undo = desk.history
        self.search = text_field("package-search", hint="编码、名称、基地")
        self.search.setProperty("role", "search")
        self.search.setAccessibleName("找套餐")
        self.search.textChanged.connect(lambda _text: self._show_list())
        self.kind = QComboBox()
        self.kind.setObjectName("package-kind-filter")
        self.kind.setAccessibleName("类别")
        self.kind.currentIndexChanged.connect(lambda _index: self._show_list())
        self.retired = QCheckBox("也列出已停用的")
        self.retired.setObjectName("package-retired")
        self.retired.toggled.connect(lambda _: self._show_list())
        self.table: RowsView[PackageRow] = RowsView(PACKAGES)
        self.table.setObjectName("packages")
        self.table.setAccessibleName("套餐")
        self.table.chosen.connect(lambda _row: self._show_details())
        self.table.opened.connect(lambda _row: self._edit())
        self.card = PackageCard(
            Acts(
                edit=self._edit,
                retire=self._retire,
                restore=self._restore,
                to_class=self._to_class,
                print=self._print,
                open_stage=self._open_stage,
            )
        )
        self._lay_out()
        for keys, act in (("Ctrl+F", self.search.setFocus), ("Delete", self._retire)):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def header_buttons(self) -> list[QWidget]:
        return [button("＋ 新建套餐", self._new, "primary", key="Ctrl+N", name="package-new")]

    def aim(self, target: object) -> None:
        """A package's id, or "new"."""
        if target == "new":
            self._new()
        elif isinstance(target, UUID):
            self._choose(target)

    def focus_first(self) -> None:
        self.table.setFocus()

    def refresh(self) -> None:
        with self.desk.read() as session:
            self._rows = (*package.list_all(session), *package.list_retired(session))
            self._kinds = package.kinds(session)
        self._stack.setCurrentIndex(1 if self._rows else 0)
        gone = any(one.retired for one in self._rows)
        self.retired.setVisible(gone)
        if not gone:
            self.retired.setChecked(False)
        used = [one for one in self._rows if not one.retired]
        self.subtitle_changed.emit(f"{len(used)} 个套餐" if used else "")
        self._offer_kinds(used)
        self._show_list()

    def _lay_out(self) -> None:
        head = row(self.search, self.kind, gap=8)
        head.setStretch(0, 1)
        head.setContentsMargins(14, 10, 14, 8)
        self.count = label("", "note")
        tools = ListTools(self.desk, self.table, Named("package", lambda: "套餐一览", self._note))
        foot = row(self.count, 10, self.retired, None, tools, gap=6)
        foot.setContentsMargins(16, 4, 8, 4)
        card = Card(padded=False)
        card.body.setSpacing(0)
        card.body.addLayout(head)
        card.body.addWidget(self.table, 1)
        card.body.addLayout(foot)
        sides = row(gap=14)
        sides.addWidget(card, 1)
        sides.addWidget(self.card, 1)
        full = QWidget()
        full.setLayout(sides)
        empty = Card(padded=False)
        self.empty = EmptyState(
            "还没有套餐",
            "套餐是先在课堂上课、再到基地现场教学的一串安排。建好以后可以放进年度菜单让支部点，"
            "也可以一步排成一个班。",
            "新建套餐",
            self._new,
        )
        empty.body.addWidget(self.empty)
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._stack.addWidget(full)
        whole = column(self._stack, gap=0)
        whole.setContentsMargins(24, 18, 24, 18)
        self.setLayout(whole)

    def _offer_kinds(self, used: list[PackageRow]) -> None:
        """The school's kinds with how many there are, and those that only packages still have."""
        counts = Counter(one.kind for one in used)
        chosen = self.kind.currentData()
        with QSignalBlocker(self.kind):
            self.kind.clear()
            self.kind.addItem(f"{ALL_KINDS} {len(used)}", None)
            for kind in dict.fromkeys((*self._kinds, *counts)):
                self.kind.addItem(f"{kind} {counts[kind]}", kind)
            self.kind.setCurrentIndex(max(0, self.kind.findData(chosen)))

    def _show_list(self) -> None:
        wanted, kind = self.search.text().strip().lower(), self.kind.currentData()
        found = [
            one
            for one in self._rows
            if (self.retired.isChecked() or not one.retired)
            and kind in (None, one.kind)
            and wanted in f"{one.code} {one.title} {' '.join(one.bases)}".lower()
        ]
        self.table.set_rows(found)
        if self.table.current is None and found:
            self.table.selectRow(0)
        self.count.setText(f"{len(found)} 个")
        self._show_details()

    def _show_details(self) -> None:
        chosen = self.table.current
        self.card.show_package(None if chosen is None else self._read(chosen.id))

    def _read(self, package_id: UUID) -> PackageDetail:
        with self.desk.read() as session:
            return package.detail(session, package_id)

    def _note(self) -> str:
        return self.kind.currentData() or ""

    def _choose(self, package_id: UUID) -> None:
        """Show a package, whatever the list was narrowed to."""
        self.kind.setCurrentIndex(0)
        self.search.clear()
        if any(one.id == package_id and one.retired for one in self._rows):
            self.retired.setChecked(True)
        self.table.choose(lambda one: one.id == package_id)

    def _new(self) -> None:
        def save(draft: PackageDraft, _reason: str) -> None:
            with self.desk.workspace.write("package.create") as session:
                key = package.create(session, draft)
            self._choose(key)
            self.undo.did("套餐已建好，可以放进年度菜单，也可以排成一个班。", None)

        self._ask(save, None)

    def _edit(self) -> None:
        shown = self.card.shown
        if shown is None or shown.retired:
            return
        key = shown.id

        def save(draft: PackageDraft, _reason: str) -> None:
            words = "已保存，排好的班不变。"
            self._do(words, "package.update", lambda s: package.update(s, key, draft))

        self._ask(save, shown)

    def _ask(self, save: Callable[[PackageDraft, str], None], before: PackageDetail | None) -> None:
        with self.desk.read() as session:
            courses, sites = course.list_all(session), site.list_all(session)
            code = package.next_code(session)
        if not courses:
            text = "课程菜单还是空的。请先到“课程菜单”建几门课，再来组合套餐。"
            self.desk.messages.explain("新建套餐", text)
            return
        start = {"code": code, "kind": self._kinds[0]}
        PackageForm(self.window(), self._kinds, courses, sites, save, before, start).open()

    def _retire(self) -> None:
        shown = self.card.shown
        if shown is not None and not shown.retired:
            words = f"已停用“{shown.title}”，排好的班不变。"
            self.desk.messages.attempt(
                lambda _reason: self._do(
                    words, "package.retire", lambda s: package.retire(s, shown.id)
                )
            )

    def _restore(self) -> None:
        shown = self.card.shown
        if shown is None:
            return

        def act(_reason: str) -> None:
            with self.desk.workspace.write("package.restore") as session:
                package.restore(session, shown.id)

        if self.desk.messages.attempt(act):
            self._choose(shown.id)
            self.undo.did(f"“{shown.title}”已恢复使用。", None)

    def _do(self, words: str, verb: str, act: Callable[..., Undo]) -> None:
        with self.desk.workspace.write(verb) as session:
            undo = act(session)
        self.undo.did(words, undo)

    def _to_class(self) -> None:
        if (shown := self.card.shown) is not None and not shown.retired:
            self.desk.go("training_class", FromPackage(shown.id))

    def _print(self) -> None:
        if (shown := self.card.shown) is not None:
            show_papers(self.desk, self, SHEET.of(shown.id))

    def _open_stage(self, stage: StageRow) -> None:
        if stage.site_id is not None:
            self.desk.go("site", stage.site_id)
        else:
            self.desk.go("course", stage.course_id)
