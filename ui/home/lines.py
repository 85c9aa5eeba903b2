"""The lines of the home page: a lesson of today, something that waits."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy

from services.core.todo import Todo
from services.training_class import LessonRow
from ui.core import theme
from ui.core.widgets import ElidedLabel, button, chip, column, label, row

Go = Callable[[str, object], None]
LESSON_HEIGHT = 56
TODO_HEIGHT = 60
CHIP_WIDTH = 52
DOORS_OPEN = timedelta(hours=1)
"""From then on people come, whether or not a lecturer was found."""


class LessonLine(QFrame):
    """Time, title, place, who is there, state, and the one next step."""

    def __init__(self, lesson: LessonRow, now: datetime, is_next: bool, go: Go) -> None:
        super().__init__()
        look = theme.current()
        self.setProperty("role", "line-row")
        self.setFixedHeight(look.px(LESSON_HEIGHT))
        state, tone = _state(lesson, now)
        bar = QFrame()
        bar.setProperty("role", f"bar-{tone}")
        bar.setFixedWidth(3)
        times = column(
            label(f"{lesson.starts_at:%H:%M}", "heading"),
            label(f"{lesson.ends_at:%H:%M}", "faint"),
            gap=0,
        )
        lecturer = f"讲师 {lesson.lecturer}" if lesson.lecturer else "讲师未定"
        words = " · ".join((f"{lesson.site} {lesson.room}", lecturer, lesson.class_title))
        middle = column(ElidedLabel(lesson.title, "heading"), ElidedLabel(words, "note"), gap=2)
        count = label(str(lesson.present), "count")
        of = label(f"/{lesson.enrolled} 已到", "note")
        here = row(count, of, gap=0)
        line = row(gap=12)
        line.setContentsMargins(16, 6, 16, 6)
        line.addLayout(times)
        line.addWidget(bar)
        line.addLayout(middle, 1)
        line.addLayout(here)
        line.addWidget(chip(state, tone))
        line.addWidget(_step(lesson, now, is_next, go))
        self.setLayout(line)


def _state(lesson: LessonRow, now: datetime) -> tuple[str, str]:
    if not lesson.lecturer and lesson.ends_at > now:
        return "讲师未定", "amber"
    if now < lesson.starts_at:
        return "未开始", "grey"
    if now <= lesson.ends_at:
        return "进行中", "green"
    finished = lesson.signed >= lesson.enrolled
    return ("已结束", "grey") if finished else ("待结束签到", "amber")


def _step(lesson: LessonRow, now: datetime, is_next: bool, go: Go) -> QPushButton:
    name = f"lesson-step-{lesson.starts_at:%H%M}"
    if not lesson.lecturer and lesson.starts_at - now > DOORS_OPEN:
        return button("预约讲师", lambda: go("booking", lesson.id), name=name)
    started = lesson.signed or lesson.ends_at < now
    words = "签到台" if started else "开始签到"
    role = "primary" if is_next and not lesson.signed else ""
    return button(words, lambda: go("sign_in", lesson.id), role, name=name)


class TodoLine(QFrame):
    """What waits, why, and where to do it."""

    def __init__(self, todo: Todo, go: Go) -> None:
        super().__init__()
        look = theme.current()
        self.setProperty("role", "line-row")
        self.setFixedHeight(look.px(TODO_HEIGHT))
        kind = chip(todo.kind, todo.tone)
        kind.setMinimumWidth(look.px(CHIP_WIDTH))
        words = column(ElidedLabel(todo.title, "heading"), ElidedLabel(todo.note, "note"), gap=3)
        act = button(todo.action, lambda: go(todo.page, todo.target), "link")
        act.setAccessibleName(f"{todo.action}：{todo.title}")
        line = row(gap=12)
        line.setContentsMargins(16, 8, 12, 8)
        line.addWidget(kind, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        line.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)


def empty_line(text: str) -> QLabel:
    made = label(text, "note", wrap=True)
    made.setContentsMargins(16, 14, 16, 14)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made
