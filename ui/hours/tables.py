"""The columns of the ledger's other views: branches, posts, months, lessons to come."""

from services.core.text import plain
from services.hours import LedgerGroup, MonthHours
from services.hours.plans import PlanLesson
from ui.core.table import Column


def percent_words(group: LedgerGroup) -> str:
    return "—" if group.percent is None else f"{group.percent}%"


def group_columns(title: str) -> tuple[Column[LedgerGroup], ...]:
    return (
        Column(title, 0, lambda g: g.words, bold=True),
        Column("人数", 60, lambda g: f"{g.people:,}", lambda g: g.people, right=True),
        Column("减免", 60, _exempt, lambda g: g.exempt, right=True, quiet=True),
        Column("达标", 60, lambda g: f"{g.reached:,}", lambda g: g.reached, right=True),
        Column("达标率", 72, percent_words, lambda g: g.percent or 0, right=True),
        Column("补不齐", 66, _out_of_reach, lambda g: g.out_of_reach, right=True, ink=_red),
        Column("人均", 60, lambda g: plain(g.average), lambda g: g.average, right=True),
        Column("学时", 78, lambda g: plain(g.hours, thousands=True), lambda g: g.hours, right=True),
    )


def _exempt(group: LedgerGroup) -> str:
    return f"{group.exempt:,}" if group.exempt else ""


def _out_of_reach(group: LedgerGroup) -> str:
    return f"{group.out_of_reach:,}" if group.out_of_reach else ""


def _red(_group: LedgerGroup) -> str:
    return "red"


MONTHS: tuple[Column[MonthHours], ...] = (
    Column("月份", 0, lambda m: f"{m.month} 月", lambda m: m.month, bold=True),
    Column("参训人次", 110, lambda m: f"{m.person_times:,}", lambda m: m.person_times, right=True),
    Column("学时", 110, lambda m: plain(m.hours, thousands=True), lambda m: m.hours, right=True),
)
COMING: tuple[Column[PlanLesson], ...] = (
    Column(
        "时间",
        150,
        lambda one: f"{one.starts_at:%m-%d %H:%M}–{one.ends_at:%H:%M}",
        lambda one: one.starts_at,
        firm=True,
    ),
    Column("课程", 0, lambda one: one.title, bold=True),
    Column("培训班", 190, lambda one: one.class_title),
    Column("地点", 120, lambda one: one.place),
    Column("学时", 52, lambda one: plain(one.hours), lambda one: one.hours, right=True, firm=True),
)
