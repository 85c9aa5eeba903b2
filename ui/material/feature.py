"""Where the learning materials stand in the window."""

from services.material.sheet import is_catalogue
from ui.core.desk import Entry
from ui.core.feature import Feature, FileKind
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
    files=(FileKind("学习资源目录", "material", is_catalogue),),
)
