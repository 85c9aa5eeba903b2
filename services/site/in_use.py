"""What keeps a site or a room in use: lessons to come, packages that lead there."""

from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from models.package import Package, PackageStage
from models.site import Room
from models.training_class import Lesson
from services.core.errors import Refused
from services.core.session import WorkSession

MOST_NAMED = 3


def require_no_lessons(session: WorkSession, where: ColumnElement[bool]) -> None:
    """What is still to be held needs its room. Raises Refused."""
    count, first = session.execute(
        select(func.count(), func.min(Lesson.starts_at))
        .join(Room, Room.id == Lesson.room_id)
        .where(where, Lesson.cancelled_at.is_(None), Lesson.ends_at > session.local_now())
    ).one()
    if count:
        raise Refused(f"这里还有 {count} 节课没上，最近一节在 {first:%m月%d日}，请先换教室或取消。")


def require_no_packages(session: WorkSession, site_id: UUID) -> None:
    """A package in use that leads to this site would lead nowhere. Raises Refused."""
    titles = session.scalars(
        select(Package.title)
        .distinct()
        .join(PackageStage, PackageStage.package_id == Package.id)
        .where(
            Package.owner == session.owner,
            Package.retired_at.is_(None),
            PackageStage.site_id == site_id,
        )
        .order_by(Package.title)
    ).all()
    if titles:
        named = "、".join(f"“{title}”" for title in titles[:MOST_NAMED])
        more = f"等 {len(titles)} 个" if len(titles) > MOST_NAMED else ""
        raise Refused(f"套餐{named}{more}要到这里来，请先在套餐里换一处，或停用套餐。")
