"""Who is exempt in a year, as lists show it, and of whom it might be decided."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import LargeBinary, Select, String, func, select, type_coerce

from models.branch import Branch
from models.exemption import Exemption, ExemptionReason
from models.member import Member, MemberKind, Role
from services.core.door import Door
from services.core.session import WorkSession

OLD_AGE = 70
"""From here on age alone suggests an exemption; the branch decides (domain.md)."""


@dataclass(frozen=True)
class ExemptionRow:
    """One in force. `retired`: the person has left since. `born` as precise as it is known."""

    id: UUID
    member_id: UUID
    name: str
    branch: str
    role: Role
    born: str
    year: int
    reason: ExemptionReason
    reason_note: str
    starts_on: date
    ends_on: date
    decided_on: date
    paper: str
    retired: bool


@dataclass(frozen=True)
class Suggestion:
    """A member in use without an exemption, and why one might be decided: never taken by itself."""

    id: UUID
    name: str
    branch: str
    born: str
    why: str


def exempt_ids(owner: UUID, year: int) -> Select[UUID]:
    """The members of whom no hours are demanded in a year, for other queries to look into."""
    return select(Exemption.member_id).where(
        Exemption.owner == owner, Exemption.year == year, Exemption.undone_at.is_(None)
    )


def exempt_in(session: WorkSession, owner: UUID, year: int) -> frozenset[bytes]:
    """The same, by the bytes of their ids."""
    return frozenset(
        session.scalars(
            select(type_coerce(Exemption.member_id, LargeBinary)).where(
                Exemption.owner == owner, Exemption.year == year, Exemption.undone_at.is_(None)
            )
        )
    )


def list_rows(session: WorkSession, year: int) -> tuple[ExemptionRow, ...]:
    """A year's, by branch and name."""
    rows = session.execute(
        select(Exemption, Member, Branch.short_name)
        .join(Member, Member.id == Exemption.member_id)
        .join(Branch, Branch.id == Member.branch_id)
        .where(
            Exemption.owner == session.owner,
            Exemption.year == year,
            Exemption.undone_at.is_(None),
        )
        .order_by(Branch.short_name, Member.pinyin, Member.id)
    )
    return tuple(
        ExemptionRow(
            id=row.id,
            member_id=one.id,
            name=one.name,
            branch=branch,
            role=one.role,
            born=str(one.born or ""),
            year=row.year,
            reason=row.reason,
            reason_note=row.reason_note,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            decided_on=row.decided_on,
            paper=row.paper,
            retired=one.retired_at is not None,
        )
        for row, one, branch in rows
    )


def of_member(session: WorkSession, member_id: UUID, year: int) -> str:
    """Why no hours are demanded of somebody in a year, in words; empty where they are."""
    row = session.scalars(
        select(Exemption).where(
            Exemption.member_id == member_id,
            Exemption.year == year,
            Exemption.undone_at.is_(None),
        )
    ).first()
    return "" if row is None else words(row.reason, row.reason_note, row.paper)


def words(reason: ExemptionReason, note: str, paper: str) -> str:
    why = note if reason is ExemptionReason.other else reason.word + (f"（{note}）" if note else "")
    return f"学时减免：{why}，{paper}"


def suggestions(session: WorkSession, year: int) -> tuple[Suggestion, ...]:
    """Members in use without an exemption for the year who are seventy by its end, or had one
    the year before; by branch and name. Who is known to the year of birth only is judged by it.
    """
    has = exempt_ids(session.owner, year)
    had = {
        member: words(reason, note, paper)
        for member, reason, note, paper in session.execute(
            select(
                Exemption.member_id, Exemption.reason, Exemption.reason_note, Exemption.paper
            ).where(
                Exemption.owner == session.owner,
                Exemption.year == year - 1,
                Exemption.undone_at.is_(None),
            )
        )
    }
    born = func.substr(type_coerce(Member.born, String), 1, 4)
    rows = session.execute(
        select(Member.id, Member.name, Branch.short_name, Member.born)
        .join(Branch, Branch.id == Member.branch_id)
        .where(
            Member.owner == session.owner,
            Member.retired_at.is_(None),
            Member.kind != MemberKind.guest,
            Member.id.not_in(has),
            (born <= str(year - OLD_AGE)) | Member.id.in_(list(had)[:30_000]),
        )
        .order_by(Branch.short_name, Member.pinyin, Member.id)
    )
    found = []
    for key, name, branch, day in rows:
        why = [f"{year} 年满 {year - day.year} 岁"] if day and day.year <= year - OLD_AGE else []
        if key in had:
            why.append(f"上一年有{had[key]}")
        found.append(Suggestion(key, name, branch, str(day or ""), "；".join(why)))
    return tuple(found)


def new_year(session: WorkSession) -> Door:
    """Done once everybody in use who was exempt last year is so again, or none was: a branch
    decides anew each year."""
    year = session.today().year
    left = session.scalar(
        select(func.count())
        .select_from(Member)
        .where(
            Member.owner == session.owner,
            Member.retired_at.is_(None),
            Member.id.in_(exempt_ids(session.owner, year - 1)),
            Member.id.not_in(exempt_ids(session.owner, year)),
        )
    )
    return Door(
        words=f"{year} 年学时减免",
        note=f"去年减免的 {left} 人今年还没有，由支部再定",
        done=not left,
        action="看建议名单",
        page="exemption",
        order=40,
        act="exemption-suggested",
    )
