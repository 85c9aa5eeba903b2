"""Every page refreshes when a commit wrote a table that it has read, and otherwise does not."""

import gc
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import Engine, event, update

from models.core.base import Base
from models.site import SiteKind
from services import branch, home, school, site
from services.core.clock import FixedClock
from services.core.session import WorkSession
from services.core.workspace import Workspace, WorkspaceKind
from services.demo.year import add_year
from tests.conftest import NOW
from tests.helpers.desk import make_desk
from tests.helpers.dispatching import ask, join
from tests.helpers.exchange import issue, take
from tests.helpers.pages import said, settle, show
from tests.helpers.teaching import Teaching, at
from tests.helpers.workspaces import COUNTY, SCHOOL, Templates, fill
from ui.core import theme
from ui.core.background import Latest, Progress
from ui.core.desk import Desk, Entry, Page
from ui.core.main_window import MainWindow
from ui.core.widgets import column, label
from ui.home.page import HomePage
from ui.places import make_window, places
from ui.sign_in.page import SignInPage

READ = 20  # SQLITE_READ
EVERYWHERE = [(kind.value, one) for kind in WorkspaceKind for one in places(kind)]


@pytest.fixture(scope="module")
def filled(
    templates: Templates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Workspace]]:
    """A school with a year, and the county that it reports to; what is written here changes no
    row."""
    folder = tmp_path_factory.mktemp("tracked")
    clock = FixedClock(NOW)
    made = {
        "school": templates.open(SCHOOL, folder / "school", clock),
        "county": templates.open(COUNTY, folder / "county", clock),
    }
    fill(made["school"], members=40, lessons=8, sign_ins=100)
    with made["school"].write("demo.year") as session:
        add_year(session)
        session.note("demo.year")
    join(made["school"], made["county"], folder / "stick")
    ask(made["county"], made["school"])
    yield made
    for space in made.values():
        space.close()


def touch(space: Workspace, names: frozenset[str]) -> None:
    """One commit that writes these tables and leaves each row as it was."""
    with space.write("test.touch") as session:
        for name in sorted(names):
            table = Base.metadata.tables[name]
            first = next(iter(table.columns))
            session.execute(update(table).values({first: first}))


@pytest.fixture
def desk_of(look: theme.Theme) -> Iterator[Callable[[Workspace], Desk]]:
    made: list[Desk] = []

    def make(space: Workspace) -> Desk:
        made.append(make_desk(space))
        return made[-1]

    yield make
    for desk in made:
        desk.background.wait()
        desk.changes.stop()
        assert said(desk).errors == []


class Counted:
    """How often a page has read."""

    def __init__(self, page: Page, patch: pytest.MonkeyPatch) -> None:
        self.times = 0
        read = page.desk.read

        def counting() -> object:
            self.times += 1
            return read()

        patch.setattr(page.desk, "read", counting)


