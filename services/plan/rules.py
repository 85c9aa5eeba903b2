"""An item of a plan, what it must be like, and when a plan may be changed."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models.plan import Audience, Plan, PlanItem, PlanState
from services.core.errors import BadInput, Refused
from services.core.fields import (
    amount,
    checked,
    choice,
    draft,
    draft_of,
    fields_of,
    halves,
    suggested,
    text,
    whole,
)
from services.core.session import WorkSession
from services.plan.words import month_of, paper_words

MOST_HEADS = 999_999
MOST_DAYS, MOST_HOURS = 366, 999
MOST_BUDGET = Decimal("99999999.99")
MOST_ITEMS = 500
FIRST_YEAR, LAST_YEAR = 2000, 2100
TITLE, WORDS, CONTENT, SHORT, NOTE = 60, 60, 300, 40, 120
"""How long texts may be: a row must fit on one page of paper."""
FORMS = ("集中授课", "集中授课+现场教学", "送课下基层", "分散自学", "线上学习", "外出观摩")
UNKNOWN = "未定"
APPROVED = "这份计划已批准，不能改。要改，先重新打开并写明原因。"


@draft
class ItemDraft:
    """What the clerk typed. `days` and `hours` are 0 where not known yet, as `heads` are; empty
    `audience_words` become those of the rule."""

    title: str = text(
        "班次名称",
        TITLE,
        hint="例如：村党支部书记轮训班",
        also=(
            "培训班次",
            "班次",
            "培训班名称",
            "培训班次名称",
            "办班名称",
            "班名",
            "培训名称",
            "培训项目",
            "项目名称",
            "培训班",
        ),
    )
    audience: Audience = choice("对象范围", Audience, default=Audience.other)
    audience_words: str = text(
        "培训对象",
        WORDS,
        default="",
        also=(
            "参训对象",
            "参加对象",
            "对象",
            "参训人员",
            "培训人员",
            "调训对象",
            "参训范围",
            "培训范围",
        ),
    )
    heads: int = whole(
        "人数",
        0,
        MOST_HEADS,
        default=0,
        unknown=UNKNOWN,
        also=(
            "培训人数",
            "参训人数",
            "计划人数",
            "拟培训人数",
            "计划培训人数",
            "规模",
            "培训规模",
            "人次",
        ),
    )
    times: str = text(
        "时间",
        SHORT,
        default="",
        hint="例如：3月中旬、3—5月",
        also=(
            "培训时间",
            "办班时间",
            "举办时间",
            "计划时间",
            "时间安排",
            "拟办时间",
            "起止时间",
            "月份",
            "培训月份",
            "开班时间",
        ),
    )
    days: Decimal = halves(
        "天数",
        0,
        MOST_DAYS,
        "半天",
        default=Decimal(0),
        unknown=UNKNOWN,
        also=(
            "培训天数",
            "培训时长",
            "学制",
            "时长",
            "办班天数",
            "期限",
            "培训期限",
        ),
    )
    hours: Decimal = halves(
        "学时",
        0,
        MOST_HOURS,
        "半学时",
        default=Decimal(0),
        unknown=UNKNOWN,
        also=(
            "培训学时",
            "学时数",
            "课时",
            "总学时",
            "计划学时",
        ),
    )
    content: str = text(
        "主要内容",
        CONTENT,
        default="",
        lines=True,
        hint=f"不超过 {CONTENT} 字",
        also=(
            "培训内容",
            "内容",
            "课程安排",
            "培训主题",
            "主题",
            "主要课程",
        ),
    )
    form: str = suggested(
        "方式",
        SHORT,
        FORMS,
        default="",
        also=(
            "培训方式",
            "培训形式",
            "形式",
            "办班方式",
            "组织形式",
        ),
    )
    place: str = suggested(
        "地点",
        SHORT,
        default="",
        also=(
            "培训地点",
            "办班地点",
            "举办地点",
            "培训场所",
        ),
    )
    responsible: str = text(
        "责任人",
        SHORT,
        default="",
        also=(
            "负责人",
            "联系人",
            "责任单位",
            "承办单位",
            "主办单位",
            "牵头单位",
            "责任科室",
            "承办人",
        ),
    )
    budget: Decimal | None = amount(
        "经费预算",
        MOST_BUDGET,
        default=None,
        hint="元；也可写 0.8万元",
        also=(
            "预算",
            "经费",
            "经费预算金额",
            "培训经费",
            "预算经费",
            "预算金额",
            "费用",
        ),
    )
    note: str = text("备注", NOTE, default="", hint="可不填", also=("说明",))


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
        return draft_of(ItemDraft, self)


DRAFTED = tuple(one.name for one in fields_of(ItemDraft))


def item_values(draft: ItemDraft) -> dict[str, Any]:
    """The columns of an item. Raises BadInput."""
    values = checked(draft)
    words = values["audience_words"] or paper_words(draft.audience)
    if not words:
        raise BadInput("请写明培训对象。", "audience_words")
    return values | {"audience_words": words, "month": month_of(values["times"])}


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
