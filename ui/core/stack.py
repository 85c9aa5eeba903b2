"""An error as a log may keep it: its kind and where it came from, never what it says."""

import traceback

from services.core.errors import DeskError


def stack_of(error: BaseException) -> str:
    """The kinds of error and the places in the code, the innermost last. Messages and values are
    left out: they may hold names and numbers of people, and a log is not encrypted."""
    lines = []
    cause: BaseException | None = error
    while cause is not None:
        kind = f"{type(cause).__name__} {cause.code}" if isinstance(cause, DeskError) else ""
        lines.append(kind or type(cause).__name__)
        frames = traceback.extract_tb(cause.__traceback__)
        lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines)
