"""Make classes and change them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models.training_class import BrandKind as BrandKind
from models.training_class import ClassState as ClassState
from models.training_class import TrainingClass
from services.core.errors import BadInput, Refused
from services.core.fields import (
    checked,
    choice,
    draft,
    draft_of,
    field_of,
    put,
    text,
    whole,
    yes_no,
)
from services.core.session import WorkSession
from services.core.text import last_number
from services.core.undo import Before, Made, Undo
from services.school import own
from services.training_class.rules import require_opening

CLOSED = (ClassState.archived, ClassState.cancelled)
MOST_PLACES = 5_000
LONGEST_TITLE = 60


@draft
class ClassDraft:
    """A class's own data: `places` are None for as many as come, `minimum` where any number
    will do."""

    title: str = text("班次名称", LONGEST_TITLE, hint="例如：村支部书记轮训班（第2期）")
    head_teacher: str = text("班主任", 20, hint="可不填", default="")
    brand: BrandKind | None = choice("特色课堂", BrandKind, none="不属于特色课堂", default=None)
    places: int | None = whole("名额", 1, MOST_PLACES, unit="人", none="不限", default=None)
    minimum: int | None = whole(
        "最低开班人数",
        1,
        MOST_PLACES,
        unit="人",
        none="不限",
        note="报名不到这个人数，开班前会提醒。",
        default=None,
    )
    rotation: bool = yes_no("列入年度轮训", note="年度轮训班的第一节必须是首课。", default=False)


def create(
    session: WorkSession, draft: ClassDraft, *, opens: bool = True, year: int | None = None
) -> Made:
    """A new class with the next number of `year` (the present one unless told), open for
    enrolment if it `opens`. Raises BadInput."""
    values = _checked(draft)
    before = Before(session)
    made = session.make(
        TrainingClass,
        code=_next_code(session, year or session.today().year),
        state=ClassState.open if opens else ClassState.draft,
        **values,
    )
    before.made(made)
    session.note("training_class.create", id=str(made.id))
    return Made(made.id, before.undo(f"新建培训班“{made.title}”", "training_class.undo"))


def change(session: WorkSession, class_id: UUID, draft: ClassDraft) -> Undo:
    """Change a class's own data, all of it as it shall be. Raises BadInput; Refused where it
    becomes a rotation class and does not open with a 首课 (domain.md)."""
    row = open_class(session, class_id)
    values = _checked(draft)
    before = Before(session)
    before.keep(row)
    put(row, values)
    require_opening(session, row)
    session.note("training_class.change", id=str(class_id))
    return before.undo(
        f"修改培训班“{row.title}”",
        "training_class.undo",
        recheck=lambda later: require_opening(later, open_class(later, class_id)),
    )


def change_field(session: WorkSession, keys: Sequence[UUID], name: str, value: Any) -> Undo:
    """Give one field of several classes the same value, of all or of none. Raises what `change`
    raises."""
    before = Before(session)
    for key in keys:
        row = open_class(session, key)
        values = _checked(replace(draft_of(ClassDraft, row), **{name: value}))
        before.keep(row)
        put(row, {name: values[name]})
        require_opening(session, row)
    session.note("training_class.change_field", ids=[str(key) for key in keys], field=name)

    def recheck(later: WorkSession) -> None:
        for key in keys:
            require_opening(later, open_class(later, key))

    caption = field_of(ClassDraft, name).caption
    words = f"修改 {len(keys)} 个培训班的{caption}"
    return before.undo(words, "training_class.undo", recheck=recheck)


def open_class(session: WorkSession, class_id: UUID) -> TrainingClass:
    """A class that may still change. Raises NotFound, Refused."""
    row = session.require(TrainingClass, class_id)
    if row.state in CLOSED:
        raise Refused("这个班已经归档或取消，不能再改。")
    return row


def _checked(draft: ClassDraft) -> dict[str, Any]:
    values = checked(draft)
    places, minimum = values["places"], values["minimum"]
    if places is not None and minimum is not None and minimum > places:
        raise BadInput(f"最低开班人数 {minimum} 比名额 {places} 还多，请检查。", "minimum")
    return values


def _next_code(session: WorkSession, year: int) -> str:
    prefix = f"{own(session).code}-{year}-"
    codes = session.scalars(
        select(TrainingClass.code).where(
            TrainingClass.owner == session.owner, TrainingClass.code.startswith(prefix)
        )
    )
    return f"{prefix}{last_number(codes, prefix) + 1:04d}"
