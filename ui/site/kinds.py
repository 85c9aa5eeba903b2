"""Which kind of site is shown: a pill for each, with how many there are."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget

from services.site import SiteKind, SiteRow
from ui.core.widgets import button, row

ALL = "全部"


class KindFilter(QWidget):
    """One pill is pressed at a time; the first shows all kinds."""

    def __init__(self, picked: Callable[[], object]) -> None:
        super().__init__()
        self._picked = picked
        self.chosen: SiteKind | None = None
        self.pills: dict[SiteKind | None, QPushButton] = {}
        inside = row(gap=6)
        for kind in (None, *SiteKind):
            name = f"site-kind-{kind.value if kind else 'all'}"
            pill = button("", partial(self._pick, kind), "pill", name=name)
            pill.setCheckable(True)
            self.pills[kind] = pill
            inside.addWidget(pill)
        inside.addStretch(1)
        self.setLayout(inside)
        self._press()

    @property
    def words(self) -> str:
        """What is shown, in words."""
        return "全部阵地" if self.chosen is None else self.chosen.word

    def takes(self, kind: SiteKind) -> bool:
        return self.chosen in (None, kind)

    def count(self, sites: Iterable[SiteRow]) -> None:
        """Say how many of these are of each kind."""
        kinds = [one.kind for one in sites]
        for kind, pill in self.pills.items():
            words = ALL if kind is None else kind.word
            number = len(kinds) if kind is None else kinds.count(kind)
            pill.setText(f"{words} {number}")

    def clear(self) -> None:
        """Show all kinds, without a word to the page."""
        self.chosen = None
        self._press()

    def _pick(self, kind: SiteKind | None) -> None:
        self.chosen = kind
        self._press()
        self._picked()

    def _press(self) -> None:
        for kind, pill in self.pills.items():
            pill.setChecked(kind is self.chosen)
