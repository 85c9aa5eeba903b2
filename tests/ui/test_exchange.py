"""The school's exchange page, from first contact to the receipt, with a real county."""

import itertools
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from services import exchange
from services.core.clock import FixedClock
from services.core.workspace import Workspace, WorkspaceKind
from services.exchange import BundleKind, BundleState, CheckLine, PeerRow, SentRow
from services.report import MonthReport
from tests.helpers.exchange import approved, meet, outbox, send, silent, take, trust, written
from tests.helpers.pages import chooser, dialog, press, said, settle, show, travels
from tests.helpers.pictures import keep
from tests.helpers.workspaces import fill
from ui.core.background import Progress
from ui.core.desk import Desk
from ui.core.preview import PreviewDialog
from ui.core.work import WorkDialog, run_shown
from ui.exchange.dialogs import ApproveDialog, HistoryDialog
from ui.exchange.page import ExchangePage
from ui.exchange.stage import STEPS, Action, Shown, next_step
from ui.exchange.trust import TrustDialog

EVENING = datetime(2026, 11, 23, 19, 0)  # noqa: DTZ001  (a local time)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def met(school: Workspace, county: Workspace, stick: Path, clock: FixedClock) -> Workspace:
    """The county, after both sides checked each other's cards; a day with lessons is over."""
    clock.set_to(EVENING)
    fill(school, members=40, lessons=60, sign_ins=400)
    meet(school, county, stick)
    return county


def groups_of(here: Workspace, other: Workspace, data: bytes) -> tuple[str, str]:
    """What the paper card of `other` says in the two groups that `here` asks for."""
    with other.read() as session:
        card = exchange.own_card(session).fingerprint.split()
    with here.read() as session:
        first, second = exchange.open_card(session, data).asked
    return card[first - 1], card[second - 1]


def type_groups(dialog: TrustDialog, groups: tuple[str, str]) -> None:
    for field, group in zip(dialog.fields, groups, strict=True):
        field.clear()
        QTest.keyClicks(field, group)


def snapshot_state(school: Workspace) -> BundleState:
    return next(row.state for row in outbox(school) if row.kind is BundleKind.snapshot)


# first contact


def test_first_contact_writes_the_enrol_file_and_shows_the_key_card(
    desk: Desk, qtbot: QtBot, stick: Path
) -> None:
    page = show(qtbot, ExchangePage(desk))
    assert page.bundle.next.text() == "生成登记文件…"
    assert page.bar.accessibleName().startswith("当前：核对")
    chooser(desk).answer = stick
    press(qtbot, page, "exchange-next")
    settle(qtbot, desk)
    assert [path.name for path in stick.iterdir()] == [outbox(desk.workspace)[0].file_name]
    card = dialog(qtbot, PreviewDialog)
    assert card.document.pageCount() == 1
    keep(card, "exchange-key-card")
    card.reject()
    assert page.bundle.next.text() == "导入县级公钥…"
    assert "公钥未核" in page.bundle.trusted.text()
    keep(page, "exchange-first-contact")


def test_the_county_is_trusted_only_by_the_groups_of_its_paper_card(
    desk: Desk, qtbot: QtBot, county: Workspace, stick: Path
) -> None:
    school = desk.workspace
    with school.write("exchange.make_enrol") as session:
        enrol = exchange.make_enrol(session)
    trust(county, school, written(school, enrol, stick).read_bytes())
    with county.write("exchange.make_keyset") as session:
        made = exchange.make_keyset(session, school.owner)
    keyset = written(county, made, stick)
    page = show(qtbot, ExchangePage(desk))
    chooser(desk).answer = keyset
    press(qtbot, page, "exchange-next")
    settle(qtbot, desk)
    card = dialog(qtbot, TrustDialog)
    right = groups_of(school, county, keyset.read_bytes())
    wrong = (f"{(int(right[0]) + 1) % 10_000:04d}", right[1])
    type_groups(card, wrong)
    press(qtbot, card, "form-save")
    assert "对不上" in card.error.text()
    with school.read() as session:
        assert exchange.peers(session) == ()
    type_groups(card, right)
    qtbot.keyClick(card.fields[1], Qt.Key.Key_Return)
    settle(qtbot, desk)
    with school.read() as session:
        assert [peer.name for peer in exchange.peers(session)] == ["嘉祥县委组织部"]
    assert page.bundle.next.text() == "提交负责人签发"
    assert page.bundle.trusted.text() == "公钥已核"


