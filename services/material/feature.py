"""What the learning materials are to the rest of the program."""

from models.material import Material, MaterialCourse
from services.core.feature import Feature, Table

FEATURE = Feature(
    "material",
    "学习资源",
    tables=(Table(Material, "学习资源"), Table(MaterialCourse, "课程用的学习资源")),
)
