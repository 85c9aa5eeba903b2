"""The training day: the printed sheet, people through the door, hours."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTabWidget

from services import hours as hours_service
from services import sign_in as service
from services.sign_in import DeskPerson, SignInStatus
from ui.tour.stage import TourFailed
from ui.tour.story import Story, save_paper
from ui.tour.teaching import CLASS_TITLE, DAY, people_enrolled

CONTROL = Qt.KeyboardModifier.ControlModifier
AT_THE_DOOR = datetime.combine(DAY, datetime.min.time()).replace(hour=8, minute=12)
TOO_LATE = AT_THE_DOOR.replace(hour=8, minute=52)
AFTER_CLASS = AT_THE_DOOR.replace(hour=11, minute=32)
AFTERNOON = AT_THE_DOOR.replace(hour=13, minute=50)
EVENING = AT_THE_DOOR.replace(hour=17, minute=5)


def sheet(story: Story) -> None:
    """The sign-in sheet of the morning's lesson, as PDF in the preview."""
    stage = story.stage
    with stage.step("签到表"):
        story.go(story.school, "training_class")
        stage.row("training_class-list", CLASS_TITLE)
        stage.key(Qt.Key.Key_P, CONTROL)
        save_paper(story, "sign-in-sheet.pdf", picture="sheet-preview")


def morning(story: Story) -> None:
    """By initials, by last four digits, by scan; one late, one leave, one taken back."""
    stage = story.stage
    with stage.step("上午签到"):
        story.clock.set_to(AT_THE_DOOR)
        story.go(story.school, "sign_in")
        stage.must(_desk(story).lesson.starts_at.hour == 8, "签到台没有打开上午的课")
        waiting = list(_desk(story).persons)
        by_letters = _take(waiting, lambda p: p.initials.split()[0], waiting)
        by_digits = _take(waiting, lambda p: p.phone_tail, waiting)
        on_leave, late, absent = waiting.pop(), waiting.pop(), waiting.pop()

        stage.type("scan", by_letters.initials.split()[0])
        stage.shot("sign-in-initials")
        stage.key(Qt.Key.Key_Return, on="scan")
        _must_be(story, by_letters, SignInStatus.present)
        stage.type("scan", by_digits.phone_tail)
        stage.key(Qt.Key.Key_Return, on="scan")
        _must_be(story, by_digits, SignInStatus.present)
        for person in waiting:
            stage.type("scan", person.card_code)
            _must_be(story, person, SignInStatus.present)

        stage.key(Qt.Key.Key_Z, CONTROL, on="scan")
        _must_be(story, waiting[-1], None)
        stage.shot("sign-in-undone")
        stage.type("scan", waiting[-1].card_code)
        _must_be(story, waiting[-1], SignInStatus.present)

        _choose(story, on_leave)
        stage.key(Qt.Key.Key_F4, on="scan")
        stage.until_named("ask-reason")
        stage.type("reason", "住院，已交假条")
        stage.key(Qt.Key.Key_Return, on="reason")
        stage.until_closed()
        _must_be(story, on_leave, SignInStatus.leave)

        story.clock.set_to(TOO_LATE)
        stage.type("scan", late.card_code)
        _must_be(story, late, SignInStatus.late)
        stage.shot("sign-in")

        story.clock.set_to(AFTER_CLASS)
        stage.click("sign-in-finish")
        stage.until_named("message")
        stage.click("message-yes")
        stage.until_closed()
        _must_be(story, absent, SignInStatus.absent)
        shown = _desk(story)
        story.counts |= {
            "enrolled": len(shown.persons),
            "present": shown.count(SignInStatus.present),
            "late": shown.count(SignInStatus.late),
            "leave": shown.count(SignInStatus.leave),
            "absent": shown.count(SignInStatus.absent),
        }


def afternoon(story: Story) -> None:
    """Everybody by scan, as fast as the scanner reads."""
    stage = story.stage
    with stage.step("下午签到，全部扫码"):
        story.clock.set_to(AFTERNOON)
        story.go(story.school, "training_class")
        stage.row("lessons", "14:00")
        stage.click("lesson-sign-in")
        for person in _desk(story).persons:
            stage.type("scan", person.card_code)
        shown = _desk(story)
        here = shown.count(SignInStatus.present)
        stage.must(here == len(shown.persons), f"下午只签到 {here} 人")
        stage.shot("sign-in-full")
        story.clock.set_to(EVENING)


def hours(story: Story) -> None:
    """The hours of those enrolled, in the class and in one member's year."""
    stage = story.stage
    with stage.step("学时"):
        story.go(story.school, "training_class")
        stage.row("training_class-list", CLASS_TITLE)
        stage.find("class-tabs", QTabWidget).setCurrentIndex(2)
        stage.shot("hours")
        with story.read(story.school) as session:
            earned = hours_service.for_class(session, people_enrolled(story).id)
            year = hours_service.totals(session, session.owner, DAY.year)
        total = sum((row.hours for row in earned), start=Decimal(0))
        counts = story.counts
        expected = Decimal(4) * counts["present"] + 2 * counts["late"] + 4 * counts["enrolled"]
        stage.must(total == expected, f"学时合计是 {total}，应是 {expected}")
        stage.must(sum(year.values(), start=Decimal(0)) == total, "全年学时与本班不一致")
        counts["hours"] = str(total)
        story.go(story.school, "member")
        stage.row("member-list", earned[0].name)
        stage.shot("member-hours")


def _desk(story: Story) -> service.SignInDesk:
    """The lesson on the desk as the database has it."""
    page = story.main_window(story.school).page
    lesson = getattr(page, "lesson_id", None)
    if lesson is None:
        raise TourFailed("签到台没有打开课次")
    with story.read(story.school) as session:
        return service.desk(session, lesson)


def _must_be(story: Story, person: DeskPerson, status: SignInStatus | None) -> None:
    found = next(one for one in _desk(story).persons if one.id == person.id)
    story.stage.must(found.status is status, f"{person.name} 是 {found.status}，应是 {status}")


def _take(
    waiting: list[DeskPerson], key: Callable[[DeskPerson], str], of: list[DeskPerson]
) -> DeskPerson:
    """Take out the first whose key nobody else's begins with."""
    keys = [key(person) for person in of]
    for person in waiting:
        mine = key(person)
        if sum(other.startswith(mine) for other in keys) == 1:
            waiting.remove(person)
            return person
    raise TourFailed("名单里没有一个能这样认出的人")


def _choose(story: Story, person: DeskPerson) -> None:
    """Type the tail of somebody's phone, and go down to them where others share it."""
    stage = story.stage
    stage.type("scan", person.phone_tail)
    page = story.main_window(story.school).page
    entry = getattr(page, "entry", None)
    if entry is None or QApplication.activeModalWidget() is not None:
        raise TourFailed("签到台不在前面")
    for _ in range(4):
        if entry.chosen is not None and entry.chosen.id == person.id:
            return
        stage.key(Qt.Key.Key_Down, on="scan")
    raise TourFailed(f"选不中 {person.name}")
