"""How the columns of known senders are to be understood, as a person once set them right."""

from collections.abc import Iterable

from sqlalchemy import select

from models.roster_import import RosterLayout
from services.core.session import WorkSession
from services.roster_import.headers import Meanings, RosterLayoutFound


def known_layouts(session: WorkSession) -> dict[str, Meanings]:
    """By the header's words joined by tabs."""
    rows = session.execute(select(RosterLayout.header, RosterLayout.meanings))
    return {header: meanings for header, meanings in rows}


def remember(session: WorkSession, layouts: Iterable[RosterLayoutFound]) -> None:
    """Keep those that a person settled, for the next file with the same header."""
    for layout in layouts:
        if layout.settled:
            session.merge(
                RosterLayout(
                    header=layout.header, meanings=layout.meanings(), used_at=session.now()
                )
            )
