"""Sites (阵地) and their rooms."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Exchanged, enum_type
from models.core.types import UtcTime


class SiteKind(StrEnum):
    main_campus = "main_campus"
    branch_point = "branch_point"
    practice_site = "practice_site"
    teaching_base = "teaching_base"


class Site(Exchanged, Base):
    __tablename__ = "site"
    __table_args__ = (Index("uq_site_owner_name", "owner", "name", unique=True),)

    name: Mapped[str]
    kind: Mapped[SiteKind] = mapped_column(enum_type(SiteKind))
    address: Mapped[str] = mapped_column(default="")
    keeper: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    retired_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Room(Exchanged, Base):
    __tablename__ = "room"
    __table_args__ = (Index("uq_room_site_id_name", "site_id", "name", unique=True),)

    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"))
    name: Mapped[str]
    places: Mapped[int]
    retired_at: Mapped[datetime | None] = mapped_column(UtcTime)
