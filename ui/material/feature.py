"""Where the learning materials stand in the window."""

from ui.core.desk import Entry
from ui.core.feature import Feature
from ui.material.page import MaterialPage

FEATURE = Feature(
    "material",
    places=(
        Entry(
            "material",
            "学习资源",
            "bars",
            "教学",
            MaterialPage,
            under="course",
            view="学习资源",
            order=70,
        ),
    ),
)
