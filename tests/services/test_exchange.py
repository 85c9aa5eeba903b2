"""The exchange between a school and its county, from the key cards to the receipt."""

import errno
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from models.hours import HoursRecord, HoursRecordKind
from models.member import Member
from services import branch, exchange, hours, member, report
from services.core import files
from services.core.clock import FixedClock
from services.core.errors import BadInput, Cancelled, DiskFull, NotFound, Refused, StorageError
from services.core.settings import ONLINE_CAP, TARGET_MEMBER
from services.core.workspace import Workspace
from services.exchange import BundleKind, BundleRefused, BundleState, errors
from services.hours import CorrectionDraft, OnlineDraft
from services.member import MemberDraft
from tests.helpers.exchange import (
    APPROVER,
    approved,
    broken_citations,
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
from tests.helpers.workspaces import fill


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def met(
    school: Workspace, county: Workspace, stick: Path, clock: FixedClock
) -> tuple[Workspace, Workspace]:
    """A school with a little of everything and its county, who checked each other's cards.

    It is the evening of a day with two lessons.
    """
    clock.set_to(datetime(2026, 11, 23, 19, 0))  # noqa: DTZ001
    fill(school, members=40, lessons=60, sign_ins=400)
    meet(school, county, stick)
    return school, county


def test_whole_cycle(met: tuple[Workspace, Workspace], stick: Path) -> None:
    school, county = met
    row = approved(school)
    assert (row.kind, row.state, row.approved_by) == (
        BundleKind.snapshot,
        BundleState.approved,
        APPROVER,
    )
    assert row.file_name == f"ZS-2026-11-{row.sequence:06d}.psb"
    path = written(school, row, stick)

    found = exchange.inspect(county, path, silent)
    assert (found.outcome, found.gap, found.needs_second_yes) == ("new", False, False)
    assert {t.words: t.new for t in found.tables}["党员"] == 40
    assert found.check_code == row.check_code

    done = take(county, path)
    assert not done.again
    assert rows_of(county, school) == rows_of(school, school)
    assert broken_citations(county) == []

    assert done.receipt is not None
    answer = take(school, written(county, done.receipt, stick))
    assert answer.kind is BundleKind.receipt
    assert outbox(school)[0].state is BundleState.delivered
    assert outbox(school)[0].delivered_at is not None


def test_county_computes_the_figures_that_the_school_reported(
    met: tuple[Workspace, Workspace], stick: Path
) -> None:
    school, county = met
    take(county, send(school, stick))
    with school.read() as session:
        reported = report.totals(session, school.owner, 2026, 11)
    with county.read() as session:
        assert report.totals(session, school.owner, 2026, 11) == reported
        inbox = exchange.taken(session)
    assert inbox[0].figures == report.in_words(reported)
    assert int(reported["person_times"]) > 0


def test_second_snapshot_replaces_the_first(met: tuple[Workspace, Workspace], stick: Path) -> None:
    school, county = met
    take(county, send(school, stick))
    with school.write("branch.ensure") as session:
        first, *_ = exchange_members(session)
        first.name = "改名人"
        branch.ensure(session, "中共仲山镇新村支部委员会")
    found = exchange.inspect(county, path := send(school, stick), silent)
    assert [(t.words, t.new, t.changed, t.removed) for t in found.tables] == [
        ("党支部", 1, 0, 0),
        ("党员", 0, 1, 0),
    ]
    take(county, path)
    assert rows_of(county, school) == rows_of(school, school)


def test_names_that_swap_places_are_taken_in(met: tuple[Workspace, Workspace], stick: Path) -> None:
    school, county = met
    take(county, send(school, stick))
    with school.write("test.swap") as session:
        from models.branch import Branch

        one, two = session.query(Branch).limit(2)
        names = one.name, two.name
        one.name = "临时"
        session.flush()
        two.name = names[0]
        session.flush()
        one.name = names[1]
    take(county, send(school, stick))
    assert rows_of(county, school) == rows_of(school, school)


def test_removing_much_needs_a_second_yes(met: tuple[Workspace, Workspace], stick: Path) -> None:
    school, county = met
    take(county, send(school, stick))
    with school.write("test.remove") as session:
        from models.sign_in import SignIn

        for row in session.query(SignIn).limit(100):
            session.delete(row)
    path = send(school, stick)
    assert exchange.inspect(county, path, silent).needs_second_yes
    with unchanged(county), pytest.raises(exchange.NeedsSecondYes):
        take(county, path)
    take(county, path, second_yes=True)
    assert rows_of(county, school) == rows_of(school, school)


def test_same_file_again_gives_the_same_receipt(
    met: tuple[Workspace, Workspace], stick: Path
) -> None:
    school, county = met
    path = send(school, stick)
    first = take(county, path).receipt
    assert first is not None
    bytes_before = written(county, first, stick).read_bytes()
    with unchanged(county):
        assert exchange.inspect(county, path, silent).outcome == "again"
        again = take(county, path)
    assert again.again
    assert again.receipt is not None
    (stick / first.file_name).unlink()
    assert written(county, again.receipt, stick).read_bytes() == bytes_before


def test_written_again_is_the_same_byte_for_byte(
    met: tuple[Workspace, Workspace], stick: Path, tmp_path: Path
) -> None:
    school, _ = met
    row = approved(school)
    first = written(school, row, stick).read_bytes()
    other = tmp_path / "other"
    other.mkdir()
    assert written(school, row, other).read_bytes() == first
    assert outbox(school)[0].state is BundleState.written


def test_another_file_of_that_name_is_kept(met: tuple[Workspace, Workspace], stick: Path) -> None:
    school, _ = met
    row = approved(school)
    (stick / row.file_name).write_bytes(b"somebody else's")
    exchange.write_out(school, row.id, stick, silent)
    assert (stick / row.file_name).read_bytes() == b"somebody else's"
    second = stick / row.file_name.replace(".psb", "-2.psb")
    assert second.stat().st_size == row.size
    exchange.write_out(school, row.id, stick, silent)
    assert len(list(stick.glob(f"{second.stem[:-2]}*"))) == 2  # found there, not written twice


def test_one_receipt_makes_up_for_those_that_were_lost(
    met: tuple[Workspace, Workspace], stick: Path
) -> None:
    school, county = met
    take(county, send(school, stick, month=10))  # its receipt is lost
    done = take(county, send(school, stick))
    assert done.receipt is not None
    take(school, written(county, done.receipt, stick))
    states = {row.sequence: row.state for row in outbox(school) if row.kind == "snapshot"}
    assert set(states.values()) == {BundleState.delivered}
    assert len(states) == 2


def test_lost_file_is_a_gap_and_no_more(met: tuple[Workspace, Workspace], stick: Path) -> None:
    school, county = met
    lost = send(school, stick, month=10)
    path = send(school, stick)
    found = exchange.inspect(county, path, silent)
    assert found.gap
    assert "中间可能丢了文件" in found.warnings[0]
    take(county, path)
    with unchanged(county), pytest.raises(errors.Stale):
        take(county, lost)


def test_discarded_file_is_no_gap_and_its_number_is_not_given_again(
    met: tuple[Workspace, Workspace], stick: Path
) -> None:
    school, county = met
    gone = approved(school)
    with school.write("exchange.discard") as session:
        exchange.discard(session, gone.id)
    row = approved(school)
    assert row.sequence == gone.sequence + 1
    assert gone.id not in {sent.id for sent in outbox(school)}
    assert not exchange.inspect(county, written(school, row, stick), silent).gap
    with pytest.raises(Refused), school.write("exchange.discard") as session:
        exchange.discard(session, row.id)
    with pytest.raises(NotFound):
        exchange.write_out(school, gone.id, stick, silent)


def test_held_file_goes_back_with_its_reason(met: tuple[Workspace, Workspace], stick: Path) -> None:
    school, county = met
    path = send(school, stick)
    with pytest.raises(BadInput):
        exchange.hold(county, path, "  ", silent)
    done = exchange.hold(county, path, "11 月签到缺两节，请补录", silent)
    assert rows_of(county, school)["member"] == []
    assert done.receipt is not None
    take(school, written(county, done.receipt, stick))
    row = outbox(school)[0]
    assert (row.state, row.note) == (BundleState.held, "11 月签到缺两节，请补录")
    with school.read() as session:
        assert [todo.kind for todo in exchange.todos(session)] == ["退回"]
    take(county, send(school, stick))  # corrected, under the next number
    assert rows_of(county, school) == rows_of(school, school)


def test_stick_full_or_gone_is_one_sentence_and_the_file_waits(
    met: tuple[Workspace, Workspace], stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    school, _ = met
    row = approved(school)
    for number, kind, words in (
        (errno.ENOSPC, DiskFull, "U 盘空间不足"),
        (errno.EROFS, StorageError, "写保护"),
        (errno.EIO, StorageError, "可能已拔出"),
    ):

        def fail(_descriptor: int, number: int = number) -> None:
            raise OSError(number, "")

        with monkeypatch.context() as patch:
            patch.setattr(files.os, "fsync", fail)
            with pytest.raises(kind, match=words):
                exchange.write_out(school, row.id, stick, silent)
        assert not list(stick.glob(f"{row.file_name}*"))
        assert outbox(school)[0].state is BundleState.approved
    with pytest.raises(StorageError, match="可能已拔出"):
        exchange.write_out(school, row.id, stick / "gone", silent)
    exchange.write_out(school, row.id, stick, silent)
    assert outbox(school)[0].state is BundleState.written


def test_stopping_leaves_nothing(met: tuple[Workspace, Workspace], stick: Path) -> None:
    school, county = met

    def stop_at(percent: int) -> exchange.Progress:
        def told(done: int, _words: str) -> None:
            if done >= percent:
                raise Cancelled

        return told

    before = len(outbox(school))
    for percent in (0, 2, 50, 85):
        with pytest.raises(Cancelled):
            exchange.approve(school, 2026, 11, APPROVER, stop_at(percent))
    assert len(outbox(school)) == before
    path = send(school, stick)
    for percent in (1, 40, 65, 75, 85):
        with unchanged(county), pytest.raises(Cancelled):
            exchange.take_in(county, path, stop_at(percent))
    assert not take(county, path).again


def test_failure_while_taking_in_rolls_everything_back(
    met: tuple[Workspace, Workspace], stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from services.exchange import receipt

    school, county = met
    path = send(school, stick)

    def fail(*_: object) -> None:
        raise RuntimeError("power")

    with monkeypatch.context() as patch:
        patch.setattr(receipt, "make", fail)
        with pytest.raises(RuntimeError):
            take(county, path)
    assert rows_of(county, school)["school"] == []
    with county.read() as session:
        assert [row.kind for row in exchange.taken(session)] == [BundleKind.enrol]
    assert not take(county, path).again


def test_a_backup_is_made_before(met: tuple[Workspace, Workspace], stick: Path) -> None:
    school, county = met
    take(county, send(school, stick))
    assert len(list((county.folder / "backups").glob("*exchange*.db"))) == 1
    assert len(list((county.folder / "inbox").glob("ZS-2026-11-*.psb"))) == 1


def test_wrong_digits_are_refused(school: Workspace, county: Workspace, stick: Path) -> None:
    with school.write("exchange.make_enrol") as session:
        row = exchange.make_enrol(session)
    data = written(school, row, stick).read_bytes()
    with county.read() as session:
        seen = exchange.open_card(session, data)
        assert (seen.name, seen.code, seen.known) == ("仲山镇党校", "ZS", False)
        assert 1 <= seen.asked[0] < seen.asked[1] <= 10
    with school.read() as session:
        groups = exchange.own_card(session).fingerprint.split()
    right = [groups[place - 1] for place in seen.asked]
    wrong = [right[0], f"{(int(right[1]) + 1) % 10000:04d}"]
    for typed, kind in (
        (wrong, exchange.WrongFingerprint),
        (right[::-1], exchange.WrongFingerprint),
        ([right[0], ""], BadInput),
        ([right[0]], BadInput),
    ):
        with pytest.raises(kind), county.write("exchange.trust") as session:
            exchange.trust(session, data, typed)
    with county.read() as session:
        assert exchange.peers(session) == ()
    trust(county, school, data)
    with county.read() as session:
        assert exchange.open_card(session, data).known
        assert [peer.code for peer in exchange.peers(session)] == ["ZS"]


def test_enrol_is_the_same_file_until_something_changes(school: Workspace) -> None:
    with school.write("exchange.make_enrol") as session:
        first = exchange.make_enrol(session)
    with school.write("exchange.make_enrol") as session:
        assert exchange.make_enrol(session).id == first.id
    with school.write("exchange.start_epoch") as session:
        exchange.start_epoch(session)
        assert exchange.make_enrol(session).id != first.id


def test_county_settings_come_with_its_keys(
    school: Workspace, county: Workspace, stick: Path
) -> None:
    with county.write("settings.change") as session:
        TARGET_MEMBER.put(session, "40")
    meet(school, county, stick)
    with school.read() as session:
        assert TARGET_MEMBER.get(session) == 40
    with county.write("exchange.make_keyset") as session:
        TARGET_MEMBER.put(session, "36")
        row = exchange.make_keyset(session, school.owner)
    take(school, written(county, row, stick))  # the keys are known: it only brings settings
    with school.read() as session:
        assert TARGET_MEMBER.get(session) == 36


def test_the_county_s_years_take_the_place_of_the_school_s(
    school: Workspace, county: Workspace, stick: Path
) -> None:
    with school.write("settings.change") as session:
        TARGET_MEMBER.put(session, "20", 2025)
    with county.write("settings.change") as session:
        TARGET_MEMBER.put(session, "40", 2027)
    meet(school, county, stick)
    with school.read() as session:
        years = [TARGET_MEMBER.get(session, year) for year in (2025, 2026, 2027, 2028)]
    assert years == [32, 32, 40, 40]


def test_totals_with_online_study_and_corrections_agree_at_the_county(
    met: tuple[Workspace, Workspace], stick: Path
) -> None:
    school, county = met
    with school.write("hours.record_online") as session:
        people = [row.id for row in member.list_rows(session)]
        before = hours.reached(session, school.owner, 2026, date(2026, 11, 30))
        ONLINE_CAP.put(session, "20", 2026)
        day = date(2026, 11, 20)
        for who in people:  # twice 18 hours, of which 20 count
            for title in ("网上专题", "网上党课"):
                hours.record_online(session, [who], OnlineDraft(day, title, Decimal(18)))
        draft = CorrectionDraft(day, Decimal(-3), "重复登记", "仲党校〔2026〕3号", "王主任")
        hours.record_correction(session, people[0], draft)
        after = hours.reached(session, school.owner, 2026, date(2026, 11, 30))
    assert after.hours == before.hours + 20 * len(people) - 3
    take(county, send(school, stick))  # which adds everything up again, or refuses
    with county.write("settings.change") as session:
        ONLINE_CAP.put(session, "20", 2026)
        assert hours.reached(session, school.owner, 2026, date(2026, 11, 30)).hours == after.hours


def test_totals_follow_the_rules_that_the_school_had(
    met: tuple[Workspace, Workspace], stick: Path
) -> None:
    school, county = met
    with school.write("settings.change") as session:
        TARGET_MEMBER.put(session, "1")
    found = exchange.inspect(county, path := send(school, stick), silent)
    assert any("标准与县里现在的设置不同" in line for line in found.warnings)
    take(county, path)


def test_without_the_countys_key_nothing_is_approved(school: Workspace) -> None:
    with pytest.raises(Refused, match="还没有县里的公钥"):
        approved(school)
    with school.read() as session:
        assert exchange.preflight(session, 2026, 11)[-1].tone == "stop"


def test_months_to_come_are_not_approved(met: tuple[Workspace, Workspace]) -> None:
    school, _ = met
    with pytest.raises(Refused, match="还没有开始"):
        approved(school, month=12)
    with pytest.raises(BadInput):
        exchange.approve(school, 2026, 11, "  ", silent)


def test_preflight_names_what_is_open(met: tuple[Workspace, Workspace], clock: FixedClock) -> None:
    school, _ = met
    clock.set_to(datetime(2026, 12, 2, 8, 0))  # noqa: DTZ001
    with school.write("test.identity") as session:
        exchange_members(session)[0].identity_number = None
    with school.read() as session:
        lines = {line.text: line for line in exchange.preflight(session, 2026, 11)}
    assert lines["1 人身份证号待核"].page == "member"
    assert any("节课还有人没有签到结果" in text for text in lines)
    assert lines["2026 年 11 月已过完"].tone == "ok"
    assert lines["收件单位公钥已核：嘉祥县委组织部"].tone == "ok"


def test_todos_follow_the_file(
    met: tuple[Workspace, Workspace], stick: Path, clock: FixedClock
) -> None:
    school, county = met

    def kinds(space: Workspace) -> list[str]:
        with space.read() as session:
            return [todo.kind for todo in exchange.todos(session)]

    clock.set_to(datetime(2026, 11, 22, 8, 0))  # noqa: DTZ001
    assert [kinds(space) for space in met] == [[], []]  # eight days are time enough
    clock.set_to(datetime(2026, 11, 29, 8, 0))  # noqa: DTZ001
    assert kinds(school) == ["数据包"]
    assert kinds(county) == ["待收"]
    row = approved(school)
    assert kinds(school) == ["待写出"]
    path = written(school, row, stick)
    assert kinds(school) == ["等回执"]
    done = take(county, path)
    assert kinds(county) == ["回执"]
    assert done.receipt is not None
    take(school, written(county, done.receipt, stick))
    assert kinds(school) == []
    assert kinds(county) == []


def test_a_month_that_was_not_sent_waits_until_it_is(
    met: tuple[Workspace, Workspace], stick: Path, clock: FixedClock
) -> None:
    """Once, an unsent November was forgotten on the first of December, here and at the county."""
    school, county = met
    clock.set_to(datetime(2027, 1, 5, 8, 0))  # noqa: DTZ001
    with school.read() as session:
        assert exchange.month_to_send(session) == (2026, 11)
        (todo,) = exchange.todos(session)
    assert todo.title == "11 月数据包还没有上报"
    assert todo.note == "截止 11 月 30 日，已过 36 天；连同它共缺 2 个月"
    assert todo.target == (2026, 11)
    with county.read() as session:
        assert [todo.title for todo in exchange.todos(session)] == ["1 所学校缺 12 月数据包"]
    for month in (11, 12):
        take(county, send(school, stick, 2026, month))
    with school.read() as session:
        assert exchange.month_to_send(session) == (2027, 1)
        assert "数据包" not in [todo.kind for todo in exchange.todos(session)]


def exchange_members(session: object) -> list[Member]:
    from sqlalchemy.orm import Session

    assert isinstance(session, Session)
    return list(session.scalars(select(Member).order_by(Member.id)))


def test_a_file_that_came_in_meanwhile_stops_the_one_that_was_being_read(
    met: tuple[Workspace, Workspace], stick: Path, clock: FixedClock
) -> None:
    """Between the look and the writing another window may take in the school's next file."""
    school, county = met
    first = send(school, stick)
    second = send(school, stick)

    def another_first(_done: int, words: str) -> None:
        if words == "备份":
            take(county, second)

    with pytest.raises(errors.Stale):
        exchange.take_in(county, first, another_first)
    sequences = [row.sequence for row in exchange_taken(county)]
    assert max(sequences) == sequence_of(second)
    assert sequence_of(first) not in sequences


def exchange_taken(county: Workspace) -> tuple[exchange.TakenRow, ...]:
    with county.read() as session:
        return exchange.taken(session)


def sequence_of(path: Path) -> int:
    return int(path.stem.rpartition("-")[2])


def test_a_row_that_the_county_cites_cannot_be_taken_away(
    met: tuple[Workspace, Workspace], stick: Path, clock: FixedClock
) -> None:
    """The county's own rows keep what they cite (domain.md, invariant 9)."""
    school, county = met
    with school.write("member.create") as session:
        gone = member.create(session, MemberDraft("陈新", "石桥村党支部")).id
    take(county, send(school, stick))
    with county.write("t") as session:
        session.make(
            HoursRecord,
            member_id=gone,
            kind=HoursRecordKind.correction,
            on_day=date(2026, 11, 1),
            title="县里更正",
            hours=Decimal(1),
        )
    with school.write("t") as session:
        session.delete(session.get_one(Member, gone))
    path = send(school, stick)
    with unchanged(county), pytest.raises(BundleRefused, match="县里仍在引用"):
        take(county, path, second_yes=True)


def test_an_answer_to_an_epoch_before_settles_nothing(
    met: tuple[Workspace, Workspace], stick: Path
) -> None:
    school, county = met
    row = approved(school)
    done = take(county, written(school, row, stick))
    assert done.receipt is not None
    answer = written(county, done.receipt, stick)
    with school.write("exchange.start_epoch") as session:
        exchange.start_epoch(session)
    take(school, answer)
    assert outbox(school)[0].state is BundleState.written
