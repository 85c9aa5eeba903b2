"""The form of a term of appointment, new or to correct."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QWidget

from services.core.fields import draft_of
from services.lecturer import AppointmentRow, TermDraft
from ui.core.draft_form import DraftForm
from ui.core.forms import date_of

DEFAULT_TITLE = "党员教育讲师"
TERM_YEARS = 3


class TermForm(DraftForm[TermDraft]):
    """`shown` is the term to correct, None for a new one from `first` on. The last day follows the
    first one until somebody chose it."""

    def __init__(
        self,
        parent: QWidget,
        name: str,
        first: date,
        issuer: str,
        shown: AppointmentRow | None,
        save: Callable[[TermDraft, str], object],
    ) -> None:
        last = years_later(first, TERM_YEARS)
        start = TermDraft(DEFAULT_TITLE, first, last, issuer)
        super().__init__(
            parent,
            "appoint",
            f"改正{name}的聘期" if shown else f"聘任{name}",
            TermDraft,
            save,
            start=draft_of(TermDraft, shown) if shown else start,
            save_words="保存" if shown else "聘任",
        )
        self._derived = last if shown is None else None
        self["starts_on"].dateChanged.connect(lambda _day: self._move_last())

    def _move_last(self) -> None:
        if date_of(self["ends_on"]) == self._derived:
            self._derived = years_later(date_of(self["starts_on"]), TERM_YEARS)
            day = self._derived
            self["ends_on"].setDate(QDate(day.year, day.month, day.day))


def years_later(first: date, years: int) -> date:
    """The last day of a term of whole years: 2026-03-01 and three give 2029-02-28."""
    day = 28 if (first.month, first.day) == (2, 29) else first.day
    return date(first.year + years, first.month, day) - timedelta(days=1)
