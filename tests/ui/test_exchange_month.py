"""A month on the exchange page: approved, written, answered, with a real county."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from services import exchange
from services.core.workspace import Workspace
from services.exchange import BundleKind, BundleState
from tests.helpers.exchange import approved, outbox, send, silent, take, written
from tests.helpers.pages import button_of, chooser, dialog, press, said, settle, show
from tests.helpers.pdf import pages
from tests.helpers.pictures import keep
from ui.core.desk import Desk
from ui.core.preview import PreviewDialog
from ui.exchange.dialogs import BundleApproveDialog
from ui.exchange.page import ExchangePage


def snapshot_state(school: Workspace) -> BundleState:
    return next(row.state for row in outbox(school) if row.kind is BundleKind.snapshot)


def test_a_month_from_review_to_receipt(
    desk: Desk, qtbot: QtBot, met: Workspace, stick: Path
) -> None:
    page = show(qtbot, ExchangePage(desk))
    assert page.bar.accessibleName().startswith("当前：审阅")
    assert len(page.report.rows_model.rows) >= 8
    keep(page, "exchange-review")

    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    form = dialog(qtbot, BundleApproveDialog)
    assert page.bar.accessibleName().startswith("当前：签发")
    press(qtbot, form, "form-save")
    assert form.error.text() == "请填写签发的负责人姓名。"
    form.name.insert("王明远")  # as an input method does
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert snapshot_state(desk.workspace) is BundleState.approved
    assert page.bar.accessibleName().startswith("当前：写入 U 盘")
    assert not button_of(page, "exchange-slip").isEnabled()

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
    assert not button_of(page, "exchange-next").isVisible()
    keep(page, "exchange-delivered")


def test_the_slip_is_printed_once_the_file_is_on_the_stick(
    desk: Desk, qtbot: QtBot, met: Workspace, stick: Path
) -> None:
    send(desk.workspace, stick)
    page = show(qtbot, ExchangePage(desk))
    press(qtbot, page, "exchange-slip")
    settle(qtbot, desk)
    slip = dialog(qtbot, PreviewDialog)
    assert slip.document.pages == 1
    text = pages(slip.pdf)[0]
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
    assert button_of(page, "exchange-next").text() == "提交负责人签发"


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
    assert button_of(page, "exchange-next").text() == "更正后重新签发"
    keep(page, "exchange-held")
    press(qtbot, page, "exchange-next")
    form = dialog(qtbot, BundleApproveDialog)
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
    press(qtbot, dialog(qtbot, BundleApproveDialog), "form-save")
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
    assert button_of(page, "exchange-next").text() == "写入 U 盘…"


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
