"""Which tables a unit of work read and wrote, from the text of its statements.

Every statement that passes through SQLAlchemy is seen, whether it comes from the ORM, from Core
or is raw. What goes straight to the driver is not: it may only fill `staging`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, event

import models.all  # noqa: F401  (fills the metadata)
from models.core.base import Base

_KEY = "tables"
_NAMES = "|".join(sorted(Base.metadata.tables))
_NAMED = re.compile(rf"(?<![\w.'\"])(?<!\bAS )(?:\"?(\w+)\"?\.)?\"?\b({_NAMES})\b", re.IGNORECASE)
_WRITTEN = re.compile(
    r"\b(?:(?:INSERT(?: OR \w+)?|REPLACE) INTO|UPDATE(?: OR \w+)?|DELETE FROM)\s+"
    rf"(?:\"?(\w+)\"?\.)?\"?({_NAMES})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Touched:
    """Names of tables. What is written is not also read, unless another statement does so."""

    read: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)


@lru_cache(maxsize=512)
def named_in(statement: str) -> tuple[frozenset[str], frozenset[str]]:
    """The tables that an SQL statement reads, and those that it writes; not those of `staging`.

    A label or an alias with the name of a table counts as the table: that refreshes a page once
    too often, and never too seldom.
    """
    written = frozenset(_main(_WRITTEN.finditer(statement)))
    return frozenset(_main(_NAMED.finditer(statement))) - written, written


def track(engine: Engine) -> None:
    """Let every statement of this engine be seen."""
    event.listen(engine, "after_cursor_execute", _see)


def follow(connection: Connection, touched: Touched) -> None:
    """From now on what this connection's statements touch is added to `touched`."""
    connection.info[_KEY] = touched


def _main(found: Iterator[re.Match[str]]) -> Iterator[str]:
    return (one[2].lower() for one in found if one[1] in (None, "main"))


def _see(connection: Connection, _cursor: Any, statement: str, *_: object) -> None:
    touched = connection.info.get(_KEY)
    if touched is not None:
        read, written = named_in(statement)
        touched.read.update(read)
        touched.written.update(written)
