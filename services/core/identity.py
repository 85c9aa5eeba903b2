"""A workspace's own key pairs, and the fingerprints that people compare on paper."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.school import OwnKeys

FINGERPRINT_GROUPS = 10


@dataclass(frozen=True)
class PublicKeys:
    """Ed25519 verify key (32 bytes) and age recipient (`age1…`)."""

    verify_key: bytes
    age_recipient: str

    @property
    def fingerprint(self) -> str:
        """Ten groups of four digits, 132 bits of SHA-256 over both keys: `0123 4567 …`"""
        digest = hashlib.sha256(b"desk keys 1" + self.verify_key + self.age_recipient.encode())
        number = int.from_bytes(digest.digest(), "big") % 10 ** (4 * FINGERPRINT_GROUPS)
        digits = str(number).zfill(4 * FINGERPRINT_GROUPS)
        return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


def make(workspace: UUID, now: datetime) -> OwnKeys:
    """Fresh keys for a new install, in its first epoch."""
    signing_key = Ed25519PrivateKey.generate()
    return OwnKeys(
        workspace=workspace,
        signing_key=signing_key.private_bytes_raw(),
        age_identity=str(pyrage.x25519.Identity.generate()),
        install=new_install(),
        epoch=1,
        created_at=now,
    )


def new_install() -> str:
    """Tells this install from every other, also from a copy of itself that went on alone."""
    return secrets.token_hex(8)


def own(session: Session) -> OwnKeys:
    return session.scalars(select(OwnKeys)).one()


def public_keys(keys: OwnKeys) -> PublicKeys:
    signing_key = Ed25519PrivateKey.from_private_bytes(keys.signing_key)
    age_identity = pyrage.x25519.Identity.from_str(keys.age_identity)
    return PublicKeys(signing_key.public_key().public_bytes_raw(), str(age_identity.to_public()))
