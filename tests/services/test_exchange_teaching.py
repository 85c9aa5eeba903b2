"""A school's orders, menus, packages, ways and plans go to the county, and go again when some of
them are gone."""

from datetime import datetime
from pathlib import Path

import pytest

from services import class_making, enrolment, menu, order, package, plan, site, training_class
from services.class_making import ClassWish
from services.class_making.sources import FromOrders, FromPlanItem
from services.core.clock import FixedClock
from services.core.workspace import Workspace
from services.package import PackageDraft, StageDraft
from tests.helpers.exchange import broken_citations, meet, rows_of, send, take
from tests.helpers.ordering import Ordering
from tests.helpers.planning import add, draft
from tests.helpers.teaching import at


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def test_what_was_deleted_since_goes_at_the_county_too(
    school: Workspace, county: Workspace, stick: Path, clock: FixedClock
) -> None:
    clock.set_to(datetime(2026, 11, 23, 19, 0))  # noqa: DTZ001
    meet(school, county, stick)
    desk = Ordering(school)
    stages = (
        StageDraft(desk.opening),
        StageDraft(desk.course, desk.point),
        StageDraft(desk.course),
    )
    wanted = PackageDraft("ZSTC01", "田间课堂", "产业", stages)
    items = add(school, 2026, draft(), draft("新党员班"), draft("支委班"))
    published = desk.menu(2026)
    with school.write("package.create") as session:
        package_id = package.create(session, wanted).id
        site.set_travel(session, desk.campus, {desk.point: 30})
        next_menu = menu.begin(session, 2027, everything=True).id
    orders = [desk.order(desk.wish(who)) for who in range(2)]
    with school.write("order.create") as session:
        orders.append(
            order.create(
                session, desk.wish(2, course_id=None, package_id=package_id), menu_id=published
            ).id
        )
        source = FromOrders((orders[0],))
        made = class_making.make(
            session, class_making.propose(session, source, ClassWish(at(24, 8)))
        ).id
        item = FromPlanItem(items[0])
        class_making.make(session, class_making.propose(session, item, ClassWish(at(25, 8))))
        enrolment.enrol(session, made, desk.members_of(0))
    take(county, send(school, stick))
    assert rows_of(county, school) == rows_of(school, school)

    with school.write("package.update") as session:
        package.update(session, package_id, PackageDraft("ZSTC01", "田间课堂", "产业", stages[1:2]))
        site.set_travel(session, desk.campus, {desk.point: None})
        menu.discard(session, next_menu)
        plan.remove_item(session, items[1])
        plan.move_item(session, items[2], -1)
        enrolment.remove_enrolment(session, made, *desk.members_of(0)[:5])
        training_class.cancel(session, made, "防汛")
    take(county, send(school, stick), second_yes=True)
    assert rows_of(county, school) == rows_of(school, school)
    assert broken_citations(county) == broken_citations(school) == []
