"""Changing the password."""

from PySide6.QtWidgets import QWidget

from services.core.errors import BadInput, DeskError
from services.core.workspace import check_password
from ui.core.background import Progress
from ui.core.desk import Desk
from ui.core.forms import FormDialog
from ui.core.messages import UNEXPECTED
from ui.core.secret_field import SecretField
from ui.core.widgets import label


class PasswordDialog(FormDialog):
    """The stretching of passwords takes a moment, so it runs in the background."""

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(parent, "修改密码", "修改密码", self._check)
        self.setObjectName("password-dialog")
        self._desk, self._busy = desk, False
        self.before = SecretField("password-before", "现在的密码，或恢复码")
        self.password = SecretField("password-new", "至少 8 位，建议用一句自己记得的话的拼音")
        self.again = SecretField("password-again", "再输一次新密码")
        self.add_field("现在的密码", self.before)
        self.add_field("新密码", self.password)
        self.add_field("再输一次", self.again)
        words = "恢复码不变。以前的备份仍用备份当时的密码打开，请记住旧密码，或改后立即备份一次。"
        self.extra.addWidget(label(words, "note", wrap=True))
        self.before.setFocus()

    def _check(self, _reason: str) -> None:
        check_password(self.password.text())
        if self.password.text() != self.again.text():
            raise BadInput("两次输入的新密码不一样，请重新输入。")
        if not self.before.text():
            raise BadInput("请输入现在的密码。")

    def accept(self) -> None:
        """What was typed fits; the dialog closes only once the password is changed."""
        before, password = self.before.text(), self.password.text()
        self._allow(False)

        workspace = self._desk.workspace

        def work(_progress: Progress) -> None:
            workspace.change_password(before, password)

        self._desk.background.run("修改密码", work, lambda _: self._changed(), self._failed)

    def _changed(self) -> None:
        for field in (self.before, self.password, self.again):
            field.clear()
        super().accept()
        self._desk.messages.done("密码已修改，下次打开用新密码。")

    def _failed(self, error: Exception) -> None:
        self._allow(True)
        self.fail(error.message if isinstance(error, DeskError) else UNEXPECTED)
        self.before.selectAll()
        self.before.setFocus()

    def _allow(self, allowed: bool) -> None:
        self._busy = not allowed
        for field in (self.before, self.password, self.again):
            field.setEnabled(allowed)

    def reject(self) -> None:
        """While the password is being changed there is nothing to go back to."""
        if not self._busy:
            super().reject()
