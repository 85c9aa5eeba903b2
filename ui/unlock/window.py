"""The unlock window. It is shown before the database library is loaded."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from services.core.errors import DeskError, WrongPassword
from ui.core import theme
from ui.core.background import Background, Progress
from ui.core.secret_field import SecretField
from ui.core.widgets import Card, button, column, label, row

if TYPE_CHECKING:
    from services.core.workspace import Workspace

FREE_TRIES = 3
FIRST_WAIT_SECONDS = 5
LONGEST_WAIT_SECONDS = 300


class UnlockWindow(QWidget):
    """`open_workspace` takes the password (or recovery code) and runs in another thread. Esc
    closes it, unless it stands before work that goes on behind: then it must not be lost."""

    unlocked = Signal(object)
    restore_asked = Signal()

    def __init__(
        self,
        open_workspace: Callable[[str], "Workspace"],
        background: Background,
        note: str = "",
        *,
        quits: bool = True,
    ) -> None:
        super().__init__()
        self._quits = quits
        look = theme.current()
        self.setWindowTitle("镇街党校教务台")
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.resize(look.px(520), look.px(440))
        self._open, self._background = open_workspace, background
        self._failures = self._wait = 0
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._count_down)
        logo = label("党", "logo")
        logo.setFixedSize(look.px(44), look.px(44))
        logo.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.password = SecretField("password", "密码", "密码，或恢复码")
        self.password.returnPressed.connect(self._try)
        self.go = button("打开", self._try, "primary", name="unlock-go")
        self.error = label(note, "subtitle", wrap=True)
        self.error.setObjectName("unlock-error")
        self.error.setMinimumHeight(look.px(40))
        self.error.setAlignment(Qt.AlignmentFlag.AlignTop)
        card = Card()
        card.setFixedWidth(look.px(380))
        card.body.setContentsMargins(28, 26, 28, 20)
        card.body.addLayout(row(logo, column(*self._names(), gap=2), None, gap=12))
        card.body.addSpacing(14)
        card.body.addWidget(self.password)
        card.body.addWidget(self.go)
        card.body.addWidget(self.error)
        self.restore = button("从备份恢复…", self.restore_asked.emit, "link", name="unlock-restore")
        self.restore.setVisible(quits)
        card.body.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignLeft)
        whole = column(None, card, None)
        whole.setAlignment(card, Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(whole)
        self.password.setFocus()

    @staticmethod
    def _names() -> tuple[QWidget, QWidget]:
        return label("镇街党校教务台", "title"), label("数据已加密，输入密码打开", "note")

    def _try(self) -> None:
        secret = self.password.text()
        if not secret or not self.go.isEnabled():
            return
        self._allow(False)
        self._say("正在打开…", "subtitle")
        self._background.run("打开", lambda _: self._open(secret), self._succeeded, self._failed)

    def _succeeded(self, workspace: "Workspace") -> None:
        self.password.clear()
        self.unlocked.emit(workspace)

    def _failed(self, error: Exception) -> None:
        from ui.core.messages import UNEXPECTED  # its dialogs are not needed before this

        self._say(error.message if isinstance(error, DeskError) else UNEXPECTED)
        self._allow(True)
        self.password.selectAll()
        if isinstance(error, WrongPassword):
            self._failures += 1
            if self._failures >= FREE_TRIES:
                longer = FIRST_WAIT_SECONDS * 2 ** (self._failures - FREE_TRIES)
                self._wait = min(longer, LONGEST_WAIT_SECONDS) + 1
                self._allow(False)
                self._count_down()
                self._timer.start()

    def _count_down(self) -> None:
        self._wait -= 1
        if self._wait > 0:
            self._say(f"密码不对。已连续 {self._failures} 次，请等 {self._wait} 秒再试。")
            return
        self._timer.stop()
        self._say("请再试一次；忘记密码可输入恢复码。", "subtitle")
        self._allow(True)

    def _say(self, text: str, role: str = "error") -> None:
        theme.set_role(self.error, role)
        self.error.setText(text)

    def _allow(self, allowed: bool) -> None:
        self.go.setEnabled(allowed)
        self.password.setEnabled(allowed)
        if allowed:
            self.password.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._quits:
            self.close()
            return
        super().keyPressEvent(event)


def preload(_progress: Progress) -> None:
    """Load what opening needs while the person types: a second of imports."""
    import pypinyin  # noqa: F401
    import qtawesome  # noqa: F401

    import services.core.workspace  # noqa: F401
    import ui.places  # noqa: F401
