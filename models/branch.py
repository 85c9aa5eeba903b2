"""Party branches (党支部)."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Exchanged
from models.core.types import UtcTime


class Branch(Exchanged, Base):
    """`name` as the party's register writes it; `short_name` as people say it."""

    __tablename__ = "branch"
    __table_args__ = (Index("uq_branch_owner_name", "owner", "name", unique=True),)

    name: Mapped[str]
    short_name: Mapped[str]
    retired_at: Mapped[datetime | None] = mapped_column(UtcTime)
