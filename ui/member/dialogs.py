"""Taking a member in by hand, and changing one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from services.member import KIND_LABELS, ROLE_LABELS, MemberDetail, MemberDraft
from ui.core.forms import FormDialog, choice_field, text_field
from ui.core.widgets import label

SEXES = ("", "男", "女")
KEPT = "（不改请留空）"


class MemberDialog(FormDialog):
    """`shown` is whom to change, None for somebody new. Numbers that are stored are never
    put into the fields: an empty field keeps them. `save` raises what is wrong.

    `count_namesakes` says how many have a name already.
    """

    def __init__(
        self,
        parent: QWidget,
        branches: Sequence[str],
        shown: MemberDetail | None,
        count_namesakes: Callable[[str], int],
        save: Callable[[MemberDraft], object],
    ) -> None:
        title = "修改学员" if shown else "新增学员"
        super().__init__(parent, title, "保存", lambda _reason: save(self.draft()))
        self.setObjectName("member-dialog")
        self._count_namesakes = count_namesakes
        self._own_name = shown.name if shown else ""
        self.name = text_field("member-new-name", self._own_name, most=30)
        self.branch = QComboBox()
        self.branch.setObjectName("member-new-branch")
        self.branch.setEditable(True)
        self.branch.addItems(list(branches))
        self.branch.setCurrentText(shown.branch_name if shown else "")
        field = self.branch.lineEdit()
        if field is not None:
            field.setPlaceholderText("选一个，或写新的党支部")
        completer = self.branch.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.sex = QComboBox()
        self.sex.setObjectName("member-new-sex")
        for word in SEXES:
            self.sex.addItem(word or "按身份证号", word)
        self.sex.setCurrentIndex(SEXES.index(shown.sex) if shown and shown.sex in SEXES else 0)
        self.identity = text_field("member-new-identity", hint=self._identity_hint(shown), most=24)
        masked = shown.phone_masked if shown else ""
        self.phone = text_field(
            "member-new-phone", hint=f"{masked}{KEPT}" if masked else "可不填", most=24
        )
        self.kind = choice_field("member-new-kind", KIND_LABELS, shown.kind if shown else None)
        self.role = choice_field("member-new-role", ROLE_LABELS, shown.role if shown else None)
        self.post = text_field(
            "member-new-post", shown.post if shown else "", "例如：党支部书记；可不填", most=30
        )
        self.note = text_field("member-new-note", shown.note if shown else "", "可不填", most=200)
        self.namesakes = label("", "note")
        self.namesakes.setObjectName("member-new-namesakes")
        for words, made in (
            ("姓名", self.name),
            ("党支部", self.branch),
            ("身份证号", self.identity),
            ("性别", self.sex),
            ("手机", self.phone),
            ("类别", self.kind),
            ("党内身份", self.role),
            ("职务", self.post),
            ("备注", self.note),
        ):
            self.add_field(words, made)
        self.extra.addWidget(self.namesakes)
        self.name.textChanged.connect(self._on_name)
        self._on_name(self.name.text())
        self.name.setFocus()

    def draft(self) -> MemberDraft:
        return MemberDraft(
            name=self.name.text(),
            branch=self.branch.currentText(),
            sex=self.sex.currentData(),
            identity_number=self.identity.text(),
            phone=self.phone.text(),
            kind=self.kind.currentData(),
            role=self.role.currentData(),
            post=self.post.text(),
            note=self.note.text(),
        )

    @staticmethod
    def _identity_hint(shown: MemberDetail | None) -> str:
        if shown is not None and shown.identity_masked:
            return f"{shown.identity_masked}{KEPT}"
        return "18 位，可不填"

    def _on_name(self, name: str) -> None:
        name = name.strip()
        others = self._count_namesakes(name) if name and name != self._own_name else 0
        self.namesakes.setText(
            f"已有 {others} 名学员叫这个名字；保存后按不同的人分别记学时。" if others else ""
        )
        self.namesakes.setVisible(bool(others))
