"""How the columns of known senders are to be understood, as a person once set them right."""

from collections.abc import Iterable

from sqlalchemy import select

from models.branch import Branch, BranchSpelling
from models.roster_import import RosterLayout
from services.branch import Names
from services.core.session import WorkSession
from services.roster_import.asking import LEFT_OUT, Answers, AskedKey, AskedKind
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


def known_spellings(
    session: WorkSession, layouts: Iterable[RosterLayoutFound]
) -> dict[AskedKey, str]:
    """What a person once said that the senders of these forms mean, but where two of them mean
    different branches."""
    senders = {layout.header for layout in layouts}
    rows = session.execute(
        select(BranchSpelling.spelling, Branch.name)
        .outerjoin(Branch, Branch.id == BranchSpelling.branch_id)
        .where(BranchSpelling.sender.in_(senders))
    )
    found: dict[str, set[str]] = {}
    for spelling, name in rows:
        found.setdefault(spelling, set()).add(LEFT_OUT if name is None else name)
    return {
        (AskedKind.branch, spelling): names.pop()
        for spelling, names in found.items()
        if len(names) == 1
    }


def remember_spellings(
    session: WorkSession, layouts: Iterable[RosterLayoutFound], answers: Answers
) -> None:
    """Keep what a person said of spellings, for the next file of these senders."""
    names = Names(session)
    senders = {layout.header for layout in layouts}
    for (kind, spelling), answer in answers.items():
        if kind is not AskedKind.branch:
            continue
        key = None if answer == LEFT_OUT else names.find(answer)
        if key is None and answer != LEFT_OUT:
            continue  # a branch that nobody came into was not made
        for sender in senders:
            session.merge(
                BranchSpelling(
                    sender=sender, spelling=spelling, branch_id=key, said_at=session.now()
                )
            )
