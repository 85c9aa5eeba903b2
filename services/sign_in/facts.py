"""What a sign-in is decided by, in one query. It is asked at each scan, so it is built once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, bindparam, select

from models.branch import Branch
from models.member import Member
from models.sign_in import ATTENDED, SignIn, SignInStatus
from models.training_class import Enrolment, Lesson
from services.core.errors import NotFound, Refused
from services.core.session import WorkSession
from services.training_class.rules import LONGEST

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
_ELSEWHERE = (
    select(Lesson.title)
    .join(SignIn, SignIn.lesson_id == Lesson.id)
    .where(
        SignIn.member_id == bindparam("member"),
        SignIn.undone_at.is_(None),
        SignIn.status.in_(ATTENDED),
        Lesson.id != bindparam("lesson"),
        Lesson.cancelled_at.is_(None),
        Lesson.starts_at < bindparam("ends_at"),
        Lesson.starts_at > bindparam("earliest"),
        Lesson.ends_at > bindparam("starts_at"),
    )
    .limit(1)
)


@dataclass(frozen=True)
class Before:
    """The sign-in that counts already."""

    id: UUID
    status: SignInStatus
    arrived_at: datetime | None


@dataclass(frozen=True)
class Facts:
    """One person at one lesson: when it is, who that is, and what was recorded so far."""

    lesson_id: UUID
    member_id: UUID
    starts_at: datetime
    ends_at: datetime
    name: str
    branch: str
    before: Before | None


def read(session: WorkSession, lesson_id: UUID, member_id: UUID) -> Facts:
    """Raises NotFound, and Refused for a lesson cancelled or somebody not enrolled."""
    row = session.execute(_FACTS, {"lesson": lesson_id, "member": member_id}).one_or_none()
    if row is None:
        raise NotFound("这条记录已经不在了，请刷新后再试。")
    starts_at, ends_at, cancelled_at, name, branch, sign_in_id, status, arrived_at = row
    if cancelled_at is not None:
        raise Refused("这节课已取消，不能签到。")
    if name is None:
        raise Refused("这个人不在本班名单里，可按 F6 现场补名。")
    before = None if sign_in_id is None else Before(sign_in_id, status, arrived_at)
    return Facts(lesson_id, member_id, starts_at, ends_at, name, branch, before)


def elsewhere(session: WorkSession, facts: Facts) -> str | None:
    """The title of another lesson at the same time at which this person counts as there."""
    return session.scalar(
        _ELSEWHERE,
        {
            "member": facts.member_id,
            "lesson": facts.lesson_id,
            "starts_at": facts.starts_at,
            "ends_at": facts.ends_at,
            "earliest": facts.starts_at - LONGEST,
        },
    )
