"""What stands on a grid: the published menu's entries, the branches, what they ordered."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from models.branch import Branch
from models.order import Order
from services import menu
from services.core.errors import BadInput
from services.core.session import WorkSession
from services.menu import EntryRow, Menu
from services.order.rules import OrderChannel, OrderState
from services.school import own

Key = UUID
"""A course's or a package's id: what an order of the grid is for."""


@dataclass(frozen=True)
class GridLine:
    """One row: a branch, and the heads that it has ordered so far, by position."""

    branch_id: UUID
    name: str
    heads: dict[int, int]


@dataclass(frozen=True)
class Form:
    """A menu as it is filled in. `number` is for people: ZS-DG-2026-1."""

    menu_id: UUID
    year: int
    version: int
    number: str
    school: str
    entries: tuple[EntryRow, ...]
    lines: tuple[GridLine, ...]


def key_of(course_id: UUID | None, package_id: UUID | None) -> Key:
    """The one of the two that is there."""
    found = course_id or package_id
    assert found is not None
    return found


def form(session: WorkSession, year: int) -> Form:
    """The grid of the year's latest published menu, with what was ordered on it so far.

    Raises BadInput where no menu is published, it is empty, or there is no branch.
    """
    found = published(session, year)
    version, entries = found.version, found.entries
    lines = _lines(session, entries, year)
    if not entries:
        raise BadInput(f"{year}年的课程菜单上还没有课程，点单表没有内容。")
    if not lines:
        raise BadInput("还没有党支部，请先导入花名册或新增党支部。")
    school = own(session)
    number = f"{school.code}-DG-{year}-{version.version}"
    return Form(version.id, year, version.version, number, school.name, entries, lines)


def published(session: WorkSession, year: int) -> Menu:
    """The latest published menu of a year. Raises BadInput where there is none."""
    if (found := menu.current(session, year)) is None:
        raise BadInput(f"还没有发布{year}年的课程菜单，请先到“课程菜单”的“年度菜单”里发布。")
    return found


def collective(session: WorkSession, year: int) -> dict[tuple[UUID, Key], Order]:
    """The year's collective orders by branch and what is ordered: the last one that stands,
    else the last that was rejected."""
    rows = session.scalars(
        select(Order)
        .where(
            Order.owner == session.owner,
            Order.year == year,
            Order.channel == OrderChannel.collective,
            Order.state != OrderState.cancelled,
        )
        .order_by(Order.state != OrderState.rejected, Order.created_at, Order.id)
    )
    return {
        (row.branch_id, key_of(row.course_id, row.package_id)): row
        for row in rows
        if row.branch_id is not None and not row.topic
    }


def _lines(session: WorkSession, entries: Sequence[EntryRow], year: int) -> tuple[GridLine, ...]:
    """The branches in use by name: the short one, or the long one where two are called so."""
    branches = session.execute(
        select(Branch.id, Branch.name, Branch.short_name)
        .where(
            Branch.owner == session.owner,
            Branch.outside.is_(False),
            Branch.retired_at.is_(None),
        )
        .order_by(Branch.short_name, Branch.name)
    ).all()
    called_so = Counter(short for _, _, short in branches)
    ordered = collective(session, year)
    return tuple(
        GridLine(
            key,
            short if called_so[short] == 1 else name,
            {
                entry.position: found.heads
                for entry in entries
                if (found := ordered.get((key, entry.offer_id))) is not None
                and found.state is not OrderState.rejected
            },
        )
        for key, name, short in branches
    )
