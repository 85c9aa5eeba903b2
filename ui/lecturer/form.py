"""The forms of a new lecturer, who is made from wherever one is asked for, and of a term."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QWidget

from services import lecturer
from services.core.call import call
from services.core.fields import draft_of
from services.core.session import WorkSession
from services.lecturer import AppointmentRow, LecturerDraft, LecturerRow, LecturerSource, TermDraft
from ui.core.desk import Desk
from ui.core.draft_form import DraftForm
from ui.core.forms import date_of
from ui.core.maker import Maker

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
        if not self["ends_on"].unread and date_of(self["ends_on"]) == self._derived:
            self._derived = years_later(date_of(self["starts_on"]), TERM_YEARS)
            day = self._derived
            self["ends_on"].setDate(QDate(day.year, day.month, day.day))


def years_later(first: date, years: int) -> date:
    """The last day of a term of whole years: 2026-03-01 and three give 2029-02-28."""
    day = 28 if (first.month, first.day) == (2, 29) else first.day
    return date(first.year + years, first.month, day) - timedelta(days=1)


def ask_lecturer(
    desk: Desk, parent: QWidget, name: str, then: Callable[[UUID], object]
) -> DraftForm[LecturerDraft]:
    """The form of a new lecturer, open; `then` gets the id."""
    form = DraftForm(
        parent,
        "lecturer",
        "新增讲师",
        LecturerDraft,
        lambda draft, reason: desk.perform(
            call(lecturer.create, draft),
            "已加入师资库。聘任的讲师接着填聘期，就可以签发聘书。",
            reason,
            then=lambda made: then(made.id),
        ),
        start={"source": LecturerSource.invited, "name": name},
        save_words="加入师资库",
        width=520,
    )
    form.open()
    return form


def lecturer_words(one: LecturerRow) -> str:
    """A lecturer in a chooser."""
    return f"{one.name}　{one.employer}".strip()


def _said(session: WorkSession, key: UUID) -> str:
    return next(lecturer_words(one) for one in lecturer.list_rows(session) if one.id == key)


LECTURER = Maker("lecturer", "讲师", ask_lecturer, _said)
