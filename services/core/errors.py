"""Typed errors: a stable code for programs and logs, one Chinese sentence for the person."""

from typing import ClassVar


class DeskError(Exception):
    """The base of every error that is expected and explained.

    `code` is stable and in English; `message` is one or two Chinese sentences in the clerk's
    words: what happened and what to do. It may name people, so that no log may keep it.
    """

    code: ClassVar[str] = "error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Refused(DeskError):
    """A rule of the field forbids this; nothing was changed."""

    code = "refused"


class NotFound(DeskError):
    """What was asked for is not, or no longer, there."""

    code = "not_found"


class BadInput(DeskError):
    """A value given by the person does not fit; nothing was changed.

    `fields` are the names of those at fault in a draft, the first first; empty where the error
    is of no one field.
    """

    code = "bad_input"

    def __init__(self, message: str, *fields: str) -> None:
        super().__init__(message)
        self.fields = fields


class NeedsReason(DeskError):
    """A warning that can be passed with a reason; nothing was changed yet."""

    code = "needs_reason"


class StorageError(DeskError):
    """The environment failed: disk, permission, lock. Not a bug of the program."""

    code = "storage"


class DiskFull(StorageError):
    code = "disk_full"


class WorkspaceBusy(StorageError):
    """Another process holds the workspace for longer than we wait."""

    code = "workspace_busy"


class WorkspaceError(DeskError):
    """A workspace cannot be made or opened as asked."""

    code = "workspace"


class WrongPassword(WorkspaceError):
    code = "wrong_password"


class DamagedFile(WorkspaceError):
    """The key file or the database is not what was written; the password is not at fault."""

    code = "damaged"


class NewerVersion(WorkspaceError):
    """The workspace was written by a newer program than this."""

    code = "newer_version"


class BadPlace(WorkspaceError):
    """A folder that cannot hold a workspace: a network share, a stick, not writable."""

    code = "bad_place"


class Cancelled(DeskError):
    """The person stopped long work; nothing was changed."""

    code = "cancelled"

    def __init__(self) -> None:
        super().__init__("已停止，没有改动任何数据。")
