"""A school and a county that exchange files through a folder which stands for the stick."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from services import exchange
from services.core import identity
from services.core.places import DATABASE
from services.core.workspace import Workspace
from services.exchange import BundleTaken, SentRow, columns, frame, manifest, package
from services.exchange.manifest import Manifest, TableStat
from tests.helpers.remembered import once

Members = dict[str, bytes]
APPROVER = "王主任"


def silent(_percent: int, _words: str) -> None:
    """Progress that nobody looks at."""


def meet(school: Workspace, county: Workspace, stick: Path) -> None:
    """Both sides check each other's key card, as on paper."""
    once("met", [school, county], lambda: _meet(school, county, stick), stick)


def _meet(school: Workspace, county: Workspace, stick: Path) -> None:
    stick.mkdir(exist_ok=True)
    with school.write("exchange.make_enrol") as session:
        enrol = exchange.make_enrol(session)
    trust(county, school, written(school, enrol, stick).read_bytes())
    with county.write("exchange.make_keyset") as session:
        keyset = exchange.make_keyset(session, school.owner)
    trust(school, county, written(county, keyset, stick).read_bytes())


def trust(here: Workspace, other: Workspace, data: bytes) -> None:
    """Type the two groups that `here` asks for from the paper card of `other`."""
    with other.read() as session:
        groups = exchange.own_card(session).fingerprint.split()
    with here.write("exchange.trust") as session:
        first, second = exchange.open_card(session, data).asked
        exchange.trust(session, data, (groups[first - 1], groups[second - 1]))


def written(space: Workspace, row: SentRow, stick: Path) -> Path:
    """Write a file of the outbox to the stick; where it lies there."""
    return stick / exchange.write_out(space, row.id, stick, silent).file_name


def approved(school: Workspace, year: int = 2026, month: int = 11) -> SentRow:
    return exchange.approve(school, year, month, APPROVER, silent)


def send(school: Workspace, stick: Path, year: int = 2026, month: int = 11) -> Path:
    """Approve the month and write it to the stick."""
    return written(school, approved(school, year, month), stick)


def take(space: Workspace, path: Path, *, second_yes: bool = False) -> BundleTaken:
    return exchange.take_in(space, path, silent, second_yes)


def outbox(space: Workspace) -> tuple[SentRow, ...]:
    with space.read() as session:
        return exchange.sent(session)


def rows_of(space: Workspace, owner: Workspace) -> dict[str, list[Any]]:
    """Every exchanged row that `owner` owns and `space` holds, by table."""
    with space.read() as session:
        raw = package.driver(session)
        return {
            table: sorted(raw.execute(columns.select_sql(table), (owner.owner.bytes,)).fetchall())
            for table in columns.tables()
        }


def broken_citations(space: Workspace) -> list[Any]:
    with space.read() as session:
        found: list[Any] = package.driver(session).execute("PRAGMA foreign_key_check").fetchall()
    return found


def fingerprint_of_files(space: Workspace) -> tuple[str, ...]:
    """What the database's file and its log hold, byte for byte; no log is an empty one."""
    paths = (space.folder / DATABASE, space.folder / f"{DATABASE}-wal")
    return tuple(
        hashlib.sha256(path.read_bytes() if path.exists() else b"").hexdigest() for path in paths
    )


@contextmanager
def unchanged(space: Workspace) -> Iterator[None]:
    """Fails where the database's file or its log is not, byte for byte, what it was."""
    before = fingerprint_of_files(space)
    yield
    assert fingerprint_of_files(space) == before


class Forger:
    """A school that lies: it opens a bundle of its own, changes it, and signs it again."""

    def __init__(self, school: Workspace, county: Workspace, path: Path) -> None:
        self._path = path
        with school.read() as session:
            keys = identity.own(session)
            self._signing_key = keys.signing_key
            self._own_recipient = identity.public_keys(keys).age_recipient
            opened = frame.split(frame.uncover(path.read_bytes(), keys.age_identity))
        with county.read() as session:
            self._recipient = identity.public_keys(identity.own(session)).age_recipient
        self.manifest: Manifest = manifest.parse(opened.manifest)
        self.kind = opened.kind
        self.payload = opened.payload

    def members(self) -> Members:
        with zipfile.ZipFile(io.BytesIO(self.payload)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def write(
        self, changed: Manifest | None = None, payload: bytes | None = None, raw: bytes = b""
    ) -> Path:
        """Sign and seal what is given in place of the original; `raw` replaces the JSON."""
        body = self.payload if payload is None else payload
        made = replace(
            changed or self.manifest,
            payload_size=len(body),
            payload_sha256=hashlib.sha256(body).hexdigest(),
        )
        sealed = frame.build(self.kind, raw or made.to_bytes(), body, self._signing_key)
        return self.put(frame.cover(sealed, (self._recipient, self._own_recipient)))

    def put(self, data: bytes) -> Path:
        path = self._path.with_name("forged.psb")
        path.write_bytes(data)
        return path

    def with_csv(self, table: str, change: Callable[[str], str]) -> Path:
        """Change one CSV and make every hash, size and count that names it fit."""
        members = self.members()
        path = package.path_of(table)
        data = change(members[path].decode()).encode()
        stat = TableStat(
            max(0, data.count(b"\r\n") - 1), len(data), hashlib.sha256(data).hexdigest()
        )
        described = json.loads(members[package.DESCRIPTOR])
        for resource in described["resources"]:
            if resource["name"] == table:
                resource["bytes"], resource["hash"] = stat.bytes, f"sha256:{stat.sha256}"
        members |= {path: data, package.DESCRIPTOR: json.dumps(described).encode()}
        tables = {**self.manifest.tables, table: stat}
        return self.write(replace(self.manifest, tables=tables), zipped(list(members.items())))


def zipped(members: list[tuple[str, bytes]], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these members in this order; a name may come twice."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, data in members:
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type = compression
            archive.writestr(member, data)
    return target.getvalue()


def issue(county: Workspace, school: Workspace, stick: Path) -> Path:
    """Write what was dispatched to this school to the stick."""
    with county.write("exchange.make_issue") as session:
        made = exchange.make_issue(session, school.owner)
    return written(county, made, stick)
