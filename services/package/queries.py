"""What pages and papers show of packages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, select

from models.course import Course
from models.package import Package, PackageStage
from models.site import Site, SiteKind
from services.core.session import WorkSession
from services.core.text import mask_phone
from services.site import TravelTimes, travel_minutes

CLASS_ROOM = "课堂（排班时选教室）"


@dataclass(frozen=True)
class PackageRow:
    """`bases` names the sites that are visited, in order; `flawed` counts stages of which the
    course or the base is out of use."""

    id: UUID
    code: str
    title: str
    kind: str
    audience: str
    note: str
    stages: int
    hours: Decimal
    bases: tuple[str, ...]
    flawed: int
    retired: bool


@dataclass(frozen=True)
class StageRow:
    """One stage. `site_id` None and `site` empty: a class room, chosen when it is scheduled.

    `travel` is the minutes from the stage before, None where they are not known, 0 where it is
    the same place; a class room is reckoned at the main campus where there is just one. The
    first stage has None.
    """

    position: int
    course_id: UUID
    code: str
    title: str
    form: str
    hours: Decimal
    course_hours: Decimal
    course_retired: bool
    site_id: UUID | None
    site: str
    address: str
    opening: str
    other_use: str
    keeper: str
    phone: str
    site_retired: bool
    travel: int | None

    @property
    def place(self) -> str:
        return self.site or CLASS_ROOM

    @property
    def phone_masked(self) -> str:
        return mask_phone(self.phone)

    @property
    def flaw(self) -> str:
        """What is out of use: 课程已停用、基地已停用; empty where all is well."""
        parts = ["课程已停用"] * self.course_retired + ["基地已停用"] * self.site_retired
        return "、".join(parts)


@dataclass(frozen=True)
class PackageDetail:
    """A package with its stages in order."""

    id: UUID
    code: str
    title: str
    kind: str
    audience: str
    note: str
    retired: bool
    stages: tuple[StageRow, ...]

    @property
    def hours(self) -> Decimal:
        return sum((stage.hours for stage in self.stages), start=Decimal(0))

    @property
    def flaws(self) -> tuple[str, ...]:
        """What keeps it from being held as it stands, a sentence for each stage."""
        return tuple(
            f"环节 {stage.position}“{stage.title}”：{stage.flaw}"
            for stage in self.stages
            if stage.flaw
        )


def list_all(session: WorkSession) -> tuple[PackageRow, ...]:
    """Packages in use, by code."""
    return _rows(session, Package.retired_at.is_(None))


def list_retired(session: WorkSession) -> tuple[PackageRow, ...]:
    """Packages out of use, by code."""
    return _rows(session, Package.retired_at.is_not(None))


def detail(session: WorkSession, package_id: UUID) -> PackageDetail:
    """Raises NotFound."""
    package = session.require(Package, package_id)
    travel, campus = travel_minutes(session), _campus(session)
    stages: list[StageRow] = []
    before: UUID | None = None
    rows = session.execute(
        select(PackageStage, Course, Site)
        .join(Course, Course.id == PackageStage.course_id)
        .outerjoin(Site, Site.id == PackageStage.site_id)
        .where(PackageStage.package_id == package_id)
        .order_by(PackageStage.position)
    )
    for stage, course, site in rows:
        here = campus if site is None else site.id
        way = _way(travel, before, here) if stages else None
        stages.append(_stage(stage, course, site, way))
        before = here
    return PackageDetail(
        package.id,
        package.code,
        package.title,
        package.kind,
        package.audience,
        package.note,
        package.retired_at is not None,
        tuple(stages),
    )


def _stage(stage: PackageStage, course: Course, site: Site | None, way: int | None) -> StageRow:
    return StageRow(
        position=stage.position,
        course_id=course.id,
        code=course.code,
        title=course.title,
        form=course.form,
        hours=stage.hours,
        course_hours=course.hours,
        course_retired=course.retired_at is not None,
        site_id=stage.site_id,
        site=site.name if site else "",
        address=site.address if site else "",
        opening=site.opening if site else "",
        other_use=site.other_use if site else "",
        keeper=site.keeper if site else "",
        phone=site.phone if site else "",
        site_retired=site is not None and site.retired_at is not None,
        travel=way,
    )


def _way(travel: TravelTimes, before: UUID | None, here: UUID | None) -> int | None:
    return None if before is None or here is None else travel(before, here)


def _campus(session: WorkSession) -> UUID | None:
    """Where a class room most likely is: the main campus, where there is just one in use."""
    found = session.scalars(
        select(Site.id)
        .where(
            Site.owner == session.owner,
            Site.kind == SiteKind.main_campus,
            Site.retired_at.is_(None),
        )
        .limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def _rows(session: WorkSession, which: ColumnElement[bool]) -> tuple[PackageRow, ...]:
    stages: dict[UUID, list[tuple[Decimal, str | None, bool]]] = {}
    for package_id, hours, site, course_gone, site_gone in session.execute(
        select(
            PackageStage.package_id,
            PackageStage.hours,
            Site.name,
            Course.retired_at,
            Site.retired_at,
        )
        .join(Course, Course.id == PackageStage.course_id)
        .outerjoin(Site, Site.id == PackageStage.site_id)
        .where(PackageStage.owner == session.owner)
        .order_by(PackageStage.package_id, PackageStage.position)
    ):
        flawed = course_gone is not None or site_gone is not None
        stages.setdefault(package_id, []).append((hours, site, flawed))
    packages = session.scalars(
        select(Package).where(Package.owner == session.owner, which).order_by(Package.code)
    )
    return tuple(_row(package, stages.get(package.id, [])) for package in packages)


def _row(package: Package, stages: Sequence[tuple[Decimal, str | None, bool]]) -> PackageRow:
    return PackageRow(
        id=package.id,
        code=package.code,
        title=package.title,
        kind=package.kind,
        audience=package.audience,
        note=package.note,
        stages=len(stages),
        hours=sum((hours for hours, _, _ in stages), start=Decimal(0)),
        bases=_once(site for _, site, _ in stages if site),
        flawed=sum(flawed for _, _, flawed in stages),
        retired=package.retired_at is not None,
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
