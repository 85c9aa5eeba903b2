"""Bundles (数据包) sent and taken in. Local to each workspace: they describe files, not facts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, enum_type
from models.core.types import UtcTime
from models.core.words import Words


class BundleKind(Words):
    enrol = "enrol", "登记文件"
    keyset = "keyset", "县级公钥"
    snapshot = "snapshot", "数据包", "blue"
    receipt = "receipt", "回执"
    issue = "issue", "下发包"


class BundleState(Words):
    """Domain.md, states: only the county's signed receipt makes a bundle delivered."""

    drafted = "drafted", "草稿"
    approved = "approved", "已签发", "amber"
    written = "written", "已写出，等回执", "blue"
    delivered = "delivered", "县里已签收", "green"
    held = "held", "县里退回待更正", "red"
    refused = "refused", "未签收", "red"


class SentBundle(Base):
    """The outbox. `sealed` is the file's bytes, so that it can be written again as it was.

    `answers` is the taken bundle that a receipt is for; `note` what the county answered. A
    discarded row stays, so that its number is never given again.
    """

    __tablename__ = "sent_bundle"
    __table_args__ = (
        Index("uq_sent_bundle_recipient_sequence", "recipient", "sequence", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[BundleKind] = mapped_column(enum_type(BundleKind))
    recipient: Mapped[UUID | None]
    period: Mapped[str]
    sequence: Mapped[int]
    state: Mapped[BundleState] = mapped_column(enum_type(BundleState))
    approved_by: Mapped[str] = mapped_column(default="")
    file_name: Mapped[str]
    manifest: Mapped[dict[str, Any]] = mapped_column(JSON)
    manifest_hash: Mapped[str]
    file_hash: Mapped[str]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    answers: Mapped[UUID | None]
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    written_at: Mapped[datetime | None] = mapped_column(UtcTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    discarded_at: Mapped[datetime | None] = mapped_column(UtcTime)


class TakenBundle(Base):
    """The inbox. One row for each file that was taken in; refused files leave none.

    `held_for` is why the county took note of a snapshot but not of its rows; else empty.
    """

    __tablename__ = "taken_bundle"
    __table_args__ = (
        Index("uq_taken_bundle_sender_epoch_sequence", "sender", "epoch", "sequence", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[BundleKind] = mapped_column(enum_type(BundleKind))
    sender: Mapped[UUID]
    epoch: Mapped[int]
    sequence: Mapped[int]
    period: Mapped[str]
    manifest: Mapped[dict[str, Any]] = mapped_column(JSON)
    manifest_hash: Mapped[str]
    file_hash: Mapped[str]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    held_for: Mapped[str] = mapped_column(default="")
    taken_at: Mapped[datetime] = mapped_column(UtcTime)
