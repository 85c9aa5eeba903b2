"""Dispatches on their way: county → school → snapshot → county; and files that must not come in."""

import random
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from models.order import OrderChannel, OrderState
from services import dispatch, exchange, home
from services.core.clock import FixedClock
from services.core.workspace import Workspace
from services.dispatch import DispatchState
from services.exchange import BundleKind, BundleState, errors
from tests.helpers.dispatching import ASKED, ask, join, later, orders, report, rows, set_order
from tests.helpers.exchange import (
    Forger,
    broken_citations,
    issue,
    meet,
    outbox,
    rows_of,
    send,
    silent,
    take,
    trust,
    unchanged,
    written,
)
from tests.helpers.workspaces import COUNTY, Templates

SAMPLE = 200


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick"


@pytest.fixture
def joined(school: Workspace, county: Workspace, stick: Path) -> Workspace:
    """The county, which has the school's first snapshot."""
    join(school, county, stick)
    return county


def withdraw(county: Workspace, key: UUID, reason: str = "会议改期") -> None:
    with county.write("dispatch.withdraw") as session:
        dispatch.withdraw(session, key, reason)


def todos(space: Workspace) -> list[tuple[str, object]]:
    with space.read() as session:
        found = home.todos(session)
        told = [one for one in found if one.kind in ("派单", "订单")]
        return [(one.title, one.target) for one in told]


# There and back


def test_there_and_back(
    school: Workspace, joined: Workspace, stick: Path, clock: FixedClock
) -> None:
    ask(joined, school)
    path = issue(joined, school, stick)
    assert rows(joined)[0].state is DispatchState.issued
    seen = exchange.inspect(school, path, silent)
    assert (seen.kind, seen.outcome, seen.gap) == (BundleKind.issue, "new", False)
    assert [
        (one.number, one.topic, one.heads, one.when, one.what.word) for one in seen.dispatches
    ] == [("JX-PD-2026-0001", ASKED.topic, 40, "2026-12-01 至 12-05", "新派单")]
    assert todos(school) == []
    done = take(school, path)
    assert done.words == "下发包已导入：1 张新派单已记入培训订单。"
    (order,) = orders(school)
    assert (order.number, order.year, order.channel, order.state, order.asker) == (
        "ZS-DD-2026-0001",
        2026,
        OrderChannel.dispatched,
        OrderState.submitted,
        "嘉祥县委组织部",
    )
    assert all(
        getattr(order, name) == getattr(ASKED, name)
        for name in ("topic", "heads", "wished_from", "wished_to", "place", "contact", "note")
    )
    assert todos(school) == [("1 个上级派单等待受理", "waiting")], "told once"
    assert rows_of(school, joined)["dispatch"] == rows_of(joined, joined)["dispatch"]
    assert broken_citations(school) == []
    assert len(list((school.folder / "inbox").glob("JX-ZS-2026-11-000003-*.psb"))) == 1
    assert list((school.folder / "backups").glob("*exchange*.db"))

    report(school, joined, stick)
    (row,) = rows(joined)
    assert (row.state, row.order_number) == (DispatchState.received, "ZS-DD-2026-0001")
    sent = next(one for one in outbox(joined) if one.kind is BundleKind.issue)
    assert sent.state is BundleState.delivered
    for state, known, reason in (
        (OrderState.accepted, DispatchState.accepted, ""),
        (OrderState.scheduled, DispatchState.scheduled, ""),
        (OrderState.rejected, DispatchState.returned, "本月已排满"),
        (OrderState.cancelled, DispatchState.cancelled, "与县里商定取消"),
        (OrderState.delivered, DispatchState.done, ""),
    ):
        later(clock)
        set_order(school, state, reason)
        report(school, joined, stick)
        (row,) = rows(joined)
        assert (row.state, row.reason) == (known, reason)
    with pytest.raises(errors.DeskError, match="已经办完"):
        withdraw(joined, row.id)


