"""A made-up year: a base and a package, the published menu, orders in all states, the plan."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from services import branch, course, menu, order, package, plan, site
from services.core.session import WorkSession
from services.order import OrderChannel, OrderDraft
from services.package import PackageDraft, StageDraft
from services.plan import Audience, ItemDraft
from services.site import SiteKind

HEADS = (12, 9, 15, 8, 20, 6)
MADE_UP = "演示数据"
"""Why more people are asked for than a small demo's branches have."""


def add_year(session: WorkSession) -> None:
    """Through the verbs of the features, so that what a rule forbids cannot be made up."""
    year = session.today().year
    branches = [row.id for row in branch.list_all(session)]
    courses = [row.id for row in course.list_all(session)]
    base = site.create(
        session, "红色记忆馆", SiteKind.teaching_base, "演示镇北街", "韩立新", "13800000001",
        other_use="园区展馆", opening="周二至周日 9:00–17:00",
    ).id  # fmt: skip
    site.add_room(session, base, "展厅", 60, "讲解器")
    both = package.create(
        session,
        PackageDraft(
            package.next_code(session),
            "学党史、走红色路",
            package.kinds(session)[0],
            (StageDraft(courses[0]), StageDraft(courses[5], base, Decimal(2))),
            audience="全体党员",
        ),
    )
    begun = menu.begin(session, year, everything=True)
    menu.publish(session, begun.id)
    _add_orders(session, branches, courses, both.id, begun.id)
    _add_plan(session, year)


def _add_orders(
    session: WorkSession, branches: list[UUID], courses: list[UUID], both: UUID, menu_id: UUID
) -> None:
    """Four branches want one course, two the package; one asks by itself, one the county."""
    today = session.today()
    end = today.replace(month=12, day=31)
    for village, heads in zip(branches[:4], HEADS, strict=False):
        draft = OrderDraft(OrderChannel.collective, village, heads, course_id=courses[8])
        order.accept(session, [order.create(session, draft, menu_id=menu_id, reason=MADE_UP)])
    for village, heads in zip(branches[4:6], HEADS, strict=False):
        order.create(
            session,
            OrderDraft(OrderChannel.collective, village, heads, package_id=both),
            menu_id=menu_id,
            reason=MADE_UP,
        )
    order.create(
        session,
        OrderDraft(
            OrderChannel.individual, branches[-1], HEADS[0], topic="果树冬剪怎么做",
            wished_from=min(today + timedelta(days=7), end), wished_to=end,
            contact="村文书", phone="13800000002",
        ),
        reason=MADE_UP,
    )  # fmt: skip
    order.create(
        session,
        OrderDraft(
            OrderChannel.dispatched, None, HEADS[4], asker="演示县委组织部",
            course_id=courses[0], wished_from=today, wished_to=end,
        ),
        reason=MADE_UP,
    )  # fmt: skip


def _add_plan(session: WorkSession, year: int) -> None:
    items = (
        ItemDraft(
            f"{year}年村支部书记轮训班", Audience.secretaries, heads=HEADS[0], times="3月中旬",
            days=Decimal(2), hours=Decimal(16), content="党的创新理论、基层治理",
            form="集中授课", place="主校区", responsible="党校校长", budget=Decimal(6000),
        ),
        ItemDraft(
            f"{year}年党员春训班", Audience.everyone, heads=300, times="4月",
            days=Decimal(1), hours=Decimal(8), content="政治理论、党章党规", form="集中授课",
            place="主校区", responsible="教务员", budget=Decimal(8000),
        ),
        ItemDraft(
            f"{year}年预备党员培训班", Audience.probationary, heads=10, times="12月",
            days=Decimal(1), hours=Decimal(8), content="入党教育", form="课堂加基地",
            place="红色记忆馆", responsible="教务员",
        ),
    )  # fmt: skip
    for draft in items:
        plan.add_item(session, year, draft)
    made = plan.year_plan(session, year)
    assert made.id is not None
    plan.approve(session, made.id, "镇党委")
