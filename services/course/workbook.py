"""The courses as a workbook in the columns of the menu file, which can be taken in again."""

from collections.abc import Sequence

from services.core.listing import ListColumn, Listing
from services.core.sheet_writer import write
from services.course.queries import CourseRow

COLUMNS = (
    ListColumn("课程编码", 90),
    ListColumn("课程名称", 240),
    ListColumn("对应基本任务", 140),
    ListColumn("课程类型", 80),
    ListColumn("教学形式", 110),
    ListColumn("课时", 60, right=True),
    ListColumn("适用对象", 150),
    ListColumn("主讲教师", 130),
    ListColumn("课程简介", 300),
    ListColumn("专题", 220),
    ListColumn("教学资料", 220),
)


def menu_book(rows: Sequence[CourseRow], school: str, year: int) -> bytes:
    """An .xlsx of these courses, in their order."""
    return write(
        Listing(
            title=f"{year}年度{school}课程菜单",
            note=f"共 {len(rows)} 门；改好后可以再导入",
            columns=COLUMNS,
            rows=tuple(
                (
                    row.code,
                    row.title,
                    row.task.word,
                    row.tier.word,
                    row.form,
                    row.hours,
                    row.audience,
                    row.lecturer_words,
                    row.syllabus,
                    row.topics,
                    row.materials,
                )
                for row in rows
            ),
        )
    )
