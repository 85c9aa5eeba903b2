"""Roster imports: which file came in when, and what it did."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base
from models.core.types import UtcTime


class RosterImport(Base):
    """`problems` lists the cells not trusted: sheet, cell, row, masked value, reason."""

    __tablename__ = "roster_import"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    file_hash: Mapped[str]
    imported_at: Mapped[datetime] = mapped_column(UtcTime)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    problems: Mapped[list[Any]] = mapped_column(JSON)
