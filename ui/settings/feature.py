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
            commands=(("立即备份", "settings-backup"), ("修改密码", "settings-password")),
            kind=None,
            apart=True,
        ),
    ),
)
