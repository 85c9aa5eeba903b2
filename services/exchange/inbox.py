"""Take a file in: whole or not at all (exchange.md, taking a file in, 6 to 8)."""

from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from models.exchange import BundleKind, TakenBundle
from models.school import Peer
from services import report
from services.core import files
from services.core.checks import required_text
from services.core.errors import Refused
from services.core.session import WorkSession
from services.core.workspace import Workspace
from services.exchange import compare, issued, outbox, receipt, rules, seal
from services.exchange.arrival import Arrival, check_still_new, open_arrival, read_file
from services.exchange.errors import NeedsSecondYes, WrongKind
from services.exchange.records import BundleTaken, Inspection, Progress, SentRow, TakenRow
from services.exchange.staged import Staged, stage


def taken(session: WorkSession) -> tuple[TakenRow, ...]:
    """The inbox, the newest first."""
    names = {peer: name for peer, name in session.execute(select(Peer.workspace, Peer.name))}
    rows = session.scalars(
        select(TakenBundle).order_by(TakenBundle.taken_at.desc(), TakenBundle.sequence.desc())
    )
    return tuple(
        TakenRow(
            row.id,
            row.kind,
            row.sender,
            names.get(row.sender, row.manifest["sender"]["name"]),
            row.period,
            row.sequence,
            row.taken_at,
            report.in_words(row.figures),
            row.file_hash,
            row.held_for,
        )
        for row in rows
    )


def inspect(workspace: Workspace, path: Path, progress: Progress) -> Inspection:
    """The dry run: what taking the file in would do. Changes nothing.

    Raises BundleRefused with a sentence that names what the file is; StorageError.
    """
    data = read_file(path)
    with workspace.staging() as beside:
        found = stage(beside, data, progress)
    progress(100, "核对完毕")
    made = found.arrival.manifest
    return Inspection(
        kind=made.bundle_kind,
        sender_name=found.arrival.sender_name,
        period=made.period,
        sequence=made.sequence,
        outcome=found.arrival.outcome,
        gap=found.arrival.gap,
        tables=found.tables,
        totals=report.in_words(found.totals),
        warnings=found.warnings,
        needs_second_yes=found.needs_second_yes,
        check_code=outbox.check_code(found.arrival.file_hash),
        dispatches=found.dispatches,
    )


def take_in(
    workspace: Workspace, path: Path, progress: Progress, second_yes: bool = False
) -> BundleTaken:
    """Take a file in, in one transaction, after every check and a backup.

    At the county the receipt is made in the same transaction; a file that was taken in
    before gives its receipt again. Raises BundleRefused (NeedsSecondYes among them) and
    StorageError; nothing is changed then.
    """
    data = read_file(path)
    with workspace.staging() as beside:
        found = stage(beside, data, progress)
        arrival = found.arrival
        if arrival.before is not None:
            return _again(workspace, arrival, arrival.before)
        if found.needs_second_yes and not second_yes:
            raise NeedsSecondYes(
                f"导入后会去掉{arrival.sender_name}超过五分之一的记录。请核对后再确认一次。"
            )
        progress(75, "备份")
        workspace.back_up("exchange")
        _archive(workspace, arrival, data)
        progress(85, "写入")
        with beside.write("exchange.take_in") as session:
            done = _take(session, found)
    progress(100, "已导入")
    return done


def hold(workspace: Workspace, path: Path, reason: str, progress: Progress) -> BundleTaken:
    """At the county: take note of a snapshot but not of its rows, and answer why.

    Raises BadInput without a reason, Refused for a file taken in before, BundleRefused.
    """
    words = required_text(reason, "退回原因", 200)
    data = read_file(path)
    with workspace.read() as session:
        arrival = open_arrival(session, data)
    if arrival.manifest.bundle_kind is not BundleKind.snapshot:
        raise WrongKind("只有学校的数据包可以退回。")
    if arrival.before is not None:
        raise Refused("这个数据包已导入过，不能再退回。")
    progress(50, "登记退回")
    _archive(workspace, arrival, data)
    with workspace.write("exchange.hold") as session:
        check_still_new(session, arrival)
        row = _inbox_row(session, arrival, {}, words)
        answer = receipt.make(session, row)
        session.note("exchange.hold", id=str(row.id), sequence=row.sequence)
    progress(100, "已退回")
    return _taken(arrival, f"已退回{arrival.sender_name}的数据包，请把回执写到 U 盘。", answer)


