"""Where the lecturers stand in the window."""

from services.lecturer import is_pool
from ui.core.desk import Entry
from ui.core.feature import Feature, FileKind
from ui.lecturer.form import LECTURER
from ui.lecturer.page import LecturerPage

NOT_YET = "还不能整表导入，请在“师资库”里一位一位登记。"

FEATURE = Feature(
    "lecturer",
    places=(
        Entry(
            "lecturer",
            "师资库",
            "star",
            "人员",
            LecturerPage,
        ),
    ),
    files=(FileKind("师资库名单", "lecturer", is_pool, refusal=NOT_YET),),
    makers=(LECTURER,),
)
