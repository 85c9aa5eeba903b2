"""Bring a workspace's schema up to this program's, whole or not at all."""

from pathlib import Path

from sqlalchemy import Connection, Engine

from models.core.database import SCHEMA_MAJOR, SCHEMA_MINOR, read_version, stamp_version

MIGRATIONS = Path(__file__).with_name("migrations")


class MigrationFailed(Exception):
    """A step failed and was rolled back; the file is as it was."""


def is_current(engine: Engine) -> bool:
    """False where steps are due. A newer minor version is current: it only adds."""
    with engine.connect() as connection:
        return read_version(connection) >= (SCHEMA_MAJOR, SCHEMA_MINOR)


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run the steps that are due in one transaction, with foreign keys checked at its end.

    The caller has made a backup. Raises MigrationFailed; the file is then as it was.
    """
    # Foreign keys can be switched only outside a transaction, so the driver's own
    # connection is used: SQLAlchemy begins one before anything it runs.
    raw = engine.raw_connection()
    try:
        raw.execute("PRAGMA foreign_keys = OFF")
    finally:
        raw.close()
    try:
        with engine.execution_options(begin_mode="IMMEDIATE").begin() as connection:
            if connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one():
                raise MigrationFailed("foreign keys could not be switched off")
            _run_steps(connection, revision)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise MigrationFailed(f"{len(broken)} rows cite nothing")
            stamp_version(connection)
    except MigrationFailed:
        raise
    except Exception as error:
        raise MigrationFailed(type(error).__name__) from error
    finally:
        engine.dispose()


def _run_steps(connection: Connection, revision: str) -> None:
    # Alembic takes a third of a second to import; a workspace that is current never needs it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
