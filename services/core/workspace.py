"""The workspace: one folder, one encrypted database; units of work to read and write it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from uuid import UUID

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.core import database, migrate
from models.core.database import NotADatabase
from models.school import OwnKeys, School
from models.school import WorkspaceKind as WorkspaceKind
from services.core import backup, files, identity, key_file, switching, tables
from services.core.clock import Clock, SystemClock
from services.core.errors import BadPlace, DamagedFile, WorkspaceError
from services.core.faults import explained_database as explained_database
from services.core.ids import IdMaker
from services.core.places import (
    DATABASE,
    FOLDERS,
    KEY_FILE,
    KEY_IS_LOST,
    UNFINISHED_KEY,
    check_place,
    clear_unfinished,
    has_lost_its_key,
    is_free,
    is_workspace,
)
from services.core.profile import Profile as Profile
from services.core.profile import check_password as check_password
from services.core.profile import check_profile as check_profile
from services.core.session import Context, WorkSession

OPERATOR = "clerk"

Changed = Callable[[frozenset[str]], None]


@dataclass(frozen=True)
class Created:
    workspace: "Workspace"
    recovery_code: str


class Workspace:
    """An open workspace. One session per operation; none is kept."""

    def __init__(self, folder: Path, engine: Engine, key: bytes, context: Context) -> None:
        self.folder = folder
        self.context = context
        self._key = key
        self._engine = engine
        tables.track(engine)
        self._writing = database.writing(engine)
        self._listeners: list[Changed] = []
        self._backing_up = Lock()

    @property
    def owner(self) -> UUID:
        return self.context.owner

    @property
    def clock(self) -> Clock:
        return self.context.clock

    @contextmanager
    def read(self) -> Iterator[WorkSession]:
        """A read transaction: one unchanging view of the data."""
        with (
            explained_database(),
            WorkSession(self._engine, context=self.context, autoflush=False) as session,
        ):
            yield session

    @contextmanager
    def write(self, name: str) -> Iterator[WorkSession]:
        """One IMMEDIATE transaction: all of it is committed, with its audit entry, or none.

        `name` is the feature and the function of the verb that is called, `lecturer.update`, and
        so a name under which that verb notes something; where nothing is noted, `name` is.
        Listeners are told once, after the commit, which tables were written. Raises Misnamed.
        """
        files.require_space(self.folder)
        with explained_database():
            with (
                WorkSession(self._writing, context=self.context, expire_on_commit=False) as session,
                session.begin(),
            ):
                yield session
                session.flush()
                session.write_audit(name)
            written = frozenset(session.touched.written)
        for listener in tuple(self._listeners):
            listener(written)

    @contextmanager
    def staging(self) -> Iterator["Workspace"]:
        """This workspace through one connection of its own, with an empty `staging` database
        in memory beside it, for rows that are looked at before they may come in."""
        with explained_database():
            engine = database.make_staging_engine(self.folder / DATABASE, self._key)
            beside = Workspace(self.folder, engine, self._key, self.context)
            beside._listeners = self._listeners
            try:
                yield beside
            finally:
                engine.dispose()

    def subscribe(self, listener: Changed) -> Callable[[], None]:
        """Call `listener` with the tables written after each commit, in the writer's thread.
        Returns the way out."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def back_up(self, reason: str) -> Path:
        """A checked copy of the database in backups/. Raises StorageError."""
        files.require_space(self.folder, (self.folder / DATABASE).stat().st_size)
        with explained_database(), files.explained("备份"), self._backing_up:
            return backup.keep(self.folder, self._key, self.clock.local_now(), reason)

    def last_backup(self) -> backup.Kept | None:
        """The newest checked copy, for whatever reason it was made."""
        return backup.newest(self.folder / "backups", self.clock.local_now())

    def change_password(self, secret: str, password: str) -> None:
        """Open with `password` from now on; `secret` is the one so far, or the recovery code.

        Copies made before keep the password that they were made with. Raises BadInput,
        WrongPassword, StorageError.
        """
        check_password(password)
        with self.write("workspace.change_password") as session:
            session.note("workspace.change_password")
            # Last, and before the commit: what may fail for want of room has been done by now.
            key_file.change_password(self.folder / KEY_FILE, secret, password)

    def close(self) -> None:
        """Checkpoint the write-ahead log into the file, then let go of it."""
        raw = self._engine.raw_connection()
        try:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlcipher.OperationalError:
            # Another process reads it: the log stays and is replayed at the next start.
            return
        finally:
            raw.close()
            self._engine.dispose()


