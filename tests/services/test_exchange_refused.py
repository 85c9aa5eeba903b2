"""Files that must not come in: each is refused, named, and leaves the county's file as it was."""

import io
import random
import re
import shutil
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pyrage
import pytest

from services import branch, exchange
from services.core import identity, workspace
from services.core.clock import FixedClock
from services.core.errors import Refused
from services.core.workspace import Profile, Workspace, WorkspaceKind
from services.exchange import errors, frame, package, unpack
from services.exchange.manifest import Manifest
from tests.helpers.exchange import (
    Forger,
    meet,
    send,
    silent,
    take,
    trust,
    unchanged,
    written,
    zipped,
)
from tests.helpers.ordering import Ordering
from tests.helpers.remembered import once
from tests.helpers.workspaces import COUNTY, PASSWORD, SCHOOL, fill

SAMPLE = 300


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def sent(school: Workspace, county: Workspace, stick: Path) -> Path:
    """After meeting."""
    meet(school, county, stick)
    name: str = once("sent", [school, county], lambda: send(school, stick).name, stick)
    return stick / name


@pytest.fixture
def bundle(school: Workspace, county: Workspace, stick: Path) -> Path:
    """A small bundle on its way to a county that trusts the school."""
    return sent(school, county, stick)


@pytest.fixture
def full_bundle(school: Workspace, county: Workspace, stick: Path, clock: FixedClock) -> Path:
    """One with a little of every kind of row."""
    clock.set_to(datetime(2026, 11, 23, 19, 0))  # noqa: DTZ001
    fill(school, members=20, lessons=2, sign_ins=40)
    return sent(school, county, stick)


def refused(county: Workspace, path: Path, kind: type[Exception], words: str = "。") -> None:
    """Neither the dry run nor taking it in goes through, and nothing is written."""
    with unchanged(county):
        with pytest.raises(kind, match=words):
            exchange.inspect(county, path, silent)
        with pytest.raises(kind, match=words):
            exchange.take_in(county, path, silent, second_yes=True)


# Damage on the way


def flip(data: bytes, place: int, bit: int) -> bytes:
    return data[:place] + bytes([data[place] ^ (1 << bit)]) + data[place + 1 :]


def check_flips(county: Workspace, path: Path, places: list[tuple[int, int]]) -> None:
    whole = path.read_bytes()
    with unchanged(county):
        for place, bit in places:
            path.write_bytes(flip(whole, place, bit))
            with pytest.raises(exchange.BundleRefused):
                take(county, path)
    path.write_bytes(whole)
    assert not take(county, path).again


def test_a_flipped_bit_is_refused(county: Workspace, bundle: Path) -> None:
    size, chance = bundle.stat().st_size, random.Random(1)
    places = sorted(chance.sample(range(size), min(SAMPLE, size)))
    check_flips(county, bundle, [(place, chance.randrange(8)) for place in places])


@pytest.mark.long
def test_every_flipped_bit_is_refused(county: Workspace, bundle: Path) -> None:
    size = bundle.stat().st_size
    check_flips(county, bundle, [(place, bit) for place in range(size) for bit in range(8)])


def test_a_flipped_bit_of_an_enrol_file_is_refused(
    school: Workspace, county: Workspace, stick: Path
) -> None:
    with school.write("exchange.make_enrol") as session:
        row = exchange.make_enrol(session)
    data = written(school, row, stick).read_bytes()
    chance = random.Random(2)
    with unchanged(county), county.read() as session:
        for place in range(len(data)):
            with pytest.raises(exchange.BundleRefused):
                exchange.open_card(session, flip(data, place, chance.randrange(8)))
        exchange.open_card(session, data)


def test_truncation_is_refused(county: Workspace, bundle: Path) -> None:
    whole, chance = bundle.read_bytes(), random.Random(3)
    with unchanged(county):
        for length in [0, 1, 3, 20, 30, len(whole) - 1, *chance.sample(range(len(whole)), 60)]:
            bundle.write_bytes(whole[:length])
            with pytest.raises(exchange.BundleRefused):
                take(county, bundle)
        bundle.write_bytes(whole + b"\0")
        with pytest.raises(exchange.BundleRefused):
            take(county, bundle)


