"""The import dialog: choose, look, take in; and every way in which that can end."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from services import member, roster_import
from services.core.call import call
from services.core.clock import FixedClock
from tests.helpers import pictures, roster_file
from tests.helpers.cases import case, workbook
from tests.helpers.pages import settle
from tests.helpers.roster_file import BRANCH, PERSON, silent, small_roster, stored, take
from ui.core import theme
from ui.core.desk import Desk
from ui.core.done_list import DoneList
from ui.core.history import NOTHING
from ui.roster_import.dialogs import RosterGuide, import_roster
from ui.roster_import.history import ImportHistoryDialog

PATIENCE = 20_000


class Import:
    """The dialog over an empty window, and what it told."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot, self.desk = qtbot, desk
        self.window = QWidget()
        self.window.resize(1366, 768)
        qtbot.addWidget(self.window)
        self.window.show()
        self.done: list[int] = []
        self.dialog: RosterGuide | None = None

    def open(self, path: Path | None) -> "Import":
        self.desk.chooser.answer = path
        self.dialog = import_roster(self.desk, self.window, self.done.append)
        return self

    def button(self, name: str) -> QPushButton:
        assert self.dialog is not None
        found = self.dialog.findChild(QPushButton, name)
        assert found is not None
        return found

    def label(self, name: str) -> QLabel:
        assert self.dialog is not None
        found = self.dialog.findChild(QLabel, name)
        assert found is not None
        return found

    def press(self, name: str) -> None:
        self.qtbot.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def wait_for(self, name: str) -> None:
        def there() -> bool:
            assert self.dialog is not None
            found = self.dialog.findChild(QPushButton, name)
            return found is not None and found.isVisible()

        self.qtbot.waitUntil(there, timeout=PATIENCE)

    def wait_closed(self) -> None:
        self.qtbot.waitUntil(lambda: not self.window.findChildren(RosterGuide), timeout=PATIENCE)


@pytest.fixture
def importing(qtbot: QtBot, desk: Desk) -> Import:
    return Import(qtbot, desk)


@pytest.fixture
def made(tmp_path: Path) -> roster_file.MadeRoster:
    return roster_file.roster_file(tmp_path / "花名册.xlsx", people=120)


def members(desk: Desk) -> int:
    with desk.workspace.read() as session:
        return len(member.list_rows(session))


def test_look_then_import(importing: Import, made: roster_file.MadeRoster, tmp_path: Path) -> None:
    importing.open(tmp_path / "花名册.xlsx").wait_for("roster-import")
    dialog = importing.dialog
    assert dialog is not None
    assert dialog.preview is not None
    pictures.keep(dialog, "roster-preview")
    cells = [problem.cell for problem in dialog.preview.problems.rows_model.rows]
    assert set(cells) == set(made.untrusted)
    assert importing.button("roster-import").text() == "导入 120 人"
    assert importing.button("roster-import").isDefault()
    assert "可以整个撤销" in dialog.note.text()
    assert members(importing.desk) == 0
    assert not importing.button("roster-history").isVisible(), "there is nothing to look back at"

    importing.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    importing.wait_for("roster-undo")
    assert importing.button("roster-history").isVisible()
    pictures.keep(dialog, "roster-done")
    assert importing.done == [120]
    assert members(importing.desk) == 120
    importing.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    importing.wait_closed()
    said = importing.desk.messages
    assert "新增 120 人" in said.said[-1]
    assert said.undo is not None
    said.undo()
    settle(importing.qtbot, importing.desk)
    assert members(importing.desk) == 0
    assert said.said[-1] == "已撤销导入：去掉 120 人，恢复 0 人。"


