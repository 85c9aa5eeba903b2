"""Start to the unlock window, and to a usable home page, each in a fresh process."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import event

from models.core.database import connect
from services import demo, home
from services.core import key_file, workspace
from services.core.places import DATABASE, KEY_FILE
from tests.benchmarks.measure import in_turns, sized
from tests.helpers.workspaces import PASSWORD

pytestmark = pytest.mark.benchmark
ROOT = Path(__file__).parents[2]
USUAL = sized("5000,2000,100000", "50,20,500")
SIZE = demo.Size(*map(int, os.environ.get("DESK_BENCH_SIZE", USUAL).split(",", maxsplit=2)))

# Says "painted" once the first window has been painted, then how much memory it takes.
PAINTED = """
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and watched.isWindow():
            QTimer.singleShot(0, tell)
            app.removeEventFilter(self)
        return False

def tell():
    print("painted", flush=True)
    QTimer.singleShot(200, end)

def end():
    pages = int(open("/proc/self/statm").read().split()[1])
    print(pages * 4096, flush=True)
    os._exit(0)
"""
BARE = f"""
import os
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
{PAINTED}
app = QApplication([])
painted = Painted()
app.installEventFilter(painted)
window = QWidget()
window.resize(520, 440)
window.show()
app.exec()
"""
OURS = f"""
import os, sys
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
{PAINTED}
from ui.app import Run, make_application
app = make_application([])
painted = Painted()
app.installEventFilter(painted)
run = Run(Path(sys.argv[1]))
run.start()
app.exec()
"""
UNLOCK = """
import os, sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from ui.app import Run, make_application
app = make_application([])
run = Run(Path(sys.argv[1]))
run.start()

def unlock():
    began = time.perf_counter()
    run.show_main(run._open(os.environ["DESK_PASSWORD"]))

    def ready():
        if run.background.busy:
            QTimer.singleShot(1, ready)
            return
        run.window.grab()
        print(time.perf_counter() - began, flush=True)
        pages = int(open("/proc/self/statm").read().split()[1])
        print(pages * 4096, flush=True)
        os._exit(0)

    ready()

QTimer.singleShot(3000, unlock)  # the person types; what opening needs is loaded meanwhile
app.exec()
"""


def run(program: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, folder],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"DESK_PASSWORD": PASSWORD, "QT_QPA_PLATFORM": "offscreen"},
    )


def until_painted(program: str, folder: Path, memory: list[int]) -> float:
    began = time.perf_counter()
    with run(program, folder) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "painted\n"
        took = time.perf_counter() - began
        memory.append(int(child.stdout.readline()))
    return took


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench") / "school"
    demo.make(folder, SIZE, PASSWORD, say=str)
    return folder


def test_start_to_unlock_window(filled: Path) -> None:
    ours: list[int] = []
    bare: list[int] = []
    measured = in_turns(
        "start to the unlock window",
        lambda: until_painted(OURS, filled, ours),
        lambda: until_painted(BARE, filled, bare),
        rounds=15,
        goal=1.3,
    )
    print(f"memory: {ours[-1] >> 20} MiB, bare window {bare[-1] >> 20} MiB")
    assert measured.product > 0


Asked = list[tuple[str, Sequence[object]]]


def asked_by_home(folder: Path) -> Asked:
    """The statements that the home page sends, with their values."""
    space = workspace.unlock(folder, PASSWORD)
    asked: Asked = []

    def note(_connection: object, _cursor: object, sql: str, values: Sequence[object], *_: object):
        asked.append((sql, values))

    with space.read() as session:
        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        home.home(session)
        home.waiting(session)
        event.remove(engine, "before_cursor_execute", note)
    space.close()
    return [(sql, values) for sql, values in asked if sql.startswith("SELECT")]


def test_unlock_to_home(filled: Path) -> None:
    asked = asked_by_home(filled)
    memory: list[int] = []
    bare: list[int] = []
    until_painted(BARE, filled, bare)

    def product() -> float:
        with run(UNLOCK, filled) as child:
            assert child.stdout is not None
            took = float(child.stdout.readline())
            memory.append(int(child.stdout.readline()))
        return took

    def floor() -> float:
        """Stretch the password, open the file, and send the same statements."""
        began = time.perf_counter()
        connection = connect(filled / DATABASE, key_file.unlock(filled / KEY_FILE, PASSWORD))
        for sql, values in asked:
            connection.execute(sql, values).fetchall()
        connection.close()
        return time.perf_counter() - began

    measured = in_turns("unlock to a usable home page", product, floor, rounds=7, goal=1.5)
    print(f"memory: {memory[-1] >> 20} MiB, ratio to a bare window {memory[-1] / bare[-1]:.2f}")
    assert measured.product > 0
