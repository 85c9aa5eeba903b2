"""A choice out of many in a box that is typed into."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter

MAKE = "make"
"""What the last entry of a box holds in which something new can be made (ui.core.making)."""


def pick_field(name: str, items: Sequence[tuple[str, Any]], hint: str) -> QComboBox:
    """A choice out of many, found by typing any part of its words; read with `picked`."""
    field = QComboBox()
    field.setObjectName(name)
    field.setEditable(True)
    field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    for words, value in items:
        field.addItem(words, value)
    if (finder := field.completer()) is not None:
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    if (line := field.lineEdit()) is not None:
        line.setPlaceholderText(hint)
    field.setCurrentIndex(0 if len(items) == 1 else -1)
    return field


def choose(field: QComboBox, value: object, *, otherwise: int = 0) -> None:
    """Choose the item with this value, or the one at `otherwise`.

    Not by findData: of what Python put in, Qt knows the very object only, and the same id read
    anew is another object.
    """
    places = (n for n in range(field.count()) if field.itemData(n) == value)
    field.setCurrentIndex(next(places, otherwise))


def picked(field: QComboBox) -> Any:
    """What stands in the field, or the one that the typed words fit; None where there is none."""
    place = _fitting(field)
    return field.itemData(place) if place >= 0 else None


def _fitting(field: QComboBox) -> int:
    """The place of the item that stands in the field or alone holds its words, else -1."""
    text = field.currentText().strip()
    there = [n for n in range(field.count()) if field.itemData(n) != MAKE]
    exact = [n for n in there if field.itemText(n) == text]
    if exact:
        return exact[0]
    fitting = [n for n in there if text and text in field.itemText(n)]
    return fitting[0] if len(fitting) == 1 else -1


def fits_nothing(field: QComboBox) -> bool:
    """Whether words stand in the field that no entry has in it."""
    text = field.currentText().strip()
    there = (n for n in range(field.count()) if field.itemData(n) != MAKE)
    return bool(text) and not any(text in field.itemText(n) for n in there)
