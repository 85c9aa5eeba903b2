"""What a class would be if it were made from something: to be looked over before it is made."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from models.course import Tier
from models.training_class import BrandKind


@dataclass(frozen=True)
class PlannedLesson:
    """A lesson that would be put; `room_id` is None where no room was found.

    `trouble` is why it cannot be put as it stands, in words; empty where it can.
    """

    course_id: UUID
    title: str
    tier: Tier
    starts_at: datetime
    ends_at: datetime
    hours: Decimal
    room_id: UUID | None
    place: str
    trouble: str = ""


@dataclass(frozen=True)
class ClassWish:
    """What the clerk asks of a proposal: when the first lesson starts (of a copy only its day
    counts), for how many, and whether a lesson may move to another room where its own is taken."""

    start: datetime | None = None
    heads: int | None = None
    other_rooms: bool = True


@dataclass(frozen=True)
class ClassProposal:
    """A class with its lessons in time order. `start` is what it was laid out from, `told` what
    the clerk should know before making it.

    `whole`: its lessons stand or fall together. `member_ids` are the people it is for, to be
    enrolled where the clerk wants that.
    """

    title: str
    start: datetime
    lessons: tuple[PlannedLesson, ...]
    told: tuple[str, ...] = ()
    rotation: bool = False
    head_teacher: str = ""
    brand: BrandKind | None = None
    places: int | None = None
    minimum: int | None = None
    order_ids: tuple[UUID, ...] = ()
    plan_item_id: UUID | None = None
    package_id: UUID | None = None
    member_ids: tuple[UUID, ...] = ()
    whole: bool = False
    draft: bool = False
