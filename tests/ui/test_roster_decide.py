"""Deciding whom a row of a roster means, where that may be somebody who died."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from services import member
from services.core.workspace import Workspace
from services.roster_import import Choices
from tests.helpers.roster_file import BRANCH, look, small_roster, stored, take
from ui.roster_import.decide import DecideView


def test_who_died_cannot_be_chosen_and_is_told(
    qtbot: QtBot, school: Workspace, tmp_path: Path
) -> None:
    path = small_roster(tmp_path / "a.xlsx", [("赵六", "", BRANCH, "1950.03")])
    take(school, path)
    with school.write("member.died") as session:
        member.died(session, stored(school)[0]["id"], session.today())
    choices, told = Choices(), list[Exception]()
    view = DecideView(look(school, path).to_decide, choices, lambda: None, told.append)
    qtbot.addWidget(view)
    assert view.plain.isHidden()  # not among those taken for the same at once
    died, other = view.answers.rows_model.rows
    shown = view.answers.model().index(0, 6).data()
    assert shown == "已去世"
    view.answers.opened.emit(died)
    assert "已登记去世" in str(told[0])
    assert choices.who == {}
    view.answers.opened.emit(other)
    assert list(choices.who.values()) == [None]