class TestTheHistory:
    """Taking a roster in is a step of the window's one history."""

    @pytest.fixture
    def taken(self, importing: Import, made: roster_file.MadeRoster, tmp_path: Path) -> Import:
        importing.open(tmp_path / "花名册.xlsx").wait_for("roster-import")
        importing.press("roster-import")
        importing.wait_for("roster-undo")
        importing.press("roster-cancel")
        importing.wait_closed()
        return importing

    def back(self, taken: Import) -> None:
        taken.desk.history.take_back()
        settle(taken.qtbot, taken.desk)

    def test_it_goes_back_and_comes_again_as_the_same_people(self, taken: Import) -> None:
        desk, said = taken.desk, taken.desk.messages.said
        before = {row["id"] for row in stored(desk.workspace)}
        shown = DoneList(taken.window, desk.history)
        assert [one.fate.word for one in shown.table.rows_model.rows] == ["已办"]
        self.back(taken)
        assert members(desk) == 0
        assert said[-1] == "已撤销导入：去掉 120 人，恢复 0 人。"
        assert [one.fate.word for one in shown.table.rows_model.rows] == ["已撤销"]
        desk.history.redo()
        settle(taken.qtbot, desk)
        assert {row["id"] for row in stored(desk.workspace)} == before
        assert said[-1] == "已重做：导入花名册“花名册.xlsx”。"
        self.back(taken)
        assert members(desk) == 0
        with desk.workspace.read() as session:
            told = roster_import.list_imports(session)
        assert [one.undone_at is not None for one in told] == [True, True]

    def test_what_was_done_after_it_goes_first_and_comes_again_after_it(
        self, taken: Import
    ) -> None:
        desk = taken.desk
        key = stored(desk.workspace)[0]["id"]
        desk.do(call(member.retire, key), "已移出花名册。")
        self.back(taken)
        self.back(taken)
        assert members(desk) == 0
        desk.history.redo()
        settle(taken.qtbot, desk)
        desk.history.redo()
        assert members(desk) == 119
        assert desk.messages.errors == []

    def test_what_was_changed_by_hand_since_is_kept_and_told(
        self, taken: Import, clock: FixedClock
    ) -> None:
        desk = taken.desk
        key = stored(desk.workspace)[0]["id"]
        clock.set_to(clock.local_now() + timedelta(minutes=1))
        with desk.workspace.write("member.retire") as session:
            member.retire(session, key)
        self.back(taken)
        assert members(desk) == 119
        assert "1 名学员又有修改" in str(desk.messages.errors[-1])
        assert [one.fate.word for one in desk.history.log] == ["不能再撤销"]
        desk.history.take_back()
        assert desk.messages.said[-1] == NOTHING

    def test_taken_back_from_the_list_it_is_no_step_any_more(
        self, taken: Import, tmp_path: Path
    ) -> None:
        desk = taken.desk
        taken.open(tmp_path / "花名册.xlsx")
        settle(taken.qtbot, desk)
        taken.press("roster-history")
        assert taken.dialog is not None
        history = taken.dialog.findChild(ImportHistoryDialog)
        assert history is not None
        settle(taken.qtbot, desk)
        taken.qtbot.mouseClick(history.undo, Qt.MouseButton.LeftButton)
        settle(taken.qtbot, desk)
        assert members(desk) == 0
        assert [one.fate.word for one in desk.history.log] == ["已撤销"]
        desk.history.take_back()
        assert desk.messages.said[-1] == NOTHING


def test_each_figure_opens_the_people_behind_it(
    importing: Import, made: roster_file.MadeRoster, tmp_path: Path
) -> None:
    importing.open(tmp_path / "花名册.xlsx").wait_for("roster-import")
    assert importing.dialog is not None
    preview = importing.dialog.preview
    assert preview is not None
    importing.press("roster-new")
    assert len(preview.lines.rows_model.rows) == 120
    importing.press("roster-namesakes")
    shown = preview.lines.rows_model.rows
    assert sum(line.name == "王秀兰" for line in shown) == made.namesakes
    assert all(line.namesakes > 1 for line in shown)
    importing.press("roster-waiting")
    assert preview.problems.isVisible()
    assert not preview.lines.isVisible()


def test_the_problems_can_be_saved(
    importing: Import, made: roster_file.MadeRoster, tmp_path: Path
) -> None:
    importing.open(tmp_path / "花名册.xlsx").wait_for("roster-import")
    importing.desk.chooser.answer = tmp_path / "待核"
    importing.press("roster-save-problems")
    book = CalamineWorkbook.from_path(str(tmp_path / "待核.xlsx"))
    rows = book.get_sheet_by_index(0).to_python()
    left = [row for row in rows[1:] if "没有读" in row[4] or "没有导入" in row[4]]
    assert {row[1] for row in rows[1:] if row not in left} == set(made.untrusted)
    assert any("填表说明" in row[4] for row in left)
    assert importing.desk.chooser.names == ["花名册_待核单元格.xlsx"]


def test_what_the_file_has_besides_is_told_in_the_window(importing: Import) -> None:
    importing.open(case("14")).wait_for("roster-next")
    importing.press("roster-next")
    importing.wait_for("roster-import")
    assert importing.dialog is not None
    preview = importing.dialog.preview
    assert preview is not None
    importing.press("roster-left-out")
    assert preview.left_out.isVisible()
    reasons = [one.reason for one in preview.left_out.rows_model.rows]
    assert "“家庭成员”一列没有用到" in reasons
    assert any("合并" in reason for reason in reasons)
    assert importing.button("roster-save-problems").isVisible()
    pictures.keep(importing.dialog, "roster-left-out")


