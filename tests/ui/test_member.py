"""The members' page: list, find, details, changes by hand."""

from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from models.audit import AuditEntry
from services import member
from services.member import MemberDetail, MemberDraft, MemberRow
from tests.helpers import pictures, roster_file
from tests.helpers.pages import dialog
from tests.helpers.workspaces import fill
from ui.core.desk import Desk
from ui.core.list_edit import EDITOR, GiveForm
from ui.core.preview import PreviewDialog
from ui.member.forms import MemberForm
from ui.member.page import MemberPage
from ui.roster_import.dialogs import RosterGuide

BRANCH = "中共仲山镇石桥村支部委员会"
NUMBER = "37082919510715381X"
PATIENCE = 10_000


class Shown:
    """The page in a window with its header buttons, as the main window shows it."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot, self.desk = qtbot, desk
        self.page = MemberPage(desk)
        self.page.resize(1170, 712)
        qtbot.addWidget(self.page)
        self.buttons = {made.objectName(): made for made in self.page.header_buttons()}
        for made in self.buttons.values():
            qtbot.addWidget(made)
        self.page.show()
        self.page.enter()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.desk.background.busy, timeout=PATIENCE)

    def names(self) -> list[str]:
        return [one.name for one in self.page.table.rows_model.rows]

    def find(self, text: str) -> None:
        self.page.search.clear()
        if text.isascii():
            self.qtbot.keyClicks(self.page.search, text)
            return
        event = QInputMethodEvent()  # Chinese comes from an input method, all at once
        event.setCommitString(text)
        QApplication.sendEvent(self.page.search, event)

    def rest(self) -> None:
        """Until the typing rests, and the card is that of the chosen one."""

        def read() -> None:
            card, row = self.page.card.shown, self.page.table.current
            assert (card and card.id) == (row and row.id)

        self.qtbot.waitUntil(read, timeout=PATIENCE)

    def press(self, name: str) -> None:
        made = self.page.findChild(QPushButton, name) or self.buttons[name]
        assert isinstance(made, QPushButton)
        made.click()

    def label(self, name: str) -> str:
        found = self.page.findChild(QLabel, name)
        assert found is not None
        return found.text()

    def form(self) -> MemberForm:
        (form,) = [one for one in self.page.findChildren(MemberForm) if one.isVisible()]
        return form


def add(desk: Desk, name: str, **more: str) -> UUID:
    with desk.workspace.write("member.create") as session:
        return member.create(session, MemberDraft(name, more.pop("branch", BRANCH), **more)).id


@pytest.fixture
def full(qtbot: QtBot, desk: Desk) -> Shown:
    fill(desk.workspace, members=60, lessons=4, sign_ins=150)
    add(desk, "王秀兰", identity_number=NUMBER, phone="13800000417")
    add(desk, "王秀兰", branch="中共仲山镇布山村支部委员会")
    return Shown(qtbot, desk)


def test_an_empty_page_offers_the_import(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    shown = Shown(qtbot, desk)
    assert shown.page.empty_state.isVisible()
    assert not shown.page.table.isVisible()
    pictures.keep(shown.page, "member-empty")
    made = roster_file.roster_file(tmp_path / "花名册.xlsx", people=60)
    desk.chooser.answer = tmp_path / "花名册.xlsx"
    shown.page.empty_state.action.click()
    (dialog,) = shown.page.findChildren(RosterGuide)
    qtbot.waitUntil(dialog.go.isVisible, timeout=PATIENCE)
    dialog.go.click()
    qtbot.waitUntil(lambda: len(shown.names()) == made.people, timeout=PATIENCE)
    assert shown.page.table.isVisible()


def test_the_list_and_the_details(full: Shown) -> None:
    pictures.keep(full.page, "member-full")
    assert len(full.names()) == 62
    chosen = full.page.table.current
    assert chosen is not None
    assert full.page.card.name.accessibleName() == chosen.name
    full.qtbot.keyClick(full.page.table, Qt.Key.Key_Down)
    below = full.page.table.current
    assert below is not None
    assert below.id != chosen.id
    assert full.page.card.shown is not None
    assert full.page.card.shown.id == below.id


def test_find_by_initials_digits_and_branch(full: Shown) -> None:
    full.find("王秀兰")
    assert full.names().count("王秀兰") >= 2
    full.find("0417")
    assert "王秀兰" in full.names()
    assert len(full.names()) < 62
    full.find("wxl")
    assert set(full.names()) >= {"王秀兰"}
    full.find("王秀兰 布山")
    assert [one.branch for one in full.page.table.rows_model.rows] == ["仲山镇布山村党支部"]
    full.find("zzzz")
    assert full.names() == []
    assert full.page.nothing_fits.isVisible()
    assert full.page.card.shown is None
    full.qtbot.keyClick(full.page.search, Qt.Key.Key_Escape)
    assert len(full.names()) == 62


def test_no_key_waits_for_the_card(full: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read once the typing rests; an act that is quicker is about the one chosen."""
    read: list[str] = []
    detail = MemberPage.detail

    def counted(page: MemberPage, row: MemberRow) -> MemberDetail:
        read.append(row.name)
        return detail(page, row)

    monkeypatch.setattr(MemberPage, "detail", counted)
    full.find("wxl")
    assert full.page.table.current is not None
    assert full.page.table.current.name == "王秀兰"
    assert read == []
    full.rest()
    assert read == ["王秀兰"]
    full.find("381X")
    full.page.edit()
    assert full.page.card.shown is not None
    assert full.page.card.shown.identity_masked == "370***********381X"


