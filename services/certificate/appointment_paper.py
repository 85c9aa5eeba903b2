"""The appointment certificate on paper (聘书): A4 on its long side, 楷体, a gold border."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.core.days import day_words
from services.core.paper import fonts
from services.core.paper.fonts import Face, width
from services.core.paper.sheet import GOLD, MM, POINT, Area, PaperSheet
from services.core.paper.wrap import wrap

OUTER, INNER = 12.0, 15.5
CORNER = 14.0
BODY = Area(40, 76, 217, 60)
SIZES = (24, 22, 20, 18, 16)
"""Body sizes in points, the largest first: the first that fits is taken."""
LEADING = 1.75
SIGN_MIDDLE = 217.0
"""Where issuer and date are centred, over which the seal is put."""
SIGN_WIDTH, SIGN_SIZE = 92.0, 20.0
SEAL = 42.0
"""Diameter left free of all but issuer and date; no seal is printed (domain.md, paper)."""
SEAL_MIDDLE = 164.0
YEARS = "零一二三四五六七八九十"


@dataclass(frozen=True)
class AppointmentPaper:
    """The words of one certificate, as they were when it was issued."""

    number: str
    holder: str
    title: str
    starts_on: date
    ends_on: date
    issuer: str
    issued_on: date


def missing(content: AppointmentPaper) -> tuple[str, ...]:
    """Characters that no font has; they are printed as 〓."""
    return fonts.missing(content.holder + content.title + content.issuer + content.number)


def render(content: AppointmentPaper) -> bytes:
    """One certificate as PDF; the same words give the same bytes."""
    return render_all((content,))


def render_all(contents: Sequence[AppointmentPaper]) -> bytes:
    """Several certificates, a page each."""
    sheet = PaperSheet("聘书" if len(contents) != 1 else f"聘书 {contents[0].number}", wide=True)
    for number, content in enumerate(contents):
        if number:
            sheet.next_page()
        sheet.stamp("border", lambda: _draw_border(sheet))
        _draw_words(sheet, content)
    return sheet.done()


def words(content: AppointmentPaper) -> str:
    """The sentence of the certificate (domain.md, columns on paper)."""
    span = f"自{day_words(content.starts_on)}至{day_words(content.ends_on)}"
    length = length_words(content.starts_on, content.ends_on)
    term = f"聘期{length}（{span}）" if length else f"聘期{span}"
    return f"兹聘请 {content.holder} 同志为{content.title}，{term}。"


def length_words(starts_on: date, ends_on: date) -> str:
    """三年, 一年六个月; empty where the term is no whole number of months.

    Both days belong to the term: 2026-01-01 to 2028-12-31 is three years.
    """
    after = date.fromordinal(ends_on.toordinal() + 1)
    if after.day != starts_on.day:
        return ""
    years, months = divmod((after.year - starts_on.year) * 12 + after.month - starts_on.month, 12)
    year_part = f"{_numeral(years)}年" if years else ""
    month_part = f"{_numeral(months)}个月" if months else ""
    return year_part + month_part


def _numeral(number: int) -> str:
    """1 to 19, with 两 before a measure word."""
    if number == 2:
        return "两"
    if number <= 10:
        return YEARS[number]
    return f"十{YEARS[number - 10]}"


def _draw_words(sheet: PaperSheet, content: AppointmentPaper) -> None:
    middle = sheet.width / 2
    sheet.text(middle, 54, "聘书", face=Face.kai, size=60, align="center", color=GOLD, spacing=36)
    sheet.text(BODY.right, 66, f"编号：{content.number}", face=Face.kai, size=14, align="right")
    size, lines = _fit(f"　　{words(content)}")
    step = size * LEADING * POINT
    y = BODY.top + step * 0.8
    for line in lines:
        sheet.text(BODY.left, y, line, face=Face.kai, size=size)
        y += step
    sheet.text(BODY.left, y, "　　此聘。", face=Face.kai, size=size)
    _draw_signature(sheet, content)


def _fit(text: str) -> tuple[float, list[str]]:
    """The largest size at which the sentence and 此聘 stay above the seal."""
    for size in SIZES:
        lines = wrap(text, Face.kai, size, BODY.width * MM)
        if (len(lines) + 1) * size * LEADING * POINT <= BODY.height:
            break
    return size, lines


def _draw_signature(sheet: PaperSheet, content: AppointmentPaper) -> None:
    """Issuer and date, centred on each other under the middle of the seal."""
    size = SIGN_SIZE
    most = SIGN_WIDTH * MM
    wide = width(content.issuer, Face.kai, size)
    if wide <= most * 1.25:
        size = min(size, size * most / wide)
        lines = [content.issuer]
    else:
        size = SIGN_SIZE * 0.8
        lines = wrap(content.issuer, Face.kai, size, most)
    step = size * 1.3 * POINT
    y = SEAL_MIDDLE - 3 - step * (len(lines) - 1)
    for line in lines:
        sheet.text(SIGN_MIDDLE, y, line, face=Face.kai, size=size, align="center")
        y += step
    day = day_words(content.issued_on)
    sheet.text(SIGN_MIDDLE, SEAL_MIDDLE + 9, day, face=Face.kai, size=18, align="center")


def _draw_border(sheet: PaperSheet) -> None:
    outer = Area(OUTER, OUTER, sheet.width - 2 * OUTER, sheet.height - 2 * OUTER)
    inner = Area(INNER, INNER, sheet.width - 2 * INNER, sheet.height - 2 * INNER)
    sheet.frame(outer, weight=3, color=GOLD)
    sheet.frame(inner, weight=0.75, color=GOLD)
    for x, right in ((inner.left, 1), (inner.right, -1)):
        for y, down in ((inner.top, 1), (inner.bottom, -1)):
            for reach, inset in ((CORNER, 2.0), (CORNER - 4, 4.0)):
                near_x, near_y = x + right * inset, y + down * inset
                sheet.line(near_x, near_y, near_x + right * reach, near_y, weight=1, color=GOLD)
                sheet.line(near_x, near_y, near_x, near_y + down * reach, weight=1, color=GOLD)
            sheet.star(x + right * 7.5, y + down * 7.5, 1.8, GOLD)
