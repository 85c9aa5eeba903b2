"""The columns of the lists of orders, of what may become of them, and of what hangs on them."""

from datetime import date

from services import order
from services.core.text import plain
from services.order import (
    PRIORITY,
    HeldLesson,
    OpenClass,
    OrderDraft,
    OrderProposal,
    OrderRow,
    OrderStanding,
    OrderState,
    Trained,
    Yielding,
)
from services.order.grid import GridChange, GridChangeKind, GridProblem
from ui.core.rows import Column, field_column

STATES = list(OrderState)
FAR = date.max


ORDERS: tuple[Column[OrderRow], ...] = (
    Column(
        "编号",
        60,
        lambda one: one.number.rpartition("-")[2],
        lambda one: one.number,
        faint=True,
        firm=True,
        spare=True,
        value=lambda one: one.number,
    ),
    Column("点单单位", 128, lambda one: one.asker),
    Column("培训内容", 0, lambda one: one.what, bold=True),
    field_column(OrderDraft, "heads", 48, firm=True, edit=True, many=True),
    Column("期望时间", 148, lambda one: one.short_wish, lambda one: one.wished_from or FAR),
    Column(
        "渠道",
        78,
        lambda one: one.channel.word,
        lambda one: PRIORITY.index(one.channel),
        spare=True,
    ),
    Column(
        "状态",
        74,
        lambda one: one.state.word,
        lambda one: STATES.index(one.state),
        tone=lambda one: one.state.tone,
        firm=True,
    ),
    Column("培训班", 160, lambda one: one.class_title, extra=True),
    field_column(OrderDraft, "place", 130, extra=True, edit=True, many=True),
    field_column(OrderDraft, "contact", 80, extra=True, edit=True, many=True),
    Column("联系电话", 112, lambda one: one.phone_masked, extra=True),
    field_column(OrderDraft, "note", 160, extra=True, edit=True, many=True),
    Column("原因", 160, lambda one: one.state_reason, extra=True),
    Column("登记日期", 96, lambda one: str(one.made_on), value=lambda one: one.made_on, extra=True),
)

LESSONS: tuple[Column[HeldLesson], ...] = (
    Column("时间", 96, lambda one: f"{one.starts_at:%m-%d %H:%M}", sort=lambda one: one.starts_at),
    Column("课次", 0, lambda one: one.title),
    Column(
        "上课",
        66,
        lambda one: "已上" if one.held else "未上",
        tone=lambda one: "green" if one.held else "grey",
        firm=True,
    ),
)

PEOPLE: tuple[Column[Trained], ...] = (
    Column("姓名", 0, lambda one: one.name, bold=True),
    Column(
        "在本班得学时",
        110,
        lambda one: plain(one.hours),
        sort=lambda one: one.hours,
        right=True,
        firm=True,
    ),
)

PROPOSALS: tuple[Column[OrderProposal], ...] = (
    Column("想学的内容", 0, lambda one: one.what, bold=True),
    Column(
        "单位",
        54,
        lambda one: str(len(one.askers)),
        sort=lambda one: len(one.askers),
        right=True,
        value=lambda one: len(one.askers),
    ),
    Column(
        "订单",
        54,
        lambda one: str(len(one.order_ids)),
        sort=lambda one: len(one.order_ids),
        right=True,
        value=lambda one: len(one.order_ids),
    ),
    Column(
        "人数",
        60,
        lambda one: str(one.heads),
        sort=lambda one: one.heads,
        right=True,
        value=lambda one: one.heads,
    ),
    Column("什么时候合适", 230, lambda one: one.when, sort=lambda one: one.months),
    Column("哪些单位", 380, lambda one: "、".join(one.askers), faint=True, extra=True),
)

CLASSES: tuple[Column[OpenClass], ...] = (
    Column("班号", 120, lambda one: one.code, faint=True),
    Column("培训班", 0, lambda one: one.title, bold=True),
    Column(
        "开课",
        96,
        lambda one: str(one.first_day) if one.first_day else "未排课",
        sort=lambda one: one.first_day or FAR,
    ),
    Column("已排人数", 84, lambda one: str(one.taken), sort=lambda one: one.taken, right=True),
    Column(
        "名额",
        66,
        lambda one: "不限" if one.places is None else str(one.places),
        sort=lambda one: one.places or 0,
        right=True,
    ),
)

YIELDING: tuple[Column[Yielding], ...] = (
    Column("让出的订单", 150, lambda one: one.number, faint=True),
    Column("点单单位", 0, lambda one: one.asker, bold=True),
    Column("渠道", 86, lambda one: one.channel.word),
    Column("人数", 56, lambda one: str(one.heads), right=True),
    Column("让给", 150, lambda one: one.to, faint=True),
)

CHANGES: tuple[Column[GridChange], ...] = (
    Column(
        "变化",
        76,
        lambda one: one.kind.word,
        sort=lambda one: list(GridChangeKind).index(one.kind),
        tone=lambda one: one.kind.tone,
        firm=True,
    ),
    Column("党支部", 150, lambda one: one.branch),
    Column("课程或套餐", 0, lambda one: one.what, bold=True),
    Column(
        "原来",
        56,
        lambda one: str(one.before or ""),
        sort=lambda one: one.before,
        right=True,
        firm=True,
    ),
    Column(
        "现在",
        56,
        lambda one: str(one.after or ""),
        sort=lambda one: one.after,
        right=True,
        firm=True,
    ),
    Column(
        "说明",
        250,
        lambda one: one.warning or one.note,
        ink=lambda one: "amber" if one.warning else "",
    ),
)

PROBLEMS: tuple[Column[GridProblem], ...] = (
    Column("文件", 170, lambda one: one.file, faint=True),
    Column("位置", 64, lambda one: one.cell, bold=True, firm=True),
    Column("没有收的原因", 0, lambda one: one.text),
)


def _figures(words: str, share: str, spare: str = "") -> tuple[Column[OrderStanding], ...]:
    """Orders and heads of one share; those of `spare` are left out where there is no room."""

    def of(row: OrderStanding) -> order.Count:
        found: order.Count = getattr(row, share)
        return found

    return (
        Column(
            f"{words}单数",
            74,
            lambda one: _figure(of(one).orders),
            sort=lambda row: of(row).orders,
            right=True,
            firm=True,
            spare="单" in spare,
            value=lambda row: of(row).orders,
        ),
        Column(
            f"{words}人数",
            74,
            lambda one: _figure(of(one).heads),
            sort=lambda row: of(row).heads,
            right=True,
            firm=True,
            spare="人" in spare,
            value=lambda row: of(row).heads,
        ),
    )


def _figure(number: int) -> str:
    return f"{number:,}" if number else "–"


STANDING: tuple[Column[OrderStanding], ...] = (
    Column("点单单位", 0, lambda one: one.words, bold=True),
    *_figures("已点", "ordered", "人"),
    *_figures("已办", "held", "人"),
    *_figures("还欠", "owed"),
    *_figures("未办", "ended", "单人"),
)
YEARS: tuple[Column[OrderStanding], ...] = (
    Column("年度", 0, lambda one: one.words, bold=True),
    Column("已点", 52, lambda one: _figure(one.ordered.orders), right=True, firm=True),
    Column("已办", 52, lambda one: _figure(one.held.orders), right=True, firm=True),
    Column("还欠", 52, lambda one: _figure(one.owed.orders), right=True, firm=True),
)
