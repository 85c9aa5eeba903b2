"""Taking a course menu in: what would change, field by field, and doing it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select

from models.core.words import Words
from models.course import Course
from models.lecturer import Lecturer
from models.menu import MenuEntry
from models.order import Order
from models.package import PackageStage
from models.training_class import Lesson
from services.core.errors import Refused
from services.core.listing import text_of
from services.core.session import WorkSession
from services.core.text import last_number
from services.core.undo import Before, Undo
from services.course.operations import CourseDraft, change, make, next_code
from services.course.queries import CourseRow, list_all
from services.course.sheet import CourseFile, CourseProblem, SheetCourse, names_of
from services.school import own

NEEDED = {"task": "基本任务", "tier": "课程类型", "form": "教学形式", "hours": "课时"}
PROSE = {
    "title": "名称", "form": "形式", "audience": "对象", "syllabus": "简介", "topics": "专题",
    "materials": "资料",
}  # fmt: skip
LINKED = "（已关联师资库）"


class CourseNews(Words):
    """What a line of the preview tells of: a cell that cannot be read, or a course."""

    unread = "unread", "读不懂", "red"
    changed = "changed", "改动", "amber"
    new = "new", "新增", "green"


@dataclass(frozen=True)
class NewCourse:
    """A course of the file that is not known yet."""

    code: str
    title: str
    task: str
    hours: str
    row: int


@dataclass(frozen=True)
class CourseChange:
    """One value that the file would change."""

    code: str
    title: str
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class CoursePreview:
    """What taking a file in would do. `changed` counts courses, `changes` are their values;
    `others` are courses in use that the file does not have: they stay as they are."""

    file_name: str
    new: tuple[NewCourse, ...]
    changes: tuple[CourseChange, ...]
    unchanged: int
    others: int
    problems: tuple[CourseProblem, ...]

    @property
    def changed(self) -> int:
        return len({change.code for change in self.changes})


@dataclass(frozen=True)
class Taken:
    """How many courses are new, how many changed, and the way back."""

    new: int
    changed: int
    undo: Undo


@dataclass(frozen=True)
class _Step:
    """One course of the file: `known` is who it is, None for a new one."""

    course: SheetCourse
    known: CourseRow | None
    draft: CourseDraft
    changes: tuple[CourseChange, ...] = ()


def preview(session: WorkSession, file: CourseFile) -> CoursePreview:
    """Compare a file with the courses, and change nothing."""
    steps, problems = _plan(session, file)
    new = tuple(
        NewCourse(
            step.draft.code,
            step.draft.title,
            step.draft.task.word,
            text_of(step.draft.hours),
            step.course.row,
        )
        for step in steps
        if step.known is None
    )
    return CoursePreview(
        file_name=file.name,
        new=new,
        changes=tuple(change for step in steps for change in step.changes),
        unchanged=sum(step.known is not None and not step.changes for step in steps),
        others=len(list_all(session)) - sum(step.known is not None for step in steps),
        problems=tuple(problems),
    )


def take(session: WorkSession, file: CourseFile) -> Taken:
    """Make the new courses and change the known ones; rows with problems are left out.

    Raises Refused where nothing would change.
    """
    steps, _ = _plan(session, file)
    before = Before(session)
    new = [make(session, step.draft, before).id for step in steps if step.known is None]
    changed = [step for step in steps if step.known is not None and step.changes]
    for step in changed:
        assert step.known is not None
        change(session, step.known.id, step.draft, before)
    if not new and not changed:
        raise Refused("文件和现有课程一致，没有要导入的。")
    session.note("course.take", new=len(new), changed=len(changed), rows=len(file.courses))
    words = f"导入的 {len(new)} 门新课程和 {len(changed)} 门改动"
    undo = before.undo(words, "course.undo", lambda session: _require_unused(session, new))
    return Taken(len(new), len(changed), undo)


def _plan(session: WorkSession, file: CourseFile) -> tuple[list[_Step], list[CourseProblem]]:
    rows = list_all(session)
    by_code = {row.code: row for row in rows}
    by_title = defaultdict[str, list[CourseRow]](list)
    for row in rows:
        by_title[row.title].append(row)
    retired = set(
        session.scalars(
            select(Course.code).where(Course.owner == session.owner, Course.retired_at.is_not(None))
        )
    )
    pool, codes = _pool(session), _free_codes(session, file)
    steps, problems, met = list[_Step](), list(file.problems), set[UUID]()
    for course in file.courses:
        if course.code in retired:
            reason = "这门课程已停用，请先在“已停用”里恢复。"
            problems.append(_problem(course, "code", course.code, reason))
            continue
        namesakes = [] if course.code else by_title[course.title]
        known = by_code.get(course.code) or (namesakes[0] if len(namesakes) == 1 else None)
        missing = [words for name, words in NEEDED.items() if not getattr(course, name)]
        if len(namesakes) > 1:
            reason = "有几门课程同名，请在文件里写上课程编码。"
            problems.append(_problem(course, "title", course.title, reason))
        elif known is not None and known.id in met:
            reason = f"和文件里另一行是同一门课程（{known.code}）。"
            problems.append(_problem(course, "title", course.title, reason))
        elif known is None and missing:
            reason = f"新课程还缺{'、'.join(missing)}；合并的单元格请拆开填写。"
            problems.append(_problem(course, "title", course.title, reason))
        else:
            if known is not None:
                met.add(known.id)
            code = course.code or (known.code if known else next(codes))
            steps.append(_step(course, known, code, pool))
    return steps, problems


def _step(
    course: SheetCourse, known: CourseRow | None, code: str, pool: dict[str, list[UUID]]
) -> _Step:
    """Where the file says nothing, what is stored stays."""
    said: dict[str, Any] = {
        name: getattr(course, name) or (getattr(known, name) if known else "")
        for name in ("title", "task", "tier", "form", "hours", "audience", "syllabus", "topics",
                     "materials")
    }  # fmt: skip
    linked, others = _lecturers(course.lecturers, known, pool)
    draft = CourseDraft(code=code, **said, lecturers=linked, other_lecturers=others)
    changes = () if known is None else tuple(_changes(known, draft, course))
    return _Step(course, known, draft, changes)


def _lecturers(
    names: tuple[str, ...], known: CourseRow | None, pool: dict[str, list[UUID]]
) -> tuple[tuple[UUID, ...], str]:
    """The pool's ids, and the names that mean nobody or several of it. Who is linked already
    stays so: namesakes are different people until somebody says otherwise."""
    now = {one.lecturer_id: one.name for one in known.lecturers} if known else {}
    if not names:
        return tuple(now), known.other_lecturers if known else ""
    linked, others = list[UUID](), list[str]()
    for name in names:
        same = [key for key, linked_name in now.items() if linked_name == name]
        found = same or (pool[name] if len(pool.get(name, ())) == 1 else [])
        linked += found
        others += [] if found else [name]
    if known is not None and set(others) == set(names_of(known.other_lecturers)):
        return tuple(linked), known.other_lecturers
    return tuple(linked), "、".join(others)


def _changes(known: CourseRow, draft: CourseDraft, course: SheetCourse) -> Iterator[CourseChange]:
    def told(what: str, before: str, after: str) -> CourseChange:
        return CourseChange(known.code, known.title, what, before, after)

    for name, what in PROSE.items():
        if getattr(known, name) != getattr(draft, name):
            yield told(what, getattr(known, name), getattr(draft, name))
    if known.task is not draft.task:
        yield told("基本任务", known.task.word, draft.task.word)
    if known.tier is not draft.tier:
        yield told("层级", known.tier.word, draft.tier.word)
    if known.hours != draft.hours:
        yield told("学时", text_of(known.hours), text_of(draft.hours))
    same_linked = {one.lecturer_id for one in known.lecturers} == set(draft.lecturers)
    if not same_linked or known.other_lecturers != draft.other_lecturers:
        after = "、".join(course.lecturers)
        same_names = set(names_of(known.lecturer_words)) == set(course.lecturers)
        yield told("讲师", known.lecturer_words, after + LINKED if same_names else after)


def _pool(session: WorkSession) -> dict[str, list[UUID]]:
    """Who is in the pool, by name."""
    found = defaultdict[str, list[UUID]](list)
    for key, name in session.execute(
        select(Lecturer.id, Lecturer.name).where(
            Lecturer.owner == session.owner, Lecturer.retired_at.is_(None)
        )
    ):
        found[name].append(key)
    return dict(found)


def _free_codes(session: WorkSession, file: CourseFile) -> Iterator[str]:
    """Codes for courses that have none, after the highest of the school and of the file."""
    first, prefix = next_code(session), own(session).code
    highest = last_number((course.code for course in file.courses), prefix) + 1
    for number in count(max(int(first.removeprefix(prefix)), highest)):
        yield f"{prefix}{number:03d}"


def _problem(course: SheetCourse, name: str, shown: str, reason: str) -> CourseProblem:
    return CourseProblem(course.sheet, course.places[name], shown, reason)


def _require_unused(session: WorkSession, ids: list[UUID]) -> None:
    """What was taken in may be in use by now; then it is retired instead. Raises Refused."""
    cited = (Lesson.course_id, MenuEntry.course_id, PackageStage.course_id, Order.course_id)
    used = session.scalar(
        select(Course.title)
        .where(Course.id.in_(ids), or_(*(exists().where(one == Course.id) for one in cited)))
        .limit(1)
    )
    if used is not None:
        raise Refused(f"“{used}”已被课次、菜单、套餐或订单用到，不能整批撤销；不要的课程请停用。")
