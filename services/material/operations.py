"""Enter, change, review and retire learning materials; each step can be taken back."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models.course import Course, Task
from models.material import Material, MaterialCourse
from models.material import MaterialKind as MaterialKind
from models.material import MaterialReview as MaterialReview
from services.core.checks import optional_text, past_day, required_text
from services.core.errors import BadInput, Refused
from services.core.fields import (
    changed,
    checked_some,
    choice,
    draft,
    field_of,
    partial_day,
    several,
    text,
    whole,
)
from services.core.retiring import set_retired
from services.core.session import WorkSession
from services.core.undo import Before, Made, Undo

VIDEOS = frozenset({MaterialKind.micro_video, MaterialKind.lesson_video})
UNDO = "material.undo"


@draft
class MaterialDraft:
    title: str = text("名称", 60, hint="例如：石桥村的红色记忆", also=("标题", "资源名称"))
    kind: MaterialKind = choice("类别", MaterialKind, also=("种类", "资源类别"))
    task: Task = choice("基本任务", Task, also=("任务", "教育任务"))
    author: str = text("作者", 40, hint="写作、讲述或制作的人", default="", also=("主讲", "制作人"))
    made_on: str = partial_day("制作时间", default="", also=("制作日期", "完成时间"))
    length: int = whole("时长或页数", 0, 9999, default=0, note="视频填分钟，其他填页数，不知道填 0")
    note: str = text("说明", 200, default="", also=("备注", "简介"))
    courses: tuple[UUID, ...] = several("用于课程", default=())


def create(session: WorkSession, draft: MaterialDraft) -> Made:
    """Enter a material; it waits for its review. Raises BadInput, Refused."""
    before = Before(session)
    row = make(session, draft, before)
    session.note("material.create", id=str(row.id))
    return Made(row.id, before.undo(f"新增资源“{row.title}”", UNDO))


def update(session: WorkSession, material_id: UUID, draft: MaterialDraft) -> Undo:
    """Change a material. Raises BadInput, NotFound, Refused."""
    before = Before(session)
    row = session.require(Material, material_id)
    title = row.title
    change(session, row, draft, before)
    session.note("material.update", id=str(material_id))
    return before.undo(f"修改资源“{title}”", UNDO)


def review(
    session: WorkSession,
    material_ids: Collection[UUID],
    state: MaterialReview,
    by: str,
    on: date,
    note: str = "",
) -> Undo:
    """Record who looked at these, when, and what was found. Raises BadInput: a review has a
    name and a day that is not to come, and what was returned says what to change."""
    who = required_text(by, "审核人", 20)
    day = past_day(on, "审核日期", session.today())
    said = optional_text(note, "审核意见", 200)
    if state is MaterialReview.waiting:
        raise BadInput("请选审核结果：已审核，或退回修改。")
    if state is MaterialReview.returned and not said:
        raise BadInput("退回修改时请写明要改什么。")
    before = Before(session)
    for key in material_ids:
        row = session.require(Material, key)
        before.keep(row)
        row.review, row.reviewed_by, row.reviewed_on, row.review_note = state, who, day, said
    session.note("material.review", ids=[str(one) for one in material_ids], state=state.value)
    return before.undo(f"把 {len(material_ids)} 件资源评为“{state.word}”", UNDO)


def change_field(
    session: WorkSession, material_ids: Collection[UUID], name: str, value: Any
) -> Undo:
    """Give several materials the same value of one declared field. Raises BadInput."""
    kept = checked_some(MaterialDraft, {name: value}, session.today())
    before = Before(session)
    for key in material_ids:
        row = session.require(Material, key)
        before.keep(row)
        setattr(row, name, kept[name])
    session.note("material.change_field", ids=[str(one) for one in material_ids], field=name)
    caption = field_of(MaterialDraft, name).caption
    return before.undo(f"修改 {len(material_ids)} 件资源的{caption}", UNDO)


def retire(session: WorkSession, material_id: UUID) -> Undo:
    """Take a material out of use; what cites it keeps it. Raises NotFound."""
    row = session.require(Material, material_id)
    return set_retired(session, row, session.now(), "material.retire", f"停用资源“{row.title}”")


def restore(session: WorkSession, material_id: UUID) -> Undo:
    row = session.require(Material, material_id)
    return set_retired(session, row, None, "material.restore", f"恢复资源“{row.title}”")


def log_exported(session: WorkSession, materials: int) -> None:
    """Note that the register left the program as a workbook."""
    session.note("material.log_exported", materials=materials)


def make(session: WorkSession, draft: MaterialDraft, before: Before) -> Material:
    """A new material as drafted, kept in `before`."""
    values = changed(draft, session.today())
    courses = values.pop("courses")
    row = session.make(Material, **values, review=MaterialReview.waiting)
    before.made(row)
    session.flush()
    _set_courses(session, row.id, courses, before)
    return row


def change(session: WorkSession, row: Material, draft: MaterialDraft, before: Before) -> bool:
    """Write a draft into a material, kept in `before`; True where that changed anything."""
    values = changed(draft, session.today())
    courses = values.pop("courses")
    different = {name: one for name, one in values.items() if getattr(row, name) != one}
    before.keep(row)
    for name, value in different.items():
        setattr(row, name, value)
    return _set_courses(session, row.id, courses, before) or bool(different)


def length_words(kind: MaterialKind, length: int) -> str:
    """12 分钟 of a video, 36 页 of all else; empty where nobody counted."""
    return f"{length} {'分钟' if kind in VIDEOS else '页'}" if length else ""


def _set_courses(
    session: WorkSession, material_id: UUID, wanted: Collection[UUID], before: Before
) -> bool:
    """Link exactly these courses; True where that changes anything."""
    links = {
        link.course_id: link
        for link in session.scalars(
            select(MaterialCourse).where(MaterialCourse.material_id == material_id)
        )
    }
    added = [key for key in dict.fromkeys(wanted) if key not in links]
    for key in added:
        if session.require(Course, key).retired_at is not None:
            raise Refused("选中的课程已停用，请重新选择。")
        before.made(session.make(MaterialCourse, material_id=material_id, course_id=key))
    removed = [link for key, link in links.items() if key not in wanted]
    for link in removed:
        before.remove(link)
    return bool(added or removed)
