"""A year without a plan: three ways to begin one, the likeliest first."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from ui.core import theme
from ui.core.widgets import Card, button, column, label, row


class StartCard(Card):
    """`last` takes over the year before, `sheet` a spreadsheet, `hand` begins with an item."""

    def __init__(
        self,
        *,
        last: Callable[[], object],
        sheet: Callable[[], object],
        hand: Callable[[], object],
    ) -> None:
        super().__init__(padded=False)
        self.heading_words = label("", "heading")
        self.note = label("", "note", wrap=True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.last = button("", last, name="plan-from-last-year")
        self.sheet = button("导入 Excel", sheet, name="plan-start-import")
        self.hand = button("新增班次", hand, name="plan-start-hand")
        choices = row(None, self.last, self.sheet, self.hand, None, gap=10)
        inside = column(None, self.heading_words, self.note, 6, choices, None, gap=8)
        inside.setAlignment(self.heading_words, Qt.AlignmentFlag.AlignHCenter)
        inside.setContentsMargins(40, 20, 40, 20)
        self.body.addLayout(inside)

    def show_year(self, year: int, *, earlier: bool) -> None:
        """`earlier`: there is a plan of the year before to go on from."""
        self.heading_words.setText(f"{year} 年还没有轮训计划")
        self.note.setText(
            "轮训计划写明一年里谁、什么时候、学什么。"
            + ("沿用上年最快：名称里的年份顺延，人数按现有名册重算。" if earlier else "")
            + "也可以导入 Excel 表，或一个一个新增。"
        )
        self.last.setText(f"沿用 {year - 1} 年的计划")
        self.last.setVisible(earlier)
        theme.set_role(self.last, "primary" if earlier else "")
        theme.set_role(self.sheet, "")
        theme.set_role(self.hand, "" if earlier else "primary")
