"""What the classes and their lessons are to the rest of the program."""

from datetime import timedelta

from models.training_class import Lesson, TrainingClass
from services.core.feature import Feature, Table
from services.core.finding import FindingKind, Thing, keys
from services.core.session import WorkSession
from services.training_class.first_steps import first_class, first_lesson
from services.training_class.queries import lessons_between, list_rows
from services.training_class.states import todos

LESSONS_BACK, LESSONS_AHEAD = timedelta(days=60), timedelta(days=120)
CLASS, LESSON = FindingKind("班次", "blue", urgency=41), FindingKind("课次", "blue", urgency=48)


def things(session: WorkSession) -> list[Thing]:
    """The classes; and the lessons of these months, the nearest first, by title and by day."""
    now = session.local_now()
    lessons = lessons_between(session, now - LESSONS_BACK, now + LESSONS_AHEAD)
    return [
        Thing(CLASS, row.title, row.code, "training_class", row.id, keys(row.title, row.code))
        for row in list_rows(session)
    ] + [
        Thing(
            LESSON,
            row.title,
            f"{row.starts_at:%m月%d日 %H:%M} · {row.class_title}",
            "sign_in",
            row.id,
            keys(row.title, f"{row.starts_at:%m%d}"),
        )
        for row in sorted(lessons, key=lambda row: abs(row.starts_at - now))
    ]


FEATURE = Feature(
    "training_class",
    "培训班",
    tables=(
        Table(TrainingClass, "培训班"),
        Table(Lesson, "课次"),
    ),
    todos=(todos,),
    first_steps=(first_class, first_lesson),
    things=things,
    left_out="60 天以前和 120 天以后的课次",
)
