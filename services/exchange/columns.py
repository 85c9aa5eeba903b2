"""How each exchanged column is written to CSV, checked when read, and described.

All work on values is SQL, so that a million rows pass without a Python call for each cell.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Enum,
    Integer,
    String,
    Table,
    TextClause,
)

from models.core.database import STAGING
from models.core.types import Hours, Id, LocalTime, Money, PartialDateType, SignedHours, UtcTime
from services import features

FIRST = ("id", "owner", "created_at", "updated_at")
OWNED = "owner = ?"

# Years begin with 1: SQLite knows the year 0 and those before, Python does not.
_DAY = "{v} IS strftime('%Y-%m-%d', {v}) AND {v} >= '0001'"
_SECOND = (
    "strftime('%Y-%m-%dT%H:%M:%S', substr({v}, 1, 19)) IS substr({v}, 1, 19) AND {v} >= '0001'"
)
_UTC_TAIL = "substr({v}, 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]Z'"
_WHOLE = "iif(CAST(CAST({p} AS INTEGER) AS TEXT) = {p}, CAST({p} AS INTEGER), {p})"
_HALVES = "iif(printf('%g', CAST({p} * 2 AS INTEGER) / 2.0) = {p}, CAST({p} * 2 AS INTEGER), {p})"
_FEN = "CAST(round(CAST({p} AS REAL) * 100) AS INTEGER)"
_YUAN = f"iif(printf('%d.%02d', {_FEN} / 100, {_FEN} % 100) = {{p}}, {_FEN}, {{p}})"
_PARTIAL = (
    "({v} GLOB '[0-9][0-9][0-9][0-9]' OR {v} || '-01' IS strftime('%Y-%m-%d', {v} || '-01')"
    " OR {v} IS strftime('%Y-%m-%d', {v}))"
)


@dataclass(frozen=True)
class Code:
    """One kind of column in SQL: `{c}` the stored column, `{p}` the text read, `{v}` the value.

    `field` are the type words of its Table Schema.
    """

    write: str
    read: str
    check: str
    field: tuple[tuple[str, Any], ...]


_ID = Code(
    "lower(hex({c}))",
    "coalesce(unhex({p}), iif({p} IS NULL, NULL, 'not hexadecimal'))",
    "typeof({v}) = 'blob' AND length({v}) = 16",
    (("type", "string"), ("constraints", {"pattern": "[0-9a-f]{32}"})),
)
_TEXT = Code("{c}", "{p}", "typeof({v}) = 'text'", (("type", "string"),))
_CODES: tuple[tuple[type[Any], Code], ...] = (
    (Id, _ID),
    (
        SignedHours,
        Code("printf('%g', {c} / 2.0)", _HALVES, "typeof({v}) = 'integer'", (("type", "number"),)),
    ),
    (
        Hours,
        Code("printf('%g', {c} / 2.0)", _HALVES, "typeof({v}) = 'integer' AND {v} >= 0",
             (("type", "number"),)),
    ),
    (
        Money,
        Code("printf('%d.%02d', {c} / 100, {c} % 100)", _YUAN,
             "typeof({v}) = 'integer' AND {v} >= 0", (("type", "number"),)),
    ),
    (Boolean, Code("{c}", _WHOLE, "{v} IN (0, 1) AND typeof({v}) = 'integer'",
                   (("type", "boolean"), ("trueValues", ["1"]), ("falseValues", ["0"])))),
    (Integer, Code("{c}", _WHOLE, "typeof({v}) = 'integer'", (("type", "integer"),))),
    (UtcTime, Code("{c}", "{p}", f"{_SECOND} AND {_UTC_TAIL}", (("type", "datetime"),))),
    (LocalTime, Code("{c}", "{p}", f"{_SECOND} AND length({{v}}) = 19", (("type", "datetime"),))),
    (Date, Code("{c}", "{p}", _DAY, (("type", "date"),))),
    (
        PartialDateType,
        Code("{c}", "{p}", _PARTIAL,
             (("type", "string"), ("constraints", {"pattern": r"\d{4}(-\d\d(-\d\d)?)?"}))),
    ),
    (JSON, Code("{c}", "{p}", "json_valid({v})", (("type", "object"),))),
)  # fmt: skip


@cache
def tables() -> dict[str, Table]:
    """The exchanged tables by name, each row's citations before it."""
    return {one.name: one.sql for one in features.tables()}


@cache
def words(table: str) -> str:
    """What people call its rows."""
    (found,) = (one.words for one in features.tables() if one.name == table)
    return found


@cache
def names(table: str) -> tuple[str, ...]:
    """The columns in the order of the CSV: the four that every row has come first."""
    rest = [column.name for column in tables()[table].columns if column.name not in FIRST]
    return (*FIRST, *rest)


