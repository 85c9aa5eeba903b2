"""Made-up orders in all states, on this year's menu."""

from datetime import timedelta

from models.order import OrderChannel
from services import branch, menu
from services.core.session import WorkSession
from services.order.operations import OrderDraft, accept, create

HEADS = (12, 9, 15, 8, 20, 6)
MADE_UP = "演示数据"
"""Why more people are asked for than a small demo's branches have."""


def demo(session: WorkSession) -> None:
    """Four branches want one course, two the package; one asks by itself, one the county."""
    branches = [row.id for row in branch.list_all(session)]
    offered = menu.current(session, session.today().year)
    assert offered is not None  # the menu's demo is made before
    courses = [one.course_id for one in offered.entries if one.course_id]
    (both,) = (one.package_id for one in offered.entries if one.package_id)
    today = session.today()
    end = today.replace(month=12, day=31)
    for village, heads in zip(branches[:4], HEADS, strict=False):
        draft = OrderDraft(OrderChannel.collective, village, heads, course_id=courses[8])
        accept(session, [create(session, draft, menu_id=offered.version.id, reason=MADE_UP).id])
    for village, heads in zip(branches[4:6], HEADS, strict=False):
        create(
            session,
            OrderDraft(OrderChannel.collective, village, heads, package_id=both),
            menu_id=offered.version.id,
            reason=MADE_UP,
        )
    create(
        session,
        OrderDraft(
            OrderChannel.individual,
            branches[-1],
            HEADS[0],
            topic="果树冬剪怎么做",
            wished_from=min(today + timedelta(days=7), end),
            wished_to=end,
            contact="村文书",
            phone="13800000002",
        ),
        reason=MADE_UP,
    )
    create(
        session,
        OrderDraft(
            OrderChannel.dispatched,
            None,
            HEADS[4],
            asker="演示县委组织部",
            course_id=courses[0],
            wished_from=today,
            wished_to=end,
        ),
        reason=MADE_UP,
    )
