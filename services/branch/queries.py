"""The tree of branches: who leads each, how many there are, what they reached this year."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import and_, func, select

from models.branch import Branch, BranchMerge
from models.member import Member, MemberKind, Role
from services import hours
from services.core.session import WorkSession
from services.core.text import mask_phone
from services.exemption import exempt_in


@dataclass(frozen=True)
class BranchRow:
    """`members` counts those in use."""

    id: UUID
    name: str
    short_name: str
    members: int


@dataclass(frozen=True)
class BranchNode:
    """One branch of the tree. `depth` is 0 for one under none, else `above` is the short name of
    the one above it; figures are of its own members in use and of this year; `below` counts the
    branches right under it.

    `other_names` are those of branches that were merged into it; of a merged one itself,
    `merged_into` is the kept one's short name and `merge_id` takes the merge back.

    `secretary` are those of its members who are, by name. Of those who are `exempt` no hours are
    demanded this year; `average`, with one decimal, is of the others.
    """

    id: UUID
    name: str
    short_name: str
    parent_id: UUID | None
    above: str
    depth: int
    below: int
    secretary: str
    contact: str
    phone: str
    members: int
    reached: int
    exempt: int
    average: Decimal
    retired: bool
    other_names: tuple[str, ...] = ()
    merged_into: str = ""
    merge_id: UUID | None = None

    @property
    def owing(self) -> int:
        return self.members - self.exempt

    @property
    def phone_masked(self) -> str:
        return mask_phone(self.phone)


def list_all(session: WorkSession) -> tuple[BranchRow, ...]:
    """The branches in use by short name, with how many members each has."""
    rows = session.execute(
        select(Branch.id, Branch.name, Branch.short_name, func.count(Member.id))
        .outerjoin(
            Member,
            and_(
                Member.branch_id == Branch.id,
                Member.retired_at.is_(None),
                Member.kind != MemberKind.guest,
            ),
        )
        .where(
            Branch.owner == session.owner,
            Branch.retired_at.is_(None),
            Branch.outside.is_(False),
        )
        .group_by(Branch.id)
        .order_by(Branch.short_name)
    )
    return tuple(BranchRow(*row) for row in rows)


def units(session: WorkSession) -> tuple[str, ...]:
    """The outside units that guests came from, by name."""
    return tuple(
        session.scalars(
            select(Branch.name)
            .where(Branch.owner == session.owner, Branch.outside.is_(True))
            .order_by(Branch.name)
        )
    )


def tree(session: WorkSession) -> tuple[BranchNode, ...]:
    """All branches, each right after the one above it; the retired ones last."""
    branches = session.scalars(
        select(Branch)
        .where(Branch.owner == session.owner, Branch.outside.is_(False))
        .order_by(Branch.short_name, Branch.id)
    ).all()
    names: dict[UUID | None, str] = {row.id: row.short_name for row in branches}
    others = other_names(session)
    merges = _merges(session)
    figures = _Figures(session)
    below = Counter(row.parent_id for row in branches if row.retired_at is None)
    in_use = [row for row in branches if row.retired_at is None]
    known = {row.id for row in in_use}
    children: defaultdict[UUID | None, list[Branch]] = defaultdict(list)
    for row in in_use:
        children[row.parent_id if row.parent_id in known else None].append(row)
    ordered = [*_walk(children, None, 0), *((row, 0) for row in branches if row.retired_at)]
    return tuple(
        BranchNode(
            id=row.id,
            name=row.name,
            short_name=row.short_name,
            parent_id=row.parent_id,
            above=names.get(row.parent_id, ""),
            depth=depth,
            below=below[row.id],
            secretary="、".join(figures.secretaries[row.id]),
            contact=row.contact,
            phone=row.phone,
            members=figures.members[row.id],
            reached=figures.reached[row.id],
            exempt=figures.exempt[row.id],
            average=figures.average(row.id),
            retired=row.retired_at is not None,
            other_names=tuple(others.get(row.id, ())),
            merged_into=names.get(row.merged_into_id, "") if row.merged_into_id else "",
            merge_id=merges.get(row.id),
        )
        for row, depth in ordered
    )


def other_names(session: WorkSession) -> dict[UUID, list[str]]:
    """The names of branches that were merged, by the one that each is now."""
    rows = session.execute(
        select(Branch.id, Branch.name, Branch.short_name, Branch.merged_into_id).where(
            Branch.owner == session.owner, Branch.merged_into_id.is_not(None)
        )
    ).all()
    into = {key: kept for key, _, _, kept in rows}
    found: dict[UUID, list[str]] = {}
    for key, name, short, _ in rows:
        while (kept := into.get(key)) is not None:
            key = kept
        found.setdefault(key, []).extend(dict.fromkeys((short, name)))
    return found


def _merges(session: WorkSession) -> dict[UUID, UUID]:
    """The merge that stands of each merged branch."""
    rows = session.execute(
        select(BranchMerge.merged_id, BranchMerge.id).where(BranchMerge.taken_back_at.is_(None))
    )
    return {merged: key for merged, key in rows}


def _walk(
    children: dict[UUID | None, list[Branch]], above: UUID | None, depth: int
) -> Iterator[tuple[Branch, int]]:
    for row in children.get(above, ()):
        yield row, depth
        yield from _walk(children, row.id, depth + 1)


class _Figures:
    """Everybody in use counted once, by branch. Guests are in no headcount."""

    def __init__(self, session: WorkSession) -> None:
        earned = hours.totals(session, session.owner, session.today().year)
        exempt = exempt_in(session, session.owner, session.today().year)
        targets = {role: hours.target_of(session, role) for role in Role}
        self.members: Counter[UUID] = Counter()
        self.reached: Counter[UUID] = Counter()
        self.exempt: Counter[UUID] = Counter()
        self.secretaries: defaultdict[UUID, list[str]] = defaultdict(list)
        self._hours: defaultdict[UUID, Decimal] = defaultdict(Decimal)
        rows = session.execute(
            select(Member.id, Member.branch_id, Member.role, Member.name)
            .where(
                Member.owner == session.owner,
                Member.retired_at.is_(None),
                Member.kind != MemberKind.guest,
            )
            .order_by(Member.pinyin, Member.id)
        )
        for key, branch, role, name in rows:
            self.members[branch] += 1
            if key.bytes in exempt:
                self.exempt[branch] += 1
            elif (mine := earned.get(key)) is not None:
                self._hours[branch] += mine
                self.reached[branch] += mine >= targets[role]
            if role is Role.secretary:
                self.secretaries[branch].append(name)

    def average(self, branch: UUID) -> Decimal:
        people = self.members[branch] - self.exempt[branch]
        return (self._hours[branch] / people).quantize(Decimal("0.1")) if people else Decimal(0)
