"""How many a class holds, and who is in it and who waits, as the verbs see them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models.member import Member
from models.training_class import Enrolment, WaitingPlace
from services.core.session import WorkSession
from services.order.giving_way import places_of

Kind = type[Enrolment] | type[WaitingPlace]


@dataclass(frozen=True)
class ListLine:
    """One row of either list. `left`: no longer in use."""

    kind: Kind
    id: UUID
    member_id: UUID
    number: int
    created_at: datetime
    left: bool


class Lists:
    """Both lists of a class by member, each in its order; a person is in one of them at most."""

    def __init__(self, session: WorkSession, class_id: UUID) -> None:
        self.class_id = class_id
        self.places = places_of(session, class_id)
        self.enrolled = _read(session, Enrolment, class_id)
        self.waiting = _read(session, WaitingPlace, class_id)

    def line(self, member_id: UUID) -> ListLine | None:
        return self.enrolled.get(member_id) or self.waiting.get(member_id)

    def members(self) -> Iterator[UUID]:
        yield from self.enrolled
        yield from self.waiting

    @property
    def queue(self) -> list[UUID]:
        """Those who wait and are in use, the first first."""
        return [member for member, line in self.waiting.items() if not line.left]

    @property
    def free(self) -> int | None:
        """Places that nobody has; None where there is no limit."""
        return None if self.places is None else max(0, self.places - len(self.enrolled))

    @property
    def open(self) -> int | None:
        """Free places that nobody waits for."""
        return None if self.free is None else max(0, self.free - len(self.queue))


def next_number(lines: dict[UUID, ListLine]) -> int:
    return max((line.number for line in lines.values()), default=0) + 1


def _read(session: WorkSession, kind: Any, class_id: UUID) -> dict[UUID, ListLine]:
    rows = session.execute(
        select(
            kind.id, kind.member_id, kind.number, kind.created_at, Member.retired_at.is_not(None)
        )
        .join(Member, Member.id == kind.member_id)
        .where(kind.class_id == class_id)
        .order_by(kind.number, kind.created_at, kind.id)
    )
    return {row[1]: ListLine(kind, *row) for row in rows}
