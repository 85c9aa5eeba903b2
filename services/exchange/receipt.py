"""Receipts: the county's signed answer, and what it does to the school's outbox."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select, update

from models.exchange import BundleKind, BundleState, SentBundle, TakenBundle
from models.school import Peer
from services.core import identity
from services.core.session import WorkSession
from services.exchange import outbox, parties, seal
from services.exchange.manifest import ACCEPTED, HELD, MOST_ANSWERS, Answer, Manifest
from services.exchange.records import SentRow

WAITING = (BundleState.approved, BundleState.written)


def make(session: WorkSession, taken: TakenBundle) -> SentRow:
    """The receipt of one snapshot. It also repeats the latest answers given to this school,
    so that one receipt that arrives makes up for those that were lost."""
    peer = session.get_one(Peer, taken.sender)
    rows = session.execute(
        select(
            TakenBundle.epoch,
            TakenBundle.sequence,
            TakenBundle.manifest_hash,
            TakenBundle.held_for,
        )
        .where(TakenBundle.sender == taken.sender, TakenBundle.kind == BundleKind.snapshot)
        .order_by(TakenBundle.epoch.desc(), TakenBundle.sequence.desc())
        .limit(MOST_ANSWERS)
    )
    answers = tuple(
        Answer(epoch, sequence, digest, HELD if held else ACCEPTED, (held,) if held else ())
        for epoch, sequence, digest, held in rows
    )
    made = parties.new_manifest(session, BundleKind.receipt, peer, taken.period)
    return seal.add(session, replace(made, answers=answers), b"", peer, answers=taken.id)


def receipt_of(session: WorkSession, taken_id: UUID) -> SentRow | None:
    """The receipt that was made for a bundle."""
    found = session.scalar(select(SentBundle.id).where(SentBundle.answers == taken_id))
    return None if found is None else outbox.row(session, found)


def settle(session: WorkSession, answers: Sequence[Answer]) -> tuple[int, int, int]:
    """Move what the county answered to delivered or held.

    Returns how many were delivered and held now, and how many answers name a bundle that
    this workspace never made: then another PC carries on the same school.
    """
    keys, now = identity.own(session), session.now()
    delivered = held = unknown = 0
    for answer in answers:
        if answer.epoch != keys.epoch:
            continue
        stored = session.scalars(
            select(SentBundle).where(
                SentBundle.sequence == answer.sequence,
                SentBundle.manifest_hash == answer.manifest,
            )
        ).one_or_none()
        if stored is None:
            unknown += 1
        elif stored.state in WAITING and answer.outcome == ACCEPTED:
            stored.state, stored.delivered_at = BundleState.delivered, now
            delivered += 1
        elif stored.state in WAITING:
            stored.state, stored.note = BundleState.held, "；".join(answer.reasons)
            held += 1
    session.flush()
    return delivered, held, unknown


def mark_received(session: WorkSession, sender: UUID, made: Manifest) -> None:
    """What the other side says it took in last has arrived, with all of its kind before it."""
    received = made.received
    if received is None or received.epoch != identity.own(session).epoch:
        return
    arrived = (
        (received.sequence, (BundleKind.keyset, BundleKind.receipt)),
        (made.received_issue, (BundleKind.issue,)),
    )
    for last, kinds in arrived:
        session.execute(
            update(SentBundle)
            .where(
                SentBundle.recipient == sender,
                SentBundle.sequence <= last,
                SentBundle.kind.in_(kinds),
                SentBundle.state.in_(WAITING),
                SentBundle.discarded_at.is_(None),
            )
            .values(state=BundleState.delivered, delivered_at=session.now())
        )
