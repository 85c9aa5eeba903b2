"""Taking an import back after its people and branches came to be used otherwise."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from models.branch import Branch
from models.member import FormerPost
from services import branch, member, roster_import
from services.branch import BranchDraft
from services.core.clock import FixedClock
from services.core.errors import Refused
from services.core.workspace import Workspace
from services.member import MemberDraft, Role
from services.roster_import import RosterTaken
from tests.conftest import NOW
from tests.helpers.guests import create_guest
from tests.helpers.roster_file import BRANCH, PERSON, silent, small_roster, take

OTHER = "中共仲山镇柳林村支部委员会"
UNIT = "县农业农村局"


def undo(school: Workspace, taken: RosterTaken) -> None:
    roster_import.undo(school, taken.id, silent)


def retired(school: Workspace, name: str) -> None:
    """A branch of that name, out of use."""
    with school.write("branch.add") as session:
        branch.retire(session, branch.add(session, BranchDraft(name)).id)


def in_use(school: Workspace, name: str) -> bool:
    with school.read() as session:
        row = session.query(Branch).filter_by(name=name).one()
        return row.retired_at is None and not row.outside


def _join(school: Workspace) -> None:
    with school.write("member.create") as session:
        member.create(session, MemberDraft("周九", BRANCH))


def _join_below(school: Workspace) -> None:
    with school.write("branch.add") as session:
        above = branch.ensure(session, BRANCH)
        branch.add(session, BranchDraft(OTHER, parent_id=above))


@pytest.mark.parametrize(
    ("build", "words"), [(_join, "还有 1 名学员，"), (_join_below, "还有 1 个下级党支部，")]
)
def test_a_branch_that_came_to_be_used_is_not_retired_again(
    school: Workspace,
    tmp_path: Path,
    clock: FixedClock,
    build: Callable[[Workspace], None],
    words: str,
) -> None:
    retired(school, BRANCH)
    clock.set_to(NOW + timedelta(hours=1))
    taken = take(school, small_roster(tmp_path / "a.xlsx", [PERSON]))
    clock.set_to(NOW + timedelta(hours=2))
    build(school)
    with pytest.raises(Refused, match=words):
        undo(school, taken)
    with school.read() as session:
        assert "重新启用" in roster_import.blocker(session, taken.id)
    assert in_use(school, BRANCH)


def test_a_unit_that_became_a_branch_with_members_stays_one(
    school: Workspace, tmp_path: Path, clock: FixedClock
) -> None:
    with school.write("member.create") as session:
        create_guest(session, "郑十", UNIT)
    clock.set_to(NOW + timedelta(hours=1))
    taken = take(school, small_roster(tmp_path / "a.xlsx", [(*PERSON[:2], UNIT, "1951")]))
    with school.write("member.create") as session:
        joined = member.create(session, MemberDraft("周九", UNIT)).id
    with pytest.raises(Refused, match="1 名学员"):
        undo(school, taken)
    with school.write("member.transfer_in") as session:
        member.transfer_in(session, joined, OTHER, session.today())
    undo(school, taken)  # the guest may stay
    assert not in_use(school, UNIT)


def test_a_branch_retired_meanwhile_comes_back_with_its_people(
    school: Workspace, tmp_path: Path, clock: FixedClock
) -> None:
    take(school, small_roster(tmp_path / "a.xlsx", [PERSON]))
    clock.set_to(NOW + timedelta(hours=1))
    moved = (*PERSON[:2], OTHER, *PERSON[3:])
    taken = take(school, small_roster(tmp_path / "b.xlsx", [moved]))
    clock.set_to(NOW + timedelta(hours=2))
    with school.write("branch.retire") as session:
        branch.retire(session, branch.ensure(session, BRANCH))
    assert not in_use(school, BRANCH)
    undo(school, taken)
    assert in_use(school, BRANCH)


def test_a_former_post_put_right_since_is_not_lost(
    school: Workspace, tmp_path: Path, clock: FixedClock
) -> None:
    take(school, small_roster(tmp_path / "a.xlsx", [PERSON]))
    clock.set_to(NOW + timedelta(hours=1))
    taken = take(school, small_roster(tmp_path / "b.xlsx", [(*PERSON[:6], "")]))
    with school.read() as session:
        (post,) = session.scalars(select(FormerPost.id)).all()
        assert roster_import.blocker(session, taken.id) == ""
    clock.set_to(NOW + timedelta(hours=2))
    with school.write("member.correct_former") as session:
        member.correct_former(session, post, Role.secretary, "党支部书记", "2015", "2026.06")
    with pytest.raises(Refused, match="曾任职务，之后有 1 条又有修改"):
        undo(school, taken)
    with school.read() as session:
        assert str(session.require(FormerPost, post).ends_on) == "2026-06"
