"""The one way to tell the person something: a toast for what went well, a dialog for the rest."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QHBoxLayout, QLineEdit, QWidget

from services.core.errors import DeskError, NeedsReason
from ui.core import keys
from ui.core.stack import stack_of
from ui.core.widgets import ElidedLabel, button, column, label, row

log = logging.getLogger(__name__)
TOAST_MILLISECONDS, TOAST_HEIGHT = 6_000, 40
UNEXPECTED = (
    "程序遇到意外情况，刚才这一步没有完成，已有数据不受影响。请重试；若再次出现请重启程序。"
)


class MessageDialog(QDialog):
    """One sentence, and one or two buttons. It does not block: answers come by callback."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        text: str,
        *,
        yes: str = "知道了",
        on_yes: Callable[[], object] | None = None,
        no: str = "",
    ) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.text = label(text, wrap=True)
        self.text.setFixedWidth(400)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.yes = button(yes, self._accept, "primary", name="message-yes")
        self.yes.setDefault(True)
        self._on_yes = on_yes
        buttons = row(None, gap=10)
        if no:
            buttons.addWidget(button(no, self.reject, name="message-no"))
        buttons.addWidget(self.yes)
        self.yes.setFocus()
        self.setLayout(column(label(title, "heading"), self.text, 8, buttons, gap=8, margins=20))

    def _accept(self) -> None:
        self.accept()
        if self._on_yes is not None:
            self._on_yes()


def leave_unsaved(dialog: QDialog, leave: Callable[[], object]) -> None:
    """Ask before what was typed in a dialog is dropped."""
    text = "刚才填的还没有保存，离开后要重新填。"
    MessageDialog(dialog, "还没有保存", text, yes="不保存，离开", on_yes=leave, no="接着填").open()


class ReasonDialog(QDialog):
    """A warning that can be passed with a reason."""

    def __init__(self, parent: QWidget, warning: str, on_reason: Callable[[str], object]) -> None:
        super().__init__(parent)
        self.setObjectName("ask-reason")
        self.setWindowTitle("请确认")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        text = label(warning, wrap=True)
        text.setFixedWidth(420)
        self.reason = QLineEdit()
        self.reason.setObjectName("reason")
        self.reason.setPlaceholderText("写明理由，例如：已与讲师电话确认")
        self._on_reason = on_reason
        go_on = button("写明理由并继续", self._accept, "primary", name="message-yes")
        go_on.setDefault(True)
        self.setLayout(
            column(
                label("请确认", "heading"),
                text,
                self.reason,
                8,
                row(None, button("不继续", self.reject, name="message-no"), go_on, gap=10),
                margins=20,
            )
        )

    def _accept(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self.reason.setFocus()
            return
        self.accept()
        self._on_reason(reason)


class Toast(QFrame):
    """A line at the head of the window that goes by itself; it may offer an undo.

    It lies where no button lies: `place` gives the room for it, in the window's pixels.
    """

    def __init__(self, window: QWidget, place: Callable[[], QRect]) -> None:
        super().__init__(window)
        self._window, self._room = window, place
        self.setProperty("role", "toast")
        self.text = ElidedLabel()
        self.action = button("撤销", self.act, "toast", shows=keys.UNDO.keys, name="toast-action")
        inside: QHBoxLayout = row(gap=14)
        inside.addWidget(self.text, 1)
        inside.addWidget(self.action)
        inside.setContentsMargins(16, 5, 12, 5)
        self.setLayout(inside)
        self._on_action: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        window.installEventFilter(self)
        self.hide()

    def say(self, text: str, action: str, on_action: Callable[[], object] | None) -> None:
        self.text.set_whole(text)
        self.setAccessibleName(text)
        self.action.setText(f"{action}  {keys.UNDO.keys}")
        self.action.setVisible(on_action is not None)
        self._on_action = on_action
        self._place()
        self.show()
        self.raise_()
        self._timer.start(TOAST_MILLISECONDS)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def act(self) -> None:
        self.hide()
        if self._on_action is not None:
            self._on_action()

    def _place(self) -> None:
        """As wide as its words, as far as there is room."""
        room = self._room()
        wanted = self.text.fontMetrics().horizontalAdvance(self.accessibleName()) + 32
        if not self.action.isHidden():
            wanted += self.action.sizeHint().width() + 14
        self.resize(min(wanted, room.width()), min(self.sizeHint().height(), room.height()))
        top = room.top() + (room.height() - self.height()) // 2
        self.move(room.left(), top)


class Messages:
    """Bound to one window. `place` is where its toasts lie; without one, along the top."""

    def __init__(self, window: QWidget, place: Callable[[], QRect] | None = None) -> None:
        self._window = window
        self._toast = Toast(window, place or self._along_the_top)
        self.dialog: QDialog | None = None

    def done(
        self, text: str, action: str = "撤销", on_action: Callable[[], object] | None = None
    ) -> None:
        """What was just done, in a toast; with `on_action`, a button that takes it back."""
        self._toast.say(text, action, on_action)

    def leave(self) -> None:
        """Another page comes to the front: what was said belongs to the one before."""
        self._toast.hide()

    def error(self, error: Exception) -> None:
        """Every failure ends here. Only expected errors have words of their own."""
        if isinstance(error, DeskError):
            self._open(MessageDialog(self.front(), "没有完成", error.message))
            return
        log.error("unexpected error\n%s", stack_of(error))
        self._open(MessageDialog(self.front(), "没有完成", UNEXPECTED))

    def ask(self, title: str, text: str, yes: str, on_yes: Callable[[], object]) -> None:
        self._open(MessageDialog(self.front(), title, text, yes=yes, on_yes=on_yes, no="取消"))

    def explain(self, title: str, text: str) -> None:
        self._open(MessageDialog(self.front(), title, text))

    def attempt(
        self, act: Callable[[str], object], on_success: Callable[[], object] | None = None
    ) -> bool:
        """Run `act` with an empty reason; where a warning asks for one, ask and run again."""
        return self._attempt(act, "", on_success)

    def _attempt(
        self,
        act: Callable[[str], object],
        reason: str,
        on_success: Callable[[], object] | None,
    ) -> bool:
        try:
            act(reason)
        except NeedsReason as warning:
            self._open(
                ReasonDialog(
                    self.front(),
                    warning.message,
                    lambda given: self._attempt(act, given, on_success),
                )
            )
            return False
        except Exception as error:
            self.error(error)
            return False
        if on_success is not None:
            on_success()
        return True

    def _along_the_top(self) -> QRect:
        return self._window.rect().adjusted(24, 8, -24, 8 - self._window.height() + TOAST_HEIGHT)

    def front(self) -> QWidget:
        """The dialog on top, so that a message is never hidden behind one."""
        return QApplication.activeModalWidget() or self._window

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.open()