def test_splices_are_refused(
    school: Workspace, county: Workspace, bundle: Path, stick: Path
) -> None:
    other = send(school, stick, month=10)
    one, two = Forger(school, county, bundle), Forger(school, county, other)
    with county.read() as session:
        recipient = identity.public_keys(identity.own(session)).age_recipient
        key = identity.own(session).age_identity
    first = frame.uncover(bundle.read_bytes(), key)
    second = frame.uncover(other.read_bytes(), key)
    head = frame._HEADER.size
    cut = head + struct.unpack_from(">I", first, 6)[0]
    sealed = [
        first[: cut + 64] + two.payload,  # its manifest, another's payload
        first[:cut] + second[cut : cut + 64] + one.payload,  # another's signature
        first[:5] + b"\4" + first[6:],  # signed as a snapshot, called a receipt
        first[:head] + second[head:cut] + first[cut:],
        first + b"\0",
    ]
    for spliced in sealed:
        refused(county, one.put(frame.cover(spliced, (recipient,))), exchange.BundleRefused)
    for place in (200, 500, len(bundle.read_bytes()) // 2):
        mixed = bundle.read_bytes()[:place] + other.read_bytes()[place:]
        refused(county, one.put(mixed), exchange.BundleRefused)
    take(county, bundle)


# Files that are something else


def test_other_files_are_named(county: Workspace, stick: Path) -> None:
    for data, kind in (
        (b"", errors.NotABundle),
        (b"PK\3\4 some archive", errors.NotABundle),
        (b"age-encryption.org/v9\n", errors.NewerFormat),
        (b"PSDB\2" + bytes(40), errors.NewerFormat),
        (b"PSDB\1" + bytes(40), errors.Damaged),
    ):
        path = stick / "other.psb"
        path.write_bytes(data)
        refused(county, path, kind)


def test_too_large_a_file_is_not_even_read(county: Workspace, stick: Path) -> None:
    path = stick / "large.psb"
    with path.open("wb") as file:
        file.truncate(frame.MOST_FILE_BYTES + 1)
    refused(county, path, errors.TooLarge, "64 MB")


def test_own_file_is_named(school: Workspace, county: Workspace, bundle: Path) -> None:
    refused(school, bundle, errors.OwnBundle, "本单位自己写出")


def test_enrol_and_keyset_files_go_elsewhere(
    school: Workspace, county: Workspace, stick: Path
) -> None:
    with school.write("exchange.make_enrol") as session:
        enrol = exchange.make_enrol(session)
    path = written(school, enrol, stick)
    refused(county, path, errors.WrongKind, "核对公钥卡")
    with pytest.raises(errors.OwnBundle), school.read() as session:
        exchange.open_card(session, path.read_bytes())


def test_another_schools_file_is_not_ours(
    school: Workspace, second_school: Workspace, county: Workspace, bundle: Path
) -> None:
    refused(second_school, bundle, errors.NotForUs, "不是发给本单位")


def test_a_school_that_was_not_checked_is_unknown(
    school: Workspace, county: Workspace, stick: Path
) -> None:
    meet(school, county, stick)
    with county.write("test.forget") as session:
        from models.school import Peer

        session.delete(session.get(Peer, school.owner))
    refused(county, send(school, stick), errors.UnknownSender, "核对过公钥卡")


def test_another_county_is_refused(school: Workspace, county: Workspace, bundle: Path) -> None:
    forger = Forger(school, county, bundle)
    changed = replace(forger.manifest, county="邻县")
    refused(county, forger.write(changed), errors.WrongCounty, "邻县")
    with pytest.raises(errors.WrongCounty), county.read() as session:
        keys = session_keys(school)
        made = replace(
            forger.manifest, kind="enrol", recipient=None, county="邻县", tables={}, totals={},
            payload_size=0, payload_sha256="", verify_key=keys.verify_key.hex(),
            age_recipient=keys.age_recipient,
        )  # fmt: skip
        exchange.open_card(
            session,
            frame.build(exchange.BundleKind.enrol, made.to_bytes(), b"", forger._signing_key),
        )


def session_keys(space: Workspace) -> identity.PublicKeys:
    with space.read() as session:
        return identity.public_keys(identity.own(session))


# A trusted school that lies

Change = Callable[[Manifest], Manifest]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda m: replace(m, format=2), errors.NewerFormat),
        (lambda m: replace(m, schema=(1, 99)), errors.NewerFormat),
        (lambda m: replace(m, schema=(2, 0)), errors.NewerFormat),
        (lambda m: replace(m, kind="receipt"), errors.Damaged),
        (lambda m: replace(m, period="2026-13"), errors.Damaged),
        (lambda m: replace(m, period=""), errors.Damaged),
        (lambda m: replace(m, made_on="gestern"), errors.Damaged),
        (lambda m: replace(m, sequence=-1), errors.Damaged),
        (lambda m: replace(m, sequence=1), errors.CloneAlarm),
        (lambda m: replace(m, epoch=2), errors.NewEpoch),
        (lambda m: replace(m, epoch=1 << 60), errors.Damaged),
        (lambda m: replace(m, epoch=0), errors.Stale),
        (lambda m: replace(m, install="another"), errors.CloneAlarm),
        (lambda m: replace(m, recipient=None), errors.NotForUs),
        (lambda m: replace(m, recipient=m.sender), errors.NotForUs),
        (lambda m: replace(m, sender=replace(m.sender, id="0" * 32)), errors.UnknownSender),
        (lambda m: replace(m, sender=replace(m.sender, id="x")), errors.Damaged),
        (lambda m: replace(m, totals={**m.totals, "person_times": "9999"}), errors.WrongTotals),
        (lambda m: replace(m, totals={**m.totals, "more": "1"}), errors.WrongTotals),
        (lambda m: replace(m, totals={}), errors.WrongTotals),
        (lambda m: replace(m, rules={}), errors.BadContents),
        (lambda m: replace(m, rules=dict.fromkeys(m.rules, "-5")), errors.BadContents),
        (lambda m: replace(m, rules={**m.rules, "exchange.cut_off_day": "1"}), errors.BadContents),
        (lambda m: replace(m, tables={}), errors.BadContents),
        (
            lambda m: replace(
                m, tables={k: replace(t, rows=t.rows + 1) for k, t in m.tables.items()}
            ),
            errors.BadContents,
        ),
        (
            lambda m: replace(
                m, tables={k: replace(t, sha256="0" * 64) for k, t in m.tables.items()}
            ),
            errors.BadContents,
        ),
    ],
)
def test_a_manifest_that_lies(
    school: Workspace,
    county: Workspace,
    bundle: Path,
    change: Change,
    kind: type[Exception],
) -> None:
    forger = Forger(school, county, bundle)
    refused(county, forger.write(change(forger.manifest)), kind)
    take(county, bundle)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('"format": 1', '"format": 1, "format": 1'),
        lambda text: text.replace('"format": 1', '"format": true'),
        lambda text: text.replace('"format": 1', '"format": "1"'),
        lambda text: text.replace('"epoch": 1', '"epoch": 1.0'),
        lambda text: text.replace('"answers": []', '"answers": [{}]'),
        lambda text: text.replace('"tables": {', '"tables": {"x": 1, '),
        lambda text: text[:-1],
        lambda text: "[]",
        lambda text: "[" * 100_000,
        lambda text: "",
    ],
)
def test_a_manifest_that_is_not_one(
    school: Workspace, county: Workspace, bundle: Path, change: Callable[[str], str]
) -> None:
    forger = Forger(school, county, bundle)
    raw = change(forger.manifest.to_bytes().decode()).encode()
    refused(county, forger.write(raw=raw or b" "), errors.Damaged)


