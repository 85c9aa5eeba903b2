"""Widgets within widgets, with the types that the stubs of Qt 6.8 do not tell."""

from typing import Any, TypeVar, cast

from PySide6.QtCore import QObject

Q = TypeVar("Q", bound=QObject)


def child(parent: QObject, kind: type[Q], name: str = "") -> Q | None:
    """The first of this kind, and of this object name if one is given."""
    finder = cast("Any", parent)
    found: Q | None = finder.findChild(kind, name) if name else finder.findChild(kind)
    return found


def children(parent: QObject, kind: type[Q], name: str = "") -> list[Q]:
    finder = cast("Any", parent)
    found: list[Q] = finder.findChildren(kind, name) if name else finder.findChildren(kind)
    return found
