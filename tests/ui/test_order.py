"""The page of orders, driven as a clerk does."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from services import order
from services.class_making.sources import FromOrders
from services.core import sheet_reader
from services.core.workspace import Workspace
from services.order import OrderChannel, OrderRow, OrderState
from tests.helpers.ordering import Ordering
from tests.helpers.pages import chooser, dialog, leave, press, said, settle, show, travels
from tests.helpers.pictures import keep
from tests.helpers.teaching import at
from ui.core.desk import Desk
from ui.core.messages import ReasonDialog
from ui.core.preview import PreviewDialog
from ui.order.form import OrderForm
from ui.order.grid import GridGuide
from ui.order.page import OrderPage, SomeOrders
from ui.order.placing import GiveWayDialog, PlaceDialog
from ui.order.proposals import ProposalPage
from ui.order.standing import StandingPage

RETURN, ESCAPE, DELETE = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Delete
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def ordering(school: Workspace) -> Ordering:
    return Ordering(school)


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, ordering: Ordering) -> OrderPage:
    """Shown when there is nothing yet; what a test adds is read at once."""
    return show(qtbot, OrderPage(desk))


def rows(desk: Desk, year: int = 2026) -> tuple[OrderRow, ...]:
    with desk.workspace.read() as session:
        return order.list_rows(session, year)


def shown(page: OrderPage) -> list[str]:
    return [row.number[-4:] for row in page.table.rows_model.rows]


def choose(qtbot: QtBot, page: OrderPage, *keys: UUID) -> None:
    """Select these orders, as clicks with Ctrl do."""
    settle(qtbot, page.desk)
    page.table.clearSelection()
    page.choose(keys[0])
    page.table._mark(set(keys))
    qtbot.wait(1)
    settle(qtbot, page.desk)


def enter(qtbot: QtBot, page: OrderPage, target: object) -> None:
    """Led there from another page."""
    page.enter(target)
    settle(qtbot, page.desk)


def pick(page: OrderPage, name: str, value: str) -> None:
    box = page.bar.boxes[name]
    box.setCurrentIndex(box.findData(value))


def heading(page: OrderPage, name: str) -> str:
    made = page.findChild(QLabel, f"{name}-heading")
    assert made is not None
    return made.text()


def give_reason(qtbot: QtBot, words: str) -> None:
    asked = dialog(qtbot, ReasonDialog)
    asked.reason.setText(words)
    qtbot.keyClick(asked.reason, RETURN)


def take_back(page: OrderPage, qtbot: QtBot) -> None:
    undo = said(page.desk).undo
    assert undo is not None
    undo()
    settle(qtbot, page.desk)


def test_the_first_order_is_typed_in_from_the_empty_page(
    desk: Desk, qtbot: QtBot, page: OrderPage
) -> None:
    press(qtbot, page.empty_state, "order-new")
    form = dialog(qtbot, OrderForm)
    qtbot.keyClick(form["heads"], RETURN)
    assert "只选一样" in form.error.text()
    form.asker.setEditText("石桥")  # the only one that it fits
    assert form.members.text() == "石桥村党支部，在册党员 10 人"
    form.what.setCurrentIndex(1)
    form["heads"].setValue(6)
    form.first.setText("下个月")
    press(qtbot, form, "form-save")
    assert "看不懂" in form.error.text()
    form.first.setText("2026.12")
    qtbot.keyClick(form.first, RETURN)
    settle(qtbot, desk)
    (made,) = rows(desk)
    assert (made.number, made.asker, made.what, made.heads) == (
        "ZS-DD-2026-0001", "石桥村党支部", "大棚蔬菜管护技术", 6,
    )  # fmt: skip
    assert (made.wished_from, made.wished_to) == (date(2026, 12, 1), date(2026, 12, 31))
    assert page.table.current == made
    assert page.card.name.text() == "大棚蔬菜管护技术"
    take_back(page, qtbot)
    assert rows(desk)[0].state is OrderState.cancelled, "its number stays given"


def test_part_of_a_title_is_a_topic_of_its_own(desk: Desk, qtbot: QtBot, page: OrderPage) -> None:
    page.new()
    form = dialog(qtbot, OrderForm)
    form.asker.setEditText("布山村党支部")
    form.what.setEditText("大棚蔬菜")
    assert "按自由专题登记" in form.kind.text()
    press(qtbot, form, "form-save")
    settle(qtbot, desk)
    assert (rows(desk)[0].topic, rows(desk)[0].course_id) == ("大棚蔬菜", None)


def test_the_county_asks_by_name(desk: Desk, qtbot: QtBot, page: OrderPage) -> None:
    page.new()
    form = dialog(qtbot, OrderForm)
    form["channel"].setCurrentIndex(form["channel"].findData(OrderChannel.dispatched))
    assert form.asker.currentText() == "嘉祥县委组织部"
    form.what.setCurrentIndex(0)
    form["heads"].setValue(40)
    press(qtbot, form, "form-save")
    settle(qtbot, desk)
    assert (rows(desk)[0].branch_id, rows(desk)[0].asker) == (None, "嘉祥县委组织部")


def test_too_many_heads_ask_for_a_reason_on_the_form(
    desk: Desk, qtbot: QtBot, page: OrderPage, ordering: Ordering
) -> None:
    key = ordering.order(ordering.wish(0))
    choose(qtbot, page, key)
    qtbot.keyClick(page.table, RETURN)
    form = dialog(qtbot, OrderForm)
    form["heads"].setValue(12)
    qtbot.keyClick(form["heads"], RETURN)
    give_reason(qtbot, "含入党积极分子")
    settle(qtbot, desk)
    assert ordering.row(key).warning_reason == "含入党积极分子"
    assert "含入党积极分子" in page.card.warned.text()
    take_back(page, qtbot)
    assert ordering.row(key).heads == 5


def test_leaving_the_form_asks_first(qtbot: QtBot, page: OrderPage) -> None:
    qtbot.keyClick(page, Qt.Key.Key_N, CTRL)
    form = dialog(qtbot, OrderForm)
    form["note"].setPlainText("晚上")
    leave(qtbot, form)
    assert rows(page.desk) == ()


def test_many_are_accepted_at_once_and_taken_back(
    desk: Desk, qtbot: QtBot, page: OrderPage, ordering: Ordering
) -> None:
    first, second = (ordering.order(ordering.wish(who), accepted=False) for who in (0, 1))
    third = ordering.order(ordering.wish(2))
    choose(qtbot, page, first, second, third)
    assert page.card.name.text() == "选中 3 个订单"
    assert page.bound_acts["order-accept"].words == "受理（2）"
    qtbot.keyClick(page, RETURN, CTRL)
    qtbot.waitUntil(lambda: {row.state for row in rows(desk)} == {OrderState.accepted})
    take_back(page, qtbot)
    assert [ordering.row(key).state for key in (first, second, third)] == [
        OrderState.submitted, OrderState.submitted, OrderState.accepted,
    ]  # fmt: skip


def test_saying_no_needs_its_reason(
    desk: Desk, qtbot: QtBot, page: OrderPage, ordering: Ordering
) -> None:
    key = ordering.order(ordering.wish(0), accepted=False)
    choose(qtbot, page, key)
    page.bound_acts["order-reject"].trigger()
    asked = dialog(qtbot, ReasonDialog)
    qtbot.keyClick(asked.reason, RETURN)
    assert asked.isVisible()
    asked.reason.setText("没有讲师")
    qtbot.keyClick(asked.reason, RETURN)
    settle(qtbot, desk)
    assert ordering.row(key).state is OrderState.rejected
    assert page.card.warned.text() == "不受理：没有讲师"


def test_delete_cancels_and_says_what_it_leaves(
    desk: Desk, qtbot: QtBot, page: OrderPage, ordering: Ordering
) -> None:
    key = ordering.order(ordering.wish(0))
    ordering.place(ordering.class_("大棚班"), key)
    choose(qtbot, page, key)
    page.table.setFocus()
    qtbot.keyClick(page.table, DELETE)
    give_reason(qtbot, "另有安排")
    settle(qtbot, desk)
    assert ordering.row(key).state is OrderState.cancelled
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    qtbot.keyClick(page, Qt.Key.Key_Z, CTRL)
    settle(qtbot, desk)
    assert said(desk).errors == []
    assert ordering.row(key).class_title == "大棚班"


def test_orders_become_a_class_in_one_step(
    desk: Desk, qtbot: QtBot, page: OrderPage, ordering: Ordering
) -> None:
    first, second = (ordering.order(ordering.wish(who, 9)) for who in (0, 1))
    proposals = show(qtbot, ProposalPage(desk))
    keep(proposals, "order-proposals")
    assert proposals.words.text() == "2 个单位、18 人想学《大棚蔬菜管护技术》，2026年12月都合适。"
    press(qtbot, proposals, "order-proposal-make")
    assert travels(desk) == [("training_class", FromOrders((first, second)))]
    press(qtbot, proposals, "order-proposal-look")
    some = SomeOrders("《大棚蔬菜管护技术》", frozenset((first, second)))
    assert travels(desk)[-1] == ("order", some)
    ordering.order(ordering.wish(2, course_id=None, topic="移风易俗"))
    enter(qtbot, page, some)
    assert shown(page) == ["0002", "0001"]
    assert "《大棚蔬菜管护技术》" in page.some.text()
    choose(qtbot, page, second)
    press(qtbot, page, "order-make-class")
    assert travels(desk)[-1] == ("training_class", FromOrders((second,)))


def test_the_keys_go_to_the_list_of_each_view(
    desk: Desk, qtbot: QtBot, page: OrderPage, ordering: Ordering
) -> None:
    for branch in (0, 1):
        ordering.order(ordering.wish(branch))
    settle(qtbot, desk)
    for view in (page, ProposalPage(desk), StandingPage(desk)):
        show(qtbot, view).focus_first()
        assert view.table.hasFocus(), "not what stands above it"


def test_an_order_goes_into_a_class_that_is_there(
    desk: Desk, qtbot: QtBot, page: OrderPage, ordering: Ordering
) -> None:
    key, class_id = ordering.order(ordering.wish(0)), ordering.class_of(20)
    choose(qtbot, page, key)
    press(qtbot, page, "order-place")
    asked = dialog(qtbot, PlaceDialog)
    qtbot.keyClick(asked.table, RETURN)
    settle(qtbot, desk)
    assert ordering.row(key).class_id == class_id
    assert "培训班：大棚技术班" in page.card.facts.text()
    press(qtbot, page, "order-class")
    assert travels(desk) == [("training_class", class_id)]
    page.bound_acts["order-release"].trigger()
    give_reason(qtbot, "改期")
    settle(qtbot, desk)
    assert ordering.row(key).state is OrderState.accepted
    take_back(page, qtbot)
    assert ordering.row(key).class_id == class_id


@pytest.mark.parametrize("way", ["yield", "squeeze"])
def test_who_gives_way_is_shown_by_name(
    desk: Desk, qtbot: QtBot, page: OrderPage, ordering: Ordering, way: str
) -> None:
    class_id = ordering.class_of(12)
    low, high = ordering.order(ordering.wish(1, 8)), ordering.order(ordering.dispatched(9))
    ordering.place(class_id, low)
    choose(qtbot, page, high)
    press(qtbot, page, "order-place")
    press(qtbot, dialog(qtbot, PlaceDialog), "form-save")
    asked = dialog(qtbot, GiveWayDialog)
    assert [one.asker for one in asked.table.rows_model.rows] == ["布山村党支部"]
    (asked.yield_ if way == "yield" else asked.squeeze).setChecked(True)
    press(qtbot, asked, "form-save")
    assert "请写明原因" in asked.error.text()
    asked.reason.setText("县里统一安排")
    qtbot.keyClick(asked.reason, RETURN)
    settle(qtbot, desk)
    assert ordering.row(high).class_id == class_id
    assert ordering.row(low).class_id == (None if way == "yield" else class_id)
    assert ("1 个订单让出" in said(desk).said[-1]) == (way == "yield")
    if way == "yield":
        choose(qtbot, page, low)
        assert "让给上级派单 ZS-DD-2026-0002：县里统一安排" in page.card.warned.text()


def test_without_a_class_it_says_so(
    desk: Desk, qtbot: QtBot, page: OrderPage, ordering: Ordering
) -> None:
    choose(qtbot, page, ordering.order(ordering.wish(0)))
    press(qtbot, page, "order-place")
    assert "请用“开班”新开一个" in said(desk).explained[0][1]


def test_one_number_shows_its_class_lessons_and_people(
    desk: Desk, qtbot: QtBot, page: OrderPage, ordering: Ordering
) -> None:
    key, class_id = ordering.order(ordering.wish(0)), ordering.class_()
    lesson = ordering.lesson(at(25, 8), class_id=class_id)
    ordering.place(class_id, key)
    ours = ordering.members_of(0)[:2]
    ordering.enrol(class_id, ours)
    choose(qtbot, page, key)
    assert heading(page, "order-lessons") == "1 节课，已上 0 节"
    assert heading(page, "order-people") == "本支部 2 人报名，在本班共得 0 学时"
    keep(page, "order-placed")
    page.card.lessons.selectRow(0)
    qtbot.keyClick(page.card.lessons, RETURN)
    page.card.people.selectRow(0)
    qtbot.keyClick(page.card.people, RETURN)
    assert travels(desk) == [("sign_in", lesson), ("member", ours[0])]


def test_several_get_one_value_with_one_way_back(
    desk: Desk, qtbot: QtBot, page: OrderPage, ordering: Ordering
) -> None:
    first, second = (ordering.order(ordering.wish(who)) for who in (0, 1))
    choose(qtbot, page, first, second)
    page.change(page.table.marked(), "place", "镇影院", "")
    assert {row.place for row in rows(desk)} == {"镇影院"}
    take_back(page, qtbot)
    assert {row.place for row in rows(desk)} == {""}


def test_each_figure_of_a_branch_is_a_door(
    desk: Desk, qtbot: QtBot, page: OrderPage, ordering: Ordering
) -> None:
    held, owed = ordering.order(ordering.wish(0, 3)), ordering.order(ordering.wish(0, 4))
    class_id = ordering.class_()
    ordering.place(class_id, held)
    ordering.finish_class(class_id)
    ordering.order(ordering.wish(1))
    settle(qtbot, desk)
    standing = show(qtbot, StandingPage(desk))
    assert standing.table.choose(lambda one: one.words == "石桥村党支部")
    keep(standing, "order-standing")
    assert standing.doors["ordered"].text() == "2 单 · 7 人"
    assert standing.doors["held"].text() == "1 单 · 3 人"
    assert not standing.doors["ended"].isEnabled()
    assert [one.words for one in standing.over_years.rows_model.rows] == ["2026年"]
    press(qtbot, standing, "order-door-owed")
    assert travels(desk)[-1][0] == "order"
    enter(qtbot, page, travels(desk)[-1][1])
    assert shown(page) == [ordering.row(owed).number[-4:]]
    assert page.some.text() == "只看 石桥村党支部 还欠  ✕"
    press(qtbot, page, "order-only")
    assert len(shown(page)) == 3


def test_another_day_shows_what_stood_then(desk: Desk, qtbot: QtBot, ordering: Ordering) -> None:
    ordering.order(ordering.wish(0))
    page = show(qtbot, StandingPage(desk))
    assert len(page.rows) == 1
    page.day.setDate(QDate(2026, 11, 22))
    settle(qtbot, desk)
    assert page.rows == ()


def test_the_list_is_found_and_narrowed(
    desk: Desk, qtbot: QtBot, page: OrderPage, ordering: Ordering
) -> None:
    ordering.order(ordering.wish(0), accepted=False)
    ordering.order(ordering.wish(1))
    ordering.order(ordering.dispatched(4, wished_from=None, wished_to=None))
    settle(qtbot, desk)
    qtbot.keyClick(page, Qt.Key.Key_F, CTRL)
    page.search.insert("布山")
    assert shown(page) == ["0002"]
    page.show_all()
    pick(page, "order-channels", "上级派单")
    assert shown(page) == ["0003"]
    for target, found in (("waiting", ["0001"]), ("near", ["0002"]), ("delivered", [])):
        enter(qtbot, page, target)
        assert shown(page) == found
    pick(page, "order-state", "还没办的")
    assert shown(page) == ["0003", "0002", "0001"], "a group is more than one state"
    keep(page, "order")
    page.enter(rows(desk)[0].id)
    settle(qtbot, desk)
    assert page.table.current == rows(desk)[0]


def test_an_order_of_another_year_turns_the_page_there(
    desk: Desk, qtbot: QtBot, page: OrderPage, ordering: Ordering
) -> None:
    ordering.order(ordering.wish(0))
    key = ordering.order(
        ordering.wish(1, wished_from=date(2027, 3, 1), wished_to=date(2027, 3, 31))
    )
    page.enter(key)
    settle(qtbot, desk)
    assert page.years.year == 2027
    assert page.table.current == ordering.row(key)


def test_the_form_is_printed_and_that_is_noted(
    desk: Desk, qtbot: QtBot, page: OrderPage, ordering: Ordering
) -> None:
    keys = [ordering.order(ordering.wish(who)) for who in (0, 1)]
    choose(qtbot, page, *keys)
    qtbot.keyClick(page, Qt.Key.Key_P, CTRL)
    qtbot.keyClick(page, Qt.Key.Key_P, CTRL)  # an impatient second time
    settle(qtbot, desk)
    preview = dialog(qtbot, PreviewDialog)
    assert preview.document.pages == 2
    preview.done(0)
    assert not [one for one in page.window().findChildren(PreviewDialog) if one.isVisible()]


# The grid


def fill(path: Path, into: Path, name: str, column: int, heads: object) -> None:
    """Write `heads` into a branch's row, as a spreadsheet without any protection saves it."""
    import xlsxwriter

    (sheet,) = sheet_reader.read(path, lambda *_: None).sheets
    book = xlsxwriter.Workbook(str(into))
    out = book.add_worksheet("点单表")
    for row in sheet.rows:
        cells = list(row.cells) + [""] * (column + 1 - len(row.cells))
        if cells[1] == name:
            cells[column] = heads  # type: ignore[call-overload]
        for place, cell in enumerate(cells):
            out.write(row.number - 1, place, cell)
    book.close()


