"""The database's errors as typed ones: what the environment did, told apart from a bug."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError, OperationalError

from models.core import migrate
from models.core.database import NewerDatabase, NotADatabase
from services.core.errors import (
    DamagedFile,
    DiskFull,
    NewerVersion,
    StorageError,
    WorkspaceBusy,
)

CANNOT_BE_OPENED = (
    "数据文件已损坏，或者密钥文件不是这份数据的，打不开。密码没有问题。"
    "请不要删除任何文件，从备份恢复。"
)


@contextmanager
def explained_database() -> Iterator[None]:
    """Turn the database's errors into typed ones: what the environment did, not a bug."""
    try:
        yield
    except NotADatabase as error:
        raise DamagedFile(CANNOT_BE_OPENED) from error
    except NewerDatabase as error:
        raise NewerVersion("数据由更新版本的程序写成，请先升级本程序。数据没有改动。") from error
    except migrate.MigrationFailed as error:
        raise StorageError("升级数据没有成功，数据保持原样。请联系技术支持。") from error
    except (OperationalError, sqlcipher.OperationalError) as error:
        if (explained := _storage_error(error)) is None:
            raise
        raise explained from error
    except (DBAPIError, sqlcipher.DatabaseError) as error:
        text = _said(error)
        if "malformed" in text or "not a database" in text:
            raise DamagedFile(CANNOT_BE_OPENED) from error
        raise


def _storage_error(error: Exception) -> StorageError | None:
    text = _said(error)
    if "locked" in text or "busy" in text:
        return WorkspaceBusy("数据正被另一个程序占用，没有改动。请关掉另一个窗口后再试。")
    if "full" in text:
        return DiskFull("磁盘已满，没有改动任何数据。请清理磁盘后再试。")
    if "readonly" in text or "unable to open" in text:
        return StorageError("数据文件不能写入，请检查文件夹权限或杀毒软件。没有改动任何数据。")
    if "disk I/O" in text:
        return StorageError("读写磁盘出错，没有改动任何数据。请检查磁盘后再试。")
    return None


def _said(error: Exception) -> str:
    """The database's own words; SQLAlchemy adds the statement, whose columns may say `full`."""
    return str(error.orig if isinstance(error, DBAPIError) else error)
