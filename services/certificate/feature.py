"""What certificates are to the rest of the program."""

from models.certificate import Certificate
from services.certificate.queries import list_rows, todos
from services.core.feature import Feature, Table
from services.core.finding import FindingKind, Thing, number_keys
from services.core.session import WorkSession

KIND = FindingKind("证书", urgency=48)


def things(session: WorkSession) -> list[Thing]:
    return [
        Thing(
            KIND,
            f"{row.number} {row.holder}",
            "",
            "certificate",
            row.id,
            number_keys(row.number, row.holder),
        )
        for row in list_rows(session)
    ]


FEATURE = Feature(
    "certificate",
    "证书",
    tables=(Table(Certificate, "证书"),),
    todos=(todos,),
    things=things,
)
