"""The steps of the first-run guide: each collects one thing and says what is wrong with it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLineEdit, QRadioButton, QWidget

from services.core.errors import BadInput
from services.core.workspace import Profile, WorkspaceKind, check_password, check_profile
from ui.core.forms import text_field
from ui.core.widgets import button, column, label, row


class SetupStep(QWidget):
    """`check` raises BadInput where the person must still do something."""

    title = ""
    words = ""

    def first_field(self) -> QWidget | None:
        return None

    def check(self) -> None:
        """Nothing to check unless a step says so."""


class ProfileStep(SetupStep):
    title = "单位"
    words = "这台电脑给谁用？名称会印在签到表和证书上，代码用在班次和证书编号里。"

    def __init__(self) -> None:
        super().__init__()
        self.school = QRadioButton("镇街党校")
        self.school.setObjectName("kind-school")
        self.county = QRadioButton("县委组织部")
        self.county.setObjectName("kind-county")
        self._kinds = QButtonGroup(self)
        for choice in (self.school, self.county):
            self._kinds.addButton(choice)
        self.school.setChecked(True)
        self.name = text_field("name", hint="例如：仲山镇党校", most=40)
        self.code = text_field("code", hint="2 到 6 个大写字母或数字，例如：ZS", most=6)
        self.code.textEdited.connect(lambda text: self.code.setText(text.upper()))
        self.county_name = text_field("county", hint="例如：嘉祥县", most=40)
        self.contact = text_field("contact", hint="可不填", most=20)
        self.phone = text_field("phone", hint="可不填", most=20)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        grid.addWidget(label("类型", "subtitle"), 0, 0)
        grid.addLayout(row(self.school, 18, self.county, None), 0, 1)
        fields = (
            ("名称", self.name),
            ("代码", self.code),
            ("所在县", self.county_name),
            ("联系人", self.contact),
            ("电话", self.phone),
        )
        for number, (words, field) in enumerate(fields, 1):
            field.setAccessibleName(words)
            grid.addWidget(label(words, "subtitle"), number, 0)
            grid.addWidget(field, number, 1)
        self.setLayout(column(grid, None))

    def first_field(self) -> QWidget:
        return self.name

    def profile(self) -> Profile:
        kind = WorkspaceKind.county if self.county.isChecked() else WorkspaceKind.school
        return Profile(
            kind=kind,
            name=self.name.text().strip(),
            code=self.code.text().strip().upper(),
            county_name=self.county_name.text().strip(),
            contact=self.contact.text().strip(),
            phone=self.phone.text().strip(),
        )

    def check(self) -> None:
        check_profile(self.profile())


class PasswordStep(SetupStep):
    title = "密码"
    words = "每次打开都要输入。数据用它加密：没有密码，谁也看不到党员信息。"

    def __init__(self) -> None:
        super().__init__()
        self.password = self._field("new-password", "密码（至少 8 位）")
        self.again = self._field("again", "再输一次")
        hint = (
            "建议用一句只有自己知道的话，例如“村口老槐树1962年栽”。"
            "密码不写进任何文件，忘记后只能用恢复码打开。"
        )
        self.setLayout(column(self.password, self.again, 6, label(hint, "note", wrap=True), None))

    @staticmethod
    def _field(name: str, words: str) -> QLineEdit:
        field = text_field(name, hint=words, most=128)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setAccessibleName(words)
        return field

    def first_field(self) -> QWidget:
        return self.password

    def check(self) -> None:
        check_password(self.password.text())
        if self.password.text() != self.again.text():
            raise BadInput("两次输入的密码不一样，请重新输入。")


class RecoveryStep(SetupStep):
    title = "恢复码"
    words = "忘记密码时，只有它能打开数据。请打印，装进信封封好，放进单位保险柜，不要放在电脑旁。"

    def __init__(self, show_paper: Callable[[str], object]) -> None:
        super().__init__()
        self._code = ""
        self._show_paper = show_paper
        self.code = label("", "code")
        self.code.setObjectName("recovery-code")
        self.code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.last = text_field("last-group", hint="输入打印件上的最后一组，确认已保存", most=8)
        self.last.setAccessibleName("恢复码最后一组")
        self.print = button("打印恢复码", self._print, name="print-recovery")
        self.setLayout(column(self.code, 4, row(None, self.print, None), 12, self.last, None))

    def set_code(self, code: str) -> None:
        groups = code.split("-")
        half = len(groups) // 2
        self._code = code
        self.code.setText("  ".join(groups[:half]) + "\n" + "  ".join(groups[half:]))

    def first_field(self) -> QWidget:
        return self.print

    def check(self) -> None:
        if self.last.text().strip().upper() != self._code.rpartition("-")[2]:
            raise BadInput("最后一组不对。请打印或抄下恢复码，再输入它的最后四个字符。")

    def _print(self) -> None:
        self._show_paper(self._code)


class RosterStep(SetupStep):
    title = "花名册"
    words = "从党员管理系统导出的花名册可以直接导入，导入前先看到会改动什么。"

    def __init__(self, import_roster: Callable[[], object]) -> None:
        super().__init__()
        self.state = label("还没有党员。", "note")
        self.state.setObjectName("roster-state")
        self.go = button("选择花名册文件…", import_roster, name="roster-go")
        later = "也可以以后在“学员与学时”里导入。"
        self.setLayout(column(row(self.go, 8, self.state, None), label(later, "note"), None))

    def first_field(self) -> QWidget:
        return self.go


class ReadyStep(SetupStep):
    title = "完成"
    words = (
        "可以开始用了。工作台会告诉您下一步做什么，按 F1 随时看说明，按 Ctrl+K 找人、找班、找功能。"
    )

    def __init__(self) -> None:
        super().__init__()
        self.summary = label("", wrap=True)
        self.setLayout(column(self.summary, None))
