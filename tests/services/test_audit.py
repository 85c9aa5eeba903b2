"""The audit trail: an entry in every write, and a chain in which a change shows."""

import json

import pytest
from sqlalchemy import select, text

from models.audit import AuditEntry
from models.core import database
from models.member import Member
from models.site import SiteKind
from services import check, site
from services.core import audit, key_file
from services.core.clock import FixedClock
from services.core.places import DATABASE, KEY_FILE
from services.core.workspace import Workspace
from tests.helpers.workspaces import PASSWORD, fill


def entries(space: Workspace) -> list[AuditEntry]:
    with space.read() as session:
        return list(session.scalars(select(AuditEntry).order_by(AuditEntry.seq)))


def broken_at(space: Workspace) -> int | None:
    with space.read() as session:
        return audit.first_break(session)


def test_each_write_adds_an_entry_even_where_the_verb_says_nothing(
    school: Workspace, clock: FixedClock
) -> None:
    before = len(entries(school))
    with school.write("site.create") as session:
        site_id = site.create(session, site.SiteDraft("主校区", SiteKind.main_campus)).id
    with school.write("test.quiet"):
        """A verb that changes nothing and notes nothing."""
    added = entries(school)[before:]
    assert [entry.verb for entry in added] == ["site.create", "test.quiet"]
    assert added[0].details["id"] == str(site_id)
    assert added[0].at == clock.now()
    assert broken_at(school) is None


def test_the_trail_names_nobody(school: Workspace) -> None:
    fill(school, members=40, lessons=2, sign_ins=20)
    with school.read() as session:
        secrets = [
            value
            for row in session.scalars(select(Member))
            for value in (row.name, row.identity_number, row.phone)
        ]
    trail = json.dumps([entry.details for entry in entries(school)], ensure_ascii=False)
    assert [secret for secret in secrets if secret and secret in trail] == []


HARMS: dict[str, tuple[str, int]] = {
    "words changed": ("UPDATE audit_entry SET verb = 'site.other' WHERE seq = 3", 3),
    "time changed": ("UPDATE audit_entry SET at = '2026-01-01T00:00:00.000000Z' WHERE seq = 2", 2),
    "person changed": ("UPDATE audit_entry SET operator = 'director' WHERE seq = 4", 4),
    "details changed": ("UPDATE audit_entry SET details = '{}' WHERE seq = 5", 5),
    "one taken out": ("DELETE FROM audit_entry WHERE seq = 4", 4),
    "first taken out": ("DELETE FROM audit_entry WHERE seq = 1", 1),
    "digest changed": ("UPDATE audit_entry SET digest = zeroblob(32) WHERE seq = 5", 5),
}


@pytest.mark.parametrize(("harm", "at"), HARMS.values(), ids=HARMS)
def test_a_change_in_the_chain_is_found_where_it_is(school: Workspace, harm: str, at: int) -> None:
    for number in range(6):
        with school.write("site.create") as session:
            site.create(session, site.SiteDraft(f"站点{number}", SiteKind.branch_point))
    school.close()
    key = key_file.unlock(school.folder / KEY_FILE, PASSWORD)
    connection = database.connect(school.folder / DATABASE, key)
    connection.execute(harm)
    connection.close()
    assert broken_at(school) == at
    found = check.check(school.folder, PASSWORD)
    assert not found["ok"]
    assert f"第 {at} 条" in found["problems"][0]


def test_text_and_numbers_survive_the_round_trip_into_the_chain(school: Workspace) -> None:
    with school.write("test.note") as session:
        session.note("test.note", id="七", count=3, part=0.5, nothing=None, many=["甲", 1])
        session.note("test.second", deep={"b": 1, "a": [True, False]})
    assert broken_at(school) is None
    with school.write("test.more") as session:
        session.execute(text("SELECT 1"))
    assert broken_at(school) is None
