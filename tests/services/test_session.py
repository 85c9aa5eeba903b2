"""Units of work: whole or not at all, one notice, one owner, one writer at a time."""

import threading
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from models.audit import AuditEntry
from models.core import database
from models.site import Site, SiteKind
from services import check, site
from services.core import files, workspace
from services.core.clock import FixedClock
from services.core.errors import DiskFull, NotFound, WorkspaceBusy
from services.core.session import ForeignRow, Misnamed, WorkSession
from services.core.workspace import Workspace
from tests.helpers.apart import APART
from tests.helpers.workspaces import PASSWORD, fill


def names(session: WorkSession) -> list[str]:
    return [row.name for row in site.list_all(session)]


def add_site(session: WorkSession, name: str = "主校区") -> None:
    site.create(session, site.SiteDraft(name, SiteKind.main_campus))


class TestWhole:
    def test_an_error_takes_everything_back_and_tells_nobody(self, school: Workspace) -> None:
        told: list[frozenset[str]] = []
        school.subscribe(told.append)
        with pytest.raises(ZeroDivisionError), school.write("site.create") as session:
            add_site(session)
            session.flush()
            raise ZeroDivisionError
        with school.read() as session:
            assert names(session) == []
            assert (
                session.scalar(select(AuditEntry).where(AuditEntry.verb == "site.create")) is None
            )
        assert told == []

    def test_after_an_error_the_next_write_goes_through(self, school: Workspace) -> None:
        with pytest.raises(ZeroDivisionError), school.write("site.create"):
            raise ZeroDivisionError
        with school.write("site.create") as session:
            add_site(session)
        with school.read() as session:
            assert names(session) == ["主校区"]

    def test_one_notice_for_each_commit_names_the_tables(self, school: Workspace) -> None:
        told: list[frozenset[str]] = []
        stop = school.subscribe(told.append)
        with school.write("site.create") as session:
            add_site(session, "一")
            add_site(session, "二")
            assert told == [], "told before it was durable"
        assert told == [frozenset({"site", "audit_entry"})]
        stop()
        with school.write("site.create") as session:
            add_site(session, "三")
        assert len(told) == 1

    def test_a_view_does_not_change_while_it_is_read(self, school: Workspace) -> None:
        with school.read() as session:
            assert names(session) == []
            with school.write("site.create") as writing:
                add_site(writing)
            assert names(session) == []
        with school.read() as session:
            assert names(session) == ["主校区"]

    def test_nothing_is_written_while_the_disk_is_nearly_full(
        self, school: Workspace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(files, "RESERVE_BYTES", 1 << 62)
        with pytest.raises(DiskFull), school.write("site.create") as session:
            add_site(session)
        with school.read() as session:
            assert names(session) == []

    def test_what_is_not_there_is_said_in_words(self, school: Workspace) -> None:
        with school.read() as session, pytest.raises(NotFound, match="已经不在"):
            session.require(Site, session.new_id())


class TestOwner:
    """Domain.md, invariant 7: only the owner writes a row."""

    @pytest.fixture
    def foreign(self, school: Workspace) -> Site:
        """A row of another workspace, as a bundle would bring it."""
        with school.read() as session:
            stranger = session.new_id()
        with school.write("test.take_in") as session:
            stamp = {**session.stamp(), "owner": stranger}
            session.execute(insert(Site), {**stamp, "name": "别处", "kind": SiteKind.branch_point})
            row = session.get(Site, stamp["id"])
        assert row is not None
        return row

    def test_a_foreign_row_can_be_read(self, school: Workspace, foreign: Site) -> None:
        with school.read() as session:
            assert session.require(Site, foreign.id).name == "别处"

    def test_a_foreign_row_cannot_be_changed(self, school: Workspace, foreign: Site) -> None:
        with pytest.raises(ForeignRow), school.write("test.change") as session:
            session.require(Site, foreign.id).name = "改"
        with school.read() as session:
            assert session.require(Site, foreign.id).name == "别处"

    def test_a_foreign_row_cannot_be_deleted(self, school: Workspace, foreign: Site) -> None:
        with pytest.raises(ForeignRow), school.write("test.delete") as session:
            session.delete(session.require(Site, foreign.id))
        with school.read() as session:
            assert session.require(Site, foreign.id).name == "别处"

    def test_a_row_cannot_be_made_for_another(self, school: Workspace) -> None:
        with pytest.raises(ForeignRow), school.write("test.make") as session:
            stamp = {**session.stamp(), "owner": session.new_id()}
            session.add(Site(**stamp, name="别处", kind=SiteKind.branch_point))

    def test_a_change_of_ours_keeps_its_time(self, school: Workspace, clock: FixedClock) -> None:
        with school.write("site.create") as session:
            add_site(session)
        made = clock.now()
        clock.set_to(clock.local_now().replace(hour=15))
        with school.write("site.update") as session:
            row = session.scalars(select(Site)).one()
            row.name = "新校区"
        with school.read() as session:
            row = session.scalars(select(Site)).one()
            assert (row.created_at, row.updated_at) == (made, clock.now())


class TestWriters:
    def test_threads_take_turns(self, school: Workspace) -> None:
        def write(letter: str) -> None:
            for number in range(10):
                with school.write("site.create") as session:
                    add_site(session, f"{letter}{number}")

        threads = [threading.Thread(target=write, args=(letter,)) for letter in "甲乙丙"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with school.read() as session:
            assert len(names(session)) == 30

    def test_two_processes_lose_nothing_and_break_no_chain(self, school: Workspace) -> None:
        writers = [
            APART.Process(target=write_sites, args=(school.folder, letter)) for letter in "甲乙"
        ]
        for writer in writers:
            writer.start()
        write_sites(school.folder, "丙")
        for writer in writers:
            writer.join(60)
            assert writer.exitcode == 0
        with school.read() as session:
            assert sorted(names(session)) == sorted(
                f"{letter}{number}" for letter in "甲乙丙" for number in range(SITES)
            )
        school.close()
        assert check.check(school.folder, PASSWORD)["problems"] == []

    def test_a_process_that_holds_on_is_named_and_nothing_is_changed(
        self, school: Workspace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        quick = tuple(
            "PRAGMA busy_timeout = 50" if "busy_timeout" in pragma else pragma
            for pragma in database._PRAGMAS
        )
        monkeypatch.setattr(database, "_PRAGMAS", quick)
        ours, theirs = APART.Pipe()
        holder = APART.Process(target=hold, args=(school.folder, theirs))
        holder.start()
        assert ours.recv() == "held"
        impatient = workspace.unlock(school.folder, PASSWORD)
        with pytest.raises(WorkspaceBusy), impatient.write("site.create") as session:
            add_site(session)
        with impatient.read() as session:
            assert names(session) == [], "reading goes on while another writes"
        ours.send("let go")
        holder.join(60)
        with impatient.write("site.create") as session:
            add_site(session, "轮到我")
        with impatient.read() as session:
            assert sorted(names(session)) == ["别人", "轮到我"]
        impatient.close()


SITES = 15


def write_sites(folder: Path, letter: str) -> None:
    space = workspace.unlock(folder, PASSWORD)
    for number in range(SITES):
        with space.write("site.create") as session:
            add_site(session, f"{letter}{number}")
    space.close()


def hold(folder: Path, line: Connection) -> None:
    space = workspace.unlock(folder, PASSWORD)
    with space.write("site.create") as session:
        add_site(session, "别人")
        line.send("held")
        line.recv()
    space.close()


def test_the_made_up_school_is_written_whole(school: Workspace) -> None:
    fill(school, members=30, lessons=2, sign_ins=20)
    school.close()
    found = check.check(school.folder, PASSWORD)
    assert (found["ok"], found["member"], found["sign_in"]) == (True, 30, 20)


class TestNames:
    """The name of a unit of work is one that its verb notes."""

    def test_another_name_than_the_verb_s_is_a_bug_and_nothing_is_written(
        self, school: Workspace
    ) -> None:
        with pytest.raises(Misnamed, match=r"site\.create"), school.write("site.update") as session:
            add_site(session)
        with school.read() as session:
            assert names(session) == []

    def test_of_several_verbs_one_gives_the_name(self, school: Workspace) -> None:
        with school.write("site.add_room") as session:
            key = site.create(session, site.SiteDraft("主校区", SiteKind.main_campus)).id
            site.add_room(session, key, site.RoomDraft("201", 60))
        with school.read() as session:
            verbs = session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)).all()
        assert verbs[-2:] == ["site.create", "site.add_room"]

    def test_where_nothing_is_noted_the_name_is(self, school: Workspace) -> None:
        with school.write("test.nothing"):
            """Nothing is done."""
        with school.read() as session:
            last = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
            assert last is not None
            assert last.verb == "test.nothing"
