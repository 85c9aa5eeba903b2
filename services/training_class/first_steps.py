"""The first class and its first lesson, as lines of a new school's guide."""

from uuid import UUID

from sqlalchemy import select

from models.training_class import NOT_OVER, Lesson, TrainingClass
from services.core.door import Door
from services.core.session import WorkSession


def first_class(session: WorkSession) -> Door:
    known = session.scalar(
        select(TrainingClass.id).where(TrainingClass.owner == session.owner).limit(1)
    )
    return Door(
        words="建第一个培训班",
        note="一个班有几节课和一份名单",
        done=known is not None,
        action="建班",
        page="training_class",
        order=20,
        target="new",
    )


def first_lesson(session: WorkSession) -> Door:
    known = session.scalar(
        select(Lesson.id)
        .where(Lesson.owner == session.owner, Lesson.cancelled_at.is_(None))
        .limit(1)
    )
    return Door(
        words="排一节课",
        note="没有的课程和教室当场就能新建",
        done=known is not None,
        action="加课次",
        page="training_class",
        order=30,
        target=step_of(session, "lesson-new"),
    )


def step_of(session: WorkSession, act: str) -> tuple[str, UUID] | None:
    """The target that does an act of the page of classes for the newest class that is not over;
    None where there is none."""
    newest = session.scalar(
        select(TrainingClass.id)
        .where(TrainingClass.owner == session.owner, TrainingClass.state.in_(NOT_OVER))
        .order_by(TrainingClass.created_at.desc(), TrainingClass.id.desc())
        .limit(1)
    )
    return None if newest is None else (act, newest)
