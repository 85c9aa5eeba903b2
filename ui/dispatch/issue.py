"""Writing what was dispatched to a stick, one file for each school; and the strip that says so."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from services import exchange
from services.exchange import PeerRow
from ui.core.background import Progress
from ui.core.desk import Desk
from ui.core.widgets import ElidedLabel, row
from ui.core.work import run_shown
from ui.exchange.files import choose_stick

MOST_NAMES = 4


class IssueStrip(QFrame):
    """Which schools have not been told yet, and the button that writes their files."""

    def __init__(self, write: QPushButton) -> None:
        super().__init__()
        self.setProperty("role", "card-amber")
        self.words = ElidedLabel("", "said-amber")
        inside = row(gap=12)
        inside.setContentsMargins(16, 8, 12, 8)
        inside.addWidget(self.words, 1)
        inside.addWidget(write)
        self.setLayout(inside)
        self.hide()

    def show_schools(self, schools: Sequence[PeerRow]) -> None:
        names = "、".join(one.name for one in schools[:MOST_NAMES])
        names += f"等 {len(schools)} 所" if len(schools) > MOST_NAMES else ""
        self.words.set_whole(f"{len(schools)} 所学校的派单还没有下发：{names}。")
        self.setVisible(bool(schools))


def write_issues(desk: Desk, parent: QWidget) -> None:
    """A file for each school that has not been told, all to one stick."""
    with desk.read() as session:
        schools = exchange.schools_to_tell(session)
    if not schools:
        desk.messages.done("派单都已下发，没有要写的。")
        return
    folder = choose_stick(desk, parent)
    if folder is None:
        return
    workspace = desk.workspace

    def work(progress: Progress) -> int:
        for number, school in enumerate(schools):
            progress.report(number, len(schools), school.name)
            with workspace.write("exchange.make_issue") as session:
                made = exchange.make_issue(session, school.workspace)
            exchange.write_out(workspace, made.id, folder, lambda _p, _w: None)
        return len(schools)

    run_shown(
        desk,
        parent,
        "写下发包",
        work,
        lambda count: desk.messages.done(f"{count} 所学校的下发包已写出，请交给学校导入。"),
    )
