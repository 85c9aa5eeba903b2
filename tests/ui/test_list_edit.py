"""Changing a list in place: F2, Esc, several rows at once, what is refused."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from services.core.fields import checked_some, draft, suggested, text
from tests.helpers.desk import FakeMessages
from tests.helpers.keys import type_text
from tests.helpers.pages import dialog
from ui.core import theme
from ui.core.list_edit import EDITOR, NOT_HERE, NOT_TOGETHER, GiveForm, ListEditing
from ui.core.rows import field_column
from ui.core.table import Column, RowsView


@draft
class Person:
    name: str = text("姓名", 4)
    post: str = text("职务", 6, default="")
    sex: str = suggested("性别", 2, ("男", "女"), free=False, default="")


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    post: str = ""
    sex: str = ""
    retired: bool = False


COLUMNS: tuple[Column[Row], ...] = (
    Column("编号", 60, lambda row: str(row.id)),
    field_column(Person, "name", 0, bold=True, edit=True),
    field_column(Person, "post", 100, edit=True, many=True),
    field_column(Person, "sex", 90, edit=True, many=True),
)


class Lists:
    """A list and what stands behind it."""

    def __init__(self) -> None:
        self.messages = FakeMessages()
        self.rows = [Row(1, "王秀兰", "书记"), Row(2, "李四", "委员"), Row(3, "张三", retired=True)]
        self.table: RowsView[Row] = RowsView(COLUMNS)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.set_rows(self.rows)
        self.editing = ListEditing(
            self.messages, self.table, self.change, can=lambda row: not row.retired
        )
        self.changes = 0

    def change(self, rows: Sequence[Row], name: str, value: Any, _reason: str) -> None:
        kept = checked_some(Person, {name: value})
        keys = {row.id for row in rows}
        self.rows = [replace(row, **kept) if row.id in keys else row for row in self.rows]
        self.changes += 1
        self.table.set_rows(self.rows)

    @property
    def editor(self) -> QWidget:
        found = self.table.findChild(QWidget, EDITOR)
        assert found is not None
        return found


@pytest.fixture
def lists(look: theme.Theme, qtbot: QtBot) -> Lists:
    made = Lists()
    qtbot.addWidget(made.table)
    made.table.resize(500, 240)
    made.table.show()
    made.table.activateWindow()
    qtbot.waitUntil(made.table.isActiveWindow)
    made.table.setFocus()
    made.table.selectRow(0)
    return made


def test_a_cell_is_changed_in_place(lists: Lists, qtbot: QtBot) -> None:
    lists.table.setCurrentIndex(lists.table.rows_model.index(0, 2))
    lists.editing.begin()
    assert isinstance(lists.editor, QLineEdit)
    assert lists.editor.text() == "书记"
    type_text(lists.editor, "支委")
    with qtbot.assertNotEmitted(lists.table.opened, wait=50):
        QTest.keyClick(lists.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: lists.rows[0].post == "支委")
    assert lists.table.current == lists.rows[0]


def test_on_a_column_that_cannot_be_changed_the_first_that_can_is(lists: Lists) -> None:
    lists.editing.begin()
    assert lists.table.currentIndex().column() == 1
    assert isinstance(lists.editor, QLineEdit)
    assert lists.editor.text() == "王秀兰"


def test_escape_and_the_same_words_change_nothing(lists: Lists, qtbot: QtBot) -> None:
    lists.editing.begin()
    type_text(lists.editor, "别人")
    QTest.keyClick(lists.editor, Qt.Key.Key_Escape)
    lists.editing.begin()
    QTest.keyClick(lists.editor, Qt.Key.Key_Return)
    qtbot.wait(50)
    assert lists.changes == 0
    assert lists.rows[0].name == "王秀兰"


def test_a_choice_is_picked_in_place(lists: Lists, qtbot: QtBot) -> None:
    lists.table.setCurrentIndex(lists.table.rows_model.index(0, 3))
    lists.editing.begin()
    box = lists.editor
    assert isinstance(box, QComboBox)
    box.setCurrentText("女")
    QTest.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: lists.rows[0].sex == "女")


def test_what_does_not_fit_is_told_and_the_cell_stays_as_it_was(lists: Lists, qtbot: QtBot) -> None:
    lists.editing.begin()
    lists.editor.setText(" ")  # type: ignore[attr-defined]
    QTest.keyClick(lists.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(lists.messages.errors))
    assert str(lists.messages.errors[0]) == "请填写姓名。"
    assert lists.rows[0].name == "王秀兰"


def test_several_rows_get_one_value_and_who_cannot_is_left_alone(
    lists: Lists, qtbot: QtBot
) -> None:
    lists.table.selectAll()
    lists.table.selectionModel().setCurrentIndex(
        lists.table.rows_model.index(0, 2), lists.table.selectionModel().SelectionFlag.NoUpdate
    )
    lists.editing.begin()
    form = dialog(qtbot, GiveForm)
    assert form.windowTitle() == "把 2 行改成同一个职务"
    assert isinstance(form.field, QLineEdit)
    assert form.field.text() == "", "they say different things"
    form.field.setMaxLength(20)  # what a paste or another form would let through
    form.field.setText("太长了太长了太长")
    QTest.keyClick(form, Qt.Key.Key_Return)
    assert form.error.text() == "职务不要超过 6 个字。"
    form.field.setText("委员")
    QTest.keyClick(form, Qt.Key.Key_Return)
    assert [row.post for row in lists.rows] == ["委员", "委员", ""]
    assert lists.changes == 1, "one act, one undo"


def at(lists: Lists, column: int) -> None:
    """Bring the keyboard there, with the same rows selected."""
    lists.table.selectionModel().setCurrentIndex(
        lists.table.rows_model.index(0, column), lists.table.selectionModel().SelectionFlag.NoUpdate
    )


def test_a_name_is_never_given_to_several(lists: Lists) -> None:
    lists.table.selectAll()
    at(lists, 1)
    lists.editing.begin()
    assert lists.messages.said == [NOT_TOGETHER.format("姓名", "职务、性别")]


def test_the_key_leads_from_there_to_a_column_of_several(lists: Lists, qtbot: QtBot) -> None:
    """As the sentence says; and of a column that cannot be changed at all, to the first."""
    lists.table.selectAll()
    at(lists, 1)
    QTest.keyClick(lists.table, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert len(lists.table.marked()) == 3
    lists.editing.begin()
    dialog(qtbot, GiveForm).reject()
    at(lists, 0)
    lists.editing.begin()
    assert dialog(qtbot, GiveForm).windowTitle() == "把 2 行改成同一个职务"
    dialog(qtbot, GiveForm).reject()
    assert lists.messages.said == []


def test_a_row_that_cannot_be_changed_says_so(lists: Lists) -> None:
    lists.table.selectRow(2)
    lists.editing.begin()
    assert lists.messages.said == [NOT_HERE]


def test_the_menu_offers_what_fits_the_selection(lists: Lists) -> None:
    def entries() -> list[str]:
        menu = lists.table.make_menu()
        words = [one.text() for one in menu.actions() if not one.isSeparator()]
        menu.close()
        return words

    assert entries() == ["改姓名", "改职务", "改性别", "复制\tCtrl+C"]
    lists.table.selectAll()
    assert entries() == ["把 2 行的职务改成…", "把 2 行的性别改成…", "复制 3 行\tCtrl+C"]
    lists.table.selectRow(2)
    assert entries() == ["复制\tCtrl+C"]
