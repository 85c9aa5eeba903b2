"""The right side of the desk: how many are here, and who is not."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QProgressBar, QPushButton, QScrollArea, QWidget

from services.sign_in import STATUS_LABELS, Desk, DeskPerson, SignInStatus
from ui.core import theme
from ui.core.widgets import Card, ElidedLabel, add, button, chip, clear, column, label, row
from ui.sign_in.entry import STATUS_TONES

HERE = (SignInStatus.present, SignInStatus.late, SignInStatus.left_early, SignInStatus.made_up)
LISTED = 200

Chosen = Callable[[DeskPerson], bool]
GROUPS: tuple[tuple[str, str, Chosen], ...] = (
    ("late", "迟到", lambda p: p.status is SignInStatus.late),
    ("leave", "请假", lambda p: p.status is SignInStatus.leave),
    ("missing", "未到", lambda p: p.status in (None, SignInStatus.absent)),
    ("walk_in", "补名", lambda p: p.walk_in),
)
MISSING = 2


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

    def show_desk(self, shown: Desk) -> None:
        here, expected = shown.count(*HERE), len(shown.persons)
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
        self._shown: Desk | None = None
        self._lines = column(gap=0)
        inside = QWidget()
        inside.setProperty("role", "inside")
        inside.setLayout(self._lines)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hint = label("", "hint-blue", wrap=True)
        self.body.addWidget(area, 1)
        foot = column(self.hint)
        foot.setContentsMargins(16, 8, 16, 16)
        self.body.addLayout(foot)

    def choose(self, group: int) -> None:
        self._group = group
        if self._shown is not None:
            self.show_desk(self._shown, self.hint.text())

    def show_desk(self, shown: Desk, hint: str) -> None:
        self._shown = shown
        _, words, fits = GROUPS[self._group]
        people = [person for person in shown.persons if fits(person)]
        leave = shown.count(SignInStatus.leave)
        missing = self._group == MISSING
        self.heading.setText("还没到" if missing else words)
        self.note.setText(
            f"{len(people)} 人" + (f" · 请假 {leave} 人" if missing and leave else "")
        )
        clear(self._lines)
        for person in people[:LISTED]:
            self._lines.addWidget(_person_line(person))
        if len(people) > LISTED:
            self._lines.addWidget(label(f"还有 {len(people) - LISTED} 人", "note"))
        if not people:
            empty = label("都到了。" if missing else "没有。", "note")
            empty.setContentsMargins(16, 12, 16, 12)
            self._lines.addWidget(empty)
        self._lines.addStretch(1)
        self.hint.setText(hint)


def _person_line(person: DeskPerson) -> QFrame:
    made = QFrame()
    made.setProperty("role", "line-row")
    head = row(label(person.name, "heading"), gap=8)
    if person.status is not None:
        head.addWidget(chip(STATUS_LABELS[person.status], STATUS_TONES[person.status]))
    head.addStretch(1)
    where = ElidedLabel(f"{person.branch} · {person.post}", "note")
    last = f"事由：{person.reason}" if person.reason else person.phone_masked
    inside = column(head, where, ElidedLabel(last, "faint"), gap=2)
    inside.setContentsMargins(16, 8, 16, 8)
    made.setLayout(inside)
    return made
