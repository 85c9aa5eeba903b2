"""The manifest: who writes what to whom, in which order, and what the payload must be."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from models.core.database import SCHEMA_MAJOR, SCHEMA_MINOR
from models.exchange import BundleKind
from models.school import WorkspaceKind
from services.core.checks import is_code
from services.exchange.errors import Damaged, NewerFormat

FORMAT = 1
MOST_ANSWERS = 60
ACCEPTED = "accepted"
HELD = "held"
T = TypeVar("T")


@dataclass(frozen=True)
class Party:
    """A sender or an addressee. `id` is hexadecimal."""

    id: str
    name: str
    code: str
    kind: str
    fingerprint: str

    @property
    def workspace(self) -> UUID:
        return UUID(hex=self.id)


@dataclass(frozen=True)
class TableStat:
    """One CSV: its data rows, its bytes, and their SHA-256 in hexadecimal."""

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Answer:
    """What the county says of one bundle of this school: accepted, or held with reasons."""

    epoch: int
    sequence: int
    manifest: str
    outcome: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Received:
    """The last bundle that the sender took in from the other side."""

    epoch: int
    sequence: int
    manifest: str


@dataclass(frozen=True)
class Manifest:
    """All that the signature covers. `made_at` is UTC, `made_on` the sender's local date.

    `previous` is the SHA-256 of the manifest before this one to the same side, or empty;
    `received_issue` the number of the last issue file that the sender took in, 0 for none: a
    receipt may overtake an issue, so `received` does not tell it;
    `rules` the hours settings that `totals` were computed under; `verify_key` (hexadecimal)
    and `age_recipient` are filled in enrol and keyset files only.
    """

    kind: str
    sender: Party
    recipient: Party | None
    county: str
    period: str
    install: str
    epoch: int
    sequence: int
    previous: str
    received: Received | None
    made_at: str
    made_on: str
    approved_by: str = ""
    format: int = FORMAT
    schema: tuple[int, int] = (SCHEMA_MAJOR, SCHEMA_MINOR)
    payload_size: int = 0
    payload_sha256: str = ""
    tables: dict[str, TableStat] = field(default_factory=dict)
    totals: dict[str, str] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)
    verify_key: str = ""
    age_recipient: str = ""
    answers: tuple[Answer, ...] = ()
    received_issue: int = 0

    @property
    def bundle_kind(self) -> BundleKind:
        return BundleKind(self.kind)

    @property
    def made_day(self) -> date:
        return date.fromisoformat(self.made_on)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def to_bytes(self) -> bytes:
        """The JSON that is signed; readers keep these bytes and never write them anew."""
        return json.dumps(self.as_dict(), ensure_ascii=False, sort_keys=True).encode()


def parse(data: bytes) -> Manifest:
    """Read a manifest whose signature was verified. Raises NewerFormat, Damaged."""
    try:
        raw = json.loads(data.decode("utf-8"), object_pairs_hook=_no_duplicates)
        _check_version(raw)
        return _manifest(raw)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Damaged("数据包的说明部分读不懂，没有导入。请联系技术支持。") from error


def _check_version(raw: dict[str, Any]) -> None:
    if _of(int, raw["format"]) > FORMAT:
        raise NewerFormat(f"这个数据包是新格式（第 {raw['format']} 版），请先升级本程序再导入。")
    major, minor = (_of(int, part) for part in _of(list, raw["schema"]))
    if (major, minor) > (SCHEMA_MAJOR, SCHEMA_MINOR):
        raise NewerFormat(f"这个数据包要 {major}.{minor} 版以上的程序，请先升级本程序再导入。")


def _manifest(raw: dict[str, Any]) -> Manifest:
    major, minor = raw["schema"]
    received = raw["received"]
    made = Manifest(
        kind=BundleKind(raw["kind"]).value,
        sender=_party(raw["sender"]),
        recipient=None if raw["recipient"] is None else _party(raw["recipient"]),
        county=_of(str, raw["county"]),
        period=_of(str, raw["period"]),
        install=_of(str, raw["install"]),
        epoch=_count(raw["epoch"]),
        sequence=_count(raw["sequence"]),
        previous=_of(str, raw["previous"]),
        received=None if received is None else Received(**_shaped(Received, received)),
        made_at=_of(str, raw["made_at"]),
        made_on=_of(str, raw["made_on"]),
        approved_by=_of(str, raw["approved_by"]),
        format=_count(raw["format"]),
        schema=(major, minor),
        payload_size=_count(raw["payload_size"]),
        payload_sha256=_of(str, raw["payload_sha256"]),
        tables={
            _of(str, name): TableStat(**_shaped(TableStat, stat))
            for name, stat in _of(dict, raw["tables"]).items()
        },
        totals=_texts(raw["totals"]),
        rules=_texts(raw["rules"]),
        verify_key=_of(str, raw["verify_key"]),
        age_recipient=_of(str, raw["age_recipient"]),
        answers=tuple(_answer(answer) for answer in _of(list, raw["answers"])),
        received_issue=_count(raw.get("received_issue", 0)),  # not in files of schema 1.1
    )
    if not made.made_day or not _is_period(made.period):
        raise ValueError("period")
    return made


def _party(raw: Any) -> Party:
    made = Party(**{key: _of(str, _of(dict, raw)[key]) for key in Party.__annotations__})
    if made.workspace.hex != made.id:
        raise ValueError("id")
    if not is_code(made.code):  # it becomes part of a file's name
        raise ValueError("code")
    WorkspaceKind(made.kind)
    return made


def _answer(raw: Any) -> Answer:
    fields = _of(dict, raw)
    reasons = tuple(_of(str, reason) for reason in _of(list, fields["reasons"]))
    if fields["outcome"] not in (ACCEPTED, HELD):
        raise ValueError("outcome")
    plain = {key: value for key, value in fields.items() if key != "reasons"}
    return Answer(**_shaped(Answer, plain), reasons=reasons)


def _shaped(kind: type[Any], raw: Any) -> dict[str, Any]:
    """The fields of a flat dataclass, each a text or a number that is not negative."""
    types = {"str": str, "int": int, str: str, int: int}
    wanted = {key: types[t] for key, t in kind.__annotations__.items() if t in types}
    given = _of(dict, raw)
    if set(given) != set(wanted):
        raise ValueError(kind.__name__)
    return {
        key: _count(given[key]) if wanted[key] is int else _of(str, given[key]) for key in wanted
    }


def _texts(raw: Any) -> dict[str, str]:
    return {_of(str, key): _of(str, value) for key, value in _of(dict, raw).items()}


def _count(raw: Any) -> int:
    number = _of(int, raw)
    if not 0 <= number < 1 << 53:
        raise ValueError("number")
    return number


def _of(kind: type[T], raw: Any) -> T:
    if not isinstance(raw, kind) or (kind is int and isinstance(raw, bool)):
        raise TypeError(kind.__name__)
    return raw


def _is_period(text: str) -> bool:
    return len(text) == 7 and date.fromisoformat(f"{text}-01").strftime("%Y-%m") == text


def _no_duplicates(pairs: list[tuple[str, Any]]) -> Mapping[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key twice")
    return made
