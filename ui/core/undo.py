"""What was just done on a page, and taking it back step by step: Ctrl+Z and the toast's button."""

from PySide6.QtCore import QObject, Signal

from services.core.undo import Undo
from ui.core.desk import Desk

MOST = 50


class UndoStack(QObject):
    """The last changes of one page, the latest on top. `said` carries what happened, in words."""

    said = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._done: list[Undo] = []

    def did(self, words: str, undo: Undo) -> None:
        """Tell what was done and offer to take it back, in the words of what that would do."""
        self._done = [*self._done[1 - MOST :], undo]
        told = f"{words}撤销：{undo.words}"
        self._desk.messages.done(told, on_action=lambda: self._take_back(undo))
        self.said.emit(told)

    def take_back_last(self) -> None:
        if self._done:
            self._take_back(self._done[-1])
        else:
            self._desk.messages.done("本页没有可以撤销的操作。")

    def told(self, words: str) -> None:
        """Tell what was done and cannot be taken back here. What came before it goes, too: the
        key must not take back something older than what it was pressed for."""
        self.forget()
        self._desk.messages.done(words)
        self.said.emit(words)

    def forget(self) -> None:
        """Something was done of which this page has no way back."""
        self._done = []

    @property
    def waiting(self) -> bool:
        """Whether there is something to take back."""
        return bool(self._done)

    def _take_back(self, undo: Undo) -> None:
        """Once: a second click finds it gone. What is refused is not offered again."""
        if undo not in self._done:
            return
        self._done.remove(undo)

        def act(_reason: str) -> None:
            with self._desk.workspace.write(undo.verb) as session:
                undo.act(session)

        if self._desk.messages.attempt(act):
            told = f"已撤销：{undo.words}。"
            self._desk.messages.done(told)
            self.said.emit(told)
