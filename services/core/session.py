"""The session that verbs are given: it knows who writes, when, and which ids come next."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import Connection, event, insert
from sqlalchemy.orm import Session

from models.core.base import Exchanged
from services.core import audit, tables
from services.core.clock import Clock
from services.core.errors import NotFound
from services.core.ids import IdMaker

E = TypeVar("E", bound=Exchanged)
T = TypeVar("T")
MadeId = tuple[str, UUID]
"""The class of a row that was made, and its id."""


class ForeignRow(Exception):
    """A bug: code tried to write a row that another workspace owns (domain.md, invariant 7)."""


class Misnamed(Exception):
    """A bug: the name given to a unit of work is none under which something was noted in it."""


@dataclass(frozen=True)
class Context:
    """What stays the same for all sessions of one open workspace."""

    owner: UUID
    operator: str
    clock: Clock
    ids: IdMaker


class WorkSession(Session):
    """One transaction's session. `owner` is the workspace; rows of others can only be read.

    `touched` are the tables that its statements have read and written so far.
    """

    def __init__(self, *args: Any, context: Context, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.context = context
        self.touched = tables.Touched()
        self.ids_made: list[MadeId] = []
        self._ids_again: defaultdict[str, deque[UUID]] = defaultdict(deque)
        self._found: dict[Any, Any] = {}
        self._entries: list[tuple[str, dict[str, Any]]] = []

    @property
    def owner(self) -> UUID:
        return self.context.owner

    def now(self) -> datetime:
        """UTC, for record times."""
        return self.context.clock.now()

    def local_now(self) -> datetime:
        return self.context.clock.local_now()

    def local(self, moment: datetime) -> datetime:
        """A record time as local time."""
        return self.context.clock.local(moment)

    def today(self) -> date:
        return self.context.clock.local_now().date()

    def new_id(self, kind: str = "") -> UUID:
        """`kind` is the class of the row that gets it, where it is known."""
        again = self._ids_again[kind]
        made = again.popleft() if again else self.context.ids.new()
        self.ids_made.append((kind, made))
        return made

    def give_again(self, ids: Iterable[MadeId]) -> None:
        """Let the next rows have these ids: what is done again after it was taken back is the
        same rows, and what was done to them after that can be done again, too."""
        for kind, key in ids:
            self._ids_again[kind].append(key)

    def once(self, read: Callable[["WorkSession"], T]) -> T:
        """What `read` finds, which is asked for once in a transaction that has written nothing."""
        if self.touched.written:
            return read(self)
        if read not in self._found:
            self._found[read] = read(self)
        return cast("T", self._found[read])

    def make(self, kind: type[E], /, **fields: Any) -> E:
        """Make a row of ours, with its id at once, and add it."""
        row = kind(**self.stamp(kind.__name__), **fields)
        self.add(row)
        return row

    def stamp(self, kind: str = "") -> dict[str, Any]:
        """The columns that every exchanged row has, for a row made now."""
        now = self.now()
        return {"id": self.new_id(kind), "owner": self.owner, "created_at": now, "updated_at": now}

    def insert_many(self, kind: type[Exchanged], rows: Iterable[dict[str, Any]]) -> None:
        """Insert many rows of ours at once; each dict is stamped here unless it has an id."""
        stamped = [row if "id" in row else {**self.stamp(kind.__name__), **row} for row in rows]
        if stamped:
            # Without render_nulls each pattern of empty columns is a statement of its own.
            self.execute(insert(kind), stamped, execution_options={"render_nulls": True})

    def require(self, kind: type[E], key: UUID) -> E:
        """The row, or NotFound with a sentence for the person."""
        row = self.get(kind, key)
        if row is None:
            raise NotFound("这条记录已经不在了，请刷新后再试。")
        return row

    def note(self, verb: str, **details: Any) -> None:
        """Add an audit entry to this transaction; it is written at its end."""
        self._entries.append((verb, details))

    def write_audit(self, name: str) -> None:
        """Write what was noted; where nothing was, `name` is noted. Raises Misnamed."""
        noted = {verb for verb, _ in self._entries}
        if not noted:
            self.note(name)
        elif name not in noted:
            raise Misnamed(f"{name}: noted was {', '.join(sorted(noted))}")
        audit.append(self, self.now(), self.context.operator, self._entries)
        self._entries.clear()


@event.listens_for(WorkSession, "after_begin")
def _follow(session: WorkSession, _: object, connection: Connection) -> None:
    tables.follow(connection, session.touched)


@event.listens_for(WorkSession, "before_flush")
def _guard_ownership(session: WorkSession, *_: object) -> None:
    for row in session.new:
        if isinstance(row, Exchanged) and row.owner != session.owner:
            raise ForeignRow(repr(row))
    for row in session.dirty:
        if isinstance(row, Exchanged) and session.is_modified(row):
            if row.owner != session.owner:
                raise ForeignRow(repr(row))
            row.updated_at = session.now()
    for row in session.deleted:
        if isinstance(row, Exchanged) and row.owner != session.owner:
            raise ForeignRow(repr(row))
