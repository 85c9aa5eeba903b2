"""Record training elsewhere, change it, take it back; its hours stand in the ledger."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models.hours import HoursRecord, HoursRecordKind
from models.member import Member, MemberKind
from models.upper_training import TrainingLevel as TrainingLevel
from models.upper_training import TrainingResult as TrainingResult
from models.upper_training import UpperTraining
from services.core import fields
from services.core.bulk import in_parts
from services.core.errors import BadInput, NeedsReason, Refused
from services.core.fields import checked, choice, day, draft, halves, text, yes_no
from services.core.session import WorkSession
from services.core.text import normal
from services.core.undo import Before, Undo
from services.hours import require_enough

UNDO = "upper_training.undo"
ClassKey = tuple[str, str, date]
HoursByDay = dict[date, Decimal]
MOST_HOURS = 200
LONGEST_PAPER = 60
MOST_DAYS = 366
MOST_A_DAY = 10
"""Hours of one day, an evening with it; a whole day counts 8."""


@draft
class UpperTrainingDraft:
    """`hours` are those of the year in which it began; a class that goes on over New Year gives
    `later_hours` in the next one."""

    level: TrainingLevel = choice("级别", TrainingLevel)
    organiser: str = text("主办单位", 40, hint="例如：嘉祥县委组织部")
    class_name: str = text("班次名称", 60, hint="例如：全县村党组织书记培训班")
    starts_on: date = day("开始", past=True)
    ends_on: date = day("结束", past=True)
    hours: Decimal = halves("学时", 0, MOST_HOURS, "半学时", unit="学时")
    result: TrainingResult = choice("结果", TrainingResult)
    paper: str = text("依据", LONGEST_PAPER, hint="例如：结业证书编号、通知文号")
    later_hours: Decimal = halves(
        "跨年后的学时",
        0,
        MOST_HOURS,
        "半学时",
        unit="学时",
        default=Decimal(0),
        note="只有跨年的班才填",
    )
    collective: bool = yes_no("算集中培训", default=True)


@dataclass(frozen=True)
class TrainingRecorded:
    """How many have it now because of this act, and how many had it already."""

    training_ids: tuple[UUID, ...]
    already: int
    undo: Undo


def record(
    session: WorkSession,
    member_ids: Collection[UUID],
    draft: UpperTrainingDraft,
    *,
    reason: str = "",
) -> TrainingRecorded:
    """Record one class for one member or many; who has it already is left out.

    Raises BadInput; Refused for guests, for people out of use, and where all have it already;
    NeedsReason where somebody has another class on those days, which may be the same one.
    """
    values, hours = check(session, draft)
    members = [session.require(Member, key) for key in dict.fromkeys(member_ids)]
    if not members:
        raise BadInput("请先选人。")
    for one in members:
        require_trainable(one)
    known = _known(session, [one.id for one in members], values)
    fresh = [one for one in members if one.id not in known]
    if not fresh:
        raise Refused("这次培训已经记过了，没有重复记。")
    _require_apart(session, fresh, draft, reason)
    before = Before(session)
    keys = [enter(session, one.id, values, hours, before) for one in fresh]
    session.flush()
    session.note("upper_training.record", first=str(keys[0]), people=len(keys), reason=reason)
    who = fresh[0].name if len(fresh) == 1 else f"{fresh[0].name}等 {len(fresh)} 人"
    undo = before.undo(
        f"记{who}的调训“{values['class_name']}”", UNDO, recheck=rechecked([one.id for one in fresh])
    )
    return TrainingRecorded(tuple(keys), len(known), undo)


def change(
    session: WorkSession, training_id: UUID, draft: UpperTrainingDraft, *, reason: str = ""
) -> Undo:
    """Put one right, its hours with it. Raises BadInput, NotFound, Refused, NeedsReason."""
    row = _in_force(session, training_id)
    values, hours = check(session, draft)
    if _known(session, [row.member_id], values) - (
        {row.member_id} if _same(row, values) else set()
    ):
        raise Refused("这个人已经有同一次培训的记录。")
    member = session.require(Member, row.member_id)
    _require_apart(session, [member], draft, reason, but=row.id)
    before = Before(session)
    put(session, row.id, values, hours, before)
    require_enough(session, [row.member_id])
    session.note("upper_training.change", id=str(training_id), reason=reason)
    return before.undo(f"修改{member.name}的调训", UNDO, recheck=rechecked([member.id]))


def take_back(session: WorkSession, training_ids: Collection[UUID]) -> Undo:
    """It never was, and its hours go with it. Raises NotFound; Refused where a correction took
    hours away that would then be missing."""
    before = Before(session)
    rows = [_in_force(session, key) for key in training_ids]
    for row in rows:
        for one in _hours_of(session, row.id):
            before.keep(one)
            one.undone_at = session.now()
        before.keep(row)
        row.undone_at = session.now()
    session.flush()
    members = [session.require(Member, row.member_id) for row in rows]
    require_enough(session, [one.id for one in members])
    session.note("upper_training.take_back", ids=[str(row.id) for row in rows])
    who = members[0].name if len(members) == 1 else f"{len(members)} 人"
    return before.undo(f"取消{who}的调训", UNDO, recheck=rechecked([one.id for one in members]))


def log_exported(session: WorkSession, trainings: int) -> None:
    """Note that the list left the program as a workbook."""
    session.note("upper_training.log_exported", trainings=trainings)


def overlapping(
    session: WorkSession, member_ids: Sequence[UUID], first: date, last: date
) -> list[UpperTraining]:
    """What these have in force on any of these days."""
    return [
        row
        for some in in_parts(member_ids)
        for row in session.scalars(
            select(UpperTraining)
            .where(
                UpperTraining.member_id.in_(some),
                UpperTraining.undone_at.is_(None),
                UpperTraining.starts_on <= last,
                UpperTraining.ends_on >= first,
            )
            .order_by(UpperTraining.id)
        )
    ]


def _require_apart(
    session: WorkSession,
    members: Sequence[Member],
    draft: UpperTrainingDraft,
    reason: str,
    but: UUID | None = None,
) -> None:
    """Nobody is in two classes at once: one written in two ways would count twice. Raises
    NeedsReason."""
    names = {one.id: one.name for one in members}
    there = overlapping(session, list(names), draft.starts_on, draft.ends_on)
    found = [row for row in there if row.id != but]
    if found and not reason.strip():
        who = f"{names[found[0].member_id]}{'等' if len(found) > 1 else ''}"
        raise NeedsReason(
            f"{who}在这几天已经记了“{found[0].class_name}”，可能是同一次培训。"
            "确实是两次的，请写明理由。"
        )


def require_trainable(member: Member) -> None:
    """Raises Refused for guests and for who is out of use."""
    if member.retired_at is not None or member.kind is MemberKind.guest:
        raise Refused(f"{member.name}不是在册党员，不能记上级调训。")


def enter(
    session: WorkSession,
    member_id: UUID,
    values: dict[str, Any],
    hours: HoursByDay,
    before: Before,
) -> UUID:
    """A new one of a member, of what `check` gave; `before` keeps the way back."""
    row = session.make(UpperTraining, member_id=member_id, **values)
    before.made(row)
    session.flush()
    _make_hours(session, row, hours, before)
    return row.id


def put(
    session: WorkSession,
    training_id: UUID,
    values: dict[str, Any],
    hours: HoursByDay,
    before: Before,
) -> None:
    """The same for one that is there: its hours are made anew."""
    row = session.require(UpperTraining, training_id)
    before.keep(row)
    fields.put(row, values)
    for old in _hours_of(session, row.id):
        before.remove(old)
    session.flush()
    _make_hours(session, row, hours, before)
    session.flush()


def check(session: WorkSession, draft: UpperTrainingDraft) -> tuple[dict[str, Any], HoursByDay]:
    """The row's values, and the hours by the day on which the ledger counts them. Raises
    BadInput."""
    values = checked(draft, session.today())
    hours, later = values.pop("hours"), values.pop("later_hours")
    first, last = values["starts_on"], values["ends_on"]
    if last < first:
        raise BadInput("“结束”在“开始”之前，请核对。", "ends_on")
    if (last - first).days > MOST_DAYS:
        raise BadInput("一次培训不会超过一年，请核对日期。", "ends_on")
    most = ((last - first).days + 1) * MOST_A_DAY
    if hours + later > most:
        raise BadInput(f"这个班一共 {most // MOST_A_DAY} 天，学时不会超过 {most}。", "hours")
    if last.year > first.year + 1:
        raise BadInput("一次培训不会跨两个新年，请核对日期。", "ends_on")
    over = last.year > first.year
    if later and not over:
        raise BadInput("这个班没有跨年，不用填跨年后的学时。", "later_hours")
    if not hours + later and values["result"] is not TrainingResult.not_completed:
        raise BadInput("请填学时；没有结业、不计学时的，结果选“未结业”。", "hours")
    by_day = {min(last, date(first.year, 12, 31)): hours}
    if over:
        by_day[last] = later
    return values, {on: worth for on, worth in by_day.items() if worth}


def _make_hours(
    session: WorkSession, row: UpperTraining, hours: HoursByDay, before: Before
) -> None:
    for on, worth in hours.items():
        before.made(
            session.make(
                HoursRecord,
                member_id=row.member_id,
                kind=HoursRecordKind.upper_training,
                on_day=on,
                title=row.class_name,
                task=None,
                hours=worth,
                reason=f"{row.level.word}：{row.organiser}",
                paper=row.paper,
                training_id=row.id,
                collective=row.collective,
            )
        )


def _hours_of(session: WorkSession, training_id: UUID) -> list[HoursRecord]:
    rows = session.scalars(
        select(HoursRecord)
        .where(HoursRecord.training_id == training_id, HoursRecord.undone_at.is_(None))
        .order_by(HoursRecord.on_day)
    )
    return list(rows)


def _in_force(session: WorkSession, training_id: UUID) -> UpperTraining:
    row = session.require(UpperTraining, training_id)
    if row.undone_at is not None:
        raise Refused("这次调训已经撤销过了。")
    return row


def _known(session: WorkSession, member_ids: Collection[UUID], values: dict[str, Any]) -> set[UUID]:
    """Who has this very class: one by member, organiser, class and first day."""
    wanted = class_key(**{name: values[name] for name in SAME})
    return {
        row.member_id
        for some in in_parts(list(member_ids))
        for row in session.scalars(
            select(UpperTraining).where(
                UpperTraining.member_id.in_(some),
                UpperTraining.starts_on == values["starts_on"],
                UpperTraining.undone_at.is_(None),
            )
        )
        if key_of_class(row) == wanted
    }


def _same(row: UpperTraining, values: dict[str, Any]) -> bool:
    return key_of_class(row) == class_key(**{name: values[name] for name in SAME})


SAME = ("organiser", "class_name", "starts_on")


def class_key(organiser: str, class_name: str, starts_on: date) -> ClassKey:
    """What tells one class from another, beside the member: a blank or a full-width letter more
    makes no other class."""
    return normal(organiser).replace(" ", ""), normal(class_name).replace(" ", ""), starts_on


def key_of_class(row: UpperTraining) -> ClassKey:
    return class_key(row.organiser, row.class_name, row.starts_on)


def rechecked(member_ids: Sequence[UUID]) -> Callable[[WorkSession], None]:
    """Going back or coming back, nobody may have one class twice, nor less hours than a correction
    took away. What it gives raises Refused."""

    def recheck(session: WorkSession) -> None:
        for some in in_parts(member_ids):
            rows = session.scalars(
                select(UpperTraining).where(
                    UpperTraining.member_id.in_(some), UpperTraining.undone_at.is_(None)
                )
            )
            found = [(row.member_id, *key_of_class(row)) for row in rows]
            if len(found) != len(set(found)):
                raise Refused("这次培训后来又记过，不能再恢复原来的。")
        require_enough(session, member_ids)

    return recheck
