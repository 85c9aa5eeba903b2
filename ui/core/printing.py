"""Papers on their way to the printer: drawn in bands, in the background."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPainter

from services.core.errors import Refused
from services.core.paper.declared import Drawn
from services.core.printing import Printing
from ui.core.document import Document

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

MOST_DOTS = 600
"""Dots an inch. More is not seen on paper, and four times the work."""
BAND = 256
"""Rows drawn at a time: a whole page of 600 dots an inch would be 140 MB."""
Tell = Callable[[int, int], object]


def make_printer(before: Printing, papers: Sequence[Drawn], landscape: bool) -> "QPrinter":
    """A printer as it was last used for such a paper; the person may change it in the dialog."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo  # only who prints waits for it

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if before.printer in QPrinterInfo.availablePrinterNames():
        printer.setPrinterName(before.printer)
    printer.setCopyCount(before.copies)
    printer.setDocName(papers[0].name)
    printer.setPageOrientation(_orientation(landscape))
    return printer


def send(printer: "QPrinter", papers: Sequence[Drawn], first: int, last: int, tell: Tell) -> None:
    """Print pages `first` to `last` of all papers, from 0 and with the last one included.

    Each paper is a job of its own, so that none begins on the back of another; into a PDF file
    they go as one. Safe in any thread. Raises Refused where the printer takes nothing.
    """
    into_file = printer.outputFormat() is type(printer).OutputFormat.PdfFormat
    jobs = [list(papers)] if into_file else [[paper] for paper in papers]
    done = 0
    for job in jobs:
        with Document(*(paper.pdf for paper in job)) as document:
            wanted = [n for n in range(document.pages) if first <= done + n <= last]
            printer.setDocName(job[0].name)
            for shown in _each_copy(printer, wanted):
                _print(printer, document, shown, partial(_tell_from, tell, done, last + 1))
            done += document.pages


def _tell_from(tell: Tell, before: int, of: int, number: int) -> None:
    tell(before + number, of)


def _each_copy(printer: "QPrinter", wanted: list[int]) -> Iterator[list[int]]:
    """Most printers make the copies themselves; for one that does not, the pages come again."""
    if wanted:
        yield wanted * (1 if printer.supportsMultipleCopies() else printer.copyCount())


def _print(
    printer: "QPrinter", document: Document, pages: list[int], tell: Callable[[int], object]
) -> None:
    unit = type(printer).Unit.DevicePixel
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))
    printer.setPageOrientation(_orientation(_is_wide(document, pages[0])))
    painter = QPainter()
    if not painter.begin(printer):
        raise Refused("打印机没有接收这份文件。请检查打印机是否开机、连接，再打印一次。")
    try:
        for place, number in enumerate(pages):
            tell(number)
            if place:
                printer.setPageOrientation(_orientation(_is_wide(document, number)))
                printer.newPage()
            _draw(painter, document, number, printer.paperRect(unit).size(), printer.resolution())
    finally:
        painter.end()


def _draw(
    painter: QPainter, document: Document, number: int, room: QSizeF, resolution: int
) -> None:
    """The page from the top of the sheet down, its white bands left out."""
    share = min(1.0, MOST_DOTS / resolution)
    width, height = round(room.width() * share), round(room.height() * share)
    for top in range(0, height, BAND):
        band = document.image(number, width, height, top=top, rows=BAND)
        if bytes(band.constBits()) == b"\xff" * band.sizeInBytes():
            continue
        if band.allGray():
            band = band.convertToFormat(QImage.Format.Format_Grayscale8)
        place = QRectF(0, top / share, room.width(), band.height() / share)
        painter.drawImage(place, band)


def _is_wide(document: Document, number: int) -> bool:
    size = document.size(number)
    return size.width() > size.height()


def _orientation(landscape: bool) -> QPageLayout.Orientation:
    kinds = QPageLayout.Orientation
    return kinds.Landscape if landscape else kinds.Portrait
