"""The columns of the plan, of the classes made from an item, and of the people behind figures."""

from decimal import Decimal

from services.core.money import yuan
from services.core.text import plain
from services.plan import HeldClass, ItemDraft, ItemRow, PersonRow, YearPlan
from ui.core.rows import Column, field_column


def some(count: int) -> str:
    """A count, or nothing where there is none."""
    return str(count) if count else ""


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
        lambda r: str(r.number),
        lambda r: r.number,
        faint=True,
        firm=True,
        value=lambda r: r.number,
    ),
    field_column(ItemDraft, "title", 0, bold=True, edit=True),
    field_column(ItemDraft, "audience_words", 104, spare=True, edit=True, many=True),
    field_column(ItemDraft, "heads", 56, firm=True, edit=True, many=True),
    field_column(
        ItemDraft,
        "times",
        88,
        sort=lambda r: (r.month or 99, r.times),
        firm=True,
        edit=True,
        many=True,
    ),
    field_column(ItemDraft, "days", 48, extra=True, edit=True, many=True),
    field_column(ItemDraft, "hours", 48, spare=True, edit=True, many=True),
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
    field_column(ItemDraft, "content", 160, extra=True),
    field_column(ItemDraft, "form", 90, extra=True, edit=True, many=True),
    field_column(ItemDraft, "place", 90, extra=True, edit=True, many=True),
    field_column(ItemDraft, "responsible", 76, extra=True, edit=True, many=True),
    field_column(
        ItemDraft,
        "budget",
        90,
        sort=lambda r: r.budget or Decimal(0),
        extra=True,
        edit=True,
        many=True,
    ),
    field_column(ItemDraft, "note", 100, extra=True, edit=True, many=True),
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
    Column("依据日期", 140, since_words, lambda p: p.since, quiet=True),
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
