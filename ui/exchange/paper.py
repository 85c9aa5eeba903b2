"""The key card and the handover slip in the preview."""

from PySide6.QtWidgets import QWidget

from services import exchange
from services.exchange import SentRow, handover_slip, key_card
from services.exchange.handover_slip import HandoverSlip
from services.report import MonthReport
from ui.core.background import Progress
from ui.core.desk import Desk
from ui.core.preview import PreviewDialog

Drawn = tuple[bytes, list[str]]


def preview_card(desk: Desk, parent: QWidget) -> None:
    """Draw this workspace's key card in the background and show it."""

    def draw(_progress: Progress) -> Drawn:
        with desk.read() as session:
            card = exchange.own_card(session)
        return key_card.render(card), list(key_card.missing(card))

    desk.background.run(
        "排公钥卡",
        draw,
        lambda drawn: _show(desk, parent, "公钥卡", drawn, "公钥卡.pdf", "exchange.print_card"),
        desk.messages.error,
    )


def preview_slip(
    desk: Desk, parent: QWidget, school: str, sent: SentRow, report: MonthReport
) -> None:
    """Draw the handover slip of a bundle that was written, and show it."""
    if sent.written_at is None:
        return
    slip = HandoverSlip(
        school=school,
        county=sent.recipient_name,
        period=sent.period,
        sequence=sent.sequence,
        file_name=sent.file_name,
        size=sent.size,
        check_code=sent.check_code,
        written_at=desk.workspace.clock.local(sent.written_at),
        approved_by=sent.approved_by,
        lines=tuple((line.label, line.this) for line in report.rows),
    )

    def draw(_progress: Progress) -> Drawn:
        return handover_slip.render(slip), list(handover_slip.missing(slip))

    name = f"移交清单-{sent.period}-{sent.sequence:06d}.pdf"
    desk.background.run(
        "排移交清单",
        draw,
        lambda drawn: _show(desk, parent, "移交清单", drawn, name, "exchange.print_slip"),
        desk.messages.error,
    )


def _show(desk: Desk, parent: QWidget, title: str, drawn: Drawn, name: str, verb: str) -> None:
    def note() -> None:
        with desk.workspace.write(verb) as session:
            session.note(verb)

    pdf, missing = drawn
    PreviewDialog(
        parent.window(),
        title,
        pdf,
        name,
        desk.chooser,
        desk.messages,
        missing=missing,
        on_printed=note,
    ).open()
