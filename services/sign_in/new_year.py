"""What the year before left behind: classes that were never closed, and lessons not made up."""

from sqlalchemy import exists, func, select

from models.sign_in import SignIn, SignInStatus
from models.training_class import NOT_OVER, ClassState, Lesson, TrainingClass
from services.core.checks import year_span
from services.core.door import Door
from services.core.session import WorkSession

CLOSED = (ClassState.archived, ClassState.cancelled)
MISSED = (SignInStatus.leave, SignInStatus.absent)


def new_year(session: WorkSession) -> Door:
    """Done once every class that was taught last year is over, and whoever missed a lesson of one
    that is not put away has made it up."""
    year = session.today().year
    span = year_span(year - 1)
    of_class = (Lesson.class_id == TrainingClass.id, Lesson.cancelled_at.is_(None))
    begun = exists().where(*of_class, Lesson.starts_at.between(*span))
    later = exists().where(*of_class, Lesson.starts_at > span[1])
    open_ones = session.scalars(
        select(TrainingClass.id)
        .where(
            TrainingClass.owner == session.owner,
            TrainingClass.state.in_(NOT_OVER),
            begun,
            ~later,
        )
        .order_by(TrainingClass.code)
    ).all()
    owed = session.execute(
        select(Lesson.class_id, func.count())
        .join(SignIn, SignIn.lesson_id == Lesson.id)
        .join(TrainingClass, TrainingClass.id == Lesson.class_id)
        .where(
            SignIn.owner == session.owner,
            SignIn.undone_at.is_(None),
            SignIn.status.in_(MISSED),
            Lesson.starts_at.between(*span),
            Lesson.cancelled_at.is_(None),
            TrainingClass.state.not_in(CLOSED),
        )
        .group_by(Lesson.class_id)
        .order_by(func.min(Lesson.starts_at))
    ).all()
    parts = [f"{len(open_ones)} 个班没结班"] if open_ones else []
    parts += [f"{sum(count for _, count in owed)} 人次缺课没补"] if owed else []
    classes = [*open_ones, *(class_id for class_id, _ in owed)]
    return Door(
        words=f"{year - 1} 年的班和补课",
        note="，".join(parts),
        done=not classes,
        action="去处理",
        page="training_class",
        order=50,
        target=classes[0] if classes else None,
    )
