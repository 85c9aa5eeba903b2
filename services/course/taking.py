"""Taking a course menu in: which course each row is, what would change, and doing it."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from itertools import count
from uuid import UUID

from sqlalchemy import exists, or_, select

from models.course import Course
from models.lecturer import Lecturer
from models.menu import MenuEntry
from models.order import Order
from models.package import PackageStage
from models.training_class import Lesson
from services.core import draft_taking
from services.core.draft_sheet import SheetRow, SheetRows
from services.core.draft_taking import Comparison, FieldChange, Known, Rules, SheetTaken
from services.core.errors import BadInput, Refused
from services.core.fields import checked, draft_of
from services.core.session import WorkSession
from services.core.text import last_number
from services.core.undo import Before
from services.course.operations import CourseDraft, change, make, next_code
from services.course.queries import CourseRow, list_all
from services.course.sheet import LECTURERS, MENU, names_of
from services.school import own

_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
NEEDED = {"task": "基本任务", "tier": "课程类型", "form": "教学形式", "hours": "课时"}
LINKED = "（已关联师资库）"


def preview(session: WorkSession, file: SheetRows) -> Comparison[CourseDraft]:
    """Compare a file with the courses, and change nothing."""
    rows = {row.id: row for row in list_all(session)}
    known = [
        Known(row.id, row.code, row.title, draft_of(CourseDraft, row, lecturers=_linked(row)))
        for row in rows.values()
    ]
    pool, codes = _pool(session), _free_codes(session, file)

    def fill(row: SheetRow, who: Known[CourseDraft] | None) -> CourseDraft:
        said = dict(row.values)
        names = said.pop(LECTURERS.name, ())
        linked, others = _lecturers(names, None if who is None else rows[who.id], pool)
        if who is not None:
            return replace(who.draft, **said, lecturers=linked, other_lecturers=others)
        missing = [words for name, words in NEEDED.items() if name not in said]
        if missing:
            told = f"新课程还缺{'、'.join(missing)}；合并的单元格请拆开填写。"
            raise BadInput(told, "title")
        code = said.pop("code", None) or next(codes)
        return CourseDraft(code, **said, lecturers=linked, other_lecturers=others)

    rules = Rules(
        key=_key,
        who=_finder(session, known),
        fill=fill,
        check=checked,
        title=lambda draft: draft.title,
        name=lambda draft: draft.code,
        more=lambda row, who, draft: _lecturers_changed(row, rows[who.id], draft),
    )
    return draft_taking.compare(file, MENU, known, rules)


def take(
    session: WorkSession, shown: Comparison[CourseDraft], *, change_known: bool = True
) -> SheetTaken:
    """Make the new courses and change the known ones; rows with problems are left out.

    Raises Refused where nothing would change, or something was changed since the preview.
    """
    new: list[UUID] = []
    before = Before(session)
    made, changed = draft_taking.take(
        before,
        MENU,
        shown,
        preview(session, shown.found),
        lambda draft, before: new.append(make(session, draft, before).id),
        lambda key, draft, before: change(session, key, draft, before),
        known=change_known,
    )
    session.note("course.take", new=made, changed=changed, rows=len(shown.found.rows))
    words = draft_taking.taken_words(MENU, made, changed)
    undo = before.undo(words, "course.undo", lambda session: _require_unused(session, new))
    return SheetTaken(made, changed, undo)


def _key(row: SheetRow) -> tuple[str, Hashable]:
    if "code" in row.values:
        return "code", ("code", _same_code(row.values["code"]))
    return "title", ("title", row.values["title"])


def _same_code(code: str) -> str:
    """What two ways of writing one code have in common: 1 and 01, zs1 and ZS001."""
    return _ZEROS.sub("", code.upper())


def _finder(
    session: WorkSession, known: list[Known[CourseDraft]]
) -> Callable[[SheetRow], Known[CourseDraft] | None]:
    """By the code; without one by the title, where only one course has it."""
    by_code = {one.draft.code: one for one in known}
    alike = {_same_code(one.draft.code): one for one in known}
    by_title = defaultdict[str, list[Known[CourseDraft]]](list)
    for one in known:
        by_title[one.title].append(one)
    retired = set(
        session.scalars(
            select(Course.code).where(Course.owner == session.owner, Course.retired_at.is_not(None))
        )
    )

    def who(row: SheetRow) -> Known[CourseDraft] | None:
        if (code := row.values.get("code")) is not None:
            if code in retired:
                raise BadInput("这门课程已停用，请先在“已停用”里恢复。", "code")
            one = by_code.get(code)
            if one is None and (near := alike.get(_same_code(code))) is not None:
                told = f"和本校的“{near.draft.code} {near.title}”只差编码的写法；是它请写成一样。"
                raise BadInput(told, "code")
            return one
        namesakes = by_title[row.values["title"]]
        if len(namesakes) > 1:
            raise BadInput("有几门课程同名，请在文件里写上课程编码。", "title")
        return namesakes[0] if namesakes else None

    return who


def _linked(row: CourseRow) -> tuple[UUID, ...]:
    return tuple(one.lecturer_id for one in row.lecturers)


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


def _lecturers_changed(
    row: SheetRow, known: CourseRow, draft: CourseDraft
) -> Iterator[FieldChange]:
    names = row.values.get(LECTURERS.name, ())
    same_linked = set(_linked(known)) == set(draft.lecturers)
    if not same_linked or known.other_lecturers != draft.other_lecturers:
        after = "、".join(names)
        same_names = set(names_of(known.lecturer_words)) == set(names)
        told = after + LINKED if same_names else after
        yield FieldChange(LECTURERS.caption, known.lecturer_words, told)


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


def _free_codes(session: WorkSession, file: SheetRows) -> Iterator[str]:
    """Codes for courses that have none, after the highest of the school and of the file."""
    first, prefix = next_code(session), own(session).code
    highest = last_number((row.values.get("code", "") for row in file.rows), prefix) + 1
    for number in count(max(int(first.removeprefix(prefix)), highest)):
        yield f"{prefix}{number:03d}"


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
