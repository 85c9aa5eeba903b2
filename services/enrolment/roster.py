"""Who is in a class and who waits for it, as the page shows them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models.branch import Branch
from models.member import Member
from models.training_class import Enrolment, WaitingPlace
from services.core.session import WorkSession
from services.core.text import mask_phone
from services.enrolment.elsewhere import clashes_of
from services.member.rules import post_words
from services.order.giving_way import places_of


@dataclass(frozen=True)
class RosterRow:
    """One line of a class's roster. `clash` names the class where they are at the same hour,
    `left` those no longer in use."""

    number: int
    member_id: UUID
    name: str
    sex: str
    branch: str
    post: str
    phone_masked: str
    clash: str
    left: bool


@dataclass(frozen=True)
class WaitingListRow:
    """One who waits; `place` counts from 1."""

    place: int
    member_id: UUID
    name: str
    branch: str
    post: str
    phone_masked: str
    left: bool


@dataclass(frozen=True)
class ClassRoster:
    """Both lists. `places` is None where nothing limits them."""

    class_id: UUID
    places: int | None
    rows: tuple[RosterRow, ...]
    waiting: tuple[WaitingListRow, ...]

    @property
    def free(self) -> int | None:
        return None if self.places is None else max(0, self.places - len(self.rows))

    @property
    def over(self) -> int:
        """How many are enrolled over the places."""
        return 0 if self.places is None else max(0, len(self.rows) - self.places)

    @property
    def offered(self) -> tuple[WaitingListRow, ...]:
        """The first of those who wait for whom there is a place."""
        queue = [row for row in self.waiting if not row.left]
        return tuple(queue if self.free is None else queue[: self.free])

    @property
    def clashing(self) -> tuple[RosterRow, ...]:
        return tuple(row for row in self.rows if row.clash)


def roster(session: WorkSession, class_id: UUID) -> ClassRoster:
    """A class's lists in their order. Raises NotFound."""
    places = places_of(session, class_id)
    clashes = clashes_of(session, class_id)
    return ClassRoster(
        class_id=class_id,
        places=places,
        rows=tuple(
            RosterRow(
                number=number,
                member_id=key,
                name=name,
                sex=sex,
                branch=branch,
                post=post_words(post, kind),
                phone_masked=mask_phone(phone),
                clash="；".join(clash.words for clash in clashes.get(key, ())),
                left=left,
            )
            for number, key, name, sex, branch, post, kind, phone, left in _people(
                session, Enrolment, class_id
            )
        ),
        waiting=tuple(
            WaitingListRow(
                place, key, name, branch, post_words(post, kind), mask_phone(phone), left
            )
            for place, (_, key, name, _sex, branch, post, kind, phone, left) in enumerate(
                _people(session, WaitingPlace, class_id), 1
            )
        ),
    )


def _people(session: WorkSession, of: Any, class_id: UUID) -> Any:
    return session.execute(
        select(
            of.number,
            Member.id,
            Member.name,
            Member.sex,
            Branch.short_name,
            Member.post,
            Member.kind,
            Member.phone,
            Member.retired_at.is_not(None),
        )
        .join(Member, Member.id == of.member_id)
        .join(Branch, Branch.id == Member.branch_id)
        .where(of.class_id == class_id)
        .order_by(of.number, of.created_at, of.id)
    )
