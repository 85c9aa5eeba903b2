"""The people behind the plan's figures: a figure of people opens these lists (invariant 11)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, false, not_, select, true

from models.branch import Branch
from models.core.types import PartialDate
from models.core.words import Words
from models.member import Member, Role
from models.plan import Audience
from services.core.session import WorkSession
from services.core.text import mask_phone
from services.plan.audience import SINCE, day_for, fits, in_use, is_unsure, was_rotated
from services.plan.held import attended_in, enrolled_in
from services.plan.queries import item


class Who(Words):
    due = "due", "应训"  # whom the rule fits
    rotated = "rotated", "已轮训"
    missing = "missing", "还没轮训"  # of those, not rotated in the year
    enrolled = "enrolled", "已报名"
    attended = "attended", "已参训"


@dataclass(frozen=True)
class PersonRow:
    """`since` is the date by which a rule counts somebody, as precise as it came; `unsure`
    where it only may lie within the span."""

    id: UUID
    name: str
    pinyin: str
    branch: str
    post: str
    phone_masked: str
    since: str
    unsure: bool
    rotated: bool


def people(
    session: WorkSession, year: int, who: Who, item_id: UUID | None = None
) -> tuple[PersonRow, ...]:
    """Those whom a figure counts, by branch and name: of one item, or of all members in a year.

    Raises NotFound.
    """
    audience = item(session, item_id).audience if item_id else Audience.everyone
    on = day_for(year, session.today())
    since = SINCE[audience][0] if audience in SINCE else Member.role_since
    done = was_rotated(session, year)
    known = {Who.missing: false(), Who.rotated: true()}
    rows = session.execute(
        select(
            Member.id,
            Member.name,
            Member.pinyin,
            Branch.short_name,
            Member.post,
            Member.role,
            Member.phone,
            since,
            known.get(who, done).label("rotated"),
        )
        .join(Branch, Branch.id == Member.branch_id)
        .where(*_which(session, who, item_id, fits(audience, on), done))
        .order_by(Branch.short_name, Member.pinyin, Member.id)
    )
    return tuple(
        PersonRow(
            id=key,
            name=name,
            pinyin=pinyin,
            branch=branch,
            post=post or (role.short if role is not Role.member else ""),
            phone_masked=mask_phone(phone),
            since=_since(audience, day),
            unsure=is_unsure(audience, day, on),
            rotated=bool(is_rotated),
        )
        for key, name, pinyin, branch, post, role, phone, day, is_rotated in rows
    )


def _which(
    session: WorkSession,
    who: Who,
    item_id: UUID | None,
    fitting: ColumnElement[bool],
    done: ColumnElement[bool],
) -> tuple[ColumnElement[bool], ...]:
    if item_id is not None and who in (Who.enrolled, Who.attended):
        query = enrolled_in([item_id]) if who is Who.enrolled else attended_in([item_id])
        return (Member.id.in_(select(query.subquery().c.member_id)),)
    told = {Who.missing: (not_(done),), Who.rotated: (done,)}
    return (in_use(session), fitting, *told.get(who, ()))


def _since(audience: Audience, day: PartialDate | None) -> str:
    return str(day) if day is not None and audience in SINCE else ""
