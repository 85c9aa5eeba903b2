"""Who the members are, what finds them, and what one of them has done this year."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from models.branch import Branch
from models.member import Member
from models.member import MemberKind as MemberKind
from models.member import Role as Role
from services import hours
from services.core.session import WorkSession
from services.core.text import mask_identity, mask_phone
from services.core.todo import Todo
from services.hours import HoursLine, target_of
from services.member.search import TAIL, Persons

KIND_LABELS = {MemberKind.full: "正式党员", MemberKind.probationary: "预备党员"}
ROLE_LABELS = {Role.member: "普通党员", Role.committee: "支部委员", Role.secretary: "支部书记"}
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


@dataclass(frozen=True)
class MemberDetail:
    """Everything about one member; numbers are masked, dates as precise as they came."""

    id: UUID
    name: str
    sex: str
    nation: str
    branch: str
    branch_name: str
    kind: MemberKind
    role: Role
    post: str
    identity_masked: str
    phone_masked: str
    born: str
    education: str
    joined: str
    became_full: str
    occupation: str
    floating: bool
    note: str
    card_code: str
    retired: bool
    namesakes: int
    year: int
    hours: Decimal
    target: int
    lessons: tuple[HoursLine, ...]


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
            post=post or "党员",
            pinyin=pinyin,
            initials=initials,
            phone_tail=phone[-TAIL:],
            identity_tail=(identity or "")[-TAIL:],
            identity_number=identity or "",
            card_code=card,
            phone_masked=mask_phone(phone),
        )
        for key, name, branch, post, pinyin, initials, phone, identity, card in rows
    )


def list_rows(session: WorkSession, *, retired: bool = False) -> tuple[MemberRow, ...]:
    """Members in use (or the retired ones) by branch and name, with this year's hours."""
    earned = hours.totals(session, session.owner, session.today().year)
    targets = {role: target_of(session, role) for role in Role}
    unused = Member.retired_at.is_not(None) if retired else Member.retired_at.is_(None)
    rows = session.execute(
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
        )
        .join(Branch, Branch.id == Member.branch_id)
        .where(Member.owner == session.owner, unused)
        .order_by(Branch.short_name, Member.pinyin, Member.id)
    ).all()
    names = Counter(name for _, name, *_ in rows)
    nothing = Decimal(0)
    return tuple(
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
            target=targets[role],
            namesakes=names[name],
        )
        for key, name, pinyin, initials, sex, branch, kind, role, post, phone, identity in rows
    )


def detail(session: WorkSession, member_id: UUID) -> MemberDetail:
    """One member with the lessons of this year, the latest first. Raises NotFound."""
    member = session.require(Member, member_id)
    branch = session.require(Branch, member.branch_id)
    year = session.today().year
    lessons = hours.for_member(session, member_id, year)
    namesakes = session.scalar(
        select(func.count()).where(
            Member.owner == session.owner,
            Member.name == member.name,
            Member.retired_at.is_(None),
        )
    )
    return MemberDetail(
        id=member.id,
        name=member.name,
        sex=member.sex,
        nation=member.nation,
        branch=branch.short_name,
        branch_name=branch.name,
        kind=member.kind,
        role=member.role,
        post=member.post,
        identity_masked=mask_identity(member.identity_number),
        phone_masked=mask_phone(member.phone),
        born=str(member.born or ""),
        education=member.education,
        joined=str(member.joined or ""),
        became_full=str(member.became_full or ""),
        occupation=member.occupation,
        floating=member.floating,
        note=member.note,
        card_code=member.card_code,
        retired=member.retired_at is not None,
        namesakes=namesakes or 1,
        year=year,
        hours=sum((line.hours for line in lessons), Decimal(0)),
        target=target_of(session, member.role),
        lessons=lessons,
    )


def todos(session: WorkSession) -> list[Todo]:
    """Members whose identity number is missing or could not be trusted."""
    waiting = session.scalar(
        select(func.count()).where(
            Member.owner == session.owner,
            Member.retired_at.is_(None),
            Member.identity_number.is_(None),
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
