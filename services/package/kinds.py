"""The kinds of package: the school's own list, kept in its settings.

The county's report speaks of six kinds and names none; the default list is ours.
"""

import re

from services.core.session import WorkSession
from services.core.settings import PACKAGE_KINDS
from services.core.text import prose

LONGEST_KIND = 12
_BETWEEN = re.compile(r"[、，,；;/\s]+")


def kinds(session: WorkSession) -> tuple[str, ...]:
    """In the order of the settings, each once; the default where nothing is left."""
    typed = _split(PACKAGE_KINDS.get(session))
    return typed or _split(PACKAGE_KINDS.default)


def _split(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in _BETWEEN.split(prose(text)) if part))
