"""Where the settings stand in the window."""

from ui.core.desk import Entry
from ui.core.feature import Feature
from ui.settings.page import SettingsPage

FEATURE = Feature(
    "settings",
    places=(
        Entry(
            "settings",
            "设置",
            "gear",
            "",
            SettingsPage,
            kind=None,
            apart=True,
        ),
    ),
)
