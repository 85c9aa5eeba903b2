"""Filling in a grid as a person does in WPS: numbers typed into open cells of the same file."""

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from services.core import sheet_reader
from services.core.files import replace
from services.core.sheet_table import cell_name
from ui.tour.stage import TourFailed

SHEET = "xl/worksheets/sheet1.xml"


def fill_in(path: Path, column: str, heads: Mapping[str, int]) -> None:
    """Type each branch's heads under the column whose header holds these words."""
    rows = sheet_reader.read(path, lambda _done, _of, _what: None).sheets[0].rows
    places = [n for row in rows for n, cell in enumerate(row.cells) if column in str(cell)]
    lines = {str(cell): row.number for row in rows for cell in row.cells if str(cell) in heads}
    if not places or set(lines) != set(heads):
        raise TourFailed("点单表里找不到要填的格子")
    typed = {cell_name(places[0], lines[name]): number for name, number in heads.items()}
    _type(path, typed)


def _type(path: Path, typed: Mapping[str, int]) -> None:
    """Put numbers into cells that are empty, and leave all the rest of the file as it is."""
    out = BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            data = before.read(name)
            if name == SHEET:
                text = data.decode()
                for cell, number in typed.items():
                    text, found = re.subn(
                        rf'<c r="{cell}"( s="\d+")?/>',
                        rf'<c r="{cell}"\1><v>{number}</v></c>',
                        text,
                    )
                    if not found:
                        raise TourFailed(f"点单表的 {cell} 不是空格子")
                data = text.encode()
            after.writestr(name, data)
    replace(path, out.getvalue())
