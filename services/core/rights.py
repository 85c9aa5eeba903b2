"""Who may do what: the operator's right that an act of the window asks for."""

from enum import IntEnum


class Right(IntEnum):
    """Each right holds those before it (reliability.md, "Keys and people")."""

    reader = 1
    clerk = 2
    director = 3