def test_a_grid_goes_out_and_comes_back_as_orders(
    desk: Desk, qtbot: QtBot, page: OrderPage, ordering: Ordering, tmp_path: Path
) -> None:
    ordering.menu()
    empty, filled = tmp_path / "点单表.xlsx", tmp_path / "填好.xlsx"
    chooser(desk).answers = [tmp_path / "点单表"]
    press(qtbot, page, "order-grid-out")
    settle(qtbot, desk)
    assert chooser(desk).names == ["仲山镇党校2026年点单表（第1版）.xlsx"]
    assert "4 个党支部 × 2 门课" in said(desk).said[-1]
    fill(empty, filled, "石桥村党支部", 4, "6人")
    chooser(desk).answers = [filled]
    press(qtbot, page, "order-grid-in")
    settle(qtbot, desk)
    asked = dialog(qtbot, GridGuide)
    assert asked.go.text() == "收下这 1 处变化"
    assert rows(desk) == (), "nothing is written before the red button"
    press(qtbot, asked, "grid-go")
    settle(qtbot, desk)
    (made,) = rows(desk)
    assert (made.asker, made.heads, made.channel) == (
        "石桥村党支部", 6, OrderChannel.collective,
    )  # fmt: skip
    assert "新点 1" in said(desk).said[-1]
    chooser(desk).answers = [filled]
    press(qtbot, page, "order-grid-in")
    settle(qtbot, desk)
    again = dialog(qtbot, GridGuide)
    assert not again.go.isVisible()
    again.done(0)
    take_back(page, qtbot)
    assert rows(desk)[0].state is OrderState.cancelled


