"""How a year's lessons cover the seven basic tasks."""

from dataclasses import dataclass

from sqlalchemy import func, select

from models.course import Course, Task
from models.training_class import Lesson
from services.core.checks import year_span
from services.core.session import WorkSession


@dataclass(frozen=True)
class TaskCoverage:
    """One of the seven tasks in a year: courses in use, lessons on the timetable."""

    task: Task
    courses: int
    lessons: int


def coverage(session: WorkSession, year: int) -> tuple[TaskCoverage, ...]:
    """The seven tasks, in their order, with what serves them in a local year.

    Lessons count for the task that they were made with: a course changed or retired since
    does not move them.
    """
    courses = {
        task: count
        for task, count in session.execute(
            select(Course.task, func.count())
            .where(Course.owner == session.owner, Course.retired_at.is_(None))
            .group_by(Course.task)
        )
    }
    lessons = {
        task: count
        for task, count in session.execute(
            select(Lesson.task, func.count())
            .where(
                Lesson.owner == session.owner,
                Lesson.cancelled_at.is_(None),
                Lesson.starts_at.between(*year_span(year)),
            )
            .group_by(Lesson.task)
        )
    }
    return tuple(TaskCoverage(task, courses.get(task, 0), lessons.get(task, 0)) for task in Task)
