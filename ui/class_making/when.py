"""When a lesson is, in words."""

from datetime import datetime


def span(starts_at: datetime, ends_at: datetime) -> str:
    """`11-24 08:30–11:30`; one that ends after midnight says so: `11-24 22:00–次日01:00`."""
    next_day = "次日" if ends_at.date() > starts_at.date() else ""
    return f"{starts_at:%m-%d %H:%M}–{next_day}{ends_at:%H:%M}"
