"""Settings of a workspace, as text under a declared key."""

from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base


class Setting(Base):
    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
