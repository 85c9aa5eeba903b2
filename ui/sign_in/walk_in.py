"""Who came without being enrolled: a member of another class, or somebody of another unit."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QWidget

from services import member, sign_in
from services.core.call import Call, call, run
from services.core.errors import DeskError
from services.core.session import WorkSession
from services.member import MemberDraft, Person, Persons
from services.sign_in import Recorded, SignInMethod
from ui.core.background import Once, Progress
from ui.core.desk import Desk
from ui.member.forms import GuestForm
from ui.sign_in.dialogs import WalkInDialog


class WalkIns:
    """`said` is told who was signed in, `failed` why not."""

    def __init__(
        self,
        desk: Desk,
        said: Callable[[Recorded], object],
        failed: Callable[[DeskError], object],
    ) -> None:
        self._desk, self._said, self._failed = desk, said, failed
        self._once = Once(desk.background, desk.messages.error)

    def ask(self, parent: QWidget, lesson: UUID, typed: str) -> None:
        """现场补名: find somebody in the whole roster, beginning with what was typed."""

        def show(persons: Persons[Person]) -> None:
            WalkInDialog(
                parent,
                persons,
                typed,
                lambda key: self._add(lesson, key),
                lambda name: self._ask_guest(parent, lesson, name),
            ).open()

        self._once.run("读花名册", self._read, show)

    def _read(self, _progress: Progress) -> Persons[Person]:
        with self._desk.read() as session:
            return member.search_index(session)

    def _add(self, lesson: UUID, member_id: UUID) -> None:
        try:
            done = self._desk.perform(
                call(sign_in.add_walk_in, lesson, member_id, method=SignInMethod.keyboard),
                _words,
                quiet=True,
            )
        except DeskError as error:
            self._failed(error)
            return
        self._said(done)

    def _ask_guest(self, parent: QWidget, lesson: UUID, name: str) -> None:
        """Name, unit and phone; one unit of work does all of it or nothing."""

        def save(draft: MemberDraft, _reason: str) -> None:
            def came(session: WorkSession, _reason: str) -> Recorded:
                key = member.create(session, draft).id
                return sign_in.add_walk_in(session, lesson, key, method=SignInMethod.keyboard)

            done, _ = run(self._desk.workspace, Call("sign_in.add_walk_in", came))
            # Taken back, the guest stays in the roster: done again it would be another one.
            self._desk.history.did(_words(done), done.undo, quiet=True)
            self._said(done)

        GuestForm(parent, self._desk, None, save, name=name, words="登记并签到").open()


def _words(done: Recorded) -> str:
    return f"{done.name} {done.status.word}"
