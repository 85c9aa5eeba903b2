"""The courses as a workbook in the columns of the menu file, which can be taken in again."""

from collections.abc import Sequence

from services.core.draft_sheet import book
from services.course.queries import CourseRow
from services.course.sheet import MENU


def menu_book(rows: Sequence[CourseRow], school: str, year: int) -> bytes:
    """An .xlsx of these courses, in their order."""
    note = f"共 {len(rows)} 门；改好后可以再导入"
    return book(MENU, rows, f"{year}年度{school}课程菜单", note)
