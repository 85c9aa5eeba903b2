"""The first-run guide: from an empty folder to a workspace, by keys alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from services import school, site
from services.core import files, workspace
from services.core.clock import FixedClock
from services.core.places import is_workspace
from services.core.workspace import Workspace, WorkspaceKind
from services.site import SiteKind
from tests.helpers.desk import FakeChooser
from tests.helpers.keys import type_text
from tests.helpers.pdf import pages
from tests.helpers.pictures import keep
from tests.helpers.workspaces import PASSWORD
from ui.core import theme
from ui.core.background import Background
from ui.core.desk import Desk
from ui.core.preview import PreviewDialog
from ui.setup.guide import SetupGuide


class Roster:
    """Stands for the roster import: says what it was given and how many came in."""

    def __init__(self, members: int) -> None:
        self.members = members
        self.desks: list[Desk] = []

    def __call__(self, desk: Desk, parent: QWidget, done: Callable[[int], object]) -> None:
        self.desks.append(desk)
        done(self.members)


@pytest.fixture
def roster() -> Roster:
    return Roster(1517)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """As a first run finds it: with the window's lock and log already there."""
    place = tmp_path / "data"
    (place / "logs").mkdir(parents=True)
    (place / "desk.lock").write_text("")
    return place


@pytest.fixture
def finished() -> Iterator[list[Workspace]]:
    spaces: list[Workspace] = []
    yield spaces
    for space in spaces:
        space.close()


@pytest.fixture
def guide(
    folder: Path,
    roster: Roster,
    finished: list[Workspace],
    clock: FixedClock,
    look: theme.Theme,
    qtbot: QtBot,
) -> SetupGuide:
    made = SetupGuide(folder, Background(), FakeChooser(), clock, roster)
    made.finished.connect(finished.append)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is made.profile.name)
    return made


