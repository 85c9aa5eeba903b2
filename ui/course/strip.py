"""The year's coverage of the seven basic tasks, as a strip of figures that are doors."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QSizePolicy

from services.course import Task, TaskCoverage
from ui.core import theme
from ui.core.widgets import Button, Card, ElidedLabel, column, label, row

HEIGHT = 58


class CoverageStrip(Card):
    """`pressed` gets the task whose courses are to be shown, or no longer alone."""

    def __init__(self, pressed: Callable[[Task], object]) -> None:
        super().__init__(padded=False)
        self.tiles = {task: CoverageTile(task, pressed) for task in Task}
        self.heading_words = label("", "heading")
        self.summary = label("", "note")
        words = column(None, self.heading_words, self.summary, None, gap=2)
        words.setContentsMargins(14, 0, 8, 0)
        line = row(words, gap=4)
        for tile in self.tiles.values():
            line.addWidget(tile, 1)
        line.setContentsMargins(0, 6, 8, 6)
        self.body.addLayout(line)

    def show_coverage(self, year: int, rows: Sequence[TaskCoverage]) -> None:
        covered = sum(row.lessons > 0 for row in rows)
        self.heading_words.setText(f"{year}年七项任务")
        self.summary.setText(f"已开课 {covered} 项，共 {len(rows)} 项")
        for found in rows:
            self.tiles[found.task].show_counts(found)

    def show_choice(self, word: str) -> None:
        """Which task's courses are shown, by its word; "" for all."""
        for task, tile in self.tiles.items():
            tile.setChecked(task.word == word)


class CoverageTile(Button):
    """How often one task was taught this year, in words and colour."""

    def __init__(self, task: Task, pressed: Callable[[Task], object]) -> None:
        super().__init__("")
        self.setObjectName(f"task-{task.value}")
        self.setProperty("role", "choice")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.current().px(HEIGHT))
        self.name = ElidedLabel(task.word, "note")
        self.count = label("", "heading")
        self.note = ElidedLabel("", "faint")
        inside = column(self.name, row(self.count, self.note, gap=6), gap=2)
        inside.setContentsMargins(10, 5, 6, 5)
        self.setLayout(inside)
        self._words = task.word
        self.clicked.connect(lambda _checked=False: pressed(task))

    def show_counts(self, found: TaskCoverage) -> None:
        self.count.setText(f"{found.lessons} 节" if found.lessons else "未开课")
        theme.set_role(self.count, "heading" if found.lessons else "ending")
        self.note.set_whole(f"{found.courses} 门")
        words = f"{self._words}：今年 {found.lessons} 节课，菜单上 {found.courses} 门"
        self.setAccessibleName(words)
        self.setToolTip(words)
