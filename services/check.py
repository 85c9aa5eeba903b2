"""Verify a whole workspace and change nothing in it: keys, pages, citations, audit, counts."""

from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.certificate import Certificate
from models.core.database import connect, make_engine, read_version
from models.member import Member
from models.sign_in import SignIn
from models.training_class import Lesson
from services.core import audit, files, key_file, switching, workspace
from services.core.errors import DamagedFile, WorkspaceError
from services.core.places import DATABASE, KEY_FILE, is_workspace

COUNTED = (Member, Lesson, SignIn, Certificate)


def check(folder: Path, secret: str) -> dict[str, Any]:
    """What was found: `ok`, `problems` (Chinese sentences), and how many rows of each kind.

    Raises WrongPassword, DamagedFile, NewerVersion where the workspace cannot be opened.
    """
    if not is_workspace(folder):
        raise WorkspaceError("这个文件夹里没有教务台的数据。")
    with files.explained("检查"):
        switching.finish(folder)
    key = key_file.unlock(folder / KEY_FILE, secret)
    if not (folder / DATABASE).is_file():
        raise DamagedFile("数据文件不见了。请从备份恢复，不要新建。")
    with workspace.explained_database():
        problems = _page_problems(folder / DATABASE, key)
    counts: dict[str, int] = {}
    if not problems:
        with workspace.explained_database():
            counts, broken = _contents(folder / DATABASE, key)
        if broken is not None:
            problems.append(f"操作记录从第 {broken} 条起对不上，可能被改动过。")
    return {"ok": not problems, "problems": problems, **counts}


def _contents(path: Path, key: bytes) -> tuple[dict[str, int], int | None]:
    """How many rows there are, and the first entry at which the audit breaks, if it does. An
    older file is read as it is, and not upgraded."""
    engine = make_engine(path, key)
    try:
        with Session(engine) as session:
            read_version(session.connection())
            counts = {
                kind.__tablename__: session.scalar(select(func.count()).select_from(kind)) or 0
                for kind in COUNTED
            }
            return counts, audit.first_break(session)
    finally:
        engine.dispose()


def _page_problems(path: Path, key: bytes) -> list[str]:
    connection = connect(path, key)
    try:
        questions: tuple[tuple[str, list[Any], str], ...] = (
            ("PRAGMA cipher_integrity_check", [], "有数据页被改动或损坏。"),
            ("PRAGMA integrity_check", [("ok",)], "数据库内部结构损坏。"),
            ("PRAGMA foreign_key_check", [], "有记录引用了不存在的记录。"),
        )
        return [
            words for sql, sound, words in questions if connection.execute(sql).fetchall() != sound
        ]
    finally:
        connection.close()
