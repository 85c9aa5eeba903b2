"""Taking an import back as a whole, until something builds on it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.audit import AuditEntry
from models.branch import Branch
from models.member import FormerBranch, FormerPost, LeftKind, Member
from models.roster_import import RosterImport
from services import branch, member, roster_import
from services.core.clock import FixedClock
from services.core.errors import NotFound, Refused
from services.core.workspace import Workspace
from services.member import MemberDraft
from services.roster_import import Choices, RosterTaken
from tests.conftest import NOW
from tests.helpers.examples import examples
from tests.helpers.guests import create_guest
from tests.helpers.roster_file import (
    BRANCH,
    PERSON,
    SECOND,
    look,
    silent,
    small_roster,
    stored,
    take,
)

OTHER = "中共仲山镇柳林村支部委员会"


def everything(school: Workspace) -> list[Any]:
    """Members, branches, former posts and branches, with the times of record."""
    with school.read() as session:
        return [
            session.execute(select(*kind.__table__.columns).order_by(kind.id)).all()
            for kind in (Member, Branch, FormerPost, FormerBranch)
        ]


def undo(school: Workspace, taken: RosterTaken) -> roster_import.RosterUndone:
    return roster_import.undo(school, taken.id, silent)


def test_all_of_it_is_taken_back(school: Workspace, tmp_path: Path, clock: FixedClock) -> None:
    take(school, small_roster(tmp_path / "a.xlsx", [PERSON, ("赵六", "", BRANCH, "1950")]))
    with school.write("member.retire") as session:
        quitter = member.create(session, MemberDraft("钱七", OTHER, identity_number=SECOND)).id
        member.retire(session, quitter)
    with school.write("branch.retire") as session:
        branch.retire(session, branch.ensure(session, OTHER))
    before = everything(school)
    clock.set_to(NOW + timedelta(hours=1))
    path = small_roster(
        tmp_path / "b.xlsx",
        [
            ("李建囯", PERSON[1], OTHER, "1951-07-15", "1989", "13900000000", ""),
            ("钱七", SECOND, OTHER, "1988"),
            ("孙八", "", BRANCH, "1970.01"),
        ],
    )
    choices = Choices()
    (gone,) = look(school, path).gone
    choices.leave(gone.id, LeftKind.retired)
    taken = take(school, path, choices)
    assert (taken.new, taken.changed, taken.left) == (1, 2, 1)
    assert everything(school) != before
    heard: list[frozenset[str]] = []
    school.subscribe(heard.append)
    undone = undo(school, taken)
    assert (undone.members, undone.restored) == (1, 3)
    assert everything(school) == before
    assert [tables & {"roster_import", "member"} for tables in heard] == [
        {"roster_import", "member"}
    ]
    with school.read() as session:
        assert roster_import.list_imports(session)[0].undone_at == clock.local_now()
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
        assert entry is not None
        assert entry.details == {"id": str(taken.id), "members": 1, "restored": 3}
    with pytest.raises(Refused, match="已经撤销"):
        undo(school, taken)


def test_two_imports_are_taken_back_one_after_the_other(
    school: Workspace, tmp_path: Path, clock: FixedClock
) -> None:
    empty = everything(school)
    first = take(school, small_roster(tmp_path / "a.xlsx", [PERSON]))
    clock.set_to(NOW + timedelta(hours=1))
    second = take(school, small_roster(tmp_path / "b.xlsx", [(*PERSON[:5], "13900000000")]))
    with pytest.raises(Refused, match=r"b\.xlsx.*先撤销"):
        undo(school, first)
    with school.read() as session:
        assert "b.xlsx" in roster_import.blocker(session, first.id)
        assert roster_import.blocker(session, second.id) == ""
    undo(school, second)
    undo(school, first)
    assert everything(school) == empty


def _edit(school: Workspace) -> None:
    with school.write("member.update") as session:
        (row,) = stored(school)
        member.update(session, row["id"], MemberDraft("李建国", BRANCH, note="搬家"))


def _add_to_branch(school: Workspace) -> None:
    with school.write("member.create") as session:
        member.create(session, MemberDraft("周九", BRANCH))


def _post(school: Workspace) -> None:
    with school.write("member.update") as session:
        (row,) = stored(school)
        session.make(
            FormerPost,
            member_id=row["id"],
            role=row["role"],
            post="委员",
            starts_on=None,
            ends_on=row["born"],
        )


def _rename_branch(school: Workspace) -> None:
    with school.write("branch.rename") as session:
        branch.rename(session, branch.ensure(session, BRANCH), OTHER)


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (_edit, "1 名学员又有修改"),
        (_add_to_branch, "别的学员 1 条"),
        (_post, "任职记录 1 条"),
        (_rename_branch, "1 个党支部又有修改"),
    ],
)
def test_what_builds_on_it_keeps_it(
    school: Workspace,
    tmp_path: Path,
    clock: FixedClock,
    build: Callable[[Workspace], None],
    words: str,
) -> None:
    taken = take(school, small_roster(tmp_path / "a.xlsx", [PERSON]))
    clock.set_to(NOW + timedelta(hours=1))
    build(school)
    before = everything(school)
    with pytest.raises(Refused, match=words):
        undo(school, taken)
    assert everything(school) == before


def test_the_same_file_can_come_in_again_after_it_was_undone(
    school: Workspace, tmp_path: Path
) -> None:
    path = small_roster(tmp_path / "a.xlsx", [PERSON])
    undo(school, take(school, path))
    shown = look(school, path)
    assert (shown.new, shown.taken_before) == (1, None)
    assert take(school, path).new == 1


def test_an_import_of_an_older_version_says_that_it_cannot(school: Workspace) -> None:
    with school.write("roster_import.take") as session:
        key = session.new_id()
        old = {"file_name": "a.xlsx", "file_hash": "", "counts": {}, "problems": [], "done": {}}
        session.add(RosterImport(id=key, imported_at=session.now(), **old))
    with pytest.raises(Refused, match="备份"):
        roster_import.undo(school, key, silent)
    with pytest.raises(NotFound):
        roster_import.undo(school, school.owner, silent)


NAMES = st.sampled_from(("李建国", "王秀兰", "赵六"))
ROWS = st.lists(
    st.tuples(
        NAMES,
        st.sampled_from(("", "", PERSON[1], SECOND)),
        st.sampled_from((BRANCH, OTHER)),
        st.sampled_from(("", "1951.07", "1962-05-11", "1951")),
        st.sampled_from(("", "1988.03", "1990-01-02")),
        st.sampled_from(("", "13800000001", "13800000002")),
        st.sampled_from(("", "党支部书记", "委员")),
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=examples(12),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(first=ROWS, second=ROWS)
def test_whatever_comes_in_twice_changes_nothing_and_can_be_taken_back(
    school: Workspace,
    clock: FixedClock,
    tmp_path: Path,
    first: list[tuple[str, ...]],
    second: list[tuple[str, ...]],
) -> None:
    """Each example takes back what it did, so that the next finds the school empty."""
    empty, taken = everything(school), []
    for name, rows in (("a.xlsx", first), ("b.xlsx", second)):
        clock.set_to(_later(clock.local_now()))
        before = everything(school)
        path = small_roster(tmp_path / name, rows)
        roster = roster_import.read(path, silent)
        taken.append((roster_import.take(school, roster, silent), before))
        after = everything(school)
        again = roster_import.take(school, roster, silent)
        assert (again.new, again.changed) == (0, 0)
        assert everything(school) == after
    for done, before in reversed(taken):
        undo(school, done)
        assert everything(school) == before
    assert everything(school) == empty


def _later(now: datetime) -> datetime:
    return now + timedelta(minutes=1)


def test_a_unit_of_guests_that_the_roster_calls_a_branch_becomes_one(
    school: Workspace, tmp_path: Path, clock: FixedClock
) -> None:
    with school.write("member.create") as session:
        create_guest(session, "周九", "县农业农村局")
    before = everything(school)
    clock.set_to(NOW + timedelta(hours=1))
    taken = take(
        school, small_roster(tmp_path / "a.xlsx", [(PERSON[0], PERSON[1], "县农业农村局", "1989")])
    )
    with school.read() as session:
        assert [(row.name, row.members) for row in branch.list_all(session)] == [
            ("县农业农村局", 1)
        ]
    undo(school, taken)
    assert everything(school) == before
