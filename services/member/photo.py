"""A member's picture: a small JPEG that stays in this workspace."""

from uuid import UUID

from models.member import Member, MemberPhoto
from services.core.errors import BadInput, NotFound
from services.core.session import WorkSession

MOST_BYTES = 60 * 1024
MOST_WIDTH, MOST_HEIGHT = 240, 320
_JPEG = b"\xff\xd8\xff"


def put_photo(session: WorkSession, member_id: UUID, jpeg: bytes) -> None:
    """Keep this picture in place of any before. Raises BadInput unless a JPEG of at most 60 KB."""
    session.require(Member, member_id)
    if not jpeg.startswith(_JPEG) or len(jpeg) > MOST_BYTES:
        raise BadInput("照片要是不超过 60 KB 的 JPEG 图片，请换一张。")
    row = session.get(MemberPhoto, member_id)
    if row is None:
        session.add(MemberPhoto(member_id=member_id, jpeg=jpeg))
    else:
        row.jpeg = jpeg
    session.note("member.put_photo", id=str(member_id), bytes=len(jpeg))


def remove_photo(session: WorkSession, member_id: UUID) -> bytes:
    """Take the picture away, and hand it back for who regrets it. Raises NotFound."""
    row = session.get(MemberPhoto, member_id)
    if row is None:
        raise NotFound("没有照片可删。")
    jpeg = row.jpeg
    session.delete(row)
    session.note("member.remove_photo", id=str(member_id))
    return jpeg


def photo_of(session: WorkSession, member_id: UUID) -> bytes | None:
    """The JPEG, if there is one."""
    row = session.get(MemberPhoto, member_id)
    return None if row is None else row.jpeg
