"""合并为同一人: choose the other record, see both side by side and what moves, then do it."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtWidgets import QGridLayout, QWidget

from services import member, merging
from services.member import MemberDetail, Person, Persons
from services.merging import MergePreview
from ui.core import theme
from ui.core.desk import Desk
from ui.core.forms import FormDialog
from ui.core.narrowing import SearchField
from ui.core.table import Column, RowsView
from ui.core.theme import set_role
from ui.core.widgets import ElidedLabel, clear, column, label

SHOWN = 30
SIDES: tuple[tuple[str, Callable[[MemberDetail], str]], ...] = (
    ("姓名", lambda one: one.name),
    ("党支部", lambda one: one.branch),
    ("类别", lambda one: one.kind.word),
    ("职务", lambda one: one.post or one.role.word),
    ("身份证号", lambda one: one.identity_masked),
    ("出生日期", lambda one: one.born),
    ("入党日期", lambda one: one.joined),
    ("手机", lambda one: one.phone_masked),
)


class MergeDialog(FormDialog):
    """`shown` is the record that is kept. `merge` gets the other one's id, raises what is wrong."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        shown: MemberDetail,
        persons: Persons[Person],
        merge: Callable[[UUID], object],
    ) -> None:
        super().__init__(
            parent,
            f"合并为同一人：{shown.name}",
            "合并到左边这条",
            lambda _reason: merge(self._chosen_id()),
            width=theme.current().px(680),
        )
        self.setObjectName("member-merge")
        self._desk, self._shown, self._persons = desk, shown, persons
        self._namesakes = [p for p in persons if p.name == shown.name and p.id != shown.id]
        self.field = SearchField(
            "merge-find", "另一条记录：姓名、拼音首字母、手机或身份证后四位", "找另一条记录"
        )
        self.field.textChanged.connect(self._look_up)
        self.table: RowsView[Person] = RowsView(
            (
                Column("姓名", 110, lambda p: p.name, bold=True),
                Column("支部或单位", 0, lambda p: p.branch),
                Column("职务", 120, lambda p: p.post),
                Column("手机", 130, lambda p: p.phone_masked),
            )
        )
        self.table.setObjectName("merge-people")
        self.table.setAccessibleName("可以合并的记录")
        self.table.setMinimumHeight(theme.current().px(150))
        self.table.chosen.connect(lambda _: self._compare())
        self.table.opened.connect(lambda _: self.save_button.click())
        self.field.over = self.table
        self._sides = QGridLayout()
        self._sides.setHorizontalSpacing(14)
        self._sides.setVerticalSpacing(3)
        self._sides.setColumnStretch(1, 1)
        self._sides.setColumnStretch(2, 1)
        self.moves = label("", "note", wrap=True)
        self.moves.setObjectName("merge-moves")
        self.extra.addLayout(column(self.field, self.table, self._sides, self.moves, gap=10))
        self._look_up("")
        self.field.setFocus()

    def _look_up(self, text: str) -> None:
        text = text.strip()
        found: Sequence[Person] = self._namesakes
        if text:
            wanted = member.find(self._persons, text, SHOWN + 1)
            found = [person for person in wanted if person.id != self._shown.id]
        self.table.set_rows(found)
        if found:
            self.table.selectRow(0)
        self._compare()

    def _chosen_id(self) -> UUID:
        chosen = self.table.current
        assert chosen is not None  # the button is off without one
        return chosen.id

    def _compare(self) -> None:
        chosen = self.table.current
        clear(self._sides)
        self.error.hide()
        if chosen is None:
            self.save_button.setEnabled(False)
            set_role(self.moves, "note")
            self.moves.setText("没有同名的人。请在上面查找另一条记录。")
            return
        with self._desk.read() as session:
            other = member.detail(session, chosen.id)
            seen = merging.preview(session, self._shown.id, chosen.id)
        self._show_sides(other)
        self.save_button.setEnabled(not seen.refusal)
        set_role(self.moves, "said-amber" if seen.refusal else "note")
        self.moves.setText(seen.refusal or _moves(seen))

    def _show_sides(self, other: MemberDetail) -> None:
        heads = ("", "保留这条", "并进来（以后不再列出）")
        for place, words in enumerate(heads):
            self._sides.addWidget(label(words, "note"), 0, place)
        for number, (words, of) in enumerate(SIDES, 1):
            mine, theirs = of(self._shown), of(other)
            self._sides.addWidget(label(words, "note"), number, 0)
            for place, value in ((1, mine), (2, theirs)):
                made = ElidedLabel(value or "—", "said-amber" if mine != theirs and value else "")
                self._sides.addWidget(made, number, place)


def _moves(seen: MergePreview) -> str:
    moves = (
        f"移到保留的记录：{'、'.join(seen.moves)}。" if seen.moves else "没有要移动的签到和学时。"
    )
    return f"{moves}{''.join(seen.once)}{seen.post}空着的资料由并进来的补上。以后可以撤销合并。"
