"""A spreadsheet kept as text: which encoding and which mark between columns it has; and, for what
only looks like a spreadsheet, what it is."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

MOST_COLUMNS = 256
LOOKED_AT = 30
LEAST_MARKS = 2
MARKS = ",\t;"
_WIDE_MARKS = "，；｜"
_SPACES = re.compile(r" {2,}|[ \t]*\u3000+[ \t]*")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_HEADER = ("姓名", "黨", "身份", "身分", "出生", "課程", "名稱", "党")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x19\x1c-\x1f]")
FEWEST_HAN = 3
MOST_LOST = 10
"""A file in which so many characters are sound for each lost one is damaged, not of another
encoding."""

_SIGNS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"BM", "picture"),
    (b"GIF8", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "word"),
)


class Fault(Exception):
    """Why the file cannot be read; the word is for the program that started this one."""


def other_kind(head: bytes) -> str:
    """What a file is that is neither a workbook nor text in columns, by its beginning; else
    empty."""
    for sign, kind in _SIGNS:
        if head.startswith(sign) and (sign != b"BM" or b"\0" in head):
            return kind
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    lower = start[:2048].lower()
    if lower.startswith((b"mime-version:", b"from: <saved by")) or b"multipart/related" in lower:
        return "mhtml"
    if start.startswith(b"<"):
        is_sheet = b"schemas-microsoft-com:office:spreadsheet" in lower and b"<html" not in lower
        return "xml2003" if is_sheet else "html"
    return ""


def text_in(data: bytes) -> str:
    """Raises Fault for an encoding that is not known, and for one that is damaged or mixed."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _decoded(data, "utf-16")
        if text is None:
            raise Fault("unknown")
    elif (text := _decoded(data, "utf-8-sig")) is None:
        text = _chinese(data)
    text = text.removesuffix("\x1a")  # the end of a file in old DOS programs
    if "\0" in text:
        raise Fault("unknown")
    return text


def rows_of(text: str) -> Iterator[list[str]]:
    """The rows of a text, and its cells without the marks of spreadsheets around them. Raises
    Fault where it cannot be told for sure which cells are whose."""
    first = text.splitlines()[:LOOKED_AT]  # a title may stand over the list
    mark = _most(MARKS, first)
    if not any(mark in line for line in first):
        mark = _most(_WIDE_MARKS, first)
        if not any(mark in line for line in first):
            yield from _aligned(text)
            return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    yield from _csv_rows(reader, mark)


def _most(marks: str, lines: Sequence[str]) -> str:
    return max(marks, key=lambda mark: max((line.count(mark) for line in lines), default=0))


def _csv_rows(reader: Iterable[list[str]], mark: str) -> Iterator[list[str]]:
    """A quote that nobody closed would swallow the rows after it: such a file is refused."""
    try:
        for row in reader:
            if len(row) > MOST_COLUMNS:
                raise Fault("too_wide")
            if any(_holds_rows(cell, mark) for cell in row):
                raise Fault("quotes")
            yield row
    except csv.Error as error:
        raise Fault("quotes") from error


def _holds_rows(cell: str, mark: str) -> bool:
    """True for a cell of several lines that look like rows."""
    return "\n" in cell and any(line.count(mark) >= LEAST_MARKS for line in cell.split("\n")[1:])


def _aligned(text: str) -> Iterator[list[str]]:
    """Columns that only spaces keep apart. An empty cell leaves no trace there, so that every
    line must have as many as the others; a line of one cell is a title. Raises Fault."""
    rows = [_SPACES.split(line.strip()) for line in text.splitlines()]
    widths = {len(row) for row in rows if len(row) > 1}
    if len(widths) > 1:
        raise Fault("aligned")
    yield from rows


def _chinese(data: bytes) -> str:
    """Text that is no UTF-8: GB 18030, unless it is Big5, or damaged UTF-8."""
    text = _decoded(data, "gb18030")
    if text is None or _PRIVATE.search(text):
        big5 = _decoded(data, "big5hkscs")
        if big5 is not None and _says_header(big5) and not (text and _says_header(text)):
            raise Fault("big5")
    if _is_broken_utf8(data):
        raise Fault("encoding")
    if text is None:
        looks_like_text = not _CONTROL.search(data) and b"\n" in data
        raise Fault("encoding" if looks_like_text else "unknown")
    return text


def _is_broken_utf8(data: bytes) -> bool:
    """Sound UTF-8 but for a few places; or some lines of it among others."""
    sound = data.decode("utf-8", "replace")
    lost = sound.count("\ufffd")
    if len(_HAN.findall(sound)) >= max(MOST_LOST * lost, FEWEST_HAN):
        return True
    for line in data.splitlines():
        if not line.isascii():
            text = _decoded(line, "utf-8")
            if text is not None and len(_HAN.findall(text)) >= FEWEST_HAN:
                return True
    return False


def _says_header(text: str) -> bool:
    return any(word in text for word in _HEADER)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