def create(
    folder: Path,
    profile: Profile,
    password: str,
    *,
    clock: Clock | None = None,
    ids: IdMaker | None = None,
) -> Created:
    """Make a workspace in an empty or new folder.

    Raises BadPlace, BadInput, StorageError. A failure leaves no half-made workspace.
    """
    check_profile(profile)
    check_password(password)
    check_place(folder)
    if not is_free(folder):
        raise BadPlace("这个文件夹里已有文件，请选一个空文件夹。")
    made_here = [] if folder.exists() else [folder]
    try:
        with files.explained("建立数据夹"):
            folder.mkdir(parents=True, exist_ok=True)
            clear_unfinished(folder)
            for place in (folder / name for name in FOLDERS):
                if not place.exists():
                    place.mkdir()
                    made_here.append(place)
            if os.name != "nt":
                folder.chmod(0o700)
        files.require_space(folder)
        new_key = key_file.create(folder / UNFINISHED_KEY, password)
        with explained_database():
            workspace = _make(folder, profile, new_key.key, clock or SystemClock(), ids)
    except BaseException:
        if (folder / KEY_FILE).exists():
            (folder / KEY_FILE).replace(folder / UNFINISHED_KEY)
        clear_unfinished(folder)
        for place in reversed(made_here):
            if place.exists():
                place.rmdir()
        raise
    return Created(workspace, new_key.recovery_code)


def unlock(
    folder: Path, secret: str, *, clock: Clock | None = None, ids: IdMaker | None = None
) -> Workspace:
    """Open a workspace by password or recovery code, and migrate it if it is older.

    Raises WrongPassword, DamagedFile, NewerVersion, StorageError: each its own sentence.
    """
    with files.explained("打开数据夹"):
        switching.finish(folder)
    if has_lost_its_key(folder):
        raise DamagedFile(KEY_IS_LOST)
    if not is_workspace(folder):
        raise WorkspaceError("这个文件夹里没有教务台的数据。请重新选择。")
    check_place(folder)
    key = key_file.unlock(folder / KEY_FILE, secret)
    if not (folder / DATABASE).is_file():
        raise DamagedFile("数据文件不见了。请从备份恢复，不要新建。")
    clock = clock or SystemClock()
    with explained_database():
        engine = database.make_engine(folder / DATABASE, key)
        try:
            if not migrate.is_current(engine):
                _migrate(folder, engine, key, clock)
            owner = _own_id(engine)
        except BaseException:
            engine.dispose()
            raise
    return Workspace(folder, engine, key, _context(owner, clock, ids))


def open_apart(folder: Path, path: Path, key: bytes, clock: Clock) -> Workspace:
    """A database of this folder's that lies under another name, brought to today's schema.
    Raises DamagedFile, NewerVersion, StorageError."""
    with explained_database():
        engine = database.make_engine(path, key)
        try:
            if not migrate.is_current(engine):
                migrate.upgrade(engine)
            owner = _own_id(engine)
        except BaseException:
            engine.dispose()
            raise
    return Workspace(folder, engine, key, _context(owner, clock, None))


def _make(
    folder: Path, profile: Profile, key: bytes, clock: Clock, ids: IdMaker | None
) -> Workspace:
    engine = database.make_engine(folder / DATABASE, key)
    try:
        migrate.upgrade(engine)
        ids = ids or IdMaker(clock)
        workspace = Workspace(folder, engine, key, _context(ids.new(), clock, ids))
        with workspace.write("workspace.create") as session:
            session.add(identity.make(session.owner, session.now()))
            session.add(_profile_row(session, profile))
        # The key gets its name last: from now on, and not before, this is a workspace.
        with files.explained("建立数据夹"):
            (folder / UNFINISHED_KEY).replace(folder / KEY_FILE)
            files.sync_folder(folder)
    except BaseException:
        engine.dispose()
        raise
    return workspace


def _profile_row(session: WorkSession, profile: Profile) -> School:
    """The workspace's own School row: its id is its owner."""
    row = {**session.stamp(), "id": session.owner}
    return School(
        **row,
        kind=profile.kind,
        name=profile.name.strip(),
        code=profile.code,
        county_name=profile.county_name.strip(),
        contact=profile.contact.strip(),
        phone=profile.phone.strip(),
    )


def _migrate(folder: Path, engine: Engine, key: bytes, clock: Clock) -> None:
    engine.dispose()
    backup.keep(folder, key, clock.local_now(), "migration")
    migrate.upgrade(engine)


def _own_id(engine: Engine) -> UUID:
    with Session(engine) as session:
        own = session.scalars(select(OwnKeys)).one_or_none()
        if own is None:
            raise NotADatabase
        return own.workspace


def _context(owner: UUID, clock: Clock, ids: IdMaker | None) -> Context:
    return Context(owner, OPERATOR, clock, ids or IdMaker(clock))
