"""Rows in staging against rows in the file: what cites nothing, what changes, what goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from models.core.database import STAGING
from services.core.session import WorkSession
from services.exchange import columns
from services.exchange.errors import BadContents, ForeignRows
from services.exchange.records import TableChange

SECOND_YES_PERCENT = 20


@dataclass(frozen=True)
class TableDifference:
    """One table: rows that come, that differ, that go; and how many of the sender's there are."""

    table: str
    new: int
    changed: int
    removed: int
    there: int

    @property
    def in_words(self) -> TableChange:
        return TableChange(columns.words(self.table), self.new, self.changed, self.removed)

    @property
    def removes_much(self) -> bool:
        return self.removed * 100 > self.there * SECOND_YES_PERCENT


def compare(raw: Any, sender: bytes, own: bytes) -> tuple[TableDifference, ...]:
    """Check the staged rows as a whole and count what taking them in would change.

    `raw` is the driver's connection, `own` this workspace. Nothing but staging is written.
    Raises BadContents, ForeignRows.
    """
    _check_profile(raw, sender)
    _check_answers(raw, sender)
    for table in columns.tables():
        _check_citations(raw, table, own)
    changes = compare_tables(raw, columns.tables(), sender)
    for table in columns.tables():
        _check_cited(raw, table, sender)
    return changes


def compare_tables(raw: Any, tables: Iterable[str], sender: bytes) -> tuple[TableDifference, ...]:
    """Fill `staging.outdated` with the sender's rows that differ or go. Raises ForeignRows."""
    raw.execute(f"CREATE TABLE {STAGING}.outdated (kind TEXT, id BLOB, gone INTEGER)")
    return tuple(_change(raw, table, sender) for table in tables)


def apply(session: WorkSession, changes: tuple[TableDifference, ...]) -> None:
    """Put the staged rows in the place of the sender's, in the caller's write transaction."""
    connection = session.connection()
    for change in reversed(changes):
        if change.changed or change.removed:
            connection.exec_driver_sql(
                f'DELETE FROM main."{change.table}" WHERE id IN'
                f" (SELECT id FROM {STAGING}.outdated WHERE kind = ?)",
                (change.table,),
            )
    for change in changes:
        if not change.new and not change.changed:
            continue
        listed = ", ".join(f'"{name}"' for name in columns.names(change.table))
        # Without a row of the sender there is nothing to leave out, and nothing to look up.
        only_new = (
            f' WHERE NOT EXISTS (SELECT 1 FROM main."{change.table}" m WHERE m.id = s.id)'
            if change.there
            else ""
        )
        connection.exec_driver_sql(
            f'INSERT INTO main."{change.table}" ({listed})'
            f' SELECT {listed} FROM {STAGING}."{change.table}" s{only_new} ORDER BY s.id'
        )


def _check_profile(raw: Any, sender: bytes) -> None:
    rows = raw.execute(f"SELECT id, kind FROM {STAGING}.school").fetchall()
    if rows != [(sender, "school")]:
        raise BadContents("数据包里的学校资料与发件单位不一致，没有导入。")


def _check_answers(raw: Any, sender: bytes) -> None:
    """A school makes no dispatches, and answers only those that were for it."""
    (made,) = raw.execute(f"SELECT count(*) FROM {STAGING}.dispatch").fetchone()
    if made:
        raise ForeignRows(f"有 {made} 行“上级派单”，学校不能派单，整个数据包没有导入。")
    (foreign,) = raw.execute(
        f"SELECT count(*) FROM {STAGING}.training_order s JOIN main.dispatch m"
        " ON m.id = s.dispatch_id WHERE m.school_id <> ?",
        (sender,),
    ).fetchone()
    if foreign:
        raise BadContents(f"有 {foreign} 张培训订单引用了给别的学校的派单，没有导入。")


def _check_citations(raw: Any, table: str, own: bytes) -> None:
    """Every citation leads to a row in the package, or to one that this workspace owns."""
    for column, cited in columns.citations(table):
        (lost,) = raw.execute(
            f'SELECT count(*) FROM {STAGING}."{table}" s WHERE s."{column}" IS NOT NULL'
            f' AND NOT EXISTS (SELECT 1 FROM {STAGING}."{cited}" r WHERE r.id = s."{column}")'
            f' AND NOT EXISTS (SELECT 1 FROM main."{cited}" m'
            f' WHERE m.id = s."{column}" AND m.owner = ?)',
            (own,),
        ).fetchone()
        if lost:
            raise BadContents(
                f"有 {lost} 行“{columns.words(table)}”引用了不存在的"
                f"“{columns.words(cited)}”，没有导入。"
            )


def _change(raw: Any, table: str, sender: bytes) -> TableDifference:
    (staged,) = raw.execute(f'SELECT count(*) FROM {STAGING}."{table}"').fetchone()
    (there,) = raw.execute(
        f'SELECT count(*) FROM main."{table}" WHERE owner = ?', (sender,)
    ).fetchone()
    foreign, kept = raw.execute(
        f"SELECT coalesce(sum(m.owner <> ?), 0), coalesce(sum(m.owner = ?), 0)"
        f' FROM {STAGING}."{table}" s JOIN main."{table}" m ON m.id = s.id',
        (sender, sender),
    ).fetchone()
    if foreign:
        raise ForeignRows(
            f"有 {foreign} 行“{columns.words(table)}”的编号属于别的单位，整个数据包没有导入。"
        )
    if not there:
        return TableDifference(table, staged, 0, 0, 0)
    rest = [name for name in columns.names(table) if name not in ("id", "owner")]
    mine, theirs = (", ".join(f'{side}."{name}"' for name in rest) for side in "ms")
    changed = raw.execute(
        f"INSERT INTO {STAGING}.outdated SELECT ?, s.id, 0"
        f' FROM {STAGING}."{table}" s JOIN main."{table}" m ON m.id = s.id'
        f" WHERE ({mine}) IS NOT ({theirs})",
        (table,),
    ).rowcount
    removed = raw.execute(
        f'INSERT INTO {STAGING}.outdated SELECT ?, m.id, 1 FROM main."{table}" m'
        f' WHERE m.owner = ? AND NOT EXISTS (SELECT 1 FROM {STAGING}."{table}" s'
        f" WHERE s.id = m.id)",
        (table, sender),
    ).rowcount
    return TableDifference(table, staged - kept, changed, removed, there)


def _check_cited(raw: Any, table: str, sender: bytes) -> None:
    """No row of another workspace may be left citing a row that goes."""
    for column, cited in columns.citations(table):
        (left,) = raw.execute(
            f'SELECT count(*) FROM main."{table}" m WHERE m.owner <> ? AND m."{column}" IN'
            f" (SELECT id FROM {STAGING}.outdated WHERE kind = ? AND gone)",
            (sender, cited),
        ).fetchone()
        if left:
            raise BadContents(
                f"数据包去掉了县里仍在引用的“{columns.words(cited)}”，没有导入。请联系学校。"
            )
