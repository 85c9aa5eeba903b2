"""Who is in a class is a tab of the page of classes; its dialogs open from there."""

from ui.core.feature import Feature

FEATURE = Feature("enrolment")
