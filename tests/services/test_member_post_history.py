"""Posts and branches over time: dates that do not fit, notes, and undoing once only."""

from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from models.branch import Branch
from models.member import Member
from services import branch, hours, member
from services.core.clock import FixedClock
from services.core.errors import BadInput, Refused
from services.core.workspace import Workspace
from services.member import Role
from tests.helpers.merging import BRANCH, make
from tests.helpers.roster_file import PERSON, look, small_roster, take

OTHER = "中共仲山镇布山村支部委员会"


def test_nobody_leaves_a_post_before_it_began(school: Workspace) -> None:
    key = make(school)
    with school.write("member.appoint") as session:
        member.appoint(session, key, Role.secretary, "书记", "2024-01")
    with (
        pytest.raises(BadInput, match="早于任职"),
        school.write("member.transfer_in") as session,
    ):
        member.transfer_in(session, key, OTHER, date(2020, 1, 1))
    with school.read() as session:
        assert (member.detail(session, key).post, session.scalar(_branches(OTHER))) == (
            "书记",
            None,
        )


def test_a_note_never_grows_beyond_what_its_form_takes(school: Workspace) -> None:
    key = make(school, note="备" * 495)
    with pytest.raises(BadInput, match="备注"), school.write("member.transfer_in") as session:
        member.transfer_in(session, key, OTHER, date(2026, 1, 1))


def test_a_former_post_comes_back_once(school: Workspace) -> None:
    key = make(school)
    with school.write("member.appoint") as session:
        member.appoint(session, key, Role.secretary, "书记", "2020")
        member.dismiss(session, key, "2021")
    with school.write("member.remove_former") as session:
        undo = member.remove_former(session, member.detail(session, key).former[0].id)
    with school.write(undo.verb) as session:
        undo.act(session)
    with pytest.raises(Refused), school.write(undo.verb) as session:
        undo.act(session)


@pytest.mark.parametrize("leaving", ["retire", "transfer_in"])
def test_who_comes_back_brings_the_branch_along(school: Workspace, leaving: str) -> None:
    key = make(school, branch=OTHER)
    with school.write(f"member.{leaving}") as session:
        if leaving == "retire":
            undo = member.retire(session, key)
        else:
            undo = member.transfer_in(session, key, "中共仲山镇石桥村支部委员会", date(2026, 11, 1))
    with school.write("branch.retire") as session:
        branch.retire(session, session.scalars(_branches(OTHER)).one())
    with school.write(undo.verb) as session:
        undo.act(session)
    with school.read() as session:
        home = session.require(Branch, session.require(Member, key).branch_id)
        assert (home.name, home.retired_at) == (OTHER, None)


def _branches(name: str):
    return select(Branch.id).where(Branch.name == name)


def _branches_in(school: Workspace, year: int) -> list[str]:
    with school.read() as session:
        return [row.branch for row in hours.ledger(session, session.owner, year).rows]


def test_a_year_that_is_over_stays_with_the_branch_of_its_last_day(
    school: Workspace, clock: FixedClock
) -> None:
    """Who moves in spring counted in the old branch on 31 December (domain.md, invariant 12)."""
    make(school, "李四", branch=OTHER)
    key = make(school)
    clock.set_to(datetime(2027, 3, 5, 9))  # noqa: DTZ001
    before = _branches_in(school, 2026)
    with school.write("member.transfer_in") as session:
        undo = member.transfer_in(session, key, OTHER, date(2027, 3, 5))
    assert _branches_in(school, 2026) == before == ["布山村党支部", "石桥村党支部"]
    assert _branches_in(school, 2027) == ["布山村党支部", "布山村党支部"]
    with school.read() as session:
        assert member.detail(session, key).was_in == "石桥村党支部（至 2027-03-05）"
    with school.write(undo.verb) as session:
        undo.act(session)
    assert _branches_in(school, 2027) == before


def test_the_last_of_several_moves_before_a_day_decides(
    school: Workspace, clock: FixedClock
) -> None:
    key = make(school)
    clock.set_to(datetime(2028, 6, 1, 9))  # noqa: DTZ001
    for to, day in ((OTHER, date(2027, 1, 1)), (BRANCH, date(2028, 5, 1))):
        with school.write("member.transfer_in") as session:
            member.transfer_in(session, key, to, day)
    told = [_branches_in(school, year) for year in (2026, 2027, 2028)]
    assert told == [["石桥村党支部"], ["布山村党支部"], ["石桥村党支部"]]


def test_putting_a_branch_right_is_no_move(school: Workspace, clock: FixedClock) -> None:
    key = make(school)
    clock.set_to(datetime(2027, 3, 5, 9))  # noqa: DTZ001
    with school.write("member.change") as session:
        member.change(session, [key], "branch", OTHER)
    assert _branches_in(school, 2026) == ["布山村党支部"]


def test_a_roster_that_moves_somebody_leaves_the_years_that_are_over(
    school: Workspace, clock: FixedClock, tmp_path: Path
) -> None:
    take(school, small_roster(tmp_path / "a.xlsx", [PERSON]))
    clock.set_to(datetime(2027, 3, 5, 9))  # noqa: DTZ001
    moved = small_roster(tmp_path / "b.xlsx", [(*PERSON[:2], OTHER, *PERSON[3:])])
    assert look(school, moved).moved == 1
    take(school, moved)
    assert _branches_in(school, 2026) == ["石桥村党支部"]
    assert _branches_in(school, 2027) == ["布山村党支部"]


def test_moves_are_entered_as_they_happened(school: Workspace, clock: FixedClock) -> None:
    """One dated before the last sent a year that is over into the wrong branch."""
    key = make(school)
    clock.set_to(datetime(2027, 6, 1, 9))  # noqa: DTZ001
    with school.write("member.transfer_in") as session:
        member.transfer_in(session, key, OTHER, date(2027, 3, 1))
    with pytest.raises(BadInput, match="不能比它早"), school.write("member.transfer_in") as session:
        member.transfer_in(session, key, BRANCH, date(2027, 1, 15))
    assert _branches_in(school, 2026) == ["石桥村党支部"]
