"""Where the list of schools stands in the window."""

from services.core.workspace import WorkspaceKind
from ui.core.desk import Entry
from ui.core.feature import Feature
from ui.county.page import CountyPage

FEATURE = Feature(
    "county",
    places=(
        Entry(
            "county",
            "学校一览",
            "school",
            "上报",
            CountyPage,
            kind=WorkspaceKind.county,
        ),
    ),
)
