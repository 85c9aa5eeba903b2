"""What a roster does to posts, and to the targets of years that are over."""

from datetime import timedelta
from pathlib import Path

import pytest

from models.core.types import PartialDate
from models.member import Member
from services import member, roster_import
from services.core.clock import FixedClock
from services.core.workspace import Workspace
from services.member import Role
from tests.conftest import NOW
from tests.helpers.roster_file import PERSON, look, silent, small_roster, stored, take

LAST_YEAR = NOW.year - 1
TODAY = PartialDate.of(NOW.date())
PLAIN = (*PERSON[:6], "")


def _target(school: Workspace, year: int) -> int:
    with school.read() as session:
        return member.detail(session, stored(school)[0]["id"], year).target


def _since(school: Workspace, since: PartialDate) -> None:
    with school.write("member.update") as session:
        session.require(Member, stored(school)[0]["id"]).role_since = since


def _is(school: Workspace) -> tuple[Role, PartialDate | None]:
    (row,) = stored(school)
    return row["role"], row["role_since"]


@pytest.mark.parametrize("since", [PartialDate(2020), None])
def test_a_post_that_ends_leaves_the_target_of_last_year(
    school: Workspace, tmp_path: Path, clock: FixedClock, since: PartialDate | None
) -> None:
    take(school, small_roster(tmp_path / "a.xlsx", [PERSON]))
    if since is not None:
        _since(school, since)
    before = stored(school)
    clock.set_to(NOW + timedelta(hours=1))
    path = small_roster(tmp_path / "b.xlsx", [PLAIN])
    taken = take(school, path)
    assert (_target(school, LAST_YEAR), _target(school, NOW.year)) == (56, 32)
    assert _is(school) == (Role.member, TODAY)
    assert look(school, path).unchanged == 1
    roster_import.undo(school, taken.id, silent)
    assert stored(school) == before
    assert _target(school, LAST_YEAR) == 56


def test_a_post_after_a_former_one_counts_from_today(school: Workspace, tmp_path: Path) -> None:
    take(school, small_roster(tmp_path / "a.xlsx", [PERSON]))
    with school.write("member.dismiss") as session:
        member.dismiss(session, stored(school)[0]["id"], "2023")
    assert _target(school, LAST_YEAR) == 32
    take(school, small_roster(tmp_path / "b.xlsx", [PERSON]))
    assert _is(school) == (Role.secretary, TODAY)
    assert (_target(school, LAST_YEAR), _target(school, NOW.year)) == (32, 56)


def test_the_first_post_that_a_list_tells_has_no_day(school: Workspace, tmp_path: Path) -> None:
    take(school, small_roster(tmp_path / "a.xlsx", [PLAIN]))
    take(school, small_roster(tmp_path / "b.xlsx", [PERSON]))
    assert _is(school) == (Role.secretary, None)