def test_narrow_by_branch_and_kind(full: Shown) -> None:
    table = full.page.table
    box = full.page.bar.boxes["member-branch"]
    box.setCurrentIndex(box.findData("布山村党支部"))
    assert {one.branch for one in table.rows_model.rows} == {"布山村党支部"}
    box.setCurrentIndex(0)
    full.page.aim(member.NO_IDENTITY)
    assert [one.identity_known for one in table.rows_model.rows] == [False]


def test_sorting_keeps_the_person_who_is_shown(full: Shown) -> None:
    table = full.page.table
    table.selectRow(7)
    chosen = table.current
    table.sortByColumn(6, Qt.SortOrder.DescendingOrder)
    hours = [one.hours for one in table.rows_model.rows]
    assert hours == sorted(hours, reverse=True)
    assert table.current is chosen
    assert full.page.card.shown is not None
    assert chosen is not None
    assert full.page.card.shown.id == chosen.id


def test_the_whole_number_is_shown_on_request_and_logged(full: Shown) -> None:
    full.find("381X")
    full.rest()
    assert full.label("member-identity") == "370***********381X"
    full.press("member-identity-show")
    assert full.label("member-identity") == NUMBER
    with full.desk.workspace.read() as session:
        verbs = session.scalars(select(AuditEntry.verb)).all()
    assert verbs[-1] == "member.show_identity"
    full.press("member-identity-show")
    assert full.label("member-identity") == "370***********381X"


def test_the_whole_number_goes_when_another_is_chosen(full: Shown) -> None:
    full.find("王秀兰")
    full.rest()
    first = next(n for n, one in enumerate(full.page.table.rows_model.rows) if one.identity_known)
    full.page.table.selectRow(first)
    full.press("member-identity-show")
    full.page.table.selectRow((first + 1) % len(full.names()))
    full.page.table.selectRow(first)
    assert "*" in full.label("member-identity")


def test_a_new_member(full: Shown) -> None:
    full.press("member-new")
    form = full.form()
    form["name"].setText("王秀兰")
    assert "名学员叫这个名字" in form.namesakes.text()
    form["branch"].setCurrentText(BRANCH)
    form["identity_number"].setText("370829195107153811")
    full.qtbot.keyClick(form, Qt.Key.Key_Return)
    assert "校验位" in form.error.text()
    pictures.keep(form, "member-new")
    form["identity_number"].clear()
    form["name"].setText("孔令岩")
    full.qtbot.keyClick(form, Qt.Key.Key_Return)
    full.settle()
    full.qtbot.waitUntil(lambda: "孔令岩" in full.names(), timeout=PATIENCE)
    assert full.page.card.shown is not None
    assert full.page.card.shown.name == "孔令岩"


def test_changing_one_never_shows_stored_numbers(full: Shown) -> None:
    full.find("381X")
    full.press("member-edit")
    form = full.form()
    assert (form["identity_number"].text(), form["phone"].text()) == ("", "")
    assert "370***********381X" in form["identity_number"].placeholderText()
    form["joined"].setText("2001年7月")
    form.save_button.click()
    full.settle()
    full.qtbot.waitUntil(
        lambda: full.page.card.shown is not None and full.page.card.shown.joined == "2001-07",
        timeout=PATIENCE,
    )
    assert full.page.card.shown is not None
    assert full.page.card.shown.identity_masked == "370***********381X"


def test_retire_can_be_undone(full: Shown) -> None:
    full.find("381X")
    full.page.bound_acts["member-retire"].trigger()
    full.qtbot.waitUntil(lambda: full.names() == [], timeout=PATIENCE)
    assert full.desk.messages.undo is not None
    full.desk.messages.undo()
    full.qtbot.waitUntil(lambda: full.names() == ["王秀兰"], timeout=PATIENCE)


