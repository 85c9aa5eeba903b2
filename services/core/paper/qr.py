"""QR codes as vector squares, so that every printer draws them sharp."""

from itertools import groupby

from services.core.paper.sheet import Area, PaperSheet

QUIET = 4
"""White modules around the code that a reader needs (ISO/IEC 18004, 6.3.8)."""


def draw(sheet: PaperSheet, area: Area, text: str) -> None:
    """`text` as a QR code with its quiet zone inside the square `area`."""
    import segno  # 0.1 s that only the papers with a code need

    code = segno.make_qr(text, error="m")
    step = area.width / (len(code.matrix) + 2 * QUIET)
    dark = []
    for y, line in enumerate(code.matrix):
        x = 0
        for module, same in groupby(line):
            length = len(list(same))
            if module:
                left, top = area.left + (x + QUIET) * step, area.top + (y + QUIET) * step
                dark.append(Area(left, top, length * step, step))
            x += length
    sheet.fill(dark)
