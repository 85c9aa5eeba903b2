"""A PDF as pictures of its pages, drawn by PDFium."""

from threading import Lock
from typing import Self

import pypdfium2
import pypdfium2.raw as pdfium
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

_one_at_a_time = Lock()
"""PDFium may be called from any thread, but from two at once never, whatever the document."""


class Document:
    """Opened from one or several PDFs, whose pages follow each other, numbered from 0.

    `close` it, or use it in a `with`, since PDFium's memory is not Python's.
    """

    def __init__(self, *pdfs: bytes) -> None:
        with _one_at_a_time:
            self.closed = False
            self._files = [pypdfium2.PdfDocument(pdf) for pdf in pdfs]
            self._places = [(file, n) for file in self._files for n in range(len(file))]
            self._sizes = [file.get_page_size(number) for file, number in self._places]
        self.pages = len(self._places)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def size(self, page: int) -> QSizeF:
        """In points."""
        return QSizeF(*self._sizes[page])

    def image(
        self, page: int, width: int, height: int, *, top: int = 0, rows: int | None = None
    ) -> QImage:
        """The page drawn `width` × `height` dots large; of these only `rows` from `top` on."""
        rows = height - top if rows is None else min(rows, height - top)
        with _one_at_a_time:
            file, number = self._places[page]
            sheet = file[number]
            bitmap = pypdfium2.PdfBitmap.new_native(width, rows, pdfium.FPDFBitmap_BGRx)
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, rows)
            pdfium.FPDF_RenderPageBitmap(
                bitmap, sheet, 0, -top, width, height, 0, pdfium.FPDF_ANNOT
            )
            image = QImage(
                bytes(bitmap.buffer), width, rows, bitmap.stride, QImage.Format.Format_RGB32
            ).copy()  # a QImage over Python's bytes does not keep them alive
            bitmap.close()
            sheet.close()
        return image

    def close(self) -> None:
        with _one_at_a_time:
            for file in self._files:
                file.close()
            self.closed = True
