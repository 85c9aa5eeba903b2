"""The school's home page: figures and the lists behind them, today's lessons, the package."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from services import home
from services.core.clock import FixedClock
from services.core.workspace import Workspace
from services.training_class import lessons_on
from tests.helpers.exchange import approved, take, written
from tests.helpers.pages import (
    HEIGHT,
    WIDTH,
    button_of,
    chooser,
    dialog,
    press,
    settle,
    show,
    travels,
)
from tests.helpers.pictures import keep
from tests.helpers.teaching import Teaching, at
from tests.helpers.workspaces import fill
from ui.core import theme
from ui.core.desk import Desk, Press
from ui.core.preview import PreviewDialog
from ui.home.cards import FigureCard
from ui.home.guide import DoorLine
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
    assert not page.months.isVisible(), "no room is kept for a chart of nothing"
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


def doors(page: HomePage) -> list[tuple[str, str]]:
    """What each line of the guide says, and its tick."""
    return [
        (line.button.accessibleName().partition("：")[2], line.tick.accessibleName())
        for line in page.guide.findChildren(DoorLine)
        if line.isVisible()
    ]


def test_a_new_school_is_led_to_its_first_sheet(
    desk: Desk, school: Workspace, qtbot: QtBot, clock: FixedClock, tmp_path: Path
) -> None:
    page = show(qtbot, HomePage(desk))
    assert [done for _, done in doors(page)] == ["未办"] * 5
    for line in page.guide.findChildren(DoorLine):
        line.button.click()
    assert travels(desk) == [
        ("member", Press("member-import")),
        ("training_class", "new"),
        *[("training_class", None)] * 3,
    ]
    teaching = Teaching(school)
    lesson = teaching.lesson(at(24, 14))
    teaching.members(2)
    settle(qtbot, desk)
    assert [done for _, done in doors(page)] == ["已办"] * 3 + ["未办"] * 2
    assert page.guide.next is not None
    assert page.guide.next.text() == "报名学员"
    keep(page, "home-first-steps")
    chooser(desk).answer = tmp_path / "sheet.pdf"
    press(qtbot, page, "home-print")
    preview = dialog(qtbot, PreviewDialog)
    press(qtbot, preview, "preview-save")
    preview.close()
    settle(qtbot, desk)
    assert page.guide.isHidden()
    assert lesson


def test_the_keys_wait_on_the_first_step(desk: Desk, qtbot: QtBot) -> None:
    page = HomePage(desk)
    show(qtbot, page)
    page.focus_first()
    assert QApplication.focusWidget() is page.guide.next
    assert page.guide.next is not None
    assert page.guide.next.property("role") == "primary"
    reds = [one for one in page.header_buttons() if one.property("role") == "primary"]
    assert len(reds) <= 1


def test_who_has_signed_people_in_is_led_nowhere(
    desk: Desk, school: Workspace, clock: FixedClock, qtbot: QtBot
) -> None:
    fill(school, members=10, lessons=2, sign_ins=10)
    page = show(qtbot, HomePage(desk))
    assert page.guide.isHidden()
    assert page.months.isVisible()


def test_a_day_without_lessons_says_when_the_next_is_and_leads_there(
    desk: Desk, school: Workspace, qtbot: QtBot
) -> None:
    page = show(qtbot, HomePage(desk))
    assert button_of(page, "home-plan").text() == "去排课"
    Teaching(school).lesson(at(25, 14))
    settle(qtbot, desk)
    shown = page.lessons_card
    said_ = " ".join(one.text() for one in shown.findChildren(QLabel) if one.isVisible())
    assert "下一节：11月25日 14:00" in said_
    press(qtbot, shown, "home-plan")
    assert travels(desk) == [("timetable", None)]


def test_the_package_waits_until_a_lesson_was_held(
    desk: Desk, school: Workspace, clock: FixedClock
) -> None:
    def kinds() -> list[str]:
        with school.read() as session:
            return [one.kind for one in home.todos(session)]

    clock.set_to(at(29, 8))
    Teaching(school).lesson(at(29, 14))
    assert "数据包" not in kinds()
    clock.set_to(at(29, 15))
    assert kinds().count("数据包") == 1


@pytest.mark.parametrize("percent", [100, 125, 150])
def test_the_first_steps_stand_in_the_smallest_window(
    desk: Desk, qtbot: QtBot, qapp: QApplication, percent: int
) -> None:
    theme.use(qapp, theme.Theme(percent))
    page = show(qtbot, HomePage(desk))
    assert (page.width(), page.height()) == (WIDTH, HEIGHT)
    page.focus_first()
    for line in page.guide.findChildren(DoorLine):
        line.button.setFocus()
        held = line.button.mapTo(page, line.button.rect().bottomLeft())
        assert line.button.sizeHint().width() <= line.button.width()
        assert held.y() <= HEIGHT
    keep(page, f"home-empty-{percent}")


@pytest.mark.parametrize("percent", [100, 125, 150])
def test_in_january_five_doors_stand_over_what_waits(
    desk: Desk, school: Workspace, clock: FixedClock, qtbot: QtBot, qapp: QApplication, percent: int
) -> None:
    theme.use(qapp, theme.Theme(percent))
    fill(school, members=10, lessons=2, sign_ins=10)
    clock.set_to(datetime(2027, 1, 4, 8))  # noqa: DTZ001  (a local time)
    page = show(qtbot, HomePage(desk))
    keep(page, f"home-january-{percent}")
    lines = page.year_guide.findChildren(DoorLine)
    assert len(lines) == 5
    assert page.guide.isHidden()
    assert page.months.isVisible()
    assert (page.width(), page.height()) == (WIDTH, HEIGHT)
    for line in lines:
        line.button.click()
    assert travels(desk)[:3] == [("menu", 2027), ("plan", 2027), ("settings", None)]
    assert page.header_buttons()[-1].property("role") == "primary"
