"""Packages (课堂+基地 套餐): lessons in class and visits to bases, in order."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Exchanged
from models.core.types import UtcTime


class Package(Exchanged, Base):
    """`kind` is one of the kinds of package that the school keeps in its settings."""

    __tablename__ = "package"
    __table_args__ = (Index("uq_package_owner_code", "owner", "code", unique=True),)

    code: Mapped[str]
    title: Mapped[str]
    kind: Mapped[str]
    audience: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    retired_at: Mapped[datetime | None] = mapped_column(UtcTime)


class PackageStage(Exchanged, Base):
    """One sitting of a package. `site_id` is the base that is visited, None for a class room
    that is chosen when the package is scheduled."""

    __tablename__ = "package_stage"
    __table_args__ = (
        Index("uq_package_stage_package_id_position", "package_id", "position", unique=True),
    )

    package_id: Mapped[UUID] = mapped_column(ForeignKey("package.id"))
    position: Mapped[int]
    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    hours: Mapped[Decimal]
