"""The list of people behind a figure: painted, so that five hundred cost no more than five."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from services.sign_in import DeskPerson
from ui.core import theme
from ui.core.table import paint_chip
from ui.core.widgets import elided

Index = QModelIndex | QPersistentModelIndex
PERSON_ROLE = Qt.ItemDataRole.UserRole
HEIGHT, MARGIN = 76, 16
LINES = (("ink", 14, 9), ("ink_soft", 12, 31), ("ink_faint", 12, 51))
"""Colour, size and top of each line of a person."""


class PeopleModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._people: Sequence[DeskPerson] = ()

    def set_people(self, people: Sequence[DeskPerson]) -> None:
        self.beginResetModel()
        self._people = people
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else len(self._people)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        person = self._people[index.row()]
        if role == PERSON_ROLE:
            return person
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return "，".join(part for part in (person.name, *_lines(person)) if part)
        return None


class PersonDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        area: QRect = option.rect  # type: ignore[attr-defined]  # not in the stubs
        return QSize(area.width(), theme.current().px(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        person: DeskPerson = index.data(PERSON_ROLE)
        area: QRect = option.rect  # type: ignore[attr-defined]  # not in the stubs
        look = theme.current()
        painter.save()
        painter.setPen(look.color("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        left, room = area.left() + look.px(MARGIN), area.width() - 2 * look.px(MARGIN)
        texts = (person.name, *_lines(person))
        for text, (color, size, top) in zip(texts, LINES, strict=True):
            font = look.font(size, bold=color == "ink")
            metrics = QFontMetrics(font)
            place = QRect(left, area.top() + look.px(top), room, metrics.height())
            painter.setFont(font)
            painter.setPen(look.color(color))
            shown = elided(metrics, text, room)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft, shown)
            if color == "ink" and person.status is not None:
                place.setLeft(left + metrics.horizontalAdvance(shown))
                paint_chip(painter, place, person.status.word, person.status.tone)
        painter.restore()


class PeopleView(QListView):
    def __init__(self) -> None:
        super().__init__()
        self._model = PeopleModel()
        self.setModel(self._model)
        self.setItemDelegate(PersonDelegate(self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def set_people(self, people: Sequence[DeskPerson]) -> None:
        self._model.set_people(people)


def _lines(person: DeskPerson) -> tuple[str, str]:
    """Where they belong, and why they are away or how to reach them."""
    last = f"事由：{person.reason}" if person.reason else person.phone_masked
    return f"{person.branch} · {person.post}", last
