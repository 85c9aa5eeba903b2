"""What the packages are to the rest of the program."""

from models.package import Package, PackageStage
from services.core.feature import Feature, Table
from services.core.finding import FindingKind, Thing, keys
from services.core.session import WorkSession
from services.package.demo import demo
from services.package.queries import list_all
from services.package.todos import todos

KIND = FindingKind("套餐", urgency=46)


def things(session: WorkSession) -> list[Thing]:
    return [
        Thing(KIND, row.title, row.code, "package", row.id, keys(row.title, row.code))
        for row in list_all(session)
    ]


FEATURE = Feature(
    "package",
    "套餐",
    tables=(Table(Package, "套餐"), Table(PackageStage, "套餐环节")),
    todos=(todos,),
    things=things,
    left_out="已停用的套餐",
    demo=demo,
)