def test_escape_leaves_without_a_change(
    importing: Import, made: roster_file.MadeRoster, tmp_path: Path
) -> None:
    importing.open(tmp_path / "花名册.xlsx").wait_for("roster-import")
    importing.qtbot.keyClick(importing.dialog, Qt.Key.Key_Escape)
    importing.wait_closed()
    assert members(importing.desk) == 0
    assert importing.done == []


def test_reading_can_be_stopped(
    importing: Import, made: roster_file.MadeRoster, tmp_path: Path
) -> None:
    importing.open(tmp_path / "花名册.xlsx")
    assert importing.button("roster-cancel").text() == "停止"
    importing.press("roster-cancel")
    importing.wait_closed()
    assert importing.desk.messages.said == ["已停止，没有改动任何数据。"]
    assert importing.done == []


def test_a_bad_file_says_why_and_lets_choose_again(
    importing: Import, made: roster_file.MadeRoster, tmp_path: Path
) -> None:
    bad = tmp_path / "网页.xls"
    bad.write_text("<html>", "utf-8")
    importing.open(bad).wait_for("roster-again")
    assert importing.dialog is not None
    pictures.keep(importing.dialog, "roster-fault")
    assert "网页" in importing.label("roster-fault").text()
    assert not importing.button("roster-import").isVisible()
    importing.desk.chooser.answer = tmp_path / "花名册.xlsx"
    importing.press("roster-again")
    importing.wait_for("roster-import")
    importing.press("roster-import")
    importing.wait_for("roster-undo")
    assert importing.done == [made.people]


def test_the_same_file_again_has_nothing_to_import(
    importing: Import, made: roster_file.MadeRoster, tmp_path: Path
) -> None:
    path = tmp_path / "花名册.xlsx"
    roster_import.take(importing.desk.workspace, roster_import.read(path, silent), silent)
    importing.open(path)
    assert importing.dialog is not None
    importing.qtbot.waitUntil(
        lambda: importing.button("roster-cancel").text() == "关闭", timeout=PATIENCE
    )
    assert not importing.button("roster-import").isVisible()
    assert "不需要导入" in importing.dialog.note.text()
    importing.press("roster-cancel")
    importing.wait_closed()


def test_no_file_chosen_opens_nothing(importing: Import) -> None:
    importing.open(None)
    assert importing.dialog is None


TWINS = [("王秀兰", "", BRANCH, "1951.07", "", f"1380000000{n}") for n in (1, 2)]


def _view(dialog: RosterGuide, name: str) -> QTableView:
    found = dialog.findChild(QTableView, name)
    assert found is not None
    return found


class TestDeciding:
    """Rows about which nobody but a person knows whom they mean, by keys alone."""

    @pytest.fixture
    def asked(self, importing: Import, tmp_path: Path) -> Import:
        school = importing.desk.workspace
        take(school, small_roster(tmp_path / "a.xlsx", [*TWINS, ("赵六", "", BRANCH, "1960")]))
        rows = [
            ("王秀兰", "", BRANCH, "1951-07-15", "", "13800000009"),
            ("赵六", "", BRANCH, "1960.03"),
            ("孙八", "", BRANCH, "1970"),
        ]
        importing.open(small_roster(tmp_path / "b.xlsx", rows)).wait_for("roster-import")
        return importing

    def test_the_undecided_stay_out(self, asked: Import) -> None:
        dialog = asked.dialog
        assert dialog is not None
        pictures.keep(dialog, "roster-decide")
        assert dialog.note.text().startswith("2 人待定，不会导入。")
        assert asked.button("roster-import").text() == "导入 1 人"
        asked.press("roster-import")
        asked.wait_for("roster-undo")
        assert "2 人待定、没有导入" in asked.label("roster-summary").text()
        assert members(asked.desk) == 4

    def test_by_keys(self, asked: Import) -> None:
        dialog, keys = asked.dialog, asked.qtbot
        assert dialog is not None
        rows, answers = _view(dialog, "roster-to-decide"), _view(dialog, "roster-answers")
        assert dialog.focusWidget() is rows
        keys.keyClick(rows, Qt.Key.Key_Return)  # 王秀兰: who may it be?
        assert dialog.focusWidget() is answers
        assert answers.model().rowCount() == 3
        keys.keyClick(answers, Qt.Key.Key_Down)
        keys.keyClick(answers, Qt.Key.Key_Down)
        keys.keyClick(answers, Qt.Key.Key_Space)  # somebody else
        assert dialog.focusWidget() is rows
        assert rows.currentIndex().row() == 1
        keys.keyClick(rows, Qt.Key.Key_Return)
        keys.keyClick(answers, Qt.Key.Key_Return)  # 赵六: the same
        assert asked.button("roster-import").text() == "导入 3 人"
        pictures.keep(dialog, "roster-decided")
        asked.press("roster-import")
        asked.wait_for("roster-undo")
        born = {row["name"]: str(row["born"]) for row in stored(asked.desk.workspace)}
        assert members(asked.desk) == 5
        assert born["赵六"] == "1960-03"

    def test_all_plain_ones_at_once_and_back(self, asked: Import) -> None:
        asked.press("roster-plain")
        assert asked.button("roster-import").text() == "导入 2 人"
        assert not asked.button("roster-plain").isEnabled()
        dialog = asked.dialog
        assert dialog is not None
        _view(dialog, "roster-to-decide").selectRow(1)
        asked.press("roster-undecide")
        assert asked.button("roster-import").text() == "导入 1 人"

    def test_who_is_gone_leaves_only_when_told(self, asked: Import) -> None:
        asked.press("roster-gone")
        dialog = asked.dialog
        assert dialog is not None
        assert _view(dialog, "roster-gone-list").model().rowCount() == 0
        asked.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        asked.wait_closed()
        assert members(asked.desk) == 3


