"""Where opening hours stand in the window: the page of the ledger opens a file of them."""

from services.opening_hours.sheet import is_list
from ui.core.feature import Feature, FileKind

FEATURE = Feature("opening_hours", files=(FileKind("期初学时", "hours", is_list),))
