"""A line of a guide on the home page: each feature declares its own in this one form."""

from collections.abc import Callable
from dataclasses import dataclass

from services.core.session import WorkSession


@dataclass(frozen=True)
class Door:
    """`words` say what is to be done, `done` whether it is. `page` and `target` are where `action`
    leads; where that page has an act which needs no row, `act` is its name and is done at once.

    Lower `order` comes first.
    """

    words: str
    note: str
    done: bool
    action: str
    page: str
    order: int
    target: object = None
    act: str = ""


DoorSource = Callable[[WorkSession], Door]
