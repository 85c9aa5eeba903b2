"""Make, change, review and retire courses; each step can be taken back."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from models.course import Course, CourseLecturer, CoursewareReview, Task, Tier
from models.lecturer import Lecturer
from services.core.checks import half_hours, optional_text, required_text
from services.core.errors import BadInput, Refused
from services.core.session import WorkSession
from services.core.text import last_number
from services.core.undo import Before, Made, Undo
from services.school import own

MOST_TEXT = 500
MOST_NAMES = 60
WORDS = {
    "code": "编码", "title": "名称", "task": "基本任务", "tier": "层级", "form": "教学形式",
    "hours": "学时", "audience": "适用对象", "syllabus": "课程简介", "topics": "专题",
    "materials": "教学资料", "other_lecturers": "库外讲师",
}  # fmt: skip


@dataclass(frozen=True)
class CourseDraft:
    """`hours` in half-hour steps, 0.5 to 24. `lecturers` are those of the pool who can give it;
    `other_lecturers` names others."""

    code: str
    title: str
    task: Task
    tier: Tier
    form: str
    hours: Decimal
    audience: str = ""
    syllabus: str = ""
    topics: str = ""
    materials: str = ""
    lecturers: tuple[UUID, ...] = ()
    other_lecturers: str = ""


def create(session: WorkSession, draft: CourseDraft) -> Made:
    """Raises BadInput; Refused where the code is taken or a lecturer left the pool."""
    before = Before(session)
    course = make(session, draft, before)
    session.note("course.create", id=str(course.id))
    return Made(course.id, before.undo(f"去掉新建的“{course.title}”", "course.undo"))


def update(session: WorkSession, course_id: UUID, draft: CourseDraft) -> Undo:
    """Change a course. Lessons keep the title, task, tier, form and hours they were made with.

    Raises what `create` raises.
    """
    before = Before(session)
    code, title, changed = change(session, course_id, draft, before)
    session.note("course.update", id=str(course_id))
    words = f"把“{title}”的{'、'.join(changed) or '资料'}改回原样"
    return before.undo(
        words, "course.undo", lambda session: _require_free_code(session, code, course_id)
    )


def review(
    session: WorkSession, course_ids: Collection[UUID], state: CoursewareReview, note: str
) -> Undo:
    """Record how far the courseware of these courses has come. Raises BadInput: what was
    returned needs to say what to change."""
    said = optional_text(note, "评审意见", MOST_TEXT)
    if state is CoursewareReview.returned and not said:
        raise BadInput("退回修改时请写明要改什么。")
    before = Before(session)
    for course_id in course_ids:
        course = session.require(Course, course_id)
        before.keep(course)
        course.review, course.review_note = state, said
    session.note("course.review", ids=[str(one) for one in course_ids], state=state.value)
    return before.undo(f"{len(course_ids)} 门课程的“{state.word}”", "course.undo")


def retire(session: WorkSession, course_id: UUID) -> Undo:
    """Take a course out of use; past lessons and published menus keep it."""
    return _set_retired(session, course_id, retired=True)


def restore(session: WorkSession, course_id: UUID) -> Undo:
    return _set_retired(session, course_id, retired=False)


def next_code(session: WorkSession) -> str:
    """The school's code with the next free number: ZS041."""
    prefix = own(session).code
    codes = session.scalars(select(Course.code).where(Course.owner == session.owner))
    return f"{prefix}{last_number(codes, prefix) + 1:03d}"


def make(session: WorkSession, draft: CourseDraft, before: Before) -> Course:
    """A new course as drafted, kept in `before`. Raises what `create` raises."""
    fields = _checked(draft)
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
    fields = _checked(draft)
    course = session.require(Course, course_id)
    _require_free_code(session, str(fields["code"]), course_id)
    before.keep(course)
    was = course.code, course.title
    changed = [WORDS[name] for name, value in fields.items() if getattr(course, name) != value]
    for name, value in fields.items():
        setattr(course, name, value)
    if _set_lecturers(session, course_id, draft.lecturers, before):
        changed.append("讲师")
    return (*was, changed)


def _checked(draft: CourseDraft) -> dict[str, object]:
    return {
        "code": required_text(draft.code, "课程编码", 20),
        "title": required_text(draft.title, "课程名称", 60),
        "task": draft.task,
        "tier": draft.tier,
        "form": required_text(draft.form, "教学形式", 20),
        "hours": half_hours(draft.hours),
        "audience": optional_text(draft.audience, "适用对象", 40),
        "syllabus": optional_text(draft.syllabus, "课程简介", MOST_TEXT),
        "topics": optional_text(draft.topics, "专题", MOST_TEXT),
        "materials": optional_text(draft.materials, "教学资料", MOST_TEXT),
        "other_lecturers": optional_text(draft.other_lecturers, "库外讲师", MOST_NAMES),
    }


def _require_free_code(session: WorkSession, code: str, course_id: UUID | None) -> None:
    """A code stays with its course, also after that was retired."""
    found = session.execute(
        select(Course.id, Course.retired_at).where(
            Course.owner == session.owner, Course.code == code
        )
    ).one_or_none()
    if found is None or found[0] == course_id:
        return
    if found[1] is not None:
        raise Refused(f"编码 {code} 属于一门已停用的课程，请恢复那门课程或换一个编码。")
    raise Refused(f"编码 {code} 已被另一门课程使用，请换一个。")


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


def _set_retired(session: WorkSession, course_id: UUID, *, retired: bool) -> Undo:
    course = session.require(Course, course_id)
    before = Before(session)
    before.keep(course)
    course.retired_at = session.now() if retired else None
    session.note(f"course.{'retire' if retired else 'restore'}", id=str(course_id))
    words = f"{'停用' if retired else '恢复'}“{course.title}”"
    return before.undo(words, "course.undo")
