"""The columns of the tree of branches and of a branch's people."""

from services.branch import BranchNode
from services.member import MemberRow
from ui.core.table import Column
from ui.member.columns import hours_words, role_words, state_tone, state_words

STEP = "　"
ABOVE_OTHERS = "▾ "


def tree_words(node: BranchNode) -> str:
    return STEP * node.depth + (ABOVE_OTHERS if node.below else "") + node.short_name


def reached_words(node: BranchNode) -> str:
    return f"{node.reached} / {node.members}" if node.members else ""


def share(node: BranchNode) -> float:
    return node.reached / node.members if node.members else -1.0


BRANCHES: tuple[Column[BranchNode], ...] = (
    Column(
        "党支部",
        0,
        tree_words,
        lambda node: node.short_name,
        ink=lambda node: "ink_faint" if node.retired else "",
        value=tree_words,
    ),
    Column("书记", 88, lambda node: node.secretary, bold=True),
    Column(
        "党员",
        62,
        lambda node: str(node.members),
        lambda node: node.members,
        right=True,
        firm=True,
        value=lambda node: node.members,
    ),
    Column("达标", 82, reached_words, share, right=True, firm=True),
    Column(
        "人均学时",
        82,
        lambda node: str(node.average) if node.members else "",
        lambda node: node.average,
        right=True,
        firm=True,
        value=lambda node: node.average,
    ),
    Column("联系人", 80, lambda node: node.contact, spare=True),
    Column("联系电话", 118, lambda node: node.phone_masked, spare=True, firm=True),
    Column("全称", 260, lambda node: node.name, extra=True),
    Column("下级", 56, lambda node: str(node.below or ""), lambda node: node.below, extra=True),
    Column("状态", 76, lambda node: "已停用" if node.retired else "在用", extra=True),
)
PEOPLE: tuple[Column[MemberRow], ...] = (
    Column("姓名", 84, lambda one: one.name, lambda one: one.pinyin, bold=True),
    Column("身份", 70, role_words),
    Column("学时", 76, hours_words, lambda one: one.hours, right=True, firm=True),
    Column("年度目标", 0, state_words, lambda one: one.hours - one.target, state_tone),
)
