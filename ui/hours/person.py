"""One person's year: hours against the target, what is to come, and every line."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from services.core.text import plain
from services.hours import HoursLine, LedgerRow, State
from services.hours.words import line_words
from ui.core import theme
from ui.core.desk import Page
from ui.core.table import Column, RowsView
from ui.core.widgets import Card, ElidedLabel, chip, column, label, line, row, set_chip
from ui.member.lessons import line_tone

WIDTH, MOST_WIDTH = 420, 470
SOURCE = 2


def _words(one: HoursLine) -> str:
    return f"{one.lesson}　{one.note}" if one.note else one.lesson


LINES: tuple[Column[HoursLine], ...] = (
    Column("日期", 62, lambda one: f"{one.day:%m-%d}", lambda one: one.day, firm=True),
    Column("内容", 0, _words),
    Column("依据", 92, lambda one: one.source, faint=True),
    Column("状态", 60, line_words, tone=line_tone, firm=True),
    Column("学时", 52, lambda one: plain(one.hours), lambda one: one.hours, right=True, firm=True),
)


class PersonCard(Card):
    """`page` gives the acts on the person shown."""

    def __init__(self, page: Page) -> None:
        super().__init__(padded=False)
        look = theme.current()
        self.setFixedWidth(min(look.px(WIDTH), MOST_WIDTH))
        self.name = ElidedLabel("", "title")
        self.name.setObjectName("hours-name")
        self.state = chip("")
        self.branch = ElidedLabel("", "subtitle")
        self.hours, self.target = label("", "figure"), label("", "subtitle")
        self.hours.setObjectName("hours-total")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.outlook = label("", "note", wrap=True)
        self.outlook.setObjectName("hours-outlook")
        self.lines: RowsView[HoursLine] = RowsView(LINES)
        self.lines.setObjectName("hours-lines")
        self.lines.setAccessibleName("学时明细")
        self.lines.setToolTip("回车或双击看依据：签到打开那节课，在线和更正可以撤销")
        # Enter tells what a line rests on; larger text has no room for it in the list. Not a
        # spare column: at usual size it stays, whatever a line's name would like.
        self.lines.hold_back(SOURCE, look.px(WIDTH) > MOST_WIDTH)
        self.no_lines = label("这一年还没有学时。签到、在线学习和更正列在这里。", "note", wrap=True)
        self._fill(page)

    def _fill(self, page: Page) -> None:
        names = row(gap=8)
        names.addWidget(self.name, 1)
        names.addWidget(self.state)
        export = page.button("hours-lines-export", "link")
        upper, opening, exempt = (
            page.button(f"hours-{name}", "link") for name in ("upper", "opening", "exempt")
        )
        figure = row(self.hours, self.target, None, export, gap=4)
        figure.setAlignment(self.target, Qt.AlignmentFlag.AlignBottom)
        more = row(upper, opening, exempt, None, gap=4)
        top = column(names, self.branch, 4, figure, more, self.bar, 2, self.outlook, gap=4)
        top.setContentsMargins(16, 14, 16, 12)
        plan, correct, printed = (
            page.button(name) for name in ("hours-plan", "hours-correct", "hours-record")
        )
        foot = row(plan, correct, None, printed, gap=6)
        foot.setContentsMargins(12, 8, 12, 8)
        self.no_lines.setContentsMargins(16, 12, 16, 12)
        inside = column(top, line(), self.no_lines, gap=0)
        inside.addWidget(self.lines, 1)
        inside.addStretch(0)
        inside.addWidget(line())
        inside.addLayout(foot)
        self.inside = QWidget()
        self.inside.setProperty("role", "inside")
        self.inside.setLayout(inside)
        self.nobody = label("在左边选一个人，这里显示他这一年的学时和依据。", "note", wrap=True)
        self.nobody.setContentsMargins(16, 16, 16, 16)
        self.nobody.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.inside)
        self.body.addWidget(self.nobody)

    def show_person(self, shown: LedgerRow | None, lines: tuple[HoursLine, ...]) -> None:
        """One row of the ledger with its lines; None empties the card."""
        self.inside.setVisible(shown is not None)
        self.nobody.setVisible(shown is None)
        if shown is None:
            return
        self.name.set_whole(shown.name)
        self.branch.set_whole(f"{shown.branch} · {shown.role.short}")
        set_chip(self.state, shown.state.word, shown.state.tone)
        self.hours.setText(plain(shown.hours))
        self.target.setText(f"/ {shown.target} 学时" if shown.target else "学时")
        self.bar.setVisible(bool(shown.target))
        self.bar.setRange(0, max(1, shown.target * 2))
        self.bar.setValue(max(0, min(int(shown.hours * 2), shown.target * 2)))
        theme.set_role(self.bar, "" if shown.state is State.reached else "amber")
        self.outlook.setText(outlook_words(shown))
        self.lines.set_rows(lines)
        self.lines.setVisible(bool(lines))
        self.no_lines.setVisible(not lines)


def outlook_words(shown: LedgerRow) -> str:
    """What is missing, and what can still come of it, in a sentence."""
    if shown.state is State.no_target:
        return "外单位人员没有年度目标，不计入达标率。"
    if shown.state is State.exempt:
        return "本年学时减免，不计入达标率；参加了的课照样记学时。"
    if shown.state is State.left:
        return "已不在册，学时和签到都保留。"
    if shown.state is State.needs_lesson:
        return "学时已够，书记和委员每年还要参加至少一次集中培训。"
    if shown.state is State.reached:
        return "已达到全年目标。"
    if shown.state is State.missed:
        return f"全年差 {plain(shown.missing)} 学时。"
    words = f"还差 {plain(shown.missing)} 学时；已报名的课还有 {plain(shown.planned)} 学时"
    words += f"，另有 {plain(shown.joinable)} 学时的课可以报名。"
    if shown.state is State.out_of_reach:
        words += "按已排的课补不齐。"
    return words
