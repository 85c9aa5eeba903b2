"""Members (党员): the people trained."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Exchanged, enum_type
from models.core.types import PartialDate, UtcTime


class MemberKind(StrEnum):
    full = "full"  # 正式党员
    probationary = "probationary"  # 预备党员


class Role(StrEnum):
    """What sets a member's yearly target (domain.md, rules with a source)."""

    member = "member"
    committee = "committee"  # 党支部委员
    secretary = "secretary"  # 党支部书记


class Member(Exchanged, Base):
    """One person. Namesakes are different people until a person says otherwise.

    `identity_number` is only ever one that could be trusted (GB 11643, checked), else NULL.
    `pinyin` and `initials` hold each way of reading the name, separated by spaces.
    `card_code` is random and says nothing about the person.
    """

    __tablename__ = "member"
    __table_args__ = (
        Index("uq_member_owner_identity_number", "owner", "identity_number", unique=True),
        Index("uq_member_owner_card_code", "owner", "card_code", unique=True),
    )

    name: Mapped[str]
    pinyin: Mapped[str]
    initials: Mapped[str]
    sex: Mapped[str] = mapped_column(default="")
    nation: Mapped[str] = mapped_column(default="")
    identity_number: Mapped[str | None]
    born: Mapped[PartialDate | None]
    education: Mapped[str] = mapped_column(default="")
    kind: Mapped[MemberKind] = mapped_column(enum_type(MemberKind))
    role: Mapped[Role] = mapped_column(enum_type(Role))
    post: Mapped[str] = mapped_column(default="")
    branch_id: Mapped[UUID] = mapped_column(ForeignKey("branch.id"), index=True)
    joined: Mapped[PartialDate | None]
    became_full: Mapped[PartialDate | None]
    occupation: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    floating: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    card_code: Mapped[str]
    retired_at: Mapped[datetime | None] = mapped_column(UtcTime)
