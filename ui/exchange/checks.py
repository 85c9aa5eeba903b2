"""The findings before a month is sent: one line each, with a way to where it is mended."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from services.exchange import CheckLine
from ui.core import theme
from ui.core.icons import Sign
from ui.core.widgets import Card, ElidedLabel, button, clear, column, row

HERE = "exchange"
LINE_HEIGHT = 36
LEAST_LINES = 3
SIGNS = {
    "ok": ("circle-check", "green", "通过"),
    "warn": ("circle-exclamation", "amber", "提醒"),
    "stop": ("circle-xmark", "red", "必须处理"),
}
Go = Callable[[str, object], None]


class ChecksCard(Card):
    """As high as its lines where there is room; else they scroll."""

    def __init__(self, go: Go) -> None:
        super().__init__("核对结果", " ", padded=False)
        self._go = go
        self._lines = column(gap=0)
        self._area = LinesArea(self._lines)
        self.body.addWidget(self._area)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_checks(self, checks: Sequence[CheckLine]) -> None:
        """What must be mended comes first, so that it is in sight without scrolling."""
        clear(self._lines)
        tones = list(reversed(SIGNS))
        for line in sorted(checks, key=lambda line: tones.index(line.tone)):
            self._lines.addWidget(CheckView(line, self._go))
        self._lines.addStretch(1)
        self._area.want(len(checks))
        counts = [sum(line.tone == tone for line in checks) for tone in ("ok", "warn", "stop")]
        words = ("项通过", "项提醒", "项必须处理")
        said = [f"{count} {word}" for count, word in zip(counts, words, strict=True) if count]
        self.note.setText("，".join(said) if said else "没有要核对的内容")


class CheckView(QFrame):
    def __init__(self, line: CheckLine, go: Go) -> None:
        super().__init__()
        look = theme.current()
        self.setProperty("role", "line-row")
        self.setFixedHeight(look.px(LINE_HEIGHT))
        name, color, said = SIGNS[line.tone]
        inside = row(gap=10)
        inside.setContentsMargins(16, 0, 10, 0)
        inside.addWidget(Sign(name, color, said, look.px(18)))
        text = ElidedLabel(line.text)
        inside.addWidget(text, 1)
        if line.note:
            inside.addWidget(ElidedLabel(line.note, "faint"), 1)
        if line.page and line.page != HERE:
            act = button("处理", lambda: go(line.page, line.target), "link")
            act.setAccessibleName(f"处理：{line.text}")
            inside.addWidget(act)
        self.setAccessibleName(f"{said}：{line.text} {line.note}")
        self.setLayout(inside)


class LinesArea(QScrollArea):
    """Wants the height of what is in it, and gives way down to a few lines."""

    def __init__(self, lines: QVBoxLayout) -> None:
        super().__init__()
        inside = QWidget()
        inside.setProperty("role", "inside")
        inside.setLayout(lines)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._wanted = LEAST_LINES
        self.setMinimumHeight(theme.current().px(LINE_HEIGHT))

    def want(self, lines: int) -> None:
        self._wanted = max(lines, LEAST_LINES)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        high = theme.current().px(LINE_HEIGHT) * self._wanted
        return QSize(super().sizeHint().width(), high + 2 * self.frameWidth())
