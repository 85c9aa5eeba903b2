"""上级调训 in the window: recorded from the ledger, listed, changed and taken back."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services import upper_training
from tests.helpers.keys import type_text
from tests.helpers.merging import make
from tests.helpers.pages import chooser, dialog, front, press, said, settle, show, travels
from tests.helpers.pictures import keep
from tests.services.test_upper_training import DRAFT
from tests.services.test_upper_training_sheet import row, written
from ui.core import theme
from ui.core.desk import Desk, Files
from ui.core.draft_form import DraftForm
from ui.core.draft_guide import DraftGuide
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
    qtbot.keyClick(form, Qt.Key.Key_Return)
    assert form.isVisible(), "a hurried Enter records no class that nobody dated"
    for name in ("starts_on", "ends_on"):
        form[name].setDate(QDate(2026, 6, 1))
    form["hours"].setValue(8)
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


def test_a_list_is_taken_in_and_goes_back(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    for name in ("王一", "王二"):
        make(desk.workspace, name)
    page = show(qtbot, UpperTrainingPage(desk))
    page.aim(Files((written(tmp_path, row("王一"), row("王二"), row("赵六")),)))
    settle(qtbot, desk)
    guide = dialog(qtbot, DraftGuide)
    keep(guide, "upper-taking")
    guide.go.click()
    settle(qtbot, desk)
    assert said(desk).said[-1].startswith("已导入：新增 2 条，改动 0 条。")
    assert {one.name for one in page.rows} == {"王一", "王二"}
    desk.history.take_back()
    settle(qtbot, desk)
    assert not page.rows


def test_the_list_goes_out_as_it_comes_in(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    fill(desk)
    page = show(qtbot, UpperTrainingPage(desk))
    chooser(desk).answer = tmp_path / "调训.xlsx"
    page.bound_acts["upper-training-book"].trigger()
    settle(qtbot, desk)
    page.bound_acts["upper-training-import"].trigger()
    settle(qtbot, desk)
    guide = dialog(qtbot, DraftGuide)
    assert guide.go.isHidden(), "nothing would change"
    guide.reject()
