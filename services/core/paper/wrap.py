"""Lines of Chinese text: no line begins with a closing mark or ends with an opening one."""

import re

from services.core.paper.fonts import Face, width

# A number stays with its unit (2026年), a mark with the character that it belongs to.
_PIECE = re.compile(
    r"[“‘（《〈【]*(?:[0-9A-Za-z@./:_%+\-]+[年月日号页人节]?|.)"
    r"(?:[，。、；：？！”’）》〉】…·]| ·)*|\s+",
    re.DOTALL,
)


def wrap(text: str, face: Face, size: float, most: float) -> list[str]:
    """`text` in lines no wider than `most` points."""
    lines, line, used = [], "", 0.0
    for piece in _PIECE.findall(text):
        whole = width(piece, face, size)
        # A piece that is wider than a line goes character by character.
        for part in (piece,) if whole <= most else piece:
            wide = whole if part is piece else width(part, face, size)
            if line and used + wide > most:
                lines.append(line.rstrip(" "))
                line, used = "", 0.0
                part = part.lstrip(" ")
                wide = width(part, face, size)
            line, used = line + part, used + wide
    return [*lines, line] if line or not lines else lines


def shorten(text: str, face: Face, size: float, most: float) -> str:
    """`text`, or as much of it as fits with … after it."""
    if width(text, face, size) <= most:
        return text
    while text and width(f"{text}…", face, size) > most:
        text = text[:-1]
    return f"{text}…"
