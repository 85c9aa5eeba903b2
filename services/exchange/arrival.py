"""Open a file that came in: decrypt, verify, and see whether it fits who we are and what came
before (exchange.md, taking a file in, 1 to 5). Nothing here writes."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from models.exchange import BundleKind, TakenBundle
from models.school import Peer, School, WorkspaceKind
from services.core import files, identity
from services.core.session import WorkSession
from services.exchange import frame, parties
from services.exchange.errors import (
    CloneAlarm,
    Damaged,
    NewEpoch,
    NotForUs,
    OwnBundle,
    Stale,
    UnknownSender,
    WrongCounty,
    WrongKind,
)
from services.exchange.manifest import Manifest, parse

NEW, AGAIN = "new", "again"
TAKEN_BY = {
    WorkspaceKind.county: (BundleKind.snapshot,),
    WorkspaceKind.school: (BundleKind.receipt, BundleKind.keyset, BundleKind.issue),
}
SIDE_BY_SIDE = (BundleKind.receipt, BundleKind.issue)
"""Kinds that lie on one stick and may be taken in in any order: of these a file is overtaken only
by a later one of its own kind."""


@dataclass(frozen=True)
class Arrival:
    """A file that is what it says. `gap`: at least one file before it did not come; `last` is
    the number of the one that did, among those that could overtake it. `before` is the inbox row
    of a file taken in already."""

    manifest: Manifest
    manifest_hash: str
    file_hash: str
    payload: bytes
    sender: UUID
    sender_name: str
    before: UUID | None
    gap: bool
    last: int

    @property
    def outcome(self) -> str:
        return NEW if self.before is None else AGAIN


def read_file(path: Path) -> bytes:
    """The file's bytes, read once. Raises TooLarge before it is read, StorageError."""
    with files.explained("读取文件"):
        frame.check_size(path.stat().st_size)
        with path.open("rb") as file:
            data = file.read(frame.MOST_FILE_BYTES + 1)
    frame.check_size(len(data))
    return data


def open_arrival(session: WorkSession, data: bytes) -> Arrival:
    """Raises BundleRefused, in the kind that names what the file is."""
    taken = _uncovered(session, data)
    peer = _signer(session, taken)
    made = parse(taken.manifest)
    if made.bundle_kind is not taken.kind:
        raise Damaged("数据包的种类前后不一致，没有导入。请联系对方。")
    _check_parties(session, made, peer)
    _check_kind(session, made, peer)
    _check_install(made, peer)
    manifest_hash = hashlib.sha256(taken.manifest).hexdigest()
    before, gap, last = _place(session, made, manifest_hash)
    if (
        len(taken.payload) != made.payload_size
        or hashlib.sha256(taken.payload).hexdigest() != made.payload_sha256
    ):
        raise Damaged("数据包的内容与签名不一致，没有导入。请对方重新写一次 U 盘。")
    return Arrival(
        manifest=made,
        manifest_hash=manifest_hash,
        file_hash=hashlib.sha256(data).hexdigest(),
        payload=taken.payload,
        sender=peer.workspace,
        sender_name=peer.name,
        before=before,
        gap=gap,
        last=last,
    )


def check_still_new(session: WorkSession, arrival: Arrival) -> None:
    """Inside a write transaction: nothing of this sender came in since the file was opened.

    Raises Stale, CloneAlarm, NewEpoch, UnknownSender.
    """
    made, peer = arrival.manifest, session.get(Peer, arrival.sender)
    if peer is None or parties.fingerprint(peer) != made.sender.fingerprint:
        raise UnknownSender("发件单位的公钥刚刚换过，没有导入。请重新核对。")
    _check_install(made, peer)
    before, _, last = _place(session, made, arrival.manifest_hash)
    if before is not None or last != arrival.last:
        raise Stale("这个单位刚刚另有文件导入，没有重复导入。请重新核对这个文件。")


