"""A made-up base, for trying the program."""

from models.site import SiteKind
from services.core.session import WorkSession
from services.site.operations import SiteDraft, create
from services.site.rooms import RoomDraft, add_room

BASE = SiteDraft(
    "红色记忆馆",
    SiteKind.teaching_base,
    address="演示镇北街",
    keeper="韩立新",
    phone="13800000001",
    opening="周二至周日 9:00–17:00",
    other_use="园区展馆",
)


def demo(session: WorkSession) -> None:
    base = create(session, BASE).id
    add_room(session, base, RoomDraft("展厅", 60, "讲解器"))
