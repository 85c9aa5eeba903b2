"""What the import of rosters is to the rest of the program."""

from services.core.feature import Feature

FEATURE = Feature("roster_import", "导入花名册")
