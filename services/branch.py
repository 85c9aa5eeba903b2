"""Party branches (党支部): found by the register's name or by the one people say."""

import re
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, select

from models.branch import Branch
from models.member import Member
from services.core.errors import BadInput, Refused
from services.core.fields import required_text
from services.core.session import WorkSession
from services.core.text import clean_name

LONGEST_NAME = 60
_REGISTER_NAME = re.compile(
    r"(?:中国共产党|中共)?(?:.{1,10}?(?:镇|乡|街道))?"
    r"(?P<place>.{2,}?)(?:党)?(?P<kind>总支部|支部)(?:委员会)?"
)
_SAID = {"总支部": "党总支", "支部": "党支部"}


@dataclass(frozen=True)
class BranchRow:
    """`members` counts those in use."""

    id: UUID
    name: str
    short_name: str
    members: int


def short_name_of(name: str) -> str:
    """As people say it: 中共仲山镇石桥村支部委员会 → 石桥村党支部.

    A name of another shape, such as a town's committee, is its own short name.
    """
    cleaned = clean_name(name)
    if (found := _REGISTER_NAME.fullmatch(cleaned)) is None:
        return cleaned
    return found["place"] + _SAID[found["kind"]]


def list_all(session: WorkSession) -> tuple[BranchRow, ...]:
    """The branches in use by short name, with how many members each has."""
    rows = session.execute(
        select(Branch.id, Branch.name, Branch.short_name, func.count(Member.id))
        .outerjoin(Member, and_(Member.branch_id == Branch.id, Member.retired_at.is_(None)))
        .where(Branch.owner == session.owner, Branch.retired_at.is_(None))
        .group_by(Branch.id)
        .order_by(Branch.short_name)
    )
    return tuple(BranchRow(*row) for row in rows)


class Names:
    """The school's branches by each way of writing them: read once for many look-ups.

    A long name stands for itself alone, since two towns may each have a 石桥村; a short one
    stands for the only branch that is called so.
    """

    def __init__(self, session: WorkSession) -> None:
        self._by_name: dict[str, UUID] = {}
        self._by_short: dict[str, list[UUID]] = {}
        self._said_only: dict[str, UUID] = {}
        rows = session.execute(
            select(Branch.id, Branch.name, Branch.short_name).where(Branch.owner == session.owner)
        )
        for key, name, short in rows:
            self.add(key, name, short)

    def add(self, key: UUID, name: str, short: str) -> None:
        self._by_name[name] = key
        self._by_short.setdefault(short, []).append(key)
        if name == short:
            self._said_only[short] = key

    def find(self, name: str) -> UUID | None:
        """The branch that a cleaned name means; None where it is new."""
        if (known := self._by_name.get(name)) is not None:
            return known
        short = short_name_of(name)
        if name != short:
            return self._said_only.get(short)
        called_so = self._by_short.get(short, [])
        return called_so[0] if len(called_so) == 1 else None


def ensure(session: WorkSession, name: str) -> UUID:
    """The branch of that name, made where it is new, taken back where it was retired.

    Raises BadInput for a name that is empty or too long.
    """
    name = clean_branch(name)
    known = Names(session).find(name)
    if known is None:
        made = session.make(Branch, name=name, short_name=short_name_of(name), retired_at=None)
        session.flush()
        session.features.add("branch")
        session.note("branch.create", id=str(made.id))
        return made.id
    restore(session, known)
    return known


def rename(session: WorkSession, branch_id: UUID, name: str) -> None:
    """Give a branch another name. Raises BadInput, and Refused where another has it."""
    row = session.require(Branch, branch_id)
    name = clean_branch(name)
    taken = select(Branch.id).where(
        Branch.owner == session.owner, Branch.name == name, Branch.id != branch_id
    )
    if session.scalar(taken) is not None:
        raise Refused("已有一个党支部叫这个名称，请换一个。")
    row.name, row.short_name = name, short_name_of(name)
    session.note("branch.rename", id=str(branch_id))


def retire(session: WorkSession, branch_id: UUID) -> None:
    """Take a branch out of use. Refused while it has members in use."""
    row = session.require(Branch, branch_id)
    people = session.scalar(
        select(func.count()).where(Member.branch_id == branch_id, Member.retired_at.is_(None))
    )
    if people:
        raise Refused(f"这个党支部还有 {people} 名党员，请先把他们转到别的党支部。")
    row.retired_at = session.now()
    session.note("branch.retire", id=str(branch_id))


def restore(session: WorkSession, branch_id: UUID) -> None:
    """Take a retired branch back into use; one in use stays as it is."""
    row = session.require(Branch, branch_id)
    if row.retired_at is not None:
        row.retired_at = None
        session.features.add("branch")
        session.note("branch.restore", id=str(branch_id))


def clean_branch(name: str) -> str:
    """A branch's name without the spaces that clerks put into it. Raises BadInput."""
    cleaned = required_text(clean_name(name), "党支部", LONGEST_NAME)
    if not any(character.isalpha() for character in cleaned):
        raise BadInput("党支部名称里没有文字，请检查。")
    return cleaned
