"""The school's exchange page: first contact with the county, and what the page shows."""

import itertools
from pathlib import Path
from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from services import exchange
from services.core.workspace import Workspace
from services.exchange import BundleKind
from tests.helpers.exchange import meet, outbox, send, trust, written
from tests.helpers.pages import button_of, chooser, dialog, press, said, settle, show, travels
from tests.helpers.pictures import keep
from ui.core.background import Progress
from ui.core.desk import Desk
from ui.core.preview import PreviewDialog
from ui.core.work import WorkDialog, run_shown
from ui.exchange.dialogs import ExchangeHistoryDialog
from ui.exchange.page import ExchangePage
from ui.exchange.trust import TrustDialog


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


def test_first_contact_writes_the_enrol_file_and_shows_the_key_card(
    desk: Desk, qtbot: QtBot, stick: Path
) -> None:
    page = show(qtbot, ExchangePage(desk))
    assert button_of(page, "exchange-next").text() == "生成登记文件…"
    assert page.bar.accessibleName().startswith("当前：核对")
    chooser(desk).answer = stick
    press(qtbot, page, "exchange-next")
    settle(qtbot, desk)
    assert [path.name for path in stick.iterdir()] == [outbox(desk.workspace)[0].file_name]
    card = dialog(qtbot, PreviewDialog)
    assert card.document.pages == 1
    keep(card, "exchange-key-card")
    card.reject()
    assert button_of(page, "exchange-next").text() == "导入县级公钥…"
    assert "公钥未核" in page.bundle.trusted.text()
    assert "加密" not in page.bundle.protection.text()  # the county's key is not known yet
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
    assert button_of(page, "exchange-next").text() == "提交负责人签发"
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


def test_keys_turn_the_month_and_never_past_today(desk: Desk, qtbot: QtBot, met: Workspace) -> None:
    page = show(qtbot, ExchangePage(desk))
    assert "2026 年 11 月" in page.report_card.heading.text()
    assert not button_of(page, "exchange-later").isEnabled()
    qtbot.keyClick(page, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "2026 年 10 月" in page.report_card.heading.text())
    qtbot.mouseClick(button_of(page, "exchange-later"), Qt.MouseButton.LeftButton)
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
    assert button_of(page, "exchange-next").text() == "导入回执…"


def test_the_records_list_both_ways_and_write_a_file_again(
    desk: Desk, qtbot: QtBot, met: Workspace, stick: Path, tmp_path: Path
) -> None:
    path = send(desk.workspace, stick)
    page = show(qtbot, ExchangePage(desk))
    press(qtbot, page, "exchange-history")
    records = dialog(qtbot, ExchangeHistoryDialog)
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
