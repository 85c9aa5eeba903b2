"""Who is who: own card and keys, peers, and the numbers that files are written under."""

from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from models.exchange import BundleKind, SentBundle, TakenBundle
from models.school import OwnKeys, Peer, School
from services.core import identity
from services.core.session import WorkSession
from services.exchange.manifest import Manifest, Party, Received
from services.exchange.records import KeyCard, PeerRow


def own_card(session: WorkSession) -> KeyCard:
    """What this workspace's printed key card says."""
    keys, profile = identity.own(session), session.require(School, session.owner)
    return KeyCard(
        profile.name,
        profile.code,
        profile.kind,
        profile.county_name,
        identity.public_keys(keys).fingerprint,
        session.local(keys.created_at).date(),
    )


def peers(session: WorkSession) -> tuple[PeerRow, ...]:
    """The workspaces whose keys were checked, by code."""
    rows = session.scalars(select(Peer).order_by(Peer.code))
    return tuple(peer_row(peer) for peer in rows)


def peer_row(peer: Peer) -> PeerRow:
    return PeerRow(
        peer.workspace, peer.name, peer.code, peer.kind, fingerprint(peer), peer.trusted_at
    )


def fingerprint(peer: Peer) -> str:
    return identity.PublicKeys(peer.verify_key, peer.age_recipient).fingerprint


def own_party(session: WorkSession) -> Party:
    profile = session.require(School, session.owner)
    keys = identity.public_keys(identity.own(session))
    return Party(
        session.owner.hex, profile.name, profile.code, profile.kind.value, keys.fingerprint
    )


def peer_party(peer: Peer) -> Party:
    return Party(peer.workspace.hex, peer.name, peer.code, peer.kind.value, fingerprint(peer))


def new_manifest(
    session: WorkSession, kind: BundleKind, recipient: Peer | None, period: str
) -> Manifest:
    """The next manifest to one addressee: its number, what came before, what was received."""
    keys: OwnKeys = identity.own(session)
    to = None if recipient is None else recipient.workspace
    received = None if to is None else last_received(session, to)
    return Manifest(
        kind=kind.value,
        sender=own_party(session),
        recipient=None if recipient is None else peer_party(recipient),
        county=session.require(School, session.owner).county_name,
        period=period,
        install=keys.install,
        epoch=keys.epoch,
        sequence=_next_sequence(session, to),
        previous=_previous(session, to),
        received=received,
        made_at=session.now().isoformat(),
        made_on=session.today().isoformat(),
        received_issue=0 if to is None or received is None else _issue(session, to, received),
    )


def last_taken(
    session: WorkSession, sender: UUID, epoch: int, kind: BundleKind | None = None
) -> TakenBundle | None:
    """The file with the highest number that came from there, of all kinds or of one."""
    rows = select(TakenBundle).where(TakenBundle.sender == sender, TakenBundle.epoch == epoch)
    if kind is not None:
        rows = rows.where(TakenBundle.kind == kind)
    return session.scalars(rows.order_by(TakenBundle.sequence.desc()).limit(1)).one_or_none()


def last_received(session: WorkSession, sender: UUID) -> Received | None:
    row = session.execute(
        select(TakenBundle.epoch, TakenBundle.sequence, TakenBundle.manifest_hash)
        .where(TakenBundle.sender == sender)
        .order_by(TakenBundle.epoch.desc(), TakenBundle.sequence.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else Received(*row)


def _issue(session: WorkSession, sender: UUID, received: Received) -> int:
    row = last_taken(session, sender, received.epoch, BundleKind.issue)
    return 0 if row is None else row.sequence


def _next_sequence(session: WorkSession, recipient: UUID | None) -> int:
    """One after the highest ever given to this side; a discarded number is not given again."""
    rows = select(SentBundle.sequence).where(_same_side(recipient))
    last = session.scalar(rows.order_by(SentBundle.sequence.desc()).limit(1))
    return (last or 0) + 1


def _previous(session: WorkSession, recipient: UUID | None) -> str:
    rows = select(SentBundle.manifest_hash).where(
        _same_side(recipient), SentBundle.discarded_at.is_(None)
    )
    return session.scalar(rows.order_by(SentBundle.sequence.desc()).limit(1)) or ""


def _same_side(recipient: UUID | None) -> ColumnElement[bool]:
    # A school writes its enrol file before it knows the county's id; both go to one county.
    if recipient is None:
        return SentBundle.id.is_not(None)
    return or_(SentBundle.recipient == recipient, SentBundle.recipient.is_(None))