def test_people_whom_the_file_no_longer_lists(importing: Import, tmp_path: Path) -> None:
    school = importing.desk.workspace
    rows = [PERSON, ("张庆华", "", BRANCH, "1950"), ("赵六", "", BRANCH, "1960")]
    take(school, small_roster(tmp_path / "a.xlsx", rows))
    importing.open(small_roster(tmp_path / "b.xlsx", [PERSON]))
    importing.wait_for("roster-gone")
    dialog = importing.dialog
    assert dialog is not None
    assert not importing.button("roster-import").isVisible()  # nothing by default
    importing.press("roster-gone")
    table = _view(dialog, "roster-gone-list")
    importing.qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    importing.press("roster-leave-transferred")
    pictures.keep(dialog, "roster-gone")
    assert "离开 2 人" in importing.button("roster-import").text()
    importing.press("roster-leave-stay")
    assert not importing.button("roster-import").isVisible()
    importing.press("roster-leave-retired")
    importing.press("roster-import")
    importing.wait_for("roster-undo")
    assert members(importing.desk) == 1
    assert "停用或转出 2 人" in importing.label("roster-summary").text()
    importing.press("roster-undo")
    importing.wait_closed()
    assert members(importing.desk) == 3


def test_a_column_that_nobody_knows_is_set_right_and_remembered(
    importing: Import, tmp_path: Path
) -> None:
    header = ("大名", "证号", "哪个村", "生于")
    path = small_roster(tmp_path / "a.xlsx", [("李建国", PERSON[1], BRANCH, "1951.07")], header)
    importing.open(path).wait_for("roster-next")
    assert "姓名" in importing.label("roster-columns-fault").text()
    importing.qtbot.keyClick(importing.dialog, Qt.Key.Key_Escape)
    importing.wait_closed()

    header = ("姓名", "证号", "哪个村", "生日", "手机")
    rows = [("李建国", PERSON[1], BRANCH, "1951.07", "13800000417")]
    path = small_roster(tmp_path / "b.xlsx", rows, header)
    importing.open(path).wait_for("roster-next")
    dialog = importing.dialog
    assert dialog is not None
    assert not importing.button("roster-next").isEnabled()
    assert "所在党支部" in importing.label("roster-columns-fault").text()
    pictures.keep(dialog, "roster-columns")
    for letters, words in (("B", "身份证号"), ("C", "党支部")):
        field = dialog.findChild(QComboBox, f"column-0-{letters}")
        assert field is not None
        field.setFocus()
        field.setCurrentText(words)
        field.activated.emit(field.currentIndex())
    importing.press("roster-next")
    importing.wait_for("roster-import")
    importing.press("roster-back")
    assert importing.button("roster-next").isVisible()
    importing.press("roster-next")
    importing.wait_for("roster-import")
    importing.press("roster-import")
    importing.wait_for("roster-undo")
    importing.press("roster-cancel")
    importing.wait_closed()
    assert [row["identity_number"] for row in stored(importing.desk.workspace)] == [PERSON[1]]

    rows = [("孙八", "", BRANCH, "1970.01", "")]
    importing.open(small_roster(tmp_path / "c.xlsx", rows, header)).wait_for("roster-import")


