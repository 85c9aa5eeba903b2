"""Going back to a copy (从备份恢复): which there are, what is in them, and what would be lost."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from models.core.database import SCHEMA_MAJOR, NewerDatabase, NotADatabase, connect
from models.core.words import Words
from services.core import backup, files, key_file, switching, workspace
from services.core.clock import Clock, SystemClock
from services.core.errors import (
    DamagedFile,
    DeskError,
    NotFound,
    StorageError,
    WrongPassword,
)
from services.core.faults import explained_database
from services.core.places import DATABASE, KEY_FILE
from services.exchange import start_epoch

VERB = "restore.restore"
MOST_ASIDE = 5
COUNTED = {
    "member": "党员",
    "branch": "党支部",
    "training_class": "培训班",
    "lesson": "课次",
    "sign_in": "签到",
    "certificate": "证书",
}
_PUT_ASIDE = re.compile(r"\d{8}-\d{6}-replaced(-\d+)?")
UNREADABLE_NOW = "现在的数据打不开，比不出会少什么。"


class CopyReason(Words):
    """What a copy was made for; the value stands in its file's name."""

    manual = "manual", "手动备份"
    start = "start", "打开后自动"
    regular = "regular", "定时自动"
    roster = "import", "导入前"
    exchange = "exchange", "收文件前"
    migration = "migration", "升级前"
    replaced = "replaced", "恢复前的数据"
    other = "other", "其他"


@dataclass(frozen=True)
class Copy:
    """A copy one can go back to. `made_at` is local; `size` in bytes; `ahead` says that it is
    dated in the future, so that its day cannot be trusted."""

    name: str
    made_at: datetime
    reason: CopyReason
    size: int
    ahead: bool


@dataclass(frozen=True)
class Inside:
    """What a database holds. `counts` are by the words of what is counted; the times are local,
    None where there is nothing."""

    unit: str
    counts: Mapping[str, int]
    changes: int
    last_change: datetime | None
    last_lesson: datetime | None
    sent: int
    met: bool
    epoch: int


@dataclass(frozen=True)
class RestoreOutlook:
    """What going back would mean. `now` is None where the present data cannot be opened; `lost`
    are sentences on what is there now and not in the copy; `begins_epoch` says that files were
    sent since, so that the other side has to check the key card once more."""

    copy: Copy
    inside: Inside
    now: Inside | None
    lost: tuple[str, ...]
    begins_epoch: bool


@dataclass(frozen=True)
class Restored:
    """`aside` is the folder in which the data lie that were there before."""

    outlook: RestoreOutlook
    aside: Path


def copies(folder: Path, now: datetime) -> tuple[Copy, ...]:
    """All copies, the newest first, those dated in the future last. It needs no password."""
    found = [
        Copy(path.name, made_at, _reason(path.stem[16:]), path.stat().st_size, made_at > now)
        for path in (folder / "backups").glob("*.db")
        if (made_at := _made_at(path.name)) is not None and path.is_file()
    ]
    for path in (folder / switching.ASIDE).glob(f"*/{DATABASE}"):
        if (made_at := _made_at(path.parent.name)) is not None:
            size = path.stat().st_size
            found.append(Copy(path.parent.name, made_at, CopyReason.replaced, size, made_at > now))
    return tuple(sorted(found, key=lambda one: (not one.ahead, one.made_at), reverse=True))


def look(folder: Path, name: str, secret: str, *, clock: Clock | None = None) -> RestoreOutlook:
    """Open a copy beside the workspace and say what is in it; nothing is changed.

    `secret` is the present password, that of the copy's time, or a recovery code. Raises
    NotFound, WrongPassword, DamagedFile, NewerVersion, StorageError.
    """
    with files.explained("查看备份"):
        switching.finish(folder)
        try:
            return _Preparation(folder, name, secret, clock or SystemClock()).outlook()
        finally:
            switching.drop_prepared(folder)


