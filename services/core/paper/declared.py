"""A kind of paper, declared once by its feature: what it says, its look, its names, its audit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, TypeVarTuple

from services.core.session import WorkSession

C = TypeVar("C")
A = TypeVarTuple("A")
Report = Callable[[int, int], object]
"""Gets pages done and all, and may raise Cancelled."""


@dataclass(frozen=True)
class Drawn:
    """A paper as PDF. `name` is its file's without the ending; `missing` are the characters
    printed as 〓; `log` notes `verb`, empty for what is not audited."""

    key: str
    title: str
    name: str
    pdf: bytes
    missing: tuple[str, ...]
    verb: str = ""
    log: Callable[[WorkSession], object] = lambda _session: None


@dataclass(frozen=True)
class Printout:
    """A paper of something, not yet read: `read` says what it needs of the workspace, and
    returns what draws it. `read_as` is what the reading itself notes, empty for nothing."""

    words: str
    read_as: str
    read: Callable[[WorkSession], Callable[[Report], Drawn]]


@dataclass(frozen=True)
class Paper(Generic[C, *A]):
    """Made of arguments A, it says what is in C; `content` reads that from the workspace.

    `name` is the file's without its ending, `title` what stands over the preview. When the paper
    has gone to the printer or into a file, `verb` is noted with what `noted` gives; where more
    than that happens, `log` does it and notes `verb` itself. The printer is remembered by `key`.
    """

    key: str
    words: str
    content: Callable[[WorkSession, *A], C]
    render: Callable[[C, Report], bytes]
    name: Callable[[C, *A], str]
    missing: Callable[[C], Sequence[str]] = lambda _content: ()
    title: Callable[[C, *A], str] | None = None
    verb: str = ""
    noted: Callable[[C, *A], Mapping[str, object]] | None = None
    log: Callable[[WorkSession, *A], object] | None = None
    read_as: str = ""

    def of(self, *args: *A) -> Printout:
        """This paper of these arguments."""

        def read(session: WorkSession) -> Callable[[Report], Drawn]:
            content = self.content(session, *args)

            def log(session: WorkSession) -> None:
                if self.log is not None:
                    self.log(session, *args)
                elif self.verb:
                    details = self.noted(content, *args) if self.noted else {}
                    session.note(self.verb, **details)

            return lambda report: Drawn(
                self.key,
                self.title(content, *args) if self.title else self.words,
                self.name(content, *args),
                self.render(content, report),
                tuple(self.missing(content)),
                self.verb,
                log,
            )

        return Printout(self.words, self.read_as, read)


def at_once(render: Callable[[C], bytes]) -> Callable[[C, Report], bytes]:
    """For a paper of few pages, which is drawn before anybody could ask how far it is."""
    return lambda content, _report: render(content)
