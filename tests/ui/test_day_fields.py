"""Days and moments typed as people type them: no key ends in another part."""

from datetime import date, datetime

import pytest
from PySide6.QtCore import QDate, Qt, QTime
from PySide6.QtWidgets import QDateEdit, QDateTimeEdit, QLabel
from pytestqt.qtbot import QtBot

from tests.helpers.pictures import keep
from ui.core.day_fields import NO_DAY, NO_DAY_WORDS, MaybeDay
from ui.core.forms import date_field, date_of, moment_field, moment_of

AS_TYPED = (
    "20260630", "2026-06-30", "2026-6-30", "2026/6/30", "2026.06.30", "2026 6 30",
)  # fmt: skip
START = date(2025, 12, 1)


def shown(qtbot: QtBot, field: QDateTimeEdit) -> QDateTimeEdit:
    qtbot.addWidget(field)
    field.resize(240, 34)
    field.show()
    field.setFocus()
    return field


@pytest.mark.parametrize("typed", AS_TYPED)
@pytest.mark.parametrize("whole", [True, False], ids=["all chosen", "year chosen"])
def test_a_day(qtbot: QtBot, typed: str, whole: bool) -> None:
    field = date_field("day", START)
    shown(qtbot, field)
    if whole:
        field.selectAll()
    else:
        field.setSelectedSection(QDateEdit.Section.YearSection)
    qtbot.keyClicks(field, typed)
    assert date_of(field) == date(2026, 6, 30)
    keep(field, "day-field")


@pytest.mark.parametrize("typed", AS_TYPED)
def test_an_empty_day_is_typed_into(qtbot: QtBot, typed: str) -> None:
    field = date_field("day", date(1900, 1, 1), MaybeDay)
    field.setMinimumDate(NO_DAY)
    field.setSpecialValueText(NO_DAY_WORDS)
    shown(qtbot, field)
    assert field.text() == NO_DAY_WORDS
    field.selectAll()
    qtbot.keyClicks(field, typed)
    assert date_of(field) == date(2026, 6, 30)
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    assert field.text() == NO_DAY_WORDS
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert date_of(field) == date.today()  # noqa: DTZ011  (what the widget takes for today)


@pytest.mark.parametrize("typed", ["202611240830", "2026-11-24 08:30", "2026-11-24 8:30"])
def test_a_moment(qtbot: QtBot, typed: str) -> None:
    field = moment_field("moment", datetime(2025, 12, 1, 14))  # noqa: DTZ001
    shown(qtbot, field)
    field.selectAll()
    qtbot.keyClicks(field, typed)
    assert moment_of(field) == datetime(2026, 11, 24, 8, 30)  # noqa: DTZ001


def test_the_weekday_stands_beside_where_there_is_room(qtbot: QtBot) -> None:
    field = date_field("day", date(2026, 11, 23))
    shown(qtbot, field)
    (weekday,) = field.findChildren(QLabel)
    assert (weekday.text(), weekday.isVisible()) == ("周一", True)
    keep(field, "day-field")
    field.setDate(field.date().addDays(1))
    assert weekday.text() == "周二"
    assert weekday.geometry().left() > field.fontMetrics().horizontalAdvance(field.text())
    field.resize(130, 34)
    assert not weekday.isVisible()


def test_one_letter_is_a_day_or_half_of_one(qtbot: QtBot) -> None:
    today = QDate.currentDate()
    field = moment_field("moment", datetime(2025, 12, 1, 11, 15))  # noqa: DTZ001
    shown(qtbot, field)
    qtbot.keyClicks(field, "m")
    assert field.date() == today.addDays(1)
    for letter, hour in (("x", 14), ("w", 19), ("S", 8)):
        qtbot.keyClicks(field, letter)
        assert field.time().hour() == hour
    qtbot.keyClicks(field, "j")
    assert (field.date(), field.time()) == (today, QTime(8, 30))
    assert "M 明天" in field.toolTip()
    day = date_field("day", START)
    shown(qtbot, day)
    qtbot.keyClicks(day, "x")
    assert date_of(day) == START, "a day has no afternoon"
    qtbot.keyClicks(day, "j")
    assert day.date() == today
    assert "上午" not in day.toolTip()
