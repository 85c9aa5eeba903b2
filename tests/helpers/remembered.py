"""What setting up led to is kept for the run, and given to whoever sets up the same again."""

import hashlib
import pickle
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeVar

from services.core.clock import FixedClock
from services.core.places import DATABASE
from services.core.workspace import Workspace

T = TypeVar("T")
LOGS = (f"{DATABASE}-wal", f"{DATABASE}-shm")
_folder: Path | None = None


@contextmanager
def remembering(folder: Path) -> Iterator[None]:
    """Keep in this folder, which several processes may share; outside nothing is kept."""
    global _folder  # noqa: PLW0603  (set once, by the fixture of the whole run)
    _folder, before = folder, _folder
    yield
    _folder = before


def once(
    what: str, spaces: Sequence[Workspace], act: Callable[[], T], stick: Path | None = None
) -> T:
    """What `act` returns: done in earnest the first time, remembered after that.

    `what` says all that the outcome depends on beside the workspaces, the clock and the stick.
    These are known by their bytes. The cipher writes no two files alike, so only copies of one
    file that nobody has written to since are taken for the same. Remembered are databases and
    files, the clock, the last id made, and what listeners were told.
    """
    clock = spaces[0].clock
    if _folder is None or not isinstance(clock, FixedClock):
        return act()
    places = [*(space.folder for space in spaces), *([stick] if stick else [])]
    kept = _folder / _key(f"{what} {clock.local_now()}", places)
    if not kept.exists():
        value, told = _watched(spaces, act)
        ids = [space.context.ids._last for space in spaces]
        _keep(kept, spaces, places, (value, told, ids, clock.local_now()))
        return value
    value, told, ids, now = pickle.loads((kept / "state").read_bytes())
    for space in spaces:
        space._engine.dispose()
    for number, place in enumerate(places):
        for log in LOGS:
            (place / log).unlink(missing_ok=True)
        if (kept / str(number)).exists():
            shutil.copytree(kept / str(number), place, dirs_exist_ok=True)
    clock.set_to(now)
    for space, last, tables in zip(spaces, ids, told, strict=True):
        space.context.ids._last = last
        for listener in tuple(space._listeners) if tables else ():
            listener(tables)
    remembered: T = value
    return remembered


def _key(words: str, places: Iterable[Path]) -> str:
    digest = hashlib.sha256(words.encode())
    for place in places:
        digest.update(b"place")
        for path in sorted(place.rglob("*")) if place.exists() else ():
            if path.is_file() and path.name not in LOGS[1:]:
                digest.update(path.relative_to(place).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _watched(spaces: Sequence[Workspace], act: Callable[[], T]) -> tuple[T, list[frozenset[str]]]:
    """What `act` returns, and what the listeners of each workspace were told meanwhile."""
    told: list[set[str]] = [set() for _ in spaces]
    with ExitStack() as leaving:
        for space, names in zip(spaces, told, strict=True):
            leaving.callback(space.subscribe(names.update))
        value = act()
    return value, [frozenset(names) for names in told]


def _keep(kept: Path, spaces: Sequence[Workspace], places: Sequence[Path], state: Any) -> None:
    """Made beside and renamed, so that another process sees all of it or nothing."""
    made = Path(mkdtemp(dir=kept.parent))
    for space in spaces:
        space._engine.raw_connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        space._engine.dispose()
    for number, place in enumerate(places):
        if place.exists():
            shutil.copytree(place, made / str(number), ignore=shutil.ignore_patterns(*LOGS))
    (made / "state").write_bytes(pickle.dumps(state))
    with suppress(OSError):  # another process was quicker
        made.rename(kept)
