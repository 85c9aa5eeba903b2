"""Dialogs that collect what the person meant: labelled fields, one red button, one error line."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt, QTime
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDateTimeEdit,
    QDialog,
    QDoubleSpinBox,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from services.core.errors import BadInput, DeskError, NeedsReason
from services.core.words import Words
from ui.core import theme
from ui.core.calendar import MonthCalendar
from ui.core.day_fields import DayField, MomentField
from ui.core.making import Make, Making
from ui.core.messages import ReasonDialog, leave_unsaved
from ui.core.picking import choose as choose
from ui.core.picking import pick_field as pick_field
from ui.core.picking import picked as picked
from ui.core.widgets import button, column, label, row

W = TypeVar("W", bound=Words)
CHINA = QLocale(QLocale.Language.Chinese, QLocale.Country.China)


def text_field(name: str, value: str = "", hint: str = "", *, most: int = 80) -> QLineEdit:
    field = QLineEdit(value)
    field.setObjectName(name)
    field.setPlaceholderText(hint)
    field.setMaxLength(most)
    return field


def choice_field(name: str, members: Iterable[W], value: W | None = None) -> QComboBox:
    """A choice of an enum, or of some of its members, by their words; read with currentData()."""
    field = QComboBox()
    field.setObjectName(name)
    offered = list(members)
    for member in offered:
        field.addItem(member.word, member)
    if value is not None:
        field.setCurrentIndex(offered.index(value))
    return field


def hours_field(name: str, value: float = 4) -> QDoubleSpinBox:
    """Training hours in half-hour steps, 0.5 to 24."""
    field = QDoubleSpinBox()
    field.setObjectName(name)
    field.setRange(0.5, 24)
    field.setSingleStep(0.5)
    field.setDecimals(1)
    field.setValue(value)
    field.lineEdit().setTextMargins(theme.current().px(8), 0, 0, 0)
    return field


def date_field(name: str, value: date, kind: type[DayField] = DayField) -> DayField:
    field = kind(QDate(value.year, value.month, value.day))
    field.setObjectName(name)
    field.setCalendarPopup(True)
    field.setCalendarWidget(MonthCalendar())
    field.setLocale(CHINA)
    field.setDisplayFormat("yyyy-MM-dd")
    return field


def moment_field(name: str, value: datetime) -> QDateTimeEdit:
    field = MomentField(qt_moment(value))
    field.setObjectName(name)
    field.setCalendarPopup(True)
    field.setCalendarWidget(MonthCalendar())
    field.setLocale(CHINA)
    field.setDisplayFormat("yyyy-MM-dd HH:mm")
    return field


def qt_moment(value: datetime) -> QDateTime:
    """A local moment, to the minute, as Qt's fields take it."""
    day = QDate(value.year, value.month, value.day)
    return QDateTime(day, QTime(value.hour, value.minute))


def date_of(field: QDateEdit) -> date:
    """Raises BadInput where what was typed is no day."""
    _require_read(field)
    chosen = field.date()
    return date(chosen.year(), chosen.month(), chosen.day())


def moment_of(field: QDateTimeEdit) -> datetime:
    """Raises BadInput where what was typed is no day or time."""
    _require_read(field)
    day, time = field.date(), field.time()
    return datetime(  # noqa: DTZ001  (lesson times are local and have no zone)
        day.year(), day.month(), day.day(), time.hour(), time.minute()
    )


def _require_read(field: QDateTimeEdit) -> None:
    if isinstance(field, DayField | MomentField) and (said := field.unread):
        raise BadInput(f"没有“{said}”这一天，请写成 2026-06-30 这样。")


def value_of(field: QWidget) -> object:
    """What stands in a field of a form; None for one that takes no input."""
    if isinstance(field, QLineEdit):
        return field.text()
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    if isinstance(field, QComboBox):
        return field.currentText()
    if isinstance(field, QCheckBox):
        return field.isChecked()
    if isinstance(field, QDateTimeEdit):
        return field.dateTime()
    return field.value() if isinstance(field, QSpinBox | QDoubleSpinBox) else None


def when_changed(field: QWidget, act: Callable[[], object]) -> None:
    """Call `act` whenever what stands in the field changes."""
    for kind, signal in (
        (QLineEdit, "textChanged"),
        (QPlainTextEdit, "textChanged"),
        (QComboBox, "currentTextChanged"),
        (QCheckBox, "toggled"),
        (QDateTimeEdit, "dateTimeChanged"),
        (QDoubleSpinBox, "valueChanged"),
        (QSpinBox, "valueChanged"),
    ):
        if isinstance(field, kind):
            getattr(field, signal).connect(lambda *_: act())
            return


