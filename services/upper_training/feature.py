"""What training elsewhere is to the rest of the program."""

from models.upper_training import UpperTraining
from services.core.feature import Feature, Table
from services.upper_training.merging import MERGING

FEATURE = Feature(
    "upper_training",
    "上级调训",
    tables=(Table(UpperTraining, "上级调训"),),
    merging=MERGING,
    left_out="上级调训记录",
)
