"""Models and migrations agree; every released schema upgrades, whole or not at all."""

import os
import secrets
import time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, text

import models.all  # noqa: F401  (fills the metadata)
from models.core import migrate
from models.core.base import Base
from models.core.database import SCHEMA_MAJOR, SCHEMA_MINOR, connect, make_engine, read_version
from models.core.migrate import MIGRATIONS, MigrationFailed
from tests.helpers import old_databases
from tests.helpers.apart import APART

RELEASED = sorted(path.stem for path in old_databases.FOLDER.glob("*.sql"))
REVISIONS = sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
KEY = bytes(range(32))


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(context, Base.metadata))


def rows(connection: Connection) -> dict[str, int]:
    """How many rows each table of the file has."""
    made = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
    return {
        name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
        for name in made.scalars().all()
    }


@pytest.fixture
def fresh(tmp_path: Path) -> Engine:
    return make_engine(tmp_path / "desk.db", KEY)


def test_models_and_migrations_agree(fresh: Engine) -> None:
    migrate.upgrade(fresh)
    assert differences(fresh) == []
    with fresh.begin() as connection:
        connection.execute(text("ALTER TABLE course ADD COLUMN extra TEXT"))
    assert differences(fresh) != [], "the comparison sees a difference"
    fresh.dispose()


def test_each_migration_has_a_database_of_its_time() -> None:
    """Written with `python -m tests.helpers.old_databases` when a migration is released."""
    assert RELEASED == REVISIONS


@pytest.mark.parametrize("revision", RELEASED)
def test_a_released_schema_upgrades_and_keeps_every_row(tmp_path: Path, revision: str) -> None:
    path = tmp_path / "desk.db"
    old_databases.load(revision, path, KEY)
    engine = make_engine(path, KEY)
    with engine.connect() as connection:
        before = rows(connection)
    migrate.upgrade(engine)
    assert differences(engine) == []
    assert migrate.is_current(engine)
    with engine.connect() as connection:
        after = rows(connection)
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
    engine.dispose()
    assert {name: after[name] for name in before} == before
    assert not any(count for name, count in after.items() if name not in before)
    assert (after["member"], after["sign_in"]) == (
        old_databases.SIZE.members,
        old_databases.SIZE.sign_ins,
    )


def break_a_citation(connection: Connection, _revision: str) -> None:
    connection.execute(text("CREATE TABLE half_made (a)"))
    connection.execute(text("UPDATE member SET branch_id = x'00'"))


def fail_half_way(connection: Connection, _revision: str) -> None:
    connection.execute(text("CREATE TABLE half_made (a)"))
    connection.execute(text("DROP TABLE sign_in"))
    raise RuntimeError("a step failed")


@pytest.mark.parametrize("steps", [fail_half_way, break_a_citation])
def test_a_failed_upgrade_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: object
) -> None:
    path = tmp_path / "desk.db"
    old_databases.load(RELEASED[0], path, KEY)
    monkeypatch.setattr(migrate, "_run_steps", steps)
    engine = make_engine(path, KEY)
    with engine.connect() as connection:
        before = (rows(connection), read_version(connection))
    with pytest.raises(MigrationFailed):
        migrate.upgrade(engine)
    with engine.connect() as connection:
        assert (rows(connection), read_version(connection)) == before
        assert "half_made" not in str(
            connection.execute(text("SELECT name FROM sqlite_master")).fetchall()
        )
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
    engine.dispose()


def upgrade_apart(path: Path) -> None:
    migrate.upgrade(make_engine(path, KEY))


def test_an_upgrade_killed_anywhere_is_done_whole_by_the_next(tmp_path: Path) -> None:
    """The longest way: from an empty file to the newest schema."""
    whole = half = 0
    longest = 0.0
    for name in ("warm.db", "timed.db"):
        began = time.monotonic()
        worker = APART.Process(target=upgrade_apart, args=(tmp_path / name,))
        worker.start()
        worker.join(60)
        longest = time.monotonic() - began
    for number in range(12):
        path = tmp_path / f"{number}.db"
        worker = APART.Process(target=upgrade_apart, args=(path,))
        worker.start()
        worker.join(secrets.randbelow(1000) / 1000 * longest)
        worker.kill()
        worker.join()
        engine = make_engine(path, KEY)
        with engine.connect() as connection:
            version = read_version(connection)
            tables = connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one()
        if version == (0, 0):
            assert tables == 0
            half += 1
        else:
            assert version == (SCHEMA_MAJOR, SCHEMA_MINOR)
            whole += 1
        migrate.upgrade(engine)
        assert migrate.is_current(engine)
        engine.dispose()
    assert half + whole == 12


def test_a_file_of_the_sixteen_byte_ids_is_really_encrypted(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    old_databases.load(RELEASED[0], path, KEY)
    assert not path.read_bytes().startswith(b"SQLite format 3")
    connection = connect(path, KEY)
    (length,) = connection.execute("SELECT length(id) FROM member LIMIT 1").fetchone()
    connection.close()
    assert length == 16
    assert os.path.getsize(path) > 4096