def select_sql(table: str, where: str = OWNED) -> str:
    """SELECT of all rows of one owner (one parameter), as the CSV writes them; or of those that
    another condition picks."""
    columns = tables()[table].columns
    parts = (_code(columns[name]).write.format(c=f'"{name}"') for name in names(table))
    return f'SELECT {", ".join(parts)} FROM main."{table}" WHERE {where} ORDER BY rowid'


def staging_sql(table: str, sender: bytes) -> list[str]:
    """The staging table, whose checks refuse a wrong cell or owner, and its unique indexes."""
    columns = tables()[table].columns
    parts = [_column_sql(columns[name], sender) for name in names(table)]
    parts += [f"CHECK ({rule.sqltext})" for rule in _rules_of_row(table)]
    made = f'CREATE TABLE {STAGING}."{table}" ({", ".join(parts)}) WITHOUT ROWID'
    indexes = []
    for index in tables()[table].indexes:
        if index.unique:
            over = ", ".join(f'"{column.name}"' for column in index.columns)
            where = index.dialect_options["sqlite"]["where"]
            tail = "" if where is None else f" WHERE {where}"
            indexes.append(
                f'CREATE UNIQUE INDEX {STAGING}."{index.name}" ON "{table}" ({over}){tail}'
            )
    return [made, *indexes]


def insert_sql(table: str, given: Sequence[str], filled: Mapping[str, str]) -> str:
    """INSERT of one CSV row into staging; parameters are the row's texts in the order `given`.

    `filled` says in SQL what the columns get that the row does not have; {name} in it is the
    value of a given column.
    """
    columns = tables()[table].columns
    values = {}
    for number, name in enumerate(given, 1):
        column = columns[name]
        text = f"nullif(?{number}, '')" if column.nullable else f"?{number}"
        values[name] = _code(column).read.format(p=text)
    values |= {name: sql.format(**values) for name, sql in filled.items()}
    listed = ", ".join(values[name] for name in names(table))
    return f'INSERT INTO {STAGING}."{table}" VALUES ({listed})'


def citations(table: str) -> tuple[tuple[str, str], ...]:
    """(column, cited table) of each foreign key."""
    return tuple((key.parent.name, key.column.table.name) for key in tables()[table].foreign_keys)


def fields(table: str, given: Sequence[str]) -> list[dict[str, Any]]:
    """These columns as a Table Schema describes them."""
    return [_field(tables()[table].columns[name]) for name in given]


def schema(table: str, beside: Collection[str]) -> dict[str, Any]:
    """The Table Schema (Data Package v2) of one CSV; `beside` are the tables in the package."""
    keys = [
        {"fields": [column], "reference": {"resource": cited, "fields": ["id"]}}
        for column, cited in sorted(citations(table))
        if cited in beside
    ]
    described: dict[str, Any] = {
        "fields": fields(table, names(table)),
        "missingValues": [""],
        "primaryKey": ["id"],
    }
    return described | ({"foreignKeys": keys} if keys else {})


def _rules_of_row(table: str) -> list[CheckConstraint]:
    """The checks over several columns; those of single columns are in `Code`."""
    found = [one for one in tables()[table].constraints if isinstance(one, CheckConstraint)]
    return [one for one in found if isinstance(one.sqltext, TextClause)]


def _code(column: Column[Any]) -> Code:
    if isinstance(column.type, Enum):
        allowed = [str(word) for word in column.type.enums]
        listed = ", ".join(f"'{word}'" for word in allowed)
        field = (("type", "string"), ("constraints", {"enum": allowed}))
        return Code("{c}", "{p}", f"{{v}} IN ({listed})", field)
    for kind, code in _CODES:
        if isinstance(column.type, kind):
            return code
    if isinstance(column.type, String):
        return _TEXT
    raise TypeError(f"{column} has no form in a bundle")


def _column_sql(column: Column[Any], sender: bytes) -> str:
    quoted = f'"{column.name}"'
    check = _code(column).check.format(v=quoted)
    if column.name == "owner":
        check = f"{quoted} = x'{sender.hex()}'"
    if column.nullable:
        check = f"{quoted} IS NULL OR ({check})"
    key = " PRIMARY KEY" if column.primary_key else ""
    # A check that is neither true nor false would pass, hence IS TRUE.
    return f"{quoted}{key} CONSTRAINT {quoted} CHECK (({check}) IS TRUE)"


def _field(column: Column[Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"name": column.name, **dict(_code(column).field)}
    if not column.nullable and not isinstance(column.type, String):
        made["constraints"] = {**made.get("constraints", {}), "required": True}
    return made
