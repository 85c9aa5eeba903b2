"""When something breaks all the same: log it, say what to do, and show it at the next start."""

import faulthandler
import logging
import sys
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import IO

from ui.core.stack import stack_of

CRASH_FILE = "crash.txt"
LOG_FILE = "desk.log"
log = logging.getLogger(__name__)


class CrashHandler:
    """Installs the hooks. The crash file holds stacks only: no values, so no names or numbers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: IO[str] | None = None
        self.tell: Callable[[Exception], object] | None = None

    def install(self) -> str:
        """Returns what the run before left in its crash file; empty where it ended well."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / CRASH_FILE
        before = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        self._file = path.open("w", encoding="utf-8")
        # Not empty from the start: a power cut or a kill writes nothing any more.
        self._file.write("did not end\n")
        self._file.flush()
        faulthandler.enable(self._file)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        handler = RotatingFileHandler(
            self._folder / LOG_FILE, maxBytes=1_000_000, backupCount=3, encoding="utf-8"
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        logging.getLogger().addHandler(handler)
        logging.getLogger().setLevel(logging.INFO)
        return before.strip()

    def close(self) -> None:
        """The run ended well: no crash file stays."""
        faulthandler.disable()
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        if self._file is not None:
            self._file.close()
            self._file = None
        (self._folder / CRASH_FILE).unlink(missing_ok=True)

    def _on_exception(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.critical("unhandled\n%s", stack_of(error))
        if self.tell is not None and isinstance(error, Exception):
            self.tell(error)

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)
