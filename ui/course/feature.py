"""Where the courses stand in the window."""

from services.course.sheet import is_menu
from ui.core.desk import Entry
from ui.core.feature import Feature, FileKind
from ui.course.coverage_page import CoveragePage
from ui.course.form import COURSE
from ui.course.page import CoursePage

FEATURE = Feature(
    "course",
    places=(
        Entry(
            "course",
            "课程菜单",
            "bars",
            "教学",
            CoursePage,
            view="课程",
        ),
        Entry(
            "coverage",
            "七项任务分布",
            "bars",
            "教学",
            CoveragePage,
            under="course",
            view="七项任务分布",
            order=60,
        ),
    ),
    files=(FileKind("课程菜单", "course", is_menu),),
    makers=(COURSE,),
)