def test_more_files_and_what_is_wrong_with_them(
    desk: Desk, qtbot: QtBot, page: OrderPage, ordering: Ordering, tmp_path: Path
) -> None:
    ordering.menu()
    empty, folder = tmp_path / "点单表.xlsx", tmp_path / "各支部"
    folder.mkdir()
    chooser(desk).answers = [empty]
    press(qtbot, page, "order-grid-out")
    settle(qtbot, desk)
    fill(empty, folder / "石桥.xlsx", "石桥村党支部", 3, 30)
    fill(empty, folder / "布山.xlsx", "布山村党支部", 3, "几个人")
    fill(empty, folder / "曹庄.xlsx", "曹庄村党支部", 4, 3)
    (folder / "名单.csv").write_text("姓名\n王秀兰\n", encoding="utf-8")
    chooser(desk).answers = [folder / "石桥.xlsx"]
    press(qtbot, page, "order-grid-in")
    settle(qtbot, desk)
    asked = dialog(qtbot, GridGuide)
    chooser(desk).answers = [folder]
    press(qtbot, asked, "grid-folder")
    settle(qtbot, desk)
    assert asked.go.text() == "收下这 2 处变化"
    press(qtbot, asked, "grid-problems")
    assert asked.shown is not None
    problems = {one.file: one.text for one in asked.shown.problems.rows_model.rows}
    assert "看不懂" in problems["布山.xlsx"]
    assert "不是点单表" in problems["名单.csv"]
    press(qtbot, asked, "grid-go")
    give_reason(qtbot, "含群众")
    settle(qtbot, desk)
    assert sorted(row.heads for row in rows(desk)) == [3, 30]


