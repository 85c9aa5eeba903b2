"""How the columns of a list share its width: the name first, then what each is used to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Want:
    """Pixels: `usual` is what a column likes, below `least` it could not be read. The `lead` is
    the name; one that `stretches` takes what is left; a `spare` one may be left out."""

    usual: int
    least: int
    lead: bool = False
    stretches: bool = False
    spare: bool = False


def fit(wants: Sequence[Want | None], room: int, *, leave_out: bool) -> list[int]:
    """The widths, 0 for what is not shown (None) or left out.

    Spare columns go, the last first, before the name is cut; where all that remain still need
    more than `room`, they have it, and the list scrolls sideways.
    """
    shown = list(wants)
    for place in reversed(range(len(shown))):
        one = shown[place]
        if leave_out and one is not None and one.spare and _needed(shown) > room:
            shown[place] = None
    widths = [one.least if one is not None else 0 for one in shown]
    left = room - sum(widths)
    for wave in (True, False):  # the name comes before all others
        places = [n for n, one in enumerate(shown) if one is not None and one.lead is wave]
        left -= _grow(widths, shown, places, left)
    rest = next((n for n, one in enumerate(shown) if one is not None and one.stretches), None)
    if rest is not None and left > 0:
        widths[rest] += left
    return widths


def as_sized(want: Want, pixels: int) -> Want:
    """What somebody dragged to a width keeps it, and is not left out."""
    return replace(want, usual=pixels, least=pixels, stretches=False, spare=False)


def _needed(shown: Sequence[Want | None]) -> int:
    return sum(one.usual if one.lead else one.least for one in shown if one is not None)


def _grow(widths: list[int], shown: Sequence[Want | None], places: Sequence[int], left: int) -> int:
    """Give these up to what they like, each its share of what is left. Returns what was given."""
    wanted = {n: max(0, one.usual - one.least) for n in places if (one := shown[n]) is not None}
    total = sum(wanted.values())
    if left <= 0 or not total:
        return 0
    given = {n: min(more, more * left // total) for n, more in wanted.items()}
    for n, more in given.items():
        widths[n] += more
    return sum(given.values())
