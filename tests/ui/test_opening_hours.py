"""期初学时 in the window: for those chosen in the ledger, and from a sheet for the whole school."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from services import hours
from tests.helpers.keys import type_text
from tests.helpers.merging import make
from tests.helpers.pages import chooser, dialog, press, said, settle, show
from tests.helpers.pictures import keep
from tests.services.test_opening_hours import OTHER, record, written
from ui.core import theme
from ui.core.desk import Desk, Files
from ui.core.draft_guide import DraftGuide
from ui.hours.page import HoursPage
from ui.opening_hours.recording import OpeningForm


def ledger(qtbot: QtBot, desk: Desk) -> HoursPage:
    page = show(qtbot, HoursPage(desk))
    settle(qtbot, desk)
    return page


def totals(desk: Desk) -> dict[str, float]:
    with desk.workspace.read() as session:
        rows = hours.ledger(session, session.owner, 2026).rows
    return {row.name: float(row.hours) for row in rows}


def test_those_chosen_get_theirs_and_nothing_is_guessed(qtbot: QtBot, desk: Desk) -> None:
    for name in ("王一", "王二"):
        make(desk.workspace, name)
    page = ledger(qtbot, desk)
    page.people.table.selectAll()
    press(qtbot, page, "hours-opening")
    form = dialog(qtbot, OpeningForm)
    keep(form, "opening-form")
    qtbot.keyClick(form, Qt.Key.Key_Return)
    assert form.isVisible(), "a hurried Enter records nothing"
    assert totals(desk) == {"王一": 0, "王二": 0}
    form["on_day"].setDate(form["on_day"].date().fromString("2026-06-30", "yyyy-MM-dd"))
    form["hours"].setValue(12)
    type_text(form["paper"], "登记簿第 3 页")
    qtbot.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert said(desk).said[-1].startswith("已记 2 人的期初学时。")
    assert totals(desk) == {"王一": 12, "王二": 12}
    keep(page, "opening-ledger")
    desk.history.take_back()
    assert totals(desk) == {"王一": 0, "王二": 0}


def test_the_form_leads_to_the_sheet_and_back(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    make(desk.workspace, "王一")
    page = ledger(qtbot, desk)
    page.people.table.selectAll()
    press(qtbot, page, "hours-opening")
    chooser(desk).answer = tmp_path / "空表.xlsx"
    press(qtbot, dialog(qtbot, OpeningForm), "opening-hours-out")
    settle(qtbot, desk)
    assert (tmp_path / "空表.xlsx").exists()
    page.people.table.selectAll()
    press(qtbot, page, "hours-opening")
    press(qtbot, dialog(qtbot, OpeningForm), "opening-hours-in")
    settle(qtbot, desk)
    guide = dialog(qtbot, DraftGuide)
    assert guide.go.isHidden(), "nothing is filled in yet"
    guide.reject()


def test_the_sheet_is_of_this_year_whichever_the_ledger_shows(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(desk.workspace, "王一")
    page = ledger(qtbot, desk)
    page.years.turn_back()
    settle(qtbot, desk)
    assert page.shown is not None
    assert page.shown.year == 2025
    offered: list[str] = []

    def save_file(_parent: object, _title: str, name: str, _kinds: str) -> Path:
        offered.append(name)
        return tmp_path / name

    monkeypatch.setattr(chooser(desk), "save_file", save_file)
    page.write_openings()
    settle(qtbot, desk)
    assert offered == ["2026年期初学时.xlsx"]
    assert said(desk).said[-1] == "已导出 1 人：2026年期初学时.xlsx"


@pytest.mark.parametrize("percent", [100, 125])
def test_a_dropped_sheet_is_looked_at_first(
    qtbot: QtBot,
    desk: Desk,
    tmp_path: Path,
    qapp: QApplication,
    look: theme.Theme,
    percent: int,
) -> None:
    theme.use(qapp, theme.Theme(percent))
    for name in ("王芳", "吕绿", "孙八"):
        make(desk.workspace, name)
    make(desk.workspace, "王芳", branch=OTHER)
    with desk.workspace.read() as session:
        key = next(row.id for row in hours.ledger(session, session.owner, 2026).rows)
    record(desk.workspace, key)
    page = ledger(qtbot, desk)
    path = written(
        tmp_path,
        ("姓名", "支部", "累计学时"),
        ("王芳", "东吴村", 12),
        ("王芳", "", 8),
        ("吕绿", "", 20),
        ("孙八", "", 14.5),
        ("钱七", "", 8),
    )
    page.aim(Files((path,)))
    settle(qtbot, desk)
    guide = dialog(qtbot, DraftGuide)
    keep(guide, f"opening-taking-{percent}")
    assert guide.shown is not None
    assert "“截至”都按今天" in guide.shown.said.text()
    texts = [one.text() for one in guide.findChildren(QLabel)]
    assert any("读不懂 2 处" in text for text in texts)
    guide.go.click()
    settle(qtbot, desk)
    assert sorted(totals(desk).values()) != [0, 0, 0, 18]
    assert totals(desk)["孙八"] == 14.5
