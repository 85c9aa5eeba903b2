"""Order forms in the preview; each printing is noted in the audit."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from services.order import OrderRow
from ui.core.background import Once, Progress
from ui.core.desk import Desk
from ui.core.preview import PreviewDialog


def preview_orders(desk: Desk, parent: QWidget, once: Once, rows: Sequence[OrderRow]) -> None:
    """A form for each order, to print and sign."""
    keys = [one.id for one in rows]
    name = rows[0].number if len(rows) == 1 else f"{len(rows)}个"

    def draw(_progress: Progress) -> tuple[bytes, list[str]]:
        from services.order import paper  # ReportLab: only who prints waits for it

        with desk.read() as session:
            contents = paper.papers(session, keys)
        return paper.render(contents), list(paper.missing(contents))

    def printed() -> None:
        with desk.workspace.write("audit.print_order") as session:
            session.note("order.print", ids=[str(key) for key in keys])

    def show(drawn: tuple[bytes, list[str]]) -> None:
        pdf, unknown = drawn
        PreviewDialog(
            parent.window(),
            "培训订单",
            pdf,
            f"培训订单-{name}.pdf",
            desk.chooser,
            desk.messages,
            missing=unknown,
            on_printed=printed,
        ).open()

    once.run("排培训订单", draw, show)
