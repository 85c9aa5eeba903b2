"""At the county: the file that carries dispatches to one school (下发包)."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from models.exchange import BundleKind, BundleState, SentBundle
from models.school import Peer, School, WorkspaceKind
from services.core.errors import NotFound, Refused
from services.core.session import WorkSession
from services.exchange import outbox, package, parties, seal
from services.exchange.layouts import ISSUED
from services.exchange.manifest import Manifest
from services.exchange.package import Selection
from services.exchange.records import PeerRow, SentRow

SAID = ("sender", "recipient", "county", "install", "epoch", "tables")
"""What makes two files the same, whoever made which number of it when."""
OUT = (BundleState.written, BundleState.delivered)


def make_issue(session: WorkSession, school_id: UUID) -> SentRow:
    """A verb: all that the county asks of one school, encrypted to it. The same file while
    nothing has changed since.

    Every file is whole, so that a lost one needs no second trip. Raises NotFound where the
    school's key card was not checked, Refused where nothing was ever dispatched to it, TooLarge.
    """
    if session.require(School, session.owner).kind is not WorkspaceKind.county:
        raise Refused("只有县级单位才写下发包。")
    peer = session.get(Peer, school_id)
    if peer is None or peer.kind is not WorkspaceKind.school:
        raise NotFound("还没有核对这所学校的公钥卡，请先导入它的登记文件。")
    made = _wanted(session, peer)
    if not any(stat.rows for stat in made.tables.values()):
        raise Refused(f"还没有给{peer.name}派单，没有可以下发的。")
    before = _latest(session, peer)
    if before is not None and _says_the_same(before, made):
        return outbox.row(session, before.id)
    title = seal.file_name(made).removesuffix(".psb").lower()
    packed = package.write(session, title, made.made_at, _selection(session, peer), _silent)
    return seal.add(session, replace(made, tables=packed.tables), packed.payload, peer)


def schools_to_tell(session: WorkSession) -> tuple[PeerRow, ...]:
    """The schools, by code, to whom something was dispatched, changed or withdrawn that no file
    on a stick has told them yet."""
    if session.require(School, session.owner).kind is not WorkspaceKind.county:
        return ()
    peers = session.scalars(
        select(Peer).where(Peer.kind == WorkspaceKind.school).order_by(Peer.code)
    )
    return tuple(parties.peer_row(peer) for peer in peers if _waits(session, peer))


def _waits(session: WorkSession, peer: Peer) -> bool:
    made = _wanted(session, peer)
    if not any(stat.rows for stat in made.tables.values()):
        return False
    before = _latest(session, peer)
    return before is None or before.state not in OUT or not _says_the_same(before, made)


def _wanted(session: WorkSession, peer: Peer) -> Manifest:
    """What a file made now would say."""
    today = session.today()
    period = outbox.period_of(today.year, today.month)
    made = parties.new_manifest(session, BundleKind.issue, peer, period)
    return replace(made, tables=package.stats_of(session, _selection(session, peer)))


def _latest(session: WorkSession, peer: Peer) -> SentBundle | None:
    return session.scalars(
        select(SentBundle)
        .where(
            SentBundle.kind == BundleKind.issue,
            SentBundle.recipient == peer.workspace,
            SentBundle.discarded_at.is_(None),
        )
        .order_by(SentBundle.sequence.desc())
        .limit(1)
    ).one_or_none()


def _says_the_same(before: SentBundle, made: Manifest) -> bool:
    wanted = made.as_dict()
    return all(before.manifest[key] == wanted[key] for key in SAID)


def _selection(session: WorkSession, peer: Peer) -> Selection:
    owners = (session.owner.bytes, peer.workspace.bytes)
    return Selection(ISSUED, "owner = ? AND school_id = ?", owners)


def _silent(_percent: int, _words: str) -> None:
    """A few dozen rows: nobody waits for them."""
