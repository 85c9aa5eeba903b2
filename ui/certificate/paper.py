"""Issue a certificate and show it; the look of one in a page."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from services import certificate
from services.certificate import Issued
from services.certificate.document import CERTIFICATE
from services.core.errors import NeedsReason
from ui.core import theme
from ui.core.background import Progress
from ui.core.desk import Desk
from ui.core.document import Document
from ui.core.messages import ReasonDialog
from ui.core.preview import show_papers

MARGIN = 14


def ask_and_issue(
    desk: Desk,
    parent: QWidget,
    appointment_id: UUID,
    who: str,
    words: str,
    then: Callable[[Issued], object] = lambda _made: None,
) -> None:
    """Ask once, since a number is given for good; then issue and show the certificate."""
    text = f"给{who}签发聘书：{words}。签发后编号和内容不再改变，写错时只能作废重发。"
    desk.messages.ask(
        "签发聘书", text, "签发", lambda: _issue(desk, parent, appointment_id, who, then, "")
    )


def _issue(
    desk: Desk,
    parent: QWidget,
    appointment_id: UUID,
    who: str,
    then: Callable[[Issued], object],
    reason: str,
) -> None:
    def work(_progress: Progress) -> Issued:
        with desk.workspace.write("certificate.issue_appointment") as session:
            return certificate.issue_appointment(session, appointment_id, reason=reason)

    def issued(made: Issued) -> None:
        desk.history.did(f"已给{who}签发聘书 {made.number}。", made.undo)
        then(made)
        show_papers(desk, parent, CERTIFICATE.of(made.id, made.number, who, made.missing))

    def failed(error: Exception) -> None:
        if isinstance(error, NeedsReason):
            ReasonDialog(
                parent.window(),
                error.message,
                lambda given: _issue(desk, parent, appointment_id, who, then, given),
            ).open()
            return
        desk.messages.error(error)

    desk.background.run("签发聘书", work, issued, failed)


class PaperView(QWidget):
    """The first page of a paper, whole, inside a page of the window."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setAccessibleName(words)
        self._pdf = b""
        self._image = QImage()

    def show_pdf(self, pdf: bytes) -> None:
        self._pdf = pdf
        self._draw()
        self.update()

    def shown(self) -> bool:
        return not self._image.isNull()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._image.isNull():
            return
        painter = QPainter(self)
        size = self._image.deviceIndependentSize().toSize()
        left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
        painter.fillRect(left, top, size.width(), size.height(), theme.current().color("paper"))
        painter.drawImage(left, top, self._image)
        painter.setPen(theme.current().color("line"))
        painter.drawRect(left, top, size.width() - 1, size.height() - 1)
        painter.end()

    def _draw(self) -> None:
        """The page as large as it fits, in the screen's own dots."""
        if not self._pdf:
            self._image = QImage()
            return
        margin = 2 * theme.current().px(MARGIN)
        room = QSizeF(max(1, self.width() - margin), max(1, self.height() - margin))
        ratio = self.devicePixelRatioF()
        with Document(self._pdf) as paper:
            fitted = paper.size(0).scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
            size = (fitted * ratio).toSize()
            self._image = paper.image(0, size.width(), size.height())
        self._image.setDevicePixelRatio(ratio)
