"""The columns of the course lists."""

from services.course import CourseDraft, CourseLesson, CourseRow
from ui.core.rows import Column, field_column


def _ink(one: CourseRow) -> str:
    return "ink_faint" if one.retired else ""


COURSES: tuple[Column[CourseRow], ...] = (
    field_column(CourseDraft, "code", 76, faint=True, firm=True, edit=True),
    field_column(CourseDraft, "title", 0, bold=True, ink=_ink, edit=True),
    field_column(CourseDraft, "task", 136, spare=True, edit=True, many=True),
    field_column(
        CourseDraft, "tier", 74, tone=lambda r: r.tier.tone, firm=True, edit=True, many=True
    ),
    field_column(CourseDraft, "form", 86, spare=True, edit=True, many=True),
    field_column(CourseDraft, "hours", 52, firm=True, edit=True, many=True),
    Column("课件", 78, lambda r: r.review.word, tone=lambda r: r.review.tone, firm=True),
    Column("讲师", 110, lambda r: r.lecturer_words, extra=True),
    field_column(CourseDraft, "audience", 120, extra=True, edit=True, many=True),
    field_column(CourseDraft, "topics", 140, extra=True, edit=True),
    field_column(CourseDraft, "materials", 140, extra=True, edit=True),
    Column("评审意见", 140, lambda r: r.review_note, extra=True),
)
LESSONS: tuple[Column[CourseLesson], ...] = (
    Column(
        "时间", 104, lambda r: f"{r.starts_at:%m-%d %H:%M}", sort=lambda r: r.starts_at, firm=True
    ),
    Column("班次", 0, lambda r: r.class_title),
    Column("地点", 104, lambda r: r.place, faint=True),
)
