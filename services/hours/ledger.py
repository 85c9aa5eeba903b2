"""The year's ledger (学时台账): everybody's hours, target, outlook and state."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, String, select, type_coerce

from models.branch import Branch
from models.core.words import Words
from models.member import Member, MemberKind
from models.member import Role as Role
from services.core.session import WorkSession
from services.exemption import exempt_in
from services.hours.outlook import Outlook
from services.hours.roles import deciding_day, former_branches, former_posts, role_on
from services.hours.rules import target_of
from services.hours.totals import Earned, earned_at


class State(Words):
    """How somebody stands in a year. `out_of_reach`: not even with every lesson still planned
    that they could be at; `missed`: the year is over; `exempt`: nothing is demanded."""

    reached = "reached", "达标", "green"
    needs_lesson = "needs_lesson", "缺集中培训", "amber"
    under_way = "under_way", "进行中", "blue"
    out_of_reach = "out_of_reach", "补不齐", "red"
    missed = "missed", "未达标", "red"
    exempt = "exempt", "学时减免"
    no_target = "no_target", "无目标"
    left = "left", "已不在册"


UNCOUNTED = (State.no_target, State.left)
"""Guests, and those no longer in use: in no headcount, no share and no branch's figures."""


@dataclass(frozen=True)
class LedgerRow:
    """One person's year. `planned` hours are to come in classes that they are in, `joinable`
    beyond those in classes that are open; `role` is the one that counts for the year."""

    id: UUID
    name: str
    pinyin: str
    initials: str
    branch_id: UUID
    branch: str
    role: Role
    hours: Decimal
    target: int
    planned: Decimal
    joinable: Decimal
    state: State

    @property
    def missing(self) -> Decimal:
        return max(Decimal(0), self.target - self.hours)

    @property
    def counted(self) -> bool:
        """Whether it is a head."""
        return self.state not in UNCOUNTED

    @property
    def owes(self) -> bool:
        """Whether hours are demanded."""
        return self.counted and self.state is not State.exempt


@dataclass(frozen=True)
class Ledger:
    """A year's rows by branch and name; `remaining` is the most hours that somebody could
    still earn in all lessons planned."""

    year: int
    rows: tuple[LedgerRow, ...]
    remaining: Decimal


@dataclass(frozen=True)
class LedgerGroup:
    """People of one branch or with one role. `people` are heads, those who are `exempt` among
    them; `percent` and `average` are of the others, whose hours `owed_hours` are. `percent` has
    one decimal, None for nobody."""

    key: UUID | Role
    words: str
    people: int
    exempt: int
    reached: int
    out_of_reach: int
    hours: Decimal
    owed_hours: Decimal

    @property
    def owing(self) -> int:
        return self.people - self.exempt

    @property
    def percent(self) -> Decimal | None:
        if not self.owing:
            return None
        return (Decimal(100) * self.reached / self.owing).quantize(Decimal("0.1"))

    @property
    def average(self) -> Decimal:
        if not self.owing:
            return Decimal(0)
        return (self.owed_hours / self.owing).quantize(Decimal("0.1"))


def ledger(session: WorkSession, owner: UUID, year: int) -> Ledger:
    """The whole ledger of a year. Those no longer in use are in it if they earned anything."""
    (earned,) = earned_at(session, owner, year, (date(year, 12, 31),))
    outlook = Outlook(session, owner, year)
    day = deciding_day(session, year)
    over = session.today() > date(year, 12, 31)
    posts = former_posts(session, owner)
    places = _Places(session, owner, day)
    exempt = exempt_in(session, owner, year)
    targets = {role: target_of(session, role, year) for role in Role}
    rows = []
    for raw, name, pinyin, initials, branch_id, branch, kind, role, since, gone in _people(
        session, owner
    ):
        if gone and raw not in earned.lessons and raw not in earned.beside:
            continue
        role = role_on(day, role, since, posts.get(raw, ()))
        branch_id, branch = places.of(raw, branch_id, branch)
        is_exempt = raw in exempt and not gone and kind is not MemberKind.guest
        has_target = kind is not MemberKind.guest and not gone and not is_exempt
        target = targets[role] if has_target else 0
        planned, joinable = (0, 0) if gone else (outlook.planned(raw), outlook.joinable(raw))
        state = State.left if gone else State.exempt if is_exempt else State.no_target
        if has_target:
            state = _state(earned, raw, role, target, planned + joinable, over=over)
        rows.append(
            LedgerRow(
                id=UUID(bytes=raw),
                name=name,
                pinyin=pinyin,
                initials=initials,
                branch_id=branch_id,
                branch=branch,
                role=role,
                hours=Decimal(earned.of(raw)) / 2,
                target=target,
                planned=Decimal(planned) / 2,
                joinable=Decimal(joinable) / 2,
                state=state,
            )
        )
    if places.moved:
        rows.sort(key=lambda row: (row.branch, row.pinyin, row.id))
    return Ledger(year, tuple(rows), Decimal(outlook.joinable(b"")) / 2)


