"""Branches that are one, made one: what moves, what their names mean, and the way back."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from models.branch import Branch
from models.member import FormerBranch, Member
from models.order import Order
from services import branch, member, merging
from services.branch import BranchDraft
from services.branch.feature import things
from services.core.errors import NotFound, Refused
from services.core.workspace import Workspace
from services.member import MemberDraft
from tests.helpers.cases import workbook
from tests.helpers.roster_file import look
from tests.helpers.workspaces import fill

LONG = "中共演示镇东吴村支部委员会"
HURT = ("东吴支部", "东吴村联合党支部")


def everything(school: Workspace) -> dict[str, list[dict[str, Any]]]:
    found = {}
    with school.read() as session:
        for kind in (Branch, Member, FormerBranch, Order):
            columns = [c for c in kind.__table__.columns if c.name != "updated_at"]
            rows = session.execute(select(*columns)).mappings()
            found[kind.__tablename__] = sorted((dict(row) for row in rows), key=repr)
    return found


@pytest.fixture
def hurt(school: Workspace) -> dict[str, UUID]:
    """One village as three branches, each with somebody."""
    made = {}
    with school.write("member.create") as session:
        for number, name in enumerate((LONG, *HURT)):
            member.create(session, MemberDraft(f"部{number}", name))
            made[name] = branch.ensure(session, name)
        below = branch.add(session, BranchDraft("东吴村第二党支部", parent_id=made[HURT[0]]))
        made["below"] = below.id
    return made


def merge(school: Workspace, kept: UUID, *merged: UUID) -> Any:
    with school.write("merging.merge_branches") as session:
        return merging.merge_branches(session, kept, merged)


def test_what_would_move_is_told_first(school: Workspace, hurt: dict[str, UUID]) -> None:
    with school.read() as session:
        seen = merging.preview_branches(session, hurt[LONG], [hurt[name] for name in HURT])
    assert (seen.moves, seen.refusal) == (("1 个下级党支部", "2 名学员"), "")


def test_all_that_cites_a_branch_moves_and_comes_back(
    school: Workspace, hurt: dict[str, UUID]
) -> None:
    before = everything(school)
    undo = merge(school, hurt[LONG], *(hurt[name] for name in HURT))
    with school.read() as session:
        assert {one.branch_id for one in member.list_rows(session)} == {hurt[LONG]}
        nodes = {node.name: node for node in branch.tree(session)}
        assert nodes["东吴村第二党支部"].parent_id == hurt[LONG]
        assert nodes[LONG].other_names == ("东吴党支部", *HURT)
        assert [nodes[name].merged_into for name in HURT] == ["东吴村党支部"] * 2
    with school.write(undo.verb) as session:
        undo.act(session)
    assert everything(school) == before


def test_every_record_of_a_school_moves(school: Workspace) -> None:
    fill(school, members=40, lessons=4, sign_ins=60)
    with school.read() as session:
        kept, merged = (row.id for row in branch.list_all(session)[:2])
    before = everything(school)
    undo = merge(school, kept, merged)
    with school.read() as session:
        for column in (Member.branch_id, Order.branch_id, Branch.parent_id):
            assert not session.scalars(select(column).where(column == merged)).all()
    with school.write(undo.verb) as session:
        undo.act(session)
    assert everything(school) == before


def test_its_names_mean_the_kept_one(
    school: Workspace, hurt: dict[str, UUID], tmp_path: Path
) -> None:
    merge(school, hurt[LONG], *(hurt[name] for name in HURT))
    rows = [("姓名", "所在党支部", "出生年月"), ("部九", "东吴支部", "1970.1")]
    shown = look(school, workbook(tmp_path / "a.xlsx", {"名册": rows}))
    assert (shown.asked, shown.new_branches) == ((), ())
    assert shown.read_as == (("东吴支部", "东吴村党支部"),)
    with school.write("branch.ensure") as session:
        assert branch.ensure(session, "东吴村联合党支部") == hurt[LONG]
    with school.read() as session:
        (thing,) = [one for one in things(session) if one.target == hurt[LONG]]
    assert any("联合" in key for key in thing.keys)


def test_a_merged_branch_comes_back_only_by_its_merge(
    school: Workspace, hurt: dict[str, UUID]
) -> None:
    merge(school, hurt[LONG], hurt[HURT[0]])
    with pytest.raises(Refused, match="撤销合并"), school.write("branch.restore") as session:
        branch.restore(session, hurt[HURT[0]])
    with school.read() as session:
        key = next(node.merge_id for node in branch.tree(session) if node.merge_id)
    with school.write("merging.take_back_branches") as session:
        merging.take_back_branches(session, key)
    with (
        pytest.raises(NotFound, match="已经撤销"),
        school.write("merging.take_back_branches") as session,
    ):
        merging.take_back_branches(session, key)


def test_who_moved_on_meanwhile_stays(school: Workspace, hurt: dict[str, UUID]) -> None:
    undo = merge(school, hurt[LONG], hurt[HURT[0]])
    with school.write("branch.ensure") as session:
        other = branch.ensure(session, "后李村党支部")
        moved = session.scalars(select(Member).where(Member.name == "部1")).one()
        moved.branch_id = other
        session.note("branch.ensure")
    with school.write(undo.verb) as session:
        undo.act(session)
    with school.read() as session:
        assert {one.name: one.branch_id for one in member.list_rows(session)}["部1"] == other


def test_a_later_merge_is_taken_back_first(school: Workspace, hurt: dict[str, UUID]) -> None:
    first = merge(school, hurt[HURT[0]], hurt[HURT[1]])
    merge(school, hurt[LONG], hurt[HURT[0]])
    with school.write("branch.ensure") as session:
        assert branch.ensure(session, HURT[1]) == hurt[LONG]  # through both
    with pytest.raises(Refused, match="先撤销那次"), school.write(first.verb) as session:
        first.act(session)


@pytest.mark.parametrize(
    ("kept", "merged", "why"),
    [(LONG, LONG, "同一个"), (HURT[0], "below", "上下级"), ("below", HURT[0], "上下级")],
)
def test_what_cannot_be_one(
    school: Workspace, hurt: dict[str, UUID], kept: str, merged: str, why: str
) -> None:
    before = everything(school)
    with school.read() as session:
        assert why in merging.preview_branches(session, hurt[kept], [hurt[merged]]).refusal
    with pytest.raises(Refused, match=why):
        merge(school, hurt[kept], hurt[merged])
    assert everything(school) == before


def test_a_unit_of_guests_is_no_branch(school: Workspace, hurt: dict[str, UUID]) -> None:
    with school.write("branch.ensure_unit") as session:
        unit = branch.ensure_unit(session, "县医院")
    with pytest.raises(Refused, match="外单位"):
        merge(school, hurt[LONG], unit)


def test_no_circle_comes_of_taking_a_merge_back(school: Workspace) -> None:
    """All of it was gone from the tree."""
    with school.write("branch.add") as session:
        top = branch.add(session, BranchDraft("甲村党总支")).id
        merged = branch.add(session, BranchDraft("乙村党支部", parent_id=top)).id
        below = branch.add(session, BranchDraft("丙村党支部", parent_id=merged)).id
        kept = branch.add(session, BranchDraft("丁村党支部")).id
    undo = merge(school, kept, merged)
    with school.write("branch.update") as session:
        branch.update(session, top, BranchDraft("甲村党总支", parent_id=below))
    with pytest.raises(Refused, match="圈"), school.write(undo.verb) as session:
        undo.act(session)
    with school.read() as session:
        assert len(branch.tree(session)) == 4


@pytest.mark.parametrize("turned", [False, True])
def test_two_of_one_line_are_refused_in_whatever_order(school: Workspace, turned: bool) -> None:
    with school.write("branch.add") as session:
        top = branch.add(session, BranchDraft("甲村党支部")).id
        below = branch.add(session, BranchDraft("乙村党支部", parent_id=top)).id
        kept = branch.add(session, BranchDraft("丁村党支部")).id
    both = (below, top) if turned else (top, below)
    with school.read() as session:
        assert "上下级" in merging.preview_branches(session, kept, both).refusal
    with pytest.raises(Refused, match="上下级"):
        merge(school, kept, *both)
