"""Which tables and columns a file has: by its kind, and by the program that wrote it."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.core.database import SCHEMA_MAJOR, SCHEMA_MINOR, STAGING
from services.exchange import columns
from services.exchange.errors import TooOld

NOW = (SCHEMA_MAJOR, SCHEMA_MINOR)
BEFORE = (1, 1)
ISSUED = ("dispatch",)
"""The tables of an issue file."""

_ADDED_TABLES = (
    "travel", "course_lecturer", "package", "package_stage", "menu", "menu_entry", "plan",
    "plan_item", "waiting_place", "dispatch", "training_order", "order_placement",
)  # fmt: skip
_OF_COURSE = f'(SELECT c."{{0}}" FROM {STAGING}.course c WHERE c.id = {{{{course_id}}}})'
_ADDED_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "site": {"other_use": "''", "opening": "''", "map_point": "''"},
    "room": {"equipment": "''"},
    "course": {
        "topics": "''",
        "materials": "''",
        "other_lecturers": "''",
        "review": "'none'",
        "review_note": "''",
    },
    "training_class": dict.fromkeys(
        ("brand", "places", "minimum", "plan_item_id", "package_id"), "NULL"
    ),
    "lesson": {name: _OF_COURSE.format(name) for name in ("task", "tier", "form")},
}
"""What came since `BEFORE`, and what it is in an older row: as migration 0003 fills it in."""


@dataclass(frozen=True)
class Layout:
    """`tables` are staged, in an order in which each row's citations come before it; `given` are
    those in the file, each with its columns in the order of its CSV; `filled` says in SQL what
    the columns get that the file does not have."""

    tables: tuple[str, ...]
    given: Mapping[str, tuple[str, ...]]
    filled: Mapping[str, Mapping[str, str]]


def of_snapshot(schema: tuple[int, int]) -> Layout:
    """A snapshot of this program or of the one before. Raises TooOld."""
    tables = tuple(columns.tables())
    if schema == NOW:
        return Layout(tables, {table: columns.names(table) for table in tables}, {})
    if schema != BEFORE:
        raise TooOld("这个数据包是很旧的程序写的，没有导入。请学校升级本程序后重新签发。")
    given = {
        table: tuple(
            name for name in columns.names(table) if name not in _ADDED_COLUMNS.get(table, {})
        )
        for table in tables
        if table not in _ADDED_TABLES
    }
    return Layout(tables, given, _ADDED_COLUMNS)


def of_issue(schema: tuple[int, int]) -> Layout:
    """A county's file of this program; the one before wrote none. Raises TooOld."""
    if schema != NOW:
        raise TooOld("这个下发包是旧版程序写的，没有导入。请县里升级本程序后重新写一份。")
    return Layout(ISSUED, {table: columns.names(table) for table in ISSUED}, {})
