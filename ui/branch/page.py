"""The tree of branches (党支部): the tree left, the chosen one and its people right."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QPushButton

from services import branch, member, merging
from services.branch import BranchDraft, BranchNode
from services.core.call import call
from services.core.fields import draft_of, field_of
from services.core.session import WorkSession
from services.member import MemberRow
from ui.branch.form import ask_branch
from ui.branch.merge import BranchMergeDialog
from ui.core import keys
from ui.core.acts import act
from ui.core.background import Progress
from ui.core.detail_card import DetailCard, Fact, fact
from ui.core.draft_form import DraftForm
from ui.core.field_widgets import Offer
from ui.core.list_page import Empty, Listed, ListPage, is_in_use, is_out_of_use
from ui.core.rows import Column, field_column
from ui.core.widgets import button, column, label, row
from ui.member.cards import print_cards
from ui.member.columns import hours_words, role_words, state_tone, state_words
from ui.member.filters import BEHIND, EXEMPT, REACHED, of_branch

STEP, ABOVE_OTHERS = "　", "▾ "
People = dict[UUID | None, tuple[MemberRow, ...]]


def tree_words(node: BranchNode) -> str:
    return STEP * node.depth + (ABOVE_OTHERS if node.below else "") + node.short_name


def _ink(node: BranchNode) -> str:
    return "ink_faint" if node.retired else ""


def _state(node: BranchNode) -> str:
    if node.merged_into:
        return f"已并入{node.merged_into}"
    return "已停用" if node.retired else "在用"


def _reached(node: BranchNode) -> str:
    return f"{node.reached} / {node.owing}" if node.owing else ""


def _share(node: BranchNode) -> float:
    return node.reached / node.owing if node.owing else -1.0


def _average(node: BranchNode) -> str:
    return str(node.average) if node.owing else ""


def _number(
    title: str, width: int, text: Callable[[BranchNode], str], value: Callable[[BranchNode], Any]
) -> Column[BranchNode]:
    return Column(title, width, text, value, right=True, firm=True, value=value)


BRANCHES: tuple[Column[BranchNode], ...] = (
    Column("党支部", 0, tree_words, lambda node: node.short_name, ink=_ink, value=tree_words),
    Column("书记", 88, lambda node: node.secretary, bold=True),
    _number("党员", 62, lambda node: str(node.members), lambda node: node.members),
    Column("达标", 82, _reached, _share, right=True, firm=True),
    _number("人均学时", 82, _average, lambda node: node.average),
    field_column(BranchDraft, "contact", 80, spare=True, edit=True, many=True),
    Column("联系电话", 118, lambda node: node.phone_masked, spare=True, firm=True),
    field_column(BranchDraft, "name", 260, extra=True, edit=True),
    Column(
        "上级党组织",
        140,
        lambda node: node.above,
        extra=True,
        edit=field_of(BranchDraft, "parent_id"),
        many=True,
    ),
    Column("下级", 56, lambda node: str(node.below or ""), lambda node: node.below, extra=True),
    Column("状态", 76, _state, extra=True),
)
PEOPLE: tuple[Column[MemberRow], ...] = (
    Column("姓名", 84, lambda one: one.name, lambda one: one.pinyin, bold=True),
    Column("身份", 70, role_words),
    Column("学时", 76, hours_words, lambda one: one.hours, right=True, firm=True),
    Column("年度目标", 0, state_words, lambda one: one.hours - one.target, state_tone),
)
FIGURES = (
    ("members", "党员", ""),
    ("reached", REACHED, REACHED),
    ("behind", BEHIND, BEHIND),
    ("exempt", "减免", EXEMPT),
)


class BranchPage(ListPage[BranchNode]):
    key = "branch"
    title = "党支部"
    help = (
        "左边是党支部，下级排在上级下面；右边是选中的党支部和它的党员。\n"
        "人数、达标、未达标都可以点开看名单；在右边名单上按回车打开这个人。"
    )
    columns = BRANCHES
    listed = "党支部一览"
    find_hint = "党支部、书记、联系人"
    header = ("branch-new",)
    opens = "branch-people"
    slow = True  # everybody's hours are added up
    several = True
    empty = Empty(
        "还没有党支部",
        "导入花名册时，党支部会自动建好；也可以先在这里建总支和支部，排好上下级。",
        ("branch-import", "branch-new"),
    )

    def read(self, session: WorkSession) -> Listed[BranchNode]:
        people: dict[UUID | None, list[MemberRow]] = {}
        for one in member.list_rows(session):
            if not one.guest:
                people.setdefault(one.branch_id, []).append(one)
        return Listed(branch.tree(session), {key: tuple(rows) for key, rows in people.items()})

    def took(self, more: Any) -> None:
        self._people: People = more

    def texts(self, row: BranchNode) -> Sequence[str]:
        return row.name, row.short_name, row.secretary, row.contact, *row.other_names

    def subtitle(self, in_use: Sequence[BranchNode]) -> str:
        return f"{len(in_use)} 个党支部，{sum(node.members for node in in_use):,} 名党员"

    def offers(self, name: str) -> Sequence[Offer]:
        return self._above(None) if name == "parent_id" else ()

    def make_card(self) -> DetailCard[BranchNode]:
        card: DetailCard[BranchNode] = DetailCard(
            self,
            title=lambda node: node.short_name,
            state=lambda node: (_state(node) if node.retired else "", "grey"),
            about=lambda node: node.name,
            acts=("branch-cards", "branch-edit", "branch-merge"),
            ends=("branch-retire", "branch-restore"),
            width=368,
        )
        card.add_facts(
            (
                Fact("上级党组织", lambda node: node.above),
                Fact("也叫", lambda node: "、".join(node.other_names)),
                Fact("书记", lambda node: node.secretary),
                fact(BranchDraft, "contact"),
                Fact("联系电话", lambda node: node.phone_masked),
            )
        )
        card.add_part(self._figures(), self._show_figures)
        self.people = card.add_list(
            "branch-people",
            PEOPLE,
            lambda node: self._people.get(node.id, ()),
            heading=lambda node: f"党员 {node.members}",
            words="这个党支部的党员",
            empty="这个党支部还没有党员。导入花名册或新增学员时写这个支部。",
        )
        self.people.opened.connect(lambda one: self.desk.go("member", one.id))
        return card

    def _figures(self) -> QLayout:
        """The counts, each a door to its people, and the average."""
        self.average = label("", "count")
        self.average.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.doors: dict[str, QPushButton] = {}
        figures = row(gap=4)
        figures.setContentsMargins(12, 8, 12, 8)
        for name, _words, hours in FIGURES:
            door = button("0", partial(self._open_people, hours), "door", name=f"branch-{name}")
            door.setToolTip("打开名单")
            self.doors[name] = door
        self.average.setFixedHeight(self.doors["members"].sizeHint().height())
        shown = [(self.doors[name], words) for name, words, _ in FIGURES]
        for figure, words in (*shown, (self.average, "人均学时")):
            both = column(figure, label(words, "note"), gap=0)
            both.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            figures.addLayout(both, 1)
        return figures

    def _show_figures(self, node: BranchNode) -> None:
        counts = (node.members, node.reached, node.owing - node.reached, node.exempt)
        for (name, words, _), count in zip(FIGURES, counts, strict=True):
            self.doors[name].setText(str(count))
            self.doors[name].setAccessibleName(f"{words} {count} 人，打开名单")
            self.doors[name].setEnabled(count > 0)
        self.average.setText(str(node.average))

    def change(self, rows: Sequence[BranchNode], name: str, value: Any, reason: str) -> object:
        changed = call(branch.change, [one.id for one in rows], name, value)
        return self.desk.perform(changed, "已修改。", reason)

    def _open_people(self, hours: str) -> None:
        """The list of members, narrowed to this branch and a state of their hours."""
        if (node := self.current) is not None:
            self.desk.go("member", of_branch(node.short_name, hours))

    @act("branch-new", "＋ 新增党支部", keys.NEW)
    def new(self) -> None:
        node = self.current
        above = node.id if node is not None and node.below else None
        ask_branch(self.desk, self, "", self.choose, above=above, offered=self._above(None))

    @act("branch-import", "导入花名册…", keys.IMPORT, find=False)
    def import_roster(self) -> None:
        self.desk.go("member", "import")

    @act("branch-edit", "修改", keys.EDIT, when=is_in_use, menu=True)
    def edit(self) -> None:
        if (node := self.in_use) is None:
            return
        DraftForm(
            self,
            "branch",
            "修改党支部",
            BranchDraft,
            lambda draft, reason: self.desk.perform(
                call(branch.update, node.id, draft), "已保存。", reason
            ),
            start=draft_of(BranchDraft, node),
            offers={"parent_id": self._above(node)},
        ).open()

    def _above(self, below: BranchNode | None) -> list[Offer]:
        """Who may stand above a branch: those in use, but not itself."""
        return [
            (STEP * node.depth + node.short_name, node.id)
            for node in self.rows
            if not node.retired and (below is None or node.id != below.id)
        ]

    @act("branch-people", "党员名单", when=lambda page: page.current, find=False, menu=True)
    def open_all(self) -> None:
        self._open_people("")

    @act("branch-retire", "停用", keys.REMOVE, shown=is_in_use, menu=True)
    def retire(self) -> None:
        if (node := self.in_use) is not None:
            self.desk.do(call(branch.retire, node.id), f"已停用：{node.short_name}。")

    @act(
        "branch-merge",
        "合并到…",
        keys.MERGE,
        when=lambda page: bool(page.to_merge()),
        shown=is_in_use,
        help="一个党支部登记成了几个时用；选中几个，一次并到一个里",
        menu=True,
        many=True,
    )
    def merge(self) -> None:
        marked = self.to_merge()
        offered = [node for node in self.rows if not node.retired]
        if marked:
            BranchMergeDialog(self, self.desk, marked, offered, self._merge).open()

    def to_merge(self) -> list[BranchNode]:
        """The chosen rows in use."""
        chosen = self.table.marked() or ([self.current] if self.current else [])
        return [node for node in chosen if not node.retired]

    def _merge(self, kept: BranchNode, merged: Sequence[BranchNode], reason: str) -> object:
        merging_them = call(merging.merge_branches, kept.id, [node.id for node in merged])
        told = f"已合并到{kept.short_name}。"
        return self.desk.perform(merging_them, told, reason, then=lambda _: self.choose(kept.id))

    @act(
        "branch-restore",
        "恢复",
        shown=is_out_of_use,
        says=lambda page: "撤销合并" if page.current and page.current.merge_id else "恢复",
        menu=True,
    )
    def restore(self) -> None:
        node = self.out_of_use
        if node is not None and node.merge_id is not None:
            told = f"已撤销合并：{node.short_name}。"
            back = call(merging.take_back_branches, node.merge_id)
            self.desk.do(back, told, then=lambda _: self.choose(node.id))
        elif node is not None:
            told = f"已恢复：{node.short_name}。"
            self.desk.do(call(branch.restore, node.id), told, then=lambda _: self.choose(node.id))

    @act(
        "branch-cards",
        "打印学员卡",
        keys.PRINT,
        when=lambda page: page.current is not None and page.current.members,
        why="这个党支部还没有党员。",
        menu=True,
    )
    def print_cards(self) -> None:
        node = self.current
        wanted = {one.id for one in self._people.get(node.id, ())} if node else set()

        def read(_progress: Progress) -> list[member.Person]:
            with self.desk.read() as session:
                return [one for one in member.search_index(session) if one.id in wanted]

        self.desk.background.run(
            "读学员",
            read,
            lambda people: print_cards(self.desk, self, people),
            self.desk.messages.error,
        )
