"""Which tables a statement touches: as SQLite itself says, whatever the statement's form."""

import pytest
from sqlalchemy import insert, select, text, update

from models.branch import Branch
from models.course import Course
from models.setting import Setting
from models.site import Room, Site, SiteKind
from services import course, site
from services.core import tables
from services.core.bulk import insert_rows
from services.core.workspace import Workspace


@pytest.mark.parametrize(
    ("statement", "read", "written"),
    [
        ("SELECT member.id FROM member", {"member"}, set()),
        ("select m.id from main.member m, branch where m.branch_id = branch.id",
         {"member", "branch"}, set()),
        ('SELECT id FROM "plan" ORDER BY "plan".id', {"plan"}, set()),
        ("SELECT lesson.course_id, member_photo.bytes FROM lesson JOIN member_photo",
         {"lesson", "member_photo"}, set()),
        ("SELECT site.name AS school FROM site", {"site"}, set()),
        ("SELECT key FROM setting WHERE key LIKE 'course%' OR key = 'course'", {"setting"}, set()),
        ("SELECT 1 FROM staging.member s JOIN main.\"branch\" b", {"branch"}, set()),
        ('SELECT 1 FROM "staging"."member"', set(), set()),
        ("INSERT INTO course (id, title) VALUES (?, ?)", set(), {"course"}),
        ("INSERT OR IGNORE INTO main.\"course\" SELECT * FROM staging.course", set(), {"course"}),
        ("INSERT INTO staging.outdated SELECT id FROM member", {"member"}, set()),
        ("UPDATE sign_in SET undone_at = ? WHERE lesson_id IN (SELECT id FROM lesson)",
         {"lesson"}, {"sign_in"}),
        ("DELETE FROM booking WHERE id = ?", set(), {"booking"}),
        ("WITH gone AS (SELECT id FROM room) DELETE FROM lesson WHERE room_id IN gone",
         {"room"}, {"lesson"}),
        ("PRAGMA foreign_key_check", set(), set()),
    ],
)  # fmt: skip
def test_the_text_of_a_statement_says_its_tables(
    statement: str, read: set[str], written: set[str]
) -> None:
    assert tables.named_in(statement) == (read, written)


def test_a_read_knows_what_it_read(school: Workspace) -> None:
    with school.read() as session:
        assert session.touched == tables.Touched()
        session.scalars(select(Room).join(Site)).all()
        session.execute(text("SELECT count(*) FROM course"))
        session.connection().exec_driver_sql("SELECT 1 FROM branch")
        assert session.touched.read == {"room", "site", "course", "branch"}
        assert session.touched.written == set()


def test_a_write_knows_what_it_wrote(school: Workspace) -> None:
    """Rows by the ORM, in bulk, by the driver's own statement, and inside a savepoint."""
    with school.write("test.write") as session:
        session.make(Site, name="主校区", kind=SiteKind.main_campus)
        session.flush()
        assert session.touched.written == {"site"}
        session.execute(update(Course).values(title="党课"))
        row = {**session.stamp(), "name": "一支部", "short_name": "一支部", "outside": False}
        row |= {"contact": "", "phone": ""}
        insert_rows(session, Branch, list(row), [tuple(row.values())])
        with session.begin_nested():
            session.execute(insert(Setting), {"key": "test", "value": "1"})
        assert session.touched.written == {"site", "course", "branch", "setting"}


def test_one_session_s_tables_are_not_another_s(school: Workspace) -> None:
    with school.read() as first, school.read() as second:
        site.list_all(first)
        course.list_all(second)
    assert "course" not in first.touched.read
    assert "site" not in second.touched.read


def test_rows_beside_the_workspace_are_not_its_own(school: Workspace) -> None:
    heard: list[frozenset[str]] = []
    school.subscribe(heard.append)
    with school.staging() as beside, beside.write("test.take_in") as session:
        connection = session.connection()
        connection.exec_driver_sql("CREATE TABLE staging.site (id BLOB)")
        connection.exec_driver_sql("INSERT INTO staging.site VALUES (x'00')")
    assert heard == [frozenset({"audit_entry"})]
