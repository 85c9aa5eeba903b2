"""The columns of the lists of classes, lessons and the hours of people."""

from services.booking import BookingState
from services.core.fields import field_of
from services.core.text import plain
from services.hours import HoursRow
from services.training_class import ClassDraft, ClassRow, LessonRow
from ui.class_making.when import span
from ui.core.rows import field_column
from ui.core.table import Column


def days(row: ClassRow) -> str:
    """`11-23` or `11-23–25`; empty where no lesson is planned."""
    if row.first_day is None or row.last_day is None:
        return "未排课"
    first = f"{row.first_day:%m-%d}"
    if row.first_day == row.last_day:
        return first
    same_month = row.first_day.month == row.last_day.month
    return f"{first}–{row.last_day:%d}" if same_month else f"{first}–{row.last_day:%m-%d}"


def enrolled(row: ClassRow) -> str:
    """48, or 48/60 where the places are limited."""
    return f"{row.enrolled}/{row.places}" if row.places is not None else str(row.enrolled)


BRAND = field_of(ClassDraft, "brand")
CLASSES: tuple[Column[ClassRow], ...] = (
    field_column(ClassDraft, "title", 0, bold=True, edit=True),
    Column("日期", 96, days, sort=lambda r: str(r.first_day or "")),
    Column(
        "课次",
        52,
        lambda r: str(r.lessons),
        lambda r: r.lessons,
        right=True,
        spare=True,
        value=lambda r: r.lessons,
    ),
    Column("报名", 64, enrolled, sort=lambda r: r.enrolled, right=True, spare=True),
    Column("状态", 82, lambda r: r.state.word, tone=lambda r: r.state.tone),
    Column("编号", 120, lambda r: r.code, extra=True),
    Column(
        BRAND.caption,
        96,
        lambda r: r.brand.word if r.brand else "",  # a list says nothing of those of no brand
        extra=True,
        edit=BRAND,
        many=True,
    ),
    field_column(ClassDraft, "head_teacher", 84, edit=True, many=True, extra=True),
    field_column(ClassDraft, "places", 72, edit=True, many=True, extra=True),
    field_column(ClassDraft, "minimum", 110, edit=True, many=True, extra=True),
    Column("类别", 84, lambda r: "年度轮训" if r.rotation else "专题培训", extra=True),
    Column("首日", 96, lambda r: str(r.first_day or ""), extra=True),
)


def _lecturer(row: LessonRow) -> str:
    if row.booking_state is None:
        return "讲师未定"
    waiting = row.booking_state is BookingState.requested
    return f"{row.lecturer}（{row.booking_state.word}）" if waiting else row.lecturer


LESSONS: tuple[Column[LessonRow], ...] = (
    Column(
        "时间",
        156,
        lambda r: span(r.starts_at, r.ends_at),
        sort=lambda r: r.starts_at,
        firm=True,
    ),
    Column("课程", 0, lambda r: r.title, bold=True),
    Column("地点", 110, lambda r: f"{r.site} {r.room}", spare=True),
    Column("讲师", 120, _lecturer),
    Column("到课", 70, lambda r: f"{r.present} / {r.enrolled}", right=True, firm=True),
)


HOURS: tuple[Column[HoursRow], ...] = (
    Column("姓名", 120, lambda r: r.name, bold=True),
    Column("支部", 0, lambda r: r.branch),
    Column("计学时课次", 100, lambda r: str(r.lessons), sort=lambda r: r.lessons, right=True),
    Column("学时", 80, lambda r: plain(r.hours), sort=lambda r: r.hours, right=True),
)
