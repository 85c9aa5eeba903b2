"""The audit trail: one entry for each change, chained by hash."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base
from models.core.types import UtcTime


class AuditEntry(Base):
    """What was done, when and by whom; `digest` covers the entry and the one before it."""

    __tablename__ = "audit_entry"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    operator: Mapped[str]
    verb: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[bytes]