def test_half_a_group_is_not_sent_to_be_compared(
    desk: Desk, qtbot: QtBot, county: Workspace, stick: Path
) -> None:
    meet(desk.workspace, county, stick)
    with county.write("exchange.make_keyset") as session:
        exchange.make_keyset(session, desk.workspace.owner)
    data = next(stick.glob("JX*.psb")).read_bytes()
    with desk.workspace.read() as session:
        who = exchange.open_card(session, data)
    page = show(qtbot, ExchangePage(desk))
    card = TrustDialog(page, desk, data, who, lambda _peer: None)
    card.open()
    QTest.keyClicks(card.fields[0], "12ab3")
    assert card.fields[0].text() == "123"  # letters cannot be typed
    press(qtbot, card, "form-save")
    assert card.error.text() == "请把两组数字都填满 4 位。"


# a month


def test_a_month_from_review_to_receipt(
    desk: Desk, qtbot: QtBot, met: Workspace, stick: Path
) -> None:
    page = show(qtbot, ExchangePage(desk))
    assert page.bar.accessibleName().startswith("当前：审阅")
    assert len(page.report.rows_model.rows) >= 8
    keep(page, "exchange-review")

    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    form = dialog(qtbot, ApproveDialog)
    assert page.bar.accessibleName().startswith("当前：签发")
    press(qtbot, form, "form-save")
    assert form.error.text() == "请填写签发的负责人姓名。"
    form.name.insert("王明远")  # as an input method does
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert snapshot_state(desk.workspace) is BundleState.approved
    assert page.bar.accessibleName().startswith("当前：写入 U 盘")
    assert not page.bundle.slip.isEnabled()

    chooser(desk).answer = stick
    press(qtbot, page, "exchange-next")
    settle(qtbot, desk)
    row = outbox(desk.workspace)[0]
    assert (row.state, row.approved_by) == (BundleState.written, "王明远")
    assert page.bundle.check_code.text() == row.check_code
    assert row.check_code in said(desk).said[-1]
    keep(page, "exchange-written")

    receipt = take(met, stick / row.file_name).receipt
    assert receipt is not None
    chooser(desk).answer = written(met, receipt, stick)
    press(qtbot, page, "exchange-next")
    settle(qtbot, desk)
    assert snapshot_state(desk.workspace) is BundleState.delivered
    assert page.bar.accessibleName().startswith("当前：全部完成")
    assert not page.bundle.next.isVisible()
    keep(page, "exchange-delivered")


def test_the_slip_is_printed_once_the_file_is_on_the_stick(
    desk: Desk, qtbot: QtBot, met: Workspace, stick: Path
) -> None:
    send(desk.workspace, stick)
    page = show(qtbot, ExchangePage(desk))
    press(qtbot, page, "exchange-slip")
    settle(qtbot, desk)
    slip = dialog(qtbot, PreviewDialog)
    assert slip.document.pageCount() == 1
    text = slip.document.getAllText(0).text()
    assert outbox(desk.workspace)[0].check_code in text
    slip.reject()


def test_an_approval_can_be_withdrawn_before_it_is_written(
    desk: Desk, qtbot: QtBot, met: Workspace
) -> None:
    approved(desk.workspace)
    page = show(qtbot, ExchangePage(desk))
    press(qtbot, page, "exchange-withdraw")
    settle(qtbot, desk)
    assert "编号不再使用" in said(desk).asked[-1][1]
    assert all(row.kind is not BundleKind.snapshot for row in outbox(desk.workspace))
    assert page.bundle.next.text() == "提交负责人签发"


def test_what_the_county_held_says_why_and_is_approved_anew(
    desk: Desk, qtbot: QtBot, met: Workspace, stick: Path
) -> None:
    path = send(desk.workspace, stick)
    answer = exchange.hold(met, path, "11 月 12 日的班没有签到", silent).receipt
    assert answer is not None
    page = show(qtbot, ExchangePage(desk))
    chooser(desk).answer = written(met, answer, stick)
    press(qtbot, page, "exchange-take-in")
    settle(qtbot, desk)
    assert "11 月 12 日的班没有签到" in page.bundle.note.text()
    assert page.bundle.next.text() == "更正后重新签发"
    keep(page, "exchange-held")
    press(qtbot, page, "exchange-next")
    form = dialog(qtbot, ApproveDialog)
    assert form.name.text() == "王主任"  # who approved last
    press(qtbot, form, "form-save")
    settle(qtbot, desk)
    assert [row.state for row in outbox(desk.workspace)[:2]] == [
        BundleState.approved,
        BundleState.held,
    ]


