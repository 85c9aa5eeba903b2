"""Leaving (转出、去世) and moving to another branch (调支部、转回)."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import cast

from PySide6.QtWidgets import QComboBox, QWidget

from services.core.fields import field_of
from services.member import MemberDetail, MemberFacts
from ui.core.field_widgets import Offer, widget_for
from ui.core.forms import FormDialog, date_field, date_of, text_field
from ui.core.widgets import label

BRANCH = field_of(MemberFacts, "branch")


class LeaveDialog(FormDialog):
    """`way`: transferred or died. `save` gets the day and where to, and raises what is wrong."""

    def __init__(
        self,
        parent: QWidget,
        shown: MemberDetail,
        way: str,
        today: date,
        save: Callable[[date, str], object],
    ) -> None:
        died = way == "died"
        title = f"登记去世：{shown.name}" if died else f"转出：{shown.name}"
        super().__init__(
            parent,
            title,
            "登记去世" if died else "转出",
            lambda _reason: save(date_of(self.day), self.to.text()),
        )
        self.setObjectName("member-leave")
        self.day = date_field("member-leave-day", today)
        self.to = text_field("member-leave-to", hint="转往哪个党组织，按介绍信写", most=60)
        if not died:
            self.add_field("转往何处", self.to)
        self.add_field("去世日期" if died else "转出日期", self.day)
        self.extra.addWidget(
            label("签到、学时和职务都保留；以后在“已离开”里能看到，也可以撤销。", "note", wrap=True)
        )
        (self.day if died else self.to).setFocus()


class TransferDialog(FormDialog):
    """Into which branch and when. `save` raises what is wrong."""

    def __init__(
        self,
        parent: QWidget,
        branches: Sequence[Offer],
        shown: MemberDetail,
        today: date,
        save: Callable[[str, date], object],
    ) -> None:
        title = f"转回：{shown.name}" if shown.retired else f"调支部：{shown.name}"
        super().__init__(
            parent,
            title,
            "转入",
            lambda _reason: save(self.branch.currentText(), date_of(self.day)),
        )
        self.setObjectName("member-transfer")
        self.branch = cast("QComboBox", widget_for(BRANCH, "member-transfer-branch", "", branches))
        self.day = date_field("member-transfer-day", today)
        self.add_field("现在的支部", label(shown.branch_name, wrap=True))
        self.add_field("转入支部", self.branch)
        self.add_field("转入日期", self.day)
        self.extra.addWidget(
            label("还是同一条记录，学时和签到照旧；在原支部的职务到这一天为止。", "note", wrap=True)
        )
        self.branch.setFocus()
