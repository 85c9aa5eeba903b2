"""What a cell says, as it may be shown: long numbers are a person's."""

import re

LONGEST_OPEN = 8
_DAY = r"(?:19|20)\d\d([-.])\d{1,2}\1\d{1,2}(?!\w)"
_NUMBER = re.compile(rf"(?<!\w)(?:{_DAY}|\w*\d(?:[\s.\-‐-―]*\d){{6,}}\w*)")
"""A day, or seven digits and more, also where they are typed in groups; from the beginning of
a word on, since looking from within words as well takes long for a long cell."""
_SIGNS = re.compile(r"[\dA-Za-z]")


def mask_numbers(text: str) -> str:
    """The text with every number of more than eight digits masked, days apart."""
    return _NUMBER.sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    """A date of eight digits is no secret; longer numbers are a person's."""
    number = found[0]
    is_open = found[1] is not None or len(_SIGNS.findall(number)) <= LONGEST_OPEN
    return number if is_open else f"{number[:3]}****{number[-2:]}"
