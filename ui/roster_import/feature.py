"""The import of rosters is a dialog of the members' page and of the first-run guide."""

from ui.core.feature import Feature

FEATURE = Feature("roster_import")
