"""The stages in the form of a package: one line each, moved by keys, buttons or dragging."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from services.core.errors import BadInput
from services.course import CourseRow
from services.package import CLASS_ROOM, StageDraft, StageRow
from services.site import SiteRow
from ui.core import keys, theme
from ui.core.acts import spoken
from ui.core.forms import hours_field, pick_field, picked, when_changed
from ui.core.making import Make, Making
from ui.core.widgets import button, column, row

IN_CLASS = ""
"""What the field of places gives for a class room; None is nothing picked."""
GONE = "（已停用）"
Choice = tuple[str, object]
NUMBER_WIDTH, HOURS_WIDTH, LEAST_WIDTH = 26, 64, 120


class Handle(QLabel):
    """The number of a line; dragged up or down it takes the line with it."""

    def __init__(self, dragged: Callable[[int], object]) -> None:
        super().__init__()
        self._dragged = dragged
        self.setProperty("role", "note")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedWidth(theme.current().px(NUMBER_WIDTH))
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setToolTip("按住上下拖动，换先后")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # else the moves would go to what is behind

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._dragged(round(event.globalPosition().y()))


class StageLine(QWidget):
    """One stage; its hours follow the course until somebody changes them."""

    def __init__(
        self,
        editor: "StageEditor",
        courses: Sequence[CourseRow],
        sites: Sequence[SiteRow],
        before: StageRow | None,
        makes: tuple[Make, Make],
    ) -> None:
        super().__init__()
        self._hours_of = {one.id: one.hours for one in courses}
        offered: list[Choice] = [(f"{one.code} {one.title}", one.id) for one in courses]
        places: list[Choice] = [(CLASS_ROOM, IN_CLASS)]
        places += [(one.name, one.id) for one in sites]
        if before is not None and before.course_retired:
            offered.append((f"{before.code} {before.title}{GONE}", before.course_id))
            self._hours_of[before.course_id] = before.course_hours
        if before is not None and before.site_retired:
            places.append((f"{before.site}{GONE}", before.site_id))
        self.handle = Handle(lambda y: editor.drag(self, y))
        self.course = pick_field("stage-course", offered, "课程：输入编码或名称查找")
        self.place = pick_field("stage-place", places, "地点")
        self.hours = hours_field("stage-hours", float(before.hours) if before else 4)
        self.up = button("↑", lambda: editor.shift(self, -1), "arrow", name="stage-up")
        self.down = button("↓", lambda: editor.shift(self, 1), "arrow", name="stage-down")
        remove = button("移除", lambda: editor.remove(self), "link", name="stage-remove")
        look = theme.current()
        self.hours.setFixedWidth(look.px(HOURS_WIDTH))
        for choice in (self.course, self.place):
            choice.setMinimumWidth(look.px(LEAST_WIDTH))
            choice.setMinimumContentsLength(8)
        for made, key in ((self.up, keys.MOVE_UP), (self.down, keys.MOVE_DOWN)):
            made.setToolTip(f"{key.means}  {spoken(key)}")
            made.setAccessibleName(key.means)
        self.place.setCurrentIndex(_index(places, (before and before.site_id) or IN_CLASS))
        if before is not None:
            self.course.setCurrentIndex(_index(offered, before.course_id))
        Making(self.course, makes[0])
        Making(self.place, makes[1])
        self._followed = self.hours.value() if before is None else float(before.course_hours)
        self.course.currentTextChanged.connect(lambda _: self._follow())
        for field in (self.course, self.place, self.hours):
            when_changed(field, editor.changed)
        inside = row(self.handle, gap=6)
        inside.addWidget(self.course, 5)
        inside.addWidget(self.place, 4)
        for widget in (self.hours, self.up, self.down, remove):
            inside.addWidget(widget)
        self.setLayout(inside)

    def number(self, number: int, of: int) -> None:
        """Say which line this is."""
        self.handle.setText(str(number))
        self.course.setAccessibleName(f"环节 {number} 的课程")
        self.place.setAccessibleName(f"环节 {number} 的地点")
        self.hours.setAccessibleName(f"环节 {number} 的学时")
        self.up.setEnabled(number > 1)
        self.down.setEnabled(number < of)

    def draft(self, number: int) -> StageDraft:
        """Raises BadInput where no course or no place is picked."""
        course, place = picked(self.course), picked(self.place)
        if course is None:
            raise BadInput(f"第 {number} 个环节还没有选课程。")
        if place is None:
            raise BadInput(f"第 {number} 个环节的地点没有选中，请从列表里选。")
        hours = Decimal(str(self.hours.value()))
        return StageDraft(course, None if place == IN_CLASS else place, hours)

    def typed(self) -> tuple[object, ...]:
        return self.course.currentText(), self.place.currentText(), self.hours.value()

    def _follow(self) -> None:
        hours = self._hours_of.get(picked(self.course))
        if hours is not None and self.hours.value() == self._followed:
            self.hours.setValue(float(hours))
            self._followed = float(hours)


class StageEditor(QWidget):
    """`changed` is told of everything that is typed, moved or removed; `makes` are how a course and
    a site are made from here."""

    def __init__(
        self,
        courses: Sequence[CourseRow],
        sites: Sequence[SiteRow],
        stages: Sequence[StageRow],
        changed: Callable[[], object],
        makes: tuple[Make, Make],
    ) -> None:
        super().__init__()
        self.setProperty("role", "inside")
        self._courses, self._sites, self._makes = courses, sites, makes
        self.changed = changed
        self.lines: list[StageLine] = []
        self._column = column(gap=6)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.addStretch(1)
        self.setLayout(self._column)
        for stage in stages:
            self._put(stage)
        for key, by in ((keys.MOVE_UP, -1), (keys.MOVE_DOWN, 1)):
            shortcut = QShortcut(QKeySequence(key.keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=by: self._move_focused(by))

    def add(self) -> None:
        """One more stage, with the keys in its course."""
        line = self._put(None)
        self.changed()
        line.course.setFocus()

    def shift(self, line: StageLine, by: int) -> None:
        """Put a line before or behind its neighbour; the keys stay where they were."""
        self._place(line, self.lines.index(line) + by)

    def drag(self, line: StageLine, y: int) -> None:
        """Put a line where the mouse is, `y` on the screen."""
        at = self.mapFromGlobal(QPoint(0, y)).y()
        above = sum(other.geometry().center().y() < at for other in self.lines if other is not line)
        self._place(line, above)

    def remove(self, line: StageLine) -> None:
        place = self.lines.index(line)
        self.lines.remove(line)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()
        self._number()
        self.changed()
        if self.lines:
            self.lines[min(place, len(self.lines) - 1)].course.setFocus()

    def drafts(self) -> tuple[StageDraft, ...]:
        """The stages in their order. Raises BadInput."""
        return tuple(line.draft(number) for number, line in enumerate(self.lines, start=1))

    def typed(self) -> list[object]:
        return [line.typed() for line in self.lines]

    def _put(self, stage: StageRow | None) -> StageLine:
        line = StageLine(self, self._courses, self._sites, stage, self._makes)
        self.lines.append(line)
        self._column.insertWidget(len(self.lines) - 1, line)
        self._number()
        return line

    def _move_focused(self, by: int) -> None:
        focus = QApplication.focusWidget()
        for line in self.lines:
            if focus is not None and line.isAncestorOf(focus):
                self.shift(line, by)
                return

    def _place(self, line: StageLine, place: int) -> None:
        if not 0 <= place < len(self.lines) or self.lines[place] is line:
            return
        self.lines.remove(line)
        self.lines.insert(place, line)
        self._column.removeWidget(line)
        self._column.insertWidget(place, line)
        self._column.activate()  # the next move of the mouse asks where the lines are
        self._number()
        self.changed()

    def _number(self) -> None:
        previous: QWidget = self
        for number, line in enumerate(self.lines, start=1):
            line.number(number, len(self.lines))
            for field in (line.course, line.place, line.hours, line.up, line.down):
                self.setTabOrder(previous, field)
                previous = field


def _index(choices: Sequence[Choice], value: object) -> int:
    """Where this value is offered; QComboBox.findData knows an id only by the very object."""
    return next((n for n, (_, one) in enumerate(choices) if one == value), -1)
