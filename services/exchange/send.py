"""Make the files that go out: enrol, keyset, and the month's snapshot."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from models.exchange import BundleKind, SentBundle
from models.school import Peer, School, WorkspaceKind
from services import report
from services.core import identity
from services.core.checks import required_text
from services.core.errors import NotFound, Refused
from services.core.session import WorkSession
from services.core.undo import Final
from services.core.workspace import Workspace
from services.exchange import outbox, package, parties, rules, seal
from services.exchange.manifest import Manifest
from services.exchange.outbox import period_of
from services.exchange.preflight import preflight
from services.exchange.records import Progress, SentRow


def make_enrol(session: WorkSession) -> SentRow:
    """A verb: the school's profile and public keys, for the county. The same file while
    neither has changed."""
    profile = session.require(School, session.owner)
    if profile.kind is not WorkspaceKind.school:
        raise Refused("只有镇街党校才生成登记文件。")
    keys = identity.own(session)
    public = identity.public_keys(keys)
    made = parties.new_manifest(session, BundleKind.enrol, None, _this_month(session))
    made = replace(made, verify_key=public.verify_key.hex(), age_recipient=public.age_recipient)
    if (before := _same_enrol(session, made)) is not None:
        return outbox.row(session, before)
    return seal.add(session, made, b"", None)


def start_epoch(session: WorkSession, after: int = 0) -> Final:
    """A verb for a workspace that was restored or moved to another PC: what follows is told
    apart from what the old one may still write. The other side must check the key card of a
    new enrol or keyset file before it takes anything in. The epoch is the second of its
    start: going back twice to one old copy still never gives an epoch twice. It comes `after`
    the one that the other side may know, where the clock was ahead then.
    """
    keys = identity.own(session)
    keys.epoch = max(keys.epoch + 1, after + 1, int(session.now().timestamp()))
    keys.install = identity.new_install()
    session.flush()
    session.note("exchange.start_epoch", epoch=keys.epoch)
    return Final("旧电脑写的文件已经作废")


def make_keyset(session: WorkSession, school_id: UUID) -> SentRow:
    """A verb: the county's public keys and settings for one school, encrypted to it.

    Raises NotFound where the school's key card was not checked yet.
    """
    peer = session.get(Peer, school_id)
    if session.require(School, session.owner).kind is not WorkspaceKind.county:
        raise Refused("只有县级单位才下发县级公钥。")
    if peer is None:
        raise NotFound("还没有核对这所学校的公钥卡，请先导入它的登记文件。")
    public = identity.public_keys(identity.own(session))
    made = replace(
        parties.new_manifest(session, BundleKind.keyset, peer, _this_month(session)),
        verify_key=public.verify_key.hex(),
        age_recipient=public.age_recipient,
        rules=rules.of_county(session),
    )
    return seal.add(session, made, b"", peer)


def approve(
    workspace: Workspace, year: int, month: int, approved_by: str, progress: Progress
) -> SentRow:
    """Build, sign and encrypt the month's snapshot, and put it in the outbox as approved.

    Reads in one transaction and stores in another, so that the clerk can go on meanwhile.
    Raises Refused where the checks before say stop, BadInput without a name, TooLarge.
    """
    name = required_text(approved_by, "签发人", 20)
    progress(0, "核对")
    with workspace.read() as session:
        stops = [line.text for line in preflight(session, year, month) if line.tone == "stop"]
        if stops:
            raise Refused(f"现在还不能签发：{stops[0]}。")
        peer = _county(session)
        made = parties.new_manifest(session, BundleKind.snapshot, peer, period_of(year, month))
        progress(2, "计算月报")
        made = replace(
            made,
            approved_by=name,
            totals=report.totals(session, session.owner, year, month),
            rules=rules.of_year(session, year),
        )
        title = seal.file_name(made).removesuffix(".psb").lower()
        packed = package.write(
            session, title, made.made_at, package.all_owned(session), _part_of(progress, 5, 80)
        )
    made = replace(made, tables=packed.tables)
    progress(85, "签名并加密")
    with workspace.write("exchange.approve") as session:
        if (
            parties.new_manifest(session, BundleKind.snapshot, peer, made.period).sequence
            != made.sequence
        ):
            raise Refused("刚才已另外生成了文件，编号变了，请重新签发一次。")
        done = seal.add(session, made, packed.payload, peer)
        session.note("exchange.approve", id=str(done.id), sequence=done.sequence)
    progress(100, "已签发")
    return done


def _county(session: WorkSession) -> Peer:
    found = session.scalars(select(Peer).where(Peer.kind == WorkspaceKind.county)).first()
    if found is None:
        raise Refused("还没有县里的公钥，不能签发。请先与县里交换密钥。")
    return found


def _same_enrol(session: WorkSession, made: Manifest) -> UUID | None:
    """An earlier enrol file that says the same, whoever made which number of it when."""
    rows = session.execute(
        select(SentBundle.id, SentBundle.manifest)
        .where(SentBundle.kind == BundleKind.enrol, SentBundle.discarded_at.is_(None))
        .order_by(SentBundle.sequence.desc())
    )
    said = ("sender", "county", "install", "epoch", "verify_key", "age_recipient")
    wanted = made.as_dict()
    same = (found for found, manifest in rows if all(manifest[key] == wanted[key] for key in said))
    return next(same, None)


def _this_month(session: WorkSession) -> str:
    today = session.today()
    return period_of(today.year, today.month)


def _part_of(progress: Progress, first: int, last: int) -> Progress:
    def told(percent: int, words: str) -> object:
        return progress(first + percent * (last - first) // 100, words)

    return told