def test_a_delivered_month_can_be_sent_again_with_the_next_number(
    desk: Desk, qtbot: QtBot, met: Workspace, stick: Path
) -> None:
    receipt = take(met, send(desk.workspace, stick)).receipt
    assert receipt is not None
    take(desk.workspace, written(met, receipt, stick))
    first = outbox(desk.workspace)[0]
    page = show(qtbot, ExchangePage(desk))
    press(qtbot, page, "exchange-resend")
    press(qtbot, dialog(qtbot, ApproveDialog), "form-save")
    settle(qtbot, desk)
    again = outbox(desk.workspace)[0]
    assert (again.state, again.sequence) == (BundleState.approved, first.sequence + 1)


def test_a_stick_that_was_pulled_out_leaves_the_bundle_in_the_outbox(
    desk: Desk, qtbot: QtBot, met: Workspace, stick: Path
) -> None:
    approved(desk.workspace)
    page = show(qtbot, ExchangePage(desk))
    chooser(desk).answer = stick / "gone"
    press(qtbot, page, "exchange-next")
    settle(qtbot, desk)
    assert "可能已拔出" in str(said(desk).errors[-1])
    assert snapshot_state(desk.workspace) is BundleState.approved
    assert page.bundle.next.text() == "写入 U 盘…"


def test_the_own_data_folder_is_no_stick(desk: Desk, qtbot: QtBot, met: Workspace) -> None:
    approved(desk.workspace)
    page = show(qtbot, ExchangePage(desk))
    chooser(desk).answer = desk.workspace.folder / "outbox"
    press(qtbot, page, "exchange-next")
    settle(qtbot, desk)
    assert "请选 U 盘" in str(said(desk).errors[-1])
    assert snapshot_state(desk.workspace) is BundleState.approved


def test_some_other_file_is_named_and_changes_nothing(
    desk: Desk, qtbot: QtBot, met: Workspace, tmp_path: Path
) -> None:
    other = tmp_path / "课程菜单.xlsx"
    other.write_bytes(b"PK\x03\x04 some sheet")
    page = show(qtbot, ExchangePage(desk))
    before = outbox(desk.workspace)
    chooser(desk).answer = other
    press(qtbot, page, "exchange-take-in")
    settle(qtbot, desk)
    assert "不是教务台的数据包" in str(said(desk).errors[-1])
    assert outbox(desk.workspace) == before


# the page


def test_keys_turn_the_month_and_never_past_today(desk: Desk, qtbot: QtBot, met: Workspace) -> None:
    page = show(qtbot, ExchangePage(desk))
    assert "2026 年 11 月" in page.report_card.heading.text()
    assert not page.later.isEnabled()
    qtbot.keyClick(page, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "2026 年 10 月" in page.report_card.heading.text())
    qtbot.mouseClick(page.later, Qt.MouseButton.LeftButton)
    settle(qtbot, desk)
    assert "2026 年 11 月" in page.report_card.heading.text()


def test_a_figure_opens_the_list_behind_it(desk: Desk, qtbot: QtBot, met: Workspace) -> None:
    page = show(qtbot, ExchangePage(desk))
    for key, leads_to in (("classes", "training_class"), ("covered", "member")):
        assert page.report.choose(lambda line, key=key: line.key == key)  # type: ignore[misc]
        qtbot.keyClick(page.report, Qt.Key.Key_Return)
        assert travels(desk)[-1] == (leads_to, None)


def test_every_indicator_has_a_list_behind_it(desk: Desk, qtbot: QtBot, met: Workspace) -> None:
    page = show(qtbot, ExchangePage(desk))
    for line in page.report.rows_model.rows:
        travels(desk).clear()
        page.report.opened.emit(line)
        assert travels(desk), line.label


