"""What a PDF says."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument


def pages(pdf: bytes) -> list[str]:
    """The text of each page, as a reader of the file would copy it."""
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    texts = [document.getAllText(n).text() for n in range(document.pageCount())]
    document.close()
    return texts


def foot(pdf: bytes, words: str) -> float:
    """How far down the first page the last of these words end, in points."""
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    place = document.getAllText(0).text().rindex(words)
    found = document.getSelectionAtIndex(0, place, len(words)).boundingRectangle().bottom()
    document.close()
    return found
