"""The columns of the plan, of the classes made from an item, and of the people behind figures."""

from decimal import Decimal

from services.core.text import plain
from services.plan import HeldClass, ItemRow, PersonRow, YearPlan
from services.plan.columns import yuan
from ui.core.table import Column


def some(value: Decimal | int) -> str:
    """A figure, or nothing where it is not known yet."""
    return plain(Decimal(value)) if value else ""


def taken(row: ItemRow) -> str:
    """How many came, of how many enrolled."""
    held = row.held
    return f"{held.attended} / {held.enrolled}" if held.classes else ""


def since_words(person: PersonRow) -> str:
    return f"{person.since}（可能在内）" if person.unsure else person.since


ITEMS: tuple[Column[ItemRow], ...] = (
    Column(
        "序号",
        46,
        lambda r: str(r.item.number),
        lambda r: r.item.number,
        faint=True,
        firm=True,
        value=lambda r: r.item.number,
    ),
    Column("班次名称", 0, lambda r: r.item.title, bold=True),
    Column("培训对象", 104, lambda r: r.item.audience_words, spare=True),
    Column(
        "人数",
        56,
        lambda r: some(r.item.heads),
        lambda r: r.item.heads,
        right=True,
        value=lambda r: r.item.heads,
        firm=True,
    ),
    Column(
        "时间", 88, lambda r: r.item.times, lambda r: (r.item.month or 99, r.item.times), firm=True
    ),
    Column(
        "天数",
        48,
        lambda r: some(r.item.days),
        lambda r: r.item.days,
        right=True,
        extra=True,
        value=lambda r: r.item.days,
    ),
    Column(
        "学时",
        48,
        lambda r: some(r.item.hours),
        lambda r: r.item.hours,
        right=True,
        spare=True,
        value=lambda r: r.item.hours,
    ),
    Column(
        "建班",
        48,
        lambda r: some(len(r.held.classes)),
        lambda r: len(r.held.classes),
        right=True,
        spare=True,
        value=lambda r: len(r.held.classes),
    ),
    Column("到课/报名", 86, taken, lambda r: r.held.attended, right=True, firm=True),
    Column(
        "状态",
        66,
        lambda r: r.held.state.word,
        lambda r: r.held.state,
        tone=lambda r: r.held.state.tone,
        firm=True,
    ),
    Column("主要内容", 160, lambda r: r.item.content, extra=True),
    Column("方式", 90, lambda r: r.item.form, extra=True),
    Column("地点", 90, lambda r: r.item.place, extra=True),
    Column("责任人", 76, lambda r: r.item.responsible, extra=True),
    Column(
        "经费预算",
        90,
        lambda r: yuan(r.item.budget),
        lambda r: r.item.budget or Decimal(0),
        right=True,
        extra=True,
        value=lambda r: "" if r.item.budget is None else r.item.budget,
    ),
    Column("备注", 100, lambda r: r.item.note, extra=True),
)
CLASSES: tuple[Column[HeldClass], ...] = (
    Column("已建的班", 0, lambda c: c.title, bold=True),
    Column(
        "开班",
        64,
        lambda c: f"{c.first_day:%m-%d}" if c.first_day else "",
        lambda c: str(c.first_day or ""),
        firm=True,
    ),
    Column(
        "到/报",
        66,
        lambda c: f"{c.attended}/{c.enrolled}",
        lambda c: c.attended,
        right=True,
        firm=True,
    ),
    Column("状态", 70, lambda c: c.state.word, faint=True, spare=True),
)
PEOPLE: tuple[Column[PersonRow], ...] = (
    Column("姓名", 96, lambda p: p.name, lambda p: p.pinyin, bold=True, firm=True),
    Column("党支部", 0, lambda p: p.branch),
    Column("职务", 130, lambda p: p.post),
    Column("联系电话", 116, lambda p: p.phone_masked),
    Column("依据日期", 140, since_words, lambda p: p.since),
    Column(
        "轮训",
        76,
        lambda p: "已轮训" if p.rotated else "未轮训",
        tone=lambda p: "green" if p.rotated else "amber",
        firm=True,
    ),
)


def state_words(shown: YearPlan) -> str:
    """Who approved it and when, or why it waits."""
    if shown.approved_at is not None:
        return f"{shown.approved_by}批准　{shown.approved_at:%Y-%m-%d}"
    return f"重新打开的原因：{shown.reopened_reason}" if shown.reopened_reason else "还没有批准"


def totals_words(shown: YearPlan) -> str:
    """The line of sums under the list."""
    sums = shown.totals
    parts = [
        f"合计 {sums.items} 个班次",
        f"{sums.heads:,} 人",
        f"{plain(sums.days)} 天",
        f"{plain(sums.hours)} 学时",
    ]
    parts += [f"预算 {yuan(sums.budget)} 元"] if sums.budget is not None else []
    parts += [f"建班 {sums.classes}", f"到课 {sums.attended:,} / 报名 {sums.enrolled:,}"]
    return "，".join(parts)
