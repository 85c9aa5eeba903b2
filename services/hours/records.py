"""Record what no sign-in says: online study (在线学习), corrections (学时更正); take it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, delete, func, select, type_coerce

from models.course import Task
from models.hours import HoursRecord, HoursRecordKind
from models.member import Member
from services.core import fields, settings
from services.core.bulk import in_parts
from services.core.errors import BadInput, NotFound, Refused
from services.core.fields import checked, choice, day, draft, halves, text
from services.core.session import WorkSession
from services.core.text import plain
from services.core.undo import CHANGED_SINCE, Before, Made, Undo
from services.hours.lists import for_member

MOST_CORRECTION = 200
CORRECTION_TITLE = "学时更正"
UNDO = "hours.undo"


@dataclass(frozen=True)
class OnlineResult:
    """How many records were made; how many people had this one already; for how many the
    year's cap leaves some of it out."""

    record_ids: tuple[UUID, ...]
    already: int
    over_cap: int
    undo: Undo


@draft
class OnlineDraft:
    """One online study, of whoever is chosen."""

    on_day: date = day("学习日期", past=True)
    title: str = text("学习内容", 60, hint="例如：党员教育网上专题班")
    hours: Decimal = fields.hours("学时")
    task: Task | None = choice("基本任务", Task, default=None, none="不分任务")


@draft
class CorrectionDraft:
    """What the clerk typed; all of it is required. `hours` is negative to take away."""

    on_day: date = day("计入日期", past=True, note="决定算在哪一年")
    hours: Decimal = halves(
        "增减学时", -MOST_CORRECTION, MOST_CORRECTION, "半学时", note="减少填负数"
    )
    reason: str = text("更正原因", 60, hint="例如：县里培训未在本校签到")
    paper: str = text("依据文号", 40, hint="例如：仲党校〔2026〕3号")
    approved_by: str = text("批准人", 20, hint="批准更正的负责人")


@dataclass(frozen=True)
class UndoneRecord:
    """What was taken back, in words for the person, and the way back of that."""

    member_id: UUID
    text: str
    undo: Undo


def record_online(
    session: WorkSession, member_ids: Sequence[UUID], draft: OnlineDraft
) -> OnlineResult:
    """Record one online study of one person or many. More than the year's cap is recorded too;
    what is over it does not count.

    Raises BadInput; Refused for somebody not in use, and where all of them have it already.
    """
    study = checked(draft, session.today())
    wanted = _in_use(session, list(dict.fromkeys(member_ids)))
    known = _known(session, study["on_day"], study["title"], study["hours"])
    fresh = [member for member in wanted if member not in known]
    if not fresh:
        raise Refused("这次学习已经记过了，没有重复记。")
    rows = [
        session.stamp() | study | {"member_id": member, "kind": HoursRecordKind.online}
        for member in fresh
    ]
    session.insert_many(HoursRecord, rows)
    over = len(_over_cap(session, draft.on_day.year) & set(fresh))
    ids = tuple(row["id"] for row in rows)
    session.note("hours.record_online", first=str(ids[0]), people=len(ids))
    return OnlineResult(ids, len(wanted) - len(fresh), over, _unrecorded(rows))


def record_correction(session: WorkSession, member_id: UUID, draft: CorrectionDraft) -> Made:
    """Add hours to one member's year or take some away, by an approved paper.

    Raises BadInput, and Refused where more would be taken than there is.
    """
    values = checked(draft, session.today())
    if not draft.hours:
        raise BadInput("更正的学时不能是 0。", "hours")
    (member_id,) = _in_use(session, [member_id])
    year = draft.on_day.year
    there = sum((line.hours for line in for_member(session, member_id, year)), Decimal(0))
    if there + draft.hours < 0:
        raise Refused(f"这个人 {year} 年只有 {plain(there)} 学时，不能减这么多。")
    before = Before(session)
    made = session.make(
        HoursRecord,
        member_id=member_id,
        kind=HoursRecordKind.correction,
        title=CORRECTION_TITLE,
        task=None,
        **values,
    )
    before.made(made)
    session.note("hours.record_correction", id=str(made.id))
    name = session.require(Member, member_id).name
    words = f"更正 {name} 的学时（{plain(draft.hours)} 学时）"
    undo = before.undo(words, UNDO, recheck=lambda later: require_enough(later, [member_id]))
    return Made(made.id, undo)


def undo_records(session: WorkSession, record_ids: Sequence[UUID]) -> UndoneRecord:
    """Take records back, those of one act together. Raises NotFound once that was done;
    Refused where a correction took hours away that would then be missing."""
    rows = [
        row
        for some in in_parts(record_ids)
        for row in session.execute(
            select(HoursRecord, Member.name)
            .join(Member, Member.id == HoursRecord.member_id)
            .where(
                HoursRecord.id.in_(some),
                HoursRecord.owner == session.owner,
                HoursRecord.undone_at.is_(None),
            )
            .order_by(HoursRecord.id)
        )
    ]
    if not rows:
        raise NotFound("这一笔已经撤销过了。")
    if any(row.training_id is not None for row, _ in rows):
        raise Refused("这是上级调训的学时，请在“上级调训”里改或撤销。")
    before = Before(session)
    for row, _ in rows:
        before.keep(row)
        row.undone_at = session.now()
    session.flush()
    members = [row.member_id for row, _ in rows]
    require_enough(session, members)
    session.note("hours.undo_records", first=str(rows[0][0].id), records=len(rows))
    first, name = rows[0]
    who = name if len(rows) == 1 else f"{name}等 {len(rows)} 人"
    what = f"{who} {first.on_day:%m月%d日} {first.title} {plain(first.hours)} 学时"
    online = [
        (row.on_day, row.title, row.hours, row.member_id)
        for row, _ in rows
        if row.kind is HoursRecordKind.online
    ]

    opened = [
        (row.member_id, row.on_day.year) for row, _ in rows if row.kind is HoursRecordKind.opening
    ]

    def check(later: WorkSession) -> None:
        if any(member in _known(later, day, title, worth) for day, title, worth, member in online):
            raise Refused("这次学习后来又记过一笔，不能再恢复原来的。")
        if any(_has_opening(later, member, year) for member, year in opened):
            raise Refused("期初学时后来又记过，不能再恢复原来的。")

    undo = before.undo(f"撤回 {what}", UNDO, check, lambda later: require_enough(later, members))
    return UndoneRecord(first.member_id, f"已撤销：{what}", undo)


