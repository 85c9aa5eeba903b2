"""What is taught, where, by whom: site, course, class, lecturer, booking, certificate."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from services import booking as booking_service
from services import certificate as certificate_service
from services import course as course_service
from services import lecturer as lecturer_service
from services import member
from services import site as site_service
from services import training_class as class_service
from services.certificate import CertificateState
from services.training_class import ClassDetail
from ui.tour.story import Story, save_paper

DAY = date(2026, 11, 23)
CLASS_TITLE = "2026年村支部书记轮训班（第2期）"
OTHER_TITLE = "2026年党员进修班（第1期）"
FIRST_COURSE, SECOND_COURSE = "党的创新理论进基层", "村级警示教育案例精解"
LECTURER = "孔令岩"
ENROLLED = 48


def site(story: Story) -> None:
    """The main campus with two rooms."""
    stage = story.stage
    with stage.step("阵地和教室"):
        story.go(story.school, "site")
        stage.click("site-new")
        stage.type("site-name", "主校区")
        stage.type("site-address", "镇政府东院")
        stage.click("form-save")
        stage.until_closed()
        for name, places in (("201", "120"), ("102", "60")):
            stage.click("room-new")
            stage.type("room-name", name)
            stage.type("room-places", places)
            stage.click("form-save")
            stage.until_closed()
        stage.shot("site")
        with story.read(story.school) as session:
            (made,) = site_service.list_all(session)
        rooms = {(room.name, room.places) for room in made.rooms}
        stage.must(rooms == {("201", 120), ("102", 60)}, f"教室是 {rooms}")


def course(story: Story) -> None:
    """Two courses on the menu, one of them a 首课."""
    stage = story.stage
    with stage.step("课程菜单"):
        story.go(story.school, "course")
        stage.shot("course-empty")
        for title, tier, shot in (
            (FIRST_COURSE, "首课", "course-new"),
            (SECOND_COURSE, "主课", ""),
        ):
            stage.click("course-new")
            stage.type("course-title", title)
            stage.pick("course-tier", tier)
            if shot:
                stage.shot(shot)
            stage.click("form-save")
            stage.until_closed()
        stage.shot("course")
        with story.read(story.school) as session:
            rows = course_service.list_all(session)
        stage.must([row.title for row in rows] == [FIRST_COURSE, SECOND_COURSE], "课程没有记全")


def lecturer(story: Story) -> None:
    """A lecturer of the pool, appointed for three years."""
    stage = story.stage
    with stage.step("讲师和聘任"):
        story.go(story.school, "lecturer")
        stage.click("lecturer-new")
        stage.type("lecturer-name", LECTURER)
        stage.pick("lecturer-source", "聘任")
        stage.type("lecturer-employer", "演示县委党校")
        stage.type("lecturer-post", "副校长")
        stage.type("lecturer-topics", "党的创新理论、警示教育")
        stage.click("form-save")
        stage.until_closed()
        stage.click("lecturer-appoint")
        stage.type("appoint-issuer", "中共演示县委组织部")
        stage.shot("appoint")
        stage.click("form-save")
        stage.until_closed()
        with story.read(story.school) as session:
            (row,) = lecturer_service.list_rows(session)
        stage.must(row.appointed_until is not None, "没有聘期")
        stage.shot("lecturer")


def training_class(story: Story) -> None:
    """A class with two lessons on one day."""
    stage = story.stage
    with stage.step("培训班：两节课"):
        _new_class(story, CLASS_TITLE)
        _new_lesson(story, FIRST_COURSE, "201", "08:30", "11:30", shot="lesson")
        _new_lesson(story, SECOND_COURSE, "201", "14:00", "17:00")


def enrolment(story: Story) -> None:
    """48 people of a few branches come into the class."""
    stage = story.stage
    with stage.step("报名：48 人"):
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


def certificate(story: Story) -> None:
    """The appointment's certificate: its number given once, its paper in the preview."""
    stage = story.stage
    with stage.step("签发聘书"):
        story.go(story.school, "lecturer")
        stage.click("lecturer-certificate")
        stage.until_named("message")
        stage.click("message-yes")
        save_paper(story, "appointment.pdf", picture="certificate-preview")
        with story.read(story.school) as session:
            (row,) = certificate_service.list_rows(session)
        stage.must(row.state is CertificateState.issued, "聘书没有签发")
        stage.must(row.number == f"YS-聘-{DAY.year}-0001", f"聘书编号是 {row.number}")
        story.counts["certificate"] = row.number
        story.go(story.school, "certificate")
        stage.shot("certificates")


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
    stage.type("class-head_teacher", "赵静")
    if stage.find("class-leads", QCheckBox).isChecked():
        stage.click("class-leads")  # its lessons and people have steps of their own
    stage.key(Qt.Key.Key_Return, on="class-head_teacher")
    stage.until_closed()


def _new_lesson(
    story: Story, course_title: str, room: str, start: str, end: str, *, shot: str = ""
) -> None:
    stage = story.stage
    stage.click("lesson-new")
    stage.type("lesson-course_id", course_title)
    stage.type("lesson-room_id", room)
    stage.moment("lesson-starts_at", f"{DAY} {start}")
    stage.moment("lesson-ends_at", f"{DAY} {end}")
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
