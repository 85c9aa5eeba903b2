"""The declarative base, and the columns that every exchanged row has."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Enum, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from models.core.types import Hours, Id, PartialDate, PartialDateType, UtcTime

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: Id,
        Decimal: Hours,
        PartialDate: PartialDateType,
    }

    def __repr__(self) -> str:
        """Only the table and the id: a log must not hold a name or a number."""
        return f"<{type(self).__name__} {getattr(self, 'id', '?')}>"


def enum_type(kind: type[StrEnum]) -> Enum:
    """Text with a check on the allowed words; the stored word is the enum's value."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        name=kind.__name__.lower(),
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


class Exchanged:
    """A row that travels in bundles: a UUIDv7 id and one owner, who alone may write it.

    `owner` is the workspace that made the row (domain.md, invariant 7). Times are UTC.
    """

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner: Mapped[UUID] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    updated_at: Mapped[datetime] = mapped_column(UtcTime)
