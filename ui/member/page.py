"""Members and hours (学员与学时): the list left, the chosen one right."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from services import member
from services.member import LeftKind, MemberDetail, MemberRow
from ui.core.background import Progress
from ui.core.desk import Desk, Files, Page
from ui.core.theme import set_role
from ui.core.widgets import Card, EmptyState, button, column, row
from ui.member.acts import MemberActs
from ui.member.cards import print_cards
from ui.member.details import Acts, MemberCard
from ui.member.filters import NAMED, Narrowing
from ui.member.list import MemberList, People
from ui.member.merge import MergeDialog
from ui.member.record import RecordDialog
from ui.roster_import.dialogs import RosterGuide, import_roster


class MemberPage(Page):
    key = "member"
    title = "学员与学时"
    help = (
        "左边是全部学员和今年的学时，右边是选中的人和他今年上过的课；按回车打开学员档案。\n"
        "Ctrl+F 查找（姓名、拼音首字母、手机或身份证后四位，可再加支部），"
        "接着用 ↑↓ 选人、回车打开；"
        "Ctrl+I 导入花名册，Ctrl+N 新增学员，Ctrl+G 登记外单位人员，Ctrl+E 修改，"
        "Ctrl+M 转出、调支部、去世、停用、合并，Ctrl+Z 撤销本页上一步，"
        "Ctrl+P 打印选中的人的学员卡。\n"
        "Ctrl+Shift+L 选列，Ctrl+Shift+E 导出 Excel，Ctrl+Shift+P 打印名单，"
        "都按当前的条件、顺序和列。\n"
        "身份证号和手机只显示头尾几位；点“显示”看全号，每次都会记入日志。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._reading = 0
        self._target: object = None
        self._people: People | None = None
        self.undo = desk.history
        self.acts = MemberActs(desk, self.undo, self._count_namesakes)
        self.list = MemberList(desk, self._print_cards)
        self.list.chosen.connect(self._on_chosen)
        self.list.opened.connect(lambda _: self._open())
        self.card = MemberCard(
            Acts(
                show_identity=self._show_identity,
                show_phone=self._show_phone,
                edit=self._edit,
                open=self._open,
                restore=self._restore,
                more=(
                    ("transfer-in", "调支部 / 转回…", self._on_shown(self.acts.transfer_in)),
                    ("transfer-out", "转出…", self._leaving("transferred")),
                    ("died", "登记去世…", self._leaving("died")),
                    ("retire", "停用", self._retire),
                    ("merge", "合并为同一人…", self._merge),
                    ("guest", "登记外单位人员…（Ctrl+G）", self._new_guest),
                ),
            )
        )
        full = QWidget()
        sides = row(gap=14)
        sides.addWidget(self.list, 1)
        sides.addWidget(self.card)
        full.setLayout(sides)
        empty_card = Card(padded=False)
        self.empty = EmptyState(
            "还没有学员",
            "从党员管理系统导出的花名册（.xlsx、.xls 或 .csv）可以直接导入，"
            "导入前先看到会改动什么、哪些单元格要核实。零星的人也可以手工新增。",
            "导入花名册",
            self._import,
        )
        empty_card.body.addWidget(self.empty)
        self._states = QStackedWidget()
        for state in (QWidget(), empty_card, full):
            self._states.addWidget(state)
        whole = column(gap=0)
        whole.setContentsMargins(24, 18, 24, 18)
        whole.addWidget(self._states)
        self.setLayout(whole)
        self._import_button = button("导入花名册", self._import, key="Ctrl+I", name="member-import")
        self._new_button = button(
            "＋ 新增学员", self._new, "primary", key="Ctrl+N", name="member-new"
        )

        shortcut = QShortcut(QKeySequence("Ctrl+G"), self, self._new_guest)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def header_buttons(self) -> list[QWidget]:
        return [self._import_button, self._new_button]

    def aim(self, target: object) -> None:
        """A member's id, a Narrowing or the name of one, "new", or "import"."""
        if target == "new":
            self._new()
        elif target == "import":
            self._import()
        elif isinstance(target, Files):
            RosterGuide(self.desk, self, target.paths).open()
        elif self._people is None:
            self._target = target  # the list is still being read
        elif isinstance(target, UUID):
            self.list.choose(target)
        elif isinstance(target, Narrowing):
            self.list.narrow_to(target)
        elif isinstance(target, str) and target in NAMED:
            self.list.narrow_to(NAMED[target])

    def refresh(self) -> None:
        """Read in the background: 50,000 people take longer than a frame."""
        self._reading += 1
        asked = self._reading

        def read(_progress: Progress) -> People:
            with self.desk.read() as session:
                return People(
                    member.list_rows(session),
                    member.search_index(session),
                    member.list_rows(session, retired=True),
                )

        def show(people: People) -> None:
            if asked == self._reading:  # else a later reading is under way
                self._show(people)

        self.desk.background.run("读取学员", read, show, self.desk.messages.error)

    def _show(self, people: People) -> None:
        self._people = people
        anybody = bool(people.rows or people.retired)
        self._states.setCurrentIndex(2 if anybody else 1)
        set_role(self._new_button, "primary" if anybody else "")
        self._import_button.setVisible(anybody and self.isVisible())
        self.list.show_people(people)
        self._show_details()
        year = self.desk.workspace.clock.local_now().year
        guests = sum(one.guest for one in people.rows)
        done = sum(one.reached for one in people.rows)
        words = (
            f"{len(people.rows) - guests:,} 名党员，{year} 年达标 {done:,} 人" if anybody else ""
        )
        if guests:
            words += f"；外单位 {guests:,} 人"
        self.subtitle_changed.emit(words)
        if self._target is not None:
            target, self._target = self._target, None
            self.aim(target)

    def _on_chosen(self, _chosen: MemberRow | None) -> None:
        self._show_details()

    def _show_details(self) -> None:
        chosen = self.list.table.current
        self.card.show_member(self._detail(chosen.id) if chosen else None)

    def _detail(self, member_id: UUID) -> MemberDetail | None:
        try:
            with self.desk.read() as session:
                return member.detail(session, member_id)
        except Exception as error:
            self.desk.messages.error(error)
            return None

    def _import(self) -> None:
        import_roster(self.desk, self, lambda _people: None)

    def _new(self) -> None:
        self.acts.new(self, self._aim_later)

    def _new_guest(self) -> None:
        self.acts.new_guest(self, self._aim_later)

    def _aim_later(self, member_id: UUID) -> None:
        """Once the list was read anew."""
        self._target = member_id

    def _edit(self) -> None:
        if self.card.shown is not None and not self.card.shown.retired:
            self.acts.edit(self, self.card.shown)

    def _open(self) -> None:
        if self.card.shown is not None:
            shown = self.card.shown
            RecordDialog(self.window(), self.desk, shown.id, self.acts, self._ask_merge).open()

    def _on_shown(self, act: Callable[[QWidget, MemberDetail], object]) -> Callable[[], object]:
        def go() -> None:
            if self.card.shown is not None:
                act(self, self.card.shown)

        return go

    def _leaving(self, way: str) -> Callable[[], object]:
        return self._on_shown(lambda parent, shown: self.acts.leave(parent, shown, way))

    def _merge(self) -> None:
        if self.card.shown is not None:
            self._ask_merge(self.card.shown)

    def _ask_merge(self, shown: MemberDetail) -> None:
        if self._people is not None:
            front = QApplication.activeModalWidget() or self
            MergeDialog(
                front,
                self.desk,
                shown,
                self._people.persons,
                lambda other: self.acts.merge(shown, other),
            ).open()

    def _count_namesakes(self, name: str) -> int:
        rows: Sequence[MemberRow] = self._people.rows if self._people else ()
        return sum(one.name == name for one in rows)

    def _show_identity(self) -> None:
        if self.card.shown is not None and (
            number := self.acts.full_number(member.show_identity, self.card.shown.id)
        ):
            self.card.show_full_identity(number)

    def _show_phone(self) -> None:
        if self.card.shown is not None and (
            number := self.acts.full_number(member.show_phone, self.card.shown.id)
        ):
            self.card.show_full_phone(number)

    def _retire(self) -> None:
        if self.card.shown is not None:
            self.acts.retire(self.card.shown)

    def _restore(self) -> None:
        shown = self.card.shown
        if shown is None:
            return
        if shown.left_kind is LeftKind.merged and shown.merges:
            self.acts.take_back_merge(shown.merges[0].id)
        else:
            self.acts.restore(shown)

    def _print_cards(self) -> None:
        marked = {one.id for one in self.list.table.marked()}
        people = self._people.persons if self._people is not None else ()
        print_cards(self.desk, self, [one for one in people if one.id in marked])
