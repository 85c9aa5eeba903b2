"""The widget for a declared field: made, filled, and read again."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDateEdit,
    QDateTimeEdit,
    QDoubleSpinBox,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from services.core.checks import FIRST_YEAR
from services.core.errors import BadInput
from services.core.field_kinds import (
    Amount,
    Choice,
    Day,
    Hours,
    Moment,
    Number,
    PartialDay,
    Phone,
    Reference,
    Several,
    Suggested,
    Text,
    YesNo,
)
from services.core.fields import Field
from ui.core import theme
from ui.core.day_fields import NO_DAY, NO_DAY_WORDS, MaybeDay
from ui.core.forms import (
    choose,
    date_field,
    date_of,
    hours_field,
    moment_field,
    moment_of,
    pick_field,
    picked,
    text_field,
)
from ui.core.several_field import Offer as Offer
from ui.core.several_field import SeveralField

LONGEST_PHONE, LONGEST_DATE, LONGEST_AMOUNT = 24, 20, 20
LINES_HEIGHT = 76
PARTIAL_HINT = "如 2001.07"


def widget_for(
    field: Field, name: str, value: Any, offered: Sequence[Offer] = (), masked: str = ""
) -> QWidget:
    """The widget that takes this field, showing `value`. `offered` are the words and values to
    choose from where the declaration has none; `masked` is what is stored of a masked field."""
    made = _made(field, name, value, offered)
    made.setObjectName(name)
    made.setAccessibleName(field.caption)
    hint = f"{masked}，留空不改" if masked else field.hint
    if isinstance(made, QLineEdit | QPlainTextEdit):
        made.setPlaceholderText(hint or made.placeholderText())
    elif isinstance(made, QComboBox) and (line := made.lineEdit()) is not None:
        line.setPlaceholderText(hint)
    return made


def read(field: Field, widget: QWidget) -> Any:
    """What stands in a widget of `widget_for`. Raises BadInput for words that pick nothing."""
    match field.kind:
        case Suggested():
            return cast("QComboBox", widget).currentText()
        case Choice(of=of):
            chosen = cast("QComboBox", widget).currentData()
            return None if chosen is None else of(chosen)  # Qt gives back a plain text
        case Reference():
            return _picked(field, cast("QComboBox", widget))
        case Several():
            return cast("SeveralField", widget).chosen
        case YesNo():
            return cast("QCheckBox", widget).isChecked()
        case Day() | Moment():
            return _day_in(field, widget)
        case Number(none=none):
            return _number(cast("QSpinBox | QDoubleSpinBox", widget), none)
        case Hours():
            return _number(cast("QDoubleSpinBox", widget))
        case Amount():
            return _amount(field, cast("QLineEdit", widget))
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    return cast("QLineEdit", widget).text()


def _day_in(field: Field, widget: QWidget) -> date | datetime | None:
    try:
        if isinstance(field.kind, Moment):
            return moment_of(cast("QDateTimeEdit", widget))
        day = cast("QDateEdit", widget)
        empty = isinstance(day, MaybeDay) and day.date() == NO_DAY and not day.unread
        return None if empty else date_of(day)
    except BadInput as error:
        raise BadInput(f"{field.caption}：{error.message}", field.name) from error


def _made(field: Field, name: str, value: Any, offered: Sequence[Offer]) -> QWidget:
    kind = field.kind
    match kind:
        case Suggested():
            return _suggesting(field, kind, value, [words for words, _ in offered])
        case Choice():
            return _choosing(kind, value, offered)
        case Reference():
            return _picking(name, kind, value, offered)
        case Several():
            return SeveralField(field.caption, offered, value)
        case YesNo():
            box = QCheckBox(field.caption)
            box.setChecked(bool(value))
            return box
        case Day():
            return _day(name, value, required=field.required)
        case Moment():
            return moment_field(name, cast("datetime", value))
        case Number():
            return _counting(kind, value)
        case Hours():
            return hours_field(name, float(value))
        case Text(lines=True):
            return _lines(value)
        case Amount():
            return text_field(name, kind.words(value), most=LONGEST_AMOUNT)
    most = {Phone: LONGEST_PHONE, PartialDay: LONGEST_DATE}.get(type(kind), 0)
    hint = PARTIAL_HINT if isinstance(kind, PartialDay) else ""
    return text_field(name, value or "", hint, most=kind.most if isinstance(kind, Text) else most)


def _suggesting(field: Field, kind: Suggested, value: str, offered: Sequence[str]) -> QComboBox:
    box = QComboBox()
    box.setEditable(kind.free)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    words = list(offered or kind.usual)
    box.addItems(words if field.required else ["", *words])
    if value and box.findText(value) < 0:
        box.addItem(value)
    box.setCurrentText(value)
    if (line := box.lineEdit()) is not None:
        line.setMaxLength(kind.most)
    if (finder := box.completer()) is not None:  # by any part of the words
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    return box


def _choosing(kind: Choice, value: Any, offered: Sequence[Offer]) -> QComboBox:
    box = QComboBox()
    none = [(kind.none, None)] if kind.none else []
    for words, member in offered or [*none, *((one.word, one) for one in kind.of)]:
        box.addItem(words, member)
    choose(box, value)
    return box


def _picking(name: str, kind: Reference, value: object, offered: Sequence[Offer]) -> QComboBox:
    """With `none` in front where the draft may have none."""
    items = [(kind.none, None), *offered] if kind.none else list(offered)
    box = pick_field(name, items, "")
    choose(box, value, otherwise=-1)
    return box


def _picked(field: Field, box: QComboBox) -> Any:
    value = picked(box)
    if value is None and box.currentText().strip() not in ("", cast("Reference", field.kind).none):
        raise BadInput(f"{field.caption}没有选中，请从列表里选。", field.name)
    return value


def _day(name: str, value: date | None, *, required: bool) -> QDateEdit:
    if required and value is not None:
        return date_field(name, value)
    box = date_field(name, value or date(FIRST_YEAR, 1, 1), MaybeDay)
    box.setMinimumDate(NO_DAY)
    box.setSpecialValueText(NO_DAY_WORDS)
    return box


def _counting(kind: Number, value: Any) -> QSpinBox | QDoubleSpinBox:
    box: QSpinBox | QDoubleSpinBox
    if kind.places:
        box = QDoubleSpinBox()
        box.setDecimals(kind.places)
        box.setSingleStep(0.5 if kind.halves else 1)
        box.setRange(float(kind.least), float(kind.most))
        box.setValue(float(value))
    else:
        box = QSpinBox()
        least = int(kind.least) - bool(kind.none)  # none stands below the least
        box.setRange(least, int(kind.most))
        box.setValue(least if value is None else int(value))
    box.setSuffix(f" {kind.unit}" if kind.unit else "")
    box.setSpecialValueText(kind.none or kind.unknown)
    box.lineEdit().setTextMargins(theme.current().px(8), 0, 0, 0)
    return box


def _number(box: QSpinBox | QDoubleSpinBox, none: str = "") -> int | Decimal | None:
    if isinstance(box, QSpinBox):
        return None if none and box.value() == box.minimum() else box.value()
    return Decimal(f"{box.value():.{box.decimals()}f}")


def _amount(field: Field, line: QLineEdit) -> Decimal | None:
    try:
        return cast("Amount", field.kind).read(line.text(), field.caption)
    except BadInput as error:
        raise BadInput(error.message, field.name) from error


def _lines(value: str) -> QPlainTextEdit:
    box = QPlainTextEdit(value or "")
    box.setTabChangesFocus(True)
    box.setFixedHeight(theme.current().px(LINES_HEIGHT))
    return box
