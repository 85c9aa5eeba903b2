"""Make, change, review and retire courses; each step can be taken back."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models.course import Course, CourseLecturer, CoursewareReview, Task, Tier
from models.lecturer import Lecturer
from services.core.errors import BadInput, Refused
from services.core.fields import (
    checked,
    checked_some,
    choice,
    draft,
    field_of,
    fields_of,
    hours,
    put,
    suggested,
    text,
)
from services.core.retiring import require_free, set_retired
from services.core.session import WorkSession
from services.core.text import last_number
from services.core.undo import Before, Made, Undo
from services.course.words import FORMS
from services.school import own

MOST_TEXT = 500
MOST_NAMES = 60


@draft
class CourseDraft:
    """`hours` in half-hour steps, 0.5 to 24. `lecturers` are those of the pool who can give it;
    `other_lecturers` names others."""

    code: str = text("课程编码", 20, also=("课程编号", "课程代码", "编码", "编号"))
    title: str = text(
        "课程名称",
        60,
        hint="例如：党的创新理论进基层",
        also=("课程题目", "课程主题", "授课题目", "课题", "课程", "名称"),
    )
    task: Task = choice(
        "基本任务",
        Task,
        also=("对应基本任务", "七项基本任务", "七项任务", "所属任务", "任务类别"),
    )
    tier: Tier = choice("课程类型", Tier, also=("课程层级", "课程类别", "课程性质", "层级", "类型"))
    form: str = suggested(
        "教学形式", 20, FORMS, also=("授课形式", "教学方式", "授课方式", "培训形式", "形式")
    )
    hours: Decimal = hours("学时", also=("课时", "课时数", "学时数"))
    audience: str = text(
        "适用对象",
        40,
        default="",
        hint="例如：村支部书记",
        also=("培训对象", "授课对象", "面向对象", "对象"),
    )
    topics: str = text(
        "专题",
        MOST_TEXT,
        default="",
        hint="例如：第一讲、第二讲",
        also=("专题名称", "包含专题", "课程专题"),
    )
    materials: str = text(
        "教学资料",
        MOST_TEXT,
        default="",
        hint="例如：讲义、视频",
        also=("课程资料", "参考资料", "教材", "课件", "资料"),
    )
    syllabus: str = text(
        "课程简介",
        MOST_TEXT,
        default="",
        lines=True,
        also=("内容简介", "课程内容", "主要内容", "简介"),
    )
    lecturers: tuple[UUID, ...] = ()
    other_lecturers: str = text(
        "库外讲师", MOST_NAMES, default="", hint="不在师资库里的，用顿号隔开"
    )


@draft
class CoursewareDraft:
    """How far the courseware has come, and what the panel said."""

    state: CoursewareReview = choice("状态", CoursewareReview)
    note: str = text("评审意见", MOST_TEXT, default="", lines=True, note="退回修改时写明要改什么。")


def create(session: WorkSession, draft: CourseDraft) -> Made:
    """Raises BadInput; Refused where the code is taken or a lecturer left the pool."""
    before = Before(session)
    course = make(session, draft, before)
    session.note("course.create", id=str(course.id))
    return Made(course.id, before.undo(f"新增课程“{course.title}”", "course.undo"))


def update(session: WorkSession, course_id: UUID, draft: CourseDraft) -> Undo:
    """Change a course. Lessons keep the title, task, tier, form and hours they were made with.

    Raises what `create` raises.
    """
    before = Before(session)
    code, title, changed = change(session, course_id, draft, before)
    session.note("course.update", id=str(course_id))
    words = f"修改“{title}”的{'、'.join(changed) or '资料'}"
    return before.undo(
        words, "course.undo", lambda session: _require_free_code(session, code, course_id)
    )


def change_field(session: WorkSession, keys: Sequence[UUID], name: str, value: Any) -> Undo:
    """Give one field of several courses the same value. Raises BadInput, NotFound; Refused where
    a code is taken."""
    values = checked_some(CourseDraft, {name: value})
    before = Before(session)
    codes: dict[UUID, str] = {}
    for key in keys:
        course = session.require(Course, key)
        _require_free_code(session, values.get("code", course.code), key)
        before.keep(course)
        codes[key] = course.code
        put(course, values)
    session.note("course.change_field", ids=[str(key) for key in keys], field=name)

    def check(later: WorkSession) -> None:
        for key, code in codes.items():
            _require_free_code(later, code, key)

    caption = field_of(CourseDraft, name).caption
    return before.undo(f"修改 {len(keys)} 门课程的{caption}", "course.undo", check)


def review(session: WorkSession, course_ids: Collection[UUID], draft: CoursewareDraft) -> Undo:
    """Record how far the courseware of these courses has come. Raises BadInput: what was
    returned needs to say what to change."""
    values = checked(draft)
    state, said = values["state"], values["note"]
    if state is CoursewareReview.returned and not said:
        raise BadInput("退回修改时请写明要改什么。", "note")
    before = Before(session)
    for course_id in course_ids:
        course = session.require(Course, course_id)
        before.keep(course)
        course.review, course.review_note = state, said
    session.note("course.review", ids=[str(one) for one in course_ids], state=state.value)
    return before.undo(f"把 {len(course_ids)} 门课程评为“{state.word}”", "course.undo")


def retire(session: WorkSession, course_id: UUID) -> Undo:
    """Take a course out of use; past lessons and published menus keep it."""
    course = session.require(Course, course_id)
    return set_retired(session, course, session.now(), "course.retire", f"停用课程“{course.title}”")


def restore(session: WorkSession, course_id: UUID) -> Undo:
    course = session.require(Course, course_id)
    return set_retired(session, course, None, "course.restore", f"恢复课程“{course.title}”")


def log_exported(session: WorkSession, courses: int) -> None:
    """Note that the courses left the program as a workbook."""
    session.note("course.log_exported", rows=courses)


def next_code(session: WorkSession) -> str:
    """The school's code with the next free number: ZS041."""
    prefix = own(session).code
    codes = session.scalars(select(Course.code).where(Course.owner == session.owner))
    return f"{prefix}{last_number(codes, prefix) + 1:03d}"


