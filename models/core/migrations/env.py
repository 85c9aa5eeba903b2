"""Alembic's entry: it runs inside the transaction that models.core.migrate has begun."""

from alembic import context

import models.all  # noqa: F401  (fills the metadata)
from models.core.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=False,
    render_as_batch=True,
)
context.run_migrations()