def _unrecorded(rows: Sequence[dict[str, Any]]) -> Undo:
    """The way back of records that one act made: they are gone, where none was touched since and
    nobody's correction took away what they gave."""
    of = {row["id"]: row["member_id"] for row in rows}

    def act(session: WorkSession) -> None:
        for some in in_parts(list(of)):
            there = session.execute(
                select(HoursRecord.id, HoursRecord.member_id).where(
                    HoursRecord.id.in_(some), HoursRecord.undone_at.is_(None)
                )
            ).all()
            if {(key, member) for key, member in there} != {(key, of[key]) for key in some}:
                raise Refused(CHANGED_SINCE)
            session.execute(
                delete(HoursRecord).where(
                    HoursRecord.id.in_(some), HoursRecord.owner == session.owner
                ),
                execution_options={"synchronize_session": False},
            )
        require_enough(session, list(of.values()))
        session.note(UNDO, records=len(of))

    return Undo(f"给 {len(of)} 人记在线学习", UNDO, act)


def require_enough(session: WorkSession, member_ids: Sequence[UUID]) -> None:
    """No correction may have taken away more than there is. Raises Refused."""
    for some in in_parts(member_ids):
        taken_away = session.execute(
            select(HoursRecord.member_id, HoursRecord.on_day, HoursRecord.paper, Member.name)
            .join(Member, Member.id == HoursRecord.member_id)
            .where(
                HoursRecord.member_id.in_(some),
                HoursRecord.kind == HoursRecordKind.correction,
                type_coerce(HoursRecord.hours, Integer) < 0,
                HoursRecord.undone_at.is_(None),
            )
        )
        for member_id, on_day, paper, name in taken_away:
            lines = for_member(session, member_id, on_day.year)
            if sum((line.hours for line in lines), Decimal(0)) < 0:
                raise Refused(
                    f"{name} {on_day.year} 年的学时会低于 0："
                    f"“{paper}”更正减去过学时，请先撤销那笔更正。"
                )


def _in_use(session: WorkSession, wanted: list[UUID]) -> list[UUID]:
    """The same, if all are there and in use. Raises BadInput, Refused, NotFound."""
    if not wanted:
        raise BadInput("请先选人。")
    known = {
        key: retired
        for some in in_parts(wanted)
        for key, retired in session.execute(
            select(Member.id, Member.retired_at).where(
                Member.owner == session.owner, Member.id.in_(some)
            )
        )
    }
    if any(key not in known for key in wanted):
        raise NotFound("这条记录已经不在了，请刷新后再试。")
    gone = sum(known[key] is not None for key in wanted)
    if gone:
        who = "这个人" if len(wanted) == 1 else f"其中 {gone} 人"
        raise Refused(f"{who}已停用或转出，不能再记学时；如需更正，请先恢复。")
    return wanted


def _known(session: WorkSession, on_day: date, title: str, hours: Decimal) -> set[UUID]:
    """Who has this very record: a list entered twice must not count twice."""
    return set(
        session.scalars(
            select(HoursRecord.member_id).where(
                HoursRecord.owner == session.owner,
                HoursRecord.kind == HoursRecordKind.online,
                HoursRecord.on_day == on_day,
                HoursRecord.title == title,
                HoursRecord.hours == hours,
                HoursRecord.undone_at.is_(None),
            )
        )
    )


def _has_opening(session: WorkSession, member_id: UUID, year: int) -> bool:
    found = session.scalar(
        select(HoursRecord.id).where(
            HoursRecord.member_id == member_id,
            HoursRecord.kind == HoursRecordKind.opening,
            HoursRecord.on_day.between(date(year, 1, 1), date(year, 12, 31)),
            HoursRecord.undone_at.is_(None),
        )
    )
    return found is not None


def _over_cap(session: WorkSession, year: int) -> set[UUID]:
    """Whose online study of the year is more than counts."""
    halves = func.sum(type_coerce(HoursRecord.hours, Integer))
    return set(
        session.scalars(
            select(HoursRecord.member_id)
            .where(
                HoursRecord.owner == session.owner,
                HoursRecord.kind == HoursRecordKind.online,
                HoursRecord.undone_at.is_(None),
                HoursRecord.on_day.between(date(year, 1, 1), date(year, 12, 31)),
            )
            .group_by(HoursRecord.member_id)
            .having(halves > 2 * settings.ONLINE_CAP.get(session, year))
        )
    )
