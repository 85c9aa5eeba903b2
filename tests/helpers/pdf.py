"""What a PDF says, and how it looks."""

import pypdfium2

from ui.core.document import Document


def pages(pdf: bytes) -> list[str]:
    """The text of each page, as a reader of the file would copy it."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def foot(pdf: bytes, words: str) -> float:
    """How far down the first page the last of these words end, in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        text = page.get_textpage()
        place = text.get_text_range().rindex(words)
        bottoms = [text.get_charbox(place + n)[1] for n in range(len(words))]
        return float(page.get_height() - min(bottoms))


def picture(pdf: bytes) -> bytes:
    """The first page at 150 dots an inch."""
    with Document(pdf) as document:
        return bytes(document.image(0, 1240, 1754).constBits())
