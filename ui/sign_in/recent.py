"""Those just signed in, the latest first, each with a way to take it back."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex

from services.sign_in import ATTENDED, RecentRow, SignInDesk
from ui.core import keys
from ui.core.acts import spoken
from ui.core.desk import Page
from ui.core.table import Column, RowsView
from ui.core.widgets import Card, keycap

RECENT_COLUMNS: tuple[Column[RecentRow], ...] = (
    Column("时间", 110, lambda r: f"{r.recorded_at:%H:%M:%S}"),
    Column("姓名", 120, lambda r: r.name, bold=True),
    Column(
        "同名",
        96,
        lambda r: f"同名 {r.namesakes} 人" if r.namesakes > 1 else "",
        tone=lambda _: "amber",
    ),
    Column("支部", 0, lambda r: r.branch),
    Column(
        "状态",
        90,
        lambda r: "补名" if r.walk_in else r.status.word,
        tone=lambda r: "blue" if r.walk_in else r.status.tone,
    ),
    Column("方式", 80, lambda r: r.method.word),
    Column("", 70, lambda _: "撤销", faint=True),
)


class RecentCard(Card):
    """`undo` gets the row whose 撤销 was clicked; the page's acts that lead elsewhere stand in the
    head."""

    def __init__(self, page: Page, undo: Callable[[RecentRow], object]) -> None:
        super().__init__("刚刚签到", "每笔都已存盘", padded=False)
        self._undo = undo
        for key, name in ((keys.LESSON, "sign-in-lesson"), (keys.FULL_SCREEN, "sign-in-screen")):
            self.head.addWidget(keycap(spoken(key).replace("+", " ")))
            self.head.addWidget(page.button(name, "hint"))
        self.rows: RowsView[RecentRow] = RowsView(RECENT_COLUMNS)
        self.rows.setObjectName("recent")
        self.rows.clicked.connect(self._on_clicked)
        self.body.addWidget(self.rows)

    def show_desk(self, shown: SignInDesk) -> None:
        self.rows.set_rows(shown.recent)
        away = sum(row.status not in ATTENDED for row in shown.recent)
        here = len(shown.recent) - away
        words = f"到课 {here} 笔" + (f"，请假和缺席 {away} 笔" if away else "") + "，都已存盘"
        self.note.setText(words if shown.recent else "还没有人签到")

    def _on_clicked(self, index: QModelIndex) -> None:
        row = self.rows.row_at(index)
        if row is not None and index.column() == len(RECENT_COLUMNS) - 1:
            self._undo(row)
