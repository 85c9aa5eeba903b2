"""One run of the program: which folder it takes, and what it says where it cannot."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services.core import settings
from services.core.places import DATABASE, KEY_FILE, LOCK_FILE
from services.core.workspace import Workspace
from tests.helpers.pictures import keep
from ui import app
from ui.core import theme
from ui.core.messages import MessageDialog


@pytest.fixture
def start(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], str]:
    """Start the window on a folder where it cannot; returns what was said."""

    def start(folder: Path) -> str:
        said: list[str] = []

        def read() -> None:
            shown = QApplication.activeModalWidget()
            assert isinstance(shown, MessageDialog)
            said.append(shown.text.text())
            shown.accept()

        monkeypatch.setattr(app, "make_application", lambda _arguments: qapp)
        QTimer.singleShot(50, read)
        assert app.run_window(folder) == 1
        return said[0]

    return start


def test_a_second_window_is_told_of_the_first(start: Callable[[Path], str], tmp_path: Path) -> None:
    lock = QLockFile(str(tmp_path / LOCK_FILE))
    assert lock.tryLock(0)
    assert "已经打开" in start(tmp_path)
    lock.unlock()


def test_a_folder_that_cannot_be_written_is_not_taken_for_a_second_window(
    start: Callable[[Path], str], tmp_path: Path
) -> None:
    (tmp_path / LOCK_FILE).mkdir()
    said = start(tmp_path)
    assert "不能写入" in said
    assert "已经打开" not in said


def test_a_file_in_place_of_the_folder_or_its_logs_is_explained(
    start: Callable[[Path], str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    assert "没有完成" in start(tmp_path / "file")
    (tmp_path / "logs").write_text("")
    assert "没有完成" in start(tmp_path)


def test_a_lost_key_file_does_not_open_the_guide(
    start: Callable[[Path], str], school: Workspace
) -> None:
    school.close()
    (school.folder / KEY_FILE).unlink()
    assert "desk.key 不见了" in start(school.folder)
    assert os.path.getsize(school.folder / DATABASE) > 0


@pytest.fixture
def restored_look(qapp: QApplication) -> Iterator[None]:
    yield
    theme.use(qapp, theme.Theme())


def test_the_window_has_the_look_that_was_chosen(
    school: Workspace, qapp: QApplication, qtbot: QtBot, restored_look: None
) -> None:
    with school.write("settings.change") as session:
        settings.change(session, {settings.HIGH_CONTRAST.key: "1", settings.TEXT_SIZE.key: "125"})
    run = app.Run(school.folder)
    run.show_main(school)
    qtbot.waitUntil(lambda: not run.background.busy)
    assert theme.current().is_like(theme.Theme(125, high_contrast=True))
    assert not theme.current().is_like(theme.Theme(125))
    keep(run.main_window, "high-contrast")
    run.main_window.close()