def test_a_wrong_file_and_a_missing_menu_are_explained(
    desk: Desk, qtbot: QtBot, page: OrderPage, ordering: Ordering, tmp_path: Path
) -> None:
    press(qtbot, page, "order-grid-out")
    assert "还没有发布2026年的课程菜单" in str(said(desk).errors[-1])
    ordering.menu()
    wrong = tmp_path / "名单.csv"
    wrong.write_text("姓名\n王秀兰\n", encoding="utf-8")
    chooser(desk).answers = [wrong]
    press(qtbot, page, "order-grid-in")
    settle(qtbot, desk)
    guide = dialog(qtbot, GridGuide)
    assert "不是点单表" in guide.failed.fault.text()
    guide.reject()
    assert not [one for one in page.findChildren(QDialog) if one.isVisible()]


def test_long_names_leave_the_list_its_room(
    desk: Desk, qtbot: QtBot, page: OrderPage, ordering: Ordering
) -> None:
    key = ordering.order(
        ordering.wish(0, course_id=None, topic="关于新时代基层党组织书记抓党建促乡村振兴" * 3)
    )
    ordering.place(ordering.class_("很长的班名" * 12), key)
    choose(qtbot, page, key)
    assert page.table.width() > page.card.width()
    assert page.card.width() <= 520
