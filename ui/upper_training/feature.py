"""Where training elsewhere stands in the window."""

from ui.core.desk import Entry
from ui.core.feature import Feature
from ui.upper_training.page import UpperTrainingPage

FEATURE = Feature(
    "upper_training",
    places=(
        Entry(
            "upper_training",
            "上级调训",
            "clipboard-list",
            "人员",
            UpperTrainingPage,
            under="member",
            view="上级调训",
            order=70,
        ),
    ),
)
