"""The columns of a list: their widths, which are shown, where the person dragged them."""

from collections.abc import Sequence
from typing import Generic

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from services.core.listing import Arrangement
from ui.core import theme
from ui.core.cells import CELL_PADDING, CellDelegate
from ui.core.fitting import Want, as_sized, fit
from ui.core.rows import Column, R, RowsModel

STRETCH, LEAST_STRETCH, LEAST_SHARE = 120, 72, 0.7
MOST_NAME = 280
"""So wide may a name become before the other columns have theirs."""
MEASURED_ROWS = 400
LINE_PADDING = 12
HEADER_HEIGHT, LEAST_SECTION = 32, 24
SETTLED_MILLISECONDS = 400


class ColumnsView(QTableView, Generic[R]):
    """A table whose columns are chosen, dragged and sized: `arranged` is told once that has
    settled. `left_out_changed` carries the titles of columns for which there is no room."""

    arranged = Signal()
    left_out_changed = Signal(list)

    def __init__(self, columns: Sequence[Column[R]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows_model = RowsModel(columns)
        self.left_out: list[str] = []
        self._titles: frozenset[str] | None = None
        self._held: set[int] = set()
        self._own_widths: dict[str, int] = {}
        self._fitting = False
        self._name_width = 0
        self._quiet: set[int] = set()
        self._lead = next((n for n, one in enumerate(columns) if one.bold or not one.width), 0)
        self.setModel(self.rows_model)
        self._dress()
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED_MILLISECONDS)
        self._settled.timeout.connect(self._on_settled)
        header = self.horizontalHeader()
        header.sectionResized.connect(self._on_resized)
        header.sectionMoved.connect(self._on_moved)
        self._fit_columns()
        self.setSortingEnabled(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def _dress(self) -> None:
        """What every list looks like."""
        look = theme.current()
        self.setItemDelegate(CellDelegate(self, self.rows_model))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self._text, self._bold_text, self._head_text = (
            QFontMetrics(look.font(size, bold=bold))
            for size, bold in ((14, False), (14, True), (12, False))
        )
        tall = max(look.px(theme.ROW_HEIGHT), self._text.height() + look.px(LINE_PADDING))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(tall)
        self.verticalHeader().setMinimumSectionSize(tall)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setFixedHeight(max(look.px(HEADER_HEIGHT), self._head_text.height() + look.px(10)))
        header.setMinimumSectionSize(look.px(LEAST_SECTION))
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(False)

    @property
    def columns(self) -> Sequence[Column[R]]:
        return self.rows_model.columns

    @property
    def arrangement(self) -> Arrangement:
        """How the person put the columns, to be remembered."""
        header = self.horizontalHeader()
        order = tuple(
            self.columns[header.logicalIndex(place)].title for place in range(len(self.columns))
        )
        titles = None
        if self._titles is not None:
            titles = tuple(one.title for one in self.columns if one.title in self._titles)
        as_made = order == tuple(one.title for one in self.columns)
        return Arrangement(titles, () if as_made else order, dict(self._own_widths))

    def arrange(self, wanted: Arrangement) -> None:
        """Put the columns so; titles that this list no longer has are passed over."""
        known = [one.title for one in self.columns]
        titles = [title for title in known if title in (wanted.titles or ())]
        self._titles = frozenset(titles) if titles else None
        self._own_widths = {t: w for t, w in wanted.widths.items() if t in known}
        order = [title for title in wanted.order if title in known]
        order += [title for title in known if title not in order]
        header = self.horizontalHeader()
        self._fitting = True
        for place, title in enumerate(order):
            header.moveSection(header.visualIndex(known.index(title)), place)
        self._fitting = False
        self._fit_columns()

    def choose_columns(self, titles: Sequence[str] | None) -> None:
        """Show exactly these columns, and scroll sideways where they are too many; None: as the
        list was made."""
        self._titles = None if titles is None else frozenset(titles)
        self._fit_columns()

    def hold_back(self, number: int, held: bool) -> None:
        """Keep a column hidden that would say nothing now, whatever was chosen; or let it go."""
        (self._held.add if held else self._held.discard)(number)
        self._fit_columns()

    def shown_columns(self) -> list[Column[R]]:
        """Those that were chosen, or that are shown where there is room, from left to right."""
        header = self.horizontalHeader()
        places = map(header.logicalIndex, range(len(self.columns)))
        return [self.columns[number] for number in places if self._is_wanted(number)]

    def _is_wanted(self, number: int) -> bool:
        column = self.columns[number]
        if number in self._held | self._quiet:
            return False
        return not column.extra if self._titles is None else column.title in self._titles

    def visible_columns(self) -> list[Column[R]]:
        """Those that are shown and have room."""
        return [one for one in self.shown_columns() if one.title not in self.left_out]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Share the width out (ui/core/fitting.py)."""
        if self._fitting:
            return
        wants = [
            self._want(number, shape) if self._is_wanted(number) else None
            for number, shape in enumerate(self.columns)
        ]
        room = self.viewport().width()
        widths = fit(wants, room, leave_out=self._titles is None)
        self._fitting = True
        for number, width in enumerate(widths):
            if self.isColumnHidden(number) != (not width):
                self.setColumnHidden(number, not width)
            if width and self.columnWidth(number) != width:
                self.setColumnWidth(number, width)
        self._fitting = False
        found = zip(self.columns, wants, widths, strict=True)
        left_out = [shape.title for shape, want, width in found if want is not None and not width]
        if left_out != self.left_out:
            self.left_out = left_out
            self.left_out_changed.emit(left_out)

    def _want(self, number: int, shape: Column[R]) -> Want:
        look = theme.current()
        pad = 2 * look.px(CELL_PADDING) + 2
        text = look.px(14) / 14  # at 125 % the text is 18 pixels high, not 17.5
        head = self._head_text.horizontalAdvance(shape.title) + pad if shape.title else 0
        usual = max(round((shape.width or STRETCH) * text), head)
        least = usual if shape.firm else max(round(usual * LEAST_SHARE), head)
        if not shape.width:
            least = max(look.px(LEAST_STRETCH), head)
        stretches = not shape.width
        lead = number == self._lead
        if lead:
            usual = max(usual, min(self._name_width + pad, look.px(MOST_NAME)))
            stretches = stretches or all(one.width for one in self.columns)
        want = Want(usual, least, lead=lead, stretches=stretches, spare=shape.spare)
        own = self._own_widths.get(shape.title)
        return want if own is None else as_sized(want, look.px(own))

    def _measure(self) -> None:
        shape = self.columns[self._lead]
        metrics = self._bold_text if shape.bold else self._text
        texts = {shape.text(row) for row in self.rows_model.rows[:MEASURED_ROWS]}
        width = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        quiet = {
            number
            for number, one in enumerate(self.columns)
            if one.quiet and not any(map(one.text, self.rows_model.rows))
        }
        if (width, quiet) != (self._name_width, self._quiet):
            self._name_width, self._quiet = width, quiet
            self._fit_columns()

    def _on_resized(self, number: int, before: int, now: int) -> None:
        """By the mouse only: what the list does itself is no wish."""
        if self._fitting or not now or not before:
            return
        percent = theme.current().percent
        self._own_widths[self.columns[number].title] = round(now * 100 / percent)
        self._settled.start()

    def _on_moved(self, *_where: int) -> None:
        if not self._fitting:
            self._settled.start()

    def _on_settled(self) -> None:
        self._fit_columns()
        self.arranged.emit()
