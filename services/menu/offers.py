"""What can stand on a menu: courses and packages, in the words and hours that they have now."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from models.course import Task, Tier
from models.package import Package, PackageStage
from services import course
from services.core.session import WorkSession


@dataclass(frozen=True)
class MenuOffer:
    """A course, or a package: that has no task and no tier, its kind stands for the form."""

    id: UUID
    is_package: bool
    code: str
    title: str
    task: Task | None
    tier: Tier | None
    form: str
    hours: Decimal
    audience: str
    lecturers: str


def offers(session: WorkSession) -> tuple[MenuOffer, ...]:
    """Courses in use by code, then packages that have a stage. What was retired is not here."""
    return (*_courses(session), *_packages(session))


def _courses(session: WorkSession) -> list[MenuOffer]:
    return [
        MenuOffer(
            id=row.id,
            is_package=False,
            code=row.code,
            title=row.title,
            task=row.task,
            tier=row.tier,
            form=row.form,
            hours=row.hours,
            audience=row.audience,
            lecturers=row.lecturer_words,
        )
        for row in course.list_all(session)
    ]


def _packages(session: WorkSession) -> list[MenuOffer]:
    """Their hours are those of their stages, added up."""
    rows = session.execute(
        select(Package, func.sum(PackageStage.hours))
        .join(PackageStage, PackageStage.package_id == Package.id)
        .where(Package.owner == session.owner, Package.retired_at.is_(None))
        .group_by(Package.id)
        .order_by(Package.code)
    )
    return [
        MenuOffer(
            id=row.id,
            is_package=True,
            code=row.code,
            title=row.title,
            task=None,
            tier=None,
            form=row.kind,
            hours=hours,
            audience=row.audience,
            lecturers="",
        )
        for row, hours in rows
    ]