def _uncovered(session: WorkSession, data: bytes) -> frame.ExchangeFrame:
    if data.startswith(frame.MAGIC):
        if frame.split(data).kind is BundleKind.enrol:
            raise WrongKind("这是学校的登记文件，由县里核对公钥卡后收取，没有导入。")
        raise Damaged("数据包没有加密，不是正常写出的文件，没有导入。")
    return frame.split(frame.uncover(data, identity.own(session).age_identity))


def _signer(session: WorkSession, taken: frame.ExchangeFrame) -> Peer:
    """The peer whose pinned key signed this; nothing of the manifest is read before."""
    for peer in session.scalars(select(Peer).order_by(Peer.code)):
        if taken.is_signed_by(peer.verify_key):
            return peer
    if taken.is_signed_by(identity.public_keys(identity.own(session)).verify_key):
        raise OwnBundle("这是本单位自己写出的文件，请交给收件单位导入。")
    if taken.kind is BundleKind.keyset:
        raise UnknownSender("这是县级公钥文件，公钥还没有核对过。请先照纸质公钥卡核对。")
    raise UnknownSender("这个文件的签名不属于任何核对过公钥卡的单位，没有导入。")


def _check_parties(session: WorkSession, made: Manifest, peer: Peer) -> None:
    sender, own = made.sender, parties.own_party(session)
    if sender.workspace != peer.workspace or sender.fingerprint != parties.fingerprint(peer):
        raise UnknownSender("数据包写的发件单位与签名不一致，没有导入。请联系对方。")
    to = made.recipient
    if to is None or (to.id, to.fingerprint) != (own.id, own.fingerprint):
        raise NotForUs("这个数据包不是发给本单位的，没有导入。请核对收件单位。")
    county = session.require(School, session.owner).county_name
    if made.county != county:
        raise WrongCounty(f"这个数据包是“{made.county}”的，本单位属于“{county}”，没有导入。")


def _check_kind(session: WorkSession, made: Manifest, peer: Peer) -> None:
    own = session.require(School, session.owner).kind
    if made.bundle_kind not in TAKEN_BY[own] or peer.kind is own:
        words = made.bundle_kind.word
        raise WrongKind(f"这是{peer.name}的{words}，本单位不导入这种文件。")


def _check_install(made: Manifest, peer: Peer) -> None:
    if made.epoch > peer.epoch:
        raise NewEpoch(f"{peer.name}的电脑重装或恢复过，请先导入它新的登记文件或公钥并核对公钥卡。")
    if made.epoch < peer.epoch:
        raise Stale(f"这是{peer.name}的电脑重装以前的文件，已经作废，没有导入。")
    if made.install != peer.install:
        raise CloneAlarm(f"{peer.name}有另一台电脑在用同一套数据，没有导入。请立即联系对方查清。")


def _place(
    session: WorkSession, made: Manifest, manifest_hash: str
) -> tuple[UUID | None, bool, int]:
    """(the inbox row of the same file, whether one before it is missing, the last number)."""
    sender = made.sender.workspace
    last = parties.last_taken(session, sender, made.epoch)
    rival = last
    if made.bundle_kind in SIDE_BY_SIDE:
        rival = parties.last_taken(session, sender, made.epoch, made.bundle_kind)
    number = 0 if rival is None else rival.sequence
    if last is None or made.sequence > last.sequence:
        before_hash = "" if last is None else last.manifest_hash
        return None, made.previous != before_hash, number
    same = session.execute(
        select(TakenBundle.id, TakenBundle.manifest_hash).where(
            TakenBundle.sender == sender,
            TakenBundle.epoch == made.epoch,
            TakenBundle.sequence == made.sequence,
        )
    ).one_or_none()
    if same is None and made.sequence > number:
        return None, False, number
    if same is None:
        raise Stale(f"已导入过更新的第 {number} 号，这个第 {made.sequence} 号过时了，没有导入。")
    found, found_hash = same
    if found_hash != manifest_hash:
        raise CloneAlarm(
            f"第 {made.sequence} 号已收过，但内容不同：可能有两台电脑在用同一套数据。"
            "没有导入，请立即联系对方查清。"
        )
    return found, False, number
