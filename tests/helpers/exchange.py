"""A school and a county that exchange files through a folder which stands for the stick."""

from pathlib import Path

from services import exchange
from services.core.workspace import Workspace
from services.exchange import SentRow, Taken


def silent(_percent: int, _words: str) -> None:
    """Progress that nobody looks at."""


def meet(school: Workspace, county: Workspace, stick: Path) -> None:
    """Both sides check each other's key card, as on paper."""
    stick.mkdir(exist_ok=True)
    with school.write("exchange.make_enrol") as session:
        enrol = exchange.make_enrol(session)
    trust(county, school, written(school, enrol, stick).read_bytes())
    with county.write("exchange.make_keyset") as session:
        keyset = exchange.make_keyset(session, school.owner)
    trust(school, county, written(county, keyset, stick).read_bytes())


def trust(here: Workspace, other: Workspace, data: bytes) -> None:
    with other.read() as session:
        groups = exchange.own_card(session).fingerprint.split()
    with here.write("exchange.trust") as session:
        asked = exchange.open_card(session, data).asked
        exchange.trust(session, data, (groups[asked[0] - 1], groups[asked[1] - 1]))


def written(space: Workspace, row: SentRow, stick: Path) -> Path:
    exchange.write_out(space, row.id, stick, silent)
    return stick / row.file_name


def send(school: Workspace, stick: Path, year: int = 2026, month: int = 11) -> Path:
    """Approve the month and write it to the stick."""
    return written(school, exchange.approve(school, year, month, "王主任", silent), stick)


def take(space: Workspace, path: Path, *, second_yes: bool = False) -> Taken:
    return exchange.take_in(space, path, silent, second_yes)
