"""kill −9 at random moments: nothing that was acknowledged is lost, and `check` passes."""

import os
import random
import tempfile
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from models.member import Member
from models.sign_in import SignIn
from models.training_class import Enrolment, Lesson
from services import check, sign_in
from services.core import backup, key_file, workspace
from services.core.clock import FixedClock
from services.core.places import KEY_FILE
from services.core.workspace import Workspace
from tests.helpers.apart import APART
from tests.helpers.workspaces import PASSWORD, SCHOOL, Templates, fill

SEED = int(os.environ.get("DESK_SEED") or random.randrange(1 << 32))
Pair = tuple[UUID, UUID]


@pytest.fixture
def on_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder that is synced for real, also where the others stand in memory."""
    if not os.access("/var/tmp", os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        yield Path(folder)


def made(templates: Templates, place: Path, clock: FixedClock, lessons: int) -> Workspace:
    space = templates.open(SCHOOL, place, clock)
    fill(space, members=60, lessons=lessons)
    return space


def pairs_to_sign_in(space: Workspace) -> list[Pair]:
    with space.read() as session:
        found = session.execute(
            select(Lesson.id, Enrolment.member_id)
            .join(Enrolment, Enrolment.class_id == Lesson.class_id)
            .order_by(Lesson.id, Enrolment.number)
        )
        return [(lesson, member) for lesson, member in found]


def sign_people_in(
    folder: Path, clock: FixedClock, pairs: list[Pair], line: Connection, many: int
) -> None:
    """Record each pair in its own unit of work, and say so once it has ended."""
    space = workspace.unlock(folder, PASSWORD, clock=clock)
    for begin in range(0, len(pairs), many):
        done = []
        with space.write("sign_in.record") as session:
            for lesson, member in pairs[begin : begin + many]:
                method = sign_in.SignInMethod.keyboard  # lessons that are over
                done.append(sign_in.record(session, lesson, member, method=method).sign_in_id)
        line.send_bytes(b"".join(key.bytes for key in done))


def acknowledged(line: Connection) -> list[UUID]:
    """What the killed process had said, up to the word that the kill cut off."""
    keys: list[UUID] = []
    try:
        while line.poll(0):
            said = line.recv_bytes()
            keys += [UUID(bytes=said[i : i + 16]) for i in range(0, len(said), 16)]
    except (EOFError, OSError):
        return keys
    return keys


def kill_while_signing_in(
    space: Workspace, clock: FixedClock, kills: int, sign_ins: int, many: int = 1
) -> tuple[int, int]:
    """(acknowledged, killed): the process is killed, checked and begun again until all is done."""
    chance = random.Random(SEED)
    pairs = pairs_to_sign_in(space)[:sign_ins]
    assert len(pairs) == sign_ins
    folder = space.folder
    space.close()
    share = sign_ins / kills
    done = killed = 0
    acked: set[UUID] = set()
    while done < sign_ins:
        ours, theirs = APART.Pipe(duplex=False)
        worker = APART.Process(
            target=sign_people_in, args=(folder, clock, pairs[done:], theirs, many)
        )
        worker.start()
        theirs.close()
        told = acknowledged_until(ours, chance, share)
        worker.kill()
        worker.join()
        told += acknowledged(ours)
        ours.close()
        assert told or worker.exitcode == -9, "it ended by itself and had recorded nobody"
        killed += worker.exitcode == -9
        done += len(told)
        assert acked.isdisjoint(told), f"recorded twice under one id; DESK_SEED={SEED}"
        acked.update(told)
        found = check.check(folder, PASSWORD)
        assert found["problems"] == [], f"DESK_SEED={SEED}"
        assert lost(folder, acked) == set(), f"DESK_SEED={SEED}"
        # The word of the last commit may have been cut off; saying it again is harmless.
        assert len(acked) <= found["sign_in"] <= len(acked) + many
    return len(acked), killed


def acknowledged_until(line: Connection, chance: random.Random, share: float) -> list[UUID]:
    """Listen for about `share` acknowledgements, and then a moment that nobody chose."""
    told: list[UUID] = []
    wanted = chance.randint(1, max(1, round(2 * share) - 1))
    while len(told) < wanted and line.poll(20):
        try:
            said = line.recv_bytes()
        except EOFError:
            break
        told += [UUID(bytes=said[i : i + 16]) for i in range(0, len(said), 16)]
    line.poll(0)
    pause = APART.Event()
    pause.wait(chance.random() * 0.006)
    return told


def lost(folder: Path, acked: set[UUID]) -> set[UUID]:
    space = workspace.unlock(folder, PASSWORD)
    with space.read() as session:
        there = set(session.scalars(select(SignIn.id)))
    space.close()
    return acked - there


def test_fifty_kills_during_five_hundred_sign_ins_lose_nothing(
    templates: Templates, on_disk: Path, clock: FixedClock
) -> None:
    space = made(templates, on_disk / "s", clock, lessons=10)
    kept, killed = kill_while_signing_in(space, clock, kills=50, sign_ins=500)
    print(f"\n{kept} acknowledged, {killed} kills, 0 lost (DESK_SEED={SEED})")
    assert kept == 500
    assert killed >= 25


def test_a_unit_of_many_is_there_whole_or_not_at_all(
    templates: Templates, tmp_path: Path, clock: FixedClock
) -> None:
    space = made(templates, tmp_path / "s", clock, lessons=4)
    folder = space.folder
    kill_while_signing_in(space, clock, kills=10, sign_ins=200, many=10)
    after = workspace.unlock(folder, PASSWORD)
    with after.read() as session:
        assert session.query(SignIn).count() == 200
    after.close()


@pytest.mark.long
def test_ten_thousand_kills_lose_nothing(
    templates: Templates, on_disk: Path, clock: FixedClock
) -> None:
    killed = 0
    for number in range(100):
        space = made(templates, on_disk / str(number), clock, lessons=20)
        killed += kill_while_signing_in(space, clock, kills=200, sign_ins=1000)[1]
        if killed >= 10_000:
            break
    print(f"\n{killed} kills, 0 lost (DESK_SEED={SEED})")


def back_up_again_and_again(folder: Path, clock: FixedClock, line: Connection) -> None:
    space = workspace.unlock(folder, PASSWORD, clock=clock)
    for second in range(60):
        clock.set_to(clock.local_now().replace(second=second))
        line.send(space.back_up("manual").name)


def test_a_backup_that_was_killed_is_never_taken_for_one(
    templates: Templates, tmp_path: Path, clock: FixedClock
) -> None:
    chance = random.Random(SEED)
    space = made(templates, tmp_path / "s", clock, lessons=4)
    folder, key = space.folder, key_file.unlock(space.folder / KEY_FILE, PASSWORD)
    space.close()
    told: set[str] = set()
    for hour in range(8):
        clock.set_to(clock.local_now().replace(hour=9 + hour, second=0))
        ours, theirs = APART.Pipe(duplex=False)
        worker = APART.Process(target=back_up_again_and_again, args=(folder, clock, theirs))
        worker.start()
        theirs.close()
        told.add(ours.recv())
        APART.Event().wait(chance.random() * 0.2)
        worker.kill()
        worker.join()
        while ours.poll(0):
            try:
                told.add(ours.recv())
            except EOFError:
                break
    copies = {path.name for path in (folder / "backups").glob("*.db")}
    newest = sorted(told | copies)[-backup.NEWEST_KEPT :]
    assert told.intersection(newest) <= copies, "an acknowledged backup is gone"
    for name in copies:
        backup.check(folder / "backups" / name, key)
        secret = (folder / "backups" / name).with_suffix(".key")
        assert key_file.unlock(secret, PASSWORD) == key
    reopened = workspace.unlock(folder, PASSWORD, clock=clock)
    clock.set_to(clock.local_now().replace(hour=20))
    reopened.back_up("manual")
    reopened.close()
    left = [path.name for path in (folder / "backups").iterdir() if ".part" in path.name]
    assert left == [], "what a killed backup left is cleared away by the next"


def import_people(folder: Path, clock: FixedClock, line: Connection) -> None:
    space = workspace.unlock(folder, PASSWORD, clock=clock)
    line.send("begin")
    fill(space, members=3000, lessons=0)
    line.send("done")


def test_a_killed_import_of_people_is_there_whole_or_not_at_all(
    templates: Templates, tmp_path: Path, clock: FixedClock
) -> None:
    chance = random.Random(SEED)
    seen = set()
    for number in range(8):
        folder = templates.copy(SCHOOL, tmp_path / str(number), clock)
        ours, theirs = APART.Pipe(duplex=False)
        worker = APART.Process(target=import_people, args=(folder, clock, theirs))
        worker.start()
        theirs.close()
        assert ours.recv() == "begin"
        if not ours.poll(chance.random() * 1.2):
            assert worker.is_alive()
        worker.kill()
        worker.join()
        found = check.check(folder, PASSWORD)
        assert found["problems"] == []
        assert found["member"] in (0, 3000)
        seen.add(found["member"])
        space = workspace.unlock(folder, PASSWORD)
        with space.read() as session:
            assert session.query(Member).count() == found["member"]
        space.close()
    assert seen, f"DESK_SEED={SEED}"
