"""Taking a member or a guest in by hand, and changing one."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from services.member import MOST_NOTE, PARTY_KINDS, MemberDetail, MemberDraft, MemberKind, Role
from ui.core.forms import FormDialog, choice_field, text_field
from ui.core.widgets import label, row
from ui.member.leave import branch_field

SEXES = ("", "男", "女")
KEPT = "（不改请留空）"
DATE_HINT = "如 2001.07"


class MemberDialog(FormDialog):
    """`shown` is whom to change, None for somebody new. Numbers that are stored are never
    put into the fields: an empty field keeps them. `save` raises what is wrong.

    `count_namesakes` says how many have a name already. Posts change in the record (学员档案).
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
        super().__init__(parent, title, "保存", lambda _reason: save(self.draft()), width=560)
        self.setObjectName("member-dialog")
        self._count_namesakes = count_namesakes
        self._own_name = shown.name if shown else ""
        self._shown = shown
        self.name = text_field("member-new-name", self._own_name, most=30)
        self.branch = branch_field(
            "member-new-branch", branches, shown.branch_name if shown else ""
        )
        self.sex = QComboBox()
        self.sex.setObjectName("member-new-sex")
        for word in SEXES:
            self.sex.addItem(word or "按身份证号", word)
        self.sex.setCurrentIndex(SEXES.index(shown.sex) if shown and shown.sex in SEXES else 0)
        self.identity = text_field("member-new-identity", hint=_identity_hint(shown), most=24)
        self.phone = text_field("member-new-phone", hint=_phone_hint(shown), most=24)
        kind = shown.kind if shown and shown.kind in PARTY_KINDS else None
        self.kind = choice_field("member-new-kind", PARTY_KINDS, kind)
        self.role = choice_field("member-new-role", Role)
        self.post = text_field("member-new-post", "", "例如：党支部书记；可不填", most=30)
        self.nation = self._text("nation", 20)
        self.education = self._text("education", 20)
        self.occupation = self._text("occupation", 40)
        self.born = self._text("born", 20, "如 1968.05；有身份证号时按号码")
        self.joined = self._text("joined", 20, DATE_HINT)
        self.became_full = self._text("became_full", 20, DATE_HINT)
        self.floating = QCheckBox("流动党员")
        self.floating.setObjectName("member-new-floating")
        self.floating.setChecked(bool(shown and shown.floating))
        self.note = text_field(
            "member-new-note", shown.note if shown else "", "可不填", most=MOST_NOTE
        )
        self.namesakes = label("", "note")
        self.namesakes.setObjectName("member-new-namesakes")
        self._lay_out()
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
            kind=MemberKind(self.kind.currentData()),
            role=Role(self.role.currentData()) if self._shown is None else Role.member,
            post=self.post.text(),
            note=self.note.text(),
            nation=self.nation.text(),
            education=self.education.text(),
            occupation=self.occupation.text(),
            born=self.born.text(),
            joined=self.joined.text(),
            became_full=self.became_full.text(),
            floating=self.floating.isChecked(),
        )

    def _text(self, field: str, most: int, hint: str = "可不填") -> QLineEdit:
        value = getattr(self._shown, field) if self._shown else ""
        return text_field(f"member-new-{field}", value, hint, most=most)

    def _lay_out(self) -> None:
        """Short fields stand two in a row: the form must fit the smallest screen."""
        self.add_field("姓名", self.name)
        self.add_field("党支部", self.branch)
        self.add_field("身份证号", self.identity)
        self.add_field("手机", self.phone)
        self._pair("性别", self.sex, "民族", self.nation)
        self._pair("类别", self.kind, "学历", self.education)
        if self._shown is None:
            self._pair("党内身份", self.role, "职务", self.post)
        self._pair("入党日期", self.joined, "转正日期", self.became_full)
        self._pair("出生日期", self.born, "岗位", self.occupation)
        self._pair("备注", self.note, "", self.floating)

    def _pair(self, words: str, first: QWidget, more: str, second: QWidget) -> None:
        both = QWidget()
        inside = row(gap=12)
        inside.addWidget(first, 1)
        if more:
            inside.addWidget(label(more, "subtitle"))
        inside.addWidget(second, 1 if more else 0)
        both.setLayout(inside)
        self.add_field(words, both)
        first.setAccessibleName(words)
        if more:
            second.setAccessibleName(more)
        both.setFocusProxy(first)

    def _on_name(self, name: str) -> None:
        name = name.strip()
        others = self._count_namesakes(name) if name and name != self._own_name else 0
        self.namesakes.setText(
            f"已有 {others} 名学员叫这个名字；保存后按不同的人分别记学时。" if others else ""
        )
        self.namesakes.setVisible(bool(others))


class GuestDialog(FormDialog):
    """Somebody of another unit, who is signed in but has no target. `save` raises what is wrong."""

    def __init__(
        self,
        parent: QWidget,
        units: Sequence[str],
        shown: MemberDetail | None,
        save: Callable[[MemberDraft], object],
        *,
        words: str = "保存",
    ) -> None:
        title = "修改外单位人员" if shown else "登记外单位人员"
        super().__init__(parent, title, words, lambda _reason: save(self.draft()))
        self.setObjectName("guest-dialog")
        self.name = text_field("guest-name", shown.name if shown else "", most=30)
        self.unit = branch_field("guest-unit", units, shown.branch_name if shown else "")
        self.phone = text_field("guest-phone", hint=_phone_hint(shown), most=24)
        self.note = text_field("guest-note", shown.note if shown else "", "可不填", most=MOST_NOTE)
        self.add_field("姓名", self.name)
        self.add_field("单位", self.unit)
        self.add_field("手机", self.phone)
        self.add_field("备注", self.note)
        self.extra.addWidget(
            label(
                "可以签到，不设年度目标，不计入党员人数。查明是本校党员时，用“合并”认定。",
                "note",
                wrap=True,
            )
        )
        self.name.setFocus()

    def draft(self) -> MemberDraft:
        return MemberDraft(
            name=self.name.text(),
            branch=self.unit.currentText(),
            phone=self.phone.text(),
            kind=MemberKind.guest,
            note=self.note.text(),
        )


def _identity_hint(shown: MemberDetail | None) -> str:
    if shown is not None and shown.identity_masked:
        return f"{shown.identity_masked}{KEPT}"
    return "18 位，可不填"


def _phone_hint(shown: MemberDetail | None) -> str:
    return f"{shown.phone_masked}{KEPT}" if shown and shown.phone_masked else "可不填"