def restore(folder: Path, name: str, secret: str, *, clock: Clock | None = None) -> Restored:
    """Go back to a copy. The workspace must be closed. What was there is put aside and can be gone
    back to as well; where files were sent since, an epoch begins.

    Raises what `look` raises; then nothing is changed. A power cut leaves the old data or the new,
    and `switching.finish` ends it at the next start.
    """
    clock = clock or SystemClock()
    with files.explained("恢复"):
        switching.finish(folder)
        try:
            ready = _Preparation(folder, name, secret, clock)
            outlook = ready.outlook()
            ready.make_ready(outlook)
            stamp = f"{clock.local_now().strftime(backup.STAMP)}-replaced"
            aside = switching.switch(folder, stamp, ready.new_key_file)
        finally:
            switching.finish(folder)
        _thin_aside(folder, aside)
    return Restored(outlook, aside)


class _Preparation:
    """A copy, laid beside the workspace's own database under another name, and checked."""

    def __init__(self, folder: Path, name: str, secret: str, clock: Clock) -> None:
        self._folder, self._clock = folder, clock
        self._copy = next(
            (one for one in copies(folder, clock.local_now()) if one.name == name), None
        )
        if self._copy is None:
            raise NotFound("没有找到这份备份，可能已被清理或移走。")
        self._own = _unlocked(folder / KEY_FILE, secret)
        self._source, copied_key = _files_of(folder, self._copy)
        self._path = folder / switching.PREPARED
        switching.drop_prepared(folder)
        files.require_space(folder, 2 * self._copy.size)
        self._lay()
        self.new_key_file: bytes | None = None
        key = self._own if isinstance(self._own, bytes) else None
        if key is None or not _opens(self._path, key):
            key = self._by_its_own_key(copied_key, secret)
        self._key = key
        with explained_database():
            try:
                backup.check(self._path, self._key)
            except StorageError as error:
                raise DamagedFile("这份备份已损坏，不能用来恢复。请另选一份。") from error
            _require_known(self._path, self._key)

    def _lay(self) -> None:
        """With its log, where what was put aside has one."""
        for end in ("", "-wal"):
            part = self._source.with_name(self._source.name + end)
            if part.exists():
                shutil.copyfile(part, self._path.with_name(self._path.name + end))

    def _by_its_own_key(self, copied: Path, secret: str) -> bytes:
        """The key file beside the copy: the present one is lost, or of other data."""
        key = _unlocked(copied, secret)
        if isinstance(key, bytes):
            if not _opens(self._path, key):
                raise DamagedFile("这份备份已损坏，不能用来恢复。请另选一份。")
            self.new_key_file = copied.read_bytes()
            return key
        if isinstance(self._own, bytes):
            raise DamagedFile("这份备份已损坏，或不是这份数据的备份，不能用来恢复。请另选一份。")
        wrong = next((one for one in (self._own, key) if isinstance(one, WrongPassword)), key)
        raise wrong

    def outlook(self) -> RestoreOutlook:
        assert self._copy is not None
        inside = _inside(self._path, self._key, self._clock)
        now = self._present()
        lost = (UNREADABLE_NOW,) if now is None else tuple(_lost(inside, now))
        if now is None:
            sent_since = inside.met or any((self._folder / "outbox").glob("*"))
        else:
            # As many files in another epoch are other files.
            sent_since = (now.epoch, now.sent) != (inside.epoch, inside.sent)
        return RestoreOutlook(self._copy, inside, now, lost, sent_since)

    def _present(self) -> Inside | None:
        if not (self._folder / DATABASE).is_file():
            return None
        try:
            with explained_database():
                own = self._own if isinstance(self._own, bytes) else self._key
                return _inside(self._folder / DATABASE, own, self._clock)
        except DeskError:
            return None

    def make_ready(self, outlook: RestoreOutlook) -> None:
        """Bring the prepared database to today's schema and say in it what was done, so that it is
        whole before it takes its place."""
        prepared = workspace.open_apart(self._folder, self._path, self._key, self._clock)
        try:
            with prepared.write(VERB) as session:
                if outlook.begins_epoch:
                    start_epoch(session, outlook.now.epoch if outlook.now else 0)
                session.note(VERB, copy=outlook.copy.name, changes_lost=_changes_lost(outlook))
        finally:
            prepared.close()
        for end in ("-wal", "-shm"):
            self._path.with_name(self._path.name + end).unlink(missing_ok=True)
        files.sync(self._path)


def _changes_lost(outlook: RestoreOutlook) -> int:
    return max(0, outlook.now.changes - outlook.inside.changes) if outlook.now else -1


