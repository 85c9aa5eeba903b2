"""Who the members are, what finds them, and what they have earned this year."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import String, func, select, type_coerce

from models.branch import Branch
from models.member import LeftKind as LeftKind
from models.member import Member
from models.member import MemberKind as MemberKind
from models.member import Role as Role
from services import hours
from services.core.door import Door
from services.core.session import WorkSession
from services.core.text import mask_identity, mask_phone
from services.core.todo import Todo
from services.exemption import exempt_in
from services.hours import target_of
from services.member.rules import post_words
from services.member.search import TAIL, Persons

NO_IDENTITY = "no-identity"
"""The target with which the members' page shows those without a trusted identity number."""


@dataclass(frozen=True)
class Person:
    """A member in use, with everything that finds them. The masks are for the screen."""

    id: UUID
    name: str
    branch: str
    post: str
    pinyin: str
    initials: str
    phone_tail: str
    identity_tail: str
    identity_number: str
    card_code: str
    phone_masked: str


@dataclass(frozen=True)
class MemberRow:
    """One line of the list. `hours` and `target` are this year's; `namesakes` counts those
    in use who have this name, 1 for a name of one's own."""

    id: UUID
    name: str
    pinyin: str
    initials: str
    sex: str
    branch: str
    kind: MemberKind
    role: Role
    post: str
    phone_masked: str
    identity_masked: str
    identity_known: bool
    hours: Decimal
    target: int
    namesakes: int
    floating: bool = False
    nation: str = ""
    education: str = ""
    born: str = ""
    joined: str = ""
    became_full: str = ""
    occupation: str = ""
    left_kind: LeftKind | None = None
    left: str = ""
    branch_id: UUID | None = None
    retired: bool = False
    exempt: bool = False

    @property
    def guest(self) -> bool:
        """A guest has no target and is in no headcount."""
        return self.kind is MemberKind.guest

    @property
    def owes(self) -> bool:
        """Whether hours are demanded this year."""
        return not (self.guest or self.exempt)

    @property
    def reached(self) -> bool:
        return self.owes and self.hours >= self.target

    @property
    def behind(self) -> bool:
        return self.owes and self.hours < self.target


def search_index(session: WorkSession) -> Persons[Person]:
    """Every member in use, ready to be searched; pinyin order, so that equals stay in it."""
    rows = session.execute(
        select(
            Member.id,
            Member.name,
            Branch.short_name,
            Member.post,
            Member.pinyin,
            Member.initials,
            Member.phone,
            Member.identity_number,
            Member.card_code,
            Member.kind,
        )
        .join(Branch, Branch.id == Member.branch_id)
        .where(Member.owner == session.owner, Member.retired_at.is_(None))
        .order_by(Member.pinyin, Branch.short_name, Member.id)
    )
    return Persons(
        Person(
            id=key,
            name=name,
            branch=branch,
            post=post_words(post, kind),
            pinyin=pinyin,
            initials=initials,
            phone_tail=phone[-TAIL:],
            identity_tail=(identity or "")[-TAIL:],
            identity_number=identity or "",
            card_code=card,
            phone_masked=mask_phone(phone),
        )
        for key, name, branch, post, pinyin, initials, phone, identity, card, kind in rows
    )


def list_rows(session: WorkSession, *, retired: bool = False) -> tuple[MemberRow, ...]:
    """People in use (or those who left) by branch and name, with this year's hours."""
    earned = hours.totals(session, session.owner, session.today().year)
    targets = {role: target_of(session, role) for role in Role}
    exempt = exempt_in(session, session.owner, session.today().year)
    rows = _stored(session, retired=retired)
    names = Counter(name for _, name, *_ in rows)
    nothing = Decimal(0)
    found = []
    for (
        key,
        name,
        *said,
        phone,
        identity,
        floating,
        nation,
        education,
        born,
        joined,
        full,
        job,
        left_kind,
        left_on,
        left_to,
        branch_id,
    ) in rows:
        pinyin, initials, sex, branch, kind, role, post = said
        found.append(
            MemberRow(
                id=key,
                name=name,
                pinyin=pinyin,
                initials=initials,
                sex=sex,
                branch=branch,
                kind=kind,
                role=role,
                post=post,
                phone_masked=mask_phone(phone),
                identity_masked=mask_identity(identity),
                identity_known=identity is not None,
                hours=earned.get(key, nothing),
                target=0 if kind is MemberKind.guest or key.bytes in exempt else targets[role],
                namesakes=names[name],
                floating=floating,
                nation=nation,
                education=education,
                born=born or "",
                joined=joined or "",
                became_full=full or "",
                occupation=job,
                left_kind=left_kind,
                left=left_words(left_kind, left_on, left_to),
                branch_id=branch_id,
                retired=retired,
                exempt=key.bytes in exempt,
            )
        )
    return tuple(found)


def _stored(session: WorkSession, *, retired: bool) -> Sequence[Any]:
    """The columns of a line; dates as they are kept, since tens of thousands are shown as text."""
    unused = Member.retired_at.is_not(None) if retired else Member.retired_at.is_(None)
    return session.execute(
        select(
            Member.id,
            Member.name,
            Member.pinyin,
            Member.initials,
            Member.sex,
            Branch.short_name,
            Member.kind,
            Member.role,
            Member.post,
            Member.phone,
            Member.identity_number,
            Member.floating,
            Member.nation,
            Member.education,
            type_coerce(Member.born, String),
            type_coerce(Member.joined, String),
            type_coerce(Member.became_full, String),
            Member.occupation,
            Member.left_kind,
            Member.left_on,
            Member.left_to,
            Member.branch_id,
        )
        .join(Branch, Branch.id == Member.branch_id)
        .where(Member.owner == session.owner, unused)
        .order_by(Branch.short_name, Member.pinyin, Member.id)
    ).all()


def left_words(kind: LeftKind | None, on: date | None, to: str) -> str:
    """2026-03-01 转出至济宁市; empty for somebody in use."""
    if kind is None:
        return ""
    words = kind.word + (f"至{to}" if to else "")
    return f"{on} {words}" if on else words


def todos(session: WorkSession) -> list[Todo]:
    """Members whose identity number is missing or could not be trusted."""
    waiting = session.scalar(
        select(func.count()).where(
            Member.owner == session.owner,
            Member.retired_at.is_(None),
            Member.identity_number.is_(None),
            Member.kind != MemberKind.guest,
        )
    )
    if not waiting:
        return []
    return [
        Todo(
            kind="待核",
            tone="amber",
            title=f"{waiting} 名党员的身份证号待核",
            note="导入时号码不可信或没有填，请向支部核实后补上",
            action="查看名单",
            page="member",
            target=NO_IDENTITY,
            urgency=60,
            count=waiting,
        )
    ]


def first_step(session: WorkSession) -> Door:
    """The roster comes first: whoever comes to a lesson is in it."""
    known = session.scalar(select(Member.id).where(Member.owner == session.owner).limit(1))
    return Door(
        words="导入花名册",
        note="导入前先看到会改动什么",
        done=known is not None,
        action="导入花名册",
        page="member",
        order=10,
        act="member-import",
    )
