"""Branches: two ways of writing a name, one branch."""

import pytest

from services import branch, member
from services.core.errors import BadInput, Refused
from services.core.workspace import Workspace
from services.member import MemberDraft

LONG = "中共仲山镇石桥村支部委员会"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        (LONG, "石桥村党支部"),
        ("中国共产党仲山镇狼山屯村支部委员会", "狼山屯村党支部"),
        ("中共嘉祥县仲山镇阿城铺村支部委员会", "阿城铺村党支部"),
        ("中共 仲山镇　石桥村 支部委员会", "石桥村党支部"),
        ("中共仲山镇前进社区总支部委员会", "前进社区党总支"),
        ("石桥村党支部", "石桥村党支部"),
        ("石桥村支部", "石桥村党支部"),
        ("中共仲山镇委员会", "中共仲山镇委员会"),
    ],
)
def test_short_name_is_what_people_say(name: str, short: str) -> None:
    assert branch.short_name_of(name) == short


def test_both_ways_of_writing_mean_one_branch(school: Workspace) -> None:
    with school.write("branch.ensure") as session:
        first = branch.ensure(session, LONG)
        assert branch.ensure(session, "石桥村党支部") == first
        assert branch.ensure(session, " 中共仲山镇石桥村　支部委员会 ") == first
    with school.read() as session:
        (row,) = branch.list_all(session)
    assert (row.id, row.name, row.short_name, row.members) == (first, LONG, "石桥村党支部", 0)


def test_same_village_of_two_towns_stays_two_branches(school: Workspace) -> None:
    with school.write("branch.ensure") as session:
        here = branch.ensure(session, LONG)
        there = branch.ensure(session, "中共马集镇石桥村支部委员会")
        assert here != there
        # The short name alone could mean either: then nobody guesses.
        with pytest.raises(Refused, match="写全称"):
            branch.ensure(session, "石桥村党支部")
    with school.read() as session:
        shown = {row.id: row.short_name for row in branch.list_all(session)}
    assert shown == {here: "石桥村党支部", there: "马集镇石桥村党支部"}


@pytest.mark.parametrize("name", ["", " 　", "——", "名" * 61])
def test_a_name_that_is_none_is_refused(school: Workspace, name: str) -> None:
    with pytest.raises(BadInput), school.write("branch.ensure") as session:
        branch.ensure(session, name)
    with school.read() as session:
        assert branch.list_all(session) == ()


def test_a_branch_with_members_is_not_retired(school: Workspace) -> None:
    with school.write("member.create") as session:
        person = member.create(session, MemberDraft("李建国", LONG)).id
    with school.read() as session:
        (row,) = branch.list_all(session)
    assert row.members == 1
    with pytest.raises(Refused, match="1 名党员"), school.write("branch.retire") as session:
        branch.retire(session, row.id)
    with school.write("branch.retire") as session:
        member.retire(session, person)
        branch.retire(session, row.id)
    with school.read() as session:
        assert branch.list_all(session) == ()


def test_ensure_takes_a_retired_branch_back(school: Workspace) -> None:
    with school.write("branch.ensure") as session:
        key = branch.ensure(session, LONG)
        branch.retire(session, key)
    with school.write("branch.restore") as session:
        assert branch.ensure(session, LONG) == key
    with school.read() as session:
        assert [row.id for row in branch.list_all(session)] == [key]


def test_rename_keeps_names_apart(school: Workspace) -> None:
    with school.write("branch.ensure") as session:
        first = branch.ensure(session, LONG)
        branch.ensure(session, "中共仲山镇柳林村支部委员会")
    with pytest.raises(Refused), school.write("branch.rename") as session:
        branch.rename(session, first, "中共仲山镇柳林村支部委员会")
    with school.write("branch.rename") as session:
        branch.rename(session, first, "中共仲山镇新石桥村支部委员会")
    with school.read() as session:
        assert "新石桥村党支部" in {row.short_name for row in branch.list_all(session)}
