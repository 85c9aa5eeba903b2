"""Who could take a lesson, best first."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID

from sqlalchemy import select

from models.booking import Booking, BookingState
from services.booking import rules
from services.core.session import WorkSession
from services.lecturer import LecturerRow, list_rows
from services.site import travel_minutes

LEAST_SHARED = 3


@dataclass(frozen=True)
class LecturerCandidate:
    """`note` is source, subject and lessons this year; `why_not` says what keeps them busy.

    `warning` needs a reason or a second thought; `fits`: a subject of theirs is the lesson's.
    """

    lecturer_id: UUID
    name: str
    note: str
    free: bool
    why_not: str
    warning: str
    fits: bool
    lessons_this_year: int
    pinyin: str
    initials: str
    topics: str


def candidates(session: WorkSession, lesson_id: UUID) -> tuple[LecturerCandidate, ...]:
    """The pool for one lesson: free first, then by subject, warnings, fewest lessons this year.

    Raises NotFound for a lesson that is cancelled or gone.
    """
    slot = rules.slot_of(session, lesson_id)
    near, held = rules.slots_near(session, slot), rules.terms(session)
    travel = travel_minutes(session)
    said_no = _declined(session, lesson_id)
    found = []
    for row in list_rows(session):
        others = near.get(row.id, [])
        rival = rules.clash(slot, others)
        told = rules.warnings(slot, row.source, held.get(row.id, []), others, travel)
        told = (*said_no.get(row.id, ()), *told)
        fits = fits_topic(row.topics, slot.title)
        found.append(
            LecturerCandidate(
                lecturer_id=row.id,
                name=row.name,
                note=_note(row, fits),
                free=rival is None,
                why_not=f"{rival.starts_at:%H:%M} 在{rival.site}讲“{rival.title}”" if rival else "",
                warning="" if rival else "；".join(told),
                fits=fits,
                lessons_this_year=row.lessons_this_year,
                pinyin=row.pinyin,
                initials=row.initials,
                topics=row.topics,
            )
        )
    found.sort(key=_rank)
    return tuple(found)


def fits_topic(topics: str, title: str) -> bool:
    """True where one of a lecturer's subjects shares three characters in a row with the title."""
    for topic in re.split(r"[、，,；;/\s]+", topics):
        match = SequenceMatcher(None, topic, title, autojunk=False).find_longest_match()
        if match.size >= LEAST_SHARED:
            return True
    return False


def _rank(one: LecturerCandidate) -> tuple[bool, bool, bool, int, str]:
    return not one.free, not one.fits, bool(one.warning), one.lessons_this_year, one.pinyin


def _note(row: LecturerRow, fits: bool) -> str:
    parts = [row.source.word]
    if fits:
        parts.append("专题对口")
    elif row.topics:
        parts.append(re.split(r"[、，,；;/\s]+", row.topics)[0])
    parts.append(
        f"今年已约 {row.lessons_this_year} 次" if row.lessons_this_year else "今年还没约过"
    )
    return " · ".join(parts)


def _declined(session: WorkSession, lesson_id: UUID) -> dict[UUID, tuple[str]]:
    """By lecturer: that they said no to this very lesson, and why."""
    rows = session.execute(
        select(Booking.lecturer_id, Booking.state_reason).where(
            Booking.lesson_id == lesson_id, Booking.state == BookingState.declined
        )
    )
    return {lecturer: (f"这节课已谢绝：{reason}",) for lecturer, reason in rows}
