"""A list as it stands on the screen, on its way to a workbook or to paper; its columns chosen."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from models.setting import Setting as Row
from services.core.session import WorkSession
from services.core.text import plain

Cell = str | int | Decimal | date


@dataclass(frozen=True)
class ListColumn:
    """`width` in pixels on the screen: sheets and papers keep the proportions. A `hidden` one is
    for who reads the workbook back: people see it only where they ask for it."""

    title: str
    width: int
    right: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Listing:
    """`note` says what the list was narrowed to and when it was taken; each row has a cell for
    each column."""

    title: str
    note: str
    columns: tuple[ListColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]


def text_of(cell: Cell) -> str:
    """A cell as people read it: 32 for Decimal("32.0"), 2026-11-23 for a day."""
    if isinstance(cell, Decimal):
        return plain(cell)
    return str(cell)


def chosen_columns(session: Session, key: str) -> tuple[str, ...] | None:
    """The columns that the clerk chose for the list of this key, by title; None: never chose."""
    row = session.get(Row, _setting(key))
    return None if row is None else tuple(json.loads(row.value))


def choose_columns(session: WorkSession, key: str, titles: Sequence[str] | None) -> None:
    """Remember the columns of a list; None goes back to how it was made."""
    row = session.get(Row, _setting(key))
    if titles is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(Row(key=_setting(key), value=json.dumps(list(titles), ensure_ascii=False)))
    else:
        row.value = json.dumps(list(titles), ensure_ascii=False)
    session.note("list.choose_columns", list=key, columns=None if titles is None else len(titles))


def log_taken(session: WorkSession, key: str, way: str, listing: Listing) -> None:
    """Note that a list left the program. `way`: workbook or paper."""
    titles = [column.title for column in listing.columns]
    session.note("list.take", list=key, way=way, rows=len(listing.rows), columns=titles)


def _setting(key: str) -> str:
    return f"ui.columns.{key}"
