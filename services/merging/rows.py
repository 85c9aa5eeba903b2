"""The rows that name a person, as the models' foreign keys tell."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import FromClause, func, select, update

from models.member import Member
from services import features
from services.core.feature import Table
from services.core.merging import Merging
from services.core.session import WorkSession

POST = ("role", "post", "role_since")


def special() -> Iterator[Merging]:
    """What features say of their own rows."""
    return (one.merging for one in features.FEATURES if one.merging is not None)


def plain() -> Iterator[Table]:
    """The tables whose rows name a person and move as they are."""
    own = {name for one in special() for name in one.own}
    for table in features.tables():
        if names_person(table.sql) and table.name not in own:
            yield table


def names_person(table: FromClause) -> bool:
    """Whether its rows are a person's; a member's own row is not."""
    cited = {key.column.table.name for key in table.foreign_keys}
    return "member_id" in table.columns and Member.__tablename__ in cited


def count(session: WorkSession, kind: Any, member_id: UUID) -> int:
    return session.scalar(select(func.count()).where(kind.member_id == member_id)) or 0


def move(session: WorkSession, kind: Any, source: UUID, target: UUID) -> list[str]:
    keys = session.scalars(select(kind.id).where(kind.member_id == source)).all()
    session.execute(
        update(kind)
        .where(kind.member_id == source)
        .values(member_id=target, updated_at=session.now())
    )
    return sorted(key.hex for key in keys)


def as_json(value: Any) -> Any:
    """A column's value as a MemberMerge keeps it."""
    if value is None or isinstance(value, str):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)
