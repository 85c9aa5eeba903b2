"""Posts and branches over time: dates that do not fit, notes, and undoing once only."""

from datetime import date

import pytest
from sqlalchemy import select

from models.branch import Branch
from models.member import Member
from services import branch, member
from services.core.errors import BadInput, Refused
from services.core.workspace import Workspace
from services.member import Role
from tests.helpers.merging import make

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