def test_a_hundred_dispatches_fit_in_a_small_file(
    school: Workspace, joined: Workspace, stick: Path
) -> None:
    with joined.write("dispatch.create") as session:
        for number in range(100):
            draft = replace(ASKED, topic=f"{ASKED.topic} {number}", note="请带签到表" * 10)
            dispatch.create(session, draft, [school.owner])
    path = issue(joined, school, stick)
    assert path.stat().st_size < 32 * 1024
    take(school, path)
    numbers = [order.number for order in orders(school)]
    assert numbers == [f"ZS-DD-2026-{number:04d}" for number in range(1, 101)]
    assert todos(school)[0][0] == "100 个上级派单等待受理"


def test_taken_in_twice_is_once(school: Workspace, joined: Workspace, stick: Path) -> None:
    ask(joined, school)
    path = issue(joined, school, stick)
    take(school, path)
    with unchanged(school):
        assert exchange.inspect(school, path, silent).outcome == "again"
        again = take(school, path)
    assert (again.again, again.receipt) == (True, None)
    assert "已导入过" in again.words
    assert len(orders(school)) == 1


def test_another_file_with_the_same_rows_changes_nothing(
    school: Workspace, joined: Workspace, stick: Path, clock: FixedClock
) -> None:
    (key,) = ask(joined, school)
    take(school, issue(joined, school, stick))
    with school.write("test.clerk") as session:
        session.query(type(orders(school)[0])).one().place = "镇党校礼堂"
    later(clock)
    ask(joined, school, topic="冬春训")
    done = take(school, issue(joined, school, stick))
    assert done.words == "下发包已导入：1 张新派单已记入培训订单。"
    assert [order.place for order in orders(school)] == ["镇党校礼堂", ASKED.place]
    assert key in {row.id for row in rows(joined)}


def test_each_school_gets_its_own_only(
    school: Workspace, second_school: Workspace, joined: Workspace, stick: Path
) -> None:
    join(second_school, joined, stick)
    ask(joined, school, second_school)
    mine, other = issue(joined, school, stick), issue(joined, second_school, stick)
    with unchanged(school), pytest.raises(errors.NotForUs):
        take(school, other)
    take(school, mine)
    take(second_school, other)
    assert [order.number for order in orders(second_school)] == ["MJ-DD-2026-0001"]
    assert len(rows_of(school, joined)["dispatch"]) == 1


def test_what_changed_changes_an_order_without_a_class(
    school: Workspace, joined: Workspace, stick: Path, clock: FixedClock
) -> None:
    (key,) = ask(joined, school)
    take(school, issue(joined, school, stick))
    set_order(school, OrderState.accepted)
    later(clock)
    with joined.write("dispatch.change") as session:
        dispatch.change(session, key, replace(ASKED, heads=60, place="县委党校"))
    path = issue(joined, school, stick)
    assert [one.what.word for one in exchange.inspect(school, path, silent).dispatches] == [
        "有改动"
    ]
    assert "1 张有改动，订单已照改" in take(school, path).words
    (order,) = orders(school)
    assert (order.heads, order.place, order.state) == (60, "县委党校", OrderState.accepted)
    set_order(school, OrderState.scheduled)
    later(clock)
    with joined.write("dispatch.change") as session:
        dispatch.change(session, key, replace(ASKED, heads=80))
    assert "请核对" in take(school, issue(joined, school, stick)).words
    assert orders(school)[0].heads == 60
    assert todos(school) == [("订单 ZS-DD-2026-0001 已排班，与县里派单不一致", order.id)]


@pytest.mark.parametrize("state", [OrderState.submitted, OrderState.accepted])
def test_withdrawn_cancels_an_order_without_a_class(
    school: Workspace, joined: Workspace, stick: Path, clock: FixedClock, state: OrderState
) -> None:
    (key,) = ask(joined, school)
    take(school, issue(joined, school, stick))
    set_order(school, state)
    later(clock)
    withdraw(joined, key)
    path = issue(joined, school, stick)
    assert [one.what.word for one in exchange.inspect(school, path, silent).dispatches] == [
        "已撤回"
    ]
    assert "1 张已撤回，订单已取消" in take(school, path).words
    (order,) = orders(school)
    assert (order.state, order.state_reason) == (OrderState.cancelled, "县里撤回：会议改期")
    assert todos(school) == []
    report(school, joined, stick)
    assert rows(joined)[0].state is DispatchState.withdrawn


