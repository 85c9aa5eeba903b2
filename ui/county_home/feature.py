"""Where the county's home page stands in the window."""

from services.core.workspace import WorkspaceKind
from ui.core.desk import Entry
from ui.core.feature import Feature
from ui.county_home.page import CountyHomePage

FEATURE = Feature(
    "home",
    places=(
        Entry(
            "home",
            "工作台",
            "table-cells-large",
            "",
            CountyHomePage,
            kind=WorkspaceKind.county,
        ),
    ),
)
