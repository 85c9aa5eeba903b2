"""What waits for the clerk: each feature tells its own to-dos in this one form."""

from collections.abc import Callable
from dataclasses import dataclass

from services.core.session import WorkSession


@dataclass(frozen=True)
class Todo:
    """One line on the home page. `kind` is its chip, `page` and `target` where `action` leads.

    Lower `urgency` comes first. `count` is what it adds to the sidebar's badge; 0 adds none.
    """

    kind: str
    tone: str
    title: str
    note: str
    action: str
    page: str
    target: object = None
    urgency: int = 50
    count: int = 1


TodoSource = Callable[[WorkSession], list[Todo]]