def make(session: WorkSession, draft: CourseDraft, before: Before) -> Course:
    """A new course as drafted, kept in `before`. Raises what `create` raises."""
    fields = checked(draft)
    _require_free_code(session, str(fields["code"]), None)
    course = session.make(Course, **fields, review=CoursewareReview.none)
    before.made(course)
    session.flush()
    _set_lecturers(session, course.id, draft.lecturers, before)
    return course


def change(
    session: WorkSession, course_id: UUID, draft: CourseDraft, before: Before
) -> tuple[str, str, list[str]]:
    """Change a course, kept in `before`; its code and title until now, and the words of what
    changed. Raises what `create` raises."""
    fields = checked(draft)
    course = session.require(Course, course_id)
    _require_free_code(session, str(fields["code"]), course_id)
    before.keep(course)
    was = course.code, course.title
    captions = {one.name: one.caption for one in fields_of(CourseDraft)}
    changed = [captions[name] for name, value in fields.items() if getattr(course, name) != value]
    put(course, fields)
    if _set_lecturers(session, course_id, draft.lecturers, before):
        changed.append("讲师")
    return (*was, changed)


def _require_free_code(session: WorkSession, code: str, course_id: UUID | None) -> None:
    """A code stays with its course, also after that was retired."""
    require_free(
        session,
        select(Course.id, Course.retired_at).where(
            Course.owner == session.owner, Course.code == code
        ),
        course_id,
        taken=f"编码 {code} 已被另一门课程使用，请换一个。",
        retired=f"编码 {code} 属于一门已停用的课程，请恢复那门课程或换一个编码。",
    )


def _set_lecturers(
    session: WorkSession, course_id: UUID, wanted: Collection[UUID], before: Before
) -> bool:
    """Link exactly these of the pool; True where that changes anything. The link of somebody
    who left the pool stays unseen, and is there again when he comes back."""
    links = {
        link.lecturer_id: link
        for link in session.scalars(
            select(CourseLecturer)
            .join(Lecturer, Lecturer.id == CourseLecturer.lecturer_id)
            .where(CourseLecturer.course_id == course_id, Lecturer.retired_at.is_(None))
        )
    }
    added = [key for key in dict.fromkeys(wanted) if key not in links]
    for key in added:
        if session.require(Lecturer, key).retired_at is not None:
            raise Refused("选中的讲师已离开师资库，请重新选择。")
        before.made(session.make(CourseLecturer, course_id=course_id, lecturer_id=key))
    removed = [link for key, link in links.items() if key not in wanted]
    for link in removed:
        before.remove(link)
    return bool(added or removed)
