"""One branch: who leads it, what its people reached, who they are."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from services.branch import BranchNode
from services.member import MemberRow
from ui.branch.tables import PEOPLE
from ui.core import theme
from ui.core.table import RowsView
from ui.core.widgets import Card, ElidedLabel, button, column, label, line, row

WIDTH, MOST_WIDTH = 368, 400
FIELDS = ("上级党组织", "书记", "联系人", "联系电话")


class BranchCard(Card):
    """`people` opens the list narrowed to the branch and a state of hours, `person` one of them."""

    def __init__(
        self,
        *,
        edit: Callable[[], object],
        retire: Callable[[], object],
        restore: Callable[[], object],
        cards: Callable[[], object],
        people: Callable[[str], object],
        person: Callable[[UUID], object],
    ) -> None:
        super().__init__(padded=False)
        self.setFixedWidth(min(theme.current().px(WIDTH), MOST_WIDTH))
        self.name = ElidedLabel("", "title")
        self.name.setObjectName("branch-title")
        self.full_name = ElidedLabel("", "subtitle")
        self._values = {words: ElidedLabel() for words in FIELDS}
        self.members = _door("branch-members", lambda: people(""))
        self.reached = _door("branch-reached", lambda: people("reached"))
        self.behind = _door("branch-behind", lambda: people("behind"))
        self.average = label("", "count")
        self.average.setFixedHeight(self.members.sizeHint().height())
        self.people: RowsView[MemberRow] = RowsView(PEOPLE)
        self.people.setObjectName("branch-people")
        self.people.setAccessibleName("这个党支部的党员")
        self.people.opened.connect(lambda one: person(one.id))
        self.nobody = label(
            "这个党支部还没有党员。导入花名册或新增学员时写这个支部。", "note", wrap=True
        )
        self.nobody.setContentsMargins(16, 12, 16, 12)
        self.edit = button("修改", edit, key="Ctrl+E", name="branch-edit")
        self.cards = button("打印学员卡", cards, name="branch-cards")
        self.cards.setToolTip("打印学员卡  Ctrl+P")
        self.retire = button("停用", retire, name="branch-retire")
        self.restore = button("恢复", restore, name="branch-restore")
        self._lay_out()

    def show_branch(self, node: BranchNode | None, above: str, people: Sequence[MemberRow]) -> None:
        """Show one branch; None empties the card."""
        self.inside.setVisible(node is not None)
        if node is None:
            return
        self.name.set_whole(node.short_name)
        self.full_name.set_whole(f"已停用 · {node.name}" if node.retired else node.name)
        values = {
            "上级党组织": above,
            "书记": node.secretary,
            "联系人": node.contact,
            "联系电话": node.phone_masked,
        }
        for words, value in values.items():
            self._values[words].set_whole(value or "—")
        figures = (
            (self.members, node.members, "党员"),
            (self.reached, node.reached, "已达标"),
            (self.behind, node.members - node.reached, "未达标"),
        )
        for door, count, words in figures:
            door.setText(str(count))
            door.setAccessibleName(f"{words} {count} 人，打开名单")
            door.setEnabled(count > 0)
        self.average.setText(str(node.average))
        self.people.set_rows(people)
        self.people.setVisible(bool(people))
        self.nobody.setVisible(not people)
        self.edit.setEnabled(not node.retired)
        self.cards.setEnabled(bool(people))
        self.retire.setVisible(not node.retired)
        self.restore.setVisible(node.retired)

    def _lay_out(self) -> None:
        facts = QGridLayout()
        facts.setHorizontalSpacing(10)
        facts.setVerticalSpacing(4)
        facts.setColumnStretch(1, 1)
        for number, (words, value) in enumerate(self._values.items()):
            facts.addWidget(label(words, "note"), number, 0)
            facts.addWidget(value, number, 1)
            value.setAccessibleDescription(words)
        top = column(self.name, self.full_name, 6, facts, gap=4)
        top.setContentsMargins(16, 14, 16, 10)
        figures = row(gap=4)
        figures.setContentsMargins(12, 8, 12, 8)
        shown: tuple[tuple[QWidget, str], ...] = (
            (self.members, "党员"),
            (self.reached, "已达标"),
            (self.behind, "未达标"),
            (self.average, "人均学时"),
        )
        for figure, words in shown:
            both = column(figure, label(words, "note"), gap=0)
            for place in range(2):
                item = both.itemAt(place)
                if item is not None:
                    item.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            figures.addLayout(both, 1)
        foot = row(self.edit, self.cards, None, self.retire, self.restore, gap=8)
        foot.setContentsMargins(12, 8, 12, 8)
        inside = column(top, line(), figures, line(), self.nobody, gap=0)
        inside.addWidget(self.people, 1)
        inside.addStretch(0)
        inside.addWidget(line())
        inside.addLayout(foot)
        self.inside = QWidget()
        self.inside.setProperty("role", "inside")
        self.inside.setLayout(inside)
        self.body.addWidget(self.inside)


def _door(name: str, pressed: Callable[[], object]) -> QPushButton:
    made = button("0", pressed, "door", name=name)
    made.setToolTip("打开名单")
    return made
