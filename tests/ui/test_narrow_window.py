"""Large text in the smallest window that schools have: nothing is cut, nothing asks for more."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from models.lecturer import LecturerSource
from services import lecturer
from services.core.workspace import Workspace, WorkspaceKind
from services.lecturer import LecturerDraft
from tests.helpers.desk import FakeChooser
from tests.helpers.pages import settle
from tests.helpers.pictures import keep
from tests.helpers.workspaces import fill
from ui.core import theme
from ui.core.background import Background
from ui.core.main_window import MainWindow
from ui.lecturer.page import LecturerPage
from ui.places import make_window, places

WIDTH, HEIGHT = 1366, 768


@pytest.fixture
def window(
    school: Workspace,
    qapp: QApplication,
    qtbot: QtBot,
    look: theme.Theme,
    request: pytest.FixtureRequest,
) -> MainWindow:
    fill(school, members=40, lessons=20, sign_ins=100)
    for number in range(4):
        with school.write("lecturer.create") as session:
            draft = LecturerDraft(f"莫一{number}", LecturerSource.appointed)
            key = lecturer.create(session, draft).id
    with school.write("lecturer.retire") as session:
        lecturer.retire(session, key)
    theme.use(qapp, theme.Theme(request.param))
    made = make_window(school, Background(), FakeChooser())
    qtbot.addWidget(made, before_close_func=lambda _: settle(qtbot, made.desk))
    made.resize(WIDTH, HEIGHT)
    made.show()
    return made


@pytest.mark.parametrize("window", [100, 150], indirect=True)
def test_the_foot_of_a_list_is_whole(window: MainWindow, qtbot: QtBot) -> None:
    window.go("lecturer")
    page = window.page
    assert isinstance(page, LecturerPage)
    settle(qtbot, window.desk)
    page.search.setText("莫一")
    page.table.selectAll()

    def whole() -> None:
        assert page.all_button.isVisible()
        for part in (*page.foot.findChildren(QAbstractButton), page.count):
            if part.isVisible():
                assert part.width() >= part.minimumSizeHint().width(), part.text()

    qtbot.waitUntil(whole)
    keep(window, "list-foot")


@pytest.mark.parametrize("window", [150], indirect=True)
def test_no_page_asks_for_more_than_the_window_has(window: MainWindow, qtbot: QtBot) -> None:
    asked = {}
    for entry in places(WorkspaceKind.school):
        window.go(entry.key)
        settle(qtbot, window.desk)
        qtbot.wait(10)
        least = window.centralWidget().minimumSizeHint()
        if least.width() > WIDTH or least.height() > HEIGHT:
            asked[entry.key] = least.toTuple()
    assert asked == {}
