"""The right side of the desk: how many are here, and who is not."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QProgressBar, QPushButton

from services.sign_in import ATTENDED, DeskPerson, SignInDesk, SignInStatus
from ui.core import theme
from ui.core.widgets import Card, add, button, column, label, row
from ui.sign_in.people import PeopleView

Chosen = Callable[[DeskPerson], bool]
GROUPS: tuple[tuple[str, str, Chosen], ...] = (
    ("late", "迟到", lambda p: p.status is SignInStatus.late),
    ("leave", "请假", lambda p: p.status is SignInStatus.leave),
    ("missing", "未到", lambda p: p.status in (None, SignInStatus.absent)),
    ("walk_in", "补名", lambda p: p.walk_in),
)
MISSING = 2
LEAST_LIST = 48


class CountCard(Card):
    """Who is here of those expected, in figures that can be read from the door."""

    def __init__(self, chosen: Callable[[int], object]) -> None:
        super().__init__()
        look = theme.current()
        self.here, self.of = label("0", "figure-green"), label("/ 0", "figure-rest")
        self.here.setObjectName("count-here")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        title = label("实到 / 应到", "note")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        figures = row(None, self.here, self.of, None, gap=8)
        figures.setAlignment(self.of, Qt.AlignmentFlag.AlignBottom)
        self.of.setContentsMargins(0, 0, 0, look.px(12))
        self.doors: list[QPushButton] = []
        groups = row(gap=0)
        for number, (key, words, _) in enumerate(GROUPS):
            door = button("0", partial(chosen, number), "door", name=f"count-{key}")
            caption = label(words, "note")
            caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self.doors.append(door)
            groups.addLayout(column(door, caption, gap=0), 1)
        self.body.setSpacing(6)
        add(self.body, title, figures, self.bar, groups)

    def show_desk(self, shown: SignInDesk) -> None:
        here, expected = shown.count(*ATTENDED), len(shown.persons)
        self.here.setText(str(here))
        self.of.setText(f"/ {expected}")
        self.here.setAccessibleName(f"实到 {here} 人，应到 {expected} 人")
        self.bar.setRange(0, max(1, expected))
        self.bar.setValue(here)
        for door, (_, words, fits) in zip(self.doors, GROUPS, strict=True):
            count = sum(fits(person) for person in shown.persons)
            door.setText(str(count))
            door.setAccessibleName(f"{words} {count} 人，看名单")


class PeopleCard(Card):
    """The people behind one of the figures; who is missing unless another was chosen."""

    def __init__(self) -> None:
        super().__init__("还没到", " ", padded=False)
        self._group = MISSING
        self._shown: SignInDesk | None = None
        self.list = PeopleView()
        self.list.setMinimumHeight(theme.current().px(LEAST_LIST))
        self.empty = label("", "note")
        self.empty.setContentsMargins(16, 12, 16, 12)
        self.hint = label("", "hint-blue", wrap=True)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.list, 1)
        foot = column(self.hint)
        foot.setContentsMargins(16, 8, 16, 16)
        self.body.addLayout(foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list gives way before a line of the hint does."""
        super().resizeEvent(event)
        self.hint.setMinimumHeight(max(0, self.hint.heightForWidth(self.hint.width())))

    def choose(self, group: int) -> None:
        self._group = group
        if self._shown is not None:
            self.show_desk(self._shown, self.hint.text())

    def show_desk(self, shown: SignInDesk, hint: str) -> None:
        self._shown = shown
        _, words, fits = GROUPS[self._group]
        people = [person for person in shown.persons if fits(person)]
        leave = shown.count(SignInStatus.leave)
        missing = self._group == MISSING
        self.heading.setText("还没到" if missing else words)
        self.note.setText(
            f"{len(people)} 人" + (f" · 请假 {leave} 人" if missing and leave else "")
        )
        self.list.set_people(people)
        self.empty.setText("都到了。" if missing else "没有。")
        self.empty.setVisible(not people)
        self.hint.setText(hint)
