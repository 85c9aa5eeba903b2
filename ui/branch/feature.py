"""Where the branches stand in the window."""

from ui.branch.form import BRANCH
from ui.branch.page import BranchPage
from ui.core.desk import Entry
from ui.core.feature import Feature

FEATURE = Feature(
    "branch",
    places=(
        Entry(
            "branch",
            "党支部",
            "sitemap",
            "人员",
            BranchPage,
            under="member",
            view="党支部",
        ),
    ),
    makers=(BRANCH,),
)
