"""The picture of two records of one person that are made one, or two again."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from models.member import MemberPhoto
from services.core.merging import Merging, Told
from services.core.session import WorkSession


def _told(_session: WorkSession, _kept_id: UUID, _merged_id: UUID) -> Told:
    return Told()


def _move(session: WorkSession, kept_id: UUID, merged_id: UUID, moved: dict[str, Any]) -> None:
    moved["photo"] = _move_photo(session, merged_id, kept_id)


def _give_back(
    session: WorkSession, kept_id: UUID, merged_id: UUID, moved: Mapping[str, Any]
) -> None:
    """That very picture; one that was put in its place since stays."""
    told, row = moved["photo"], session.get(MemberPhoto, kept_id)
    if told and row is not None and sha256(row.jpeg).hexdigest() == told:
        _move_photo(session, kept_id, merged_id)


def _move_photo(session: WorkSession, source: UUID, target: UUID) -> str:
    """A picture goes where there is none. Returns what tells it from others, empty if none went."""
    row = session.get(MemberPhoto, source)
    if row is None or session.get(MemberPhoto, target) is not None:
        return ""
    told = sha256(row.jpeg).hexdigest()
    session.add(MemberPhoto(member_id=target, jpeg=row.jpeg))
    session.delete(row)
    session.flush()
    return told


MERGING = Merging(_told, _move, _give_back, own=frozenset({MemberPhoto.__tablename__}))
