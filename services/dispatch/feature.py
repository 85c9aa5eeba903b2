"""What dispatches are to the rest of the program."""

from models.dispatch import Dispatch
from services.core.feature import Feature, Table
from services.core.finding import FindingKind, Thing, keys
from services.core.session import WorkSession
from services.dispatch.queries import list_rows
from services.dispatch.todos import todos

KIND = FindingKind("派单", urgency=50)


def things(session: WorkSession) -> list[Thing]:
    """At the county; a school finds the order that it made of one."""
    return [
        Thing(
            KIND,
            row.topic,
            f"{row.number} · {row.school}",
            "dispatch",
            row.id,
            keys(row.topic, row.number, row.number[-4:], row.school),
        )
        for row in list_rows(session)
    ]


FEATURE = Feature(
    "dispatch",
    "派单",
    tables=(Table(Dispatch, "上级派单"),),
    todos=(todos,),
    things=things,
)