def test_findings_show_their_words_and_lead_to_where_they_are_mended(
    desk: Desk, qtbot: QtBot, met: Workspace
) -> None:
    page = show(qtbot, ExchangePage(desk))
    with desk.workspace.read() as session:
        lines = exchange.preflight(session, 2026, 11)
    shown = {label.accessibleName() for label in page.checks.findChildren(QLabel)}
    assert {line.text for line in lines} <= shown
    counts = [sum(line.tone == tone for line in lines) for tone in ("ok", "warn")]
    assert page.checks.note.text().startswith(f"{counts[0]} 项通过")


def test_a_todo_opens_the_month_of_its_bundle(
    desk: Desk, qtbot: QtBot, met: Workspace, stick: Path
) -> None:
    send(desk.workspace, stick, 2026, 10)
    page = show(qtbot, ExchangePage(desk))
    page.enter(outbox(desk.workspace)[0].id)
    settle(qtbot, desk)
    assert "2026 年 10 月" in page.report_card.heading.text()
    assert page.bundle.next.text() == "导入回执…"


def test_the_records_list_both_ways_and_write_a_file_again(
    desk: Desk, qtbot: QtBot, met: Workspace, stick: Path, tmp_path: Path
) -> None:
    path = send(desk.workspace, stick)
    page = show(qtbot, ExchangePage(desk))
    press(qtbot, page, "exchange-history")
    records = dialog(qtbot, HistoryDialog)
    assert [row.kind for row in records.sent.rows_model.rows] == [
        BundleKind.snapshot,
        BundleKind.enrol,
    ]
    assert [row.kind for row in records.taken.rows_model.rows] == [BundleKind.keyset]
    keep(records, "exchange-records")
    other = tmp_path / "other-stick"
    other.mkdir()
    chooser(desk).answer = other
    press(qtbot, records, "history-again")
    settle(qtbot, desk)
    assert (other / path.name).read_bytes() == path.read_bytes()


def test_long_work_can_be_stopped_and_says_so(desk: Desk, qtbot: QtBot) -> None:
    page = show(qtbot, ExchangePage(desk))
    begun, ended = Event(), []

    def work(progress: Progress) -> None:
        for done in itertools.count():
            progress.report(done % 100, 100, "第一步")
            begun.set()

    run_shown(desk, page, "生成数据包", work, ended.append)
    box = dialog(qtbot, WorkDialog)
    assert begun.wait(10)
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    settle(qtbot, desk)
    assert said(desk).said == ["已停止，没有改动任何数据。"]
    assert ended == []


# the rule of the next step


def shown(
    *, county: bool, enrolled: bool, state: BundleState | None, stops: bool, note: str = ""
) -> Shown:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    peer = PeerRow(UUID(int=1), "嘉祥县委组织部", "JX", WorkspaceKind.county, "", now)

    def sent(kind: BundleKind, state: BundleState) -> SentRow:
        return SentRow(
            UUID(int=2), kind, "", "2026-11", 1, state, "ZS.psb", 1, "", "", now, now, None, note
        )

    checks = (CheckLine("stop", "还有一节课没有录完", page="sign_in"),) if stops else ()
    return Shown(
        year=2026,
        month=11,
        school_name="仲山镇党校",
        county_name="嘉祥县委组织部",
        county=peer if county else None,
        enrol=sent(BundleKind.enrol, BundleState.written) if enrolled else None,
        sent=None if state is None else sent(BundleKind.snapshot, state),
        before=None,
        approved_by="",
        report=MonthReport(2026, 11, ()),
        checks=checks,
    )


@given(
    county=st.booleans(),
    enrolled=st.booleans(),
    state=st.sampled_from([None, *BundleState]),
    stops=st.booleans(),
)
def test_there_is_always_one_next_step_that_is_allowed(
    county: bool, enrolled: bool, state: BundleState | None, stops: bool
) -> None:
    step = next_step(shown(county=county, enrolled=enrolled, state=state, stops=stops))
    assert step.note
    assert bool(step.words) is (step.action is not Action.nothing)
    if not county:
        assert step.action is (Action.keyset if enrolled else Action.enrol)
    if step.action is Action.approve:
        assert not stops
    if step.action is Action.nothing:
        assert (state, step.step) == (BundleState.delivered, len(STEPS))
    else:
        assert 0 <= step.step < len(STEPS)


def test_what_must_be_mended_comes_before_the_approval() -> None:
    step = next_step(shown(county=True, enrolled=True, state=None, stops=True))
    assert (step.action, step.step) == (Action.mend, 0)
    assert "还有一节课没有录完" in step.note
