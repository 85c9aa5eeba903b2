"""The guide on the home page: a few doors, each with its tick."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QPushButton

from services.home import Door, HomeGuide
from ui.core import theme
from ui.core.desk import Press
from ui.core.widgets import Card, ElidedLabel, button, chip, clear, column, row

Go = Callable[[str, object], None]
TICK_WIDTH = 26
DONE = "✓"


class GuideCard(Card):
    """Hidden while there is none. Of an urgent guide the first door that is not done is the red
    button, `next`."""

    def __init__(self, go: Go) -> None:
        super().__init__(" ", " ", padded=False)
        self.setObjectName("home-guide")
        self._go = go
        self._lines = column(gap=0)
        self.body.addLayout(self._lines)
        self.next: QPushButton | None = None
        self.hide()

    def show_guide(self, guide: HomeGuide | None) -> None:
        self.setVisible(guide is not None)
        self.next = None
        clear(self._lines)
        if guide is None:
            return
        self.heading.setText(guide.title)
        self.note.setText(f"{guide.done} / {len(guide.doors)}")
        for number, door in enumerate(guide.doors, start=1):
            line = DoorLine(door, self._go, number, "" if guide.urgent else "link")
            if number == len(guide.doors):
                line.setProperty("role", "")  # the card's own edge ends it
            self._lines.addWidget(line)
            if self.next is None and not door.done:
                self.next = line.button
                if guide.urgent:
                    theme.set_role(line.button, "primary")


class DoorLine(QFrame):
    """A tick, what is to be done, and the door that leads there."""

    def __init__(self, door: Door, go: Go, number: int, role: str) -> None:
        super().__init__()
        self.setProperty("role", "line-row")
        look = theme.current()
        self.tick = chip(DONE, "green") if door.done else chip(str(number), "grey")
        self.tick.setMinimumWidth(look.px(TICK_WIDTH))
        self.tick.setAccessibleName("已办" if door.done else "未办")
        words = ElidedLabel(door.words, "subtitle" if door.done else "heading")
        said = column(words, gap=2)
        if not door.done and (role != "link" or look.percent <= 100):
            said.addWidget(ElidedLabel(door.note, "note"))
        elif not door.done:  # over what waits there is no room for more at large text
            self.setToolTip(door.note)
        target = None if door.done else Press(door.act) if door.act else door.target
        self.button = button(
            "看一看" if door.done else door.action,
            lambda: go(door.page, target),
            "link" if door.done else role,
            name=f"guide-{number}",
        )
        self.button.setAccessibleName(f"{door.action}：{door.words}")
        line = row(self.tick, gap=8)
        line.addLayout(said, 1)
        line.addWidget(self.button)
        line.setContentsMargins(16, 7, 12, 7)
        self.setLayout(line)
