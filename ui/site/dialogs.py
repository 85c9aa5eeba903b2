"""The forms of a site and of a room, new or changed."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QSpinBox, QWidget

from services import site
from services.core.workspace import Workspace
from services.site import KIND_LABELS, MOST_PLACES, RoomRow, SiteRow
from ui.core import theme
from ui.core.forms import FormDialog, choice_field, text_field


class SiteDialog(FormDialog):
    """`before` is the site to change, None for a new one; `saved` gets its id."""

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        saved: Callable[[UUID], object],
        before: SiteRow | None = None,
    ) -> None:
        title = "新建阵地" if before is None else "修改阵地"
        super().__init__(parent, title, "保存", self._save_site, width=theme.current().px(480))
        self.setObjectName("site-dialog")
        self._workspace, self._saved, self._before = workspace, saved, before
        hint = "例如：主校区、布山分教点"
        self.name = text_field("site-name", before.name if before else "", hint, most=40)
        self.kind = choice_field("site-kind", KIND_LABELS, before.kind if before else None)
        self.address = text_field(
            "site-address", before.address if before else "", "例如：镇政府东院", most=60
        )
        self.keeper = text_field("site-keeper", before.keeper if before else "", most=20)
        self.phone = text_field("site-phone", before.phone if before else "", most=20)
        for words, field in (
            ("名称", self.name),
            ("类型", self.kind),
            ("地址", self.address),
            ("负责人", self.keeper),
            ("电话", self.phone),
        ):
            self.add_field(words, field)
        self.name.setFocus()

    def _save_site(self, _reason: str) -> None:
        name, kind = self.name.text(), self.kind.currentData()
        rest = (self.address.text(), self.keeper.text(), self.phone.text())
        if self._before is None:
            with self._workspace.write("site.create") as session:
                key = site.create(session, name, kind, *rest)
        else:
            key = self._before.id
            with self._workspace.write("site.update") as session:
                site.update(session, key, name, kind, *rest)
        self._saved(key)


class RoomDialog(FormDialog):
    """A room of one site; `before` is the room to change, None for a new one."""

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        of: SiteRow,
        saved: Callable[[], object],
        before: RoomRow | None = None,
    ) -> None:
        title = f"{of.name}：加教室" if before is None else f"{of.name}：修改教室"
        super().__init__(parent, title, "保存", self._save_room, width=theme.current().px(420))
        self.setObjectName("room-dialog")
        self._workspace, self._of, self._saved, self._before = workspace, of, saved, before
        hint = "例如：201、报告厅"
        self.name = text_field("room-name", before.name if before else "", hint, most=30)
        self.places = QSpinBox()
        self.places.setObjectName("room-places")
        self.places.setRange(1, MOST_PLACES)
        self.places.setValue(before.places if before else 60)
        self.places.lineEdit().setTextMargins(theme.current().px(8), 0, 0, 0)
        self.add_field("教室名称", self.name)
        self.add_field("座位数", self.places)
        self.name.setFocus()

    def _save_room(self, _reason: str) -> None:
        if self._before is None:
            with self._workspace.write("site.add_room") as session:
                site.add_room(session, self._of.id, self.name.text(), self.places.value())
        else:
            with self._workspace.write("site.update_room") as session:
                site.update_room(session, self._before.id, self.name.text(), self.places.value())
        self._saved()
