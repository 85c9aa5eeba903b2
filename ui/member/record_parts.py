"""What the tabs of a member's record show: fields, former posts, merges."""

from PySide6.QtWidgets import QLayout, QWidget

from services.member import FormerPostRow, MemberDetail, MemberFacts, MergeRow
from ui.core.detail_card import Fact, fact
from ui.core.table import Column

KNOWN = ("sex", "nation", "born", "education", "joined", "became_full", "occupation")
FACTS: tuple[Fact[MemberDetail], ...] = (
    Fact("党支部", lambda one: one.branch_name),
    Fact("曾在支部", lambda one: one.was_in),
    Fact("类别", lambda one: one.kind.word + ("（流动）" if one.floating else "")),
    *(fact(MemberFacts, name) for name in KNOWN),
    Fact("学员卡号", lambda one: one.card_code),
    fact(MemberFacts, "note"),
    Fact("离开", lambda one: one.left),
)
FORMER: tuple[Column[FormerPostRow], ...] = (
    Column("党内身份", 110, lambda one: one.role.word, bold=True),
    Column("职务", 0, lambda one: one.post),
    Column("任职", 110, lambda one: one.starts or "不详"),
    Column("免职", 110, lambda one: one.ends),
)
MERGES: tuple[Column[MergeRow], ...] = (
    Column("并进来的记录", 0, lambda one: one.merged_name, bold=True),
    Column("合并时间", 160, lambda one: f"{one.merged_at:%Y-%m-%d %H:%M}"),
)


def tab(layout: QLayout) -> QWidget:
    """One tab, with the air of the others."""
    made = QWidget()
    layout.setContentsMargins(4, 14, 4, 4)
    made.setLayout(layout)
    return made
