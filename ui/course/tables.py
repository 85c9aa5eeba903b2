"""The columns of the course lists."""

from services.core.listing import text_of
from services.course import CourseLesson, CourseRow
from ui.core.table import Column

COURSES: tuple[Column[CourseRow], ...] = (
    Column("编码", 76, lambda r: r.code, faint=True),
    Column("课程", 0, lambda r: r.title, bold=True),
    Column("基本任务", 136, lambda r: r.task.word),
    Column("层级", 74, lambda r: r.tier.word, tone=lambda r: r.tier.tone),
    Column("形式", 86, lambda r: r.form, spare=True),
    Column("学时", 52, lambda r: text_of(r.hours), sort=lambda r: r.hours, right=True, firm=True,
           value=lambda r: r.hours),
    Column("课件", 78, lambda r: r.review.word, tone=lambda r: r.review.tone),
    Column("讲师", 110, lambda r: r.lecturer_words, extra=True),
    Column("适用对象", 120, lambda r: r.audience, extra=True),
    Column("专题", 140, lambda r: r.topics, extra=True),
    Column("教学资料", 140, lambda r: r.materials, extra=True),
    Column("评审意见", 140, lambda r: r.review_note, extra=True),
)  # fmt: skip
LESSONS: tuple[Column[CourseLesson], ...] = (
    Column(
        "时间", 104, lambda r: f"{r.starts_at:%m-%d %H:%M}", sort=lambda r: r.starts_at, firm=True
    ),
    Column("班次", 0, lambda r: r.class_title),
    Column("地点", 104, lambda r: r.place, faint=True),
)
