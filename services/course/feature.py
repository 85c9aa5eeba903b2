"""What the courses are to the rest of the program."""

from models.course import Course, CourseLecturer
from services.core.feature import Feature, Table
from services.core.finding import FindingKind, Thing, keys
from services.core.session import WorkSession
from services.course.queries import list_all

KIND = FindingKind("课程", urgency=42)


def things(session: WorkSession) -> list[Thing]:
    return [
        Thing(KIND, row.title, row.code, "course", row.id, keys(row.title, row.code))
        for row in list_all(session)
    ]


FEATURE = Feature(
    "course",
    "课程",
    tables=(Table(Course, "课程"), Table(CourseLecturer, "课程主讲")),
    things=things,
    left_out="已停用的课程",
)
