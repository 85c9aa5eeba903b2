"""Enums whose values say what people read: the Chinese word, and the tone it is shown in."""

from enum import StrEnum
from typing import Self


class Words(StrEnum):
    """`late = "late", "迟到", "amber"`: what is stored, `.word`, and `.tone` (grey where none is
    given). Only the first is written to databases and bundles.

    The defaults are for the call that looks a member up, `SignInStatus("late")`; a member itself
    always names its word.
    """

    word: str
    tone: str

    def __new__(cls, value: str, word: str = "", tone: str = "grey") -> Self:
        made = str.__new__(cls, value)
        made._value_ = value
        made.word = word
        made.tone = tone
        return made
