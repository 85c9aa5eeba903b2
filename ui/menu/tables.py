"""The columns of the menu's lists."""

from services.core.fields import field_of
from services.core.listing import text_of
from services.menu import PACKAGE, Difference, EntryRow, EntryTerms, month_words
from services.menu.offers import MenuOffer
from ui.core.rows import Column, field_column

MONTHS_FIELD = field_of(EntryTerms, "months")


def task_words(row: EntryRow | MenuOffer) -> str:
    return row.task.word if row.task else PACKAGE


def tier_words(row: EntryRow | MenuOffer) -> str:
    return row.tier.word if row.tier else "套餐"


def tier_tone(row: EntryRow | MenuOffer) -> str:
    return row.tier.tone if row.tier else "green"


ENTRIES: tuple[Column[EntryRow], ...] = (
    Column(
        "序",
        38,
        lambda r: str(r.position),
        sort=lambda r: r.position,
        faint=True,
        firm=True,
        value=lambda r: r.position,
    ),
    Column("课程", 0, lambda r: r.title, bold=True),
    Column("基本任务", 136, task_words, spare=True),
    Column("层级", 70, tier_words, tone=tier_tone, firm=True),
    Column(
        "学时",
        52,
        lambda r: text_of(r.hours),
        sort=lambda r: r.hours,
        right=True,
        firm=True,
        value=lambda r: r.hours,
    ),
    field_column(EntryTerms, "places", 52, firm=True, edit=True, many=True),
    Column(
        MONTHS_FIELD.caption,
        88,
        lambda r: month_words(r.months),
        sort=lambda r: r.months,
        edit=MONTHS_FIELD,
        many=True,
    ),
    Column(
        "状态",
        70,
        lambda r: "已停用" if r.retired else "",
        tone=lambda _r: "amber",
        firm=True,
        quiet=True,
    ),
    Column("编码", 76, lambda r: r.code, extra=True),
    Column("形式", 96, lambda r: r.form, extra=True),
    Column("对象", 120, lambda r: r.audience, extra=True),
    Column("讲师", 110, lambda r: r.lecturers, extra=True),
)
OFFERS: tuple[Column[MenuOffer], ...] = (
    Column("编码", 76, lambda r: r.code, faint=True),
    Column("课程", 0, lambda r: r.title, bold=True),
    Column("基本任务", 150, task_words),
    Column("层级", 74, tier_words, tone=tier_tone, firm=True),
    Column("学时", 52, lambda r: text_of(r.hours), sort=lambda r: r.hours, right=True, firm=True),
)
DIFFERENCES: tuple[Column[Difference], ...] = (
    Column("不同", 70, lambda r: r.kind.word, tone=lambda r: r.kind.tone, firm=True),
    Column("编码", 76, lambda r: r.code, faint=True),
    Column("条目", 0, lambda r: r.title, bold=True),
    Column("哪一项", 80, lambda r: r.what),
    Column("原来", 150, lambda r: r.before),
    Column("现在", 150, lambda r: r.after),
)
