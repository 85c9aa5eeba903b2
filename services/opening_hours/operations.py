"""Record the hours of this year that people had before the program came, once for each."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from models.hours import HoursRecord, HoursRecordKind
from models.member import Member, MemberKind
from models.sign_in import ATTENDED, SignIn
from models.training_class import Lesson
from services.core.bulk import in_parts
from services.core.checks import day_span, year_span
from services.core.errors import BadInput, Refused
from services.core.fields import checked, day, draft, halves, text, yes_no
from services.core.session import WorkSession
from services.core.undo import Before, Undo
from services.hours import require_enough

UNDO = "opening_hours.undo"
TITLE = "期初学时"
REASON = "系统启用前"
MOST_HOURS = 400
LONGEST_PAPER = 60


@draft
class OpeningDraft:
    """What a paper says that somebody had up to a day of this year, lessons and online study
    together. `collective`: a collective training was among it."""

    on_day: date = day("截至", past=True, note="到哪一天为止，须在本年")
    hours: Decimal = halves("期初学时", 0, MOST_HOURS, "半学时", unit="学时")
    paper: str = text("依据", LONGEST_PAPER, hint="例如：纸质学时登记簿第 12 页")
    collective: bool = yes_no("含集中培训", default=False)


@dataclass(frozen=True)
class OpeningRecorded:
    """How many have it now because of this act, and how many had theirs already."""

    record_ids: tuple[UUID, ...]
    already: int
    undo: Undo


def record(
    session: WorkSession, member_ids: Collection[UUID], draft: OpeningDraft
) -> OpeningRecorded:
    """Give one member or several the same opening hours; who has some of that year already is
    left out. Raises BadInput; Refused for guests, for people out of use, and where all have some.
    """
    values = check(session, draft)
    members = [session.require(Member, key) for key in dict.fromkeys(member_ids)]
    if not members:
        raise BadInput("请先选人。")
    for one in members:
        if one.retired_at is not None or one.kind is MemberKind.guest:
            raise Refused(f"{one.name}不是在册党员，不能记期初学时。")
    have = {
        row.member_id
        for row in in_force(session, [one.id for one in members])
        if row.on_day.year == draft.on_day.year
    }
    fresh = [one for one in members if one.id not in have]
    if not fresh:
        raise Refused("期初学时已经记过了；要改，请先在台账里撤销那一笔。")
    before = Before(session)
    keys = [enter(session, one.id, values, before) for one in fresh]
    session.flush()
    session.note("opening_hours.record", first=str(keys[0]), people=len(keys))
    who = fresh[0].name if len(fresh) == 1 else f"{fresh[0].name}等 {len(fresh)} 人"
    undo = before.undo(f"记{who}的期初学时", UNDO, recheck=rechecked([one.id for one in fresh]))
    return OpeningRecorded(tuple(keys), len(have), undo)


def check(session: WorkSession, draft: OpeningDraft) -> dict[str, Any]:
    """The row's values. Raises BadInput."""
    values = checked(draft, session.today())
    if not draft.hours:
        raise BadInput("期初学时不能是 0，没有的不用记。", "hours")
    if draft.on_day.year != session.today().year:
        raise BadInput("期初学时只记本年的；往年的请用“更正”。", "on_day")
    return values


def enter(session: WorkSession, member_id: UUID, values: dict[str, Any], before: Before) -> UUID:
    """A new one of a member, of what `check` gave; `before` keeps the way back."""
    row = session.make(
        HoursRecord,
        member_id=member_id,
        kind=HoursRecordKind.opening,
        title=TITLE,
        task=None,
        reason=REASON,
        **values,
    )
    before.made(row)
    return row.id


def in_force(session: WorkSession, member_ids: Sequence[UUID]) -> list[HoursRecord]:
    """Those that count, of any year."""
    return [
        row
        for some in in_parts(member_ids)
        for row in session.scalars(
            select(HoursRecord)
            .where(
                HoursRecord.member_id.in_(some),
                HoursRecord.kind == HoursRecordKind.opening,
                HoursRecord.undone_at.is_(None),
            )
            .order_by(HoursRecord.id)
        )
    ]


def signed_in_before(session: WorkSession, days: dict[UUID, date]) -> set[UUID]:
    """Of these members, who has sign-ins in the program up to the day given for each, from the
    year's beginning: their paper may count them a second time."""
    found: set[UUID] = set()
    by_day: dict[date, list[UUID]] = {}
    for member, on in days.items():
        by_day.setdefault(on, []).append(member)
    for on, members in by_day.items():
        first, _ = year_span(on.year)
        _, last = day_span(on)
        for some in in_parts(members):
            found |= set(
                session.scalars(
                    select(Member.id).where(
                        Member.id.in_(some),
                        exists().where(
                            SignIn.member_id == Member.id,
                            SignIn.undone_at.is_(None),
                            SignIn.status.in_(ATTENDED),
                            Lesson.id == SignIn.lesson_id,
                            Lesson.cancelled_at.is_(None),
                            Lesson.starts_at.between(first, last),
                        ),
                    )
                )
            )
    return found


def rechecked(member_ids: Sequence[UUID]) -> Callable[[WorkSession], None]:
    """Going back or coming back, nobody may have two of one year, nor less hours than a
    correction took away. What it gives raises Refused."""

    def recheck(session: WorkSession) -> None:
        found = [(row.member_id, row.on_day.year) for row in in_force(session, member_ids)]
        if len(found) != len(set(found)):
            raise Refused("期初学时后来又记过，不能再恢复原来的。")
        require_enough(session, member_ids)

    return recheck


def log_exported(session: WorkSession, people: int) -> None:
    """Note that the sheet to fill in left the program."""
    session.note("opening_hours.log_exported", people=people)
