"""Days and moments typed as people type them: no key ends in another part."""

from datetime import date, datetime

import pytest
from PySide6.QtCore import QDate, Qt, QTime
from PySide6.QtWidgets import QApplication, QDateEdit, QDateTimeEdit, QLabel
from pytestqt.qtbot import QtBot

from services.core.errors import BadInput
from tests.helpers.pictures import keep
from ui.core.day_fields import NO_DAY, NO_DAY_WORDS, DayField, MaybeDay
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


@pytest.mark.parametrize(
    "typed",
    ["20260231", "2026-02-30", "20261301", "2026-6-31", "260630", "2026-06", "13-1", "2026-12-32"],
)
@pytest.mark.parametrize("kind", [DayField, MaybeDay])
def test_what_is_no_day_stays_in_sight_and_is_refused(
    qtbot: QtBot, typed: str, kind: type[DayField]
) -> None:
    """2026-02-30 was saved as the third, and nothing said so."""
    field = date_field("day", START, kind)
    shown(qtbot, field)
    field.selectAll()
    qtbot.keyClicks(field, typed)
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert (field.text(), field.unread) == (typed, typed)
    with pytest.raises(BadInput, match=f"没有“{typed}”这一天"):
        date_of(field)
    qtbot.keyClick(field, Qt.Key.Key_J)
    assert (field.unread, field.date()) == ("", QDate.currentDate())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("6-30", date(2025, 6, 30)), ("26-6-30", date(2026, 6, 30)), ("2027", date(2027, 12, 1))],
)
def test_what_is_left_out_stays(qtbot: QtBot, typed: str, meant: date) -> None:
    field = date_field("day", START)
    shown(qtbot, field)
    field.selectAll()
    qtbot.keyClicks(field, typed)
    assert date_of(field) == meant


@pytest.mark.parametrize("typed", ["6-30", "2026"])
def test_an_empty_day_needs_the_whole(qtbot: QtBot, typed: str) -> None:
    field = date_field("day", date(1900, 1, 1), MaybeDay)
    field.setMinimumDate(NO_DAY)
    field.setSpecialValueText(NO_DAY_WORDS)
    shown(qtbot, field)
    field.selectAll()
    qtbot.keyClicks(field, typed)
    assert field.unread == typed


@pytest.mark.parametrize("said", ["2026-06-30", "2026/6/30", "2026年6月30日", " 20260630 "])
def test_a_day_is_pasted(qtbot: QtBot, said: str) -> None:
    field = date_field("day", date(1900, 1, 1), MaybeDay)
    field.setMinimumDate(NO_DAY)
    field.setSpecialValueText(NO_DAY_WORDS)
    shown(qtbot, field)
    QApplication.clipboard().setText(said)
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert date_of(field) == date(2026, 6, 30)


@pytest.mark.parametrize("said", ["2026/12/10 14:00", "2026-12-10", "2026年12月10日 14:00"])
def test_a_moment_is_pasted(qtbot: QtBot, said: str) -> None:
    field = moment_field("moment", datetime(2025, 12, 1, 14))  # noqa: DTZ001
    shown(qtbot, field)
    field.selectAll()
    QApplication.clipboard().setText(said)
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert moment_of(field) == datetime(2026, 12, 10, 14)  # noqa: DTZ001


def test_backspace_and_a_second_start(qtbot: QtBot) -> None:
    field = date_field("day", START)
    shown(qtbot, field)
    field.selectAll()
    qtbot.keyClicks(field, "20260701")
    for _ in range(2):
        qtbot.keyClick(field, Qt.Key.Key_Backspace)
    qtbot.keyClicks(field, "15")
    assert date_of(field) == date(2026, 7, 15)
    field.selectAll()
    qtbot.keyClicks(field, "20260630")
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert field.text() == "2026-06-30"


def test_a_day_that_another_field_moves_takes_the_place_of_what_was_typed(qtbot: QtBot) -> None:
    field = date_field("day", START)
    shown(qtbot, field)
    field.selectAll()
    qtbot.keyClicks(field, "2026-02-30")
    assert field.unread
    field.setDate(QDate(2026, 3, 2))
    assert (field.unread, field.text(), date_of(field)) == ("", "2026-03-02", date(2026, 3, 2))
