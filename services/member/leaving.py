"""Out of use and back (停用、转出、去世、恢复), and from one branch to another (调支部)."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from models.branch import Branch
from models.core.types import PartialDate
from models.member import FormerBranch, FormerPost, LeftKind, Member, MemberKind, Role
from services import branch
from services.branch import LONGEST_NAME as LONGEST_BRANCH
from services.core.checks import optional_text
from services.core.errors import BadInput, Refused
from services.core.fields import checked, day, draft, suggested, text
from services.core.session import WorkSession
from services.core.undo import Before, Undo
from services.member.operations import MOST_NOTE, OWN_BRANCH


@draft
class TransferOutDraft:
    to: str = text("转往何处", 60, hint="转往哪个党组织，按介绍信写")
    on: date = day("转出日期", past=True)


@draft
class DeathDraft:
    on: date = day("去世日期", past=True)


@draft
class TransferInDraft:
    branch: str = suggested("转入支部", LONGEST_BRANCH, hint=OWN_BRANCH)
    on: date = day("转入日期", past=True)


def retire(session: WorkSession, member_id: UUID) -> Undo:
    """Take a member out of use; hours and sign-ins stay. Refused where they left already."""
    member, before = _leaving(session, member_id)
    _leave(session, member, LeftKind.retired, None)
    session.note("member.retire", id=str(member_id))
    return before.undo(f"停用 {member.name}", "member.undo", _branch_back(member.branch_id))


def transfer_out(session: WorkSession, member_id: UUID, to: str, on: date) -> Undo:
    """Their party membership went elsewhere (组织关系转出). Raises BadInput, Refused."""
    to, on = checked(TransferOutDraft(to, on), session.today()).values()
    member, before = _leaving(session, member_id)
    if member.kind is MemberKind.guest:
        raise Refused("外单位人员没有组织关系可转，请用“停用”。")
    member.left_to = to
    _leave(session, member, LeftKind.transferred, on)
    session.note("member.transfer_out", id=str(member_id))
    return before.undo(f"转出 {member.name}", "member.undo", _branch_back(member.branch_id))


def died(session: WorkSession, member_id: UUID, on: date) -> Undo:
    """Raises BadInput for a day to come, Refused where they left already."""
    on = checked(DeathDraft(on), session.today())["on"]
    member, before = _leaving(session, member_id)
    _leave(session, member, LeftKind.died, on)
    session.note("member.died", id=str(member_id))
    words = f"登记 {member.name} 去世"
    return before.undo(words, "member.undo", _branch_back(member.branch_id))


def restore(session: WorkSession, member_id: UUID) -> Undo:
    """Take somebody back who left, and their branch with them. Refused for a merged record."""
    member = session.require(Member, member_id)
    if member.left_kind is LeftKind.merged:
        raise Refused("这条记录已并入另一条；要分开请用“撤销合并”。")
    before = Before(session)
    before.keep(member)
    _come_back(member)
    branch.restore(session, member.branch_id)
    session.note("member.restore", id=str(member_id))
    return before.undo(f"恢复 {member.name}", "member.undo")


def transfer_in(session: WorkSession, member_id: UUID, to: str, on: date) -> Undo:
    """Into another branch (调支部), or back after a transfer elsewhere (转回). The record stays
    the same, and with it the history; posts in the old branch end, and years that are over stay
    with it. A line in the note says from where and when. Raises BadInput, Refused.
    """
    to, on = checked(TransferInDraft(to, on), session.today()).values()
    member = session.require(Member, member_id)
    if member.kind is MemberKind.guest:
        raise Refused("外单位人员不能转入党支部；是党员时请用“合并”认定。")
    if member.left_kind in (LeftKind.died, LeftKind.merged):
        raise Refused("已去世或已合并的记录不能转入，请先核对。")
    before = Before(session)
    before.keep(member)
    place = branch.ensure(session, to)
    old = session.require(Branch, member.branch_id)
    if place == member.branch_id and member.retired_at is None:
        raise Refused("这名党员本来就在这个党支部。")
    if member.retired_at is not None and member.left_kind is LeftKind.transferred:
        gone = f"{member.left_on or ''}转出" + (f"至{member.left_to}" if member.left_to else "")
        line = f"{gone}，{on}转回"
    else:
        line = f"{on}由{old.short_name}转入"
    if place != member.branch_id:
        _require_latest(session, member_id, on)
        end_post(session, member, PartialDate.of(on), before)
        before.made(session.make(FormerBranch, member_id=member.id, branch_id=old.id, left_on=on))
    note = f"{member.note}；{line}" if member.note else line
    member.note = optional_text(note, "备注加上转入的一行后", MOST_NOTE)
    member.branch_id = place
    _come_back(member)
    session.note(
        "member.transfer_in", id=str(member_id), source=str(old.id), to=str(place), on=str(on)
    )
    words = f"转入 {member.name}（原在{old.short_name}）"
    return before.undo(words, "member.undo", _branch_back(old.id))


def _require_latest(session: WorkSession, member_id: UUID, on: date) -> None:
    """Moves are entered as they happened, else a year that is over would go to the wrong branch.
    Raises BadInput."""
    last = session.scalar(
        select(func.max(FormerBranch.left_on)).where(FormerBranch.member_id == member_id)
    )
    if last is not None and on < last:
        raise BadInput(f"上一次调支部在 {last}，这一次不能比它早。", "on")


def end_post(session: WorkSession, member: Member, on: PartialDate, before: Before) -> None:
    """What somebody is now becomes what they were; a plain member was nothing in particular.
    Raises BadInput for a day before it began."""
    require_after(on, member.role_since)
    if member.role is not Role.member or member.post:
        before.made(
            session.make(
                FormerPost,
                member_id=member.id,
                role=member.role,
                post=member.post,
                starts_on=member.role_since,
                ends_on=on,
            )
        )
        member.role, member.post, member.role_since = Role.member, "", on


def require_after(day: PartialDate, start: PartialDate | None) -> None:
    """A year alone may well be the same year. Raises BadInput."""
    if start is not None and not day.agrees_with(start) and day < start:
        raise BadInput("这个日期早于任职的日期，请核对。")


def _leaving(session: WorkSession, member_id: UUID) -> tuple[Member, Before]:
    member = session.require(Member, member_id)
    if member.retired_at is not None:
        raise Refused("这名学员已经不在册，不用再办一次。")
    before = Before(session)
    before.keep(member)
    return member, before


def _leave(session: WorkSession, member: Member, kind: LeftKind, on: date | None) -> None:
    member.retired_at = session.now()
    member.left_kind, member.left_on = kind, on


def _come_back(member: Member) -> None:
    member.retired_at = member.left_kind = member.left_on = None
    member.left_to = ""


def _branch_back(branch_id: UUID) -> Callable[[WorkSession], None]:
    def check(session: WorkSession) -> None:
        branch.restore(session, branch_id)

    return check
