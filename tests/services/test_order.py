"""Training orders: taken, changed, answered, and counted by who asked."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from models.order import Order
from services import branch, course, home, order, sign_in
from services.core.clock import FixedClock
from services.core.errors import BadInput, NeedsReason, Refused
from services.core.undo import Undo
from services.core.workspace import Workspace
from services.order import OrderChannel, OrderState, Share
from services.order.proposals import topic_key
from services.order.rules import ENDED, MOVES, move
from services.sign_in import SignInMethod
from tests.helpers.ordering import Ordering
from tests.helpers.teaching import at


@pytest.fixture
def ordering(school: Workspace) -> Ordering:
    return Ordering(school)


def change(ordering: Ordering, verb: Callable[..., Undo], *given: object, **more: object) -> Undo:
    with ordering.workspace.write("order.test") as session:
        session.note("order.test")
        return verb(session, *given, **more)


def take_back(ordering: Ordering, undo: Undo) -> None:
    with ordering.workspace.write(undo.verb) as session:
        undo.act(session)


def test_an_order_keeps_what_was_asked_for(ordering: Ordering) -> None:
    key = ordering.order(
        ordering.wish(
            0, 6, place="村委会议室", contact="李建国", phone="138 0537 1234", note="晚上"
        ),
        accepted=False,
    )
    row = ordering.row(key)
    assert (row.number, row.asker, row.what) == (
        "ZS-DD-2026-0001",
        "石桥村党支部",
        "大棚蔬菜管护技术",
    )
    assert (row.heads, row.wish, row.phone_masked) == (6, "2026年12月", "138****1234")
    assert row.state is OrderState.submitted
    assert row.draft() == ordering.wish(
        0, 6, place="村委会议室", contact="李建国", phone="13805371234", note="晚上"
    )


def test_a_number_is_never_given_again(ordering: Ordering) -> None:
    first = ordering.order(ordering.wish(0))
    change(ordering, order.cancel, first, "不办了")
    assert ordering.row(ordering.order(ordering.wish(0))).number == "ZS-DD-2026-0002"
    later = ordering.wish(0, wished_from=date(2027, 1, 1), wished_to=date(2027, 1, 31))
    assert ordering.row(ordering.order(later)).number == "ZS-DD-2027-0001"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"topic": "移风易俗"}, "只选一样"),
        ({"course_id": None}, "只选一样"),
        ({"heads": 0}, "1 到 9999"),
        ({"heads": 10_000}, "1 到 9999"),
        ({"branch_id": None}, "哪个党支部"),
        ({"wished_to": None}, "起止都填"),
        ({"wished_to": date(2026, 11, 30)}, "不能早于"),
        ({"wished_to": date(2028, 12, 31)}, "一年"),
        ({"wished_from": date(2016, 1, 1), "wished_to": date(2016, 1, 2)}, "检查年份"),
        ({"channel": OrderChannel.dispatched}, "派单单位"),
        ({"phone": "123"}, "电话"),
        ({"note": "长" * 201}, "200"),
    ],
)
def test_bad_input_changes_nothing(
    ordering: Ordering, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        ordering.order(ordering.wish(0, **changes))
    with ordering.workspace.read() as session:
        assert order.list_rows(session, 2026) == ()


def test_what_is_out_of_use_cannot_be_ordered(ordering: Ordering) -> None:
    kept = ordering.order(ordering.wish(0))
    with ordering.workspace.write("course.retire") as session:
        course.retire(session, ordering.course)
        unit = branch.ensure_unit(session, "县农业农村局")
    with pytest.raises(Refused, match="已停用"):
        ordering.order(ordering.wish(1))
    with pytest.raises(Refused, match="本校的党支部"):
        ordering.order(ordering.wish(1, branch_id=unit, course_id=ordering.opening))
    change(ordering, order.update, kept, ordering.wish(0, 7))  # it may stay where it was
    assert ordering.row(kept).heads == 7


def test_more_heads_than_members_need_a_reason_that_is_kept(ordering: Ordering) -> None:
    with pytest.raises(NeedsReason, match="在册党员 10 人，订单写了 11 人"):
        ordering.order(ordering.wish(0, 11))
    key = ordering.order(ordering.wish(0, 11), reason="含入党积极分子")
    assert ordering.row(key).warning_reason == "含入党积极分子"
    change(ordering, order.update, key, ordering.wish(0, 11, note="带电脑"))
    assert ordering.row(key).warning_reason == "含入党积极分子"
    with pytest.raises(NeedsReason):
        change(ordering, order.update, key, ordering.wish(0, 12))
    change(ordering, order.update, key, ordering.wish(0, 10))
    assert ordering.row(key).warning_reason == ""


def test_a_branch_above_others_has_their_members_too(ordering: Ordering) -> None:
    with ordering.workspace.write("branch.ensure") as session:
        above = branch.ensure(session, "中共仲山镇河东总支部委员会")
        for one in ordering.branches[:2]:
            branch.set_parent(session, one, above)
    ordering.order(ordering.wish(0, 20, branch_id=above))
    with pytest.raises(NeedsReason, match="在册党员 20 人"):
        ordering.order(ordering.wish(0, 21, branch_id=above))


def test_an_order_in_a_class_is_not_changed(ordering: Ordering) -> None:
    key = ordering.order(ordering.wish(0))
    ordering.place(ordering.class_(), key)
    with pytest.raises(Refused, match="先移出培训班"):
        change(ordering, order.update, key, ordering.wish(0, 7))


def test_answers_can_be_taken_back_until_something_else_happened(ordering: Ordering) -> None:
    first, second = (ordering.order(ordering.wish(who), accepted=False) for who in (0, 1))
    undo = change(ordering, order.accept, [first, second])
    assert undo.words == "受理 2 个订单"
    take_back(ordering, undo)
    assert ordering.row(first).state is OrderState.submitted
    undo = change(ordering, order.reject, first, "本校没有这方面的讲师")
    assert ordering.row(first).state_reason == "本校没有这方面的讲师"
    take_back(ordering, undo)
    assert ordering.row(first).state_reason == ""
    undo = change(ordering, order.accept, [first])
    ordering.place(ordering.class_(), first)
    with pytest.raises(Refused, match="后来又改过"):
        take_back(ordering, undo)


def test_accepting_many_is_all_or_none(ordering: Ordering) -> None:
    first = ordering.order(ordering.wish(0), accepted=False)
    second = ordering.order(ordering.wish(1))
    with pytest.raises(Refused, match="ZS-DD-2026-0002 已经是“已受理”"):
        change(ordering, order.accept, [first, second])
    assert ordering.row(first).state is OrderState.submitted


def test_an_order_in_a_class_is_not_accepted_out_of_it(ordering: Ordering) -> None:
    key, class_id = ordering.order(ordering.wish(0)), ordering.class_()
    ordering.place(class_id, key)
    with pytest.raises(Refused, match="不用再受理"):
        change(ordering, order.accept, [key])
    assert (ordering.row(key).state, ordering.row(key).class_id) == (
        OrderState.scheduled,
        class_id,
    )


def test_cancelling_takes_an_order_out_of_its_class_and_back(ordering: Ordering) -> None:
    key, class_id = ordering.order(ordering.wish(0)), ordering.class_()
    ordering.place(class_id, key)
    with pytest.raises(BadInput, match="取消原因"):
        change(ordering, order.cancel, key, " ")
    undo = change(ordering, order.cancel, key, "支部另有安排")
    assert ordering.row(key).class_id is None
    take_back(ordering, undo)
    assert (ordering.row(key).state, ordering.row(key).class_id) == (
        OrderState.scheduled,
        class_id,
    )
    undo = change(ordering, order.cancel, key, "支部另有安排")
    ordering.finish_class(class_id)
    with pytest.raises(Refused, match="已经结束或取消"):
        take_back(ordering, undo)


def test_confirming(ordering: Ordering) -> None:
    key, class_id = ordering.order(ordering.wish(0)), ordering.class_()
    ordering.place(class_id, key)
    with pytest.raises(Refused, match="现在是“已排班”"):
        change(ordering, order.confirm, [key])
    ordering.finish_class(class_id)
    undo = change(ordering, order.confirm, [key])
    assert ordering.row(key).state is OrderState.confirmed
    take_back(ordering, undo)
    assert ordering.row(key).state is OrderState.delivered


@given(st.sampled_from(OrderState), st.sampled_from(OrderState))
def test_only_legal_moves(before: OrderState, after: OrderState) -> None:
    row = Order(number="ZS-DD-2026-0001", state=before)
    try:
        move(row, after, "原因")
    except Refused:
        assert after not in MOVES[before]
        assert row.state is before
    else:
        assert after in MOVES[before]
        assert (row.state, row.state_reason) == (after, "原因")


def test_every_state_is_reached_and_an_end_is_an_end() -> None:
    reached, fresh = {OrderState.submitted}, {OrderState.submitted}
    while fresh:
        fresh = {after for state in fresh for after in MOVES[state]} - reached
        reached |= fresh
    assert reached == set(OrderState)
    assert all(not MOVES[state] for state in (*ENDED, OrderState.confirmed))


@pytest.mark.parametrize(
    ("first", "last", "wanted", "words"),
    [
        ("", "", (None, None), "意向"),
        ("2026.12", "", (date(2026, 12, 1), date(2026, 12, 31)), "2026年12月"),
        ("2026年2月", "2026.3", (date(2026, 2, 1), date(2026, 3, 31)), "2026年2月–3月"),
        ("2026-12-05", "", (date(2026, 12, 5), date(2026, 12, 5)), "2026年12月5日"),
        ("", "2026-12-05", (date(2026, 12, 5), date(2026, 12, 5)), "2026年12月5日"),
        ("20261205", "2027.1", (date(2026, 12, 5), date(2027, 1, 31)),
         "2026年12月5日–2027年1月31日"),
        ("2026-12-05", "2026-12-15", (date(2026, 12, 5), date(2026, 12, 15)), "2026年12月5日–15日"),
        ("2027", "", (date(2027, 1, 1), date(2027, 12, 31)), "2027年1月–12月"),
    ],
)  # fmt: skip
def test_wished_days_are_read_as_people_write_them(
    first: str, last: str, wanted: tuple[date | None, date | None], words: str
) -> None:
    assert order.read_wish(first, last) == wanted
    assert order.wish_words(*wanted) == words


def test_what_is_no_day_is_refused() -> None:
    with pytest.raises(BadInput, match="看不懂"):
        order.read_wish("下个月", "")


# Proposals


def test_the_same_wish_of_several_is_proposed_as_one_class(ordering: Ordering) -> None:
    first = ordering.order(ordering.wish(0, 6))
    second = ordering.order(
        ordering.wish(1, 8, wished_from=date(2026, 12, 10), wished_to=date(2027, 1, 31))
    )
    third = ordering.order(ordering.wish(2, 4, wished_from=None, wished_to=None), accepted=False)
    ordering.order(ordering.wish(3, course_id=ordering.opening))
    with ordering.workspace.read() as session:
        (found,) = order.proposals(session)
    assert found.words == "3 个单位、18 人想学《大棚蔬菜管护技术》"
    assert found.order_ids == (first, second, third)
    assert found.when == "2026年12月都合适"
    ordering.place(ordering.class_(), first)
    ordering.place(ordering.class_(), second)
    with ordering.workspace.read() as session:
        assert order.proposals(session) == ()


def test_two_orders_of_one_branch_are_no_proposal(ordering: Ordering) -> None:
    ordering.order(ordering.wish(0))
    ordering.order(ordering.wish(0))
    with ordering.workspace.read() as session:
        assert order.proposals(session) == ()


def test_times_that_do_not_meet_are_told(ordering: Ordering) -> None:
    def when() -> str:
        with ordering.workspace.read() as session:
            (found,) = order.proposals(session)
        return found.when

    march = {"wished_from": date(2027, 3, 1), "wished_to": date(2027, 4, 30)}
    undated = {"wished_from": None, "wished_to": None}
    ordering.order(ordering.wish(2, **undated))
    ordering.order(ordering.wish(3, **undated))
    assert when() == "都没有定时间"
    ordering.order(ordering.wish(0))
    ordering.order(ordering.wish(1, **march))
    assert when() == "期望时间凑不到一起"
    ordering.order(ordering.wish(2, **march))
    assert when() == "2027年3月、4月合适 2 个订单"


def test_a_topic_is_the_same_however_it_is_written(ordering: Ordering) -> None:
    for who, topic in ((0, "《移风易俗》 专题"), (1, "移风易俗专题"), (2, "移风易俗")):
        ordering.order(ordering.wish(who, course_id=None, topic=topic))
    with ordering.workspace.read() as session:
        (found,) = order.proposals(session)
    assert len(found.order_ids) == 2
    assert topic_key("ＡＩ 与 党建！") == topic_key("ai与党建")


# Counted by who asked


def test_ordered_is_held_owed_and_ended(ordering: Ordering, clock: FixedClock) -> None:
    held, owed, gone = (ordering.order(ordering.wish(0, heads)) for heads in (3, 4, 5))
    ordering.order(ordering.dispatched(9))
    class_id = ordering.class_()
    ordering.lesson(at(25, 8), class_id=class_id)
    ordering.place(class_id, held)
    clock.set_to(datetime(2026, 11, 27, 9, 0))  # noqa: DTZ001
    ordering.finish_class(class_id)
    change(ordering, order.cancel, gone, "不办了")
    with ordering.workspace.read() as session:
        ours, county = order.by_asker(session, 2026)
        all_of_them = order.total((ours, county))
        (over_years,) = order.over_years(session, ordering.branches[0])
    assert (ours.words, county.words) == ("石桥村党支部", "嘉祥县委组织部")
    assert (ours.ordered.orders, ours.ordered.heads) == (3, 12)
    assert (ours.held.heads, ours.owed.heads, ours.ended.heads) == (3, 4, 5)
    assert ours.order_ids == ((held, Share.held), (owed, Share.owed), (gone, Share.ended))
    assert all_of_them.ordered.heads == 21
    assert (over_years.words, over_years.ordered) == ("2026年", ours.ordered)


@pytest.mark.parametrize(
    ("day", "ordered", "held", "owed", "ended"),
    [(22, 0, 0, 0, 0), (23, 2, 0, 2, 0), (24, 2, 0, 2, 0), (25, 2, 1, 1, 0), (26, 2, 1, 1, 0),
     (27, 2, 1, 0, 1), (30, 2, 1, 0, 1)],
)  # fmt: skip
def test_it_can_be_read_for_any_day(
    ordering: Ordering, clock: FixedClock, day: int, ordered: int, held: int, owed: int, ended: int
) -> None:
    first, second = (ordering.order(ordering.wish(0)) for _ in range(2))
    class_id = ordering.class_()
    ordering.lesson(at(25, 8), class_id=class_id)
    ordering.place(class_id, first)
    clock.set_to(datetime(2026, 11, 27, 9, 0))  # noqa: DTZ001
    ordering.finish_class(class_id)
    change(ordering, order.cancel, second, "不办了")
    with ordering.workspace.read() as session:
        whole = order.total(order.by_asker(session, 2026, date(2026, 11, day)))
    assert (
        whole.ordered.orders,
        whole.held.orders,
        whole.owed.orders,
        whole.ended.orders,
    ) == (ordered, held, owed, ended)


def test_one_number_runs_from_the_request_to_the_hours(
    ordering: Ordering, clock: FixedClock
) -> None:
    key, class_id = ordering.order(ordering.wish(0)), ordering.class_()
    lesson = ordering.lesson(at(25, 8), class_id=class_id)
    ordering.place(class_id, key)
    ours = ordering.members_of(0)
    ordering.enrol(class_id, [*ours[:2], *ordering.members_of(1)[:1]])
    clock.set_to(at(25, 8))
    with ordering.workspace.write("sign_in.record") as session:
        sign_in.record(session, lesson, ours[0], method=SignInMethod.scan)
    clock.set_to(at(26, 8))
    with ordering.workspace.read() as session:
        shown = order.detail(session, key)
    (held,) = shown.lessons
    assert held.held
    assert [(one.member_id, one.hours) for one in shown.people] == [
        (ours[0], Decimal(4)),
        (ours[1], Decimal(0)),
    ]
    assert [one.title for one in shown.placements] == ["村支部书记轮训班"]


# What waits


def test_what_waits_is_told(ordering: Ordering, clock: FixedClock) -> None:
    def told() -> list[tuple[str, int]]:
        with ordering.workspace.read() as session:
            return [(str(one.target), one.count) for one in order.todos(session)]

    assert told() == []
    key = ordering.order(ordering.wish(0), accepted=False)
    ordering.order(ordering.wish(1, wished_from=None, wished_to=None))
    assert told() == [("waiting", 1)]
    change(ordering, order.accept, [key])
    assert told() == [("near", 1)]
    class_id = ordering.class_()
    ordering.place(class_id, key)
    assert told() == []
    ordering.finish_class(class_id)
    assert told() == [("delivered", 1)]


def test_orders_from_above_are_told_first_and_once(ordering: Ordering) -> None:
    def told() -> list[tuple[str, str, int]]:
        with ordering.workspace.read() as session:
            found = [one for one in home.todos(session) if one.page == "order"]
            return [(one.title, one.tone, one.count) for one in found]

    above = ordering.order(ordering.dispatched(), accepted=False)
    assert told() == [("1 个上级派单等待受理", "red", 1)]
    ordering.order(ordering.wish(0), accepted=False)
    assert told() == [("2 个订单等待受理，其中上级派单 1 个", "red", 2)]
    change(ordering, order.accept, [above])
    assert ("1 个订单等待受理", "blue", 1) in told()


def test_another_owners_order_is_neither_listed_nor_changed(ordering: Ordering) -> None:
    key = ordering.order(ordering.wish(0))
    with ordering.workspace.write("test") as session:
        session.execute(update(Order).values(owner=ordering.branches[0]))
    with pytest.raises(Refused, match="别的单位"):
        change(ordering, order.cancel, key, "不办了")
    with ordering.workspace.read() as session:
        assert order.list_rows(session, 2026) == ()
        assert order.by_asker(session, 2026) == ()
