"""Record who was at a lesson; take it back; close the lesson."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import Table, delete, insert, select, update

from models.member import Member
from models.sign_in import ATTENDED as ATTENDED
from models.sign_in import SignIn
from models.sign_in import SignInMethod as SignInMethod
from models.sign_in import SignInStatus as SignInStatus
from models.training_class import Enrolment, Lesson
from services.core.bulk import in_parts
from services.core.checks import optional_text
from services.core.errors import NeedsReason, NotFound, Refused
from services.core.session import WorkSession
from services.core.settings import GRACE_MINUTES
from services.core.undo import CHANGED_SINCE, Before, Undo
from services.enrolment import enrol
from services.sign_in import facts
from services.sign_in.facts import Facts
from services.training_class import follow_sheet

EARLIEST = timedelta(days=1)
CAME = (SignInStatus.present, SignInStatus.late)
"""A further scan of somebody who came changes nothing."""
_INSERT = insert(cast("Table", SignIn.__table__))


@dataclass(frozen=True)
class Recorded:
    """`repeated`: this was so already and nothing changed. `overlap` names another lesson at
    the same time, which keeps this one from earning hours (domain.md, invariant 2). `enrolled`
    takes back that somebody was enrolled for it."""

    sign_in_id: UUID
    name: str
    branch: str
    status: SignInStatus
    arrived_at: datetime | None
    repeated: bool
    overlap: str | None
    enrolled: Undo | None = None

    @property
    def undo(self) -> Undo | None:
        """The way back; None where nothing changed."""
        if self.repeated:
            return None

        def act(session: WorkSession) -> None:
            undo(session, self.sign_in_id)
            if self.enrolled is not None:
                self.enrolled.act(session)

        return Undo(f"记 {self.name} 为{self.status.word}", "sign_in.undo", act)


@dataclass(frozen=True)
class SignInUndone:
    """What was taken back, in words for the person, and the way back of that."""

    lesson_id: UUID
    member_id: UUID
    text: str
    undo: Undo


@dataclass(frozen=True)
class Finished:
    """How many were marked as absent."""

    absent: int
    undo: Undo


def record(
    session: WorkSession,
    lesson_id: UUID,
    member_id: UUID,
    *,
    method: SignInMethod,
    status: SignInStatus | None = None,
    reason: str = "",
    walk_in: bool = False,
) -> Recorded:
    """Record one person at one lesson; durable when the unit of work has ended.

    With no `status` the clock decides: present until the grace ends, then late. After the
    lesson's end a paper sheet is entered: nobody knows when people came, and a card is no
    longer taken. A repeated scan records once; another status replaces the one before and
    cites it. Raises Refused for a lesson to come or cancelled, for somebody not enrolled, for a
    card after the end, and for a make-up of a lesson that is not over or was not missed.
    """
    known = facts.read(session, lesson_id, member_id)
    person, before, now = (known.name, known.branch), known.before, session.local_now()
    on_time = now <= known.ends_at
    _check_open(known, now, scanned=method is SignInMethod.scan and status is None)
    decided = status or _by_clock(session, known, now)
    came = before is not None and before.status in CAME
    if before is not None and (before.status is decided or (status is None and came)):
        return Recorded(before.id, *person, before.status, before.arrived_at, True, None)
    if decided is SignInStatus.leave and not reason.strip():
        raise NeedsReason("请填写请假事由。")
    if decided is SignInStatus.made_up:
        _check_make_up(known, now)
    if before is not None:
        _mark_undone(session, before.id)
    late = max(0, int((now - known.starts_at).total_seconds() // 60)) if on_time else None
    arrived_at = now if decided in CAME and on_time else None
    if decided is SignInStatus.left_early and before is not None:
        arrived_at = before.arrived_at
    row = {
        **session.stamp(),
        "lesson_id": lesson_id,
        "member_id": member_id,
        "status": decided,
        "method": method if on_time else SignInMethod.paper,
        "arrived_at": arrived_at,
        "minutes_late": late if decided is SignInStatus.late else None,
        "reason": optional_text(reason, "事由", 60),
        "walk_in": walk_in,
        "replaces_id": before.id if before is not None else None,
        "undone_at": None,
    }
    session.connection().execute(_INSERT, row)
    session.note("sign_in.record", id=str(row["id"]), status=decided.value)
    overlap = known.elsewhere if decided in ATTENDED else None
    return Recorded(row["id"], *person, decided, row["arrived_at"], False, overlap)


def _check_open(lesson: Facts, now: datetime, *, scanned: bool) -> None:
    """Nobody is there long before a lesson, and no card is taken after it."""
    if lesson.starts_at - now > EARLIEST:
        raise Refused(f"这节课在 {lesson.starts_at:%m月%d日 %H:%M}，还不能签到。")
    if scanned and now > lesson.ends_at:
        raise Refused(
            f"这节课 {lesson.ends_at:%H:%M} 已下课，不再刷卡签到。"
            "按纸质签到表补录，请输入姓名回车；补课按 F5。"
        )


def _check_make_up(lesson: Facts, now: datetime) -> None:
    """A make-up stands for one lesson that was missed (domain.md, invariant 3)."""
    if now < lesson.ends_at:
        raise Refused("这节课还没有下课，下课以后才能记补课。")
    if lesson.before is not None and lesson.before.status in ATTENDED:
        raise Refused(f"{lesson.name}这节课已记为“{lesson.before.status.word}”，不用补课。")


def undo(session: WorkSession, sign_in_id: UUID) -> SignInUndone:
    """Take one sign-in back; what it had replaced counts again. Raises NotFound."""
    row = session.execute(
        select(SignIn.lesson_id, SignIn.member_id, SignIn.status, SignIn.replaces_id, Member.name)
        .join(Member, Member.id == SignIn.member_id)
        .where(
            SignIn.id == sign_in_id,
            SignIn.owner == session.owner,
            SignIn.undone_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        raise NotFound("这一笔已经撤销过了。")
    _mark_undone(session, sign_in_id)
    if row.replaces_id is not None:
        session.execute(
            update(SignIn)
            .where(SignIn.id == row.replaces_id)
            .values(undone_at=None, updated_at=session.now())
        )
    session.note("sign_in.undo", id=str(sign_in_id))
    what = f"记 {row.name} 为{row.status.word}"

    def act(later: WorkSession) -> None:
        count_again(later, sign_in_id)

    again = Undo(f"撤回 {row.name} 的“{row.status.word}”", "sign_in.count_again", act)
    return SignInUndone(row.lesson_id, row.member_id, f"已撤销：{what}", again)


def way_back(sign_in_id: UUID, words: str) -> Undo:
    """Taking one sign-in back, whenever it was recorded."""

    def act(session: WorkSession) -> None:
        undo(session, sign_in_id)

    return Undo(words, "sign_in.undo", act)


def count_again(session: WorkSession, sign_in_id: UUID) -> Undo:
    """A sign-in that was taken back counts again. Raises Refused where its person was recorded
    anew, or is no longer in the class."""
    row = session.require(SignIn, sign_in_id)
    replaced = row.replaces_id
    lesson = _lesson(session, row.lesson_id)
    live = session.scalars(
        select(SignIn.id).where(
            SignIn.lesson_id == row.lesson_id,
            SignIn.member_id == row.member_id,
            SignIn.undone_at.is_(None),
        )
    ).all()
    enrolled = select(Enrolment.id).where(
        Enrolment.class_id == lesson.class_id, Enrolment.member_id == row.member_id
    )
    if list(live) != ([] if replaced is None else [replaced]) or not session.scalar(enrolled):
        raise Refused(CHANGED_SINCE)
    if replaced is not None:
        _mark_undone(session, replaced)
    session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.owner == session.owner)
        .values(undone_at=None, updated_at=session.now())
    )
    session.note("sign_in.count_again", id=str(sign_in_id))
    name = session.require(Member, row.member_id).name
    return way_back(sign_in_id, f"记 {name} 为{row.status.word}")


def add_walk_in(
    session: WorkSession, lesson_id: UUID, member_id: UUID, *, method: SignInMethod
) -> Recorded:
    """现场补名: enrol somebody who came without, also into a full class, and sign them in."""
    class_id = _lesson(session, lesson_id).class_id
    came = enrol(session, class_id, [member_id], over=True, reason="现场补名")
    session.note("sign_in.add_walk_in", lesson_id=str(lesson_id), member=str(member_id))
    done = record(session, lesson_id, member_id, method=method, walk_in=came.added > 0)
    return replace(done, enrolled=came.undo) if came.added else done


def finish(session: WorkSession, lesson_id: UUID) -> Finished:
    """Mark everybody without a sign-in as absent, and let the class go on with it.

    Raises Refused before the lesson has begun.
    """
    lesson = _lesson(session, lesson_id)
    if session.local_now() < lesson.starts_at:
        raise Refused("还没到上课时间，不能结束签到。")
    enrolled = select(Enrolment.id).where(Enrolment.class_id == lesson.class_id)
    if session.scalar(enrolled.limit(1)) is None:
        raise Refused("这个班还没有人报名，先报名，或按 F6 现场补名。")
    signed = select(SignIn.member_id).where(
        SignIn.lesson_id == lesson_id, SignIn.undone_at.is_(None)
    )
    missing = session.scalars(
        select(Enrolment.member_id).where(
            Enrolment.class_id == lesson.class_id, Enrolment.member_id.not_in(signed)
        )
    ).all()
    rows = [
        session.stamp()
        | {
            "lesson_id": lesson_id,
            "member_id": member,
            "status": SignInStatus.absent,
            "method": SignInMethod.keyboard,
        }
        for member in missing
    ]
    session.insert_many(SignIn, rows)
    before = Before(session)
    follow_sheet(session, lesson.class_id, before)
    session.note("sign_in.finish", id=str(lesson_id), absent=len(missing))
    of_class = before.undo(f"结束签到“{lesson.title}”", "sign_in.reopen")
    absent = {row["id"]: row["member_id"] for row in rows}

    def act(later: WorkSession) -> None:
        of_class.act(later)
        _remove_absent(later, absent)

    return Finished(len(missing), Undo(of_class.words, of_class.verb, act))


def _remove_absent(session: WorkSession, absent: dict[UUID, UUID]) -> None:
    """Those whom the end of a sheet marked. Raises Refused where one was put right since."""
    for some in in_parts(list(absent)):
        there = session.execute(
            select(SignIn.id, SignIn.member_id).where(
                SignIn.id.in_(some), SignIn.undone_at.is_(None)
            )
        )
        if {(key, member) for key, member in there} != {(key, absent[key]) for key in some}:
            raise Refused(CHANGED_SINCE)
        session.execute(
            delete(SignIn).where(SignIn.id.in_(some), SignIn.owner == session.owner),
            execution_options={"synchronize_session": False},
        )


def _lesson(session: WorkSession, lesson_id: UUID) -> Lesson:
    lesson = session.require(Lesson, lesson_id)
    if lesson.cancelled_at is not None:
        raise Refused("这节课已取消，不能签到。")
    return lesson


def _by_clock(session: WorkSession, lesson: Facts, now: datetime) -> SignInStatus:
    if not lesson.starts_at < now <= lesson.ends_at:
        return SignInStatus.present
    grace = timedelta(minutes=GRACE_MINUTES.get(session, lesson.starts_at.year))
    return SignInStatus.present if now <= lesson.starts_at + grace else SignInStatus.late


def _mark_undone(session: WorkSession, sign_in_id: UUID) -> None:
    now = session.now()
    session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.owner == session.owner)
        .values(undone_at=now, updated_at=now)
    )
