"""Which tables and columns a file has: by its kind, and by the program that wrote it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from models.core.database import SCHEMA_MAJOR, SCHEMA_MINOR, STAGING
from services.exchange import columns
from services.exchange.errors import TooOld

NOW = (SCHEMA_MAJOR, SCHEMA_MINOR)
ISSUED = ("dispatch",)
"""The tables of an issue file."""

Schema = tuple[int, int]
_OF_COURSE = f'(SELECT c."{{0}}" FROM {STAGING}.course c WHERE c.id = {{{{course_id}}}})'
_ADDED_TABLES: Mapping[Schema, Collection[str]] = {
    (1, 2): {
        "travel", "course_lecturer", "package", "package_stage", "menu", "menu_entry", "plan",
        "plan_item", "waiting_place", "dispatch", "training_order", "order_placement",
    },
    (1, 3): {"material", "material_course"},
    (1, 4): {"former_branch", "exemption", "upper_training"},
}  # fmt: skip
"""What came with each schema; the programs before it are still read."""
_ADDED_COLUMNS: Mapping[Schema, Mapping[str, Mapping[str, str]]] = {
    (1, 2): {
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
    },
    (1, 4): {
        "branch": {"merged_into_id": "NULL"},
        "hours_record": {"training_id": "NULL", "collective": "0"},
        "certificate": {"earlier": "0", "paper": "''"},
    },
}
"""The same for columns, with what they are in an older row: as the migration fills them in."""
READ: tuple[Schema, ...] = ((1, 1), (1, 2), (1, 3), NOW)


@dataclass(frozen=True)
class SnapshotLayout:
    """`tables` are staged, in an order in which each row's citations come before it; `given` are
    those in the file, each with its columns in the order of its CSV; `filled` says in SQL what
    the columns get that the file does not have."""

    tables: tuple[str, ...]
    given: Mapping[str, tuple[str, ...]]
    filled: Mapping[str, Mapping[str, str]]


def of_snapshot(schema: Schema) -> SnapshotLayout:
    """A snapshot of this program or of one before. Raises TooOld."""
    if schema not in READ:
        raise TooOld("这个数据包是很旧的程序写的，没有导入。请学校升级本程序后重新签发。")
    tables = tuple(columns.tables())
    lacks = {one for since, added in _ADDED_TABLES.items() if since > schema for one in added}
    filled: dict[str, dict[str, str]] = {}
    for since, added in _ADDED_COLUMNS.items():
        for table, values in added.items():
            if since > schema:
                filled.setdefault(table, {}).update(values)
    given = {
        table: tuple(name for name in columns.names(table) if name not in filled.get(table, {}))
        for table in tables
        if table not in lacks
    }
    return SnapshotLayout(tables, given, filled)


def of_issue(schema: Schema) -> SnapshotLayout:
    """A county's file of this program or of the one before; 1.1 wrote none. Raises TooOld."""
    if schema not in READ[1:]:
        raise TooOld("这个下发包是旧版程序写的，没有导入。请县里升级本程序后重新写一份。")
    return SnapshotLayout(ISSUED, {table: columns.names(table) for table in ISSUED}, {})
