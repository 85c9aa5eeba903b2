"""Where dispatches stand in the window."""

from services.core.workspace import WorkspaceKind
from ui.core.desk import Entry
from ui.core.feature import Feature
from ui.dispatch.page import DispatchPage

FEATURE = Feature(
    "dispatch",
    places=(
        Entry(
            "dispatch",
            "派单",
            "paper-plane",
            "教学",
            DispatchPage,
            kind=WorkspaceKind.county,
        ),
    ),
)
