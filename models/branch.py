"""Party branches (党支部)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Exchanged
from models.core.types import UtcTime


class Branch(Exchanged, Base):
    """`name` as the party's register writes it; `short_name` as people say it.

    `parent_id` is the branch above it (党总支、党委). An `outside` one is no branch but a unit
    that guests come from.
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