def test_withdrawn_tells_of_an_order_with_a_class(
    school: Workspace, joined: Workspace, stick: Path, clock: FixedClock
) -> None:
    (key,) = ask(joined, school)
    take(school, issue(joined, school, stick))
    set_order(school, OrderState.scheduled)
    later(clock)
    withdraw(joined, key)
    assert "1 张有变动而订单已排班，请核对" in take(school, issue(joined, school, stick)).words
    (order,) = orders(school)
    assert order.state is OrderState.scheduled
    told = [("县里已撤回派单，请处理订单 ZS-DD-2026-0001", order.id)]
    assert todos(school) == told
    set_order(school, OrderState.accepted)  # it left its class, and is still to be cancelled
    assert todos(school) == told, "nobody is sent to place it, too"
    set_order(school, OrderState.confirmed)
    assert todos(school) == []


def test_withdrawn_before_it_came_makes_no_order(
    school: Workspace, joined: Workspace, stick: Path
) -> None:
    (key,) = ask(joined, school)
    withdraw(joined, key)
    assert take(school, issue(joined, school, stick)).words == "下发包已导入，派单没有变化。"
    assert orders(school) == []


def test_what_a_restored_county_lost_lets_its_order_go(
    school: Workspace, joined: Workspace, stick: Path, clock: FixedClock
) -> None:
    """Else the school's snapshots would cite, for good, what the county does not have."""
    kept, lost = ask(joined, school)[0], ask(joined, school, topic="冬春训")[0]
    take(school, issue(joined, school, stick))
    with joined.write("test.restored") as session:
        from models.dispatch import Dispatch

        session.delete(session.get_one(Dispatch, lost))
    with pytest.raises(errors.BadContents, match="引用了不存在的"):
        take(joined, send(school, stick))
    later(clock)
    path = issue(joined, school, stick)
    seen = exchange.inspect(school, path, silent)
    assert ([one.what.word for one in seen.dispatches], seen.needs_second_yes) == (["已去掉"], True)
    assert "1 张县里已没有，订单仍保留" in take(school, path, second_yes=True).words
    assert [order.dispatch_id for order in orders(school)] == [kept, None]
    assert broken_citations(school) == []
    report(school, joined, stick)
    assert [row.state for row in rows(joined)] == [DispatchState.received]


def test_another_county_finds_no_order_that_cites_the_one_before(
    school: Workspace,
    joined: Workspace,
    stick: Path,
    templates: Templates,
    tmp_path: Path,
    clock: FixedClock,
) -> None:
    ask(joined, school)
    take(school, issue(joined, school, stick))
    profile = replace(COUNTY, code="JXB")
    other = templates.open(profile, tmp_path / "other_county", clock)
    meet(school, other, stick)
    take(other, send(school, stick))
    assert [order.dispatch_id for order in orders(school)] == [None]
    other.close()


# The order in which files come


def test_receipt_and_issue_may_be_taken_in_in_either_order(
    school: Workspace, joined: Workspace, stick: Path, clock: FixedClock
) -> None:
    ask(joined, school)
    first = issue(joined, school, stick)
    done = take(joined, send(school, stick))
    assert done.receipt is not None
    take(school, written(joined, done.receipt, stick))
    later(clock)
    take(joined, send(school, stick))
    sent = next(one for one in outbox(joined) if one.kind is BundleKind.issue)
    assert sent.state is BundleState.written, "overtaken by the receipt, it has not arrived"
    assert not exchange.inspect(school, first, silent).gap
    take(school, first)
    assert len(orders(school)) == 1
    later(clock)
    ask(joined, school, topic="冬春训")
    receipt = take(joined, send(school, stick)).receipt
    assert receipt is not None
    answer, second = written(joined, receipt, stick), issue(joined, school, stick)
    seen = exchange.inspect(school, second, silent)
    assert (seen.gap, "先后不限" in seen.warnings[0]) == (True, True)
    take(school, second)
    take(school, answer)
    assert outbox(school)[0].state is BundleState.delivered


