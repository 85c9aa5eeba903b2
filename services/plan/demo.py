"""A made-up plan of this year, approved."""

from decimal import Decimal

from models.plan import Audience
from services.core.session import WorkSession
from services.plan.operations import add_item, approve
from services.plan.queries import year_plan
from services.plan.rules import ItemDraft


def demo(session: WorkSession) -> None:
    year = session.today().year
    items = (
        ItemDraft(
            f"{year}年村支部书记轮训班", Audience.secretaries, heads=12, times="3月中旬",
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
        add_item(session, year, draft)
    made = year_plan(session, year)
    assert made.id is not None
    approve(session, made.id, "镇党委")
