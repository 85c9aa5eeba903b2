"""What an .xlsx says of its cells that the reader of values does not tell: which rows are out of
sight, which dates show only a month, which cells are errors or formulas without a value."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

from services.core.sheet_cells import NO_VALUE

MOST_STYLES = 16 << 20
_MONTH, _YEAR = "month", "year"
_SHOW_MONTH = frozenset((17, 27, 36, 50, 52, 57))
"""Formats that a file does not spell out: mmm-yy, and yyyy年m月 of Chinese Excel and WPS."""
_UNSAID = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DAY_ZERO, _DAY_ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)
_LAST_DAY = 2_958_465

_P = rb"(?:\w+:)?"
_ROW = re.compile(rb"<" + _P + rb"row\s[^>]*>")
_HIDDEN = re.compile(rb"\shidden=[\"'](?:1|true)[\"']")
_ROW_NUMBER = re.compile(rb"\sr=[\"'](\d+)[\"']")
_PLACE = re.compile(rb"\sr=[\"']([A-Z]{1,3})(\d+)[\"']")
_TEXT_TYPE = re.compile(rb"\st=[\"']str[\"']")
_SAID = re.compile(rb'(?:"|&quot;)([^"&]*)(?:"|&quot;)')
"""A formula that is only a text: ="450821…", which says itself."""
_ERROR = re.compile(
    rb"<" + _P + rb"c\b([^>]*\st=[\"']e[\"'][^>]*)>(?:<" + _P + rb"f\b[^>]*?(?:/>|>[^<]*</" + _P
    + rb"f>))?\s*<" + _P + rb"v>([^<]*)<"
)  # fmt: skip
_NO_RESULT = re.compile(
    rb"<" + _P + rb"c\b([^>]*)>\s*<" + _P + rb"f\b[^>]*?(?:/>|>([^<]*)</" + _P + rb"f>)\s*(<" + _P
    + rb"v\s*/>|<" + _P + rb"v>\s*</" + _P + rb"v>)?\s*</" + _P + rb"c>"
)  # fmt: skip


@dataclass
class SheetParts:
    """Of one sheet. `unseen` are numbers of rows, from 1; `marks` say by row and column, from 0,
    that a date shows a month or a year, or what stands in the cell instead of a value."""

    unseen: list[int] = field(default_factory=list)
    marks: dict[int, dict[int, str]] = field(default_factory=dict)


@dataclass
class BookParts:
    """Of one workbook: its sheets by name, whether it counts days from 1904, and whether it tells
    how its dates are shown."""

    sheets: dict[str, SheetParts] = field(default_factory=dict)
    from_1904: bool = False
    formats: bool = False

    def unseen(self, name: str) -> list[int]:
        """The numbers of the rows of a sheet that are hidden or filtered out of sight."""
        return self.sheets[name].unseen if name in self.sheets else []

    def marked(self, name: str, rows: Iterable[list[Any]], left: int) -> Iterable[list[Any]]:
        """These rows, cells from column `left` on, with what is known of the cells in them."""
        known = self.sheets.get(name)
        return self._put(rows, known.marks, left) if known is not None and known.marks else rows

    def _put(
        self, rows: Iterable[list[Any]], marks: dict[int, dict[int, str]], left: int
    ) -> Iterator[list[Any]]:
        for number, row in enumerate(rows):
            for column, mark in marks.get(number, {}).items():
                if 0 <= column - left < len(row):
                    row[column - left] = self._cell(row[column - left], mark)
            yield row

    def _cell(self, value: Any, mark: str) -> Any:
        if mark not in (_MONTH, _YEAR):
            return mark
        if isinstance(value, float) and 1 <= value <= _LAST_DAY:
            value = (_DAY_ZERO_1904 if self.from_1904 else _DAY_ZERO) + timedelta(days=int(value))
        if not isinstance(value, date):
            return value
        return f"{value.year}年{value.month}月" if mark == _MONTH else f"{value.year}年"


def parts_of(archive: zipfile.ZipFile) -> BookParts:
    """Nothing where a part is missing or cannot be understood: the values are read all the same."""
    names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
    try:
        book = ElementTree.fromstring(archive.read(names["xl/workbook.xml"]))
        links = ElementTree.fromstring(archive.read(names["xl/_rels/workbook.xml.rels"]))
    except (KeyError, ElementTree.ParseError):
        return BookParts()
    targets = {one.get("Id"): str(one.get("Target")) for one in links}
    about = next(_all(book, "workbookPr"), None)
    found = BookParts({}, about is not None and about.get("date1904") in ("1", "true"), True)
    styles = _styles(archive, names)
    for sheet in _all(book, "sheet"):
        link = next((v for key, v in sheet.items() if key.endswith("}id")), "")
        target = targets.get(link, "").replace("\\", "/")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if (name := names.get(part.lower())) is not None:
            found.sheets[str(sheet.get("name"))] = _sheet(archive.read(name), styles)
    return found


def _sheet(xml: bytes, styles: dict[str, str]) -> SheetParts:
    found = SheetParts()
    if b"hidden=" in xml:
        hidden = (tag for tag in _ROW.findall(xml) if _HIDDEN.search(tag))
        numbers = (_ROW_NUMBER.search(tag) for tag in hidden)
        found.unseen = [int(one[1]) for one in numbers if one]
    if styles:
        some = "|".join(styles).encode()
        styled = rb"<" + _P + rb"c\b(?=[^>]*\ss=[\"'](" + some + rb")[\"'])([^>]*)>"
        for style, tag in re.findall(styled, xml):
            _mark(found, tag, styles[style.decode()])
    if b't="e"' in xml or b"t='e'" in xml:
        for tag, said in _ERROR.findall(xml):
            _mark(found, tag, said.decode("utf-8", "replace"))
    if b"<f" in xml or b":f" in xml:
        for tag, formula, value in _NO_RESULT.findall(xml):
            if not (value and _TEXT_TYPE.search(tag)):  # an empty text is a result
                said = _SAID.fullmatch(formula)
                _mark(found, tag, said[1].decode("utf-8", "replace") if said else NO_VALUE)
    return found


def _mark(found: SheetParts, tag: bytes, mark: str) -> None:
    if place := _PLACE.search(tag):
        column = 0
        for letter in place[1]:
            column = column * 26 + letter - 64
        found.marks.setdefault(int(place[2]) - 1, {})[column - 1] = mark


def _styles(archive: zipfile.ZipFile, names: dict[str, str]) -> dict[str, str]:
    """Which cell formats, by number, show of a date only its month or its year."""
    name = names.get("xl/styles.xml")
    if name is None or archive.getinfo(name).file_size > MOST_STYLES:
        return {}
    try:
        root = ElementTree.fromstring(archive.read(name))
    except ElementTree.ParseError:
        return {}
    shows = {str(number): _MONTH for number in _SHOW_MONTH}
    for one in _all(root, "numFmt"):
        shows[str(one.get("numFmtId"))] = shown_by(str(one.get("formatCode")))
    formats = next(_all(root, "cellXfs"), ())
    found = {
        str(number): shows.get(str(one.get("numFmtId")), "") for number, one in enumerate(formats)
    }
    return {number: shown for number, shown in found.items() if shown}


def shown_by(code: str) -> str:
    """What a number format shows of a date: yyyy"年"m"月" → month, yyyy → year, others → ""."""
    letters = set(_UNSAID.sub("", code).partition(";")[0].lower())
    if "y" not in letters and not ("e" in letters and "g" not in letters and "m" in letters):
        return ""
    if letters & set("dhs0#"):
        return ""
    return _MONTH if "m" in letters else _YEAR


def _all(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """By name alone: strict workbooks have another namespace."""
    return (one for one in root.iter() if one.tag.rpartition("}")[2] == name)
