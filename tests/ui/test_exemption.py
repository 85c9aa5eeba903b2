"""学时减免 in the window: from the ledger, the members and the suggestions, and its own list."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services import exemption
from services.exemption import ExemptionDraft, ExemptionReason
from tests.helpers.keys import type_text
from tests.helpers.merging import make
from tests.helpers.pages import dialog, front, press, said, settle, show, travels
from tests.helpers.pictures import keep
from ui.core import theme
from ui.core.desk import Desk
from ui.core.draft_form import DraftForm
from ui.exemption.page import ExemptionPage
from ui.exemption.suggested import SuggestionDialog
from ui.home.page import HomePage
from ui.hours.page import HoursPage
from ui.member.page import MemberPage

CTRL = Qt.KeyboardModifier.ControlModifier
LONG = "阿卜杜热合曼·买买提托合提·艾合买提江"
DRAFT = ExemptionDraft(
    ExemptionReason.old_and_weak,
    date(2026, 1, 1),
    date(2026, 12, 31),
    date(2026, 1, 5),
    "石桥村党支部 2026 年 1 月支部委员会会议记录第三项",
)


def fill(desk: Desk) -> None:
    keys = [
        make(desk.workspace, name, born=born)
        for name, born in (
            ("王秀兰", "1950-03"),
            (LONG, "1948"),
            ("李四", "1990"),
            ("周老", "1951"),
        )
    ]
    with desk.workspace.write("exemption.grant") as session:
        exemption.grant(session, keys[:2], DRAFT)


def names(page: ExemptionPage) -> list[str]:
    return [one.name for one in page.table.rows_model.rows]


def test_an_empty_year_says_what_belongs_here(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, ExemptionPage(desk))
    keep(page, "exemption-empty")
    press(qtbot, page, "exemption-suggested")
    assert "没有到年底满 70 岁的" in said(desk).explained[-1][1]
    press(qtbot, page, "exemption-pick")
    assert travels(desk)[-1][0] == "hours"


def test_from_the_suggestions_to_the_list_and_back(qtbot: QtBot, desk: Desk) -> None:
    fill(desk)
    page = show(qtbot, ExemptionPage(desk))
    press(qtbot, page, "exemption-suggested")
    asked = dialog(qtbot, SuggestionDialog)
    assert [one.name for one in asked.table.rows_model.rows] == ["周老"]
    assert not asked.go.isEnabled(), "nobody is chosen by itself"
    keep(asked, "exemption-suggested")
    asked.table.selectAll()
    asked.go.click()
    form = dialog(qtbot, DraftForm)
    qtbot.keyClick(form, Qt.Key.Key_Return)
    assert "依据" in form.error.text(), "without its paper nothing is decided"
    type_text(form["paper"], "石桥村党支部 1 月支委会记录")
    keep(form, "exemption-form")
    qtbot.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert "周老" in names(page)
    front(qtbot, page, page.table)
    qtbot.keyClick(page, Qt.Key.Key_Z, CTRL)
    settle(qtbot, desk)
    assert "周老" not in names(page)


def test_several_are_taken_back_together(qtbot: QtBot, desk: Desk) -> None:
    fill(desk)
    page = show(qtbot, ExemptionPage(desk))
    keep(page, "exemption-full")
    page.table.selectAll()
    press(qtbot, page, "exemption-take-back")
    settle(qtbot, desk)
    assert names(page) == []
    assert "2 人的学时减免" in said(desk).said[-1]


def test_the_ledger_grants_to_all_who_are_chosen(qtbot: QtBot, desk: Desk) -> None:
    fill(desk)
    page = show(qtbot, HoursPage(desk))
    settle(qtbot, desk)
    keep(page, "exemption-ledger")
    page.people.choose(next(one.id for one in page.people.shown if one.name == "李四"))
    page.exempt()
    form = dialog(qtbot, DraftForm)
    type_text(form["paper"], "支委会记录")
    qtbot.keyClick(form, Qt.Key.Key_Return)
    settle(qtbot, desk)
    with desk.workspace.read() as session:
        assert "李四" in [one.name for one in exemption.list_rows(session, 2026)]
    page.people.narrow_to(state="exempt")
    assert len(page.people.shown) == 3
    page.people.narrow_to(state="behind")
    assert [one.name for one in page.people.shown] == ["周老"]


def test_the_card_of_a_member_says_so(qtbot: QtBot, desk: Desk) -> None:
    fill(desk)
    page = show(qtbot, MemberPage(desk))
    page.choose(next(one.id for one in page.rows if one.name == "王秀兰"))
    settle(qtbot, desk)
    qtbot.waitUntil(lambda: page.card.reached.text() == "学时减免")
    keep(page, "exemption-member")


@pytest.mark.parametrize("percent", [125, 150])
def test_nothing_is_lost_with_large_text(qtbot: QtBot, desk: Desk, percent: int) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.use(app, theme.Theme(percent))
    fill(desk)
    page = show(qtbot, ExemptionPage(desk))
    keep(page, f"exemption-full-{percent}")
    assert page.minimumSizeHint().width() <= theme.SMALLEST_SCREEN.width()


def test_a_share_on_the_home_page_opens_who_is_left_out(qtbot: QtBot, desk: Desk) -> None:
    fill(desk)
    page = show(qtbot, HomePage(desk))
    settle(qtbot, desk)
    link = page.members.left_out
    assert link.text() == "另减免 2 人"
    keep(page, "home-exempt")
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert travels(desk)[-1] == ("exemption", None)
