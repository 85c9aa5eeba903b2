"""The password field: hidden, shown by its eye, and no input method takes its keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from tests.helpers.pictures import keep
from ui.core import theme
from ui.core.secret_field import SecretField

HIDDEN, SHOWN = QLineEdit.EchoMode.Password, QLineEdit.EchoMode.Normal


@pytest.fixture
def field(look: theme.Theme, qtbot: QtBot) -> SecretField:
    made = SecretField("secret", "密码")
    qtbot.addWidget(made)
    made.resize(300, 34)
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def takes_no_guesses(field: SecretField) -> bool:
    hints = field.inputMethodHints()
    wanted = (
        Qt.InputMethodHint.ImhHiddenText,
        Qt.InputMethodHint.ImhNoPredictiveText,
        Qt.InputMethodHint.ImhSensitiveData,
    )
    return all(hints & one for one in wanted)


def test_the_eye_shows_and_hides_by_mouse_and_key(field: SecretField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "geheim-1")
    assert field.echoMode() is HIDDEN
    keep(field, "secret-hidden")
    qtbot.mouseClick(field.findChild(QToolButton, "secret-eye"), Qt.MouseButton.LeftButton)
    assert field.echoMode() is SHOWN
    assert field.eye.text() == "遮住密码"
    keep(field, "secret-shown")
    qtbot.keyClick(field, Qt.Key.Key_F8)
    assert field.echoMode() is HIDDEN
    assert field.text() == "geheim-1"


def test_no_input_method_may_guess_hidden_or_shown(field: SecretField) -> None:
    assert takes_no_guesses(field)
    field.eye.toggle()
    assert takes_no_guesses(field)


def test_emptied_it_is_hidden_again(field: SecretField) -> None:
    field.eye.toggle()
    field.clear()
    assert field.echoMode() is HIDDEN
