"""One member: who they are, and what they have done this year."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QMenu, QProgressBar, QWidget

from services.core.text import plain
from services.hours import HoursLine
from services.member import LeftKind, MemberDetail, MemberKind, Role
from ui.core import theme
from ui.core.table import RowsView
from ui.core.theme import set_role
from ui.core.widgets import (
    Card,
    ElidedLabel,
    button,
    chip,
    clear,
    column,
    label,
    line,
    row,
    scrolling,
    set_chip,
)
from ui.member.lessons import LESSONS

WIDTH, MOST_WIDTH = 352, 384
LEAST_LESSONS = 100
FIELDS = ("性别", "民族", "出生", "学历", "入党", "转正", "类别", "岗位", "职务", "备注")


@dataclass(frozen=True)
class Acts:
    """What the card's buttons do; each is told nothing: the page knows who is shown."""

    show_identity: Callable[[], object]
    show_phone: Callable[[], object]
    edit: Callable[[], object]
    open: Callable[[], object]
    restore: Callable[[], object]
    more: tuple[tuple[str, str, Callable[[], object]], ...]


class MemberCard(Card):
    def __init__(self, acts: Acts) -> None:
        super().__init__(padded=False)
        look = theme.current()
        self.setFixedWidth(min(look.px(WIDTH), MOST_WIDTH))
        self._acts = acts
        self._full_number = self._full_phone = False
        self.shown: MemberDetail | None = None
        self.name = ElidedLabel("", "title")
        self.name.setObjectName("member-name")
        self.branch = ElidedLabel("", "subtitle")
        self._chips = row(gap=6)
        self.identity = label("", "")
        self.identity.setObjectName("member-identity")
        self.identity_button = button(
            "显示", self._on_identity, "link", name="member-identity-show"
        )
        self.phone = label("", "")
        self.phone.setObjectName("member-phone")
        self.phone_button = button("显示", self._on_phone, "link", name="member-phone-show")
        self._values = {words: ElidedLabel() for words in FIELDS}
        self.hours, self.target = label("", "figure"), label("", "subtitle")
        self.hours.setObjectName("member-hours")
        self.state = chip("")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.lessons: RowsView[HoursLine] = RowsView(LESSONS)
        self.lessons.setObjectName("member-lessons")
        self.lessons.setAccessibleName("今年的课")
        self.no_lessons = label("今年还没有签到。签到后这里列出每节课和学时。", "note", wrap=True)
        self.edit = button("修改", acts.edit, key="Ctrl+E", name="member-edit")
        self.open = button("档案", acts.open, name="member-open")
        self.open.setToolTip("学员档案：资料、职务、历年学时、合并  Enter")
        self.more = button("更多", self._no_act, name="member-more")
        self.more.setShortcut("Ctrl+M")
        self.more.setToolTip("更多  Ctrl+M")
        menu = QMenu(self.more)
        self.acts = {name: menu.addAction(words) for name, words, _act in acts.more}
        for name, _words, act in acts.more:
            self.acts[name].triggered.connect(act)
        self.more.setMenu(menu)
        self.restore = button("恢复", acts.restore, name="member-restore")
        self._fill()

    def _fill(self) -> None:
        top = column(gap=4)
        top.setContentsMargins(16, 14, 16, 10)
        names = row(gap=8)
        names.addWidget(self.name, 1)
        names.addLayout(self._chips)
        top.addLayout(names)
        top.addWidget(self.branch)
        top.addSpacing(4)
        top.addLayout(self._facts())
        hours = column(gap=6)
        hours.setContentsMargins(16, 10, 16, 10)
        figure = row(self.hours, self.target, None, self.state, gap=4)
        hours.addLayout(figure)
        hours.addWidget(self.bar)
        foot = row(self.open, self.edit, None, self.restore, self.more, gap=8)
        foot.setContentsMargins(12, 8, 12, 8)
        self.no_lessons.setContentsMargins(16, 12, 16, 12)
        self.lessons.setMinimumHeight(theme.current().px(LEAST_LESSONS))
        shown = column(top, line(), hours, line(), self.no_lessons, gap=0)
        shown.addWidget(self.lessons, 1)
        shown.addStretch(0)
        inside = column(gap=0)
        inside.addWidget(scrolling(shown), 1)  # large text on a low screen
        inside.addWidget(line())
        inside.addLayout(foot)
        self.inside = QWidget()
        self.inside.setProperty("role", "inside")
        self.inside.setLayout(inside)
        self.nobody = label("在左边选一个人，这里显示他的情况和今年上过的课。", "note", wrap=True)
        self.nobody.setContentsMargins(16, 16, 16, 16)
        self.nobody.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.inside)
        self.body.addWidget(self.nobody)

    def _facts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        grid.addWidget(label("身份证", "note"), 0, 0)
        number = row(self.identity, None, self.identity_button, gap=4)
        grid.addLayout(number, 0, 1, 1, 3)
        grid.addWidget(label("手机", "note"), 1, 0)
        grid.addLayout(row(self.phone, None, self.phone_button, gap=4), 1, 1, 1, 3)
        place = 4
        for words, value in self._values.items():
            wide = words in ("职务", "备注")
            if wide and place % 2:
                place += 1
            line_number, side = divmod(place, 2)
            grid.addWidget(label(words, "note"), line_number, side * 2)
            grid.addWidget(value, line_number, side * 2 + 1, 1, 3 if wide else 1)
            value.setAccessibleDescription(words)
            place += 2 if wide else 1
        return grid

    def show_member(self, shown: MemberDetail | None) -> None:
        """Show one member with masked numbers; None empties the card."""
        self.shown = shown
        self._full_number = False
        self.inside.setVisible(shown is not None)
        self.nobody.setVisible(shown is None)
        if shown is None:
            return
        self.name.set_whole(shown.name)
        self.branch.set_whole(shown.left or shown.branch_name)
        self._show_chips(shown)
        self._show_identity(shown)
        self._show_phone(shown)
        values = {
            "性别": shown.sex,
            "民族": shown.nation,
            "出生": shown.born,
            "学历": shown.education,
            "类别": shown.kind.word,
            "职务": "" if shown.guest else shown.post or shown.role.word,
            "入党": shown.joined,
            "转正": shown.became_full,
            "岗位": shown.occupation,
            "备注": shown.note,
        }
        for words, value in values.items():
            self._values[words].set_whole(value or "—")
        self._show_hours(shown)
        self.lessons.set_rows(shown.lessons)
        self.lessons.setVisible(bool(shown.lessons))
        self.no_lessons.setVisible(not shown.lessons)
        self.edit.setEnabled(not shown.retired)
        merged = shown.left_kind is LeftKind.merged
        self.restore.setText("撤销合并" if merged else "恢复")
        self.restore.setVisible(shown.retired)
        for name, act in self.acts.items():
            act.setVisible(_may(name, shown))

    def show_full_phone(self, number: str) -> None:
        """The whole number, until another person is shown or it is hidden again."""
        self._full_phone = True
        self.phone.setText(number)
        self.phone_button.setText("隐藏")

    def _on_phone(self) -> None:
        if self._full_phone and self.shown is not None:
            self._show_phone(self.shown)
        else:
            self._acts.show_phone()

    def _show_phone(self, shown: MemberDetail) -> None:
        self._full_phone = False
        self.phone.setText(shown.phone_masked or "—")
        self.phone_button.setText("显示")
        self.phone_button.setVisible(bool(shown.phone_masked))

    def _no_act(self) -> None:
        """The menu is the button's act."""

    def show_full_identity(self, number: str) -> None:
        """The whole number, until another person is shown or it is hidden again."""
        self._full_number = True
        self.identity.setText(number)
        self.identity_button.setText("隐藏")

    def _on_identity(self) -> None:
        if self._full_number and self.shown is not None:
            self._full_number = False
            self._show_identity(self.shown)
        elif self.identity_button.text() == "补上":
            self._acts.edit()
        else:
            self._acts.show_identity()

    def _show_identity(self, shown: MemberDetail) -> None:
        known = bool(shown.identity_masked)
        wanted = not (known or shown.guest)
        self.identity.setText(shown.identity_masked or ("待核" if wanted else "—"))
        set_role(self.identity, "said-amber" if wanted else "")
        self.identity_button.setText("显示" if known else "补上")
        self.identity_button.setVisible(known or wanted)

    def _show_chips(self, shown: MemberDetail) -> None:
        clear(self._chips)
        if shown.retired:
            self._chips.addWidget(chip((shown.left_kind or LeftKind.retired).word, "grey"))
        if shown.guest:
            self._chips.addWidget(chip("外单位", "grey"))
        if shown.role is not Role.member:
            self._chips.addWidget(chip(shown.role.word, "blue"))
        if shown.kind is MemberKind.probationary:
            self._chips.addWidget(chip("预备", "grey"))
        if shown.floating:
            self._chips.addWidget(chip("流动", "grey"))
        if shown.namesakes > 1:
            self._chips.addWidget(chip(f"同名 {shown.namesakes} 人", "amber"))

    def _show_hours(self, shown: MemberDetail) -> None:
        self.hours.setText(plain(shown.hours))
        of = "" if shown.guest else f"/ {shown.target} "
        self.target.setText(f"{of}学时（{shown.year} 年）")
        words, tone = state_of(shown)
        set_chip(self.state, words, tone)
        self.bar.setVisible(not shown.guest)
        self.bar.setRange(0, max(1, shown.target * 2))
        self.bar.setValue(min(int(shown.hours * 2), shown.target * 2))
        set_role(self.bar, "" if tone == "green" else "amber")


def state_of(shown: MemberDetail) -> tuple[str, str]:
    """(words, tone) of the year against its target."""
    if shown.guest:
        return "不设目标", "grey"
    if shown.hours >= shown.target:
        return "达标", "green"
    return f"差 {plain(shown.target - shown.hours)}", "amber"


def _may(act: str, shown: MemberDetail) -> bool:
    """What the menu offers: nothing that would be refused."""
    if act == "transfer-in":
        left = (None, LeftKind.retired, LeftKind.transferred)
        return not shown.guest and shown.left_kind in left
    if act == "guest":
        return True
    if act == "transfer-out":
        return not (shown.guest or shown.retired)
    return not shown.retired
