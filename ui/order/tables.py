"""The columns of the lists of orders, and how states and channels look."""

from datetime import date

from services import order
from services.core.text import plain
from services.order import (
    PRIORITY,
    HeldLesson,
    OpenClass,
    OrderChannel,
    OrderRow,
    OrderState,
    Proposal,
    Standing,
    Trained,
    Yielding,
)
from services.order.grid import Change, Kind, Problem
from ui.core.table import Column

STATES = list(OrderState)
FAR = date.max


def channel_rank(channel: OrderChannel) -> int:
    """0 for the one that goes before the others."""
    return PRIORITY.index(channel)


ORDERS: tuple[Column[OrderRow], ...] = (
    Column("编号", 60, lambda r: r.number.rpartition("-")[2], sort=lambda r: r.number, faint=True,
           firm=True, value=lambda r: r.number),
    Column("点单单位", 128, lambda r: r.asker),
    Column("培训内容", 0, lambda r: r.what, bold=True),
    Column("人数", 48, lambda r: str(r.heads), sort=lambda r: r.heads, right=True, firm=True,
           value=lambda r: r.heads),
    Column("期望时间", 148, lambda r: r.short_wish, sort=lambda r: r.wished_from or FAR),
    Column("渠道", 78, lambda r: r.channel.word,
           sort=lambda r: channel_rank(r.channel), spare=True),
    Column("状态", 74, lambda r: r.state.word, sort=lambda r: STATES.index(r.state),
           tone=lambda r: r.state.tone, firm=True),
    Column("培训班", 160, lambda r: r.class_title, extra=True),
    Column("地点", 130, lambda r: r.place, extra=True),
    Column("联系人", 80, lambda r: r.contact, extra=True),
    Column("联系电话", 112, lambda r: r.phone_masked, extra=True),
    Column("备注", 160, lambda r: r.note, extra=True),
    Column("原因", 160, lambda r: r.state_reason, extra=True),
    Column("登记日期", 96, lambda r: str(r.made_on), value=lambda r: r.made_on, extra=True),
)  # fmt: skip

LESSONS: tuple[Column[HeldLesson], ...] = (
    Column("时间", 96, lambda r: f"{r.starts_at:%m-%d %H:%M}", sort=lambda r: r.starts_at),
    Column("课次", 0, lambda r: r.title),
    Column("上课", 66, lambda r: "已上" if r.held else "未上",
           tone=lambda r: "green" if r.held else "grey", firm=True),
)  # fmt: skip

PEOPLE: tuple[Column[Trained], ...] = (
    Column("姓名", 0, lambda r: r.name, bold=True),
    Column("在本班得学时", 110, lambda r: plain(r.hours), sort=lambda r: r.hours,
           right=True, firm=True),
)  # fmt: skip

PROPOSALS: tuple[Column[Proposal], ...] = (
    Column("想学的内容", 0, lambda r: r.what, bold=True),
    Column("单位", 54, lambda r: str(len(r.askers)), sort=lambda r: len(r.askers), right=True,
           value=lambda r: len(r.askers)),
    Column("订单", 54, lambda r: str(len(r.order_ids)), sort=lambda r: len(r.order_ids),
           right=True, value=lambda r: len(r.order_ids)),
    Column("人数", 60, lambda r: str(r.heads), sort=lambda r: r.heads, right=True,
           value=lambda r: r.heads),
    Column("什么时候合适", 230, lambda r: r.when, sort=lambda r: r.months),
    Column("哪些单位", 380, lambda r: "、".join(r.askers), faint=True),
)  # fmt: skip

CLASSES: tuple[Column[OpenClass], ...] = (
    Column("班号", 120, lambda r: r.code, faint=True),
    Column("培训班", 0, lambda r: r.title, bold=True),
    Column("开课", 96, lambda r: str(r.first_day) if r.first_day else "未排课",
           sort=lambda r: r.first_day or FAR),
    Column("已排人数", 84, lambda r: str(r.taken), sort=lambda r: r.taken, right=True),
    Column("名额", 66, lambda r: "不限" if r.places is None else str(r.places),
           sort=lambda r: r.places or 0, right=True),
)  # fmt: skip

YIELDING: tuple[Column[Yielding], ...] = (
    Column("让出的订单", 150, lambda r: r.number, faint=True),
    Column("点单单位", 0, lambda r: r.asker, bold=True),
    Column("渠道", 86, lambda r: r.channel.word),
    Column("人数", 56, lambda r: str(r.heads), right=True),
    Column("让给", 150, lambda r: r.to, faint=True),
)

CHANGES: tuple[Column[Change], ...] = (
    Column("变化", 76, lambda r: r.kind.word, sort=lambda r: list(Kind).index(r.kind),
           tone=lambda r: r.kind.tone, firm=True),
    Column("党支部", 150, lambda r: r.branch),
    Column("课程或套餐", 0, lambda r: r.what, bold=True),
    Column("原来", 56, lambda r: str(r.before or ""), sort=lambda r: r.before, right=True,
           firm=True),
    Column("现在", 56, lambda r: str(r.after or ""), sort=lambda r: r.after, right=True,
           firm=True),
    Column("说明", 250, lambda r: r.warning or r.note, ink=lambda r: "amber" if r.warning else ""),
)  # fmt: skip

PROBLEMS: tuple[Column[Problem], ...] = (
    Column("文件", 170, lambda r: r.file, faint=True),
    Column("位置", 64, lambda r: r.cell, bold=True, firm=True),
    Column("没有收的原因", 0, lambda r: r.text),
)


def _figures(words: str, share: str, spare: str = "") -> tuple[Column[Standing], ...]:
    """Orders and heads of one share; those of `spare` are left out where there is no room."""

    def of(row: Standing) -> order.Count:
        found: order.Count = getattr(row, share)
        return found

    return (
        Column(f"{words}单数", 74, lambda r: _figure(of(r).orders), sort=lambda r: of(r).orders,
               right=True, firm=True, spare="单" in spare, value=lambda r: of(r).orders),
        Column(f"{words}人数", 74, lambda r: _figure(of(r).heads), sort=lambda r: of(r).heads,
               right=True, firm=True, spare="人" in spare, value=lambda r: of(r).heads),
    )  # fmt: skip


def _figure(number: int) -> str:
    return f"{number:,}" if number else "–"


STANDING: tuple[Column[Standing], ...] = (
    Column("点单单位", 0, lambda r: r.words, bold=True),
    *_figures("已点", "ordered", "人"),
    *_figures("已办", "held", "人"),
    *_figures("还欠", "owed"),
    *_figures("未办", "ended", "单人"),
)
YEARS: tuple[Column[Standing], ...] = (
    Column("年度", 0, lambda r: r.words, bold=True),
    Column("已点", 52, lambda r: _figure(r.ordered.orders), right=True, firm=True),
    Column("已办", 52, lambda r: _figure(r.held.orders), right=True, firm=True),
    Column("还欠", 52, lambda r: _figure(r.owed.orders), right=True, firm=True),
)
