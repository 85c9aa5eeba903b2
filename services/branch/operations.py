"""Add branches, put them under one another, rename them, take them out of use."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from models.branch import Branch
from models.member import Member
from services.branch.names import LONGEST_NAME, Names, clean_branch
from services.core.checks import required_text
from services.core.errors import Refused
from services.core.fields import (
    checked,
    checked_some,
    draft,
    field_of,
    phone,
    put,
    reference,
    text,
)
from services.core.retiring import set_retired
from services.core.session import WorkSession
from services.core.text import clean_name
from services.core.undo import Before, Made, Undo

LONGEST_UNIT = 60
EXAMPLE = "中共仲山镇石桥村支部委员会"
TAKEN = "已有一个党支部叫这个名称，请换一个。"
TAKEN_OUTSIDE = "已有一个外单位叫这个名称，请换一个。"


@draft
class BranchDraft:
    """`parent_id` is the branch above it, None for none."""

    name: str = text(
        "名称",
        LONGEST_NAME,
        clean=clean_branch,
        hint="登记的全称，例如：中共仲山镇石桥村支部委员会",
    )
    parent_id: UUID | None = reference("上级党组织", none="没有上级", default=None)
    contact: str = text("联系人", 20, hint="可不填", default="")
    phone: str = phone("联系电话", hint="可不填", default="")


def ensure(session: WorkSession, name: str) -> UUID:
    """The branch of that name, made where it is new, taken back where it was retired.

    Raises BadInput for a name that is empty or too long, Refused for an outside unit's and for
    one that several branches have.
    """
    name = clean_branch(name)
    names = Names(session)
    known = names.find(name)
    if known is None:
        _require_clear(names, name)
        made = _make(session, name)
        session.note("branch.ensure", id=str(made.id))
        return made.id
    restore(session, known)
    return known


def ensure_unit(session: WorkSession, name: str) -> UUID:
    """The unit of that name that guests come from, made where it is new.

    Raises BadInput; Refused where it is a branch of the school: who is of it is no guest.
    """
    name = required_text(clean_name(name), "单位", LONGEST_UNIT)
    known = session.scalars(
        select(Branch).where(Branch.owner == session.owner, Branch.name == name)
    ).one_or_none()
    if known is None:
        made = session.make(Branch, name=name, short_name=name, outside=True, retired_at=None)
        session.flush()
        session.note("branch.ensure_unit", id=str(made.id))
        return made.id
    if not known.outside:
        raise Refused("这是本校的党支部，不是外单位；请按党员登记。")
    restore(session, known.id)
    return known.id


def add(session: WorkSession, draft: BranchDraft) -> Made:
    """A new branch. Raises BadInput, and Refused where the name is taken."""
    values = checked(draft)
    names = Names(session)
    if names.find(values["name"]) is not None:
        raise Refused(TAKEN)
    _require_clear(names, values["name"])
    before = Before(session)
    made = _make(session, values["name"])
    before.made(made)
    _describe(session, made, values)
    session.note("branch.add", id=str(made.id))
    return Made(made.id, before.undo(f"登记 {made.short_name}", "branch.undo"))


def update(session: WorkSession, branch_id: UUID, draft: BranchDraft) -> Undo:
    """Change name, place in the tree and contact at once. Raises as its parts do."""
    values = checked(draft)
    before = Before(session)
    row = session.require(Branch, branch_id)
    before.keep(row)
    name, parent_id = row.name, row.parent_id
    if values["name"] != row.name:
        rename(session, branch_id, values["name"])
    _describe(session, row, values)
    session.note("branch.update", id=str(branch_id))
    return before.undo(
        f"修改 {row.short_name}",
        "branch.undo",
        lambda later: _require_way_back(later, branch_id, name, parent_id),
    )


def change(session: WorkSession, keys: Sequence[UUID], name: str, value: Any) -> Undo:
    """Give one field of several branches the same value. Raises as `update` does."""
    values = checked_some(BranchDraft, {name: value})
    before = Before(session)
    rows = [session.require(Branch, key) for key in keys]
    was = [(row.id, row.name, row.parent_id) for row in rows]
    for row in rows:
        before.keep(row)
        if "name" in values:
            rename(session, row.id, values["name"])
        if "parent_id" in values:
            set_parent(session, row.id, values["parent_id"])
        put(row, {name: values[name] for name in ("contact", "phone") if name in values})
    session.note("branch.change", ids=[str(key) for key in keys], field=name)

    def check(later: WorkSession) -> None:
        for key, old_name, old_parent in was:
            _require_way_back(later, key, old_name, old_parent)

    caption = field_of(BranchDraft, name).caption
    return before.undo(f"修改 {len(keys)} 个党支部的{caption}", "branch.undo", check)


def rename(session: WorkSession, branch_id: UUID, name: str) -> None:
    """Give a branch another name. Raises BadInput, and Refused where another has it."""
    row = session.require(Branch, branch_id)
    name = clean_branch(name)
    _require_free(session, name, branch_id)
    row.name, row.short_name = name, Names(session).short_for(name, branch_id)
    session.note("branch.rename", id=str(branch_id))


def set_parent(session: WorkSession, branch_id: UUID, parent_id: UUID | None) -> None:
    """Put a branch under another one, or under none. Refused where it would be above itself."""
    row = session.require(Branch, branch_id)
    if parent_id != row.parent_id:
        _require_above(session, branch_id, parent_id)
    row.parent_id = parent_id
    session.note("branch.set_parent", id=str(branch_id))


def retire(session: WorkSession, branch_id: UUID) -> Undo:
    """Take a branch out of use. Refused while it has members or branches in use."""
    row = session.require(Branch, branch_id)
    people = session.scalar(
        select(func.count()).where(Member.branch_id == branch_id, Member.retired_at.is_(None))
    )
    if people:
        raise Refused(f"这个党支部还有 {people} 名党员，请先把他们转到别的党支部。")
    below = session.scalar(
        select(func.count()).where(Branch.parent_id == branch_id, Branch.retired_at.is_(None))
    )
    if below:
        raise Refused(f"下面还有 {below} 个党支部，请先停用它们或改到别的上级。")
    return set_retired(session, row, session.now(), "branch.retire", f"停用 {row.short_name}")


def restore(session: WorkSession, branch_id: UUID) -> Undo:
    """Take a retired branch back into use; one in use stays as it is. Refused for a merged one."""
    row = session.require(Branch, branch_id)
    before = Before(session)
    before.keep(row)
    if row.merged_into_id is not None:
        raise Refused("这个党支部已并入另一个党支部，要恢复请撤销合并。")
    if row.retired_at is not None:
        row.retired_at = None
        session.note("branch.restore", id=str(branch_id))
    return before.undo(f"恢复 {row.short_name}", "branch.undo")


def _make(session: WorkSession, name: str) -> Branch:
    _require_free(session, name, None)
    short = Names(session).short_for(name)
    made = session.make(Branch, name=name, short_name=short, retired_at=None)
    session.flush()
    return made


def _require_clear(names: Names, name: str) -> None:
    """Raises Refused for a name without its town that several branches have."""
    several = [one for one in names.maybe(name) if names.is_spelling_of(name, one.id)]
    if several:
        told = "、".join(f"“{one.name}”" for one in several)
        raise Refused(f"有几个党支部都可以这样叫：{told}。请写全称。")


def _describe(session: WorkSession, row: Branch, values: dict[str, Any]) -> None:
    if row.parent_id != values["parent_id"]:
        set_parent(session, row.id, values["parent_id"])
    row.contact, row.phone = values["contact"], values["phone"]


def _require_free(session: WorkSession, name: str, own_id: UUID | None) -> None:
    taken = session.execute(
        select(Branch.id, Branch.outside).where(
            Branch.owner == session.owner, Branch.name == name, Branch.id != own_id
        )
    ).one_or_none()
    if taken is not None:
        raise Refused(TAKEN_OUTSIDE if taken.outside else TAKEN)


def _require_above(session: WorkSession, branch_id: UUID, parent_id: UUID | None) -> None:
    """Whether one branch may stand under the other. Raises Refused."""
    if parent_id is None:
        return
    above = session.require(Branch, parent_id)
    if above.outside:
        raise Refused("外单位不能作为上级党组织。")
    if above.retired_at is not None:
        raise Refused("这个上级党组织已停用，请先恢复或换一个。")
    here: Branch | None = above
    passed: set[UUID] = set()
    while here is not None and here.id not in passed:  # a file may hold a circle
        if here.id == branch_id:
            raise Refused("上级不能是它自己或它下面的党支部，请换一个。")
        passed.add(here.id)
        here = None if here.parent_id is None else session.require(Branch, here.parent_id)


def _require_way_back(
    session: WorkSession, branch_id: UUID, name: str, parent_id: UUID | None
) -> None:
    """Whether a branch may have its old name and place again. Raises Refused."""
    _require_free(session, name, branch_id)
    if session.require(Branch, branch_id).parent_id != parent_id:
        _require_above(session, branch_id, parent_id)
