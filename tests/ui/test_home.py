"""The school's home page: figures and the lists behind them, today's lessons, the package."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from services.core.clock import FixedClock
from services.core.workspace import Workspace
from services.training_class import lessons_on
from tests.helpers.exchange import approved, take, written
from tests.helpers.pages import settle, show, travels
from tests.helpers.pictures import keep
from tests.helpers.teaching import Teaching, at
from ui.core.desk import Desk
from ui.home.cards import FigureCard
from ui.home.lines import LessonLine
from ui.home.page import HomePage


def bundle_words(page: HomePage) -> tuple[str, str, str]:
    card = page.bundle
    return card.figure.text(), card.unit.text(), card.note.text()


def test_an_empty_school_says_how_it_begins(desk: Desk, qtbot: QtBot) -> None:
    page = show(qtbot, HomePage(desk))
    assert page.classes.figure.text() == "0"
    assert page.classes.note.text() == "已排 0 期，较上月 +0"
    assert page.members.note.text() == "还没有党员，先导入花名册"
    assert page.lessons_card.note.text() == "0 节"
    keep(page, "home-empty")


def test_every_figure_is_a_door(desk: Desk, qtbot: QtBot) -> None:
    page = show(qtbot, HomePage(desk))
    for card in page.findChildren(FigureCard):
        qtbot.keyClick(card, Qt.Key.Key_Return)
    assert travels(desk) == [
        ("training_class", None),
        ("hours", ("month", 11)),
        ("hours", "members-behind"),
        ("hours", "leaders-behind"),
        ("exchange", None),
    ]


def test_planned_classes_stand_beside_those_held(
    desk: Desk, school: Workspace, qtbot: QtBot, clock: FixedClock
) -> None:
    teaching = Teaching(school)
    teaching.lesson(at(23, 14))
    page = show(qtbot, HomePage(desk))
    assert page.classes.figure.text() == "0"
    assert page.classes.note.text() == "已排 1 期，较上月 +0"
    assert len(page.findChildren(LessonLine)) == 1


def test_the_package_is_followed_to_its_receipt(
    desk: Desk, school: Workspace, met: Workspace, stick: Path, qtbot: QtBot
) -> None:
    page = show(qtbot, HomePage(desk))
    assert bundle_words(page) == ("7", "天后截止", "还没有上报")
    row = approved(school)
    page.refresh()
    settle(qtbot, desk)
    assert bundle_words(page) == ("7", "天后截止", "已签发，还没写入 U 盘")
    path = written(school, row, stick)
    page.refresh()
    settle(qtbot, desk)
    assert bundle_words(page) == ("等回执", "", "已写入 U 盘，交县里")
    done = take(met, path)
    assert done.receipt is not None
    take(school, written(met, done.receipt, stick))
    page.refresh()
    settle(qtbot, desk)
    assert bundle_words(page) == ("已签收", "", "本月报送完成")
    keep(page, "home-delivered")


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_figure_opens_by_key(desk: Desk, qtbot: QtBot, key: Qt.Key) -> None:
    page = show(qtbot, HomePage(desk))
    qtbot.keyClick(page.bundle, key)
    assert travels(desk) == [("exchange", None)]


def test_a_lesson_about_to_begin_is_signed_in_with_or_without_a_lecturer(
    desk: Desk, qtbot: QtBot, clock: FixedClock
) -> None:
    teaching = Teaching(desk.workspace)
    lesson = teaching.lesson(at(23, 14))
    with desk.workspace.read() as session:
        (row,) = lessons_on(session, at(23, 0).date())
    gone: list[tuple[str, object]] = []
    for minutes, words, place in ((61, "预约讲师", "booking"), (59, "开始签到", "sign_in")):
        now = at(23, 14) - timedelta(minutes=minutes)
        line = LessonLine(row, now, True, lambda *where: gone.append(where))
        qtbot.addWidget(line)
        step = line.findChild(QPushButton, "lesson-step-1400")
        assert step.text() == words
        step.click()
        assert gone[-1] == (place, lesson)
