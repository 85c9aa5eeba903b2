"""Packages: put together, changed, taken out of use."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select

from models.course import Course
from models.package import Package, PackageStage
from models.site import Site
from services.core.checks import half_hours
from services.core.errors import BadInput, NotFound, Refused
from services.core.fields import checked, checked_some, draft, field_of, put, suggested, text
from services.core.retiring import require_free, set_retired
from services.core.session import WorkSession
from services.core.text import last_number
from services.core.undo import CHANGED_SINCE, Before, Made, Undo
from services.package.kinds import LONGEST_KIND
from services.school import own

MOST_STAGES = 8
"""As many as fit on the sheet with their bases."""
CODE_MARK = "TC"
K = TypeVar("K", Course, Site)


@dataclass(frozen=True)
class StageDraft:
    """`site_id` is the base that is visited, None for a class room chosen when the package is
    scheduled. `hours` None: those that the course has now."""

    course_id: UUID
    site_id: UUID | None = None
    hours: Decimal | None = None


@draft
class PackageDraft:
    """`stages` in their order, 1 to 8; the kinds that are offered are the school's own."""

    code: str = text("编码", 20)
    title: str = text("名称", 40, hint="例如：红色传统一日行")
    kind: str = suggested("类别", LONGEST_KIND)
    stages: tuple[StageDraft, ...] = field()
    audience: str = text("适用对象", 40, hint="例如：村支部书记", default="")
    note: str = text("说明", 120, hint="可不填，印在套餐单上", default="")


def create(session: WorkSession, draft: PackageDraft) -> Made:
    """Raises BadInput; Refused where the code is taken, a course or a base is out of use."""
    fields = checked(draft)
    _require_free_code(session, fields["code"], None)
    stages = _stages(session, draft.stages, set())
    before = Before(session)
    package = session.make(Package, **fields)
    before.made(package)
    session.flush()
    _put_stages(session, before, package.id, [], stages)
    session.note("package.create", id=str(package.id), stages=len(stages))
    return Made(package.id, before.undo(f"新建套餐“{package.title}”", "package.undo"))


def update(session: WorkSession, package_id: UUID, draft: PackageDraft) -> Undo:
    """Change a package and its stages; classes made from it before stay as they are.

    A stage may keep a course or a base that is out of use by now. Raises what `create` raises.
    """
    fields = checked(draft)
    package = session.require(Package, package_id)
    _require_free_code(session, fields["code"], package_id)
    known = _known_stages(session, package_id)
    kept = {key for row in known for key in (row.course_id, row.site_id) if key is not None}
    stages = _stages(session, draft.stages, kept)
    before, code = Before(session), package.code
    words = f"修改套餐“{package.title}”"
    before.keep(package)
    put(package, fields)
    _put_stages(session, before, package_id, known, stages)
    session.flush()
    left = [row.id for row in _known_stages(session, package_id)]

    def check(later: WorkSession) -> None:
        if [row.id for row in _known_stages(later, package_id)] != left:
            raise Refused(CHANGED_SINCE)
        _require_free_code(later, code, package_id)

    session.note("package.update", id=str(package_id), stages=len(stages))
    return before.undo(words, "package.undo", check)


def change(session: WorkSession, keys: Sequence[UUID], name: str, value: Any) -> Undo:
    """Give one field of several packages the same value. Raises BadInput, NotFound; Refused where
    a code is taken."""
    values = checked_some(PackageDraft, {name: value})
    before = Before(session)
    for key in keys:
        package = session.require(Package, key)
        _require_free_code(session, values.get("code", package.code), key)
        before.keep(package)
        put(package, values)
    session.note("package.change", ids=[str(key) for key in keys], field=name)
    caption = field_of(PackageDraft, name).caption
    return before.undo(f"修改 {len(keys)} 个套餐的{caption}", "package.undo")


def retire(session: WorkSession, package_id: UUID) -> Undo:
    """Take a package out of use; classes that were made from it keep it."""
    package = session.require(Package, package_id)
    return set_retired(
        session, package, session.now(), "package.retire", f"停用套餐“{package.title}”"
    )


def restore(session: WorkSession, package_id: UUID) -> Undo:
    package = session.require(Package, package_id)
    return set_retired(session, package, None, "package.restore", f"恢复套餐“{package.title}”")


def next_code(session: WorkSession) -> str:
    """The school's code, TC for 套餐, and the next free number: ZSTC01."""
    prefix = own(session).code + CODE_MARK
    codes = session.scalars(select(Package.code).where(Package.owner == session.owner))
    return f"{prefix}{last_number(codes, prefix) + 1:02d}"


def _require_free_code(session: WorkSession, code: str, package_id: UUID | None) -> None:
    require_free(
        session,
        select(Package.id, Package.retired_at).where(
            Package.owner == session.owner, Package.code == code
        ),
        package_id,
        taken=f"编码 {code} 已被另一个套餐使用，请换一个。",
        retired=f"编码 {code} 属于一个已停用的套餐，请恢复那个套餐或换一个编码。",
    )


def _stages(
    session: WorkSession, drafts: tuple[StageDraft, ...], kept: set[UUID]
) -> list[dict[str, object]]:
    """The stages' columns; `kept` are courses and bases that may be out of use."""
    if not drafts:
        raise BadInput("套餐里还没有环节，请至少加一个。")
    if len(drafts) > MOST_STAGES:
        raise BadInput(f"一个套餐最多 {MOST_STAGES} 个环节，请分成两个套餐。")
    made: list[dict[str, object]] = []
    for number, wanted in enumerate(drafts, start=1):
        course = _ours(session, Course, wanted.course_id)
        if course.retired_at is not None and course.id not in kept:
            raise Refused(f"第 {number} 个环节的课程“{course.title}”已停用，请换一门。")
        if wanted.site_id is not None:
            site = _ours(session, Site, wanted.site_id)
            if site.retired_at is not None and site.id not in kept:
                raise Refused(f"第 {number} 个环节的“{site.name}”已停用，请换一处。")
        hours = half_hours(course.hours if wanted.hours is None else wanted.hours)
        made.append({"course_id": course.id, "site_id": wanted.site_id, "hours": hours})
    return made


def _ours(session: WorkSession, kind: type[K], key: UUID) -> K:
    row = session.require(kind, key)
    if row.owner != session.owner:
        raise NotFound("这条记录不是本校的，请刷新后再试。")
    return row


def _known_stages(session: WorkSession, package_id: UUID) -> list[PackageStage]:
    rows = session.scalars(
        select(PackageStage)
        .where(PackageStage.package_id == package_id)
        .order_by(PackageStage.position)
    )
    return list(rows)


def _put_stages(
    session: WorkSession,
    before: Before,
    package_id: UUID,
    known: list[PackageStage],
    stages: list[dict[str, object]],
) -> None:
    """A place keeps its row and gets new words, so that no two ever have one position."""
    for row, stage in zip(known, stages, strict=False):
        before.keep(row)
        put(row, stage)
    for row in known[len(stages) :]:
        before.remove(row)
    for position, stage in enumerate(stages[len(known) :], start=len(known) + 1):
        before.made(session.make(PackageStage, package_id=package_id, position=position, **stage))
