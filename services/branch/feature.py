"""What the branches are to the rest of the program."""

from models.branch import Branch
from services.branch.queries import list_all, other_names
from services.core.feature import Feature, Table
from services.core.finding import FindingKind, Thing, keys
from services.core.session import WorkSession

KIND = FindingKind("党支部", urgency=44)


def things(session: WorkSession) -> list[Thing]:
    others = other_names(session)
    return [
        Thing(
            KIND,
            row.short_name,
            f"{row.members} 名党员",
            "branch",
            row.id,
            keys(row.short_name, row.name, *others.get(row.id, ())),
        )
        for row in list_all(session)
    ]


FEATURE = Feature("branch", "党支部", tables=(Table(Branch, "党支部"),), things=things)
