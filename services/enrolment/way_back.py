"""Taking back what was done to the lists of a class: who was in and who waited, as before."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from models.member import LeftKind, Member
from models.sign_in import SignIn
from models.training_class import Enrolment, Lesson
from services.core.bulk import in_parts
from services.core.errors import Refused
from services.core.session import WorkSession
from services.core.undo import CHANGED_SINCE, Undo
from services.enrolment.places import ListLine, Lists, next_number
from services.training_class.operations import open_class

PLACES_GONE = "空出的名额后来又有人报上了，不能再撤销这一步；请先移出或调大名额。"
SIGNED = "其中有人在本班已有签到，不能移出；请先撤销签到。"


def way_back(session: WorkSession, before: Lists, words: str) -> Undo:
    """The undo of everything that changed in the lists since `before` was read.

    It raises Refused where one of those people was moved again, signed in, or was merged into
    another record, and where their places are taken.
    """
    session.flush()
    after = Lists(session, before.class_id)
    touched = [
        member
        for member in dict.fromkeys((*before.members(), *after.members()))
        if _place(before, member) != _place(after, member)
    ]

    def act(later: WorkSession) -> None:
        open_class(later, before.class_id)
        now = Lists(later, before.class_id)
        if any(_place(now, member) != _place(after, member) for member in touched):
            raise Refused(CHANGED_SINCE)
        _require_none_merged(later, [m for m in touched if before.line(m) is not None])
        leaving = [m for m in touched if m in now.enrolled and m not in before.enrolled]
        coming = [m for m in touched if m in before.enrolled and m not in now.enrolled]
        require_unsigned(later, before.class_id, leaving)
        then = len(now.enrolled) + len(coming) - len(leaving)
        if coming and now.places is not None and then > max(now.places, len(before.enrolled)):
            raise Refused(PLACES_GONE)
        _put_back(later, before, now, touched)
        later.note("enrolment.undo", id=str(before.class_id), people=len(touched))

    return Undo(words, "enrolment.undo", act)


def require_unsigned(session: WorkSession, class_id: UUID, members: Sequence[UUID]) -> None:
    """Raises Refused where one of them has signed in at a lesson of the class."""
    signed = set(
        session.scalars(
            select(SignIn.member_id)
            .join(Lesson, Lesson.id == SignIn.lesson_id)
            .where(Lesson.class_id == class_id, SignIn.undone_at.is_(None))
        )
    )
    if signed.intersection(members):
        raise Refused(SIGNED)


def take_off(session: WorkSession, lines: Sequence[ListLine]) -> None:
    """Delete these rows of either list."""
    session.flush()
    for kind in {line.kind for line in lines}:
        keys = [line.id for line in lines if line.kind is kind]
        for some in in_parts(keys):
            session.execute(
                delete(kind).where(kind.id.in_(some), kind.owner == session.owner),
                execution_options={"synchronize_session": False},
            )


def renumber(session: WorkSession, line: ListLine, number: int) -> None:
    session.execute(
        update(line.kind)
        .where(line.kind.id == line.id, line.kind.owner == session.owner)
        .values(number=number, updated_at=session.now()),
        execution_options={"synchronize_session": False},
    )


def _place(lists: Lists, member_id: UUID) -> tuple[Any, ...] | None:
    line = lists.line(member_id)
    return None if line is None else (line.kind, line.id, line.number)


def _put_back(session: WorkSession, before: Lists, now: Lists, touched: Sequence[UUID]) -> None:
    going, coming = [], []
    for member in touched:
        was, stands = before.line(member), now.line(member)
        if was is not None and stands is not None and was.id == stands.id:
            renumber(session, stands, was.number)
            continue
        if stands is not None:
            going.append(stands)
        if was is not None:
            coming.append(was)
    take_off(session, going)
    gone = {line.id for line in going}
    left = {key: line for key, line in now.enrolled.items() if line.id not in gone}
    taken, following = {line.number for line in left.values()}, next_number(left)
    for line in coming:
        number = line.number
        if line.kind is Enrolment and number in taken:
            number, following = following, following + 1
        session.insert_many(line.kind, [_row(session, before.class_id, line, number)])


def _row(session: WorkSession, class_id: UUID, line: ListLine, number: int) -> dict[str, Any]:
    return {
        "id": line.id,
        "owner": session.owner,
        "created_at": line.created_at,
        "updated_at": session.now(),
        "class_id": class_id,
        "member_id": line.member_id,
        "number": number,
    }


def _require_none_merged(session: WorkSession, members: Sequence[UUID]) -> None:
    for some in in_parts(members):
        found = select(Member.id).where(Member.id.in_(some), Member.left_kind == LeftKind.merged)
        if session.scalar(found.limit(1)) is not None:
            raise Refused(CHANGED_SINCE)
