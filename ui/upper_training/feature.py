"""Where training elsewhere stands in the window."""

from services.upper_training.sheet import is_list
from ui.core.desk import Entry
from ui.core.feature import Feature, FileKind
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
    files=(FileKind("调训名单", "upper_training", is_list),),
)
