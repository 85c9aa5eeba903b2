"""新任和新党员 in the window."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.member import MemberKind
from tests.helpers.merging import make
from tests.helpers.pages import press, show, travels
from tests.helpers.pictures import keep
from tests.services.test_newcomer import secretary
from ui.core.desk import Desk
from ui.newcomer.page import NewcomerPage


def test_an_empty_page_leads_to_the_members(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, NewcomerPage(desk))
    keep(page, "newcomer-empty")
    press(qtbot, page, "newcomer-members")
    assert travels(desk)[-1] == ("member", None)


def test_the_earliest_day_comes_first_and_opens_the_person(qtbot: QtBot, desk: Desk) -> None:
    secretary(desk.workspace, "赵新", "2026-10-15")
    late = secretary(desk.workspace, "褚迟", "2026-03-01")
    secretary(desk.workspace, "冯谜", None)
    make(desk.workspace, "钱预", kind=MemberKind.probationary, joined="2026-03-20")
    page = show(qtbot, NewcomerPage(desk))
    keep(page, "newcomer-full")
    assert [one.name for one in page.table.rows_model.rows] == ["褚迟", "钱预", "赵新"]
    assert "1 名书记没有任职日期" in page.subtitle(page.rows)
    page.choose(page.rows[0].id)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert travels(desk)[-1] == ("member", late)
