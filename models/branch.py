"""Party branches (党支部)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Exchanged
from models.core.types import UtcTime


class Branch(Exchanged, Base):
    """`name` as the party's register writes it; `short_name` as people say it.

    `parent_id` is the branch above it (党总支、党委). An `outside` one is no branch but a unit
    that guests come from. `merged_into_id` is the branch that it was found to be; its names go on
    meaning that one.
    """

    __tablename__ = "branch"
    __table_args__ = (Index("uq_branch_owner_name", "owner", "name", unique=True),)

    name: Mapped[str]
    short_name: Mapped[str]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("branch.id"))
    outside: Mapped[bool] = mapped_column(default=False)
    contact: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    retired_at: Mapped[datetime | None] = mapped_column(UtcTime)
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("branch.id"))


class BranchMerge(Base):
    """That two records are one branch, and all that is needed to take it back: `moved` lists the
    ids of the rows that went from `merged_id` to `kept_id`, by table."""

    __tablename__ = "branch_merge"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kept_id: Mapped[UUID] = mapped_column(ForeignKey("branch.id"), index=True)
    merged_id: Mapped[UUID] = mapped_column(ForeignKey("branch.id"), index=True)
    moved: Mapped[dict[str, Any]] = mapped_column(JSON)
    merged_at: Mapped[datetime] = mapped_column(UtcTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcTime)


class BranchSpelling(Base):
    """Which branch a sender means by a spelling, as a person once said; none: leave it out.

    `sender` is what the sender's form is recognised by, as RosterLayout keeps it.
    """

    __tablename__ = "branch_spelling"

    sender: Mapped[str] = mapped_column(primary_key=True)
    spelling: Mapped[str] = mapped_column(primary_key=True)
    branch_id: Mapped[UUID | None] = mapped_column(ForeignKey("branch.id"))
    said_at: Mapped[datetime] = mapped_column(UtcTime)
