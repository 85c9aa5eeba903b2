"""How many examples a property is tried on: few while working, all before a change lands."""

import os

from hypothesis import settings

ALL = os.environ.get("DESK_EXAMPLES") == "all"
FEWEST = 3


def examples(number: int) -> int:
    """So many where DESK_EXAMPLES is `all`, as in .ci/run and `make prove`; else a fifth."""
    return number if ALL else max(FEWEST, number // 5)


def load_profile() -> None:
    """The same for a property that names no number of its own."""
    settings.register_profile("desk", max_examples=examples(settings().max_examples))
    settings.load_profile("desk")