class FormDialog(QDialog):
    """`save` gets a reason ("" at first) and raises what is wrong; then the form stays open.

    Enter takes the red button. Esc leaves without a change, and asks before it drops what was
    typed.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        save_words: str,
        save: Callable[[str], object],
        *,
        width: int = 460,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(width)
        self._save = save
        self._fields: list[QWidget] = []
        self._makings: list[Making] = []
        self._at_first: list[object] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        self.error = label("", "error", wrap=True)
        self.error.setObjectName("form-error")
        self.error.hide()
        self.save_button = button(save_words, self._try_save, "primary", name="form-save")
        self.save_button.setDefault(True)
        cancel = button("取消", self.reject, name="form-cancel")
        self._above = column(gap=8)
        self.extra = column(gap=8)
        self.setLayout(
            column(
                self._above,
                self._grid,
                self.extra,
                self.error,
                6,
                row(None, cancel, self.save_button, gap=10),
                margins=20,
                gap=10,
            )
        )

    def add_field(
        self, words: str, field: QWidget, note: str = "", *, beside: bool = False
    ) -> None:
        """One labelled field a row; `note` stands under it. One that stands `beside` the last
        field shares its row; a form that has such fields calls `span` for its wide ones."""
        number, place = self._grid.rowCount() - beside, 2 * beside
        caption = label(words, "subtitle")
        caption.setBuddy(field)
        field.setAccessibleName(words)
        self.watch(field)
        self._grid.addWidget(caption, number, place)
        self._grid.addWidget(field, number, place + 1)
        self._grid.setColumnStretch(place + 1, 1)
        if note:
            self._grid.addWidget(label(note, "note", wrap=True), number + 1, place + 1)

    def span(self, *fields: QWidget) -> None:
        """Let these fields have the whole width of a form with two fields in some rows."""
        for field in fields:
            number = self._grid.getItemPosition(self._grid.indexOf(field))[0]  # type: ignore[index]
            self._grid.addWidget(field, number, 1, 1, 3)

    def watch(self, *fields: QWidget) -> None:
        """Ask before what was typed into these is dropped, also where they stand inside another
        field; typing hides the error."""
        for field in fields:
            self._fields.append(field)
            when_changed(field, self.error.hide)

    def let_make(
        self,
        field: QComboBox,
        make: Make,
        *,
        value: Callable[[UUID, str], Any] = lambda key, _words: key,
        free: Callable[[], bool] = lambda: False,
    ) -> Making:
        """What this field asks for can be made in it, see Making; so it is where it is saved with
        words that fit nothing."""
        made = Making(field, make, value=value, free=free)
        self._makings.append(made)
        return made

    def typed(self) -> list[object]:
        """What stands in the form, to see whether something was typed."""
        return [value_of(field) for field in self._fields]

    def add_first(self, words: str, field: QWidget) -> None:
        """A field over all the others: the grid's uppermost row is kept for it."""
        caption = label(words, "subtitle")
        caption.setBuddy(field)
        field.setAccessibleName(words)
        when_changed(field, self.error.hide)
        self._grid.addWidget(caption, 0, 0)
        self._grid.addWidget(field, 0, 1)
        QWidget.setTabOrder(field, self._fields[0])
        self._fields.insert(0, field)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._at_first = self.typed()

    def reject(self) -> None:
        if self.typed() == self._at_first:
            super().reject()
            return
        leave_unsaved(self, super().reject)

    def point_at(self, names: Sequence[str]) -> None:
        """Give the keys to the first of these fields that the form has."""

    def fail(self, text: str) -> None:
        self.error.setText(text)
        self.error.show()
        self.adjustSize()

    def _try_save(self, reason: str = "") -> None:
        if any(one.is_open for one in self._makings):
            return
        if (wanted := next((one for one in self._makings if one.wants), None)) is not None:
            wanted.begin()
            return
        self.save_button.setEnabled(False)  # an impatient second click must not save twice
        try:
            self._save(reason)
        except NeedsReason as warning:
            ReasonDialog(self, warning.message, self._try_save).open()
        except DeskError as error:
            self.fail(error.message)
            if isinstance(error, BadInput):
                self.point_at(error.fields)
        else:
            self.accept()
        finally:
            self.save_button.setEnabled(True)
