"""The year behind the day: a member's record, the branches, the hours ledger and its papers."""

from decimal import Decimal

from PySide6.QtCore import Qt

from services import hours
from ui.tour.story import Story, save_paper
from ui.tour.teaching import DAY, people_enrolled

ALT = Qt.KeyboardModifier.AltModifier


def record(story: Story) -> None:
    """Enter on a member opens the whole record; the branches stand beside the members."""
    stage = story.stage
    with stage.step("学员档案和党支部"):
        story.go(story.school, "member")
        stage.row("member-list", people_enrolled(story).roster[0].name)
        stage.key(Qt.Key.Key_Return, on="member-list")
        stage.until_named("member-record")
        stage.shot("member-record")
        stage.click("record-close")
        stage.until_closed()
        stage.key(Qt.Key.Key_2, ALT)
        stage.until(lambda: stage.shows("branch-list"), "党支部")
        stage.shot("branches")


def ledger(story: Story) -> None:
    """Online study and a correction are records of their own; the yearly record cites each."""
    stage = story.stage
    with stage.step("学时台账"):
        story.go(story.school, "member")
        stage.key(Qt.Key.Key_3, ALT)
        stage.until(lambda: stage.shows("hours-find"), "学时台账")
        who = people_enrolled(story).roster[0]
        stage.type("hours-find", who.name)
        stage.settle()
        stage.row("hours-people", who.name)
        before = _total(story, who.member_id)
        stage.click("hours-online")
        stage.until_dialog("记在线学习")
        stage.type("online-title", "党员教育网上专题班")
        stage.shot("ledger-online")
        stage.click("form-save")
        stage.until_closed()
        stage.click("hours-correct")
        stage.until_dialog("学时更正")
        stage.type("correction-hours", "1.5")
        stage.type("correction-reason", "县里培训未在本校签到")
        stage.type("correction-paper", "演党校〔2026〕3号")
        stage.type("correction-approved_by", "王主任")
        stage.click("form-save")
        stage.until_closed()
        stage.settle()
        earned = _total(story, who.member_id) - before
        stage.must(earned == Decimal("3.5"), f"在线学习和更正记了 {earned} 学时，应是 3.5")
        stage.shot("ledger")
        stage.click("hours-record")
        save_paper(story, "yearly-record.pdf", picture="yearly-record")
        stage.key(Qt.Key.Key_F3)
        stage.settle()
        stage.shot("ledger-branches")
        stage.key(Qt.Key.Key_F2)


def _total(story: Story, member_id: object) -> Decimal:
    with story.read(story.school) as session:
        totals = hours.totals(session, session.owner, DAY.year)
    return next((worth for key, worth in totals.items() if key == member_id), Decimal(0))
