"""Training elsewhere as lists show it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Integer, case, extract, func, or_, select, type_coerce

from models.branch import Branch
from models.hours import HoursRecord
from models.member import Member, Role
from models.upper_training import TrainingLevel, TrainingResult, UpperTraining
from services.core.session import WorkSession


@dataclass(frozen=True)
class UpperTrainingRow:
    """One in force. `hours` are of the year in which it began, `later_hours` of the next."""

    id: UUID
    member_id: UUID
    name: str
    branch: str
    role: Role
    level: TrainingLevel
    organiser: str
    class_name: str
    starts_on: date
    ends_on: date
    hours: Decimal
    later_hours: Decimal
    result: TrainingResult
    collective: bool
    paper: str


def list_rows(session: WorkSession, year: int) -> tuple[UpperTrainingRow, ...]:
    """Those that began or ended in a year, the latest first, then by branch and name."""
    began = extract("year", UpperTraining.starts_on)
    in_year = extract("year", HoursRecord.on_day) == began
    halves = type_coerce(HoursRecord.hours, Integer)
    rows = session.execute(
        select(
            UpperTraining,
            Member.id,
            Member.name,
            Branch.short_name,
            Member.role,
            func.coalesce(func.sum(case((in_year, halves), else_=0)), 0),
            func.coalesce(func.sum(case((in_year, 0), else_=halves)), 0),
        )
        .join(Member, Member.id == UpperTraining.member_id)
        .join(Branch, Branch.id == Member.branch_id)
        .outerjoin(
            HoursRecord,
            (HoursRecord.training_id == UpperTraining.id) & HoursRecord.undone_at.is_(None),
        )
        .where(
            UpperTraining.owner == session.owner,
            UpperTraining.undone_at.is_(None),
            or_(
                UpperTraining.starts_on.between(date(year, 1, 1), date(year, 12, 31)),
                UpperTraining.ends_on.between(date(year, 1, 1), date(year, 12, 31)),
            ),
        )
        .group_by(UpperTraining.id)
        .order_by(
            UpperTraining.starts_on.desc(), Branch.short_name, Member.pinyin, UpperTraining.id
        )
    )
    return tuple(
        UpperTrainingRow(
            id=row.id,
            member_id=member_id,
            name=name,
            branch=branch,
            role=role,
            level=row.level,
            organiser=row.organiser,
            class_name=row.class_name,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            hours=Decimal(own or 0) / 2,
            later_hours=Decimal(later or 0) / 2,
            result=row.result,
            collective=row.collective,
            paper=row.paper,
        )
        for row, member_id, name, branch, role, own, later in rows
    )
