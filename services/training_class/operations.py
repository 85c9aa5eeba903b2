"""Make classes and change them."""

from uuid import UUID

from sqlalchemy import select

from models.training_class import ClassState as ClassState
from models.training_class import TrainingClass
from services.core.errors import Refused
from services.core.fields import optional_text, required_text
from services.core.session import WorkSession
from services.school import own
from services.training_class.rules import require_opening

CLOSED = (ClassState.archived, ClassState.cancelled)


def create(
    session: WorkSession, title: str, *, rotation: bool = False, head_teacher: str = ""
) -> UUID:
    """A new class, open for enrolment, with the year's next number. Raises BadInput."""
    made = session.make(
        TrainingClass,
        code=_next_code(session),
        title=required_text(title, "班次名称", 60),
        rotation=rotation,
        head_teacher=optional_text(head_teacher, "班主任", 20),
        state=ClassState.open,
    )
    session.note("training_class.create", id=str(made.id))
    return made.id


def change(
    session: WorkSession, class_id: UUID, title: str, *, rotation: bool, head_teacher: str
) -> None:
    """Change a class's own data. Raises BadInput; Refused where it becomes a rotation class
    and does not open with a 首课 (domain.md)."""
    row = open_class(session, class_id)
    row.title = required_text(title, "班次名称", 60)
    row.head_teacher = optional_text(head_teacher, "班主任", 20)
    row.rotation = rotation
    require_opening(session, row)
    session.note("training_class.change", id=str(class_id))


def open_class(session: WorkSession, class_id: UUID) -> TrainingClass:
    """A class that may still change. Raises NotFound, Refused."""
    row = session.require(TrainingClass, class_id)
    if row.state in CLOSED:
        raise Refused("这个班已经归档或取消，不能再改。")
    return row


def _next_code(session: WorkSession) -> str:
    prefix = f"{own(session).code}-{session.today().year}-"
    codes = session.scalars(
        select(TrainingClass.code).where(
            TrainingClass.owner == session.owner, TrainingClass.code.startswith(prefix)
        )
    )
    tails = (code.removeprefix(prefix) for code in codes)
    numbers = [int(tail) for tail in tails if tail.isdecimal()]
    return f"{prefix}{max(numbers, default=0) + 1:04d}"
