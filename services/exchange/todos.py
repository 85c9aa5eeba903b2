"""What waits in the exchange: a data package due, a stick to carry, an answer to come."""

from sqlalchemy import select

from models.exchange import BundleKind, BundleState, SentBundle
from models.school import School, WorkspaceKind
from models.training_class import Lesson
from services import county, report
from services.core.session import WorkSession
from services.core.text import few_of
from services.core.todo import Todo
from services.exchange import outbox
from services.exchange.issue import schools_to_tell
from services.exchange.records import SentRow

DAYS_AHEAD = 7
LONG_DAYS = 14


def todos(session: WorkSession) -> list[Todo]:
    """What waits here, at a school or at the county."""
    if session.require(School, session.owner).kind is WorkspaceKind.school:
        return [*_overdue(session), *_due(session), *_waiting(session)]
    return [*_missing_schools(session), *_receipts_to_carry(session), *_to_dispatch(session)]


def _overdue(session: WorkSession) -> list[Todo]:
    """Months that ended without a package: they wait until they are sent."""
    months = outbox.not_sent(session)
    if not months:
        return []
    year, month = months[0]
    due = report.due_day(session, year, month)
    days = (session.today() - due).days
    note = f"截止 {due.month} 月 {due.day} 日，已过 {days} 天" if days > 0 else "今天到期"
    if len(months) > 1:
        note += f"；连同它共缺 {len(months)} 个月"
    return [
        Todo(
            "数据包", "red", f"{month} 月数据包还没有上报", note, "去上报", "exchange",
            target=(year, month), urgency=5,
        )
    ]  # fmt: skip


def _due(session: WorkSession) -> list[Todo]:
    today = session.today()
    due = report.due_day(session, today.year, today.month)
    days = (due - today).days
    if (
        days > DAYS_AHEAD
        or _has_just_begun(session)
        or outbox.for_period(session, today.year, today.month) is not None
    ):
        return []
    note = f"截止 {due.month} 月 {due.day} 日"
    note += f"，还有 {days} 天" if days > 0 else "，今天到期" if days == 0 else "，已过期"
    return [
        Todo(
            "数据包",
            "red" if days <= 1 else "amber",
            f"{today.month} 月数据包还没有上报",
            note,
            "去上报",
            "exchange",
            target=(today.year, today.month),
            urgency=10 if days <= 1 else 40,
        )
    ]


def _has_just_begun(session: WorkSession) -> bool:
    """No lesson was held and no file made: the first steps come before a package."""
    held = select(Lesson.id).where(
        Lesson.owner == session.owner,
        Lesson.starts_at <= session.local_now(),
        Lesson.cancelled_at.is_(None),
    )
    made = session.scalar(select(SentBundle.id).limit(1))
    return made is None and session.scalar(held.limit(1)) is None


def _waiting(session: WorkSession) -> list[Todo]:
    made = [_waits(session, row) for row in outbox.sent(session)]
    return [todo for todo in made if todo is not None]


def _waits(session: WorkSession, row: SentRow) -> Todo | None:
    if row.kind is not BundleKind.snapshot:
        return None
    month = int(row.period[5:])
    if row.state is BundleState.approved:
        note = f"第 {row.sequence} 号，已由{row.approved_by}签发"
        return Todo(
            "待写出", "amber", f"{month} 月数据包还没有写到 U 盘", note, "写入 U 盘", "exchange",
            target=row.id, urgency=20,
        )  # fmt: skip
    if row.state is BundleState.held:
        return Todo(
            "退回", "red", f"{month} 月数据包县里退回待更正", row.note, "看原因", "exchange",
            target=row.id, urgency=15,
        )  # fmt: skip
    if row.state is BundleState.written and row.written_at is not None:
        days = (session.today() - session.local(row.written_at).date()).days
        note = f"第 {row.sequence} 号，写出已 {days} 天" if days > 0 else f"第 {row.sequence} 号"
        return Todo(
            "等回执", "amber" if days >= LONG_DAYS else "blue", f"{month} 月数据包等县里回执",
            note, "导入回执", "exchange", target=row.id, urgency=60,
        )  # fmt: skip
    return None


def _missing_schools(session: WorkSession) -> list[Todo]:
    """Of the present month once its day is near, and of the month before until all have come."""
    today = session.today()
    this, before = (today.year, today.month), report.month_before(today.year, today.month)
    near = (report.due_day(session, *this) - today).days <= DAYS_AHEAD
    made = [_missing_in(session, *before)] + ([_missing_in(session, *this)] if near else [])
    return [todo for todo in made if todo is not None]


def _missing_in(session: WorkSession, year: int, month: int) -> Todo | None:
    names = county.missing(session, year, month)
    if not names:
        return None
    late = session.today() > report.due_day(session, year, month)
    title = f"{len(names)} 所学校{'缺' if late else '还没有交'} {month} 月数据包"
    note = few_of(names, "所")
    return Todo(
        "缺交" if late else "待收", "red" if late else "amber", title, note, "看学校一览",
        "county", urgency=20, count=len(names),
    )  # fmt: skip


def _receipts_to_carry(session: WorkSession) -> list[Todo]:
    waiting = [
        row
        for row in outbox.sent(session)
        if row.kind is BundleKind.receipt and row.state is BundleState.approved
    ]
    if not waiting:
        return []
    names = list(dict.fromkeys(row.recipient_name for row in waiting))
    return [
        Todo(
            "回执", "amber", f"{len(waiting)} 份回执还没有写到 U 盘", "、".join(names[:3]),
            "写回执", "inbox", urgency=30, count=len(waiting),
        )
    ]  # fmt: skip


def _to_dispatch(session: WorkSession) -> list[Todo]:
    names = [peer.name for peer in schools_to_tell(session)]
    if not names:
        return []
    note = few_of(names, "所")
    return [
        Todo(
            "下发", "amber", f"{len(names)} 所学校的派单还没有下发", note, "写下发包", "dispatch",
            urgency=30, count=len(names),
        )
    ]  # fmt: skip
