"""One member: who they are, and what they have done this year."""

from collections.abc import Callable

from PySide6.QtWidgets import QLayout, QProgressBar

from services import member
from services.core.text import plain
from services.member import LeftKind, MemberDetail, MemberFacts, MemberKind, Role
from ui.core import theme
from ui.core.desk import Page
from ui.core.detail_card import DetailCard, Fact, fact
from ui.core.theme import set_role
from ui.core.widgets import chip, column, label, row, set_chip
from ui.member.lessons import LESSONS
from ui.member.number import MaskedNumber

WIDTH, MOST_WIDTH = 352, 384
LEAST_LESSONS = 100


def state_of(shown: MemberDetail) -> tuple[str, str]:
    """(words, tone) of the year against its target."""
    if shown.guest:
        return "不设目标", "grey"
    if shown.exemption:
        return "学时减免", "grey"
    if shown.hours >= shown.target:
        return "达标", "green"
    return f"差 {plain(shown.target - shown.hours)}", "amber"


def chips_of(shown: MemberDetail) -> list[tuple[str, str]]:
    """Words and tone of what sets somebody apart, the most telling first."""
    chips = (
        (shown.retired, (shown.left_kind or LeftKind.retired).word, "grey"),
        (shown.guest, "外单位", "grey"),
        (shown.role is not Role.member, shown.role.word, "blue"),
        (shown.kind is MemberKind.probationary, "预备", "grey"),
        (shown.floating, "流动", "grey"),
        (shown.namesakes > 1, f"同名 {shown.namesakes} 人", "amber"),
    )
    return [(words, tone) for is_so, words, tone in chips if is_so]


class MemberCard(DetailCard[MemberDetail]):
    """`supply` asks for an identity number that is not known yet."""

    def __init__(self, page: Page, supply: Callable[[], object]) -> None:
        super().__init__(
            page,
            title=lambda one: one.name,
            about=lambda one: one.left or one.branch_name,
            state=lambda one: next(iter(chips_of(one)), ("", "grey")),
            acts=("member-open", "member-edit"),
            ends=("member-restore",),
            more=(
                "member-cards",
                "member-transfer-in",
                "member-transfer-out",
                "member-died",
                "member-retire",
                "member-merge",
                "member-guest",
            ),
            nobody="在左边选一个人，这里显示他的情况和今年上过的课。",
            width=WIDTH,
            most=MOST_WIDTH,  # the list has many columns
        )
        self.add_chips(lambda one: chips_of(one)[1:])
        self.identity = MaskedNumber(page.desk, "member-identity", member.show_identity, supply)
        self.phone = MaskedNumber(page.desk, "member-phone", member.show_phone)
        numbers = (("身份证", self.identity.line), ("手机", self.phone.line))
        self.add_lines(numbers, self._show_numbers)
        self.add_facts(
            [
                fact(MemberFacts, "sex"),
                fact(MemberFacts, "nation"),
                Fact("出生", lambda one: one.born),
                fact(MemberFacts, "education"),
                Fact("入党", lambda one: one.joined),
                Fact("转正", lambda one: one.became_full),
                fact(MemberFacts, "kind"),
                fact(MemberFacts, "occupation"),
                Fact("职务", _post_words, wide=True),
                fact(MemberFacts, "note", wide=True),
            ],
            across=2,
        )
        self.add_part(self._hours(), self._show_hours)
        self.lessons = self.add_list(
            "member-lessons",
            LESSONS,
            lambda one: one.lessons,
            heading=lambda one: f"今年的课 {len(one.lessons)}",
            words="今年的课",
            empty="今年还没有签到。签到后这里列出每节课和学时。",
        )
        self.lessons.setMinimumHeight(theme.current().px(LEAST_LESSONS))

    def _show_numbers(self, shown: MemberDetail) -> None:
        self.identity.show(shown.id, shown.identity_masked, wanted=not shown.guest)
        self.phone.show(shown.id, shown.phone_masked)

    def _hours(self) -> QLayout:
        self.hours, self.target = label("", "figure"), label("", "subtitle")
        self.hours.setObjectName("member-hours")
        self.reached = chip("")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        figure = row(self.hours, self.target, None, self.reached, gap=4)
        made = column(figure, self.progress, gap=6)
        made.setContentsMargins(16, 10, 16, 10)
        return made

    def _show_hours(self, shown: MemberDetail) -> None:
        self.hours.setText(plain(shown.hours))
        of = f"/ {shown.target} " if shown.target else ""
        self.target.setText(f"{of}学时（{shown.year} 年）")
        words, tone = state_of(shown)
        set_chip(self.reached, words, tone)
        self.progress.setVisible(bool(shown.target))
        self.progress.setRange(0, max(1, shown.target * 2))
        self.progress.setValue(min(int(shown.hours * 2), shown.target * 2))
        set_role(self.progress, "" if tone == "green" else "amber")


def _post_words(shown: MemberDetail) -> str:
    return "" if shown.guest else shown.post or shown.role.word
