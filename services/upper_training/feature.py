"""What training elsewhere is to the rest of the program."""

from models.upper_training import UpperTraining
from services.core.feature import Feature, Table

FEATURE = Feature("upper_training", "上级调训", tables=(Table(UpperTraining, "上级调训"),))
