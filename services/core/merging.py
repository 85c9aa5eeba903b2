"""What a feature says of its rows when two records of one person are made one (合并)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import update

from services.core.session import WorkSession


@dataclass(frozen=True)
class Told:
    """What a merge of two records would do. `moves` says by table how many rows move, such as 3
    条签到, empty for none; `once` are sentences on what both have and counts once from then on."""

    moves: Mapping[str, str] = field(default_factory=dict)
    once: tuple[str, ...] = ()


@dataclass(frozen=True)
class Merging:
    """What is special about a feature's rows when two records of one person are made one, the
    kept and the merged. Its rows that cite a member move by their foreign keys; it need only say
    what is to be done beside that.

    `own` are tables that it moves itself. `move` is asked before the others move and writes what
    it did into a dictionary that is kept as JSON; `give_back` gets that after they moved back.
    `check` raises Refused where they cannot be two again, `settled` where they cannot be one, once
    all has moved. All get the kept record's id first.
    """

    told: Callable[[WorkSession, UUID, UUID], Told]
    move: Callable[[WorkSession, UUID, UUID, dict[str, Any]], None]
    give_back: Callable[[WorkSession, UUID, UUID, Mapping[str, Any]], None]
    check: Callable[[WorkSession, UUID, Mapping[str, Any]], None] | None = None
    settled: Callable[[WorkSession, UUID], None] | None = None
    own: frozenset[str] = frozenset()


def give_back_rows(session: WorkSession, model: Any, keys: Iterable[str], target: UUID) -> None:
    """One by one: what was taken away meanwhile stays away."""
    for key in keys:
        session.execute(
            update(model)
            .where(model.id == UUID(key))
            .values(member_id=target, updated_at=session.now())
        )
