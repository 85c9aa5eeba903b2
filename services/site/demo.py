"""A made-up base, for trying the program."""

from models.site import SiteKind
from services.core.session import WorkSession
from services.site.operations import create
from services.site.rooms import add_room

BASE = "红色记忆馆"


def demo(session: WorkSession) -> None:
    base = create(
        session, BASE, SiteKind.teaching_base, "演示镇北街", "韩立新", "13800000001",
        other_use="园区展馆", opening="周二至周日 9:00–17:00",
    ).id  # fmt: skip
    add_room(session, base, "展厅", 60, "讲解器")
