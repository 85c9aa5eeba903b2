"""The order form as it is printed, and orders among what Ctrl+K and the home page show."""

import pytest

from services import home, order, search
from services.core.workspace import Workspace
from services.order import paper
from tests.helpers.ordering import Ordering
from tests.helpers.pdf import pages
from tests.helpers.teaching import at


@pytest.fixture
def ordering(school: Workspace) -> Ordering:
    return Ordering(school)


def text_of(ordering: Ordering, *keys: object) -> list[str]:
    with ordering.workspace.read() as session:
        contents = paper.papers(session, keys)  # type: ignore[arg-type]
    assert paper.missing(contents) == ()
    drawn = paper.render(contents)
    assert drawn == paper.render(contents), "the same words give the same bytes"
    return ["".join(page.split()) for page in pages(drawn)]


def test_the_form_says_who_asks_what_and_where_it_was_placed(ordering: Ordering) -> None:
    key, class_id = (
        ordering.order(
            ordering.wish(0, 6, place="村委会议室", contact="李建国", phone="13805371234")
        ),
        ordering.class_("大棚技术班"),
    )
    ordering.lesson(at(25, 8), class_id=class_id)
    ordering.place(class_id, key)
    (page,) = text_of(ordering, key)
    for words in (
        "培训订单", "编号：ZS-DD-2026-0001", "受理单位：仲山镇党校", "石桥村党支部", "李建国",
        "13805371234", "大棚蔬菜管护技术", "6人", "2026年12月", "村委会议室", "受理意见",
        "已排入“大棚技术班”，11月25日上课。", "登记日期：2026年11月23日",
    ):  # fmt: skip
        assert words in page, words


def test_a_form_for_each_order_and_nothing_of_a_long_note_is_lost(ordering: Ordering) -> None:
    note = "".join(f"第{number}点要求。" for number in range(1, 26))
    plain = ordering.order(ordering.wish(0, wished_from=None, wished_to=None))
    refused = ordering.order(ordering.wish(1, note=note), accepted=False)
    with ordering.workspace.write("order.reject") as session:
        order.reject(session, refused, "本校没有这方面的讲师")
    first, second = text_of(ordering, plain, refused)
    assert "时间待定（意向）" in first
    assert note in second
    assert "本校没有这方面的讲师" in second


@pytest.mark.parametrize("typed", ["ZS-DD-2026-0001", "0001", "石桥", "sqc"])
def test_an_order_is_found_by_its_number_and_who_asks(ordering: Ordering, typed: str) -> None:
    key = ordering.order(ordering.wish(0))
    with ordering.workspace.read() as session:
        found = search.index(session, ()).find(typed).things
    (one,) = [thing for thing in found if thing.kind.word == "订单"]
    assert (one.page, one.target) == ("order", key)
    assert one.title == "ZS-DD-2026-0001 石桥村党支部"


def test_waiting_orders_are_counted_on_the_home_page(ordering: Ordering) -> None:
    for who in (0, 1):
        ordering.order(ordering.wish(who), accepted=False)
    with ordering.workspace.read() as session:
        assert home.waiting(session)["order"] == 2
        (todo,) = [one for one in home.todos(session) if one.page == "order"]
    assert todo.title == "2 个订单等待受理"
    assert "石桥村党支部《大棚蔬菜管护技术》5人" in todo.note
