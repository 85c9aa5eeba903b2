"""What a feature is, declared once in its own package as FEATURE (services/features.py has all).

Home, search, the exchange, merging, reports and the demo walk over the declarations and know no
feature by name. A feature imports none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Table as SqlTable

from models.core.base import Exchanged
from services.core.door import DoorSource
from services.core.figures import Figures
from services.core.finding import Lookup, Thing
from services.core.merging import Merging
from services.core.session import WorkSession
from services.core.todo import TodoSource

ThingSource = Callable[[WorkSession], list[Thing]]


@dataclass(frozen=True)
class Table:
    """An exchanged table, and the word for its rows in messages and packages."""

    model: type[Exchanged]
    words: str

    @property
    def sql(self) -> SqlTable:
        made = self.model.__dict__["__table__"]
        assert isinstance(made, SqlTable)
        return made

    @property
    def name(self) -> str:
        return self.sql.name


@dataclass(frozen=True)
class Feature:
    """`key` is the name of its package, `words` what people call it.

    `tables` travel in bundles, each after those that it cites. `todos` stand on the home page and
    in the badges; `slow_todos` on the page alone, since they take too long to be asked for at each
    change. `first_steps` are its lines of the guide of a school that has just begun, `new_year`
    those of the guide at the turn of the year. `things` is what Ctrl+K finds of it, or `lookup`
    where it has its own way to find; `left_out` says what of it is not found. `merging` is what is
    special about its rows when two records of one person are made one. `figures` are its rows in
    the monthly report. `demo` makes up some of its rows in a demo school that has people, courses
    and classes, by the feature's own verbs.
    """

    key: str
    words: str
    tables: tuple[Table, ...] = ()
    todos: tuple[TodoSource, ...] = ()
    slow_todos: tuple[TodoSource, ...] = ()
    first_steps: tuple[DoorSource, ...] = ()
    new_year: tuple[DoorSource, ...] = ()
    things: ThingSource | None = None
    lookup: Callable[[WorkSession], Lookup] | None = None
    left_out: str = ""
    merging: Merging | None = None
    figures: Figures | None = None
    demo: Callable[[WorkSession], None] | None = None
