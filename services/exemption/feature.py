"""What exemptions are to the rest of the program."""

from models.exemption import Exemption
from services.core.feature import Feature, Table
from services.core.finding import FindingKind, Thing, keys
from services.core.session import WorkSession
from services.exemption.merging import MERGING
from services.exemption.queries import list_rows, new_year

KIND = FindingKind("学时减免", "grey", urgency=70)


def things(session: WorkSession) -> list[Thing]:
    """This year's; those of earlier years stand in their list."""
    return [
        Thing(
            KIND,
            f"{row.name} {row.reason.word}",
            row.branch,
            "exemption",
            row.id,
            keys(row.name, "减免"),
        )
        for row in list_rows(session, session.today().year)
    ]


FEATURE = Feature(
    "exemption",
    "学时减免",
    tables=(Table(Exemption, "学时减免"),),
    new_year=(new_year,),
    things=things,
    merging=MERGING,
    left_out="往年的学时减免",
)