@pytest.mark.parametrize(
    ("kind", "entry"), EVERYWHERE, ids=[f"{kind}-{entry.key}" for kind, entry in EVERYWHERE]
)
def test_a_page_follows_the_tables_that_it_has_read_and_no_others(
    filled: dict[str, Workspace],
    kind: str,
    entry: Entry,
    desk_of: Callable[[Workspace], Desk],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    space = filled[kind]
    desk = desk_of(space)
    statements = Statements()
    with statements.heard():
        page = show(qtbot, entry.make(desk))
    past = statements.tables_read(space) - desk.reads.tables
    assert past <= {"setting"}, "only a list's own columns are read past the desk"
    assert desk.reads.tables
    reads = Counted(page, monkeypatch)

    def until_more_than(before: int) -> None:
        qtbot.waitUntil(lambda: reads.times > before)
        settle(qtbot, desk)

    for name in sorted(desk.reads.tables):
        before = reads.times
        touch(space, frozenset({name}))
        until_more_than(before)
    page.hide()
    before = reads.times
    touch(space, frozenset({min(desk.reads.tables)}))
    settle(qtbot, desk)
    assert reads.times == before, "a page that nobody sees does not read"
    page.enter()
    until_more_than(before)
    page.show()
    before = reads.times
    touch(space, frozenset(Base.metadata.tables) - desk.reads.tables - {"audit_entry"})
    qtbot.wait(20)
    settle(qtbot, desk)
    assert reads.times == before, "nothing that it shows was written"


class Statements:
    """The statements that are executed, and which tables SQLite says that they read."""

    def __init__(self) -> None:
        self._texts: set[str] = set()

    def heard(self) -> "Listening":
        return Listening(self._texts.add)

    def tables_read(self, space: Workspace) -> set[str]:
        """Asked of SQLite's own authorizer, which a statement's compilation tells."""
        found: set[str] = set()

        def allow(action: int, table: str | None, *_: object) -> int:
            if action == READ and table in Base.metadata.tables:
                found.add(str(table))
            return 0

        connection = space._engine.raw_connection()
        driver = connection.driver_connection
        assert driver is not None
        driver.set_authorizer(allow)
        try:
            for text in self._texts:
                try:
                    driver.execute(f"EXPLAIN {text}", [None] * text.count("?"))
                except sqlcipher.Error:
                    if not text.startswith("BEGIN"):
                        raise
        finally:
            driver.set_authorizer(None)
            connection.close()
        return found


class Listening:
    def __init__(self, tell: Callable[[str], object]) -> None:
        self._tell = tell

    def _hear(self, _connection: object, _cursor: object, text: str, *_: object) -> None:
        self._tell(text)

    def __enter__(self) -> None:
        event.listen(Engine, "before_cursor_execute", self._hear)

    def __exit__(self, *_: object) -> None:
        event.remove(Engine, "before_cursor_execute", self._hear)


class SlowPage(Page):
    """Reads the sites in the background; `hold` lets a test do something in the midst of it."""

    key, title = "site", "阵地"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.hold: Callable[[], object] = lambda: None
        self.reads = 0
        self.names = label()
        self.setLayout(column(self.names))
        self._latest = Latest(desk.background, "读", self._read, self._show, desk.messages.error)

    def refresh(self) -> None:
        self._latest.ask()

    def _read(self, _progress: Progress) -> str:
        self.reads += 1
        with self.desk.read() as session:
            school_name = school.own(session).name
            self.hold()
            return f"{school_name}：{'、'.join(row.name for row in site.list_all(session))}"

    def _show(self, names: str) -> None:
        self.names.setText(names)


def add_site(space: Workspace, name: str) -> None:
    with space.write("site.create") as session:
        site.create(session, site.SiteDraft(name, SiteKind.main_campus))


def test_a_commit_in_the_midst_of_the_first_read_is_not_missed(desk: Desk, qtbot: QtBot) -> None:
    """The read has its view of the data already, and has not yet come to the table."""
    reading, written = threading.Event(), threading.Event()
    page = SlowPage(desk)
    qtbot.addWidget(page)

    def hold() -> None:
        reading.set()
        assert written.wait(10)

    page.hold = hold
    page.show()
    page.enter()
    qtbot.waitUntil(reading.is_set)
    add_site(desk.workspace, "主校区")
    page.hold = lambda: None
    written.set()
    qtbot.waitUntil(lambda: page.names.text().endswith("主校区"))
    settle(qtbot, desk)
    assert page.reads == 2
    qtbot.wait(50)
    settle(qtbot, desk)
    assert page.reads == 2, "a read is no reason to read again"


def test_a_dispatched_order_is_among_the_to_dos_of_the_home_page(
    desk: Desk, county: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    here, stick = desk.workspace, tmp_path / "stick"
    join(here, county, stick)
    page = show(qtbot, HomePage(desk))

    def words() -> str:
        return " ".join(one.text() for one in page.findChildren(QLabel))

    assert "上级派单" not in words()
    ask(county, here)
    take(here, issue(county, here, stick))
    qtbot.waitUntil(lambda: "上级派单" in words())
    settle(qtbot, desk)


def test_a_renamed_branch_has_its_new_name_at_the_sign_in_desk(desk: Desk, qtbot: QtBot) -> None:
    teaching = Teaching(desk.workspace)
    class_id = teaching.class_()
    teaching.lesson(at(23, 8, 30), class_id=class_id)
    teaching.enrol(class_id, teaching.members(2))
    page = show(qtbot, SignInPage(desk))

    def branches() -> set[str]:
        return {person.branch for person in page.shown.persons} if page.shown else set()

    assert branches() == {"石桥村党支部"}
    with desk.workspace.write("branch.rename") as session:
        (row,) = branch.list_all(session)
        branch.rename(session, row.id, "中共仲山镇石板村支部委员会")
    qtbot.waitUntil(lambda: branches() == {"石板村党支部"})


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    made = make_window(desk.workspace, desk.background, desk.chooser)
    qtbot.addWidget(made)
    made.show()
    made.go("home")
    settle(qtbot, made.desk)
    yield made
    made.close()
    made.desk.changes.stop()


def test_a_badge_goes_on_counting_after_garbage_was_collected(
    window: MainWindow, qtbot: QtBot
) -> None:
    gc.collect()
    badge = window.sidebar.buttons["booking"].badge
    assert not badge.isVisible()
    Teaching(window.desk.workspace).lesson(at(24, 8, 30))
    qtbot.waitUntil(badge.isVisible)
    assert badge.text() == "1"
    settle(qtbot, window.desk)


def test_badges_count_only_when_something_was_written_that_they_count_in(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts: list[object] = []
    waiting = home.waiting

    def counted(session: WorkSession) -> dict[str, int]:
        counts.append(1)
        return waiting(session)

    monkeypatch.setattr(home, "waiting", counted)
    touch(window.desk.workspace, frozenset({"roster_layout", "member_photo"}))
    qtbot.wait(20)
    settle(qtbot, window.desk)
    assert counts == []
    touch(window.desk.workspace, frozenset({"booking"}))
    qtbot.waitUntil(lambda: counts == [1])
    settle(qtbot, window.desk)