def _take(session: WorkSession, found: Staged) -> BundleTaken:
    """Inside the write transaction. The place in the order is looked up again: another file
    of this sender may have come in since."""
    arrival = found.arrival
    check_still_new(session, arrival)
    made, kind = arrival.manifest, arrival.manifest.bundle_kind
    row = _inbox_row(session, arrival, found.totals, "")
    session.note("exchange.take_in", id=str(row.id), kind=kind.value, sequence=made.sequence)
    receipt.mark_received(session, arrival.sender, made)
    if kind is BundleKind.keyset:
        rules.adopt(session, made.rules)
        return _taken(arrival, "县里的设置已更新。", None)
    if kind is BundleKind.receipt:
        return _taken(arrival, _settled(session, arrival), None)
    if kind is BundleKind.issue:
        return _taken(arrival, issued.put_in(session, found.changes), None)
    compare.apply(session, found.changes)
    answer = receipt.make(session, row)
    new, changed, removed = (
        sum(counts)
        for counts in zip(*((c.new, c.changed, c.removed) for c in found.changes), strict=True)
    )
    words = (
        f"已导入{arrival.sender_name} {made.period} 的数据包："
        f"新增 {new} 行，更改 {changed} 行，去掉 {removed} 行。请把回执写到 U 盘。"
    )
    return _taken(arrival, words, answer)


def _settled(session: WorkSession, arrival: Arrival) -> str:
    delivered, held, unknown = receipt.settle(session, arrival.manifest.answers)
    words = []
    if delivered:
        words.append(f"{delivered} 个数据包县里已签收。")
    if held:
        words.append(f"{held} 个数据包县里退回待更正，请看原因。")
    if unknown:
        words.append(
            f"县里收过 {unknown} 个本机没有的数据包：可能另有电脑在用这套数据，请联系县里。"
        )
    return "".join(words) or "回执已导入，没有新的变化。"


def _again(workspace: Workspace, arrival: Arrival, before: UUID) -> BundleTaken:
    with workspace.read() as session:
        answer = receipt.receipt_of(session, before)
    words = f"这个{arrival.manifest.bundle_kind.word}已导入过，没有重复导入。"
    if answer is not None:
        words += "可以把回执再写一次。"
    return _taken(arrival, words, answer)


def _taken(arrival: Arrival, words: str, answer: SentRow | None) -> BundleTaken:
    made = arrival.manifest
    again = arrival.before is not None
    return BundleTaken(
        made.bundle_kind, arrival.sender_name, made.period, made.sequence, again, answer, words
    )


def _inbox_row(
    session: WorkSession, arrival: Arrival, figures: dict[str, str], held_for: str
) -> TakenBundle:
    made = arrival.manifest
    row = TakenBundle(
        id=session.new_id(),
        kind=made.bundle_kind,
        sender=arrival.sender,
        epoch=made.epoch,
        sequence=made.sequence,
        period=made.period,
        manifest=made.as_dict(),
        manifest_hash=arrival.manifest_hash,
        file_hash=arrival.file_hash,
        figures=figures,
        held_for=held_for,
        taken_at=session.now(),
    )
    session.add(row)
    session.flush()
    return row


def _archive(workspace: Workspace, arrival: Arrival, data: bytes) -> None:
    """Keep the file as it came, under its own name and the start of its hash."""
    stem = seal.file_name(arrival.manifest).removesuffix(".psb")
    path = workspace.folder / "inbox" / f"{stem}-{arrival.file_hash[:8]}.psb"
    if not path.exists():
        with files.explained("存档"):
            files.write_new(path, data)
