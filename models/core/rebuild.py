"""What migrations share: SQLite's own way to change a table, and the columns every row has."""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

from models.core import types


def rebuild(table: str, parts: tuple[sa.schema.SchemaItem, ...], added: Mapping[str, str]) -> None:
    """A new table, the rows of the old one, then its name.

    `added` gives the new columns in SQL over the old row. Foreign keys are off meanwhile, so
    that the rows that cite the table stay as they are; models.core.migrate checks them after.
    Indexes are made anew by the caller.
    """
    op.create_table(f"new_{table}", *parts)
    columns = [part.name for part in parts if isinstance(part, sa.Column)]
    listed = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(added.get(str(name), f'"{name}"') for name in columns)
    op.execute(f'INSERT INTO "new_{table}" ({listed}) SELECT {values} FROM "{table}"')
    op.drop_table(table)
    op.rename_table(f"new_{table}", table)


def words(
    table: str, column: str, name: str, *allowed: str, nullable: bool = False
) -> sa.Column[str]:
    """Text with a check on the allowed words, as models.core.base.enum_type makes it."""
    checked = op.f(f"ck_{table}_{name}")
    kind = sa.Enum(*allowed, name=checked, native_enum=False, create_constraint=True, length=32)
    return sa.Column(column, kind, nullable=nullable)


def texts(*names: str) -> tuple[sa.Column[str], ...]:
    """Columns of text that are never NULL."""
    return tuple(sa.Column(name, sa.String(), nullable=False) for name in names)


def exchanged(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """The columns of models.core.base.Exchanged."""
    return (
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("owner", types.Id(), nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("updated_at", types.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def cites(table: str, column: str, cited: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{cited}.id"], name=op.f(f"fk_{table}_{column}_{cited}")
    )
