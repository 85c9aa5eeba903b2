"""Menus as pages, papers and other features see them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from models.course import Course, Task, Tier
from models.menu import Menu as Row
from models.menu import MenuEntry
from models.package import Package
from services.core.session import WorkSession
from services.menu.offers import MenuOffer, offers


@dataclass(frozen=True)
class EntryRow:
    """A course or a package on a menu; `offer_id` is whichever it is. `places` is how many people
    it is offered to at once, `months` 1 to 12, empty for the whole year.

    A published entry says what it said then, an entry of a draft what its course says now.
    `retired`: its course or package is out of use.
    """

    id: UUID
    course_id: UUID | None
    package_id: UUID | None
    position: int
    code: str
    title: str
    task: Task | None
    tier: Tier | None
    form: str
    hours: Decimal
    audience: str
    lecturers: str
    places: int
    months: tuple[int, ...]
    retired: bool

    @property
    def offer_id(self) -> UUID:
        key = self.course_id or self.package_id
        assert key is not None
        return key


@dataclass(frozen=True)
class Version:
    """`published_at` is local, None for a draft; `touched_at` when it was last changed."""

    id: UUID
    year: int
    version: int
    title: str
    note: str
    published_at: datetime | None
    touched_at: datetime
    entries: int


@dataclass(frozen=True)
class Menu:
    """A version with its entries in their order."""

    version: Version
    entries: tuple[EntryRow, ...]


def versions(session: WorkSession, year: int) -> tuple[Version, ...]:
    """Every version of a year, the latest first; a draft is always the latest."""
    rows = session.execute(
        select(Row, func.count(MenuEntry.id), func.max(MenuEntry.updated_at))
        .outerjoin(MenuEntry, MenuEntry.menu_id == Row.id)
        .where(Row.owner == session.owner, Row.year == year)
        .group_by(Row.id)
        .order_by(Row.version.desc())
    )
    return tuple(
        Version(
            id=row.id,
            year=row.year,
            version=row.version,
            title=row.title,
            note=row.note,
            published_at=session.local(row.published_at) if row.published_at else None,
            touched_at=session.local(max(row.updated_at, touched or row.updated_at)),
            entries=entries,
        )
        for row, entries, touched in rows
    )


def current(session: WorkSession, year: int) -> Menu | None:
    """The latest published version of a year."""
    published = (one for one in versions(session, year) if one.published_at is not None)
    return _menu(session, next(published, None))


def draft(session: WorkSession, year: int) -> Menu | None:
    """The draft of a year; there is at most one."""
    drafts = (one for one in versions(session, year) if one.published_at is None)
    return _menu(session, next(drafts, None))


def year_menu(session: WorkSession, year: int) -> Menu | None:
    """What stands for a year: its latest published version, before there is one its draft."""
    return current(session, year) or draft(session, year)


def menu(session: WorkSession, menu_id: UUID) -> Menu:
    """One version. Raises NotFound."""
    row = session.require(Row, menu_id)
    found = next(one for one in versions(session, row.year) if one.id == menu_id)
    return Menu(found, _entries(session, found))


def with_entry(session: WorkSession, entry_id: UUID) -> Menu:
    """The version that an entry stands on. Raises NotFound."""
    return menu(session, session.require(MenuEntry, entry_id).menu_id)


def source_for(session: WorkSession, year: int) -> Version | None:
    """What a draft of a year would be made from: the year's last version, or last year's."""
    for wanted in (year, year - 1):
        if (found := current(session, wanted)) is not None:
            return found.version
    return None


def _menu(session: WorkSession, version: Version | None) -> Menu | None:
    return None if version is None else Menu(version, _entries(session, version))


def _entries(session: WorkSession, version: Version) -> tuple[EntryRow, ...]:
    rows = session.execute(
        select(MenuEntry, Course.retired_at, Package.retired_at)
        .outerjoin(Course, Course.id == MenuEntry.course_id)
        .outerjoin(Package, Package.id == MenuEntry.package_id)
        .where(MenuEntry.menu_id == version.id)
        .order_by(MenuEntry.position, MenuEntry.id)
    ).all()
    now = {} if version.published_at else {one.id: one for one in offers(session)}
    return tuple(
        _entry(entry, now, retired=course_gone is not None or package_gone is not None)
        for entry, course_gone, package_gone in rows
    )


def _entry(entry: MenuEntry, now: dict[UUID, MenuOffer], *, retired: bool) -> EntryRow:
    said: MenuOffer | MenuEntry = now.get(entry.course_id or entry.package_id or entry.id) or entry
    return EntryRow(
        id=entry.id,
        course_id=entry.course_id,
        package_id=entry.package_id,
        position=entry.position,
        code=said.code,
        title=said.title,
        task=said.task,
        tier=said.tier,
        form=said.form,
        hours=said.hours,
        audience=said.audience,
        lecturers=said.lecturers,
        places=entry.places,
        months=tuple(entry.months),
        retired=retired,
    )
