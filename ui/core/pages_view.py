"""All pages of a document under each other, each drawn when it comes into sight."""

from enum import Enum, auto

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ui.core import theme
from ui.core.document import Document

MARGIN = 6
KEPT = 4
"""Pages kept as pictures; the two in sight and their neighbours."""


class Fit(Enum):
    page = auto()
    width = auto()


class PagesView(QAbstractScrollArea):
    """Pages are numbered from 0. The document is its owner's to close, when the view is gone."""

    page_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pages")
        self.setAccessibleName("预览")
        self._document: Document | None = None
        self._fit = Fit.page
        self._page = 0
        self._places: list[QRect] = []
        self._drawn: dict[tuple[int, QSize], QImage] = {}
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    @property
    def fit(self) -> Fit:
        return self._fit

    @property
    def page(self) -> int:
        """The page that is in the middle of the view."""
        return self._page

    def drawn_size(self, page: int) -> QSize:
        return self._places[page].size()

    def show_document(self, document: Document) -> None:
        self._document = document
        self._lay_out()

    def set_fit(self, fit: Fit) -> None:
        """The page that was in sight stays in sight."""
        page, self._fit = self._page, fit
        self._lay_out()
        self.go(page)

    def go(self, page: int) -> None:
        """Bring the top of a page to the top of the view."""
        if self._places:
            page = max(0, min(page, len(self._places) - 1))
            self.verticalScrollBar().setValue(self._places[page].top() - self._margin())

    def resizeEvent(self, event: QResizeEvent) -> None:
        page = self._page
        super().resizeEvent(event)
        self._lay_out()
        self.go(page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and the last page; the rest as in any scrolled view."""
        if event.key() == Qt.Key.Key_Home:
            self.go(0)
        elif event.key() == Qt.Key.Key_End:
            self.go(len(self._places) - 1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.current().color("line"))
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        for number, place in enumerate(self._places):
            shown = place.translated(-left, -top)
            if shown.intersects(event.rect()):
                painter.drawImage(shown.topLeft(), self._image(number, place.size()))
        painter.end()

    def _margin(self) -> int:
        return theme.current().px(MARGIN)

    def _lay_out(self) -> None:
        if self._document is None:
            return
        margin, room = self._margin(), self.viewport().size()
        whole = QSize(max(1, room.width() - 2 * margin), max(1, room.height() - 2 * margin))
        keep = Qt.AspectRatioMode.KeepAspectRatio
        if self._fit is Fit.width:
            whole.setHeight(1_000_000)
        self._places.clear()
        top = margin
        for number in range(self._document.pages):
            size = self._document.size(number).scaled(whole, keep).toSize()
            left = max(margin, (room.width() - size.width()) // 2)
            self._places.append(QRect(left, top, size.width(), size.height()))
            top += size.height() + margin
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, top - room.height()))
        bar.setPageStep(room.height())
        bar.setSingleStep(self.fontMetrics().height() * 3)
        self.viewport().update()
        self._scrolled()

    def _scrolled(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        page = sum(place.top() <= middle for place in self._places) - 1
        if page != self._page and page >= 0:
            self._page = page
            self.page_changed.emit(page)
        self.viewport().update()

    def _image(self, number: int, size: QSize) -> QImage:
        """In the screen's own dots; the pages drawn longest ago are let go."""
        ratio = self.devicePixelRatioF()
        key = (number, (size.toSizeF() * ratio).toSize())
        image = self._drawn.pop(key, None)
        if image is None:
            assert self._document is not None
            image = self._document.image(number, key[1].width(), key[1].height())
            image.setDevicePixelRatio(ratio)
        self._drawn[key] = image
        while len(self._drawn) > KEPT:
            self._drawn.pop(next(iter(self._drawn)))
        return image
