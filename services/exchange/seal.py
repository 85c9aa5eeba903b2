"""Sign, encrypt and store one file in the outbox."""

import hashlib
from dataclasses import replace
from uuid import UUID

from models.exchange import BundleState, SentBundle
from models.school import Peer, WorkspaceKind
from services.core import identity
from services.core.session import WorkSession
from services.exchange import frame, outbox
from services.exchange.errors import TooLarge
from services.exchange.manifest import Manifest
from services.exchange.records import SentRow


def add(
    session: WorkSession,
    made: Manifest,
    payload: bytes,
    recipient: Peer | None,
    *,
    answers: UUID | None = None,
) -> SentRow:
    """Sign, cover and store one file; its state is approved. Raises TooLarge."""
    keys = identity.own(session)
    made = replace(
        made, payload_size=len(payload), payload_sha256=hashlib.sha256(payload).hexdigest()
    )
    written = made.to_bytes()
    sealed = frame.build(made.bundle_kind, written, payload, keys.signing_key)
    if recipient is not None:
        own = identity.public_keys(keys).age_recipient
        sealed = frame.cover(sealed, (recipient.age_recipient, own))
    if len(sealed) > frame.MOST_FILE_BYTES:
        raise TooLarge("数据包超过 64 MB，没有生成。请联系技术支持。")
    stored = SentBundle(
        id=session.new_id(),
        kind=made.bundle_kind,
        recipient=None if recipient is None else recipient.workspace,
        period=made.period,
        sequence=made.sequence,
        state=BundleState.approved,
        approved_by=made.approved_by,
        file_name=file_name(made),
        manifest=made.as_dict(),
        manifest_hash=hashlib.sha256(written).hexdigest(),
        file_hash=hashlib.sha256(sealed).hexdigest(),
        sealed=sealed,
        answers=answers,
        note="",
        created_at=session.now(),
    )
    session.add(stored)
    session.flush()
    session.note(f"exchange.make_{made.kind}", id=str(stored.id), sequence=made.sequence)
    return outbox.row(session, stored.id)


def file_name(made: Manifest) -> str:
    """ASCII: who, what month, which number. A county writes to many, so it says to whom too."""
    code = made.sender.code
    if made.recipient is not None and made.sender.kind == WorkspaceKind.county.value:
        code = f"{code}-{made.recipient.code}"
    return f"{code}-{made.period}-{made.sequence:06d}.psb"
