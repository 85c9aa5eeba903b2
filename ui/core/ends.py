"""Two ends of a line, under each other where there is no room for both."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

ACROSS, DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class Ends(QWidget):
    """What is in `left` and `right` is never squeezed: its words would be cut."""

    def __init__(self, left: QHBoxLayout, right: QHBoxLayout) -> None:
        super().__init__()
        self.left, self.right = left, right
        self._sides = (QWidget(), QWidget())
        for side, inside in zip(self._sides, (left, right), strict=True):
            side.setLayout(inside)
        self._line = QBoxLayout(ACROSS, self)
        self._line.setContentsMargins(16, 4, 8, 4)
        self._line.setSpacing(6)
        self._line.addWidget(self._sides[0])
        self._line.addStretch(1)
        self._line.addWidget(self._sides[1])

    def minimumSizeHint(self) -> QSize:
        """As wide as the wider end: the other has a line of its own then."""
        hint = super().minimumSizeHint()
        return QSize(max(self._widths()) + self._margins(), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """What stands in it may have got other words."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        room = self.width() - self._margins() - 2 * self._line.spacing()
        direction = ACROSS if sum(self._widths()) <= room else DOWN
        if direction != self._line.direction():
            self._line.setDirection(direction)
            self.updateGeometry()

    def _widths(self) -> list[int]:
        return [side.minimumSizeHint().width() for side in self._sides]

    def _margins(self) -> int:
        margins = self._line.contentsMargins()
        return margins.left() + margins.right()
