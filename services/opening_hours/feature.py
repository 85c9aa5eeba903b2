"""What opening hours are to the rest of the program: records of the hours, with rules of their
own."""

from services.core.feature import Feature
from services.opening_hours.merging import MERGING

FEATURE = Feature("opening_hours", "期初学时", merging=MERGING)
