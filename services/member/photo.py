"""A member's picture: a small JPEG that stays in this workspace."""

from uuid import UUID

from models.member import Member, MemberPhoto
from services.core.errors import BadInput, NotFound, Refused
from services.core.session import WorkSession
from services.core.undo import CHANGED_SINCE, Undo

MOST_BYTES = 60 * 1024
MOST_WIDTH, MOST_HEIGHT = 240, 320
_JPEG = b"\xff\xd8\xff"


def put_photo(session: WorkSession, member_id: UUID, jpeg: bytes) -> Undo:
    """Keep this picture in place of any before. Raises BadInput unless a JPEG of at most 60 KB."""
    name = session.require(Member, member_id).name
    if not jpeg.startswith(_JPEG) or len(jpeg) > MOST_BYTES:
        raise BadInput("照片要是不超过 60 KB 的 JPEG 图片，请换一张。")
    before = photo_of(session, member_id)
    _store(session, member_id, jpeg)
    session.note("member.put_photo", id=str(member_id), bytes=len(jpeg))
    words = f"加上 {name} 的照片" if before is None else f"换掉 {name} 的照片"
    return _way_back(words, member_id, before, jpeg)


def remove_photo(session: WorkSession, member_id: UUID) -> Undo:
    """Take the picture away. Raises NotFound."""
    row = session.get(MemberPhoto, member_id)
    if row is None:
        raise NotFound("没有照片可删。")
    jpeg, name = row.jpeg, session.require(Member, member_id).name
    _store(session, member_id, None)
    session.note("member.remove_photo", id=str(member_id))
    return _way_back(f"删去 {name} 的照片", member_id, jpeg, None)


def photo_of(session: WorkSession, member_id: UUID) -> bytes | None:
    """The JPEG, if there is one."""
    row = session.get(MemberPhoto, member_id)
    return None if row is None else row.jpeg


def _store(session: WorkSession, member_id: UUID, jpeg: bytes | None) -> None:
    row = session.get(MemberPhoto, member_id)
    if jpeg is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(MemberPhoto(member_id=member_id, jpeg=jpeg))
    else:
        row.jpeg = jpeg


def _way_back(words: str, member_id: UUID, before: bytes | None, after: bytes | None) -> Undo:
    def act(session: WorkSession) -> None:
        if photo_of(session, member_id) != after:
            raise Refused(CHANGED_SINCE)
        _store(session, member_id, before)
        session.note("member.undo", id=str(member_id))

    return Undo(words, "member.undo", act)
