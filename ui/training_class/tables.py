"""The columns of the lists of classes, lessons, enrolled people and their hours."""

from services.booking import STATE_LABELS as BOOKING_LABELS
from services.booking import BookingState
from services.hours import HoursRow
from services.training_class import STATE_LABELS, ClassRow, ClassState, EnrolledRow, LessonRow
from ui.core.table import Column

CLASS_TONES = {
    ClassState.draft: "grey",
    ClassState.open: "blue",
    ClassState.running: "green",
    ClassState.finished: "grey",
    ClassState.archived: "grey",
    ClassState.cancelled: "red",
}


def days(row: ClassRow) -> str:
    """`11-23` or `11-23–25`; empty where no lesson is planned."""
    if row.first_day is None or row.last_day is None:
        return "未排课"
    first = f"{row.first_day:%m-%d}"
    if row.first_day == row.last_day:
        return first
    same_month = row.first_day.month == row.last_day.month
    return f"{first}–{row.last_day:%d}" if same_month else f"{first}–{row.last_day:%m-%d}"


CLASSES: tuple[Column[ClassRow], ...] = (
    Column("班次", 0, lambda r: r.title, bold=True),
    Column("日期", 96, days, sort=lambda r: str(r.first_day or "")),
    Column("课次", 52, lambda r: str(r.lessons), lambda r: r.lessons, right=True, spare=True),
    Column("报名", 56, lambda r: str(r.enrolled), sort=lambda r: r.enrolled, right=True),
    Column("状态", 82, lambda r: STATE_LABELS[r.state], tone=lambda r: CLASS_TONES[r.state]),
)


def _lecturer(row: LessonRow) -> str:
    if row.booking_state is None:
        return "讲师未定"
    waiting = row.booking_state is BookingState.requested
    return f"{row.lecturer}（{BOOKING_LABELS[row.booking_state]}）" if waiting else row.lecturer


LESSONS: tuple[Column[LessonRow], ...] = (
    Column(
        "时间",
        156,
        lambda r: f"{r.starts_at:%m-%d %H:%M}–{r.ends_at:%H:%M}",
        sort=lambda r: r.starts_at,
        firm=True,
    ),
    Column("课程", 0, lambda r: r.title, bold=True),
    Column("地点", 110, lambda r: f"{r.site} {r.room}", spare=True),
    Column("讲师", 120, _lecturer),
    Column("到课", 70, lambda r: f"{r.present} / {r.enrolled}", right=True, firm=True),
)

ROSTER: tuple[Column[EnrolledRow], ...] = (
    Column("序号", 56, lambda r: f"{r.number:02d}", sort=lambda r: r.number, right=True),
    Column("姓名", 96, lambda r: r.name, bold=True),
    Column("支部", 0, lambda r: r.branch),
    Column("职务", 110, lambda r: r.post or "党员"),
    Column("手机", 116, lambda r: r.phone_masked),
)


def number(hours: object) -> str:
    """12.0 → 12, 2.5 → 2.5."""
    return f"{hours:f}".removesuffix(".0")


HOURS: tuple[Column[HoursRow], ...] = (
    Column("姓名", 120, lambda r: r.name, bold=True),
    Column("支部", 0, lambda r: r.branch),
    Column("计学时课次", 100, lambda r: str(r.lessons), sort=lambda r: r.lessons, right=True),
    Column("学时", 80, lambda r: number(r.hours), sort=lambda r: r.hours, right=True),
)
