"""Rows on their way to another program: a cell each when they are pasted into a sheet."""

from collections.abc import Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QStandardItemModel

from services.core.listing import Cell
from ui.core.rows import Column

AS_TEXT = "style=\"mso-number-format:'\\@'\""
"""So that WPS and Excel leave a text as it is: no number of 18 digits becomes 3.7E+17, and what
begins with = is no formula."""


def put(columns: Sequence[Column[Any]], rows: Sequence[Any]) -> None:
    """These rows with tabs between the cells, and as a table for who understands one."""
    texts = [[_one_line(shape.text(row)) for shape in columns] for row in rows]
    lines = "".join(
        "<tr>" + "".join(_cell(shape, row) for shape in columns) + "</tr>" for row in rows
    )
    data = _made_by_qt()
    data.setText("\n".join("\t".join(cells) for cells in texts))
    data.setHtml(f'<meta charset="utf-8"><table>{lines}</table>')
    QGuiApplication.clipboard().setMimeData(data)


def _made_by_qt() -> QMimeData:
    """Data that Qt can let go of when Python has ended: the clipboard outlives it, and an object
    made in Python would crash the program at its very end."""
    model = QStandardItemModel(1, 1)
    data = model.mimeData([model.index(0, 0)])
    for form in data.formats():
        data.removeFormat(form)
    return data


def _cell(shape: Column[Any], row: Any) -> str:
    value: Cell = shape.value(row) if shape.value is not None else shape.text(row)
    if isinstance(value, str):
        return f"<td {AS_TEXT}>{escape(_one_line(value))}</td>"
    return f"<td>{value}</td>"


def _one_line(text: str) -> str:
    return " ".join(text.split())
