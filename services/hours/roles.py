"""Who counts in a year, with which role and in which branch: those of its last day
(decisions/0003)."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, LargeBinary, String, select, type_coerce

from models.member import FormerBranch, FormerPost, Member, MemberKind, Role
from services.core.session import WorkSession
from services.exemption import exempt_in

Post = tuple[Role, str | None, str]
"""A former post: its role, first and last day, as precise as they came."""


def deciding_day(session: WorkSession, year: int) -> date:
    """The last day of a year that is over, today for the present one and those to come."""
    return min(date(year, 12, 31), session.today())


class Roles:
    """The members in use, guests apart, by the bytes of their ids. Of those who are `exempt` no
    hours are demanded in the year: they count as heads and in no share."""

    def __init__(self, session: WorkSession, owner: UUID, year: int) -> None:
        member = type_coerce(Member.id, LargeBinary)  # plain bytes: there may be many
        self.people = session.execute(
            select(member, Member.role, type_coerce(Member.role_since, String)).where(
                Member.owner == owner,
                Member.retired_at.is_(None),
                Member.kind != MemberKind.guest,
            )
        ).all()
        self._posts = former_posts(session, owner)
        self.exempt = exempt_in(session, owner, year)

    def on(self, day: date) -> Iterator[tuple[bytes, Role]]:
        for member, role, since in self.people:
            yield member, role_on(day, role, since, self._posts.get(member, ()))


def role_on(day: date, role: Role, since: str | None, posts: Sequence[Post]) -> Role:
    """The present role if it was held by then, else the former one that was. A present role
    without a date has been held ever since the former ones ended.

    Where a date is known to the month or the year only, a role counts from its first day and
    to its last.
    """
    told = day.isoformat()
    if since is not None and since <= told:
        return role
    for former, first, last in posts:
        held = told[: len(last)]
        if (first is None or first <= told) and (held < last or (since and held == last)):
            return former
    return role if since is None else Role.member


def posts_of(session: WorkSession, member_id: UUID) -> list[Post]:
    """One member's former posts, the one held last first."""
    return _posts(session, FormerPost.member_id == member_id).get(member_id.bytes, [])


def former_posts(session: WorkSession, owner: UUID) -> dict[bytes, list[Post]]:
    """By member, the post held last first."""
    return _posts(session, FormerPost.owner == owner)


def _posts(session: WorkSession, wanted: ColumnElement[bool]) -> dict[bytes, list[Post]]:
    found: dict[bytes, list[Post]] = {}
    rows = session.execute(
        select(
            type_coerce(FormerPost.member_id, LargeBinary),
            FormerPost.role,
            type_coerce(FormerPost.starts_on, String),
            type_coerce(FormerPost.ends_on, String),
        )
        .where(wanted)
        .order_by(FormerPost.ends_on.desc())
    )
    for member, role, first, last in rows:
        found.setdefault(member, []).append((role, first, last))
    return found


def former_branches(session: WorkSession, owner: UUID, day: date) -> dict[bytes, UUID]:
    """Where those were on a day who moved after it: by member, the branch they left first."""
    rows = session.execute(
        select(type_coerce(FormerBranch.member_id, LargeBinary), FormerBranch.branch_id)
        .where(FormerBranch.owner == owner, FormerBranch.left_on > day)
        .order_by(FormerBranch.left_on.desc(), FormerBranch.id.desc())
    )
    return {key: value for key, value in rows}
