"""A verb with what it is given, still to be run: once by the person, again by a redo."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, cast

from sqlalchemy.exc import IntegrityError

from services.core.session import MadeId, WorkSession
from services.core.sheet_reader import Progress
from services.core.workspace import Workspace

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Call(Generic[T]):
    """`name` is the unit of work's and the audit's; `run` gets the session and the reason that a
    person gave, "" for none."""

    name: str
    run: Callable[[WorkSession, str], T]


@dataclass(frozen=True)
class LongCall(Generic[T]):
    """A verb that takes long, with what it is given: `run` opens its unit of work itself, tells how
    far it is, and returns as `run` below does. `title` says what it is about."""

    title: str
    run: Callable[[Workspace, Progress, tuple[MadeId, ...]], tuple[T, tuple[MadeId, ...]]]


def call(
    verb: Callable[Concatenate[WorkSession, P], T], *args: P.args, **named: P.kwargs
) -> Call[T]:
    """Hold a verb of a service: `call(lecturer.retire, key)` is lecturer.retire.

    A verb that warns takes the reason as `reason: str = ""`.
    """

    def run(session: WorkSession, reason: str) -> T:
        given: dict[str, Any] = {**named, "reason": reason} if reason else {**named}
        return cast("Callable[..., T]", verb)(session, *args, **given)

    return Call(f"{_feature(verb.__module__)}.{verb.__name__}", run)


def run(
    workspace: Workspace, call: Call[T], reason: str = "", ids: tuple[MadeId, ...] = ()
) -> tuple[T, tuple[MadeId, ...]]:
    """Run it in a unit of work of its name. Returns what the verb returns, and the ids of the
    rows that it made; `ids` are those that its first rows get. Raises what the verb raises."""
    with workspace.write(call.name) as session:
        session.give_again(ids)
        result = call.run(session, reason)
    return result, tuple(session.ids_made)


def run_again(
    workspace: Workspace, call: Call[T], reason: str, ids: tuple[MadeId, ...]
) -> tuple[T, tuple[MadeId, ...]]:
    """Run it once more after it was taken back, with the ids of the first time.

    Where some of those rows are still there, since taking back only marked them, with new ones.
    """
    try:
        return run(workspace, call, reason, ids)
    except IntegrityError:
        return run(workspace, call, reason)


def _feature(module: str) -> str:
    """services.order.grid.taking is of order; services.core.settings of settings."""
    parts = module.split(".")
    return parts[2] if parts[1] == "core" else parts[1]
