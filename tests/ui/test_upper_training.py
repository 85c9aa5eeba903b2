"""上级调训 in the window: recorded from the ledger, listed, changed and taken back."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services import upper_training
from tests.helpers.keys import type_text
from tests.helpers.merging import make
from tests.helpers.pages import dialog, front, press, said, settle, show, travels
from tests.helpers.pictures import keep
from tests.services.test_upper_training import DRAFT
from ui.core import theme
from ui.core.desk import Desk
from ui.core.draft_form import DraftForm
from ui.hours.page import HoursPage
from ui.upper_training.page import UpperTrainingPage

CTRL = Qt.KeyboardModifier.ControlModifier
LONG = replace(
    DRAFT,
    class_name="全省村党组织书记和第一书记学习贯彻党的创新理论示范培训班",
    organiser="山东省委组织部、山东省委党校（山东行政学院）",
    starts_on=date(2026, 3, 2),
    ends_on=date(2026, 3, 6),
)


def fill(desk: Desk) -> None:
    keys = [make(desk.workspace, name) for name in ("王秀兰", "李四")]
    with desk.workspace.write("upper_training.record") as session:
        upper_training.record(session, keys, DRAFT)
        upper_training.record(session, keys[:1], LONG)


def test_an_empty_year_leads_to_the_ledger(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, UpperTrainingPage(desk))
    keep(page, "upper-empty")
    press(qtbot, page, "upper-training-pick")
    assert travels(desk)[-1][0] == "hours"


def test_it_is_recorded_from_the_ledger_and_goes_back(qtbot: QtBot, desk: Desk) -> None:
    fill(desk)
    page = show(qtbot, HoursPage(desk))
    settle(qtbot, desk)
    page.people.choose(next(one.id for one in page.people.shown if one.name == "李四"))
    page.record_upper()
    form = dialog(qtbot, DraftForm)
    keep(form, "upper-form")
    type_text(form["organiser"], "济宁市委组织部")
    type_text(form["class_name"], "全市示范班")
    type_text(form["paper"], "结业证 17 号")
    qtbot.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert said(desk).said[-1].startswith("已记 1 人的上级调训。")
    keep(page, "upper-ledger")
    with desk.workspace.read() as session:
        assert "全市示范班" in [one.class_name for one in upper_training.list_rows(session, 2026)]
    front(qtbot, page, page.people.table)
    qtbot.keyClick(page, Qt.Key.Key_Z, CTRL)
    settle(qtbot, desk)
    with desk.workspace.read() as session:
        assert len(upper_training.list_rows(session, 2026)) == 3


def test_it_is_changed_and_several_are_taken_back(qtbot: QtBot, desk: Desk) -> None:
    fill(desk)
    page = show(qtbot, UpperTrainingPage(desk))
    keep(page, "upper-full")
    page.choose(page.rows[0].id)
    qtbot.keyClick(page, Qt.Key.Key_E, CTRL)
    form = dialog(qtbot, DraftForm)
    form["paper"].setText("证书 2026-5")
    qtbot.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert page.current is not None
    assert page.current.paper == "证书 2026-5"
    page.table.selectAll()
    press(qtbot, page, "upper-training-take-back")
    settle(qtbot, desk)
    assert page.rows == ()


@pytest.mark.parametrize("percent", [125, 150])
def test_nothing_is_lost_with_large_text(qtbot: QtBot, desk: Desk, percent: int) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.use(app, theme.Theme(percent))
    fill(desk)
    page = show(qtbot, UpperTrainingPage(desk))
    keep(page, f"upper-full-{percent}")
    assert page.minimumSizeHint().width() <= theme.SMALLEST_SCREEN.width()
