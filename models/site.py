"""Sites (阵地), their rooms, and how long it takes from one to another."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Exchanged, enum_type
from models.core.types import UtcTime
from models.core.words import Words


class SiteKind(Words):
    main_campus = "main_campus", "主校区", "red"
    branch_point = "branch_point", "分教点", "blue"
    practice_site = "practice_site", "实训点", "green"
    teaching_base = "teaching_base", "现场教学基地", "amber"


class Site(Exchanged, Base):
    """`other_use` is what the place is otherwise, such as 党群服务中心; `map_point` latitude and
    longitude in degrees, "35.4123,116.3412", or empty."""

    __tablename__ = "site"
    __table_args__ = (Index("uq_site_owner_name", "owner", "name", unique=True),)

    name: Mapped[str]
    kind: Mapped[SiteKind] = mapped_column(enum_type(SiteKind))
    address: Mapped[str] = mapped_column(default="")
    keeper: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    other_use: Mapped[str] = mapped_column(default="")
    opening: Mapped[str] = mapped_column(default="")
    map_point: Mapped[str] = mapped_column(default="")
    retired_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Room(Exchanged, Base):
    __tablename__ = "room"
    __table_args__ = (Index("uq_room_site_id_name", "site_id", "name", unique=True),)

    site_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"))
    name: Mapped[str]
    places: Mapped[int]
    equipment: Mapped[str] = mapped_column(default="")
    retired_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Travel(Exchanged, Base):
    """Minutes between two sites, the same both ways; `from_id` is the smaller of the two ids."""

    __tablename__ = "travel"
    __table_args__ = (
        Index("uq_travel_owner_from_id_to_id", "owner", "from_id", "to_id", unique=True),
    )

    from_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"))
    to_id: Mapped[UUID] = mapped_column(ForeignKey("site.id"))
    minutes: Mapped[int]
