"""Ctrl+K: find any person, place, act or other thing that a feature tells of."""

from collections.abc import Iterable
from dataclasses import dataclass

from services import features, school
from services.core.finding import FindingKind, Lookup, Ranked, Thing, keys, rank
from services.core.session import WorkSession
from services.core.text import normal
from services.core.workspace import WorkspaceKind

MOST_OF_A_KIND = 4
COMMAND = FindingKind("功能", "red", urgency=10)
OF_SCHOOLS = "各校报来的人、班和课，请到学校一览看"


@dataclass(frozen=True)
class Found:
    """The closest first; `more` were found and are not among them."""

    things: tuple[Thing, ...]
    more: int = 0


@dataclass(frozen=True)
class SearchIndex:
    """What there was to find when the search was opened, and in words what was left out."""

    things: tuple[Thing, ...]
    lookups: tuple[Lookup, ...]
    left_out: tuple[str, ...]

    def find(self, text: str, limit: int = 12) -> Found:
        """What the text can mean; few of each kind, so that the others have room."""
        wanted = normal(text).lower()
        if not wanted:
            return Found(())
        ranked: list[Ranked] = [
            (close, thing)
            for thing in self.things
            if (close := rank(thing.keys, wanted)) is not None
        ]
        ranked.sort(key=_order)
        few, there = _few_of_each(ranked), len(ranked)
        for lookup in self.lookups:
            found, count = lookup(wanted)
            few += found
            there += count
        few.sort(key=_order)
        shown = tuple(thing for _, thing in few[:limit])
        return Found(shown, there - len(shown))


def command(title: str, note: str, page: str, target: object = None) -> Thing:
    """A place or an act as something to find."""
    return Thing(COMMAND, title, note, page, target, keys(title))


def index(session: WorkSession, commands: Iterable[Thing]) -> SearchIndex:
    """Read everything that can be found."""
    things, lookups = [*commands], []
    for feature in features.FEATURES:
        if feature.things is not None:
            things += feature.things(session)
        if feature.lookup is not None:
            lookups.append(feature.lookup(session))
    return SearchIndex(tuple(things), tuple(lookups), _left_out(session))


def _left_out(session: WorkSession) -> tuple[str, ...]:
    """A county looks its own things up; what the schools handed in stands in its pages."""
    if school.own(session).kind is WorkspaceKind.county:
        return (OF_SCHOOLS,)
    return tuple(one.left_out for one in features.FEATURES if one.left_out)


def _order(found: Ranked) -> tuple[int, int]:
    close, thing = found
    return close, thing.kind.urgency


def _few_of_each(ranked: Iterable[Ranked]) -> list[Ranked]:
    counts: dict[FindingKind, int] = {}
    found = []
    for entry in ranked:
        kind = entry[1].kind
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] <= MOST_OF_A_KIND:
            found.append(entry)
    return found
