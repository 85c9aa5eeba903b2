"""A county that dispatches to a school whose first snapshot it has."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from models.order import Order, OrderState
from services import dispatch
from services.core.clock import FixedClock
from services.core.workspace import Workspace
from services.dispatch import DispatchDraft, DispatchRow
from tests.helpers.exchange import meet, send, take, written
from tests.helpers.remembered import once

ASKED = DispatchDraft(
    topic="党的二十届四中全会精神宣讲",
    heads=40,
    wished_from=date(2026, 12, 1),
    wished_to=date(2026, 12, 5),
    place="镇政府报告厅",
    contact="张科长",
    phone="05376881234",
    note="请带签到表",
)


def join(school: Workspace, county: Workspace, stick: Path) -> None:
    """The school is met, its first snapshot taken in and answered: now it can be dispatched to."""
    meet(school, county, stick)
    once("joined", [school, county], lambda: report(school, county, stick), stick)


def report(school: Workspace, county: Workspace, stick: Path) -> None:
    """The school hands in, and brings the receipt home."""
    done = take(county, send(school, stick))
    assert done.receipt is not None
    take(school, written(county, done.receipt, stick))


def ask(county: Workspace, *schools: Workspace, **changed: object) -> tuple[UUID, ...]:
    """Dispatch `ASKED`, with what is changed of it, to these schools."""
    draft = replace(ASKED, **changed)  # type: ignore[arg-type]
    with county.write("dispatch.create") as session:
        return dispatch.create(session, draft, [space.owner for space in schools]).ids


def later(clock: FixedClock, minutes: int = 1) -> None:
    """Two things that a person does never happen at one moment."""
    clock.set_to(clock.local_now() + timedelta(minutes=minutes))


def rows(county: Workspace) -> tuple[DispatchRow, ...]:
    with county.read() as session:
        return dispatch.list_rows(session)


def orders(school: Workspace) -> list[Order]:
    """The school's orders, by number."""
    with school.read() as session:
        return list(
            session.scalars(select(Order).where(Order.owner == school.owner).order_by(Order.number))
        )


def set_order(school: Workspace, state: OrderState, reason: str = "") -> None:
    """Bring the school's only order into a state, as its own page would."""
    with school.write("test.order") as session:
        row = session.scalars(select(Order)).one()
        row.state, row.state_reason = state, reason