def test_a_sheet_that_nobody_needs_is_left_out_by_one_click(
    importing: Import, tmp_path: Path
) -> None:
    """The step said that a name was missing, and neither in which sheet nor how to go on."""
    people = [("姓名", "身份证号", "所在党支部", "生于"), ("李建国", PERSON[1], BRANCH, "1951.07")]
    other = [("号", "大名", "证号", "村", "身份证号"), (1, "某", "", "石桥村", PERSON[1])]
    path = workbook(tmp_path / "a.xlsx", {"名册": people, "附表": other})
    importing.open(path).wait_for("roster-next")
    assert importing.label("roster-columns-fault").text().startswith("工作表“附表”：")
    assert not importing.button("roster-next").isEnabled()
    importing.press("leave-sheet-1")
    assert importing.label("roster-columns-fault").isHidden()
    importing.press("roster-next")
    importing.wait_for("roster-import")
    importing.press("roster-import")
    importing.wait_for("roster-undo")
    importing.press("roster-cancel")
    importing.wait_closed()
    assert [row["name"] for row in stored(importing.desk.workspace)] == ["李建国"]


def test_a_list_of_trainees_is_only_compared(importing: Import, tmp_path: Path) -> None:
    take(importing.desk.workspace, small_roster(tmp_path / "a.xlsx", [PERSON]))
    rows = [("李建国", "石桥村党支部", "13800000417"), ("孙八", "石桥村党支部", "")]
    path = small_roster(tmp_path / "参训名单.xlsx", rows, ("姓 名", "支部名称", "联系电话"))
    importing.open(path).wait_for("roster-unknown")
    dialog = importing.dialog
    assert dialog is not None
    pictures.keep(dialog, "roster-trainees")
    assert "参训名单" in dialog.note.text()
    assert not importing.button("roster-import").isVisible()
    assert dialog.preview is not None
    assert [one.person for one in dialog.preview.problems.rows_model.rows] == ["孙八"]
    assert members(importing.desk) == 1


def test_earlier_imports_are_listed_and_taken_back(
    importing: Import, made: roster_file.MadeRoster, tmp_path: Path
) -> None:
    school = importing.desk.workspace
    take(school, small_roster(tmp_path / "a.xlsx", [PERSON]))
    importing.open(tmp_path / "花名册.xlsx").wait_for("roster-import")
    importing.press("roster-history")
    dialog = importing.dialog
    assert dialog is not None
    history = dialog.findChild(ImportHistoryDialog)
    assert history is not None
    pictures.keep(history, "roster-history")
    assert history.undo.isDefault()
    importing.qtbot.mouseClick(history.undo, Qt.MouseButton.LeftButton)
    settle(importing.qtbot, importing.desk)
    assert members(importing.desk) == 0
    assert "a.xlsx" in importing.desk.messages.asked[-1][1]
    assert not history.undo.isEnabled()


def test_the_list_of_imports_says_why_one_cannot_be_taken_back(
    importing: Import, made: roster_file.MadeRoster, tmp_path: Path
) -> None:
    school = importing.desk.workspace
    first = take(school, small_roster(tmp_path / "a.xlsx", [PERSON]))
    take(school, small_roster(tmp_path / "b.xlsx", [(*PERSON[:5], "13900000000")]))
    importing.open(tmp_path / "花名册.xlsx").wait_for("roster-import")
    importing.press("roster-history")
    assert importing.dialog is not None
    history = importing.dialog.findChild(ImportHistoryDialog)
    assert history is not None
    history.rows.choose(lambda one: one.id != first.id)
    settle(importing.qtbot, importing.desk)
    assert history.undo.isEnabled(), "the latest can be taken back"
    history.rows.choose(lambda one: one.id == first.id)
    settle(importing.qtbot, importing.desk)
    assert "现在不能撤销" in history.note.text()
    assert not history.undo.isEnabled()


def test_large_text_and_long_names_fit(
    importing: Import, tmp_path: Path, look: theme.Theme, qapp: QApplication
) -> None:
    theme.use(qapp, theme.Theme(150))
    long = "中共仲山镇石桥村" + "联合" * 8 + "支部委员会"
    take(
        importing.desk.workspace, small_roster(tmp_path / "a.xlsx", [("王秀兰", "", long, "1951")])
    )
    rows = [("王秀兰", "", long, "1951.07"), ("阿卜杜热合曼·买买提江", "", long, "1960.01")]
    importing.open(small_roster(tmp_path / ("长" * 60 + ".xlsx"), rows)).wait_for("roster-import")
    assert importing.dialog is not None
    pictures.keep(importing.dialog, "roster-150")
    assert importing.dialog.width() <= 1366
    assert importing.dialog.height() <= 768
    importing.press("roster-back")
    pictures.keep(importing.dialog, "roster-columns-150")
