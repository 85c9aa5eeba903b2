"""Where members stand in the window."""

from services.roster_import import is_roster
from ui.core.desk import Entry
from ui.core.feature import Feature, FileKind
from ui.member.page import MemberPage

FEATURE = Feature(
    "member",
    places=(
        Entry(
            "member",
            "学员与学时",
            "user",
            "人员",
            MemberPage,
            view="学员",
        ),
    ),
    files=(FileKind("党员花名册", "member", is_roster, general=True),),
)
