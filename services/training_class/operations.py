"""Make classes and change them."""

from uuid import UUID

from sqlalchemy import select

from models.training_class import BrandKind as BrandKind
from models.training_class import ClassState as ClassState
from models.training_class import TrainingClass
from services.core.checks import optional_text, required_text
from services.core.errors import BadInput, Refused
from services.core.session import WorkSession
from services.core.text import last_number
from services.core.undo import Before, Made, Undo
from services.school import own
from services.training_class.rules import require_opening

CLOSED = (ClassState.archived, ClassState.cancelled)
MOST_PLACES = 5_000
LONGEST_TITLE = 60


def create(
    session: WorkSession,
    title: str,
    *,
    rotation: bool = False,
    head_teacher: str = "",
    brand: BrandKind | None = None,
    places: int | None = None,
    minimum: int | None = None,
    draft: bool = False,
    year: int | None = None,
) -> Made:
    """A new class with the next number of `year` (the present one unless told), open for
    enrolment unless it is a `draft`. Raises BadInput."""
    before = Before(session)
    made = session.make(
        TrainingClass,
        code=_next_code(session, year or session.today().year),
        title=required_text(title, "班次名称", LONGEST_TITLE),
        rotation=rotation,
        head_teacher=optional_text(head_teacher, "班主任", 20),
        brand=brand,
        places=_people(places, "名额"),
        minimum=_people(minimum, "最低开班人数"),
        state=ClassState.draft if draft else ClassState.open,
    )
    _check_numbers(made)
    before.made(made)
    session.note("training_class.create", id=str(made.id))
    return Made(made.id, before.undo(f"新建培训班“{made.title}”", "training_class.undo"))


def change(
    session: WorkSession,
    class_id: UUID,
    title: str,
    *,
    rotation: bool,
    head_teacher: str,
    brand: BrandKind | None = None,
    places: int | None = None,
    minimum: int | None = None,
) -> Undo:
    """Change a class's own data, all of it as it shall be. Raises BadInput; Refused where it
    becomes a rotation class and does not open with a 首课 (domain.md)."""
    row = open_class(session, class_id)
    before = Before(session)
    before.keep(row)
    row.title = required_text(title, "班次名称", LONGEST_TITLE)
    row.head_teacher = optional_text(head_teacher, "班主任", 20)
    row.rotation = rotation
    row.brand = brand
    row.places, row.minimum = _people(places, "名额"), _people(minimum, "最低开班人数")
    _check_numbers(row)
    require_opening(session, row)
    session.note("training_class.change", id=str(class_id))
    return before.undo(
        f"修改培训班“{row.title}”",
        "training_class.undo",
        recheck=lambda later: require_opening(later, open_class(later, class_id)),
    )


def open_class(session: WorkSession, class_id: UUID) -> TrainingClass:
    """A class that may still change. Raises NotFound, Refused."""
    row = session.require(TrainingClass, class_id)
    if row.state in CLOSED:
        raise Refused("这个班已经归档或取消，不能再改。")
    return row


def _people(count: int | None, words: str) -> int | None:
    if count is not None and not 1 <= count <= MOST_PLACES:
        raise BadInput(f"{words}应在 1 到 {MOST_PLACES:,} 之间，不限就留空。")
    return count


def _check_numbers(row: TrainingClass) -> None:
    if row.places is not None and row.minimum is not None and row.minimum > row.places:
        raise BadInput(f"最低开班人数 {row.minimum} 比名额 {row.places} 还多，请检查。")


def _next_code(session: WorkSession, year: int) -> str:
    prefix = f"{own(session).code}-{year}-"
    codes = session.scalars(
        select(TrainingClass.code).where(
            TrainingClass.owner == session.owner, TrainingClass.code.startswith(prefix)
        )
    )
    return f"{prefix}{last_number(codes, prefix) + 1:04d}"
