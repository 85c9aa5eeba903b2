"""The workspaces that this one knows: itself, and those it exchanges with."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Exchanged, enum_type
from models.core.types import UtcTime
from models.core.words import Words


class WorkspaceKind(Words):
    school = "school", "镇街党校"
    county = "county", "县委组织部"


class School(Exchanged, Base):
    """The profile of one workspace. A row's id is the workspace's id, and its own owner.

    A school's file holds itself; a county's file holds itself and every school whose
    snapshot it took in.
    """

    __tablename__ = "school"

    kind: Mapped[WorkspaceKind] = mapped_column(enum_type(WorkspaceKind))
    name: Mapped[str]
    code: Mapped[str]
    county_name: Mapped[str]
    contact: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")


class OwnKeys(Base):
    """Who this workspace is, and this install's private keys; one row, never exchanged."""

    __tablename__ = "own_keys"

    workspace: Mapped[UUID] = mapped_column(primary_key=True)
    signing_key: Mapped[bytes] = mapped_column(LargeBinary)
    age_identity: Mapped[str]
    install: Mapped[str]
    epoch: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class Peer(Base):
    """A workspace whose public keys were checked against its key card; local, not exchanged.

    At the county a school's School row comes with its first snapshot.
    """

    __tablename__ = "peer"

    workspace: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[WorkspaceKind] = mapped_column(enum_type(WorkspaceKind))
    name: Mapped[str]
    code: Mapped[str]
    verify_key: Mapped[bytes] = mapped_column(LargeBinary)
    age_recipient: Mapped[str]
    install: Mapped[str]
    epoch: Mapped[int]
    trusted_at: Mapped[datetime] = mapped_column(UtcTime)
