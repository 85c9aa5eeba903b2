"""When something breaks all the same: it is logged, told, and shown at the next start."""

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.core.errors import Refused
from ui.core.crash import CRASH_FILE, LOG_FILE, CrashHandler

ROOT = Path(__file__).parents[2]


@pytest.fixture
def handler(tmp_path: Path) -> Iterator[CrashHandler]:
    logger = logging.getLogger()
    before, level = list(logger.handlers), logger.level
    made = CrashHandler(tmp_path / "logs")
    assert made.install() == ""
    yield made
    made.close()
    for added in [one for one in logger.handlers if one not in before]:
        logger.removeHandler(added)
        added.close()
    logger.setLevel(level)


def raise_somewhere() -> None:
    raise KeyError("what broke")


def test_an_unhandled_error_is_logged_and_told(handler: CrashHandler, tmp_path: Path) -> None:
    told: list[Exception] = []
    handler.tell = told.append
    try:
        raise_somewhere()
    except KeyError:
        kind, error, trace = sys.exc_info()
    assert kind is not None
    assert error is not None
    sys.excepthook(kind, error, trace)
    assert told == [error]
    log = (tmp_path / "logs" / LOG_FILE).read_text(encoding="utf-8")
    assert "raise_somewhere" in log


def test_an_error_in_a_thread_is_told_too(handler: CrashHandler) -> None:
    told: list[Exception] = []
    handler.tell = told.append
    thread = threading.Thread(target=raise_somewhere)
    thread.start()
    thread.join()
    assert [type(error) for error in told] == [KeyError]


def test_a_run_that_ended_well_leaves_no_crash_file(handler: CrashHandler, tmp_path: Path) -> None:
    assert (tmp_path / "logs" / CRASH_FILE).exists()
    handler.close()
    assert not (tmp_path / "logs" / CRASH_FILE).exists()
    handler.close()


def run_and_die(folder: Path, death: str) -> str:
    """What the next start is told after a run that died so."""
    program = (
        "import sys, os, signal, faulthandler, pathlib\n"
        "from ui.core.crash import CrashHandler\n"
        "handler = CrashHandler(pathlib.Path(sys.argv[1]))\n"
        "before = handler.install()\n"
        f"{death}\n"
        "print('REST' + before)\n"
        "handler.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, folder],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_crash_of_the_machine_code_is_shown_at_the_next_start(tmp_path: Path) -> None:
    run_and_die(tmp_path, "os.kill(os.getpid(), signal.SIGSEGV)")
    assert "Segmentation fault" in run_and_die(tmp_path, "")
    assert run_and_die(tmp_path, "").strip() == "REST", "told once, not for ever"


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_power_cut_is_noticed_at_the_next_start(tmp_path: Path) -> None:
    run_and_die(tmp_path, "os.kill(os.getpid(), signal.SIGKILL)")
    assert run_and_die(tmp_path, "").strip() != "REST"


def test_a_log_holds_no_value(handler: CrashHandler, tmp_path: Path) -> None:
    """It lies there unencrypted: kinds of errors and places in the code are enough."""
    try:
        try:
            raise KeyError("王秀兰")
        except KeyError as cause:
            raise Refused("370829199001010405 已登记在“王秀兰”名下") from cause
    except Refused as error:
        sys.excepthook(type(error), error, error.__traceback__)
    log = (tmp_path / "logs" / LOG_FILE).read_text(encoding="utf-8")
    assert "王秀兰" not in log
    assert "3708291990" not in log
    assert "Refused refused" in log
    assert "KeyError" in log
    assert "test_crash.py" in log