def by_branch(rows: Iterable[LedgerRow]) -> tuple[LedgerGroup, ...]:
    """The branches, by name."""
    return _grouped(rows, lambda row: row.branch_id, lambda row: row.branch)


def by_post(rows: Iterable[LedgerRow]) -> tuple[LedgerGroup, ...]:
    """Secretaries, committee members, members."""
    found = _grouped(rows, lambda row: row.role, lambda row: row.role.short)
    order = [role.short for role in reversed(Role)]
    return tuple(sorted(found, key=lambda group: order.index(group.words)))


def _state(
    earned: Earned, member: bytes, role: Role, target: int, to_come: int, *, over: bool
) -> State:
    halves = earned.of(member)
    if halves >= 2 * target:
        return State.needs_lesson if earned.lacks_lesson(member, role) else State.reached
    if over:
        return State.missed
    return State.under_way if halves + to_come >= 2 * target else State.out_of_reach


def _grouped(
    rows: Iterable[LedgerRow],
    key: Callable[[LedgerRow], UUID | Role],
    words: Callable[[LedgerRow], str],
) -> tuple[LedgerGroup, ...]:
    groups: dict[UUID | Role, list[LedgerRow]] = {}
    for row in rows:
        if row.counted:
            groups.setdefault(key(row), []).append(row)
    return tuple(_group(which, words(of[0]), of) for which, of in groups.items())


def _group(key: UUID | Role, words: str, rows: Sequence[LedgerRow]) -> LedgerGroup:
    return LedgerGroup(
        key=key,
        words=words,
        people=len(rows),
        exempt=sum(row.state is State.exempt for row in rows),
        reached=sum(row.state is State.reached for row in rows),
        out_of_reach=sum(row.state is State.out_of_reach for row in rows),
        hours=sum((row.hours for row in rows), Decimal(0)),
        owed_hours=sum((row.hours for row in rows if row.state is not State.exempt), Decimal(0)),
    )


class _Places:
    """The branch that somebody was in on a day, with its short name."""

    def __init__(self, session: WorkSession, owner: UUID, day: date) -> None:
        self.moved = former_branches(session, owner, day)
        self._names: dict[UUID, str] = {}
        if self.moved:
            rows = session.execute(
                select(Branch.id, Branch.short_name).where(Branch.owner == owner)
            )
            self._names = {key: value for key, value in rows}

    def of(self, member: bytes, branch_id: UUID, branch: str) -> tuple[UUID, str]:
        """What stands for the present branch and its name."""
        if (former := self.moved.get(member)) is None:
            return branch_id, branch
        return former, self._names[former]


def _people(session: WorkSession, owner: UUID) -> Iterable[Any]:
    return session.execute(
        select(
            type_coerce(Member.id, LargeBinary),
            Member.name,
            Member.pinyin,
            Member.initials,
            Branch.id,
            Branch.short_name,
            Member.kind,
            Member.role,
            type_coerce(Member.role_since, String),
            Member.retired_at.is_not(None),
        )
        .join(Branch, Branch.id == Member.branch_id)
        .where(Member.owner == owner)
        .order_by(Branch.short_name, Member.pinyin, Member.id)
    )
