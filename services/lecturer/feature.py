"""What the lecturers are to the rest of the program."""

from models.lecturer import Appointment, Lecturer
from services.core.feature import Feature, Table
from services.core.finding import FindingKind, Thing
from services.core.session import WorkSession
from services.lecturer.queries import list_rows

KIND = FindingKind("讲师", "amber", urgency=43)


def things(session: WorkSession) -> list[Thing]:
    return [
        Thing(
            KIND,
            row.name,
            " · ".join(part for part in (row.employer, row.topics) if part),
            "lecturer",
            row.id,
            (row.name, *row.pinyin.split(), *row.initials.split()),
        )
        for row in list_rows(session)
    ]


FEATURE = Feature(
    "lecturer",
    "师资库",
    tables=(Table(Lecturer, "讲师"), Table(Appointment, "聘任")),
    things=things,
    left_out="已移出师资库的讲师",
)
