"""What a feature shows, declared once in its own package as FEATURE (ui/features.py has all)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from services.core.sheet_reader import Sheet
from ui.core.desk import Entry
from ui.core.maker import Maker

Fits = Callable[[Sequence[Sheet]], bool]


@dataclass(frozen=True)
class FileKind:
    """A kind of file that a feature takes in: a spreadsheet that `fits`, or one by its `ending`.

    `page` is handed it as a target, `Files`; where there is no import yet, `refusal` says so there
    instead. `many`: several at once. `general`: only where no other kind fits, since many lists
    have what this one has.
    """

    words: str
    page: str
    fits: Fits | None = None
    ending: str = ""
    many: bool = False
    general: bool = False
    refusal: str = ""


@dataclass(frozen=True)
class Feature:
    """`key` is that of its declaration in services; what several features share, such as the
    settings, has a key of its own. `places` stand in the sidebar, or as views of another's;
    `files` are those that it takes in, wherever they are dropped; `makers` what of it can be made
    from within any form that asks for it."""

    key: str
    places: tuple[Entry, ...] = ()
    files: tuple[FileKind, ...] = ()
    makers: tuple[Maker, ...] = ()
