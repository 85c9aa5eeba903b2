"""What is taught, where, by whom: site, course, class, lecturer, booking, certificate."""

from datetime import date

from PySide6.QtCore import Qt

from services import booking as booking_service
from services import member
from services import training_class as class_service
from services.training_class import ClassDetail
from ui.tour.story import Story

DAY = date(2026, 11, 23)
CLASS_TITLE = "2026年村支部书记轮训班（第2期）"
OTHER_TITLE = "2026年党员进修班（第1期）"
FIRST_COURSE, SECOND_COURSE = "党的创新理论进基层", "村级警示教育案例精解"
LECTURER = "孔令岩"
ENROLLED = 48


def training_class(story: Story) -> None:
    """A class with two lessons on one day and 48 people of a few branches."""
    stage = story.stage
    with stage.step("培训班：两节课，48 人"):
        _new_class(story, CLASS_TITLE)
        _new_lesson(story, FIRST_COURSE, "201", "08:30", "11:30", shot="lesson")
        _new_lesson(story, SECOND_COURSE, "201", "14:00", "17:00")
        stage.key(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier, on="lessons")
        stage.until_named("enrol")
        _tick(story)
        stage.shot("enrol")
        stage.click("enrol-go")
        stage.until_closed()
        shown = people_enrolled(story)
        stage.must(len(shown.roster) == ENROLLED, f"报名 {len(shown.roster)} 人")
        stage.must(len(shown.lessons) == 2, f"有 {len(shown.lessons)} 节课")
        stage.shot("class")


def booking(story: Story) -> None:
    """The lecturer is booked and says yes; a second, overlapping booking is refused."""
    stage = story.stage
    with stage.step("预约讲师；时间重叠的第二次预约被拒绝"):
        _new_class(story, OTHER_TITLE)
        _new_lesson(story, FIRST_COURSE, "102", "09:00", "11:00")
        for start in ("08:30", "14:00"):
            _ask_for(story, start)
            stage.click("form-save")
            stage.until_closed()
        _ask_for(story, "09:00")
        stage.click("form-save")
        stage.must(stage.text("form-error") != "", "重叠的预约没有被拒绝")
        stage.shot("booking-refused")
        stage.click("form-cancel")
        stage.until_closed()
        with story.read(story.school) as session:
            waiting = booking_service.waiting(session)
        stage.must(len(waiting) == 2, f"等着答复的预约有 {len(waiting)} 个")
        for one in waiting:
            stage.click(f"block-{one.lesson_id}")
            stage.until_named("booking-dialog")
            stage.click("booking-confirm")
            stage.until_closed()
        with story.read(story.school) as session:
            stage.must(not booking_service.waiting(session), "讲师答应的预约还在等答复")
        stage.shot("booking")


def _ask_for(story: Story, start: str) -> None:
    """Open the booking of the lesson that starts then, with the lecturer found by initials."""
    stage = story.stage
    story.go(story.school, "booking")
    stage.click("booking-new")
    stage.until_named("book-dialog")
    stage.pick("book-lesson", start)
    stage.type("book-search", "kly")


def people_enrolled(story: Story) -> ClassDetail:
    """The class of the training day as the database has it."""
    with story.read(story.school) as session:
        rows = class_service.list_rows(session)
        found = next(row for row in rows if row.title == CLASS_TITLE)
        return class_service.detail(session, found.id)


def _new_class(story: Story, title: str) -> None:
    stage = story.stage
    story.go(story.school, "training_class")
    stage.click("class-new")
    stage.type("class-title", title)
    stage.type("class-teacher", "赵静")
    stage.key(Qt.Key.Key_Return, on="class-teacher")
    stage.until_closed()


def _new_lesson(
    story: Story, course_title: str, room: str, start: str, end: str, *, shot: str = ""
) -> None:
    stage = story.stage
    stage.click("lesson-new")
    stage.type("lesson-course", course_title)
    stage.type("lesson-room", room)
    stage.moment("lesson-starts", f"{DAY} {start}")
    stage.moment("lesson-ends", f"{DAY} {end}")
    if shot:
        stage.shot(shot)
    stage.click("form-save")
    stage.until_closed()


def _tick(story: Story) -> None:
    """Whole branches by one button, while they fit; then single people."""
    stage = story.stage
    with story.read(story.school) as session:
        people = member.search_index(session)
    ticked = 0
    for branch in sorted({person.branch for person in people}):
        size = sum(person.branch == branch for person in people)
        if ticked + size > ENROLLED:
            break
        stage.pick("enrol-branch", branch)
        stage.click("enrol-all")
        ticked += size
    stage.pick("enrol-branch", branch)
    for person in [one for one in people if one.branch == branch][: ENROLLED - ticked]:
        stage.type("enrol-field", person.phone_tail)
        stage.key(Qt.Key.Key_Return, on="enrol-field")
