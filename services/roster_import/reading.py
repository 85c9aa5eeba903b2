"""From a file to its people in two steps, between which its columns can be set right."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from services.core import sheet_reader
from services.core.sheet_reader import Progress, SheetFile
from services.roster_import import people
from services.roster_import.columns import RosterField
from services.roster_import.entries import RosterRead
from services.roster_import.headers import Meanings, RosterLayoutFound, find_layouts


@dataclass(frozen=True)
class Opened:
    """A file that was read, and how the columns of its sheets with people are understood."""

    file: SheetFile
    layouts: tuple[RosterLayoutFound, ...]

    @property
    def sure(self) -> bool:
        """True where nobody needs to look at the columns."""
        return all(layout.sure for layout in self.layouts)

    @property
    def fault(self) -> str:
        """What is missing before people can be read, in a sentence; empty where nothing is."""
        faulty = next((layout for layout in self.layouts if layout.fault), None)
        if faulty is None:
            return ""
        several = len(self.layouts) > 1
        return f"工作表“{faulty.sheet.name}”：{faulty.fault}" if several else faulty.fault

    def with_meaning(self, sheet: int, place: int, field: RosterField | None) -> "Opened":
        """The same with one column of one layout understood in another way."""
        layouts = list(self.layouts)
        layouts[sheet] = layouts[sheet].with_meaning(place, field)
        return replace(self, layouts=tuple(layouts))

    def without(self, sheet: int) -> "Opened":
        """The same with one layout left out."""
        layouts = list(self.layouts)
        layouts[sheet] = layouts[sheet].unread()
        return replace(self, layouts=tuple(layouts))


def open_file(
    path: Path, progress: Progress, known: Mapping[str, Meanings] | None = None
) -> Opened:
    """Read a file and find its columns; `known` are remembered ones. Raises BadSheet."""
    file = sheet_reader.read(path, progress)
    return Opened(file, find_layouts(file.sheets, known))


def understand(opened: Opened, progress: Progress) -> RosterRead:
    """The people of an opened file. Raises BadSheet."""
    return people.understand(opened.file, opened.layouts, progress)


def read(path: Path, progress: Progress, known: Mapping[str, Meanings] | None = None) -> RosterRead:
    """Both steps at once; nothing is written. A sheet of which something is missing is left out
    and told, where another is whole. Raises BadSheet."""
    opened = open_file(path, progress, known)
    whole = tuple(layout for layout in opened.layouts if not layout.fault)
    faults = {layout.sheet.name: layout.fault for layout in opened.layouts if layout.fault}
    return people.understand(opened.file, whole or opened.layouts, progress, faults)
