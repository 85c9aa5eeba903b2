"""Whatever a form asks for can be made where it is asked: each feature declares how, once."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtWidgets import QDialog, QWidget

from services.core.session import WorkSession
from ui.core.desk import Desk
from ui.core.making import MadeOne, Make


@dataclass(frozen=True)
class Maker:
    """`ask` opens the feature's own form with what was typed as the name, and calls its last
    argument with the id of what was made; `said` are the words of one in a chooser."""

    key: str
    words: str
    ask: Callable[[Desk, QWidget, str, Callable[[UUID], object]], QDialog]
    said: Callable[[WorkSession, UUID], str]

    def at(self, desk: Desk) -> Make:
        """The same for the forms of one desk."""

        def ask(parent: QWidget, typed: str, made: MadeOne) -> QDialog:
            def done(key: UUID) -> None:
                with desk.workspace.read() as session:
                    words = self.said(session, key)
                made(key, words)

            return self.ask(desk, parent, typed, done)

        return Make(self.words, ask)
