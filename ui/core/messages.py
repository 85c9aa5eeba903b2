"""The one way to tell the person something: a toast for what went well, a dialog for the rest."""

import logging
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QHideEvent
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QHBoxLayout, QLineEdit, QWidget

from services.core.errors import DeskError, NeedsReason
from ui.core import keys, theme
from ui.core.stack import stack_of
from ui.core.widgets import button, column, elided, label, row

log = logging.getLogger(__name__)
TOAST_MILLISECONDS, TOAST_HEIGHT = 6_000, 46
TOAST_MARGINS, TOAST_GAP, TOAST_EDGE = (16, 2, 12, 2), 14, 4
NOT_FIRST = "，。、；：！？”）》"
"""What no line begins with."""
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
        on_no: Callable[[], object] | None = None,
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
        self._on_yes, self._on_no = on_yes, on_no
        buttons = row(None, gap=10)
        if no:
            buttons.addWidget(button(no, self._refuse, name="message-no"))
        buttons.addWidget(self.yes)
        self.setLayout(column(label(title, "heading"), self.text, 8, buttons, gap=8, margins=20))

    def _accept(self) -> None:
        self.accept()
        if self._on_yes is not None:
            self._on_yes()

    def _refuse(self) -> None:
        """By its button: Esc says nothing."""
        self.reject()
        if self._on_no is not None:
            self._on_no()


def leave_unsaved(dialog: QDialog, leave: Callable[[], object]) -> None:
    """Ask before what was typed in a dialog is dropped: Enter and Esc go on with it."""
    text = "刚才填的还没有保存，离开后要重新填。"
    MessageDialog(dialog, "还没有保存", text, yes="接着填", no="不保存，离开", on_no=leave).open()


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
    """Words at the head of the window that go by themselves; they may offer an undo.

    It lies where no button lies: `place` gives the room for it, in the window's pixels. It has
    two lines: for long words, or for what is said while an undo is still offered, which stays.
    What has no room ends in … and is whole in the tool tip.
    """

    def __init__(self, window: QWidget, place: Callable[[], QRect]) -> None:
        super().__init__(window)
        self._window, self._room = window, place
        self.setProperty("role", "toast")
        self.text = label()
        self.action = button("撤销", self.act, "toast", shows=keys.UNDO.keys, name="toast-action")
        inside: QHBoxLayout = row(gap=TOAST_GAP)
        inside.addWidget(self.text, 1)
        inside.addWidget(self.action)
        inside.setContentsMargins(*TOAST_MARGINS)
        self.setLayout(inside)
        self._said: list[str] = []
        self._on_action: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        window.installEventFilter(self)
        self.hide()

    def say(self, text: str, action: str, on_action: Callable[[], object] | None) -> None:
        stays = on_action is None and self._on_action is not None
        self._said = [self._said[0], text] if stays else [text]
        self.setAccessibleName("\n".join(self._said))
        if not stays:
            self.action.setText(f"{action}  {keys.UNDO.keys}")
            self.action.setVisible(on_action is not None)
            self._on_action = on_action
        self._place()
        self.show()
        self.raise_()
        self._timer.start(TOAST_MILLISECONDS)

    def hideEvent(self, event: QHideEvent) -> None:
        """What is not seen offers nothing."""
        super().hideEvent(event)
        self._on_action = None

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def act(self) -> None:
        act = self._on_action
        self.hide()
        if act is not None:
            act()

    def _place(self) -> None:
        """As wide as its words, as far as there is room."""
        self.ensurePolished()
        self.text.ensurePolished()
        self.action.ensurePolished()
        room, metrics = self._room(), self.text.fontMetrics()
        left, _, right, _ = TOAST_MARGINS
        beside = left + right + 2
        if not self.action.isHidden():
            beside += self.action.sizeHint().width() + TOAST_GAP
        lines = _two_lines(self._said, room.width() - beside, metrics)
        self.text.setText("\n".join(lines))
        whole = "".join(lines) == "".join(self._said)
        self.text.setToolTip("" if whole else self.accessibleName())
        wanted = max((metrics.horizontalAdvance(line) for line in lines), default=0) + beside
        high = max(metrics.lineSpacing() * len(lines), self.action.sizeHint().height())
        self.resize(min(wanted, room.width()), min(high + 2 * TOAST_EDGE, room.height()))
        self.move(room.left(), room.top() + (room.height() - self.height()) // 2)


def _two_lines(said: Sequence[str], width: int, metrics: QFontMetrics) -> list[str]:
    """One sentence on as many lines as it needs, two at most, or two on a line each."""
    if len(said) != 1:
        return [elided(metrics, one, width) for one in said]
    text = said[0]
    fits = next(n for n in range(len(text), -1, -1) if metrics.horizontalAdvance(text[:n]) <= width)
    if fits == len(text):
        return [text]
    while fits > 1 and text[fits] in NOT_FIRST:
        fits -= 1
    return [text[:fits], elided(metrics, text[fits:], width)]


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
        height = theme.current().px(TOAST_HEIGHT)
        return QRect(24, 8, self._window.width() - 48, height)

    def front(self) -> QWidget:
        """The dialog on top, so that a message is never hidden behind one."""
        return QApplication.activeModalWidget() or self._window

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.open()
