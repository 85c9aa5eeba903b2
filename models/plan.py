"""The yearly rotation plan (年度轮训计划) and its items (班次)."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Exchanged, enum_type
from models.core.types import Money, UtcTime
from models.core.words import Words


class PlanState(Words):
    draft = "draft", "草稿"
    approved = "approved", "已批准"


class Audience(Words):
    """Whom an item is for, as far as a rule can tell (domain.md, hours per calendar year)."""

    everyone = "everyone", "全体党员"
    secretaries = "secretaries", "党支部书记"
    committee = "committee", "支部书记和委员"
    new_secretaries = "new_secretaries", "新任书记（半年内）"  # appointed within half a year
    probationary = "probationary", "预备党员"
    new_full = "new_full", "新转正党员（一年内）"  # within a year of becoming full
    floating = "floating", "流动党员"
    other = "other", "其他（只写文字）"  # told in words only


class Plan(Exchanged, Base):
    """A year's plan. While approved it is not changed; `reopened_reason` is why it was again."""

    __tablename__ = "plan"
    __table_args__ = (Index("uq_plan_owner_year", "owner", "year", unique=True),)

    year: Mapped[int]
    title: Mapped[str]
    state: Mapped[PlanState] = mapped_column(enum_type(PlanState))
    approved_by: Mapped[str] = mapped_column(default="")
    approved_at: Mapped[datetime | None] = mapped_column(UtcTime)
    reopened_reason: Mapped[str] = mapped_column(default="")


class PlanItem(Exchanged, Base):
    """One line of the plan, in the columns of domain.md.

    `times` is when, in words, and `month` the month that they mean, if any; `days` in half
    days, `budget` in yuan.
    """

    __tablename__ = "plan_item"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), index=True)
    position: Mapped[int]
    title: Mapped[str]
    audience: Mapped[Audience] = mapped_column(enum_type(Audience))
    audience_words: Mapped[str]
    heads: Mapped[int]
    times: Mapped[str] = mapped_column(default="")
    month: Mapped[int | None]
    days: Mapped[Decimal]
    hours: Mapped[Decimal]
    content: Mapped[str] = mapped_column(default="")
    form: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    responsible: Mapped[str] = mapped_column(default="")
    budget: Mapped[Decimal | None] = mapped_column(Money)
    note: Mapped[str] = mapped_column(default="")