def test_signed_by_another_key(school: Workspace, county: Workspace, bundle: Path) -> None:
    forger = Forger(school, county, bundle)
    forger._signing_key = bytes(range(32))
    refused(county, forger.write(), errors.UnknownSender)


def test_not_encrypted(school: Workspace, county: Workspace, bundle: Path) -> None:
    with county.read() as session:
        plain = frame.uncover(bundle.read_bytes(), identity.own(session).age_identity)
    refused(county, Forger(school, county, bundle).put(plain), errors.Damaged, "没有加密")


def cell(table: str, row: int, column: str, value: str) -> Callable[[str], str]:
    """Change one plain cell of a CSV."""

    def change(text: str) -> str:
        lines = text.split("\r\n")
        place = lines[0].split(",").index(column)
        cells = lines[row].split(",")
        cells[place] = value
        return "\r\n".join([*lines[:row], ",".join(cells), *lines[row + 1 :]])

    return change


OTHER = "0" * 31 + "1"


@pytest.mark.parametrize(
    ("table", "column", "value", "kind"),
    [
        ("member", "owner", OTHER, errors.ForeignRows),
        ("sign_in", "owner", OTHER, errors.ForeignRows),
        ("school", "owner", OTHER, errors.ForeignRows),
        ("school", "id", OTHER, errors.BadContents),
        ("school", "kind", "county", errors.BadContents),
        ("member", "id", "", errors.BadContents),
        ("member", "id", "xyz", errors.BadContents),
        ("member", "kind", "honorary", errors.BadContents),
        ("member", "floating", "2", errors.BadContents),
        ("member", "floating", "true", errors.BadContents),
        ("member", "born", "2001-13", errors.BadContents),
        ("member", "born", "2001-02-30", errors.BadContents),
        ("member", "branch_id", OTHER, errors.BadContents),
        ("member", "branch_id", "", errors.BadContents),
        ("member", "name", "a\0b", errors.BadContents),
        ("member", "name", "e\u0301", errors.BadContents),
        ("lesson", "starts_at", "2026-11-23", errors.BadContents),
        ("lesson", "starts_at", "2026-11-23T25:00:00", errors.BadContents),
        ("lesson", "starts_at", "now", errors.BadContents),
        ("lesson", "hours", "0.25", errors.BadContents),
        ("lesson", "hours", "-4", errors.BadContents),
        ("lesson", "hours", "4.0", errors.BadContents),
        ("lesson", "hours", "many", errors.BadContents),
        ("lesson", "created_at", "2026-11-23T00:00:00Z", errors.BadContents),
        ("appointment", "ends_on", "2026-02-30", errors.BadContents),
        ("sign_in", "status", "", errors.BadContents),
        ("sign_in", "minutes_late", "1e3", errors.BadContents),
        ("sign_in", "replaces_id", "zz", errors.BadContents),
        ("sign_in", "replaces_id", OTHER, errors.BadContents),
        ("room", "places", "12a", errors.BadContents),
    ],
)
def test_a_cell_that_lies(
    school: Workspace,
    county: Workspace,
    full_bundle: Path,
    table: str,
    column: str,
    value: str,
    kind: type[Exception],
) -> None:
    forger = Forger(school, county, full_bundle)
    refused(county, forger.with_csv(table, cell(table, 1, column, value)), kind)


