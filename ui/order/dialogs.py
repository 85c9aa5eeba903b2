"""The form of an order, new or changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QSpinBox, QWidget

from services import order
from services.order import PRIORITY, Asker, Offer, OrderChannel, OrderDraft, OrderRow
from ui.core import theme
from ui.core.forms import FormDialog, choice_field, pick_field, picked, text_field
from ui.core.widgets import label

WHAT_HINT = "选课程、套餐，或直接写一个专题"
WHEN_HINT = "如 2026.12 或 2026-12-05"


@dataclass(frozen=True)
class Choices:
    """Who may order what; `county` is who dispatches."""

    askers: tuple[Asker, ...]
    offers: tuple[Offer, ...]
    county: str


class OrderDialog(FormDialog):
    """`before` is the order to change, None for a new one; `save` gets the draft and a reason."""

    def __init__(
        self,
        parent: QWidget,
        choices: Choices,
        before: OrderRow | None,
        save: Callable[[OrderDraft, str], object],
    ) -> None:
        title = "录入订单" if before is None else f"修改订单 {before.number}"
        look = theme.current()
        super().__init__(
            parent, title, "保存", lambda reason: save(self.draft(), reason), width=look.px(580)
        )
        self.setObjectName("order-dialog")
        self._choices, self._before = choices, before
        shown = before.draft() if before is not None else None
        self.channel = choice_field(
            "order-channel", PRIORITY, shown.channel if shown else OrderChannel.individual
        )
        self.asker = self._asker_field(before)
        self.members = label("", "note")
        self.what = self._what_field(before)
        self.kind = label("", "note")
        self.heads = QSpinBox()
        self.heads.setObjectName("order-heads")
        self.heads.setRange(1, 9_999)
        self.heads.lineEdit().setTextMargins(look.px(8), 0, 0, 0)
        first, last = (shown.wished_from, shown.wished_to) if shown else (None, None)
        self.first = text_field("order-from", str(first or ""), WHEN_HINT, most=20)
        self.last = text_field("order-to", str(last or ""), "空着就是同一天、同月", most=20)
        self.place = text_field(
            "order-place", shown.place if shown else "", "如 村党群服务中心", most=60
        )
        self.contact = text_field("order-contact", shown.contact if shown else "", most=20)
        self.phone = text_field("order-phone", shown.phone if shown else "", most=20)
        self.note = QPlainTextEdit(shown.note if shown else "")
        self.note.setObjectName("order-note")
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(look.px(52))
        self._lay_out(shown.heads if shown else 1)

    def draft(self) -> OrderDraft:
        """What stands in the form. Raises BadInput for days that are none."""
        first, last = order.read_wish(self.first.text(), self.last.text())
        channel, sent = OrderChannel(self.channel.currentData()), self._is_sent()
        asker = None if sent else picked(self.asker)
        offer = self._offer()
        return OrderDraft(
            channel=channel,
            branch_id=asker.id if asker is not None else None,
            heads=self.heads.value(),
            asker=self.asker.currentText() if sent else "",
            course_id=offer.course_id if offer else None,
            package_id=offer.package_id if offer else None,
            topic="" if offer else self.what.currentText(),
            wished_from=first,
            wished_to=last,
            place=self.place.text(),
            contact=self.contact.text(),
            phone=self.phone.text(),
            note=self.note.toPlainText(),
        )

    def _lay_out(self, heads: int) -> None:
        for words, field in (
            ("接单渠道", self.channel),
            ("点单单位", self.asker),
            ("", self.members),
            ("培训内容", self.what),
            ("", self.kind),
            ("人数", self.heads),
            ("期望时间", self.first),
            ("到", self.last),
            ("培训地点", self.place),
            ("联系人", self.contact),
            ("联系电话", self.phone),
            ("备注", self.note),
        ):
            if words:
                self.add_field(words, field, beside=words in ("到", "联系电话"))
            else:
                self._grid.addWidget(field, self._grid.rowCount(), 1, 1, 3)
        self.span(self.channel, self.asker, self.what, self.heads, self.place, self.note)
        self.heads.setValue(heads)
        self.channel.currentIndexChanged.connect(lambda _: self._on_channel())
        self.asker.currentTextChanged.connect(lambda _: self._on_asker())
        self.what.currentTextChanged.connect(lambda _: self._on_what())
        self._on_asker()
        self._on_what()
        self.asker.setFocus()

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
                place = next(
                    (n for n, (_, one) in enumerate(items)
                     if (one.course_id, one.package_id) == known), -1,
                )  # fmt: skip
                if place < 0:
                    field.addItem(f"{before.what}（已停用）", Offer(*known, before.what))
                    place = field.count() - 1
                field.setCurrentIndex(place)
            else:
                field.setEditText(before.topic)
        return field

    def _offer(self) -> Offer | None:
        """Only what was picked whole: part of a title may as well be a topic of one's own."""
        place = self.what.findText(self.what.currentText().strip())
        found: Offer | None = self.what.itemData(place) if place >= 0 else None
        return found

    def _is_sent(self) -> bool:
        return bool(self.channel.currentData() == OrderChannel.dispatched)

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
        if self.contact.text() in known | {""}:
            self.contact.setText(asker.contact)
            self.phone.setText(asker.phone)

    def _on_what(self) -> None:
        text = self.what.currentText().strip()
        self.kind.setText("不在课程菜单上，按自由专题登记。" if text and not self._offer() else "")
        self.kind.setVisible(bool(self.kind.text()))
