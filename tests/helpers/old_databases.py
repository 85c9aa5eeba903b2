"""Released schemas as they were: SQL text that a test loads, encrypts and upgrades.

`python -m tests.helpers.old_databases` writes the file of the newest migration. Run it once,
when a migration is released; what was released is never written again.
"""

import random
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from models.core import database
from services import demo
from services.core import key_file, workspace
from services.core.clock import FixedClock
from services.core.places import DATABASE, KEY_FILE
from tests.helpers.workspaces import PASSWORD, SCHOOL

FOLDER = Path(__file__).parents[1] / "old_databases"
SIZE = demo.Size(members=20, lessons=4, sign_ins=30)


def load(revision: str, path: Path, key: bytes) -> None:
    """Make the encrypted database that the release with this revision would have left."""
    connection = database.connect(path, key)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.executescript((FOLDER / f"{revision}.sql").read_text(encoding="utf-8"))
    connection.close()


def dump(connection: Any) -> str:
    """The whole database as SQL, with the two numbers that say what it is."""
    lines = []
    made = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, rowid"
    ).fetchall()
    for kind, name, sql in made:
        lines.append(f"{sql};")
        if kind == "table":
            columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
            quoted = ", ".join(f'quote("{column}")' for column in columns)
            lines += [
                f'INSERT INTO "{name}" VALUES ({", ".join(row)});'
                for row in connection.execute(f'SELECT {quoted} FROM "{name}"')
            ]
    for name in ("application_id", "user_version"):
        (value,) = connection.execute(f"PRAGMA {name}").fetchone()
        lines.append(f"PRAGMA {name} = {value};")
    return "\n".join(lines) + "\n"


def main() -> None:
    clock = FixedClock(datetime(2026, 11, 23, 8, 0))  # noqa: DTZ001  (a local time)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "school"
        space = workspace.create(folder, SCHOOL, PASSWORD, clock=clock).workspace
        demo.fill(space, SIZE, random.Random(1), print)
        space.close()
        connection = database.connect(
            folder / DATABASE, key_file.unlock(folder / KEY_FILE, PASSWORD)
        )
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        target = FOLDER / f"{revision}.sql"
        if target.exists() and "--again" not in sys.argv:
            raise SystemExit(f"{target.name} was released; --again writes it all the same")
        target.write_text(dump(connection), encoding="utf-8")
        connection.close()


if __name__ == "__main__":
    main()
