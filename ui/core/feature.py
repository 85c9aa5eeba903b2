"""What a feature shows, declared once in its own package as FEATURE (ui/features.py has all)."""

from dataclasses import dataclass

from ui.core.desk import Entry


@dataclass(frozen=True)
class Feature:
    """`key` is that of its declaration in services; what several features share, such as the
    settings, has a key of its own. `places` stand in the sidebar, or as views of another's."""

    key: str
    places: tuple[Entry, ...] = ()
