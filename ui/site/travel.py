"""The table of ways: minutes from one site to each of the others."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from services.core.errors import BadInput
from services.core.text import normal
from services.site import SiteRow, TravelTimes
from ui.core import theme
from ui.core.forms import FormDialog, text_field
from ui.core.widgets import ElidedLabel, label, row, scrolling

WIDTH, HEIGHT = 560, 360
FIELD_WIDTH = 84


class TravelDialog(FormDialog):
    """One line for each other site; an empty field leaves the way to the map.

    `save` gets the minutes by site, None where the field is empty.
    """

    def __init__(
        self,
        parent: QWidget,
        of: SiteRow,
        others: Sequence[SiteRow],
        travel: TravelTimes,
        save: Callable[[Mapping[UUID, int | None]], object],
    ) -> None:
        look = theme.current()
        super().__init__(
            parent,
            f"{of.name}：到各处的路程",
            "保存",
            lambda _reason: save(self.minutes()),
            width=look.px(WIDTH),
        )
        self.setObjectName("travel-dialog")
        self.fields: dict[UUID, QLineEdit] = {}
        self._lines: dict[UUID, tuple[QWidget, ...]] = {}
        self._names = {other.id: other.name for other in others}
        self.search = text_field("travel-find", hint="找阵地")
        self.search.setProperty("role", "search")
        self.search.setAccessibleName("找阵地")
        self.search.textChanged.connect(self._narrow)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        for number, other in enumerate(others):
            self._add_line(grid, number, of, other, travel)
        grid.setRowStretch(len(others), 1)
        self.area = scrolling(grid)
        self.area.setMinimumHeight(min(look.px(HEIGHT), self.screen().size().height() // 2))
        note = "单程分钟，来回一样。留空就按地图估算。"
        head = row(label(note, "note"), None, self.search)
        self.extra.addLayout(head)
        self.extra.addWidget(self.area, 1)
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.setFocus()

    def minutes(self) -> dict[UUID, int | None]:
        """What stands in the fields, by site. Raises BadInput for what is no whole number."""
        return {key: self._minutes(key, field.text()) for key, field in self.fields.items()}

    def _minutes(self, key: UUID, text: str) -> int | None:
        typed = normal(text).removesuffix("分钟").removesuffix("分").strip()
        if typed and not (typed.isascii() and typed.isdigit()):
            raise BadInput(f"到{self._names[key]}的路程要填分钟数，例如 35。")
        return int(typed) if typed else None

    def _add_line(
        self, grid: QGridLayout, number: int, of: SiteRow, other: SiteRow, travel: TravelTimes
    ) -> None:
        look = theme.current()
        name = ElidedLabel(other.name)
        reckoned = travel.by_map(of.id, other.id)
        words = "没有地图位置" if reckoned is None else f"按地图约 {reckoned} 分钟"
        guess = label(words, "note")
        entered = travel(of.id, other.id) if travel.is_entered(of.id, other.id) else None
        field = text_field(f"travel-{number}", "" if entered is None else str(entered), most=6)
        field.setAccessibleName(f"到{other.name}的分钟")
        field.setAccessibleDescription(words)
        field.setFixedWidth(look.px(FIELD_WIDTH))
        self.fields[other.id] = field
        self.watch(field)
        self._lines[other.id] = (name, guess, field)
        for place, widget in enumerate(self._lines[other.id]):
            grid.addWidget(widget, number, place)

    def _narrow(self, text: str) -> None:
        wanted = text.strip()
        for key, widgets in self._lines.items():
            for widget in widgets:
                widget.setVisible(wanted in self._names[key])
