"""Whom the hours are demanded of, and what they bring from elsewhere."""

from PySide6.QtCore import Qt

from services import hours
from services.hours import LedgerRow
from ui.tour.story import Story
from ui.tour.teaching import DAY, people_enrolled

ALT = Qt.KeyboardModifier.AltModifier
LEDGER, UPPER, EXEMPT, NEW = Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_6


def opening_hours(story: Story) -> None:
    """What somebody had of this year before the program came."""
    stage = story.stage
    with stage.step("期初学时"):
        who = _choose(story)
        stage.click("hours-opening")
        stage.until_named("opening-hours-form")
        stage.moment("opening-hours-on_day", "2026-06-30")
        stage.type("opening-hours-hours", "6")
        stage.type("opening-hours-paper", "学时登记簿第 12 页")
        stage.shot("opening-hours")
        stage.click("form-save")
        stage.until_closed()
        stage.settle()
        got = _row(story, who.name).hours - who.hours
        stage.must(got == 6, f"期初记了 {got} 学时，应是 6")


def upper_training(story: Story) -> None:
    """A class of the county, outside the online cap."""
    stage = story.stage
    with stage.step("上级调训"):
        who = _choose(story)
        stage.click("hours-upper")
        stage.until_named("upper-training-form")
        stage.type("upper-training-organiser", "县委组织部")
        stage.type("upper-training-class_name", "全县发展党员工作培训班")
        stage.moment("upper-training-starts_on", "2026-09-14")
        stage.moment("upper-training-ends_on", "2026-09-15")
        stage.type("upper-training-hours", "16")
        stage.type("upper-training-paper", "结业证 17 号")
        stage.click("form-save")
        stage.until_closed()
        stage.settle()
        got = _row(story, who.name).hours - who.hours
        stage.must(got == 16, f"调训记了 {got} 学时，应是 16")
        stage.key(UPPER, ALT)
        stage.until(lambda: stage.shows("upper_training-list"), "上级调训")
        stage.shot("upper-training")


def exemption(story: Story) -> None:
    """The branch decided: no hours are demanded, and the person stays in the headcount."""
    stage = story.stage
    with stage.step("学时减免"):
        who = _choose(story)
        stage.click("hours-exempt")
        stage.until_named("exemption-form")
        stage.type("exemption-paper", "党支部 2026 年 1 月支委会记录")
        stage.click("form-save")
        stage.until_closed()
        stage.settle()
        state = _row(story, who.name).state
        stage.must(state is hours.State.exempt, f"减免以后是“{state.word}”")
        stage.key(EXEMPT, ALT)
        stage.until(lambda: stage.shows("exemption-list"), "学时减免")
        stage.shot("exemption")


def newcomers(story: Story) -> None:
    """Who is new, and by which day the first training is due."""
    stage = story.stage
    with stage.step("新任和新党员"):
        story.go(story.school, "member")
        stage.key(NEW, ALT)
        stage.until(lambda: stage.shows("newcomer-list"), "新任和新党员")
        stage.settle()
        stage.shot("newcomers")


def _choose(story: Story) -> LedgerRow:
    """Somebody who is not enrolled on the training day, in front in the ledger."""
    stage = story.stage
    enrolled = {one.member_id for one in people_enrolled(story).roster}
    with story.read(story.school) as session:
        rows = hours.ledger(session, session.owner, DAY.year).rows
    names = [row.name for row in rows]
    who = next(
        row for row in rows if row.owes and row.id not in enrolled and names.count(row.name) == 1
    )
    story.go(story.school, "member")
    stage.key(LEDGER, ALT)
    stage.until(lambda: stage.shows("hours-find"), "学时台账")
    stage.type("hours-find", who.name)
    stage.settle()
    stage.row("hours-people", who.name)
    return who


def _row(story: Story, name: str) -> LedgerRow:
    with story.read(story.school) as session:
        rows = hours.ledger(session, session.owner, DAY.year).rows
    return next(row for row in rows if row.name == name)
