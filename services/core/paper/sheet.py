"""A sheet to draw on: A4, in millimetres from the top left corner, deterministic PDF."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any, Literal

from services.core.paper.fonts import Face, runs, width
from services.core.paper.wrap import shorten, wrap

Align = Literal["left", "center", "right"]

MM = 72 / 25.4
"""One millimetre in points."""
A4_SHORT, A4_LONG = 210.0, 297.0
INK = "#000000"
GOLD = "#A8842C"
"""Only on certificates."""
GREY = "#595959"
HAIR = 0.5
RULE = 1.0
PADDING = 1.5
LEADING = 1.25
TWO_LINES = 2.75
"""How high, in ems, a cell of two lines is with air above and below."""
CAP = 0.36
"""Half the height of a Chinese character over its baseline, in ems: centres text on a line."""
POINT = 1 / MM
"""One point in millimetres."""


@dataclass(frozen=True)
class Area:
    """A part of the sheet, in millimetres."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def middle(self) -> float:
        return self.left + self.width / 2


OFFICIAL = Area(28, 37, 156, 225)
"""The text area of an official sheet on A4 (GB/T 9704—2012, 5.2.1)."""


class PaperSheet:
    """Pages of one size. `done` ends the last one and returns the PDF.

    The same calls give the same bytes, so that a paper can be made again and compared.
    """

    def __init__(self, title: str, *, wide: bool = False) -> None:
        """`title` is what a reader of the file shows; `wide` lays A4 on its long side."""
        # Imported here so that the program's start does not pay 0.3 s for it.
        from reportlab import rl_config
        from reportlab.pdfgen.canvas import Canvas

        rl_config.useA85 = 0  # bytes as they are: a fifth smaller than as ASCII, and faster

        self.width, self.height = (A4_LONG, A4_SHORT) if wide else (A4_SHORT, A4_LONG)
        size = (self.width * MM, self.height * MM)
        self._out = BytesIO()
        self._canvas = Canvas(self._out, pagesize=size, invariant=1, pageCompression=1)
        self._canvas.setTitle(title)
        self._canvas.setSubject("镇街党校教务台")
        self._top = size[1]
        self._stamps: set[str] = set()
        self._look: tuple[str, float] | None = None
        self._ink = self._stroke = ""
        self._weight = 0.0

    def next_page(self) -> None:
        self._canvas.showPage()
        self._forget_state()

    def stamp(self, name: str, draw: Callable[[], object]) -> None:
        """What `draw` draws, kept in the file once however many pages it is on."""
        if name not in self._stamps:
            self._stamps.add(name)
            self._canvas.beginForm(name, 0, 0, self.width * MM, self.height * MM)
            draw()
            self._canvas.endForm()
            self._forget_state()
        self._canvas.doForm(name)

    def done(self) -> bytes:
        self._canvas.showPage()
        self._canvas.save()
        return self._out.getvalue()

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        face: Face = Face.song,
        size: float = 10.5,
        align: Align = "left",
        color: str = INK,
        spacing: float = 0.0,
    ) -> None:
        """One line; `x` is its left end, middle or right end, `y` its baseline.

        `spacing` is added after each character but the last, in points.
        """
        if not text:
            return
        canvas = self._canvas
        if color != self._ink:
            canvas.setFillColor(_color(color))
            self._ink = color
        left, base = x * MM, self._top - y * MM
        if align != "left":
            wide = width(text, face, size) + spacing * (len(text) - 1)
            left -= wide if align == "right" else wide / 2
        for name, part in runs(text, face):
            if (name, size) != self._look:
                canvas.setFont(name, size)
                self._look = (name, size)
            # Not drawString: it measures the text once more and looks for Arabic in it.
            line = canvas.beginText(left, base)
            if spacing:
                line.setCharSpace(spacing)
            line.textLine(part)
            if spacing:
                line.setCharSpace(0)
            canvas.drawText(line)
            if part is not text:
                left += width(part, face, size) + spacing * len(part)

    def paragraph(self, x: float, y: float, text: str, most: float, *, size: float) -> float:
        """Text over as many lines as it needs, `most` wide; returns the last baseline."""
        for number, line in enumerate(wrap(text, Face.song, size, most * MM)):
            y += number and size * 1.6 * POINT
            self.text(x, y, line, size=size)
        return y

    def cell(
        self,
        area: Area,
        text: str,
        *,
        face: Face = Face.song,
        size: float = 10.5,
        align: Align = "center",
        color: str = INK,
    ) -> None:
        """Text in the middle of a cell: smaller where it is long, then in two lines, then cut."""
        most = (area.width - 2 * PADDING) * MM
        least = size * 0.8
        wide = width(text, face, size)
        if wide > most and wide * 0.8 <= most:
            size, wide = size * most / wide, most
        x = {"left": area.left + PADDING, "center": area.middle, "right": area.right - PADDING}
        if wide <= most:
            lines = [text]
        else:
            size = min(least, area.height * MM / TWO_LINES)
            lines = wrap(text, face, size, most)
            if len(lines) == 2:
                lines = _evenly(lines, text, face, size, most)
            if len(lines) > 2:
                lines = [lines[0], shorten("".join(lines[1:]), face, size, most)]
        step = size * LEADING * POINT
        base = area.top + area.height / 2 + size * CAP * POINT - step * (len(lines) - 1) / 2
        for number, line in enumerate(lines):
            self.text(
                x[align], base + number * step, line, face=face, size=size, align=align, color=color
            )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, weight: float = HAIR, color: str = INK
    ) -> None:
        self._pen(weight, color)
        self._canvas.line(x1 * MM, self._top - y1 * MM, x2 * MM, self._top - y2 * MM)

    def grid(self, area: Area, columns: list[float], rows: list[float]) -> None:
        """Ruled lines inside and around `area`; `columns` and `rows` are sizes, in order."""
        xs, ys = [area.left], [area.top]
        for size in columns:
            xs.append(xs[-1] + size)
        for size in rows:
            ys.append(ys[-1] + size)
        self._pen(HAIR, INK)
        top, bottom = self._top - ys[0] * MM, self._top - ys[-1] * MM
        left, right = xs[0] * MM, xs[-1] * MM
        self._canvas.lines(
            [(x * MM, top, x * MM, bottom) for x in xs[1:-1]]
            + [(left, self._top - y * MM, right, self._top - y * MM) for y in ys[1:-1]]
        )
        self.frame(Area(xs[0], ys[0], xs[-1] - xs[0], ys[-1] - ys[0]), weight=RULE)

    def frame(
        self, area: Area, *, weight: float = HAIR, color: str = INK, dashed: bool = False
    ) -> None:
        self._pen(weight, color)
        if dashed:
            self._canvas.setDash(2, 2)
        bottom = self._top - area.bottom * MM
        self._canvas.rect(area.left * MM, bottom, area.width * MM, area.height * MM)
        if dashed:
            self._canvas.setDash()

    def square(self, x: float, baseline: float, size: float, *, ticked: bool = False) -> None:
        """A box to tick, standing on the baseline; no font of ours has ☐."""
        self.frame(Area(x, baseline - size, size, size))
        if ticked:
            self._pen(RULE, INK)
            for x1, y1, x2, y2 in ((0.2, 0.55, 0.42, 0.8), (0.42, 0.8, 0.85, 0.2)):
                top = baseline - size
                self.line(
                    x + size * x1, top + size * y1, x + size * x2, top + size * y2, weight=RULE
                )

    def fill(self, areas: list[Area], color: str = INK) -> None:
        """Filled rectangles, as one shape."""
        if color != self._ink:
            self._canvas.setFillColor(_color(color))
            self._ink = color
        path = self._canvas.beginPath()
        for area in areas:
            bottom = self._top - area.bottom * MM
            path.rect(area.left * MM, bottom, area.width * MM, area.height * MM)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def star(self, x: float, y: float, radius: float, color: str) -> None:
        """A filled five-pointed star around (x, y)."""
        self._canvas.setFillColor(_color(color))
        self._ink = color
        path = self._canvas.beginPath()
        for number in range(10):
            reach = radius if number % 2 == 0 else radius * 0.382
            angle = math.pi / 2 + number * math.pi / 5
            point = (
                (x + reach * math.cos(angle)) * MM,
                self._top - y * MM + reach * MM * math.sin(angle),
            )
            path.lineTo(*point) if number else path.moveTo(*point)
        path.close()
        self._canvas.drawPath(path, stroke=0, fill=1)

    def page_number(self, number: int, of: int, area: Area = OFFICIAL) -> None:
        """第 x 页 共 y 页, 7 mm under the text area (GB/T 9704—2012, 7.5)."""
        words = f"第 {number} 页  共 {of} 页"
        self.text(area.middle, area.bottom + 10, words, size=9, align="center")

    def _forget_state(self) -> None:
        """A page or a stamp begins with nothing set."""
        self._look = None
        self._ink = self._stroke = ""
        self._weight = 0.0

    def _pen(self, weight: float, color: str) -> None:
        if color != self._stroke:
            self._canvas.setStrokeColor(_color(color))
            self._stroke = color
        if weight != self._weight:
            self._canvas.setLineWidth(weight)
            self._weight = weight


def _evenly(lines: list[str], text: str, face: Face, size: float, most: float) -> list[str]:
    """The two lines of about one length where words allow it: none ends in a lone character."""
    even = width(text, face, size) / 2 + size
    tried = wrap(text, face, size, min(most, even))
    return tried if len(tried) == 2 else lines


@cache
def _color(code: str) -> Any:
    """ReportLab's own form of a colour, read once: it takes longer than drawing a line."""
    from reportlab.lib.colors import HexColor

    return HexColor(code)
