"""The yearly menu (年度课程菜单): what the school offers, in published versions."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Exchanged, enum_type
from models.core.types import UtcTime
from models.course import Task, Tier


class Menu(Exchanged, Base):
    """One version of a year's menu: a draft until `published_at`, then never changed."""

    __tablename__ = "menu"
    __table_args__ = (Index("uq_menu_owner_year_version", "owner", "year", "version", unique=True),)

    year: Mapped[int]
    version: Mapped[int]
    title: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime | None] = mapped_column(UtcTime)


class MenuEntry(Exchanged, Base):
    """A course or a package on a menu, with the words and hours that it had then.

    `places` is how many people it is offered to at once; `months` the months (1 to 12) in
    which it is given, empty for any. `task` and `tier` are None for a package.
    """

    __tablename__ = "menu_entry"
    __table_args__ = (
        CheckConstraint("(course_id IS NULL) <> (package_id IS NULL)", name="one"),
        Index("uq_menu_entry_menu_id_course_id", "menu_id", "course_id", unique=True),
        Index("uq_menu_entry_menu_id_package_id", "menu_id", "package_id", unique=True),
    )

    menu_id: Mapped[UUID] = mapped_column(ForeignKey("menu.id"))
    course_id: Mapped[UUID | None] = mapped_column(ForeignKey("course.id"))
    package_id: Mapped[UUID | None] = mapped_column(ForeignKey("package.id"))
    position: Mapped[int]
    code: Mapped[str]
    title: Mapped[str]
    task: Mapped[Task | None] = mapped_column(enum_type(Task))
    tier: Mapped[Tier | None] = mapped_column(enum_type(Tier))
    form: Mapped[str]
    hours: Mapped[Decimal]
    audience: Mapped[str] = mapped_column(default="")
    lecturers: Mapped[str] = mapped_column(default="")
    places: Mapped[int]
    months: Mapped[list[Any]] = mapped_column(JSON)
