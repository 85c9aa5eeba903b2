"""From nothing to the first sign-in sheet, by keys alone, each action counted."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from services import training_class
from services.core.clock import FixedClock
from tests.helpers import roster_file
from tests.helpers.desk import FakeChooser
from tests.helpers.keys import type_text
from tests.helpers.pdf import pages
from tests.helpers.pictures import keep
from tests.helpers.teaching import at
from tests.helpers.workspaces import PASSWORD
from ui.app import Run
from ui.core import theme
from ui.core.preview import PreviewDialog
from ui.course.form import CourseForm
from ui.enrolment.dialog import EnrolDialog
from ui.roster_import.dialogs import RosterGuide
from ui.setup.guide import SetupGuide
from ui.training_class.dialogs import ClassDialog, LessonDialog

MOST = 25
PATIENCE = 20_000
CTRL = Qt.KeyboardModifier.ControlModifier
RETURN = Qt.Key.Key_Return


class Clerk:
    """A person at the keyboard: a key with what is held down, a field that is typed, and a file
    that is picked in the system's own dialog are an action each."""

    def __init__(self, run: Run, chooser: FakeChooser, qtbot: QtBot) -> None:
        self.run, self.chooser, self.qtbot = run, chooser, qtbot
        self.actions: list[str] = []

    def press(
        self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        self.actions.append(f"{held.name or ''} {key.name}".strip())
        QTest.keyClick(self.where(), key, held)

    def write(self, text: str) -> None:
        """What stands in the field is marked when a person comes into it by key."""
        self.actions.append(text)
        type_text(self.where(), text)

    def pick(self, path: Path) -> None:
        self.actions.append(path.name)
        self.chooser.answers.append(path)

    def where(self) -> QWidget:
        """Where the keys go in life: an open list, else what has the focus in the window in
        front."""
        if (popup := QApplication.activePopupWidget()) is not None:
            return popup
        front = QApplication.activeModalWidget() or self.run.window
        assert front is not None
        front.activateWindow()
        self.qtbot.waitUntil(lambda: self._held(front))
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def see(self, kind: type[QWidget]) -> QWidget:
        """The dialog or window of this kind, once it is in front and nothing is under way."""

        def there() -> bool:
            front = QApplication.activeModalWidget() or self.run.window
            return isinstance(front, kind) and not self.run.background.busy

        self.qtbot.waitUntil(there, timeout=PATIENCE)
        found = QApplication.activeModalWidget() or self.run.window
        assert isinstance(found, kind)
        return found

    def until(self, true: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(true, timeout=PATIENCE)

    @staticmethod
    def _held(front: QWidget) -> bool:
        found = QApplication.focusWidget()
        return found is not None and (found is front or front.isAncestorOf(found))


@pytest.fixture
def clerk(tmp_path: Path, clock: FixedClock, look: theme.Theme, qtbot: QtBot) -> Iterator[Clerk]:
    (tmp_path / "data").mkdir()
    chooser = FakeChooser()
    run = Run(tmp_path / "data", chooser=chooser, clock=clock)
    run.start()
    made = Clerk(run, chooser, qtbot)
    yield made
    made.until(lambda: not run.background.busy)
    assert run.window is not None
    run.window.close()
    run.window.deleteLater()
    run.close()


def set_up(clerk: Clerk, roster: Path) -> None:
    guide = clerk.see(SetupGuide)
    assert isinstance(guide, SetupGuide)
    clerk.write("仲山镇党校")
    clerk.press(RETURN)
    clerk.write("嘉祥县")
    clerk.press(RETURN)
    clerk.write(PASSWORD)
    clerk.press(Qt.Key.Key_F8)  # seen, it is typed once
    clerk.press(RETURN)
    clerk.until(guide.recovery.isVisible)
    clerk.write(guide.recovery.code.text().split()[-1])
    clerk.press(RETURN)
    clerk.until(guide.start.isVisible)
    clerk.pick(roster)
    clerk.press(RETURN)
    preview = clerk.see(RosterGuide)
    clerk.until(lambda: button(preview, "roster-import").isVisible())
    clerk.press(RETURN)
    clerk.until(lambda: "120" in guide.start.state.text())
    clerk.see(SetupGuide)
    clerk.write("201")
    clerk.press(RETURN)


def button(parent: QWidget, name: str) -> QPushButton:
    found = parent.findChild(QPushButton, name)
    assert found is not None, name
    return found


def test_from_nothing_to_the_first_sheet(clerk: Clerk, tmp_path: Path, qtbot: QtBot) -> None:
    roster = tmp_path / "花名册.xlsx"
    roster_file.roster_file(roster, people=120)
    set_up(clerk, roster)
    clerk.until(lambda: clerk.run.workspace is not None)
    home = clerk.run.main_window
    clerk.until(lambda: not clerk.run.background.busy and home.page.guide.isVisible())
    keep(home, "first-day-home")
    clerk.press(RETURN)  # 建班
    form = clerk.see(ClassDialog)
    clerk.write("党员冬训班")
    keep(form, "first-day-class")
    clerk.press(RETURN)
    lesson = clerk.see(LessonDialog)
    clerk.write("村级财务公开")
    clerk.press(RETURN)  # 新建“村级财务公开”
    keep(clerk.see(CourseForm), "first-day-course")
    clerk.press(RETURN)
    assert clerk.see(LessonDialog) is lesson
    keep(lesson, "first-day-lesson")
    clerk.press(RETURN)
    enrol = clerk.see(EnrolDialog)
    keep(enrol, "first-day-enrol")
    clerk.press(Qt.Key.Key_Space)  # the first branch
    clerk.press(RETURN, CTRL)
    clerk.until(lambda: QApplication.activeModalWidget() is None)
    clerk.until(lambda: not clerk.run.background.busy)
    clerk.press(Qt.Key.Key_P, CTRL)
    sheet = clerk.see(PreviewDialog)
    assert isinstance(sheet, PreviewDialog)
    keep(sheet, "first-day-sheet")
    clerk.chooser.printed = tmp_path / "printed.pdf"
    clerk.press(RETURN)
    clerk.until(lambda: clerk.chooser.printed is not None and clerk.chooser.printed.exists())
    clerk.until(lambda: not clerk.run.background.busy)
    if (left := QApplication.activeModalWidget()) is not None:
        left.close()
    assert clerk.run.workspace is not None
    with clerk.run.workspace.read() as session:
        (held,) = training_class.lessons_on(session, at(24, 0).date())
        assert (held.title, held.site, held.room) == ("村级财务公开", "主校区", "201")
        assert held.enrolled > 0
    assert "党员冬训班" in "".join(pages(sheet.pdf)).replace(" ", "")
    assert len(clerk.actions) <= MOST, clerk.actions
    home.go("home")
    clerk.until(lambda: not clerk.run.background.busy)
    assert not home.page.guide.isVisible()