@pytest.mark.parametrize(
    ("column", "value"), [("topic", "移风易俗"), ("course_id", ""), ("package_id", OTHER)]
)
def test_an_order_is_for_one_thing(
    school: Workspace, county: Workspace, stick: Path, column: str, value: str
) -> None:
    """A course, a package or a topic: a row with two or none is not even staged."""
    ordering = Ordering(school)
    ordering.order(ordering.wish(0))
    meet(school, county, stick)
    forger = Forger(school, county, send(school, stick))
    forged = forger.with_csv("training_order", cell("training_order", 1, column, value))
    refused(county, forged, errors.BadContents)


def test_one_more_sign_in_than_reported(
    school: Workspace, county: Workspace, full_bundle: Path
) -> None:
    forger = Forger(school, county, full_bundle)

    def absent(text: str) -> str:
        return re.sub(",present,", ",absent,", text, count=1)

    refused(county, forger.with_csv("sign_in", absent), errors.WrongTotals, "按明细算是")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("name", "Name", 1),
        lambda text: text.replace("\r\n", ",extra\r\n"),
        lambda text: text.replace("id,owner", "owner,id", 1),
        lambda text: text[: text.rindex(",")] + "\r\n",
        lambda text: text + text.split("\r\n")[1] + "\r\n",  # one row twice
        lambda text: "\ufeff" + text,
        lambda text: text + '"open\r\n',
        lambda text: text + "\r\n",
        lambda text: "",
    ],
)
def test_a_table_that_lies(
    school: Workspace, county: Workspace, full_bundle: Path, change: Callable[[str], str]
) -> None:
    forger = Forger(school, county, full_bundle)
    refused(county, forger.with_csv("member", change), errors.BadContents)


