"""At the school: the rows of an issue file, checked, compared and put in their place."""

from datetime import date
from typing import Any
from uuid import UUID

from models.core.database import STAGING
from services import dispatch
from services.core.session import WorkSession
from services.dispatch import LATEST_YEAR, MOST, MOST_HEADS
from services.exchange import compare, package
from services.exchange.compare import TableDifference
from services.exchange.errors import BadContents, ForeignRows
from services.exchange.records import DispatchChange, DispatchNews

_SHOWN = "number, topic, heads, wished_from, wished_to, withdrawn_at"
_RULES = (
    "trim(number) <> '' AND length(number) <= 40",
    f"trim(topic) <> '' AND length(topic) <= {MOST['topic']}",
    f"heads BETWEEN 1 AND {MOST_HEADS}",
    "(wished_from IS NULL) = (wished_to IS NULL)",
    f"wished_from IS NULL OR wished_from <= wished_to AND wished_to < '{LATEST_YEAR + 1}'",
    f"length(place) <= {MOST['place']} AND length(contact) <= {MOST['contact']}",
    f"length(phone) <= 20 AND length(note) <= {MOST['note']}",
    "(withdrawn_at IS NULL) = (trim(withdrawn_reason) = '')",
    f"length(withdrawn_reason) <= {MOST['reason']}",
)
"""What the county's own verbs hold, so that an order can be made of each row."""


def compare_rows(raw: Any, sender: bytes, own: bytes) -> tuple[TableDifference, ...]:
    """Check the staged dispatches as a whole and count what taking them in would change.

    `raw` is the driver's connection, `own` this workspace. Nothing but staging is written.
    Raises BadContents, ForeignRows.
    """
    (foreign,) = raw.execute(
        f"SELECT count(*) FROM {STAGING}.dispatch WHERE school_id <> ?", (own,)
    ).fetchone()
    if foreign:
        raise ForeignRows(f"有 {foreign} 张派单是给别的学校的，整个下发包没有导入。请联系县里。")
    broken = raw.execute(
        f"SELECT number FROM {STAGING}.dispatch"
        f" WHERE NOT ({' AND '.join(f'({rule})' for rule in _RULES)}) ORDER BY id LIMIT 1"
    ).fetchone()
    if broken:
        raise BadContents(f"派单 {broken[0][:40]} 的内容不合规定，没有导入。请联系县里。")
    return compare.compare_tables(raw, ("dispatch",), sender)


def in_words(raw: Any, sender: bytes) -> tuple[DispatchChange, ...]:
    """What comes, differs and goes, by number; after `compare_rows`."""
    rows = raw.execute(
        f"SELECT {_SHOWN}, NOT EXISTS (SELECT 1 FROM main.dispatch m WHERE m.id = s.id), 0"
        f" FROM {STAGING}.dispatch s"
        f" WHERE NOT EXISTS (SELECT 1 FROM main.dispatch m WHERE m.id = s.id)"
        f" OR s.id IN (SELECT id FROM {STAGING}.outdated WHERE NOT gone)"
        f" UNION ALL SELECT {_SHOWN}, 0, 1 FROM main.dispatch"
        f" WHERE owner = ? AND id IN (SELECT id FROM {STAGING}.outdated WHERE gone)"
        " ORDER BY number",
        (sender,),
    )
    return tuple(_in_words(*row) for row in rows)


def put_in(session: WorkSession, changes: tuple[TableDifference, ...]) -> str:
    """In the write transaction: the rows into their place, and an order for each new one.
    Returns what happened, in words."""
    raw = package.driver(session)
    kept = _outdated(raw, gone=False)
    let_go = dispatch.let_go(session, _outdated(raw, gone=True))
    compare.apply(session, changes)
    done = dispatch.to_orders(session, kept)
    words = [
        f"{count} 张{what}"
        for count, what in (
            (done.made, "新派单已记入培训订单"),
            (done.changed, "有改动，订单已照改"),
            (done.cancelled, "已撤回，订单已取消"),
            (done.to_check, "有变动而订单已排班，请核对"),
            (let_go, "县里已没有，订单仍保留"),
        )
        if count
    ]
    return f"下发包已导入：{'；'.join(words)}。" if words else "下发包已导入，派单没有变化。"


def _outdated(raw: Any, *, gone: bool) -> set[UUID]:
    rows = raw.execute(f"SELECT id FROM {STAGING}.outdated WHERE gone = ?", (int(gone),))
    return {UUID(bytes=key) for (key,) in rows}


def _in_words(
    number: str,
    topic: str,
    heads: int,
    first: str | None,
    last: str | None,
    withdrawn_at: str | None,
    new: int,
    gone: int,
) -> DispatchChange:
    what = (
        DispatchNews.gone
        if gone
        else DispatchNews.withdrawn
        if withdrawn_at
        else DispatchNews.new
        if new
        else DispatchNews.changed
    )
    days = [None if day is None else date.fromisoformat(day) for day in (first, last)]
    return DispatchChange(number, topic, heads, dispatch.when_words(*days), what)
