"""What the sites are to the rest of the program."""

from models.site import Room, Site, Travel
from services.core.feature import Feature, Table
from services.core.finding import FindingKind, Thing, keys
from services.core.session import WorkSession
from services.site.demo import demo
from services.site.queries import list_all

KIND = FindingKind("阵地", urgency=45)


def things(session: WorkSession) -> list[Thing]:
    return [
        Thing(KIND, row.name, row.kind.word, "site", row.id, keys(row.name))
        for row in list_all(session)
    ]


FEATURE = Feature(
    "site",
    "阵地",
    tables=(Table(Site, "阵地"), Table(Room, "教室"), Table(Travel, "阵地间路程")),
    things=things,
    left_out="已停用的阵地",
    demo=demo,
)
