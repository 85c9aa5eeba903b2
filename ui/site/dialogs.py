"""The forms of a site and of a room, new or changed."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget

from services.site import MOST_PLACES, OTHER_USES, RoomRow, SiteKind, SiteRow
from ui.core import theme
from ui.core.forms import FormDialog, choice_field, text_field

USUAL_PLACES = 60


@dataclass(frozen=True)
class SiteFields:
    """What stands in the form of a site, in the order in which the service takes it."""

    name: str
    kind: SiteKind
    address: str
    keeper: str
    phone: str
    other_use: str
    opening: str
    map_point: str


class SiteDialog(FormDialog):
    """`before` is the site to change, None for a new one; `save` raises what is wrong."""

    def __init__(
        self,
        parent: QWidget,
        save: Callable[[SiteFields], object],
        before: SiteRow | None = None,
        kind: SiteKind | None = None,
    ) -> None:
        title = "新建阵地" if before is None else "修改阵地"
        width = theme.current().px(500)
        super().__init__(parent, title, "保存", lambda _reason: save(self.fields()), width=width)
        self.setObjectName("site-dialog")
        hint = "例如：主校区、布山分教点"
        self.name = text_field("site-name", before.name if before else "", hint, most=40)
        self.kind = choice_field("site-kind", SiteKind, before.kind if before else kind)
        self.other_use = _suggesting(
            "site-use", OTHER_USES, before.other_use if before else "", "可不填，也可以自己写"
        )
        self.address = text_field(
            "site-address", before.address if before else "", "例如：镇政府东院", most=60
        )
        hint = "例如：工作日 8:30–17:30"
        self.opening = text_field("site-opening", before.opening if before else "", hint, most=40)
        self.keeper = text_field("site-keeper", before.keeper if before else "", most=20)
        hint = "手机，或区号加号码"
        self.phone = text_field("site-phone", before.phone if before else "", hint, most=20)
        hint = "例如：35.4123,116.3412"
        self.map_point = text_field("site-map", before.map_point if before else "", hint, most=60)
        self.add_field("名称", self.name)
        self.add_field("类型", self.kind)
        self.add_field("平时用途", self.other_use)
        self.add_field("地址", self.address)
        self.add_field("开放时间", self.opening)
        self.add_field("负责人", self.keeper)
        self.add_field("电话", self.phone)
        self.add_field(
            "地图位置",
            self.map_point,
            "手机地图上查到的经纬度，谁写在前都行；填了就能估算路上要多久。",
        )
        self.name.setFocus()

    def fields(self) -> SiteFields:
        return SiteFields(
            self.name.text(),
            self.kind.currentData(),
            self.address.text(),
            self.keeper.text(),
            self.phone.text(),
            self.other_use.currentText(),
            self.opening.text(),
            self.map_point.text(),
        )


class RoomDialog(FormDialog):
    """A room of one site; `save` gets name, places and equipment and raises what is wrong."""

    def __init__(
        self,
        parent: QWidget,
        of: SiteRow,
        save: Callable[[str, int, str], object],
        before: RoomRow | None = None,
    ) -> None:
        title = f"{of.name}：加教室" if before is None else f"{of.name}：修改教室"
        super().__init__(
            parent,
            title,
            "保存",
            lambda _reason: save(self.name.text(), self.places.value(), self.equipment.text()),
            width=theme.current().px(440),
        )
        self.setObjectName("room-dialog")
        hint = "例如：201、报告厅"
        self.name = text_field("room-name", before.name if before else "", hint, most=30)
        self.places = QSpinBox()
        self.places.setObjectName("room-places")
        self.places.setRange(1, MOST_PLACES)
        self.places.setValue(before.places if before else USUAL_PLACES)
        self.places.lineEdit().setTextMargins(theme.current().px(8), 0, 0, 0)
        hint = "可不填，例如：投影、音响、空调"
        self.equipment = text_field(
            "room-equipment", before.equipment if before else "", hint, most=60
        )
        self.add_field("教室名称", self.name)
        self.add_field("座位数", self.places)
        self.add_field("设备", self.equipment)
        self.name.setFocus()


def _suggesting(name: str, words: tuple[str, ...], value: str, hint: str) -> QComboBox:
    """A choice that one may type over."""
    field = QComboBox()
    field.setObjectName(name)
    field.setEditable(True)
    field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    field.addItems(words)
    field.setCurrentIndex(-1)
    field.setCurrentText(value)
    if (line := field.lineEdit()) is not None:
        line.setPlaceholderText(hint)
        line.setMaxLength(30)
    return field
