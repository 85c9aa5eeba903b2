"""Leaving (转出、去世) and moving to another branch (调支部、转回)."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from services.core.fields import Field
from services.member import DeathDraft, MemberDetail, TransferInDraft, TransferOutDraft
from ui.core.draft_form import DraftForm
from ui.core.field_widgets import Offer
from ui.core.widgets import label


class LeaveDialog(DraftForm[Any]):
    """`way`: transferred or died. `save` gets the day and where to, and raises what is wrong."""

    def __init__(
        self,
        parent: QWidget,
        shown: MemberDetail,
        way: str,
        today: date,
        save: Callable[[date, str], object],
    ) -> None:
        def take(draft: TransferOutDraft | DeathDraft, _reason: str) -> None:
            save(draft.on, draft.to if isinstance(draft, TransferOutDraft) else "")

        died = way == "died"
        super().__init__(
            parent,
            "member-leave",
            f"登记去世：{shown.name}" if died else f"转出：{shown.name}",
            DeathDraft if died else TransferOutDraft,
            take,
            start={"on": today},
            save_words="登记去世" if died else "转出",
        )
        self.extra.addWidget(
            label("签到、学时和职务都保留；以后在“已离开”里能看到，也可以撤销。", "note", wrap=True)
        )


class TransferDialog(DraftForm[TransferInDraft]):
    """Into which branch and when. `save` raises what is wrong."""

    def __init__(
        self,
        parent: QWidget,
        branches: Sequence[Offer],
        shown: MemberDetail,
        today: date,
        save: Callable[[str, date], object],
    ) -> None:
        self._present = shown.branch_name
        super().__init__(
            parent,
            "member-transfer",
            f"转回：{shown.name}" if shown.retired else f"调支部：{shown.name}",
            TransferInDraft,
            lambda draft, _reason: save(draft.branch, draft.on),
            start={"on": today},
            save_words="转入",
            offers={"branch": branches},
        )
        self.extra.addWidget(
            label("还是同一条记录，学时和签到照旧；在原支部的职务到这一天为止。", "note", wrap=True)
        )

    def place(self, field: Field, *, beside: bool) -> None:
        """The present branch stands over the new one."""
        if field.name == "branch":
            self.add_field("现在的支部", label(self._present, wrap=True))
        super().place(field, beside=beside)
