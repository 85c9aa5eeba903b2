"""A list as it stands on the screen, on its way to a workbook or to paper; its columns chosen."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

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


@dataclass(frozen=True)
class Arrangement:
    """How a person put a list's columns, by title: `titles` those chosen, None for as made;
    `order` from left to right, empty for as made; `widths` in pixels at 100 % text."""

    titles: tuple[str, ...] | None = None
    order: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)


AS_MADE = Arrangement()


def arrangement(session: Session, key: str) -> Arrangement:
    """How the columns of the list of this key were put; AS_MADE where nobody did."""
    row = session.get(Row, _setting(key))
    if row is None:
        return AS_MADE
    kept = json.loads(row.value)
    if isinstance(kept, list):  # kept before columns could be dragged
        return Arrangement(tuple(kept))
    titles = kept["titles"]
    chosen = None if titles is None else tuple(titles)
    return Arrangement(chosen, tuple(kept["order"]), dict(kept["widths"]))


def arrange(session: WorkSession, key: str, wanted: Arrangement) -> None:
    """Remember how the columns of a list were put; AS_MADE forgets it."""
    row = session.get(Row, _setting(key))
    if wanted == AS_MADE:
        if row is not None:
            session.delete(row)
    else:
        kept = {"titles": wanted.titles, "order": wanted.order, "widths": dict(wanted.widths)}
        value = json.dumps(kept, ensure_ascii=False)
        if row is None:
            session.add(Row(key=_setting(key), value=value))
        else:
            row.value = value
    columns = None if wanted.titles is None else len(wanted.titles)
    session.note("list.arrange", list=key, columns=columns)


def kept_filters(session: Session, key: str) -> dict[str, dict[str, Any]]:
    """The filters kept for the list of this key by name, in the order in which they came."""
    row = session.get(Row, _filters(key))
    return {} if row is None else dict(json.loads(row.value))


def keep_filter(
    session: WorkSession, key: str, name: str, narrowed: Mapping[str, Any] | None
) -> None:
    """Keep what a list is narrowed to under a name; None forgets that name."""
    kept = kept_filters(session, key)
    if narrowed is None:
        kept.pop(name, None)
    else:
        kept[name] = dict(narrowed)
    value = json.dumps(kept, ensure_ascii=False)
    row = session.get(Row, _filters(key))
    if row is None:
        session.add(Row(key=_filters(key), value=value))
    else:
        row.value = value
    session.note("list.keep_filter", list=key, kept=len(kept))


def log_taken(session: WorkSession, key: str, way: str, listing: Listing) -> None:
    """Note that a list left the program. `way`: workbook or paper."""
    titles = [column.title for column in listing.columns]
    session.note("list.take", list=key, way=way, rows=len(listing.rows), columns=titles)


def _setting(key: str) -> str:
    return f"ui.columns.{key}"


def _filters(key: str) -> str:
    return f"ui.filters.{key}"