def press(key: Qt.Key, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(focused(), key)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "a key would go nowhere"
    return widget


def fill_in_profile(guide: SetupGuide, password: str = PASSWORD, again: str = PASSWORD) -> None:
    """The code follows from the name."""
    for text in ("仲山镇党校", "", "嘉祥县", password, again, "李干事", "0537-6820000"):
        type_text(focused(), text)
        press(Qt.Key.Key_Tab)


def go_on(guide: SetupGuide) -> None:
    press(Qt.Key.Key_Return)


def to_recovery(guide: SetupGuide, qtbot: QtBot) -> None:
    fill_in_profile(guide)
    go_on(guide)
    qtbot.waitUntil(guide.recovery.isVisible, timeout=10_000)


def last_group(guide: SetupGuide) -> str:
    return guide.recovery.code.text().split()[-1]


def test_a_school_is_made_by_keys_alone(
    guide: SetupGuide,
    folder: Path,
    roster: Roster,
    finished: list[Workspace],
    qtbot: QtBot,
) -> None:
    keep(guide, "setup-1-empty")
    fill_in_profile(guide)
    keep(guide, "setup-1-full")
    go_on(guide)
    qtbot.waitUntil(guide.recovery.isVisible, timeout=10_000)
    keep(guide, "setup-2")
    assert str(folder) in guide.recovery.place.text()
    assert QApplication.focusWidget() is guide.recovery.last
    type_text(focused(), last_group(guide).lower())
    go_on(guide)
    qtbot.waitUntil(guide.start.isVisible)
    keep(guide, "setup-3")
    assert guide.next.text() == "导入花名册…"
    assert QApplication.focusWidget() is guide.next
    press(Qt.Key.Key_Return)  # the red button is the act
    assert "1,517" in guide.start.state.text()
    assert QApplication.focusWidget() is guide.start.room
    type_text(focused(), "二楼会议室")
    keep(guide, "setup-3-done")
    assert guide.next.text() == "开始使用"
    assert not guide.later.isVisible()
    go_on(guide)
    assert len(finished) == 1
    assert roster.desks[0].workspace is finished[0]
    with finished[0].read() as session:
        own = school.own(session)
        (place,) = site.list_all(session)
    assert (place.name, place.kind) == ("主校区", SiteKind.main_campus)
    assert [(room.name, room.places) for room in place.rooms] == [("二楼会议室", 60)]
    assert (own.name, own.code, own.kind) == ("仲山镇党校", "ZS", WorkspaceKind.school)
    assert (own.county_name, own.contact, own.phone) == ("嘉祥县", "李干事", "0537-6820000")
    finished[0].close()
    workspace.unlock(folder, PASSWORD).close()


def test_the_code_on_the_screen_opens_the_data(
    guide: SetupGuide, folder: Path, finished: list[Workspace], qtbot: QtBot
) -> None:
    to_recovery(guide, qtbot)
    assert guide.workspace is not None
    finished.append(guide.workspace)
    code = "-".join(guide.recovery.code.text().split())
    workspace.unlock(folder, code).close()


def test_without_the_last_group_nobody_gets_on_or_out(
    guide: SetupGuide, finished: list[Workspace], qtbot: QtBot
) -> None:
    to_recovery(guide, qtbot)
    assert guide.workspace is not None
    finished.append(guide.workspace)
    QTest.keyClicks(focused(), "0000")
    go_on(guide)
    assert guide.recovery.isVisible()
    assert "最后" in guide.error.text()
    keep(guide, "setup-2-error")
    guide.close()
    assert guide.isVisible()
    assert "只显示这一次" in guide.error.text()


def test_the_recovery_paper_shows_the_same_code(
    guide: SetupGuide, finished: list[Workspace], qtbot: QtBot
) -> None:
    to_recovery(guide, qtbot)
    assert guide.workspace is not None
    finished.append(guide.workspace)
    QTest.mouseClick(guide.recovery.print, Qt.MouseButton.LeftButton)
    preview = QApplication.activeModalWidget()
    assert isinstance(preview, PreviewDialog)
    text = "".join(pages(preview.pdf)).replace(" ", "")
    for group in guide.recovery.code.text().split():
        assert group in text
    assert "仲山镇党校" in text
    preview.close()


@pytest.mark.parametrize(
    ("typed", "words", "first"),
    [
        ({}, ("请填写名称", "代码", "县名", "8 位"), "name"),
        ({"name": ""}, ("请填写名称",), "name"),
        ({"code": "Z"}, ("代码",), "code"),
        ({"code": "仲山"}, ("代码",), "code"),
        ({"county": ""}, ("县名",), "county"),
        ({"county": "", "again": "other-1"}, ("县名", "不一样"), "county"),
        ({"new-password": "short", "again": "short"}, ("8 位",), "new-password"),
        ({"again": "other-1"}, ("不一样",), "again"),
    ],
)
def test_enter_says_all_that_is_wrong_and_goes_to_the_first(
    guide: SetupGuide,
    folder: Path,
    typed: dict[str, str],
    words: tuple[str, ...],
    first: str,
) -> None:
    full = {
        "name": "仲山镇党校",
        "code": "ZS",
        "county": "嘉祥县",
        "new-password": PASSWORD,
        "again": PASSWORD,
    }
    for name, text in ({**full, **typed} if typed else {}).items():
        guide.findChild(QLineEdit, name).setText(text)
    guide.profile.phone.setFocus()
    go_on(guide)
    assert guide.profile.isVisible()
    assert all(word in guide.error.text() for word in words)
    assert focused().objectName() == first
    keep(guide, f"setup-1-error-{len(words)}")
    assert not is_workspace(folder)


def test_enter_leads_from_one_empty_field_to_the_next(guide: SetupGuide, qtbot: QtBot) -> None:
    for text in ("仲山镇党校", "嘉祥县", PASSWORD, PASSWORD):
        type_text(focused(), text)
        go_on(guide)
    qtbot.waitUntil(guide.recovery.isVisible, timeout=10_000)
    assert guide.workspace is not None
    guide.workspace.close()


def test_a_password_that_is_seen_is_typed_once(guide: SetupGuide, qtbot: QtBot) -> None:
    for text in ("仲山镇党校", "嘉祥县"):
        type_text(focused(), text)
        go_on(guide)
    type_text(focused(), PASSWORD)
    press(Qt.Key.Key_F8)
    assert not guide.profile.again.isEnabled()
    keep(guide, "setup-1-shown")
    go_on(guide)
    qtbot.waitUntil(guide.recovery.isVisible, timeout=10_000)
    assert guide.workspace is not None
    guide.workspace.close()


def test_a_code_is_proposed_until_somebody_types_one(guide: SetupGuide) -> None:
    type_text(focused(), "仲山镇党校")
    press(Qt.Key.Key_Tab)
    assert guide.profile.code.text() == "ZS"
    guide.profile.name.setText("马集街道党校")
    guide.profile.name.editingFinished.emit()
    assert guide.profile.code.text() == "MJ"
    guide.profile.code.setText("QQ")
    guide.profile.name.setText("仲山镇党校")
    guide.profile.name.editingFinished.emit()
    assert guide.profile.code.text() == "QQ"


def test_no_room_is_made_where_none_was_typed_and_nobody_need_import(
    guide: SetupGuide, finished: list[Workspace], roster: Roster, qtbot: QtBot
) -> None:
    to_recovery(guide, qtbot)
    type_text(focused(), last_group(guide))
    go_on(guide)
    QTest.mouseClick(guide.later, Qt.MouseButton.LeftButton)
    assert roster.desks == []
    with finished[0].read() as session:
        assert site.list_all(session) == ()


def test_a_room_needs_its_site(guide: SetupGuide, finished: list[Workspace], qtbot: QtBot) -> None:
    to_recovery(guide, qtbot)
    assert guide.workspace is not None
    type_text(focused(), last_group(guide))
    go_on(guide)
    guide.start.site.clear()
    type_text(guide.start.room, "201")
    QTest.mouseClick(guide.later, Qt.MouseButton.LeftButton)
    assert finished == []
    assert "名称" in guide.error.text()
    assert focused() is guide.start.site
    finished.append(guide.workspace)


def test_a_full_disk_is_told_and_the_step_can_be_tried_again(
    guide: SetupGuide,
    folder: Path,
    finished: list[Workspace],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    fill_in_profile(guide)
    with monkeypatch.context() as patch:
        patch.setattr(files, "RESERVE_BYTES", 1 << 62)
        go_on(guide)
        qtbot.waitUntil(lambda: "磁盘" in guide.error.text())
    assert not is_workspace(folder)
    go_on(guide)
    qtbot.waitUntil(guide.recovery.isVisible, timeout=10_000)
    assert guide.workspace is not None
    finished.append(guide.workspace)


def test_a_county_has_no_roster_step(
    guide: SetupGuide, roster: Roster, finished: list[Workspace], qtbot: QtBot
) -> None:
    QTest.mouseClick(guide.profile.county, Qt.MouseButton.LeftButton)
    guide.profile.name.setFocus()
    to_recovery(guide, qtbot)
    QTest.keyClicks(focused(), last_group(guide))
    assert guide.next.text() == "开始使用"
    assert "花名册" not in guide.bar.accessibleName()
    go_on(guide)
    with finished[0].read() as session:
        assert school.own(session).kind is WorkspaceKind.county
    assert roster.desks == []


@pytest.mark.parametrize("percent", [125, 150])
def test_each_step_fits_at_larger_text(
    folder: Path,
    roster: Roster,
    finished: list[Workspace],
    clock: FixedClock,
    look: theme.Theme,
    qapp: QApplication,
    qtbot: QtBot,
    percent: int,
) -> None:
    theme.use(qapp, theme.Theme(percent))
    guide = SetupGuide(folder, Background(), FakeChooser(), clock, roster)
    guide.finished.connect(finished.append)
    qtbot.addWidget(guide)
    guide.show()
    guide.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is guide.profile.name)
    go_on(guide)
    keep(guide, f"setup-1-{percent}")
    to_recovery(guide, qtbot)
    assert guide.workspace is not None
    finished.append(guide.workspace)
    keep(guide, f"setup-3-{percent}")
    assert guide.width() <= 1366
    assert guide.height() <= 768
    assert guide.recovery.code.width() >= guide.recovery.code.sizeHint().width()
    type_text(focused(), last_group(guide))
    go_on(guide)
    keep(guide, f"setup-start-{percent}")
    assert guide.height() <= 768
