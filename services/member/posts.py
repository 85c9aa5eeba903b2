"""Posts in the branch (任职、免职): the one held now, and those held before."""

from uuid import UUID

from models.member import FormerPost, Member, MemberKind, Role
from services.core.errors import BadInput, Refused
from services.core.fields import checked, choice, draft, partial_day, put, text
from services.core.session import WorkSession
from services.core.undo import Before, Undo
from services.member.leaving import end_post, require_after

NO_DAY = "请填任职或免职的日期，只知道年月也可以，例如 2024.05。"
DAY_HINT = "例如 2024.05 或 2024-05-20"


@draft
class PostDraft:
    """The post held from a day on; only a correction may leave the day out."""

    role: Role = choice("党内身份", Role)
    post: str = text("职务", 30, hint="例如：组织委员；可不填", default="")
    role_since: str = partial_day("任职日期", hint=DAY_HINT, default="")


@draft
class DismissalDraft:
    on: str = partial_day("免职日期", hint=DAY_HINT)


@draft
class FormerPostDraft:
    """It ended: the day must be there, though what stands before it in the form need not."""

    role: Role = choice("党内身份", Role)
    post: str = text("职务", 30, hint="可不填", default="")
    starts: str = partial_day("任职日期", hint=f"可不填；{DAY_HINT}", default="")
    ends: str = partial_day("免职日期", hint=DAY_HINT, default="")


def appoint(session: WorkSession, member_id: UUID, role: Role, post: str, since: str) -> Undo:
    """任职: from `since`, a date as precise as it is known, somebody has this role and post. The
    one held so far ends that day and is kept. Raises BadInput, Refused.
    """
    member, before = _member(session, member_id)
    _, post, day = checked(PostDraft(role, post, since), session.today()).values()
    if day is None:
        raise BadInput(NO_DAY, "role_since")
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
    day = checked(DismissalDraft(on), session.today())["on"]
    end_post(session, member, day, before)
    session.note("member.dismiss", id=str(member_id))
    return before.undo(f"免去 {member.name} 的职务", "member.undo")


def correct_present(
    session: WorkSession, member_id: UUID, role: Role, post: str, since: str
) -> Undo:
    """Put right what was entered wrongly; nothing becomes a former post. Raises BadInput."""
    member, before = _member(session, member_id)
    put(member, checked(PostDraft(role, post, since), session.today()))
    session.note("member.correct_present", id=str(member_id), role=role.value)
    return before.undo(f"更正 {member.name} 的职务", "member.undo")


def correct_former(
    session: WorkSession, former_id: UUID, role: Role, post: str, starts: str, ends: str
) -> Undo:
    """Put a former post right. Raises BadInput for dates that do not fit."""
    former = session.require(FormerPost, former_id)
    before = Before(session)
    before.keep(former)
    typed = checked(FormerPostDraft(role, post, starts, ends), session.today())
    if typed["ends"] is None:
        raise BadInput(NO_DAY, "ends")
    require_after(typed["ends"], typed["starts"])
    former.role, former.post = typed["role"], typed["post"]
    former.starts_on, former.ends_on = typed["starts"], typed["ends"]
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
