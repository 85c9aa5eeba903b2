"""The forms of a new site and a new room, each made from wherever one is asked for."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QWidget

from services import site
from services.core.call import call
from services.core.errors import BadInput
from services.core.session import WorkSession
from services.site import RoomDraft, RoomRow, SiteDraft, SiteKind, SiteRow
from ui.core.desk import Desk
from ui.core.draft_form import DraftForm
from ui.core.forms import pick_field, picked
from ui.core.maker import Maker

FORM_WIDTH, ROOM_WIDTH = 500, 440
USUAL_PLACES = 60
NO_SITE = "阵地没有选中：从列表里选，或者输入名称新建。"


def ask_site(
    desk: Desk,
    parent: QWidget,
    name: str,
    then: Callable[[UUID], object],
    *,
    kind: SiteKind = SiteKind.main_campus,
) -> DraftForm[SiteDraft]:
    """The form of a new site, open; `then` gets its id."""

    def save(draft: SiteDraft, reason: str) -> None:
        made = call(site.create, draft)
        told = "阵地已建好，下一步加教室。"
        desk.perform(made, told, reason, then=lambda one: then(one.id))

    start = {"kind": kind, "name": name}
    form = DraftForm(parent, "site", "新建阵地", SiteDraft, save, start=start, width=FORM_WIDTH)
    form.open()
    return form


class NewRoomForm(DraftForm[RoomDraft]):
    """A room of a site, which is chosen in it or made from it."""

    def __init__(
        self, desk: Desk, parent: QWidget, name: str, then: Callable[[UUID], object]
    ) -> None:
        self._desk, self._then = desk, then
        super().__init__(
            parent,
            "room",
            "新建教室",
            RoomDraft,
            self._save_room,
            start={"name": name, "places": USUAL_PLACES},
            width=ROOM_WIDTH,
        )
        with desk.read() as session:
            offered = [(one.name, one.id) for one in site.list_all(session)]
        self.site = pick_field("room-site", offered, "输入阵地名称，没有就新建")
        self.add_first("阵地", self.site)
        self._making = self.let_make(self.site, desk.making("site"))
        (self["name"] if offered and not name else self.site).setFocus()

    def _save_room(self, draft: RoomDraft, reason: str) -> None:
        key = picked(self.site)
        if key is None:
            self.site.setFocus()
            raise BadInput(self._making.lack or NO_SITE)
        made = call(site.add_room, key, draft)
        then = self._then
        self._desk.perform(made, "教室已保存。", reason, then=lambda one: then(one.id))


def ask_room(desk: Desk, parent: QWidget, name: str, then: Callable[[UUID], object]) -> NewRoomForm:
    """The form of a new room at any site, open; `then` gets its id."""
    form = NewRoomForm(desk, parent, name, then)
    form.open()
    return form


def room_words(of: SiteRow, room: RoomRow) -> str:
    """A room in a chooser."""
    return f"{of.name} {room.name}（{room.places} 座）"


def _said_site(session: WorkSession, key: UUID) -> str:
    return next(one.name for one in site.list_all(session) if one.id == key)


def _said_room(session: WorkSession, key: UUID) -> str:
    return next(
        room_words(one, room)
        for one in site.list_all(session)
        for room in one.rooms
        if room.id == key
    )


SITE = Maker("site", "阵地", ask_site, _said_site)
ROOM = Maker("room", "教室", ask_room, _said_room)
