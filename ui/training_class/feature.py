"""Where the classes stand in the window."""

from ui.core.desk import Entry
from ui.core.feature import Feature
from ui.training_class.dialogs import CLASS
from ui.training_class.page import TrainingClassPage

FEATURE = Feature(
    "training_class",
    places=(
        Entry(
            "training_class",
            "培训班与课表",
            "calendar-days",
            "教学",
            TrainingClassPage,
            view="培训班",
        ),
    ),
    makers=(CLASS,),
)
