"""The county's inbox: real files of real schools, taken in by clicks and keys."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from models.sign_in import SignIn
from services import exchange
from services.core.workspace import Workspace
from services.exchange import BundleKind, BundleState, TakenRow
from tests.helpers.exchange import (
    approved,
    meet,
    outbox,
    send,
    take,
    trust,
    unchanged,
    written,
)
from tests.helpers.pages import button_of, chooser, dialog, press, said, settle, show
from tests.helpers.pictures import keep
from tests.helpers.workspaces import fill
from ui.core.desk import Desk
from ui.exchange.dialogs import ExchangeHistoryDialog
from ui.exchange.trust import TrustDialog
from ui.inbox.dialogs import InspectDialog, SendBackDialog
from ui.inbox.page import InboxPage


@pytest.fixture
def sent(school: Workspace, county: Workspace, stick: Path) -> Path:
    """The month of a school with a little of everything, on the stick."""
    fill(school, members=40, lessons=20, sign_ins=300)
    meet(school, county, stick)
    return send(school, stick)


@pytest.fixture
def offer(county_desk: Desk, qtbot: QtBot) -> Callable[[InboxPage, Path], None]:
    """Choose this file with the red button, and wait until it was looked at."""

    def choose(page: InboxPage, path: Path) -> None:
        chooser(county_desk).answer = path
        press(qtbot, page, "inbox-take")
        settle(qtbot, county_desk)

    return choose


Offer = Callable[[InboxPage, Path], None]


def inbox(county: Workspace) -> tuple[TakenRow, ...]:
    with county.read() as session:
        return exchange.taken(session)


def receipts(county: Workspace) -> list[BundleState]:
    return [row.state for row in outbox(county) if row.kind is BundleKind.receipt]


def words(page: InboxPage) -> str:
    return " ".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def test_an_empty_inbox_says_what_belongs_there(county_desk: Desk, qtbot: QtBot) -> None:
    page = show(qtbot, InboxPage(county_desk))
    assert page.empty.isVisible()
    assert "登记文件" in words(page)
    assert not page.strip.isVisible()
    keep(page, "inbox-empty")


def test_a_school_is_met_and_given_the_county_keys(
    county_desk: Desk, qtbot: QtBot, school: Workspace, stick: Path, offer: Offer
) -> None:
    with school.write("exchange.make_enrol") as session:
        made = exchange.make_enrol(session)
    enrol = written(school, made, stick)
    page = show(qtbot, InboxPage(county_desk))
    offer(page, enrol)
    card = dialog(qtbot, TrustDialog)
    keep(card, "inbox-trust")
    with school.read() as session:
        groups = exchange.own_card(session).fingerprint.split()
    with county_desk.workspace.read() as session:
        asked = exchange.open_card(session, enrol.read_bytes()).asked
    for field, place in zip(card.fields, asked, strict=True):
        QTest.keyClicks(field, groups[place - 1])
    qtbot.keyClick(card.fields[1], Qt.Key.Key_Return)
    settle(qtbot, county_desk)
    assert "写到同一个文件夹" in said(county_desk).asked[-1][1]
    keyset = next(stick.glob("JX*.psb"))
    trust(school, county_desk.workspace, keyset.read_bytes())
    assert page.taken.current is not None
    assert page.taken.current.kind is BundleKind.enrol
    assert button_of(page, "inbox-keys").isVisible()


def test_a_bundle_is_shown_then_taken_then_answered_on_the_same_stick(
    county_desk: Desk, qtbot: QtBot, school: Workspace, sent: Path, stick: Path, offer: Offer
) -> None:
    county = county_desk.workspace
    page = show(qtbot, InboxPage(county_desk))
    with unchanged(county):
        offer(page, sent)
        seen = dialog(qtbot, InspectDialog)
        keep(seen, "inbox-inspect")
        shown = " ".join(one.text() for one in seen.findChildren(QLabel))
        assert outbox(school)[0].check_code in shown
    assert not seen.second_yes.isVisible()
    qtbot.keyClick(seen, Qt.Key.Key_Return)
    settle(qtbot, county_desk)
    settle(qtbot, county_desk)
    assert page.taken.current is not None
    assert (page.taken.current.kind, page.taken.current.period) == (BundleKind.snapshot, "2026-11")
    assert dict(page.figures.rows_model.rows) == dict(inbox(county)[0].figures)
    assert receipts(county) == [BundleState.written]
    answer = next(row for row in outbox(county) if row.kind is BundleKind.receipt)
    take(school, stick / answer.file_name)
    assert outbox(school)[0].state is BundleState.delivered
    keep(page, "inbox-taken")


def test_the_dry_run_counts_what_would_come(
    county_desk: Desk, qtbot: QtBot, sent: Path, offer: Offer
) -> None:
    page = show(qtbot, InboxPage(county_desk))
    offer(page, sent)
    seen = dialog(qtbot, InspectDialog)
    changes = seen.findChild(type(page.taken), "inspect-changes")
    assert changes is not None
    counts = {row.words: (row.new, row.changed, row.removed) for row in changes.rows_model.rows}
    assert counts["党员"] == (40, 0, 0)
    assert counts["签到（含撤销）"] == (300, 0, 0)
    qtbot.keyClick(seen, Qt.Key.Key_Escape)
    assert [row.kind for row in inbox(county_desk.workspace)] == [BundleKind.enrol]


def test_a_receipt_that_was_not_written_waits_in_sight(
    county_desk: Desk, qtbot: QtBot, school: Workspace, sent: Path, stick: Path, offer: Offer
) -> None:
    county = county_desk.workspace
    page = show(qtbot, InboxPage(county_desk))
    said(county_desk).yes = False
    offer(page, sent)
    press(qtbot, dialog(qtbot, InspectDialog), "inspect-take")
    settle(qtbot, county_desk)
    assert receipts(county) == [BundleState.approved]
    assert page.strip.isVisible()
    assert "仲山镇党校" in page.strip_words.accessibleName()
    keep(page, "inbox-receipt-waits")
    chooser(county_desk).answer = stick
    press(qtbot, page, "inbox-write-receipts")
    settle(qtbot, county_desk)
    assert receipts(county) == [BundleState.written]
    assert not page.strip.isVisible()


def test_the_same_file_again_offers_the_same_receipt(
    county_desk: Desk, qtbot: QtBot, sent: Path, stick: Path, offer: Offer
) -> None:
    county = county_desk.workspace
    receipt = take(county, sent).receipt
    assert receipt is not None
    first = written(county, receipt, stick)
    before = first.read_bytes()
    first.unlink()
    page = show(qtbot, InboxPage(county_desk))
    offer(page, sent)
    seen = dialog(qtbot, InspectDialog)
    assert seen.go.text() == "再写一次回执…"
    press(qtbot, seen, "inspect-take")
    settle(qtbot, county_desk)
    settle(qtbot, county_desk)
    assert first.read_bytes() == before
    assert len(receipts(county)) == 1
    assert [row.kind for row in inbox(county)] == [BundleKind.snapshot, BundleKind.enrol]


def test_removing_much_waits_for_a_second_yes(
    county_desk: Desk, qtbot: QtBot, school: Workspace, sent: Path, stick: Path, offer: Offer
) -> None:
    county = county_desk.workspace
    take(county, sent)
    with school.write("test.remove") as session:
        for row in session.query(SignIn).limit(100):
            session.delete(row)
    fewer = send(school, stick)
    page = show(qtbot, InboxPage(county_desk))
    offer(page, fewer)
    seen = dialog(qtbot, InspectDialog)
    assert seen.second_yes.isVisible()
    assert not seen.go.isEnabled()
    keep(seen, "inbox-second-yes")
    qtbot.keyClick(seen.second_yes, Qt.Key.Key_Space)
    press(qtbot, seen, "inspect-take")
    settle(qtbot, county_desk)
    settle(qtbot, county_desk)
    assert len(inbox(county)) == 3


def test_a_bundle_is_sent_back_with_a_reason(
    county_desk: Desk, qtbot: QtBot, school: Workspace, sent: Path, stick: Path, offer: Offer
) -> None:
    county = county_desk.workspace
    page = show(qtbot, InboxPage(county_desk))
    offer(page, sent)
    press(qtbot, dialog(qtbot, InspectDialog), "inspect-back")
    form = dialog(qtbot, SendBackDialog)
    press(qtbot, form, "form-save")
    assert form.error.text() == "请写明退回原因，学校要照它更正。"
    form.reason.insert("11 月 12 日的班没有签到")
    qtbot.keyClick(form.reason, Qt.Key.Key_Return)
    settle(qtbot, county_desk)
    settle(qtbot, county_desk)
    assert "11 月 12 日的班没有签到" in page.held.text()
    assert page.held.isVisible()
    assert not page.figures.isVisible()
    keep(page, "inbox-held")
    answer = next(row for row in outbox(county) if row.kind is BundleKind.receipt)
    take(school, stick / answer.file_name)
    assert (outbox(school)[0].state, outbox(school)[0].note) == (
        BundleState.held,
        "11 月 12 日的班没有签到",
    )


def test_a_damaged_file_is_named_and_changes_nothing(
    county_desk: Desk, qtbot: QtBot, sent: Path, offer: Offer
) -> None:
    data = bytearray(sent.read_bytes())
    data[len(data) // 2] ^= 1
    sent.write_bytes(bytes(data))
    page = show(qtbot, InboxPage(county_desk))
    with unchanged(county_desk.workspace):
        offer(page, sent)
    (refused,) = said(county_desk).errors
    assert isinstance(refused, exchange.BundleRefused)
    assert "损坏" in refused.message


def test_a_file_of_a_stranger_is_not_taken(
    county_desk: Desk, qtbot: QtBot, school: Workspace, sent: Path, stick: Path, offer: Offer
) -> None:
    page = show(qtbot, InboxPage(county_desk))
    own = next(stick.glob("JX*.psb"))  # what this county wrote for the school
    with unchanged(county_desk.workspace):
        offer(page, own)
    (refused,) = said(county_desk).errors
    assert isinstance(refused, exchange.BundleRefused)


def test_the_receipt_of_the_chosen_file_is_written_again(
    county_desk: Desk, qtbot: QtBot, sent: Path, tmp_path: Path
) -> None:
    receipt = take(county_desk.workspace, sent).receipt
    assert receipt is not None
    page = show(qtbot, InboxPage(county_desk))
    other = tmp_path / "other-stick"
    other.mkdir()
    chooser(county_desk).answer = other
    press(qtbot, page, "inbox-again")
    settle(qtbot, county_desk)
    assert [path.name for path in other.iterdir()] == [receipt.file_name]


def test_taking_a_file_can_be_asked_for_from_elsewhere(
    county_desk: Desk, qtbot: QtBot, sent: Path
) -> None:
    page = show(qtbot, InboxPage(county_desk))
    chooser(county_desk).answer = sent
    page.enter("take")
    settle(qtbot, county_desk)
    dialog(qtbot, InspectDialog).reject()


def test_the_records_say_what_became_of_each_file(
    county_desk: Desk, qtbot: QtBot, school: Workspace, sent: Path
) -> None:
    take(county_desk.workspace, sent)
    approved(school, 2026, 10)
    page = show(qtbot, InboxPage(county_desk))
    press(qtbot, page, "inbox-history")
    records = dialog(qtbot, ExchangeHistoryDialog)
    model = records.sent.rows_model
    states = {model.index(line, 4).data() for line in range(model.rowCount())}
    assert states == {"还没有写出", "学校已收到"}
    records.reject()
