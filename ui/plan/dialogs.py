"""An item by hand: every column of the plan; who approves it; and its name.

The two forms of one line each are no drafts: what they ask for is an argument of a verb.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from services.core.fields import Field
from services.plan import Audience, ItemDraft, months_of, paper_words
from services.plan.rules import TITLE
from ui.core import theme
from ui.core.draft_form import DraftForm
from ui.core.forms import FormDialog, text_field
from ui.core.widgets import button, label

BESIDE = ("audience_words", "times", "hours", "place", "budget")
"""Short fields stand two in a row: the form must fit the smallest screen."""


class ItemForm(DraftForm[ItemDraft]):
    """`shown` is what to change, None for a new one. `count` says how many members a rule fits
    now; `save` gets the draft and a reason, and raises what is wrong."""

    def __init__(
        self,
        parent: QWidget,
        shown: ItemDraft | None,
        places: Sequence[str],
        count: Callable[[Audience], int],
        save: Callable[[ItemDraft, str], object],
    ) -> None:
        self._count = count
        start = ItemDraft("", Audience.everyone) if shown is None else _without_usual(shown)
        super().__init__(
            parent,
            "plan",
            "新增班次" if shown is None else "修改班次",
            ItemDraft,
            save,
            start=start,
            offers={"place": [(one, one) for one in places]},
            beside=BESIDE,
            width=theme.current().px(640),
        )
        self["audience"].currentIndexChanged.connect(lambda _: self._on_audience())
        self["times"].textChanged.connect(lambda _: self._on_times())
        self._on_audience()
        self._on_times()

    def place(self, field: Field, *, beside: bool) -> None:
        """Under the heads how many there are now, under the time how it is read."""
        super().place(field, beside=beside)
        if field.name == "times":
            self.count_button = button("", self._take_count, "link", name="plan-count")
            self.reads = label("", "note")
            self.reads.setObjectName("plan-reads")
            under = self._grid.rowCount()
            self._grid.addWidget(self.count_button, under, 1, Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(self.reads, under, 3)

    def _on_audience(self) -> None:
        audience = Audience(self["audience"].currentData())
        usual = paper_words(audience)
        hint = f"不填就写“{usual}”" if usual else "例如：党务工作者"
        self["audience_words"].setPlaceholderText(hint)
        self.count_button.setVisible(bool(usual))
        self._fitting = self._count(audience) if usual else 0
        self.count_button.setText(f"填入现有 {self._fitting} 人")

    def _on_times(self) -> None:
        months = months_of(self["times"].text())
        words = ""
        if months:
            first, last = months
            words = f"读作 {first} 月" if first == last else f"读作 {first} 月到 {last} 月"
        elif self["times"].text().strip():
            words = "没有写明月份，不按月提醒"
        self.reads.setText(words)

    def _take_count(self) -> None:
        self["heads"].setValue(self._fitting)


def _without_usual(shown: ItemDraft) -> ItemDraft:
    """Words that are the rule's own follow the rule, so that the form leaves them empty."""
    usual = paper_words(shown.audience)
    return replace(shown, audience_words="") if shown.audience_words == usual else shown


class PlanApproveDialog(FormDialog):
    """Who approved the plan. `save` raises what is wrong."""

    def __init__(self, parent: QWidget, words: str, save: Callable[[str], object]) -> None:
        super().__init__(parent, "批准计划", "批准", lambda _reason: save(self.by.text()))
        self.setObjectName("plan-approve-dialog")
        self.by = text_field("plan-by", hint="例如：中共仲山镇委员会，或批准人姓名", most=40)
        self.add_field("批准人", self.by)
        note = f"{words}批准后计划不能再改；要改时重新打开并写明原因。"
        self.extra.addWidget(label(note, "note", wrap=True))
        self.by.setFocus()


class NameDialog(FormDialog):
    """What the plan is called on paper."""

    def __init__(self, parent: QWidget, title: str, save: Callable[[str], object]) -> None:
        super().__init__(parent, "计划名称", "保存", lambda _reason: save(self.name.text()))
        self.setObjectName("plan-name-dialog")
        self.name = text_field("plan-name", title, most=TITLE)
        self.add_field("名称", self.name)
        self.name.selectAll()
        self.name.setFocus()
