"""What the learning materials are to the rest of the program."""

from models.material import Material, MaterialCourse
from services.core.feature import Feature, Table
from services.core.finding import FindingKind, Thing, keys
from services.core.session import WorkSession
from services.material.queries import list_rows, todos

KIND = FindingKind("学习资源", "blue", urgency=47)


def things(session: WorkSession) -> list[Thing]:
    return [
        Thing(KIND, row.title, row.kind.word, "material", row.id, keys(row.title, row.author))
        for row in list_rows(session)
    ]


FEATURE = Feature(
    "material",
    "学习资源",
    tables=(Table(Material, "学习资源"), Table(MaterialCourse, "课程用的学习资源")),
    todos=(todos,),
    things=things,
)
