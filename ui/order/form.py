"""The form of an order, new or changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QComboBox, QWidget

from services import order
from services.core.fields import Field
from services.order import Asker, OrderChannel, OrderDraft, OrderOffer, OrderRow
from ui.core import theme
from ui.core.draft_form import DraftForm
from ui.core.forms import pick_field, picked, text_field
from ui.core.making import Make
from ui.core.widgets import label

WHAT_HINT = "选课程、套餐，或直接写一个专题"
WHEN_HINT = "如 2026.12 或 2026-12-05"


@dataclass(frozen=True)
class OrderChoices:
    """Who may order what; `county` is who dispatches."""

    askers: tuple[Asker, ...]
    offers: tuple[OrderOffer, ...]
    county: str


class OrderForm(DraftForm[OrderDraft]):
    """`before` is the order to change, None for a new one; `save` gets the draft and a reason.
    `branch` makes one that asks for the first time."""

    def __init__(
        self,
        parent: QWidget,
        choices: OrderChoices,
        before: OrderRow | None,
        save: Callable[[OrderDraft, str], object],
        branch: Make,
    ) -> None:
        self._choices, self._before = choices, before
        super().__init__(
            parent,
            "order",
            "录入订单" if before is None else f"修改订单 {before.number}",
            OrderDraft,
            save,
            start=before.draft() if before else {"channel": OrderChannel.individual, "heads": 1},
            beside=("phone",),
            width=theme.current().px(580),
        )
        self["channel"].currentIndexChanged.connect(lambda _: self._on_channel())
        self.asker.currentTextChanged.connect(lambda _: self._on_asker())
        self.what.currentTextChanged.connect(lambda _: self._on_what())
        self.let_make(self.asker, branch, value=_new_asker, free=self._is_sent)
        self._on_asker()
        self._on_what()
        self.asker.setFocus()

    def place(self, field: Field, *, beside: bool) -> None:
        """Who asks for what stands after the channel, when after the people."""
        super().place(field, beside=beside)
        if field.name == "channel":
            self._place_wish()
        elif field.name == "heads":
            self._place_days()

    def special(self) -> dict[str, Any]:
        """Raises BadInput for days that are none."""
        first, last = order.read_wish(self.first.text(), self.last.text())
        sent = self._is_sent()
        asker = None if sent else picked(self.asker)
        offer = self._offer()
        return {
            "branch_id": asker.id if asker is not None else None,
            "asker": self.asker.currentText() if sent else "",
            "course_id": offer.course_id if offer else None,
            "package_id": offer.package_id if offer else None,
            "topic": "" if offer else self.what.currentText(),
            "wished_from": first,
            "wished_to": last,
        }

    def _place_wish(self) -> None:
        self.asker, self.members = self._asker_field(self._before), label("", "note")
        self.what, self.kind = self._what_field(self._before), label("", "note")
        for words, field, said in (
            ("点单单位", self.asker, self.members),
            ("培训内容", self.what, self.kind),
        ):
            self.add_field(words, field)
            self.span(field)
            self._grid.addWidget(said, self._grid.rowCount(), 1, 1, 3)

    def _place_days(self) -> None:
        before = self._before
        first, last = (before.wished_from, before.wished_to) if before else (None, None)
        self.first = text_field("order-from", str(first or ""), WHEN_HINT, most=20)
        self.last = text_field("order-to", str(last or ""), "空着就是同一天、同月", most=20)
        self.add_field("期望时间", self.first)
        self.add_field("到", self.last, beside=True)

    def _asker_field(self, before: OrderRow | None) -> QComboBox:
        items = [(one.name, one) for one in self._choices.askers]
        field = pick_field("order-asker", items, "党支部，打几个字就能找")
        if before is not None:
            names = [one.id for one in self._choices.askers]
            if before.branch_id is not None and before.branch_id not in names:
                field.addItem(before.asker, Asker(before.branch_id, before.asker, 0, "", ""))
            field.setCurrentText(before.asker)
        return field

    def _what_field(self, before: OrderRow | None) -> QComboBox:
        items: Sequence[tuple[str, Any]] = [(one.words, one) for one in self._choices.offers]
        field = pick_field("order-what", items, WHAT_HINT)
        field.setCurrentIndex(-1)
        if before is not None:
            known = (before.course_id, before.package_id)
            if known != (None, None):
                offered = [(one.course_id, one.package_id) for _, one in items]
                place = offered.index(known) if known in offered else -1
                if place < 0:
                    field.addItem(f"{before.what}（已停用）", OrderOffer(*known, before.what))
                    place = field.count() - 1
                field.setCurrentIndex(place)
            else:
                field.setEditText(before.topic)
        return field

    def _offer(self) -> OrderOffer | None:
        """Only what was picked whole: part of a title may as well be a topic of one's own."""
        place = self.what.findText(self.what.currentText().strip())
        found: OrderOffer | None = self.what.itemData(place) if place >= 0 else None
        return found

    def _is_sent(self) -> bool:
        return bool(self["channel"].currentData() == OrderChannel.dispatched)

    def _on_channel(self) -> None:
        sent, text = self._is_sent(), self.asker.currentText().strip()
        if sent and (not text or picked(self.asker) is not None):
            self.asker.setEditText(self._choices.county)
        elif not sent and text == self._choices.county:
            self.asker.setEditText("")
        self._on_asker()

    def _on_asker(self) -> None:
        """How many members the branch has, and whom to call where nobody is named yet."""
        asker = picked(self.asker)
        if self._is_sent() or asker is None:
            self.members.setText("派单单位的全称。" if self._is_sent() else "")
        else:
            self.members.setText(f"{asker.name}，在册党员 {asker.members} 人")
            if self._before is None:
                self._suggest(asker)
        self.members.setVisible(bool(self.members.text()))

    def _suggest(self, asker: Asker) -> None:
        known = {one.contact for one in self._choices.askers}
        if self["contact"].text() in known | {""}:
            self["contact"].setText(asker.contact)
            self["phone"].setText(asker.phone)

    def _on_what(self) -> None:
        text = self.what.currentText().strip()
        self.kind.setText("不在课程菜单上，按自由专题登记。" if text and not self._offer() else "")
        self.kind.setVisible(bool(self.kind.text()))


def _new_asker(key: UUID, name: str) -> Asker:
    """A branch that was made from here has nobody yet."""
    return Asker(key, name, 0, "", "")
