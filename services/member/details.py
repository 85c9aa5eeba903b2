"""Everything about one member: who they are, their posts, what they did in a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from models.branch import Branch
from models.member import FormerBranch, FormerPost, LeftKind, Member, MemberKind, Role
from services import exemption, hours
from services.core.bulk import not_by_index
from services.core.session import WorkSession
from services.core.text import mask_identity, mask_phone
from services.hours import HoursLine, target_of
from services.member.merges import MergeRow, merges_of
from services.member.queries import left_words


@dataclass(frozen=True)
class FormerPostRow:
    """A post held before; dates as text, as precise as they came."""

    id: UUID
    role: Role
    post: str
    starts: str
    ends: str


@dataclass(frozen=True)
class MemberDetail:
    """Everything about one member; numbers are masked, dates as precise as they came.

    `role` and `post` are today's; `hours`, `target` and `lessons` are of `year`. `left` says in
    words why, when and where to somebody left.
    """

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
    role_since: str
    left_kind: LeftKind | None
    left: str
    former: tuple[FormerPostRow, ...]
    was_in: str
    exemption: str
    merges: tuple[MergeRow, ...]

    @property
    def guest(self) -> bool:
        return self.kind is MemberKind.guest


def detail(session: WorkSession, member_id: UUID, year: int | None = None) -> MemberDetail:
    """One member with the lessons of a year (this one unless told), the latest first.

    Raises NotFound.
    """
    member = session.require(Member, member_id)
    branch = session.require(Branch, member.branch_id)
    year = year or session.today().year
    lessons = hours.for_member(session, member_id, year)
    former = _former(session, member_id)
    exempted = exemption.of_member(session, member_id, year)
    namesakes = session.scalar(
        select(func.count()).where(
            not_by_index(Member.owner) == session.owner,
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
        target=0 if exempted else _target(session, member, year),
        lessons=lessons,
        role_since=str(member.role_since or ""),
        left_kind=member.left_kind,
        left=left_words(member.left_kind, member.left_on, member.left_to),
        former=tuple(
            FormerPostRow(row.id, row.role, row.post, str(row.starts_on or ""), str(row.ends_on))
            for row in former
        ),
        was_in=_was_in(session, member_id),
        exemption=exempted,
        merges=merges_of(session, member_id),
    )


def _former(session: WorkSession, member_id: UUID) -> Sequence[FormerPost]:
    """The latest first."""
    return session.scalars(
        select(FormerPost)
        .where(FormerPost.member_id == member_id)
        .order_by(FormerPost.ends_on.desc(), FormerPost.id)
    ).all()


def _was_in(session: WorkSession, member_id: UUID) -> str:
    """Earlier branches, the latest first: 东村（至 2026-03-05）."""
    rows = session.execute(
        select(Branch.short_name, FormerBranch.left_on)
        .join(FormerBranch, FormerBranch.branch_id == Branch.id)
        .where(FormerBranch.member_id == member_id)
        .order_by(FormerBranch.left_on.desc(), FormerBranch.id.desc())
    )
    return "、".join(f"{name}（至 {left_on}）" for name, left_on in rows)


def _target(session: WorkSession, member: Member, year: int) -> int:
    if member.kind is MemberKind.guest:
        return 0
    since = None if member.role_since is None else str(member.role_since)
    day, posts = hours.deciding_day(session, year), hours.posts_of(session, member.id)
    return target_of(session, hours.role_on(day, member.role, since, posts), year)