def test_rows_of_another_school_are_not_taken(
    school: Workspace,
    second_school: Workspace,
    county: Workspace,
    full_bundle: Path,
    stick: Path,
) -> None:
    """A school claims a row, by its id, that the county already holds from another."""
    fill(second_school, members=20, lessons=2, sign_ins=0, seed=2)
    meet(second_school, county, stick)
    take(county, send(second_school, stick))
    with second_school.read() as session:
        from models.site import Site

        theirs = session.query(Site).first()
        assert theirs is not None
        stolen = theirs.id.hex
    forger = Forger(school, county, full_bundle)
    mine = forger.members()["data/site.csv"].decode().split("\r\n")[1].split(",")[0]

    def steal(text: str) -> str:
        return text.replace(mine, stolen)

    path = forger.with_csv("site", steal)
    again = Forger(school, county, path)
    refused(county, again.with_csv("room", steal), errors.ForeignRows, "属于别的单位")


# A payload that is no honest archive


def all_members(forger: Forger) -> list[tuple[str, bytes]]:
    return list(forger.members().items())


@pytest.mark.parametrize(
    "name",
    ["../evil.csv", "/etc/passwd", "data\\member.csv", "data/evil.csv", "data/", "member.csv"],
)
def test_odd_names(school: Workspace, county: Workspace, bundle: Path, name: str) -> None:
    forger = Forger(school, county, bundle)
    refused(
        county,
        forger.write(payload=zipped([*all_members(forger), (name, b"")])),
        errors.BadContents,
    )


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_twice(school: Workspace, county: Workspace, bundle: Path) -> None:
    forger = Forger(school, county, bundle)
    members = all_members(forger)
    for place in (0, 1, len(members) - 1):
        twice = [*members, members[place]]
        refused(county, forger.write(payload=zipped(twice)), errors.BadContents)


def test_a_member_missing(school: Workspace, county: Workspace, bundle: Path) -> None:
    forger = Forger(school, county, bundle)
    refused(county, forger.write(payload=zipped(all_members(forger)[:-1])), errors.BadContents)
    refused(county, forger.write(payload=zipped(all_members(forger)[1:])), errors.BadContents)


def test_a_bomb(school: Workspace, county: Workspace, bundle: Path) -> None:
    forger = Forger(school, county, bundle)

    def swell(text: str) -> str:
        return text + ("0" * 1000 + "\r\n") * 20_000

    refused(county, forger.with_csv("school", swell), errors.BadContents, "过大")


def test_more_than_may_be_expanded(
    school: Workspace, county: Workspace, full_bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpack, "MOST_EXPANDED_BYTES", 10_000)
    refused(county, full_bundle, errors.BadContents, "过大")


def test_sizes_that_lie(school: Workspace, county: Workspace, bundle: Path) -> None:
    """The archive's index says less than there is, or another method, or a lock."""
    forger = Forger(school, county, bundle)
    central = forger.payload.index(b"PK\1\2")
    for offset, width, value in ((8, 2, 1), (10, 2, 12), (10, 2, 99), (20, 4, 1), (24, 4, 1)):
        place = central + offset
        changed = (
            forger.payload[:place]
            + value.to_bytes(width, "little")
            + forger.payload[place + width :]
        )
        refused(county, forger.write(payload=changed), errors.BadContents)


def test_extra_fields_comments_and_rubbish(
    school: Workspace, county: Workspace, bundle: Path
) -> None:
    forger = Forger(school, county, bundle)
    for change in ("extra", "comment"):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in all_members(forger):
                member = zipfile.ZipInfo(name)
                member.compress_type = zipfile.ZIP_DEFLATED
                setattr(member, change, b"\x99\x99\x02\x00ab" if change == "extra" else b"hello")
                archive.writestr(member, data)
        refused(county, forger.write(payload=target.getvalue()), errors.BadContents)
    for payload in (b"", b"PK", b"no archive at all", forger.payload[:-30]):
        refused(county, forger.write(payload=payload), errors.BadContents)


def test_a_descriptor_that_lies(school: Workspace, county: Workspace, bundle: Path) -> None:
    forger = Forger(school, county, bundle)
    honest = forger.members()
    text = honest[package.DESCRIPTOR].decode()
    for changed in (
        text.replace('"name": "owner"', '"name": "possessor"', 1),
        text.replace('"type": "datetime"', '"type": "string"', 1),
        text.replace("data/school.csv", "data/branch.csv", 1),
        text.replace('"resources"', '"sources"'),
        "{}",
        "[",
        '{"resources": [1]}',
    ):
        members = {**honest, package.DESCRIPTOR: changed.encode()}
        payload = zipped(list(members.items()))
        refused(county, forger.write(payload=payload), errors.BadContents)


