"""Close gaps: reads plans and gains in the background, shows them, enrols, and undoes that."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtWidgets import QWidget

from services import enrolment
from services.core.call import call
from services.enrolment import EnrolResult
from services.hours import plans
from services.hours.plans import CatchUpPlan, LessonGain
from ui.core.background import Progress
from ui.core.desk import Desk
from ui.hours.plan import GainDialog, PlanDialog


class Closing:
    """What the ledger's page does about gaps; `page` is where its dialogs stand."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        self._desk, self._page = desk, page

    def plan(self, member_id: UUID, year: int) -> None:
        """Show the lessons that would close one person's gap."""

        def read(_progress: Progress) -> CatchUpPlan:
            with self._desk.read() as session:
                return plans.plan_for(session, member_id, year)

        def show(found: CatchUpPlan) -> None:
            PlanDialog(
                self._page.window(),
                found,
                lambda classes: self._join(member_id, classes),
                lambda lesson: self.gains(lesson.lesson_id),
            ).open()

        self._desk.background.run("找可补的课", read, show, self._desk.messages.error)

    def gains(self, lesson_id: UUID) -> None:
        """Show whom one lesson would help."""

        def read(_progress: Progress) -> LessonGain:
            with self._desk.read() as session:
                return plans.gains_of(session, lesson_id)

        def show(found: LessonGain) -> None:
            GainDialog(
                self._page.window(), found, lambda people: self._enrol(found.class_id, people)
            ).open()

        self._desk.background.run("找要补课的人", read, show, self._desk.messages.error)

    def _join(self, member_id: UUID, classes: Sequence[UUID]) -> None:
        joined = call(enrolment.join, member_id, classes)
        self._desk.do(joined, lambda result: _told(result, "个班"))

    def _enrol(self, class_id: UUID, people: Sequence[UUID]) -> None:
        enrolled = call(enrolment.enrol, class_id, people)
        self._desk.do(enrolled, lambda result: _told(result, "人"))


def _told(result: EnrolResult, unit: str) -> str:
    words = f"已报名 {result.added} {unit}。"
    if result.waiting:
        words += f"名额已满，候补 {result.waiting} {unit}。"
    return words
