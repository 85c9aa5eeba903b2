"""First contact: an enrol or keyset file, held against two groups of the paper key card."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

import pyrage
from sqlalchemy import delete, select, update

from models.exchange import BundleKind, BundleState, SentBundle, TakenBundle
from models.school import Peer, School, WorkspaceKind
from services import dispatch
from services.core import identity
from services.core.errors import BadInput, Refused
from services.core.identity import FINGERPRINT_GROUPS, PublicKeys
from services.core.session import WorkSession
from services.core.text import normal
from services.exchange import frame, parties, rules
from services.exchange.errors import (
    CloneAlarm,
    Damaged,
    NotForUs,
    OwnBundle,
    Stale,
    WrongCounty,
    WrongFingerprint,
    WrongKind,
)
from services.exchange.manifest import Manifest, parse
from services.exchange.records import Introduction, PeerRow


@dataclass(frozen=True)
class _Card:
    manifest: Manifest
    manifest_hash: str
    file_hash: str
    keys: PublicKeys


def open_card(session: WorkSession, data: bytes) -> Introduction:
    """Who an enrol file (at the county) or a keyset file (at the school) says it is from.

    Verifies that it is whole and signed by the keys it carries; changes nothing. Raises
    BundleRefused.
    """
    card = _read(session, data)
    sender = card.manifest.sender
    known = session.get(Peer, sender.workspace)
    return Introduction(
        sender.name,
        sender.code,
        WorkspaceKind(sender.kind),
        _asked(session, data),
        known is not None and _same_keys(known, card.keys),
    )


def trust(session: WorkSession, data: bytes, typed: Sequence[str]) -> PeerRow:
    """A verb: pin the keys, after the two groups that `open_card` asked for were typed from
    the paper card. At the school the county's settings come with them.

    Raises WrongFingerprint, BadInput, BundleRefused; nothing is changed then.
    """
    card = _read(session, data)
    _check_typed(card.keys.fingerprint.split(), _asked(session, data), typed)
    made = card.manifest
    known = session.get(Peer, made.sender.workspace)
    if known is not None and made.epoch < known.epoch:
        raise Stale("这个文件是那台电脑重装以前的，已经作废。请对方重新生成。")
    if known is not None and made.epoch == known.epoch and made.install != known.install:
        raise CloneAlarm(f"{known.name}有另一台电脑在用同一套数据，没有导入。请立即联系对方查清。")
    if made.bundle_kind is BundleKind.keyset:
        _meet_county(session, made)
    else:
        _check_code_is_free(session, made)
    peer = known or Peer(workspace=made.sender.workspace)
    peer.kind = WorkspaceKind(made.sender.kind)
    peer.name, peer.code = made.sender.name, made.sender.code
    peer.verify_key, peer.age_recipient = card.keys.verify_key, card.keys.age_recipient
    peer.install, peer.epoch, peer.trusted_at = made.install, made.epoch, session.now()
    session.add(peer)
    session.flush()
    _remember(session, card)
    session.note("exchange.trust", id=str(peer.workspace), epoch=peer.epoch)
    return parties.peer_row(peer)


def _read(session: WorkSession, data: bytes) -> _Card:
    """Everything that can be checked before a person compares the fingerprint."""
    frame.check_size(len(data))
    own = session.require(School, session.owner)
    keys = identity.own(session)
    sealed = data.startswith(frame.AGE_MAGIC)
    taken = frame.split(frame.uncover(data, keys.age_identity) if sealed else data)
    if taken.kind not in (BundleKind.enrol, BundleKind.keyset):
        raise WrongKind("这不是登记文件或县级公钥，请到数据交换里导入。")
    if sealed is (taken.kind is BundleKind.enrol):
        raise Damaged("文件不完整或已损坏，没有导入。请对方重新生成。")
    made = parse(taken.manifest)
    public = _public_keys(made)
    if not taken.is_signed_by(public.verify_key) or made.bundle_kind is not taken.kind:
        raise Damaged("文件不完整或已损坏，没有导入。请对方重新生成。")
    if public.verify_key == identity.public_keys(keys).verify_key:
        raise OwnBundle("这是本单位自己生成的文件，请交给对方导入。")
    if own.kind is WorkspaceKind.county and taken.kind is not BundleKind.enrol:
        raise WrongKind("这是县级公钥文件，要在镇街党校导入。")
    if own.kind is WorkspaceKind.school and taken.kind is not BundleKind.keyset:
        raise WrongKind("这是学校的登记文件，要在县级单位导入。")
    _check_parties(session, made, public, own)
    if taken.payload or made.payload_size or made.tables:
        raise Damaged("文件里多了内容，没有导入。请对方重新生成。")
    return _Card(
        made,
        hashlib.sha256(taken.manifest).hexdigest(),
        hashlib.sha256(data).hexdigest(),
        public,
    )


def _public_keys(made: Manifest) -> PublicKeys:
    try:
        verify_key = bytes.fromhex(made.verify_key)
        pyrage.x25519.Recipient.from_str(made.age_recipient)
    except (ValueError, pyrage.RecipientError) as error:
        raise Damaged("文件里的公钥读不懂，没有导入。请对方重新生成。") from error
    return PublicKeys(verify_key, made.age_recipient)


def _check_parties(session: WorkSession, made: Manifest, public: PublicKeys, own: School) -> None:
    sender_kind = (
        WorkspaceKind.school if made.bundle_kind is BundleKind.enrol else WorkspaceKind.county
    )
    if made.sender.fingerprint != public.fingerprint or made.sender.kind != sender_kind.value:
        raise Damaged("文件里的公钥与指纹不一致，没有导入。请对方重新生成。")
    if made.recipient is not None and made.recipient != parties.own_party(session):
        raise NotForUs("这个文件是发给另一个单位，或本机重装以前的。请对方重新生成。")
    if (made.recipient is None) is (made.bundle_kind is BundleKind.keyset):
        raise NotForUs("这个文件没有写明收件单位。请对方重新生成。")
    if made.county != own.county_name:
        raise WrongCounty(f"这个文件是“{made.county}”的，本单位属于“{own.county_name}”，没有导入。")


def _asked(session: WorkSession, data: bytes) -> tuple[int, int]:
    """Two of the ten groups, the same for one file; whoever made it cannot foresee which."""
    secret = identity.own(session).signing_key
    number = int.from_bytes(hmac.digest(secret, b"card groups" + data, "sha256"), "big")
    first, rest = number % FINGERPRINT_GROUPS, number // FINGERPRINT_GROUPS
    second = (first + 1 + rest % (FINGERPRINT_GROUPS - 1)) % FINGERPRINT_GROUPS
    low, high = sorted((first + 1, second + 1))
    return low, high


def _check_typed(groups: list[str], asked: tuple[int, int], typed: Sequence[str]) -> None:
    given = [normal(group).replace(" ", "") for group in typed]
    if len(given) != len(asked) or not all(len(g) == 4 and g.isdigit() for g in given):
        raise BadInput("请照纸上的公钥卡填两组数字，每组 4 位。")
    wanted = "".join(groups[place - 1] for place in asked)
    if not hmac.compare_digest("".join(given).encode(), wanted.encode()):
        raise WrongFingerprint(
            "填的数字与文件里的公钥对不上，没有导入。请核对公钥卡；仍不对就不要用这个文件。"
        )


def _meet_county(session: WorkSession, made: Manifest) -> None:
    """Another county than before takes its place; its settings become ours. Orders no longer
    cite what the one before dispatched: the new one could not find it."""
    session.execute(
        delete(Peer).where(
            Peer.kind == WorkspaceKind.county, Peer.workspace != made.sender.workspace
        )
    )
    dispatch.let_go_of_others(session, made.sender.workspace)
    rules.adopt(session, made.rules)
    session.execute(
        update(SentBundle)
        .where(
            SentBundle.kind == BundleKind.enrol,
            SentBundle.state != BundleState.delivered,
            SentBundle.discarded_at.is_(None),
        )
        .values(state=BundleState.delivered, delivered_at=session.now())
    )


def _check_code_is_free(session: WorkSession, made: Manifest) -> None:
    rival = session.scalar(
        select(Peer.name).where(
            Peer.code == made.sender.code, Peer.workspace != made.sender.workspace
        )
    )
    if rival is not None:
        raise Refused(f"代码 {made.sender.code} 已由“{rival}”使用，没有导入。请与学校核对代码。")


def _remember(session: WorkSession, card: _Card) -> None:
    """The file counts as taken in, so that the next one can say what came before it."""
    made = card.manifest
    last = parties.last_taken(session, made.sender.workspace, made.epoch)
    if last is not None and last.sequence >= made.sequence:
        return
    session.add(
        TakenBundle(
            id=session.new_id(),
            kind=made.bundle_kind,
            sender=made.sender.workspace,
            epoch=made.epoch,
            sequence=made.sequence,
            period=made.period,
            manifest=made.as_dict(),
            manifest_hash=card.manifest_hash,
            file_hash=card.file_hash,
            figures={},
            held_for="",
            taken_at=session.now(),
        )
    )
    session.flush()


def _same_keys(peer: Peer, keys: PublicKeys) -> bool:
    return peer.verify_key == keys.verify_key and peer.age_recipient == keys.age_recipient
