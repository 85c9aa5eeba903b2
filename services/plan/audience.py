"""Whom an item is for, by rule, and who of them has not been rotated yet.

The rules are those of domain.md, hours per calendar year. A date that came without its day or
month counts where it could lie within the span: nobody is left out for a date that is not whole.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    String,
    and_,
    case,
    false,
    func,
    not_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.orm import InstrumentedAttribute

from models.core.types import PartialDate
from models.member import Member, MemberKind, Role
from models.plan import Audience, Plan, PlanItem
from models.sign_in import ATTENDED, SignIn
from models.training_class import Lesson, TrainingClass
from services.core.checks import year_span
from services.core.days import add_months
from services.core.session import WorkSession
from services.exemption import exempt_ids, exempt_in

NEW_SECRETARY_MONTHS, NEW_FULL_MONTHS = 6, 12
SINCE = {
    Audience.new_secretaries: (Member.role_since, NEW_SECRETARY_MONTHS),
    Audience.new_full: (Member.became_full, NEW_FULL_MONTHS),
}
"""The date that each rule of time looks at, and how many months back it may lie."""


@dataclass(frozen=True)
class Reach:
    """How many members in use a rule fits, how many of them were rotated in the year, how many
    count by a date that only may lie within the span, and how many it cannot tell of since
    their date is missing. Those of whom no hours are demanded are `exempt` and in none of the
    others."""

    people: int = 0
    rotated: int = 0
    unsure: int = 0
    undated: int = 0
    exempt: int = 0

    @property
    def missing(self) -> int:
        """Who has not been rotated yet."""
        return self.people - self.rotated


def day_for(year: int, today: date) -> date:
    """The day on which a year's rules are read: today, or the year's nearest day to it."""
    return min(max(today, date(year, 1, 1)), date(year, 12, 31))


def fits(audience: Audience, on: date) -> ColumnElement[bool]:
    """The rule as a condition on Member; nobody where only words tell."""
    if audience in SINCE:
        column, months = SINCE[audience]
        return and_(_of(audience), _could_be_within(column, add_months(on, -months), on))
    return _of(audience)


def in_use(session: WorkSession) -> ColumnElement[bool]:
    """Our members in use; guests never.

    `likely` keeps the database from going through an index of the owner: nearly all are ours,
    and reading the table from end to end takes a fifth of the time.
    """
    return and_(
        func.likely(Member.owner == session.owner, type_=Boolean),
        Member.retired_at.is_(None),
        Member.kind != MemberKind.guest,
    )


def is_exempt(session: WorkSession, year: int) -> ColumnElement[bool]:
    """Whether no hours are demanded of a member in a year."""
    return Member.id.in_(exempt_ids(session.owner, year))


def was_rotated(session: WorkSession, year: int) -> ColumnElement[bool]:
    """Whether a member was taught in a lesson of a rotation class that started in a local year.

    A list to look into, not a join: the database builds its index of a list always, that of a
    join only where it guesses that it pays.
    """
    taught = (
        select(SignIn.member_id)
        .join(Lesson, Lesson.id == SignIn.lesson_id)
        .join(TrainingClass, TrainingClass.id == Lesson.class_id)
        .where(
            Lesson.owner == session.owner,
            TrainingClass.rotation.is_(True),
            Lesson.cancelled_at.is_(None),
            Lesson.starts_at.between(*year_span(year)),
            SignIn.undone_at.is_(None),
            SignIn.status.in_(ATTENDED),
        )
    )
    return Member.id.in_(taught)


def reaches(
    session: WorkSession, year: int, on: date, audiences: Iterable[Audience] = tuple(Audience)
) -> dict[Audience, Reach]:
    """Each rule's people, counted in passes over the members: all, those rotated, and, where
    there are any, those who are exempt."""
    exempt = is_exempt(session, year)
    wanted = list(dict.fromkeys(audiences))
    rules = {audience: fits(audience, on) for audience in wanted}
    unsure = [and_(rules[audience], _unsure(audience, on)) for audience in wanted]
    undated = [_undated(audience) for audience in wanted]
    sums = _sums(session, [*rules.values(), *unsure, *undated], not_(exempt))
    done = _sums(session, rules.values(), and_(was_rotated(session, year), not_(exempt)))
    many = len(wanted)
    left_out = [0] * many
    if exempt_in(session, session.owner, year):
        left_out = _sums(session, rules.values(), exempt)
    return {
        audience: Reach(
            sums[place], done[place], sums[place + many], sums[place + 2 * many], left_out[place]
        )
        for place, audience in enumerate(wanted)
    }


def members_for(session: WorkSession, item_id: UUID, on: date) -> tuple[UUID, ...]:
    """Whom a class made from an item is for: the rule's members in use on a day who have not
    been rotated in the plan's year, nor are exempt in it, by branch and name. Empty where only
    words tell.

    Raises NotFound.
    """
    item = session.require(PlanItem, item_id)
    year = session.require(Plan, item.plan_id).year
    rows = session.execute(
        select(Member.branch_id, Member.pinyin, Member.id).where(
            in_use(session),
            fits(item.audience, on),
            not_(was_rotated(session, year)),
            not_(is_exempt(session, year)),
        )
    ).all()
    # Sorted here: the database would go through an index of branches, which takes three times
    # as long.
    return tuple(row[2] for row in sorted(rows, key=lambda row: (row[0], row[1], row[2])))


def is_unsure(audience: Audience, since: PartialDate | None, on: date) -> bool:
    """Whether somebody counts only because a date without its day may lie within the span."""
    if audience not in SINCE or since is None:
        return False
    text, first = str(since), add_months(on, -SINCE[audience][1]).isoformat()
    return len(text) < len(first) and text == first[: len(text)]


def _of(audience: Audience) -> ColumnElement[bool]:
    """The rule without its span of time."""
    rules: dict[Audience, ColumnElement[bool]] = {
        Audience.everyone: true(),
        Audience.secretaries: Member.role == Role.secretary,
        Audience.committee: Member.role.in_((Role.secretary, Role.committee)),
        Audience.new_secretaries: Member.role == Role.secretary,
        Audience.probationary: Member.kind == MemberKind.probationary,
        Audience.new_full: Member.kind == MemberKind.full,
        Audience.floating: Member.floating.is_(True),
        Audience.other: false(),
    }
    return rules[audience]


def _text(column: InstrumentedAttribute[PartialDate | None]) -> ColumnElement[str]:
    return type_coerce(column, String)


def _could_be_within(
    column: InstrumentedAttribute[PartialDate | None], first: date, last: date
) -> ColumnElement[bool]:
    """2026-07 is compared with 2026-07, not with its first day; ISO texts order as days do."""
    text = _text(column)
    length = func.length(text)
    return and_(
        text >= func.substr(first.isoformat(), 1, length),
        text <= func.substr(last.isoformat(), 1, length),
    )


def _unsure(audience: Audience, on: date) -> ColumnElement[bool]:
    """As `is_unsure`."""
    if audience not in SINCE:
        return false()
    column, months = SINCE[audience]
    text, first = _text(column), add_months(on, -months).isoformat()
    length = func.length(text)
    return and_(length < len(first), text == func.substr(first, 1, length))


def _undated(audience: Audience) -> ColumnElement[bool]:
    """Secretaries whose appointment has no date. For new_full nothing is told: nobody enters
    that date for those who have been members for decades."""
    if audience is not Audience.new_secretaries:
        return false()
    return and_(_of(audience), Member.role_since.is_(None))


def _sums(
    session: WorkSession,
    conditions: Iterable[ColumnElement[bool]],
    only: ColumnElement[bool],
) -> list[int]:
    """How many members in use each condition fits, in one pass."""
    sums = [func.sum(case((condition, 1), else_=0)) for condition in conditions]
    row = session.execute(select(*sums).select_from(Member).where(in_use(session), only)).one()
    return [int(value or 0) for value in row]