def test_a_receipt_never_carries_rows(
    school: Workspace, county: Workspace, bundle: Path, stick: Path
) -> None:
    payload = Forger(school, county, bundle).payload
    done = take(county, bundle)
    assert done.receipt is not None
    path = written(county, done.receipt, stick)
    forger = Forger(county, school, path)
    refused(school, forger.write(payload=payload), errors.BadContents, "多了内容")
    take(school, path)


# Two PCs, and one that was restored


def test_two_pcs_with_one_school_raise_the_alarm(
    school: Workspace,
    county: Workspace,
    stick: Path,
    tmp_path: Path,
    clock: FixedClock,
) -> None:
    meet(school, county, stick)
    school.close()
    shutil.copytree(school.folder, tmp_path / "clone")
    one = workspace.unlock(school.folder, PASSWORD, clock=clock)
    clone = workspace.unlock(tmp_path / "clone", PASSWORD, clock=clock)
    other_stick = tmp_path / "other"
    other_stick.mkdir()
    with clone.write("branch.ensure") as session:
        branch.ensure(session, "中共仲山镇新村支部委员会")  # work goes on at both
    first = take(county, send(one, stick))
    refused(county, send(clone, other_stick), errors.CloneAlarm, "两台电脑")
    # The clone is told as well, once a receipt reaches it that answers what it never made.
    assert first.receipt is not None
    done = take(clone, written(county, first.receipt, stick))
    assert "可能另有电脑在用这套数据" in done.words
    # It becomes the school's PC: a new epoch, approved at the county by its key card.
    with clone.write("exchange.start_epoch") as session:
        exchange.start_epoch(session)
    refused(county, send(clone, other_stick), errors.NewEpoch, "重装或恢复过")
    with clone.write("exchange.make_enrol") as session:
        enrol = exchange.make_enrol(session)
    data = written(clone, enrol, other_stick).read_bytes()
    trust(county, clone, data)
    assert not take(county, send(clone, other_stick)).again
    refused(county, send(one, stick), errors.Stale, "重装以前")
    one.close()
    clone.close()


def test_another_install_cannot_pass_as_the_same_epoch(
    school: Workspace, county: Workspace, stick: Path
) -> None:
    """The key card fits a copy of the workspace too; its install does not."""
    meet(school, county, stick)
    with school.write("exchange.make_enrol") as session:
        identity.own(session).install = identity.new_install()
        enrol = exchange.make_enrol(session)
    with unchanged(county), pytest.raises(errors.CloneAlarm):
        trust(county, school, written(school, enrol, stick).read_bytes())


def test_two_schools_cannot_have_one_code(
    school: Workspace, county: Workspace, stick: Path, tmp_path: Path, clock: FixedClock
) -> None:
    meet(school, county, stick)
    twin = workspace.create(
        tmp_path / "twin",
        Profile(WorkspaceKind.school, "另一所党校", SCHOOL.code, COUNTY.county_name),
        PASSWORD,
        clock=clock,
    ).workspace
    with twin.write("exchange.make_enrol") as session:
        enrol = exchange.make_enrol(session)
    with pytest.raises(Refused, match="已由"):
        trust(county, twin, written(twin, enrol, tmp_path).read_bytes())
    twin.close()


def test_an_outsider_without_keys_learns_nothing(school: Workspace, bundle: Path) -> None:
    data = bundle.read_bytes()
    assert "仲山镇".encode() not in data
    assert school.owner.hex.encode() not in data
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(data, [pyrage.x25519.Identity.generate()])


@pytest.mark.parametrize("code", ["../../evil", "ZS/..", "zs", "Z", "", "ZS\\..", "镇"])
def test_a_code_that_is_no_code_names_no_file(
    school: Workspace, county: Workspace, full_bundle: Path, code: str
) -> None:
    """A school's code becomes part of the names of files in the county's folder."""
    forger = Forger(school, county, full_bundle)
    party = replace(forger.manifest.sender, code=code)
    refused(county, forger.write(replace(forger.manifest, sender=party)), errors.Damaged)
    assert not list(county.folder.parent.glob("**/*evil*"))
