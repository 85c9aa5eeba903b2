"""The first-run guide shows who the school is; it runs before there is a window with places."""

from ui.core.feature import Feature

FEATURE = Feature("school")
