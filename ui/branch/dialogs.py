"""A new branch, and changing one: name, who stands above it, whom to call."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtWidgets import QComboBox, QWidget

from services.branch import BranchDraft, BranchNode
from ui.core.forms import FormDialog, choose, text_field

NONE_ABOVE = "没有上级"


class BranchDialog(FormDialog):
    """`shown` is what to change, None for a new one. `save` raises what is wrong."""

    def __init__(
        self,
        parent: QWidget,
        nodes: Sequence[BranchNode],
        shown: BranchNode | None,
        save: Callable[[BranchDraft], object],
        above: UUID | None = None,
    ) -> None:
        title = "修改党支部" if shown else "新增党支部"
        super().__init__(parent, title, "保存", lambda _reason: save(self.draft()))
        self.setObjectName("branch-dialog")
        hint = "登记的全称，例如：中共仲山镇石桥村支部委员会"
        self.name = text_field("branch-name", shown.name if shown else "", hint, most=60)
        self.parent_field = QComboBox()
        self.parent_field.setObjectName("branch-parent")
        self.parent_field.addItem(NONE_ABOVE, None)
        for node in nodes:
            if not node.retired and (shown is None or node.id != shown.id):
                self.parent_field.addItem("　" * node.depth + node.short_name, node.id)
        wanted = shown.parent_id if shown else above
        choose(self.parent_field, wanted)
        self.contact = text_field(
            "branch-contact", shown.contact if shown else "", "可不填", most=20
        )
        self.phone = text_field("branch-phone", shown.phone if shown else "", "可不填", most=24)
        self.add_field("名称", self.name)
        self.add_field("上级党组织", self.parent_field)
        self.add_field("联系人", self.contact)
        self.add_field("联系电话", self.phone)
        self.name.setFocus()

    def draft(self) -> BranchDraft:
        return BranchDraft(
            self.name.text(),
            self.parent_field.currentData(),
            self.contact.text(),
            self.phone.text(),
        )