def test_an_older_issue_after_a_newer_one_is_refused(
    school: Workspace, joined: Workspace, stick: Path, clock: FixedClock
) -> None:
    (key,) = ask(joined, school)
    first = issue(joined, school, stick)
    later(clock)
    withdraw(joined, key)
    second = issue(joined, school, stick)
    take(school, second)
    with unchanged(school):
        for look in (exchange.inspect, exchange.take_in):
            with pytest.raises(errors.Stale, match="过时了"):
                look(school, first, silent)
    assert orders(school) == []


def test_a_number_that_came_with_something_else_in_it_is_an_alarm(
    school: Workspace, joined: Workspace, stick: Path
) -> None:
    ask(joined, school)
    path = issue(joined, school, stick)
    forger = Forger(joined, school, path)
    take(school, path)
    made = replace(forger.manifest, made_on="2026-11-22")
    with unchanged(school), pytest.raises(errors.CloneAlarm):
        take(school, forger.write(made))


def test_a_county_set_up_anew_must_be_trusted_again(
    school: Workspace, joined: Workspace, stick: Path
) -> None:
    ask(joined, school)
    old = issue(joined, school, stick)
    with joined.write("exchange.start_epoch") as session:
        exchange.start_epoch(session)
    new = issue(joined, school, stick)
    assert new != old
    with unchanged(school), pytest.raises(errors.NewEpoch):
        take(school, new)
    with joined.write("exchange.make_keyset") as session:
        keyset = exchange.make_keyset(session, school.owner)
    trust(school, joined, written(joined, keyset, stick).read_bytes())
    with unchanged(school), pytest.raises(errors.Stale):
        take(school, old)
    take(school, new)
    assert len(orders(school)) == 1


# Files that must not come in


@pytest.fixture
def forger(school: Workspace, joined: Workspace, stick: Path) -> Forger:
    """A county that lies."""
    ask(joined, school)
    return Forger(joined, school, issue(joined, school, stick))


def refused(school: Workspace, path: Path, kind: type[Exception], words: str = "。") -> None:
    with unchanged(school):
        for look in (exchange.inspect, exchange.take_in):
            with pytest.raises(kind, match=words):
                look(school, path, silent)
    assert orders(school) == []


def test_a_flipped_bit_is_refused(school: Workspace, joined: Workspace, stick: Path) -> None:
    ask(joined, school)
    path = issue(joined, school, stick)
    whole, chance = path.read_bytes(), random.Random(7)
    places = sorted(chance.sample(range(len(whole)), min(SAMPLE, len(whole))))
    with unchanged(school):
        for place in places:
            data = bytearray(whole)
            data[place] ^= 1 << chance.randrange(8)
            path.write_bytes(data)
            with pytest.raises(exchange.BundleRefused):
                take(school, path)
        for length in chance.sample(range(len(whole)), 30):
            path.write_bytes(whole[:length])
            with pytest.raises(exchange.BundleRefused):
                take(school, path)
    path.write_bytes(whole)
    assert not take(school, path).again


@pytest.mark.long
def test_every_flipped_bit_is_refused(school: Workspace, joined: Workspace, stick: Path) -> None:
    ask(joined, school)
    path = issue(joined, school, stick)
    whole = path.read_bytes()
    with unchanged(school):
        for place in range(len(whole)):
            for bit in range(8):
                data = bytearray(whole)
                data[place] ^= 1 << bit
                path.write_bytes(data)
                with pytest.raises(exchange.BundleRefused):
                    take(school, path)
    path.write_bytes(whole)
    assert not take(school, path).again


def swap(old: str, new: str, count: int = -1):  # type: ignore[no-untyped-def]
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, count)

    return change


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ASKED.topic, " "),
        (ASKED.topic, "讲" * 61),
        (",40,", ",0,"),
        (",40,", ",10000,"),
        (",40,", ",many,"),
        ("2026-12-05", ""),
        ("2026-12-05", "2026-11-05"),
        ("2026-12-05", "2126-11-05"),
        ("2026-12-01", "0000-12-01"),
        ("2026-12-01", "-001-12-01"),
        ("请带签到表", "注" * 201),
        ("JX-PD-2026-0001", ""),
    ],
)
def test_rows_that_the_county_could_not_have_made(
    school: Workspace, forger: Forger, old: str, new: str
) -> None:
    refused(school, forger.with_csv("dispatch", swap(old, new)), errors.BadContents)


