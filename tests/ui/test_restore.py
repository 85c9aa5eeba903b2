"""The way back to a copy in the window: from the password and from the settings."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.site import SiteKind
from services import site
from services.core import workspace
from services.core.clock import FixedClock
from services.core.places import DATABASE
from services.core.workspace import Workspace
from tests.helpers.desk import FakeChooser
from tests.helpers.pages import dialog
from tests.helpers.pictures import keep
from tests.helpers.workspaces import PASSWORD, fill
from ui.app import Run
from ui.core import theme
from ui.core.messages import MessageDialog
from ui.restore.window import CHOOSE, DONE, LOOK, RestoreWindow
from ui.settings.page import SettingsPage
from ui.unlock.window import UnlockWindow


def add_site(space: Workspace, name: str) -> None:
    with space.write("site.create") as session:
        site.create(session, site.SiteDraft(name, SiteKind.branch_point))


def names(folder: Path) -> list[str]:
    space = workspace.unlock(folder, PASSWORD)
    try:
        with space.read() as session:
            return [row.name for row in site.list_all(session)]
    finally:
        space.close()


@pytest.fixture
def run(school: Workspace, clock: FixedClock, look: theme.Theme) -> Iterator[Run]:
    """A program over data with a copy in which 备份后 is missing."""
    fill(school, members=20, lessons=2, sign_ins=10)
    add_site(school, "备份前")
    school.back_up("manual")
    add_site(school, "备份后")
    made = Run(school.folder, chooser=FakeChooser(), clock=clock)
    yield made
    if made.window is not None:
        made.window.close()
    made.close()


def guide_of(run: Run, qtbot: QtBot) -> RestoreWindow:
    assert isinstance(run.window, RestoreWindow)
    qtbot.waitExposed(run.window)
    return run.window


def press(guide: RestoreWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(guide, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not guide._background.busy, timeout=20_000)


def shown_texts(guide: RestoreWindow) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(one.text() for one in guide.findChildren(QLabel) if one.isVisible())


def test_from_the_password_to_the_copy_and_in_again(
    run: Run, school: Workspace, qtbot: QtBot
) -> None:
    school.close()
    run.start()
    unlock = run.window
    assert isinstance(unlock, UnlockWindow)
    keep(unlock, "unlock-with-restore")
    unlock.restore.click()
    guide = guide_of(run, qtbot)
    assert guide.table.current is not None
    keep(guide, "restore-choose")
    press(guide, qtbot)
    assert "请输入打开密码" in guide.error.text()
    guide.secret.setText("不是密码")
    press(guide, qtbot)
    assert "密码" in guide.error.text()
    assert guide.stack.currentIndex() == CHOOSE
    guide.secret.setText(PASSWORD)
    press(guide, qtbot)
    assert guide.stack.currentIndex() == LOOK
    told = shown_texts(guide)
    assert "党员 20" in told
    assert "备份之后的 1 步操作" in told
    keep(guide, "restore-look")
    assert "备份后" in names(school.folder), "nothing is done yet"
    press(guide, qtbot)
    assert guide.stack.currentIndex() == DONE
    keep(guide, "restore-done")
    qtbot.keyClick(guide, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(run.window, UnlockWindow))
    assert isinstance(run.window, UnlockWindow)
    assert run.window.error.text().startswith("已恢复到")
    assert "备份后" not in names(school.folder)
    assert "备份前" in names(school.folder)


def test_esc_goes_back_and_leaves_everything(run: Run, school: Workspace, qtbot: QtBot) -> None:
    school.close()
    before = (school.folder / DATABASE).read_bytes()
    run.show_restore()
    guide = guide_of(run, qtbot)
    guide.secret.setText(PASSWORD)
    press(guide, qtbot)
    assert guide.stack.currentIndex() == LOOK
    qtbot.keyClick(guide, Qt.Key.Key_Escape)
    assert guide.stack.currentIndex() == CHOOSE
    qtbot.keyClick(guide, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: isinstance(run.window, UnlockWindow))
    assert (school.folder / DATABASE).read_bytes() == before


def test_damaged_data_can_be_left_from_the_password(
    run: Run, school: Workspace, qtbot: QtBot
) -> None:
    school.close()
    (school.folder / DATABASE).write_bytes(b"noise" * 4000)
    run.start()
    unlock = run.window
    assert isinstance(unlock, UnlockWindow)
    unlock.password.setText(PASSWORD)
    unlock.go.click()
    qtbot.waitUntil(lambda: not run.background.busy, timeout=20_000)
    assert "从备份恢复" in unlock.error.text()
    unlock.restore.click()
    guide = guide_of(run, qtbot)
    guide.secret.setText(PASSWORD)
    press(guide, qtbot)
    assert "现在的数据打不开" in shown_texts(guide)
    press(guide, qtbot)
    assert guide.stack.currentIndex() == DONE
    assert "备份前" in names(school.folder)


def test_from_the_settings_the_data_are_closed_first(
    run: Run, school: Workspace, qtbot: QtBot
) -> None:
    run.show_main(school)
    run.main_window.go("settings")
    page = run.main_window.page
    assert isinstance(page, SettingsPage)
    page.ask_restore()
    asked = dialog(qtbot, MessageDialog)
    asked.yes.click()
    qtbot.waitUntil(lambda: isinstance(run.window, RestoreWindow))
    assert run.workspace is None
    assert guide_of(run, qtbot).table.current is not None


def test_without_a_copy_it_says_where_copies_lie(
    school: Workspace, clock: FixedClock, look: theme.Theme, qtbot: QtBot
) -> None:
    school.close()
    run = Run(school.folder, chooser=FakeChooser(), clock=clock)
    run.show_restore()
    guide = guide_of(run, qtbot)
    assert "还没有备份" in shown_texts(guide)
    assert not guide.next.isEnabled()
    keep(guide, "restore-empty")
    guide.close()
    qtbot.waitUntil(lambda: isinstance(run.window, UnlockWindow))
    assert run.window is not None
    run.window.close()
    run.close()


@pytest.mark.parametrize("percent", [125, 150])
def test_nothing_is_cut_with_large_text(
    run: Run, school: Workspace, qtbot: QtBot, percent: int
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    school.close()
    theme.use(app, theme.Theme(percent))
    run.show_restore()
    guide = guide_of(run, qtbot)
    keep(guide, f"restore-choose-{percent}")
    guide.secret.setText(PASSWORD)
    press(guide, qtbot)
    keep(guide, f"restore-look-{percent}")
    assert guide.width() <= theme.SMALLEST_SCREEN.width()
    assert guide.height() <= theme.SMALLEST_SCREEN.height()
