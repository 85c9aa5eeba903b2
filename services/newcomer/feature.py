"""What newcomers are to the rest of the program: a view of the members, with no rows of its own."""

from services.core.feature import Feature

FEATURE = Feature("newcomer", "新任和新党员")