def _lost(inside: Inside, now: Inside) -> list[str]:
    told = [
        f"{words}少 {count - inside.counts[words]:,} 条（现在 {count:,}，备份里 "
        f"{inside.counts[words]:,}）"
        for words, count in now.counts.items()
        if count > inside.counts[words]
    ]
    if now.changes > inside.changes:
        told.append(f"备份之后的 {now.changes - inside.changes:,} 步操作")
    if now.sent > inside.sent:
        told.append(f"备份之后写出的 {now.sent - inside.sent:,} 个文件的登记")
    return told


def _inside(path: Path, key: bytes, clock: Clock) -> Inside:
    """By plain SQL, since the file may be of an older program. Raises NotADatabase."""
    connection = connect(path, key)
    try:
        tables = {
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }

        def one(sql: str, table: str) -> Any:
            return connection.execute(sql).fetchone()[0] if table in tables else None

        counts = {
            words: one(f'SELECT count(*) FROM "{table}"', table) or 0
            for table, words in COUNTED.items()
        }
        changed = one("SELECT max(at) FROM audit_entry", "audit_entry")
        taught = one(
            "SELECT max(l.starts_at) FROM lesson l WHERE EXISTS"
            " (SELECT 1 FROM sign_in s WHERE s.lesson_id = l.id AND s.undone_at IS NULL)",
            "sign_in",
        )
        return Inside(
            unit=one(
                "SELECT s.name FROM school s JOIN own_keys k ON k.workspace = s.id", "own_keys"
            )
            or "",
            counts=counts,
            changes=one("SELECT max(seq) FROM audit_entry", "audit_entry") or 0,
            last_change=clock.local(datetime.fromisoformat(changed)) if changed else None,
            last_lesson=datetime.fromisoformat(taught) if taught else None,
            sent=one("SELECT count(*) FROM sent_bundle", "sent_bundle") or 0,
            met=bool(one("SELECT count(*) FROM peer", "peer")),
            epoch=one("SELECT max(epoch) FROM own_keys", "own_keys") or 0,
        )
    finally:
        connection.close()


def _files_of(folder: Path, copy: Copy) -> tuple[Path, Path]:
    """A copy's database and its key file."""
    if copy.reason is CopyReason.replaced:
        aside = folder / switching.ASIDE / copy.name
        own = aside / KEY_FILE
        return aside / DATABASE, own if own.exists() else folder / KEY_FILE
    path = folder / "backups" / copy.name
    return path, path.with_suffix(".key")


def _unlocked(path: Path, secret: str) -> bytes | DeskError:
    """The key, or why there is none."""
    if not path.is_file():
        return DamagedFile("找不到打开这份数据的密钥文件。")
    try:
        return key_file.unlock(path, secret)
    except (WrongPassword, DamagedFile) as error:
        return error


def _require_known(path: Path, key: bytes) -> None:
    """Raises NewerDatabase for a copy that a newer program made."""
    connection = connect(path, key)
    try:
        (stamp,) = connection.execute("PRAGMA user_version").fetchone()
    finally:
        connection.close()
    if stamp // 1000 > SCHEMA_MAJOR:
        raise NewerDatabase


def _opens(path: Path, key: bytes) -> bool:
    try:
        connect(path, key).close()
    except (NotADatabase, sqlcipher.DatabaseError):
        return False
    return True


def _reason(text: str) -> CopyReason:
    return CopyReason(text) if text in set(CopyReason) else CopyReason.other


def _made_at(name: str) -> datetime | None:
    try:
        return datetime.strptime(name[:15], backup.STAMP)  # noqa: DTZ007  (local, as the name says)
    except ValueError:
        return None


def _thin_aside(folder: Path, newest: Path) -> None:
    """Keep the latest that were put aside: each is a whole database. What the program did not name
    so is never deleted, nor `newest`, however the clock stood before."""
    own = [
        one
        for one in (folder / switching.ASIDE).iterdir()
        if _PUT_ASIDE.fullmatch(one.name) and one.is_dir() and one != newest
    ]
    for old in sorted(own, key=lambda one: one.name, reverse=True)[MOST_ASIDE - 1 :]:
        shutil.rmtree(old, ignore_errors=True)  # the data are back, whatever becomes of it
