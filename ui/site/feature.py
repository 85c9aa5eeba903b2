"""Where the sites stand in the window."""

from ui.core.desk import Entry
from ui.core.feature import Feature
from ui.site.form import ROOM, SITE
from ui.site.page import SitePage

FEATURE = Feature(
    "site",
    places=(
        Entry(
            "site",
            "阵地与套餐",
            "house",
            "保障",
            SitePage,
            view="阵地",
        ),
    ),
    makers=(SITE, ROOM),
)
