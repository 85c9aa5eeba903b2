"""Posts in the branch (任职、免职): the one held now, and those held before."""

from uuid import UUID

from models.core.types import PartialDate
from models.member import FormerPost, Member, MemberKind, Role
from services.core.checks import optional_text, partial_date
from services.core.errors import BadInput, Refused
from services.core.session import WorkSession
from services.core.undo import Before, Undo
from services.member.leaving import end_post, require_after

NO_DAY = "请填任职或免职的日期，只知道年月也可以，例如 2024.05。"


def appoint(session: WorkSession, member_id: UUID, role: Role, post: str, since: str) -> Undo:
    """任职: from `since`, a date as precise as it is known, somebody has this role and post. The
    one held so far ends that day and is kept. Raises BadInput, Refused.
    """
    member, before = _member(session, member_id)
    day = _day(session, since)
    post = optional_text(post, "职务", 30)
    if role is Role.member and not post:
        raise BadInput("请选支部书记、支部委员，或写明职务；不再任职请用“免职”。")
    if (role, post) == (member.role, member.post):
        raise Refused("现在就是这个职务；日期不对请用“更正”。")
    end_post(session, member, day, before)
    member.role, member.post, member.role_since = role, post, day
    session.note("member.appoint", id=str(member_id), role=role.value)
    return before.undo(f"登记 {member.name} 的新职务", "member.undo")


def dismiss(session: WorkSession, member_id: UUID, on: str) -> Undo:
    """免职: the post held so far ends. Raises BadInput; Refused where there is none."""
    member, before = _member(session, member_id)
    if member.role is Role.member and not member.post:
        raise Refused("这名党员现在没有职务。")
    day = _day(session, on)
    end_post(session, member, day, before)
    session.note("member.dismiss", id=str(member_id))
    return before.undo(f"免去 {member.name} 的职务", "member.undo")


def correct_present(
    session: WorkSession, member_id: UUID, role: Role, post: str, since: str
) -> Undo:
    """Put right what was entered wrongly; nothing becomes a former post. Raises BadInput."""
    member, before = _member(session, member_id)
    day = partial_date(since, "任职日期", session.today())
    member.role, member.post, member.role_since = role, optional_text(post, "职务", 30), day
    session.note("member.correct_present", id=str(member_id), role=role.value)
    return before.undo(f"更正 {member.name} 的职务", "member.undo")


def correct_former(
    session: WorkSession, former_id: UUID, role: Role, post: str, starts: str, ends: str
) -> Undo:
    """Put a former post right. Raises BadInput for dates that do not fit."""
    former = session.require(FormerPost, former_id)
    before = Before(session)
    before.keep(former)
    began = partial_date(starts, "任职日期", session.today())
    ended = _day(session, ends)
    require_after(ended, began)
    former.role, former.post = role, optional_text(post, "职务", 30)
    former.starts_on, former.ends_on = began, ended
    session.note("member.correct_former", id=str(former_id))
    return before.undo(f"更正 {_whose(session, former)} 的曾任职务", "member.undo")


def remove_former(session: WorkSession, former_id: UUID) -> Undo:
    """Take a former post away that never was."""
    before = Before(session)
    former = session.require(FormerPost, former_id)
    name = _whose(session, former)
    before.remove(former)
    session.note("member.remove_former", id=str(former_id))
    return before.undo(f"删去 {name} 的曾任职务", "member.undo")


def _whose(session: WorkSession, former: FormerPost) -> str:
    return session.require(Member, former.member_id).name


def _member(session: WorkSession, member_id: UUID) -> tuple[Member, Before]:
    member = session.require(Member, member_id)
    if member.retired_at is not None:
        raise Refused("这名学员已经离开，请先恢复再任免。")
    if member.kind is MemberKind.guest:
        raise Refused("外单位人员没有支部职务。")
    before = Before(session)
    before.keep(member)
    return member, before


def _day(session: WorkSession, text: str) -> PartialDate:
    day = partial_date(text, "日期", session.today())
    if day is None:
        raise BadInput(NO_DAY)
    return day
