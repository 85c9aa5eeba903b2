"""What a sign-in is decided by, in one query. It is asked at each scan, so it is built once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import aliased

from models.branch import Branch
from models.member import Member
from models.sign_in import ATTENDED, SignIn, SignInStatus
from models.training_class import Enrolment, Lesson
from services.core.errors import NotFound, Refused
from services.core.session import WorkSession

_OTHER, _THERE = aliased(Lesson), aliased(SignIn)
_ELSEWHERE = (
    select(_OTHER.title)
    .join(_THERE, _THERE.lesson_id == _OTHER.id)
    .where(
        _THERE.member_id == bindparam("member", type_=Member.id.type),
        _THERE.undone_at.is_(None),
        _THERE.status.in_(ATTENDED),
        _OTHER.id != Lesson.id,
        _OTHER.cancelled_at.is_(None),
        _OTHER.starts_at < Lesson.ends_at,
        _OTHER.ends_at > Lesson.starts_at,
    )
    .limit(1)
    .correlate(Lesson)
    .scalar_subquery()
)
_FACTS = (
    select(
        Lesson.starts_at,
        Lesson.ends_at,
        Lesson.cancelled_at,
        Member.name,
        Branch.short_name,
        SignIn.id,
        SignIn.status,
        SignIn.arrived_at,
        _ELSEWHERE,
    )
    .select_from(Lesson)
    .outerjoin(
        Enrolment,
        and_(
            Enrolment.class_id == Lesson.class_id,
            Enrolment.member_id == bindparam("member", type_=Member.id.type),
        ),
    )
    .outerjoin(Member, Member.id == Enrolment.member_id)
    .outerjoin(Branch, Branch.id == Member.branch_id)
    .outerjoin(
        SignIn,
        and_(
            SignIn.lesson_id == Lesson.id,
            SignIn.member_id == Enrolment.member_id,
            SignIn.undone_at.is_(None),
        ),
    )
    .where(Lesson.id == bindparam("lesson"))
)


@dataclass(frozen=True)
class SignInBefore:
    """The sign-in that counts already."""

    id: UUID
    status: SignInStatus
    arrived_at: datetime | None


@dataclass(frozen=True)
class Facts:
    """One person at one lesson: when it is, who that is, and what was recorded so far.

    `elsewhere` is another lesson at the same time at which this person counts as there.
    """

    lesson_id: UUID
    member_id: UUID
    starts_at: datetime
    ends_at: datetime
    name: str
    branch: str
    before: SignInBefore | None
    elsewhere: str | None


def read(session: WorkSession, lesson_id: UUID, member_id: UUID) -> Facts:
    """Raises NotFound, and Refused for a lesson cancelled or somebody not enrolled."""
    asked = {"lesson": lesson_id, "member": member_id}
    row = session.connection().execute(_FACTS, asked).one_or_none()
    if row is None:
        raise NotFound("这条记录已经不在了，请刷新后再试。")
    starts_at, ends_at, cancelled_at, name, branch, sign_in_id, status, arrived_at, elsewhere = row
    if cancelled_at is not None:
        raise Refused("这节课已取消，不能签到。")
    if name is None:
        raise Refused("这个人不在本班名单里，可按 F6 现场补名。")
    before = None if sign_in_id is None else SignInBefore(sign_in_id, status, arrived_at)
    return Facts(lesson_id, member_id, starts_at, ends_at, name, branch, before, elsewhere)
