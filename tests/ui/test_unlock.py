"""The unlock window: one field, one button, and words for each thing that goes wrong."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services.core import workspace
from services.core.clock import FixedClock
from services.core.errors import WorkspaceBusy
from services.core.places import DATABASE
from services.core.workspace import Workspace
from tests.helpers.pictures import keep
from tests.helpers.workspaces import PASSWORD, SCHOOL, Templates
from ui.core import theme
from ui.core.background import Background
from ui.unlock import window as unlock_window
from ui.unlock.window import UnlockWindow


class Door:
    """A closed workspace, what opened it, and what was handed over."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tries = 0
        self.opened: list[Workspace] = []

    def open(self, secret: str) -> Workspace:
        self.tries += 1
        return workspace.unlock(self.folder, secret)


@pytest.fixture
def door(templates: Templates, tmp_path: Path, clock: FixedClock) -> Iterator[Door]:
    made = Door(templates.copy(SCHOOL, tmp_path / "school", clock))
    yield made
    for space in made.opened:
        space.close()


@pytest.fixture
def window(door: Door, look: theme.Theme, qtbot: QtBot) -> UnlockWindow:
    return shown(door, qtbot)


def shown(door: Door, qtbot: QtBot, note: str = "") -> UnlockWindow:
    made = UnlockWindow(door.open, Background(), note)
    made.unlocked.connect(door.opened.append)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def enter(window: UnlockWindow, secret: str) -> None:
    window.password.selectAll()
    QTest.keyClicks(window.password, secret)
    QTest.keyClick(window.password, Qt.Key.Key_Return)


def fail_once(window: UnlockWindow, door: Door, qtbot: QtBot) -> None:
    before = door.tries
    enter(window, "not the password")
    qtbot.waitUntil(lambda: door.tries == before + 1 and "正在打开" not in window.error.text())


def test_the_password_opens_and_is_forgotten(
    window: UnlockWindow, door: Door, qtbot: QtBot
) -> None:
    keep(window, "unlock")
    with qtbot.waitSignal(window.unlocked):
        enter(window, PASSWORD)
    assert door.opened[0].folder == door.folder
    assert window.password.text() == ""


def test_the_recovery_code_opens_too(
    window: UnlockWindow, door: Door, templates: Templates, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.unlocked):
        enter(window, templates.recovery_code(SCHOOL))
    assert len(door.opened) == 1


def test_a_wrong_password_says_so_and_waits_for_the_next(
    window: UnlockWindow, door: Door, qtbot: QtBot
) -> None:
    fail_once(window, door, qtbot)
    keep(window, "unlock-wrong")
    assert "密码不对" in window.error.text()
    assert window.password.selectedText() == "not the password"
    assert window.password.isEnabled()
    with qtbot.waitSignal(window.unlocked):
        enter(window, PASSWORD)


def test_after_three_wrong_ones_there_is_a_wait_that_grows(
    window: UnlockWindow, door: Door, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unlock_window, "FIRST_WAIT_SECONDS", 1)
    for _ in range(3):
        fail_once(window, door, qtbot)
    keep(window, "unlock-wait")
    assert "请等 1 秒" in window.error.text()
    assert not window.go.isEnabled()
    assert not window.password.isEnabled()
    QTest.mouseClick(window.go, Qt.MouseButton.LeftButton)
    assert door.tries == 3
    qtbot.waitUntil(window.go.isEnabled, timeout=3000)
    assert "恢复码" in window.error.text()
    fail_once(window, door, qtbot)
    assert "请等 2 秒" in window.error.text()


def test_nothing_typed_tries_nothing(window: UnlockWindow, door: Door) -> None:
    QTest.mouseClick(window.go, Qt.MouseButton.LeftButton)
    assert door.tries == 0
    assert window.error.text() == ""


def test_damage_is_not_called_a_wrong_password_and_costs_no_wait(
    window: UnlockWindow, door: Door, qtbot: QtBot
) -> None:
    (door.folder / DATABASE).write_bytes(b"damaged" * 2000)
    for number in range(4):
        enter(window, PASSWORD)
        qtbot.waitUntil(lambda tries=number + 1: door.tries == tries and window.go.isEnabled())
    keep(window, "unlock-damaged")
    assert "从备份恢复" in window.error.text()
    assert "密码不对" not in window.error.text()


def test_a_fault_of_the_machine_is_told_in_its_own_words(look: theme.Theme, qtbot: QtBot) -> None:
    def busy(_secret: str) -> Workspace:
        raise WorkspaceBusy("数据正被另一个程序占用，没有改动。请关掉另一个窗口后再试。")

    window = UnlockWindow(busy, Background())
    qtbot.addWidget(window)
    window.show()
    enter(window, PASSWORD)
    qtbot.waitUntil(window.go.isEnabled)
    assert "占用" in window.error.text()


def test_the_window_stays_alive_while_it_opens(look: theme.Theme, qtbot: QtBot) -> None:
    import threading

    let_go = threading.Event()

    def slow(secret: str) -> Workspace:
        let_go.wait(5)
        raise WorkspaceBusy("占用")

    window = UnlockWindow(slow, Background())
    qtbot.addWidget(window)
    window.show()
    enter(window, PASSWORD)
    assert window.error.text() == "正在打开…"
    assert not window.go.isEnabled()
    QTest.keyClick(window.password, Qt.Key.Key_Return)
    let_go.set()
    qtbot.waitUntil(window.go.isEnabled)
    assert window.error.text() == "占用"


def test_what_happened_last_time_is_shown_at_once(
    door: Door, look: theme.Theme, qtbot: QtBot
) -> None:
    note = "上次程序没有正常结束。已保存的数据都在；如果有一步没做完，请再做一次。"
    window = shown(door, qtbot, note)
    keep(window, "unlock-note")
    assert window.error.text() == note


def test_esc_leaves_and_keys_begin_in_the_field(window: UnlockWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window.password)
    assert window.password.accessibleName() == "密码"
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


@pytest.mark.parametrize("percent", [100, 125, 150])
def test_every_word_fits_at_each_text_size(
    door: Door, look: theme.Theme, qapp: QApplication, qtbot: QtBot, percent: int
) -> None:
    theme.use(qapp, theme.Theme(percent))
    note = "上次程序没有正常结束。已保存的数据都在；如果有一步没做完，请再做一次。"
    window = shown(door, qtbot, note)
    keep(window, f"unlock-{percent}")
    needed = window.error.heightForWidth(window.error.width())
    assert window.error.height() >= needed
    assert window.go.width() >= window.go.sizeHint().width()
