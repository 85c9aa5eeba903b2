"""Somebody of another unit at the door: registered, enrolled and signed in at once."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QWidget

from services import branch, member, sign_in
from services.member import MemberDraft
from services.sign_in import Recorded, SignInMethod
from ui.core.desk import Desk
from ui.member.dialogs import GuestDialog


def ask_guest(
    desk: Desk, parent: QWidget, lesson: UUID, name: str, said: Callable[[Recorded], object]
) -> None:
    """Ask for name, unit and phone; one unit of work does all of it or nothing."""
    with desk.workspace.read() as session:
        units = branch.units(session)

    def save(draft: MemberDraft) -> None:
        with desk.workspace.write("sign_in.add_walk_in") as session:
            key = member.create(session, draft)
            done = sign_in.add_walk_in(session, lesson, key, method=SignInMethod.keyboard)
            session.features |= {"member", "training_class"}
        said(done)

    asked = GuestDialog(parent.window(), units, None, save, words="登记并签到")
    asked.name.setText(name)
    asked.open()
