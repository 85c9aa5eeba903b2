"""An item of a plan, what it must be like, and when a plan may be changed."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models.plan import Audience, Plan, PlanItem, PlanState
from services.core.checks import optional_text, required_text
from services.core.errors import BadInput, Refused
from services.core.session import WorkSession
from services.plan.words import month_of, paper_words

MOST_HEADS = 999_999
MOST_DAYS, MOST_HOURS = Decimal(366), Decimal(999)
MOST_BUDGET = Decimal("99999999.99")
MOST_ITEMS = 500
FIRST_YEAR, LAST_YEAR = 2000, 2100
TITLE, WORDS, CONTENT, SHORT, NOTE = 60, 60, 300, 40, 120
"""How long texts may be: a row must fit on one page of paper."""
APPROVED = "这份计划已批准，不能改。要改，先重新打开并写明原因。"


@dataclass(frozen=True)
class ItemDraft:
    """What the clerk typed. `days` and `hours` in half steps, 0 where not known yet; `budget`
    in yuan. Empty `audience_words` become those of the rule."""

    title: str
    audience: Audience = Audience.other
    audience_words: str = ""
    heads: int = 0
    times: str = ""
    days: Decimal = Decimal(0)
    hours: Decimal = Decimal(0)
    content: str = ""
    form: str = ""
    place: str = ""
    responsible: str = ""
    budget: Decimal | None = None
    note: str = ""


@dataclass(frozen=True)
class Item:
    """One line of the plan; `number` is its 序号, from 1. Everything that a class needs.

    `days` and `hours` are what each person gets, 0 where not known yet; `month` is the one to
    begin in, None where `times` names none; `budget` in yuan.
    """

    id: UUID
    plan_id: UUID
    year: int
    number: int
    title: str
    audience: Audience
    audience_words: str
    heads: int
    times: str
    month: int | None
    days: Decimal
    hours: Decimal
    content: str
    form: str
    place: str
    responsible: str
    budget: Decimal | None
    note: str

    def draft(self) -> ItemDraft:
        """As it is, to be changed."""
        return ItemDraft(**{name: getattr(self, name) for name in DRAFTED})


DRAFTED = tuple(ItemDraft.__dataclass_fields__)


def checked(draft: ItemDraft) -> dict[str, Any]:
    """The columns of an item. Raises BadInput."""
    words = optional_text(draft.audience_words, "培训对象", WORDS)
    words = words or paper_words(draft.audience)
    if not words:
        raise BadInput("请写明培训对象。")
    if not 0 <= draft.heads <= MOST_HEADS:
        raise BadInput(f"人数应在 0 到 {MOST_HEADS:,} 之间。")
    times = optional_text(draft.times, "时间", SHORT)
    return {
        "title": required_text(draft.title, "班次名称", TITLE),
        "audience": draft.audience,
        "audience_words": words,
        "heads": draft.heads,
        "times": times,
        "month": month_of(times),
        "days": _halves(draft.days, "天数", MOST_DAYS, "半天"),
        "hours": _halves(draft.hours, "学时", MOST_HOURS, "半学时"),
        "content": optional_text(draft.content, "主要内容", CONTENT),
        "form": optional_text(draft.form, "方式", SHORT),
        "place": optional_text(draft.place, "地点", SHORT),
        "responsible": optional_text(draft.responsible, "责任人", SHORT),
        "budget": _budget(draft.budget),
        "note": optional_text(draft.note, "备注", NOTE),
    }


def check_year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadInput("计划的年份不对，请检查。")
    return year


def of_year(session: WorkSession, year: int) -> Plan | None:
    """Our plan of a year."""
    return session.scalars(
        select(Plan).where(Plan.owner == session.owner, Plan.year == year)
    ).one_or_none()


def open_plan(session: WorkSession, plan_id: UUID) -> Plan:
    """A plan that may be changed. Raises NotFound, and Refused once it is approved."""
    plan = session.require(Plan, plan_id)
    if plan.state is PlanState.approved:
        raise Refused(APPROVED)
    return plan


def open_item(session: WorkSession, item_id: UUID) -> PlanItem:
    """An item of a plan that may be changed. Raises NotFound, Refused."""
    item = session.require(PlanItem, item_id)
    open_plan(session, item.plan_id)
    return item


def items_of(session: WorkSession, plan_id: UUID) -> list[PlanItem]:
    """In their order."""
    return list(
        session.scalars(
            select(PlanItem)
            .where(PlanItem.plan_id == plan_id)
            .order_by(PlanItem.position, PlanItem.id)
        )
    )


def _halves(value: Decimal, words: str, most: Decimal, step: str) -> Decimal:
    if not value.is_finite() or not 0 <= value <= most or value * 2 % 1:
        raise BadInput(f"{words}应在 0 到 {most} 之间，以{step}为单位。")
    return value


def _budget(value: Decimal | None) -> Decimal | None:
    if value is None:
        return None
    if not value.is_finite() or not 0 <= value <= MOST_BUDGET or value * 100 % 1:
        raise BadInput("经费预算应在 0 到 99,999,999.99 元之间，最多写到分。")
    return value