def test_rows_of_another_owner_or_for_another_school(
    school: Workspace, joined: Workspace, second_school: Workspace, forger: Forger
) -> None:
    mine, county, other = school.owner.hex, joined.owner.hex, second_school.owner.hex
    for old, new in ((county, other), (county, mine), (mine, other), (mine, county)):
        path = forger.with_csv("dispatch", swap(old, new))
        refused(school, path, errors.ForeignRows)


def test_a_row_that_takes_the_number_of_another_workspace_s(
    school: Workspace, forger: Forger
) -> None:
    """An id that a row of ours has already."""
    with school.write("test.own") as session:
        from models.dispatch import Dispatch

        own = session.make(
            Dispatch, number="1", school_id=school.owner, topic="x", heads=1,
            wished_from=None, wished_to=None, withdrawn_at=None,
        ).id  # fmt: skip
    text = forger.members()["data/dispatch.csv"].decode()
    theirs = text.splitlines()[1].partition(",")[0]
    refused(
        school,
        forger.with_csv("dispatch", swap(theirs, own.hex)),
        errors.ForeignRows,
        "属于别的单位",
    )


def test_tables_that_an_issue_does_not_have(school: Workspace, forger: Forger) -> None:
    members = forger.members()
    members["data/member.csv"] = b"id\r\n"
    from tests.helpers.exchange import zipped

    refused(school, forger.write(payload=zipped(list(members.items()))), errors.BadContents, "多了")
    refused(school, forger.write(payload=b""), errors.BadContents)


def test_newer_and_older_programs_are_named(school: Workspace, forger: Forger) -> None:
    major, minor = forger.manifest.schema
    newer = replace(forger.manifest, schema=(major, minor + 1))
    refused(school, forger.write(newer), errors.NewerFormat, "先升级本程序")
    older = replace(forger.manifest, schema=(1, 1))
    refused(school, forger.write(older), errors.TooOld, "请县里升级")


def test_the_county_takes_no_issue_and_a_school_writes_none(
    school: Workspace, second_school: Workspace, joined: Workspace, stick: Path, forger: Forger
) -> None:
    refused(joined, forger.write(), errors.OwnBundle)
    lying = Forger(school, joined, send(school, stick))
    lying.kind = BundleKind.issue
    made = replace(lying.manifest, kind="issue")
    with unchanged(joined), pytest.raises(errors.WrongKind):
        take(joined, lying.write(made))


# What the county refuses in a school's snapshot


def test_an_order_may_cite_only_what_was_dispatched_to_its_school(
    school: Workspace, second_school: Workspace, joined: Workspace, stick: Path
) -> None:
    join(second_school, joined, stick)
    mine, other = ask(joined, school, second_school)
    take(school, issue(joined, school, stick))
    path = send(school, stick)
    lying = Forger(school, joined, path)
    with unchanged(joined), pytest.raises(errors.BadContents, match="给别的学校的派单"):
        take(joined, lying.with_csv("training_order", swap(mine.hex, other.hex)))
    with unchanged(joined), pytest.raises(errors.BadContents, match="引用了不存在的"):
        take(joined, lying.with_csv("training_order", swap(mine.hex, "0" * 31 + "1")))
    take(joined, path)
    assert {row.school: row.state for row in rows(joined)} == {
        "仲山镇党校": DispatchState.received,
        "马集镇党校": DispatchState.waiting,
    }


def test_a_school_makes_no_dispatches(school: Workspace, joined: Workspace, stick: Path) -> None:
    with school.write("test.own") as session:
        from models.dispatch import Dispatch

        session.make(
            Dispatch, number="1", school_id=school.owner, topic="x", heads=1,
            wished_from=None, wished_to=None, withdrawn_at=None,
        )  # fmt: skip
    with unchanged(joined), pytest.raises(errors.ForeignRows, match="学校不能派单"):
        take(joined, send(school, stick))