def test_a_retired_member_can_be_found_and_taken_back(full: Shown) -> None:
    key = add(full.desk, "孔令岩")
    with full.desk.workspace.write("member.retire") as session:
        member.retire(session, key)
    full.settle()
    full.page.aim("retired")
    assert full.names() == ["孔令岩"]
    full.page.aim("all")
    full.find("kly")
    assert full.names() == ["孔令岩"], "those who left are listed, and found by pinyin"
    full.page.gone.setChecked(False)
    assert full.names() == []
    full.page.aim(key)
    assert full.page.current is not None
    assert full.page.current.name == "孔令岩"
    full.press("member-restore")
    full.settle()
    full.page.aim("all")
    assert "孔令岩" in full.names()


def test_another_page_can_point_at_a_person_before_the_list_is_read(
    qtbot: QtBot, desk: Desk
) -> None:
    fill(desk.workspace, members=40, lessons=0)
    key = add(desk, "孔令岩")
    page = MemberPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.enter(key)
    qtbot.waitUntil(lambda: page.card.shown is not None, timeout=PATIENCE)
    qtbot.waitUntil(lambda: page.card.shown.id == key, timeout=PATIENCE)  # type: ignore[union-attr]


def test_long_names_do_not_widen_the_page(qtbot: QtBot, desk: Desk) -> None:
    branch = "中共仲山镇经济开发区高新技术产业园联合第一支部委员会"
    name = "阿不都热合曼·买买提依明江·艾力·吐尔逊江·买买提明"
    add(desk, name, branch=branch, post="党支部书记兼村委会主任")
    shown = Shown(qtbot, desk)
    pictures.keep(shown.page, "member-long")
    assert shown.page.width() == 1170
    assert shown.page.card.geometry().right() <= 1170
    assert "…" in shown.label("member-shown")
    assert shown.page.card.name.toolTip() == name


def test_study_cards_of_those_who_are_marked(full: Shown, tmp_path: Path) -> None:
    full.page.table.selectRow(0)
    full.qtbot.keyClick(full.page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert "选中 2 人" in full.label("member-count")
    full.press("member-cards")
    full.qtbot.waitUntil(lambda: bool(full.page.findChildren(PreviewDialog)), timeout=PATIENCE)
    (preview,) = full.page.findChildren(PreviewDialog)
    assert preview.document.pages == 1
    full.desk.chooser.answer = tmp_path / "学员卡.pdf"
    full.qtbot.mouseClick(preview.findChild(QPushButton, "preview-save"), Qt.MouseButton.LeftButton)
    with full.desk.workspace.read() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
        assert entry is not None
        assert (entry.verb, entry.details) == ("member.print_cards", {"cards": 2})
    preview.reject()


def test_one_field_of_several_is_changed_at_once(full: Shown) -> None:
    table = full.page.table
    table.setFocus()
    table.selectRow(0)
    full.qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    keys = [one.id for one in table.marked()]
    place = [shape.title for shape in table.columns].index("党支部")
    index = table.rows_model.index(table.currentIndex().row(), place)
    table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
    full.qtbot.keyClick(table, Qt.Key.Key_F2)
    form = dialog(full.qtbot, GiveForm)
    pictures.keep(form, "member-give")
    form.field.setCurrentText("中共仲山镇前进村支部委员会")
    full.qtbot.keyClick(form, Qt.Key.Key_Return)
    full.settle()
    moved = {one.id for one in full.page.rows if one.branch == "前进村党支部"}
    assert moved == set(keys)
    full.desk.history.take_back()
    full.settle()
    assert "前进村党支部" not in {one.branch for one in full.page.rows}


def test_a_cell_is_changed_in_place(full: Shown) -> None:
    full.find("381X")
    table = full.page.table
    table.setFocus()
    table.setCurrentIndex(table.rows_model.index(0, 0))
    full.qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChild(QWidget, EDITOR)
    assert editor is not None
    editor.setText("王秀云")
    full.qtbot.keyClick(editor, Qt.Key.Key_Return)
    full.qtbot.waitUntil(lambda: full.names() == ["王秀云"], timeout=PATIENCE)


def test_the_keys_work_with_the_focus_in_the_header(full: Shown) -> None:
    full.find("381X")
    full.page.activateWindow()
    full.qtbot.waitUntil(full.page.isActiveWindow)
    header = full.page.button("member-new")
    header.setParent(full.page)
    header.show()
    header.setFocus()
    full.qtbot.keyClick(header, Qt.Key.Key_Delete)
    full.settle()
    assert full.names() == []


def test_tab_order_starts_with_the_search(full: Shown) -> None:
    boxes = full.page.bar.boxes
    order: list[QWidget] = [full.page.search, boxes["member-branch"], boxes["member-kind"]]
    for before, after in pairwise(order):
        assert after in _chain(before, 4)
    assert all(widget.accessibleName() for widget in (*order, full.page.table))


def _chain(widget: QWidget, steps: int) -> list[QWidget]:
    found = []
    for _ in range(steps):
        widget = widget.nextInFocusChain()
        found.append(widget)
    return found
