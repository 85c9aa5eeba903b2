"""The tree of branches: no branch is above itself, whatever is tried; figures; undo."""

import tempfile
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services import branch, member
from services.branch import BranchDraft
from services.core.clock import FixedClock
from services.core.errors import BadInput, Refused
from services.core.undo import Undo
from services.core.workspace import Workspace
from services.member import MemberDraft, Role
from tests.conftest import NOW
from tests.helpers.examples import examples
from tests.helpers.workspaces import SCHOOL, Templates, fill

COUNT = 6


def make(school: Workspace, *names: str) -> list:
    with school.write("branch.add") as session:
        return [
            branch.add(session, BranchDraft(f"中共仲山镇{name}支部委员会")).id for name in names
        ]


@settings(deadline=None, max_examples=examples(25))
@given(moves=st.lists(st.tuples(st.integers(0, COUNT - 1), st.integers(0, COUNT)), max_size=20))
def test_no_move_makes_a_circle(templates: Templates, moves: list[tuple[int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        school = templates.open(SCHOOL, Path(folder) / "school", FixedClock(NOW))
        keys = make(school, *(f"第{number}村" for number in range(COUNT)))
        above: dict[int, int | None] = dict.fromkeys(range(COUNT))
        for moved, under in moves:
            wanted = under if under < COUNT else None
            here, circle = wanted, False
            while here is not None:
                circle = circle or here == moved
                here = above[here]
                if circle:
                    break
            try:
                with school.write("branch.set_parent") as session:
                    branch.set_parent(
                        session, keys[moved], None if wanted is None else keys[wanted]
                    )
                assert not circle
                above[moved] = wanted
            except Refused:
                assert circle
        with school.read() as session:
            found = {row.id: row.parent_id for row in branch.tree(session)}
        assert found == {keys[one]: None if up is None else keys[up] for one, up in above.items()}
        school.close()


def test_each_stands_right_under_the_one_above(school: Workspace) -> None:
    first, second, third = make(school, "安村", "白村", "党村")
    with school.write("branch.set_parent") as session:
        branch.set_parent(session, first, third)
        branch.set_parent(session, second, first)
    with school.read() as session:
        rows = branch.tree(session)
    assert [(row.id, row.depth, row.below) for row in rows] == [
        (third, 0, 1),
        (first, 1, 1),
        (second, 2, 0),
    ]


def test_figures_are_those_of_its_people(school: Workspace) -> None:
    fill(school, members=60, lessons=6, sign_ins=200)
    with school.read() as session:
        rows = branch.tree(session)
        people = member.list_rows(session)
    assert sum(row.members for row in rows) == 60
    for row in rows:
        own = [one for one in people if one.branch == row.short_name]
        assert row.members == len(own)
        assert row.reached == sum(one.hours >= one.target for one in own)
        average = sum(one.hours for one in own) / len(own)
        assert row.average == average.quantize(row.average)
        assert row.secretary == "、".join(one.name for one in own if one.role is Role.secretary)


def test_changing_one_can_be_taken_back(school: Workspace) -> None:
    first, second = make(school, "安村", "白村")
    with school.write("branch.update") as session:
        undo = branch.update(
            session,
            first,
            BranchDraft("中共仲山镇新安村支部委员会", second, "李干事", "0537-6820000"),
        )
    with school.read() as session:
        (_, row) = branch.tree(session)
    assert (row.short_name, row.contact, row.phone) == ("新安村党支部", "李干事", "05376820000")
    with school.write(undo.verb) as session:
        undo.act(session)
    with school.read() as session:
        back = next(row for row in branch.tree(session) if row.id == first)
    assert (back.short_name, back.contact, back.parent_id) == ("安村党支部", "", None)
    with pytest.raises(Refused, match="后来又改过"), school.write(undo.verb) as session:
        undo.act(session)


def test_one_with_branches_below_stays_in_use(school: Workspace) -> None:
    first, second = make(school, "安村", "白村")
    with school.write("branch.set_parent") as session:
        branch.set_parent(session, first, second)
    with pytest.raises(Refused, match="1 个党支部"), school.write("branch.retire") as session:
        branch.retire(session, second)
    with school.write("branch.retire") as session:
        branch.retire(session, first)
        undo = branch.retire(session, second)
    with school.read() as session:
        assert all(row.retired for row in branch.tree(session))
    with school.write(undo.verb) as session:
        undo.act(session)
    with school.read() as session:
        assert [row.id for row in branch.list_all(session)] == [second]


@pytest.mark.parametrize("draft", [BranchDraft(" "), BranchDraft("中共东村支部委员会", phone="12")])
def test_what_does_not_fit_is_refused(school: Workspace, draft: BranchDraft) -> None:
    with pytest.raises(BadInput), school.write("branch.add") as session:
        branch.add(session, draft)
    with school.read() as session:
        assert branch.tree(session) == ()


def test_a_branch_is_no_outside_unit_and_a_unit_no_branch(school: Workspace) -> None:
    make(school, "安村")
    with pytest.raises(Refused, match="按党员登记"), school.write("branch.ensure_unit") as session:
        branch.ensure_unit(session, "中共仲山镇安村支部委员会")
    with school.write("branch.ensure_unit") as session:
        unit = branch.ensure_unit(session, "县农业农村局")
        assert branch.ensure_unit(session, "县农业　农村局") == unit
    with pytest.raises(Refused, match="外单位"), school.write("branch.ensure") as session:
        branch.ensure(session, "县农业农村局")
    with school.read() as session:
        assert branch.units(session) == ("县农业农村局",)
        assert len(branch.list_all(session)) == len(branch.tree(session)) == 1
    with pytest.raises(Refused, match="外单位"), school.write("branch.set_parent") as session:
        branch.set_parent(session, branch.list_all(session)[0].id, unit)


def test_people_keep_their_branch_in_use(school: Workspace) -> None:
    (first,) = make(school, "安村")
    with school.write("member.create") as session:
        member.create(session, MemberDraft("李建国", "中共仲山镇安村支部委员会"))
    with pytest.raises(Refused, match="1 名党员"), school.write("branch.retire") as session:
        branch.retire(session, first)


def changed(school: Workspace, key: UUID, draft: BranchDraft) -> Undo:
    with school.write("branch.update") as session:
        return branch.update(session, key, draft)


def take_back(school: Workspace, undo: Undo) -> None:
    with school.write(undo.verb) as session:
        undo.act(session)


def test_an_old_name_taken_since_stays_with_who_has_it(school: Workspace) -> None:
    (key,) = make(school, "甲村")
    undo = changed(school, key, BranchDraft("乙村党支部"))
    make(school, "甲村")
    with pytest.raises(Refused, match="换一个"):
        take_back(school, undo)


def test_an_old_place_is_gone_with_the_branch_above(school: Workspace) -> None:
    above, key = make(school, "总", "甲村")
    name = "中共仲山镇甲村支部委员会"
    changed(school, key, BranchDraft(name, above))
    undo = changed(school, key, BranchDraft(name))
    with school.write("branch.retire") as session:
        branch.retire(session, above)
    with pytest.raises(Refused, match="已停用"):
        take_back(school, undo)


def test_no_way_back_makes_a_circle(school: Workspace) -> None:
    above, key = make(school, "总", "甲村")
    name = "中共仲山镇甲村支部委员会"
    changed(school, key, BranchDraft(name, above))
    undo = changed(school, key, BranchDraft(name))
    changed(school, above, BranchDraft("中共仲山镇总支部委员会", key))
    with pytest.raises(Refused, match="它自己或它下面"):
        take_back(school, undo)
