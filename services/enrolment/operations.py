"""Enrol people, and take them out again. Who finds a class full waits for a place."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from models.member import Member
from models.training_class import Enrolment, WaitingPlace
from services.core.bulk import in_parts
from services.core.checks import required_text
from services.core.errors import NeedsReason
from services.core.session import WorkSession
from services.core.undo import Undo
from services.enrolment.elsewhere import clashes_of
from services.enrolment.places import Lists, next_number
from services.enrolment.way_back import require_unsigned, take_off, way_back
from services.training_class.operations import open_class

MOST_REASON = 60


@dataclass(frozen=True)
class EnrolResult:
    """How many came in, how many wait now, how many were in or waiting already; who of those
    that came in or wait is elsewhere at that hour, as 王秀兰（甲班）; and the way back."""

    added: int
    waiting: int
    already: int
    clashes: tuple[str, ...]
    undo: Undo


def enrol(
    session: WorkSession,
    class_id: UUID,
    member_ids: Sequence[UUID],
    *,
    over: bool = False,
    reason: str = "",
) -> EnrolResult:
    """Enrol members in use, in this order; those who are in already stay as they are.

    Free places that nobody waits for are filled; the rest of them wait, behind those who do.
    With `over` all come in: raises NeedsReason where that is over the places or past somebody
    who waits, until there is a reason, which stands in the audit. Raises Refused for a class
    that is archived or cancelled.
    """
    open_class(session, class_id)
    before = Lists(session, class_id)
    wanted = list(dict.fromkeys(member_ids))
    known = _in_use(session, wanted)
    fresh = [m for m in wanted if m in known and m not in before.enrolled]
    if not over:
        fresh = [m for m in fresh if m not in before.waiting]
    coming, queued = (fresh, []) if over else split(fresh, before.open)
    beyond = _beyond(before, coming)
    if over and beyond:
        if not reason.strip():
            raise NeedsReason(_warning(before, coming))
        reason = required_text(reason, "理由", MOST_REASON)
    take_off(session, [line for m in coming if (line := before.waiting.get(m)) is not None])
    _add(session, class_id, coming, next_number(before.enrolled), kind=Enrolment)
    _add(session, class_id, queued, next_number(before.waiting), kind=WaitingPlace)
    told = {"reason": reason} if over and beyond else {}
    session.note(
        "enrolment.enrol", id=str(class_id), added=len(coming), waiting=len(queued), **told
    )
    return EnrolResult(
        added=len(coming),
        waiting=len(queued),
        already=len(known) - len(fresh),
        clashes=_clashes(session, class_id, fresh),
        undo=way_back(session, before, f"报名 {len(fresh)} 人"),
    )


def join(session: WorkSession, member_id: UUID, class_ids: Sequence[UUID]) -> EnrolResult:
    """Enrol one person in several classes; in a full one they wait. Raises Refused where one is
    over."""
    results = [enrol(session, class_id, [member_id]) for class_id in class_ids]
    name = session.require(Member, member_id).name
    session.note("enrolment.join", member=str(member_id), classes=len(results))

    def act(later: WorkSession) -> None:
        for one in reversed(results):
            one.undo.act(later)

    return EnrolResult(
        added=sum(one.added for one in results),
        waiting=sum(one.waiting for one in results),
        already=sum(one.already for one in results),
        clashes=tuple(name for one in results for name in one.clashes),
        undo=Undo(f"报名 {name}（{len(results)} 个班）", "enrolment.undo", act),
    )


def remove_enrolment(session: WorkSession, class_id: UUID, *member_ids: UUID) -> Undo:
    """Take members out. Refused once one of them has signed in at one of the class's lessons,
    and where the class is not open. Nobody else's number changes."""
    open_class(session, class_id)
    before = Lists(session, class_id)
    require_unsigned(session, class_id, member_ids)
    going = [line for m in member_ids if (line := before.enrolled.get(m)) is not None]
    take_off(session, going)
    session.note(
        "enrolment.remove_enrolment",
        id=str(class_id),
        members=[str(line.member_id) for line in going],
    )
    return way_back(session, before, f"移出名单 {len(going)} 人")


def split(members: list[UUID], places: int | None) -> tuple[list[UUID], list[UUID]]:
    """Those for whom there are places, and the rest."""
    return (members, []) if places is None else (members[:places], members[places:])


def _beyond(before: Lists, coming: Sequence[UUID]) -> int:
    """How many of them come in over the places, or past somebody who waits."""
    if before.free is None:
        return 0
    passed = sum(member not in set(coming) for member in before.queue)
    return max(0, len(coming) - max(0, before.free - passed))


def _warning(before: Lists, coming: Sequence[UUID]) -> str:
    over = len(coming) - (before.free or 0)
    queue = len(before.queue)
    waiting = f"，另有 {queue} 人候补" if queue else ""
    state = f"这个班 {before.places} 个名额，已报 {len(before.enrolled)} 人{waiting}。"
    if over > 0:
        return f"{state}再报 {len(coming)} 人会超出 {over} 人；仍要全部报名，请写明理由。"
    return f"{state}空出的名额应先给候补的人；仍要报名，请写明理由。"


def _add(
    session: WorkSession,
    class_id: UUID,
    members: Sequence[UUID],
    first: int,
    *,
    kind: type[Enrolment] | type[WaitingPlace],
) -> None:
    session.insert_many(
        kind,
        [
            {"class_id": class_id, "member_id": member, "number": number}
            for number, member in enumerate(members, first)
        ],
    )


def _in_use(session: WorkSession, members: Sequence[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for some in in_parts(members):
        # The owner is looked at here: in the query it makes SQLite walk all that are ours.
        rows = session.execute(
            select(Member.id, Member.owner).where(Member.id.in_(some), Member.retired_at.is_(None))
        )
        found |= {key for key, owner in rows if owner == session.owner}
    return found


def _clashes(session: WorkSession, class_id: UUID, members: Sequence[UUID]) -> tuple[str, ...]:
    found = clashes_of(session, class_id)
    told: dict[str, None] = {}
    for member in members:
        if member in found:
            name = session.require(Member, member).name
            told |= dict.fromkeys(f"{name}（{clash.title}）" for clash in found[member])
    return tuple(told)
