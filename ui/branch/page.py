"""The tree of branches (党支部): the tree left, the chosen one and its people right."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QWidget

from services import branch, member
from services.branch import BranchDraft, BranchNode
from services.core.undo import Undo
from services.member import MemberRow
from ui.branch.details import BranchCard
from ui.branch.dialogs import ask_branch
from ui.branch.tables import BRANCHES
from ui.core.background import Latest, Progress
from ui.core.desk import Desk, Page
from ui.core.list_tools import ListTools, Named
from ui.core.table import RowsView
from ui.core.widgets import Card, EmptyState, button, column, label, row
from ui.member.cards import print_cards
from ui.member.filters import Narrowing


@dataclass(frozen=True)
class Branches:
    """The tree, and everybody in use by their branch."""

    nodes: tuple[BranchNode, ...]
    people: dict[UUID | None, tuple[MemberRow, ...]]


class BranchPage(Page):
    key = "branch"
    title = "党支部"
    help = (
        "左边是党支部，下级排在上级下面；右边是选中的党支部和它的党员。"
        "人数、达标、未达标都可以点开看名单；在右边名单上按回车打开这个人。\n"
        "Ctrl+N 新增党支部，Ctrl+E 修改名称、上级、联系人，Ctrl+P 打印这个党支部的学员卡，"
        "Ctrl+Z 撤销本页上一步；Ctrl+Shift+L 选列，Ctrl+Shift+E 导出 Excel，Ctrl+Shift+P 打印。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._target: object = None
        self._branches = Branches((), {})
        self.undo = desk.history
        self.table: RowsView[BranchNode] = RowsView(BRANCHES)
        self.table.setObjectName("branches")
        self.table.setAccessibleName("党支部")
        self.table.chosen.connect(lambda _: self._show_details())
        self.table.opened.connect(lambda _: self._open_people(""))
        self.retired = QCheckBox("也列出已停用的")
        self.retired.setObjectName("branch-retired")
        self.retired.toggled.connect(lambda _: self._show_tree())
        self.count = label("", "note")
        named = Named("branch", lambda: "党支部一览", self._note)
        foot = row(self.count, 10, self.retired, None, ListTools(desk, self.table, named), gap=6)
        foot.setContentsMargins(16, 4, 8, 4)
        tree = Card(padded=False)
        tree.body.setSpacing(0)
        tree.body.addWidget(self.table, 1)
        tree.body.addLayout(foot)
        self.card = BranchCard(
            edit=self._edit,
            retire=self._retire,
            restore=self._restore,
            cards=self._print_cards,
            people=self._open_people,
            person=lambda key: desk.go("member", key),
        )
        full = QWidget()
        sides = row(gap=14)
        sides.addWidget(tree, 1)
        sides.addWidget(self.card)
        full.setLayout(sides)
        empty = Card(padded=False)
        self.empty = EmptyState(
            "还没有党支部",
            "导入花名册时，党支部会自动建好；也可以先在这里建总支和支部，排好上下级。",
            "新增党支部",
            self._new,
        )
        empty.body.addWidget(self.empty)
        self._states = QStackedWidget()
        for state in (QWidget(), empty, full):
            self._states.addWidget(state)
        whole = column(gap=0)
        whole.setContentsMargins(24, 18, 24, 18)
        whole.addWidget(self._states)
        self.setLayout(whole)
        shortcut = QShortcut(QKeySequence("Ctrl+P"), self, self._print_cards)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._latest = Latest(
            desk.background, "读取党支部", self._read, self._show, desk.messages.error
        )

    def header_buttons(self) -> list[QWidget]:
        return [button("＋ 新增党支部", self._new, "primary", key="Ctrl+N", name="branch-new")]

    def aim(self, target: object) -> None:
        """A branch's id, or "new"."""
        if target == "new":
            self._new()
        elif isinstance(target, UUID):
            self._target = target
            self._aim()

    def refresh(self) -> None:
        """In the background: everybody's hours are added up."""
        self._latest.ask()

    def _read(self, _progress: Progress) -> Branches:
        with self.desk.read() as session:
            nodes = branch.tree(session)
            people: dict[UUID | None, list[MemberRow]] = {}
            for one in member.list_rows(session):
                if not one.guest:
                    people.setdefault(one.branch_id, []).append(one)
        return Branches(nodes, {name: tuple(rows) for name, rows in people.items()})

    def _show(self, branches: Branches) -> None:
        self._branches = branches
        self._states.setCurrentIndex(2 if branches.nodes else 1)
        self._show_tree()
        used = [node for node in branches.nodes if not node.retired]
        people = sum(node.members for node in used)
        self.subtitle_changed.emit(f"{len(used)} 个党支部，{people:,} 名党员" if used else "")
        self._aim()

    def _show_tree(self) -> None:
        shown = [
            node for node in self._branches.nodes if self.retired.isChecked() or not node.retired
        ]
        gone = sum(node.retired for node in self._branches.nodes)
        self.retired.setVisible(bool(gone))
        self.table.set_rows(shown)
        self.count.setText(f"{len(shown)} 个")
        if self.table.current is None and shown:
            self.table.selectRow(0)
        self._show_details()

    def _aim(self) -> None:
        target = self._target
        if target is None or not self._branches.nodes:
            return
        self._target = None
        node = next((one for one in self._branches.nodes if one.id == target), None)
        if node is not None and node.retired:
            self.retired.setChecked(True)
        self.table.choose(lambda one: one.id == target)

    def _show_details(self) -> None:
        node = self.table.current
        above = next(
            (one.short_name for one in self._branches.nodes if node and one.id == node.parent_id),
            "",
        )
        people = self._branches.people.get(node.id, ()) if node else ()
        self.card.show_branch(node, above, people)

    def _note(self) -> str:
        return "含已停用的" if self.retired.isChecked() else "在用的党支部"

    def _open_people(self, hours: str) -> None:
        """The list of members, narrowed to this branch and a state of their hours."""
        if (node := self.table.current) is not None:
            self.desk.go("member", Narrowing(branch=node.short_name, hours=hours))

    def _new(self) -> None:
        node = self.table.current
        above = node.id if node is not None and node.below else None

        def save(draft: BranchDraft, _reason: str) -> None:
            with self.desk.workspace.write("branch.add") as session:
                self._target = branch.add(session, draft)
            self.undo.did("已新增党支部。", None)

        ask_branch(self, self._branches.nodes, None, save, above)

    def _edit(self) -> None:
        node = self.table.current
        if node is None or node.retired:
            return

        def save(draft: BranchDraft, _reason: str) -> None:
            self._do("已保存。", "branch.update", lambda s: branch.update(s, node.id, draft))

        ask_branch(self, self._branches.nodes, node, save)

    def _retire(self) -> None:
        if (node := self.table.current) is not None:
            words = f"已停用：{node.short_name}。"
            self.desk.messages.attempt(
                lambda _: self._do(words, "branch.retire", lambda s: branch.retire(s, node.id))
            )

    def _restore(self) -> None:
        node = self.table.current
        if node is None:
            return

        def act(_reason: str) -> None:
            with self.desk.workspace.write("branch.restore") as session:
                branch.restore(session, node.id)

        if self.desk.messages.attempt(act):
            self.undo.did(f"已恢复：{node.short_name}。", None)

    def _do(self, words: str, verb: str, act: Callable[..., Undo]) -> None:
        with self.desk.workspace.write(verb) as session:
            undo = act(session)
        self.undo.did(words, undo)

    def _print_cards(self) -> None:
        node = self.table.current
        if node is None:
            return
        wanted = {one.id for one in self._branches.people.get(node.id, ())}
        if not wanted:
            self.desk.messages.explain("打印学员卡", "这个党支部还没有党员。")
            return

        def read(_progress: Progress) -> list[member.Person]:
            with self.desk.read() as session:
                return [one for one in member.search_index(session) if one.id in wanted]

        self.desk.background.run(
            "读学员", read, lambda people: print_cards(self.desk, self, people),
            self.desk.messages.error,
        )  # fmt: skip
