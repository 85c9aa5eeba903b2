"""Where the county's inbox stands in the window."""

from services.core.workspace import WorkspaceKind
from ui.core.desk import Entry
from ui.core.feature import Feature, FileKind
from ui.inbox.page import InboxPage

FEATURE = Feature(
    "exchange",
    places=(
        Entry(
            "inbox",
            "收件箱",
            "inbox",
            "上报",
            InboxPage,
            kind=WorkspaceKind.county,
        ),
    ),
    files=(FileKind("学校的数据包", "inbox", ending=".psb"),),
)
