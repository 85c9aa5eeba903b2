"""Roster imports: which file came in when, what it did, and how columns were understood."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base
from models.core.types import UtcTime


class RosterImport(Base):
    """`problems` lists the cells not trusted: sheet, cell, row, masked value, reason.

    `done` is all that is needed to undo it: the ids of rows made, and what each changed row
    said before. It holds names and numbers, and stays in this encrypted file.
    """

    __tablename__ = "roster_import"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    file_hash: Mapped[str]
    imported_at: Mapped[datetime] = mapped_column(UtcTime)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    problems: Mapped[list[Any]] = mapped_column(JSON)
    done: Mapped[dict[str, Any]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)


class RosterLayout(Base):
    """How a sender's columns are to be understood, as a person once set it right.

    `header` is the sheet's header words joined by tabs: senders keep their forms. `meanings`
    maps a column's place, from 0, to a field's name, or to "" where it shall be left out.
    """

    __tablename__ = "roster_layout"

    header: Mapped[str] = mapped_column(primary_key=True)
    meanings: Mapped[dict[str, Any]] = mapped_column(JSON)
    used_at: Mapped[datetime] = mapped_column(UtcTime)
