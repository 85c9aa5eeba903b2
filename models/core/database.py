"""The engine recipe: one SQLCipher file, safe against power cuts and a second writer.

The order of the pragmas and the choice of FULL over NORMAL are settled in
docs/decisions/0002-storage.md.
"""

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, Pool, QueuePool, StaticPool, create_engine, event

APPLICATION_ID = 0x50534454  # "PSDT": a party-school desk workspace
SCHEMA_MAJOR = 1
SCHEMA_MINOR = 4
LEAST_SQLITE = (3, 51, 3)
BUSY_MILLISECONDS = 5_000
STAGING = "staging"

_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
)


class NotADatabase(Exception):
    """The key does not open this file: it is damaged, or not ours."""


class NewerDatabase(Exception):
    """The file's major version is above this program's."""


def connect(path: Path, key: bytes) -> Any:
    """Open one keyed connection with the workspace's pragmas. `key` is 32 raw bytes.

    Raises NotADatabase where the key does not open the file.
    """
    if sqlcipher.sqlite_version_info < LEAST_SQLITE:
        raise RuntimeError(f"SQLite {sqlcipher.sqlite_version} is too old")
    connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlcipher.DatabaseError as error:
            if "not a database" in str(error) or "malformed" in str(error):
                raise NotADatabase from error
            raise
        for pragma in _PRAGMAS:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


def make_engine(path: Path, key: bytes) -> Engine:
    """An engine whose every transaction begins DEFERRED; see `writing` for the other kind."""
    pool = QueuePool(
        lambda: connect(path, key), pool_size=4, max_overflow=4, reset_on_return="rollback"
    )
    return _engine(pool)


def make_staging_engine(path: Path, key: bytes) -> Engine:
    """One connection, beside which an empty database in memory is attached as `staging`.

    Foreign keys are not enforced row by row here: whoever writes through it checks whole
    sets of rows first.
    """

    def staging() -> Any:
        connection = connect(path, key)
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(f"ATTACH ':memory:' AS {STAGING} KEY ''")
        return connection

    return _engine(StaticPool(staging, reset_on_return="rollback"))


def _engine(pool: Pool) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        pool=pool,
        hide_parameters=True,  # an error that is logged must not hold names or numbers
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get("begin_mode", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")

    return engine


def writing(engine: Engine) -> Engine:
    """The same pool, but transactions take the write lock when they begin."""
    return engine.execution_options(begin_mode="IMMEDIATE")


def read_version(connection: Connection) -> tuple[int, int]:
    """The file's (major, minor); (0, 0) for a file just made.

    Raises NotADatabase for a database of another program, NewerDatabase for a newer major.
    """
    application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    stamp = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if application not in (0, APPLICATION_ID) or (application == 0 and stamp):
        raise NotADatabase
    major, minor = divmod(stamp, 1000)
    if major > SCHEMA_MAJOR:
        raise NewerDatabase
    return major, minor


def stamp_version(connection: Connection) -> None:
    """Write this program's version into the file, inside the caller's transaction."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_MAJOR * 1000 + SCHEMA_MINOR}")
