"""Taking back what was just done: rows as they were, as long as nobody changed them since."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from models.core.base import Exchanged
from services.core.errors import Refused
from services.core.session import WorkSession

if TYPE_CHECKING:
    from services.core.sheet_reader import Progress
    from services.core.workspace import Workspace

Values = dict[str, Any]
UNSEEN = ("created_at", "updated_at")
CHANGED_SINCE = "这条记录后来又改过，不能再撤销这一步；请直接修改。"


class Undoable(Protocol):
    """What a verb that a person calls returns: `undo` is None where there is no way back."""

    @property
    def undo(self) -> "Undo | LongUndo | None": ...


@dataclass(frozen=True)
class Undo:
    """`words` say what was done, and to whom or to how many: 聘任 莫一帆. With 已撤销： or 已重做：
    before them they read one way only; they never say how things are afterwards. `act` takes it
    back in a unit of work of the name `verb`; it raises Refused where something was changed
    since."""

    words: str
    verb: str
    act: Callable[[WorkSession], None]

    @property
    def undo(self) -> "Undo":
        """A verb that makes nothing else returns its way back."""
        return self


@dataclass(frozen=True)
class LongUndo:
    """A way back that takes long, of what `key` names: `run` opens its unit of work itself, tells
    how far it is and returns what was done in a sentence. `title` says what it is about."""

    key: UUID
    words: str
    title: str
    run: Callable[["Workspace", "Progress"], str] = field(compare=False)


@dataclass(frozen=True)
class Made:
    """A row that a verb made, and the way back."""

    id: UUID
    undo: Undo | None


@dataclass(frozen=True)
class Final:
    """What a verb did for good; `why` completes “…不能撤销”. Who asks for it is told before."""

    why: str = ""

    @property
    def undo(self) -> None:
        return None


class Before:
    """Keeps what rows say before a verb changes them; `undo` makes the way back of it.

    Call `keep` before a row is changed, `made` for a new one, and `remove` to delete one, each
    after the rows that it cites, or for `remove` before them: the way back goes backwards.
    """

    def __init__(self, session: WorkSession) -> None:
        self._session = session
        self._rows: list[tuple[Exchanged, Values | None]] = []
        self._removed: list[tuple[type[Exchanged], Values]] = []

    def keep(self, row: Exchanged) -> None:
        self._rows.append((row, _values(row)))

    def made(self, row: Exchanged) -> None:
        self._rows.append((row, None))

    def remove(self, row: Exchanged) -> None:
        self._removed.append((type(row), _values(row)))
        self._session.delete(row)

    def undo(
        self,
        words: str,
        verb: str,
        check: Callable[[WorkSession], object] | None = None,
        recheck: Callable[[WorkSession], object] | None = None,
    ) -> Undo:
        """The way back of all that was kept. `check` may refuse it before anything is changed,
        `recheck` once all is as it was, and then the unit of work drops it."""
        self._session.flush()
        steps = [(type(row), before, _values(row)) for row, before in self._rows]
        removed = list(self._removed)

        def act(session: WorkSession) -> None:
            rows = [_as_left(session, kind, after) for kind, _, after in steps]
            if check is not None:
                check(session)
            try:
                for row, (_, before, after) in reversed(list(zip(rows, steps, strict=True))):
                    _put_back(session, row, before, after)
                for kind, values in reversed(removed):
                    if session.get(kind, values["id"]) is not None:
                        raise Refused(CHANGED_SINCE)
                    session.add(kind(**values))
                    session.flush()  # what was removed before it may cite it
                session.flush()
            except IntegrityError as error:
                # Something cites what was made, or another row has the place of what was removed.
                raise Refused(CHANGED_SINCE) from error
            if recheck is not None:
                recheck(session)
            session.note(verb, ids=[str(after["id"]) for _, _, after in steps])

        return Undo(words, verb, act)


def _values(row: Exchanged) -> Values:
    return {attribute.key: getattr(row, attribute.key) for attribute in inspect(row).mapper.attrs}


def _as_left(session: WorkSession, kind: type[Exchanged], after: Values) -> Exchanged:
    """The row, still saying what the change made it say. Raises Refused."""
    key: UUID = after["id"]
    row = session.get(kind, key)
    if row is None or _seen(_values(row)) != _seen(after):
        raise Refused(CHANGED_SINCE)
    return row


def _seen(values: Values) -> Values:
    return {name: value for name, value in values.items() if name not in UNSEEN}


def _put_back(session: WorkSession, row: Exchanged, before: Values | None, after: Values) -> None:
    if before is None:
        session.delete(row)
        session.flush()  # what was made before it may be cited by it
        return
    for name, value in _seen(before).items():
        if value != after[name]:
            setattr(row, name, value)
