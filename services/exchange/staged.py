"""A snapshot's rows in the staging database: checked, compared, added up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.core.database import STAGING
from models.exchange import BundleKind
from services import report
from services.core.session import WorkSession
from services.core.workspace import Workspace
from services.exchange import compare, issued, layouts, package, rules, unpack
from services.exchange.arrival import Arrival, open_arrival
from services.exchange.compare import TableDifference
from services.exchange.errors import BadContents, WrongTotals
from services.exchange.records import DispatchChange, Progress, TableChange


@dataclass(frozen=True)
class Staged:
    """An arrival with what it would change; `totals` were computed from its rows here."""

    arrival: Arrival
    changes: tuple[TableDifference, ...]
    totals: dict[str, str]
    warnings: tuple[str, ...]
    dispatches: tuple[DispatchChange, ...] = ()

    @property
    def needs_second_yes(self) -> bool:
        return any(change.removes_much for change in self.changes)

    @property
    def tables(self) -> tuple[TableChange, ...]:
        return tuple(
            change.in_words
            for change in self.changes
            if change.new or change.changed or change.removed
        )


def stage(beside: Workspace, data: bytes, progress: Progress) -> Staged:
    """Check a file whole; for a new snapshot or issue, fill staging with its rows.

    `beside` is what `Workspace.staging` gave. The workspace's file is only read. Raises
    BundleRefused.
    """
    progress(1, "核对签名")
    with beside.read() as session:
        arrival = open_arrival(session, data)
        if arrival.before is not None:
            return Staged(arrival, (), {}, ())
        if arrival.manifest.bundle_kind is BundleKind.issue:
            return _stage_issue(session, arrival, progress)
        if arrival.manifest.bundle_kind is not BundleKind.snapshot:
            _check_empty(arrival)
            return Staged(arrival, (), {}, _warnings(arrival, {}))
        made, sender = arrival.manifest, arrival.sender.bytes
        rules.check(made.rules)
        layout = layouts.of_snapshot(made.schema)
        unpack.read_into_staging(
            session, arrival.payload, made.tables, layout, sender, _part_of(progress, 5, 55)
        )
        progress(55, "比较")
        raw = package.driver(session)
        changes = compare.compare(raw, sender, session.owner.bytes)
        _stage_rules(raw, made.rules)
        here = rules.of_year(session, _period(arrival)[0])
        session.commit()  # only staging was written: the file stays as it is
    progress(65, "重新计算月报")
    totals = _recomputed(beside, arrival)
    return Staged(arrival, changes, totals, _warnings(arrival, here))


def _stage_issue(session: WorkSession, arrival: Arrival, progress: Progress) -> Staged:
    made, sender = arrival.manifest, arrival.sender.bytes
    layout = layouts.of_issue(made.schema)
    unpack.read_into_staging(
        session, arrival.payload, made.tables, layout, sender, _part_of(progress, 5, 55)
    )
    progress(55, "比较")
    raw = package.driver(session)
    changes = issued.compare_rows(raw, sender, session.owner.bytes)
    words = issued.in_words(raw, sender)
    session.commit()  # only staging was written: the file stays as it is
    return Staged(arrival, changes, {}, _warnings(arrival, {}), words)


def _check_empty(arrival: Arrival) -> None:
    """Only snapshots and issues carry rows."""
    if arrival.payload or arrival.manifest.tables:
        raise BadContents("文件里多了内容，没有导入。请联系对方。")


def _stage_rules(raw: Any, given: Mapping[str, str]) -> None:
    raw.execute(f"CREATE TABLE {STAGING}.setting (key TEXT PRIMARY KEY, value TEXT)")
    raw.executemany(f"INSERT INTO {STAGING}.setting VALUES (?, ?)", list(given.items()))


def _recomputed(beside: Workspace, arrival: Arrival) -> dict[str, str]:
    """The report's totals from the staged rows under the sender's rules. Raises WrongTotals."""
    year, month = _period(arrival)
    with beside.read() as session:
        # The same report as ever, with every table looked up in staging.
        session.connection(execution_options={"schema_translate_map": {None: STAGING}})
        totals = report.totals(session, arrival.sender, year, month)
    told = arrival.manifest.totals
    if arrival.manifest.schema < layouts.NOW:  # a program that did not know of them gives none
        totals = {key: value for key, value in totals.items() if key in told}
    wrong = [key for key in {**totals, **told} if totals.get(key) != told.get(key)]
    if wrong:
        label = report.labels().get(wrong[0], wrong[0])
        raise WrongTotals(
            f"“{label}”按明细算是 {totals.get(wrong[0], '无')}，包里写的是"
            f" {told.get(wrong[0], '无')}，没有导入。请学校重新签发。"
        )
    return totals


def _period(arrival: Arrival) -> tuple[int, int]:
    year, month = arrival.manifest.period.split("-")
    return int(year), int(month)


def _warnings(arrival: Arrival, here: Mapping[str, str]) -> tuple[str, ...]:
    warnings = []
    if arrival.gap and arrival.manifest.bundle_kind is BundleKind.issue:
        warnings.append("这之前县里还写过别的文件（例如回执），如在 U 盘上，也请导入；先后不限。")
    elif arrival.gap:
        warnings.append(
            f"上次收到第 {arrival.last} 号，这次是第 {arrival.manifest.sequence} 号，"
            "中间可能丢了文件；数据包每次都是全量，可以导入。"
        )
    if here and dict(here) != arrival.manifest.rules:
        warnings.append("学校计算学时的标准与县里现在的设置不同，请下发新的县级公钥和设置。")
    return tuple(warnings)


def _part_of(progress: Progress, first: int, last: int) -> Progress:
    def told(percent: int, words: str) -> object:
        return progress(first + percent * (last - first) // 100, words)

    return told
