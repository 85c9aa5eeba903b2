"""Fonts on paper: 宋体, 黑体, 楷体, and for each rare character the first font that has it."""

import logging
import os
import threading
import unicodedata
import zlib
from enum import StrEnum
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[3] / "resources" / "fonts"
NO_GLYPH = "〓"
"""What is printed for a character that no font has (the field's mark for it, U+3013)."""


class Face(StrEnum):
    """The faces that papers are set in; each value is the file's name."""

    song = "NotoSerifSC-Regular"
    hei = "NotoSansSC-Regular"
    bold = "NotoSansSC-Bold"
    kai = "LXGWWenKai-Regular"


RARE_ORDER = (Face.song, Face.kai)
# Fonts with many rare characters that systems or offices have, the likeliest first.
KNOWN_WIDE = (
    "simsunb.ttf", "simsunextg.ttf", "simsun.ttc", "msyh.ttc", "simkai.ttf", "simfang.ttf",
    "hanaminb.ttf", "hanamina.ttf", "babelstonehan.ttf", "wqy-zenhei.ttc", "uming.ttc",
)  # fmt: skip
MOST_OTHERS = 40
FONT_ENDINGS = {".ttf", ".ttc"}

log = logging.getLogger(__name__)
_lock = threading.Lock()
_loaded: dict[str, tuple[Any, frozenset[str]]] = {}
_font_of: dict[str, str | None] = {}
_widths: dict[str, "_Widths"] = {}


def system_folders() -> tuple[Path, ...]:
    """Where Windows and Linux keep fonts, of the system and of the person."""
    home = Path.home()
    windows = os.environ.get("WINDIR", r"C:\Windows")
    local = os.environ.get("LOCALAPPDATA")
    return (
        Path(windows) / "Fonts",
        *([Path(local) / "Microsoft" / "Windows" / "Fonts"] if local else []),
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local" / "share" / "fonts",
        home / ".fonts",
    )


def font(face: Face) -> str:
    """The face's name for ReportLab; its file is read at the first call (about 0.1 s)."""
    if face.value not in _loaded:
        _load(face.value, FOLDER / f"{face.value}.ttf")
    return face.value


def width(text: str, face: Face, size: float) -> float:
    """How wide `text` is printed, in points."""
    table = _widths.get(face.value) or _widths.setdefault(face.value, _Widths(face))
    return sum(map(table.__getitem__, text)) * size / 1000


def runs(text: str, face: Face) -> list[tuple[str, str]]:
    """`text` cut into (font, part) so that every character is in its font.

    Almost always that is one run: only a character that `face` lacks is looked for elsewhere.
    """
    main = font(face)
    has = _loaded[main][1]
    if has.issuperset(text):
        return [(main, text)]
    cut = groupby(text, lambda character: main if character in has else rare_font(character))
    return [
        (name or main, part if name else NO_GLYPH * len(part))
        for name, part in ((name, "".join(group)) for name, group in cut)
    ]


def missing(text: str) -> tuple[str, ...]:
    """The characters of `text` that no font has, each once, as they come."""
    main = _loaded[font(Face.song)][1]
    return tuple(c for c in dict.fromkeys(text) if c not in main and rare_font(c) is None)


def rare_font(character: str) -> str | None:
    """The first of 宋体, 楷体 and the system's fonts that has the character."""
    for face in RARE_ORDER:
        if character in _loaded[font(face)][1]:
            return face.value
    if character not in _font_of:
        _font_of[character] = _system_font(character, system_folders())
    return _font_of[character]


def forget_system() -> None:
    """Look for rare characters anew: after a font was installed."""
    _font_of.clear()
    _widths.clear()
    _system_files.cache_clear()


class _Widths(dict[str, float]):
    """How wide each character is printed, in thousandths of the size; filled as asked.

    A dictionary, because measuring is most of what setting a paper costs.
    """

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, character: str) -> float:
        ((name, printed),) = runs(character, self._face)
        wide: float = _loaded[name][0].stringWidth(printed, 1000)
        self[character] = wide
        return wide


def _system_font(character: str, folders: tuple[Path, ...]) -> str | None:
    private = unicodedata.category(character) == "Co"
    for path in _system_files(folders):
        if private and path.name.lower() not in KNOWN_WIDE:
            continue  # in a font of symbols that code is a star or a logo
        # No path in a name: names get into the file.
        name = f"rare-{zlib.crc32(bytes(path)):08x}"
        if name not in _loaded:
            try:
                _load(name, path)
            except Exception:
                # Bitmap, CFF, symbol and damaged fonts fail in many ways: on to the next one.
                log.info("font not usable: %s", path.name)
                _loaded[name] = (None, frozenset())
        if character in _loaded[name][1]:
            return name
    return None


@cache
def _system_files(folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """Font files worth asking: the known wide ones, then the largest others."""
    found = [
        path
        for folder in folders
        if folder.is_dir()
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in FONT_ENDINGS and path.is_file()
    ]
    known = [path for path in found if path.name.lower() in KNOWN_WIDE]
    known.sort(key=lambda path: KNOWN_WIDE.index(path.name.lower()))
    others = sorted((path for path in found if path not in known), key=_size)
    return (*known, *others[:MOST_OTHERS])


def _size(path: Path) -> tuple[int, str]:
    return -path.stat().st_size, str(path)


def _load(name: str, path: Path) -> None:
    with _lock:
        if name in _loaded:
            return
        # Imported here so that the program's start does not pay 0.3 s for it.
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont

        made = TTFont(name, str(path), shapable=False)
        pdfmetrics.registerFont(made)
        _loaded[name] = (made, _characters(made))


def _characters(made: Any) -> frozenset[str]:
    """What the font can print; glyph 0 is the empty box."""
    return frozenset(chr(code) for code, glyph in made.face.charToGlyph.items() if glyph)
