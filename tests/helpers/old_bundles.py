"""Snapshots that released programs wrote, each with the keys of the county it was written for.

`python -m tests.helpers.old_bundles FOLDER` writes the file of this program's schema, with
FOLDER to work in. Run it once before a schema changes and never again: it is what a school that
was not upgraded yet brings. Nobody uses these keys.
"""

import json
import sys
from datetime import datetime
from pathlib import Path
from uuid import UUID

from models.core.database import SCHEMA_MAJOR, SCHEMA_MINOR
from models.school import Peer, WorkspaceKind
from services.core import identity, workspace
from services.core.clock import FixedClock
from services.core.ids import IdMaker
from services.core.workspace import Workspace
from tests.helpers.exchange import meet, send
from tests.helpers.workspaces import COUNTY, PASSWORD, SCHOOL, fill

FOLDER = Path(__file__).parents[1] / "old_bundles"
EVENING = datetime(2026, 11, 23, 19, 0)  # noqa: DTZ001  (a local time)


class _FirstId(IdMaker):
    """Gives one id that is known, then new ones."""

    def __init__(self, clock: FixedClock, first: UUID) -> None:
        super().__init__(clock)
        self._first: UUID | None = first

    def new(self) -> UUID:
        first, self._first = self._first, None
        return super().new() if first is None else first


def county_of(bundle: Path, folder: Path) -> Workspace:
    """The county that this old file was written for, on the evening of that day, in `folder`."""
    known = json.loads(bundle.with_suffix(".json").read_text("utf-8"))
    county, school = known["county"], known["school"]
    clock = FixedClock(EVENING)
    ids = _FirstId(clock, UUID(county["workspace"]))
    made = workspace.create(folder, COUNTY, PASSWORD, clock=clock, ids=ids).workspace
    with made.write("test.old_county") as session:
        keys = identity.own(session)
        keys.signing_key = bytes.fromhex(county["signing_key"])
        keys.age_identity, keys.install = county["age_identity"], county["install"]
        keys.epoch = county["epoch"]
        session.add(
            Peer(
                workspace=UUID(school["workspace"]),
                kind=WorkspaceKind.school,
                name=school["name"],
                code=school["code"],
                verify_key=bytes.fromhex(school["verify_key"]),
                age_recipient=school["age_recipient"],
                install=school["install"],
                epoch=school["epoch"],
                trusted_at=session.now(),
            )
        )
    return made


def write(folder: Path) -> Path:
    """A small school's month in the form of this program, made in `folder`."""
    clock = FixedClock(EVENING)
    school, county = (
        workspace.create(folder / profile.code, profile, PASSWORD, clock=clock).workspace
        for profile in (SCHOOL, COUNTY)
    )
    fill(school, members=12, lessons=6, sign_ins=30)
    meet(school, county, folder / "stick")
    written = send(school, folder / "stick")
    bundle = FOLDER / f"schema_{SCHEMA_MAJOR}_{SCHEMA_MINOR}.psb"
    bundle.write_bytes(written.read_bytes())
    with county.read() as session:
        keys, peer = identity.own(session), session.get_one(Peer, school.owner)
        known = {
            "county": {
                "workspace": county.owner.hex,
                "signing_key": keys.signing_key.hex(),
                "age_identity": keys.age_identity,
                "install": keys.install,
                "epoch": keys.epoch,
            },
            "school": {
                "workspace": peer.workspace.hex,
                "name": peer.name,
                "code": peer.code,
                "verify_key": peer.verify_key.hex(),
                "age_recipient": peer.age_recipient,
                "install": peer.install,
                "epoch": peer.epoch,
            },
        }
    bundle.with_suffix(".json").write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n")
    return bundle


if __name__ == "__main__":
    print(write(Path(sys.argv[1])))
