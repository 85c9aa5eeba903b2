"""Writing what a plan says, and keeping what is needed to take it back."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update

from models.branch import Branch
from models.core.base import Exchanged
from models.core.types import PartialDate
from models.member import FormerBranch, FormerPost, LeftKind, Member, Role
from services.core.bulk import insert_rows
from services.core.session import WorkSession
from services.core.sheet_reader import Progress
from services.core.text import pinyin_of
from services.member.operations import new_card_code
from services.roster_import.changes import Stored, as_stored
from services.roster_import.choices import Choices
from services.roster_import.kept import Done, to_json
from services.roster_import.matching import RosterMatch

STEP = 1_000
MADE = ("pinyin", "initials", "branch_id", "left_to", "card_code")
"""Columns of a new member that the file does not say."""
CAME_BACK = {"retired_at": None, "left_kind": None, "left_on": None, "left_to": ""}
Values = dict[str, Any]


class Writer:
    """Every row that it makes or changes is given the one time `at`."""

    def __init__(self, session: WorkSession, plan: RosterMatch, choices: Choices) -> None:
        self._session, self._plan, self._choices = session, plan, choices
        self._at = session.now()
        self.done = Done(self._at.isoformat())
        self.left = 0

    def write(self, progress: Progress) -> None:
        """Raises what `progress` raises."""
        self._write_branches()
        self._write_new(progress)
        self._write_changed()

    def _write_branches(self) -> None:
        used = {branch_id for _, branch_id in self._plan.new}
        used |= {values.get("branch_id", row.branch_id) for row, _, values in self._plan.changed}
        made = {key: name for key, name in self._plan.new_branches.items() if key in used}
        for key, name in made.items():
            fields = {"name": name, "short_name": self._plan.spellings.names.called(key)[1]}
            self._session.add(Branch(**self._stamp(key), **fields))
        self._session.flush()
        self.done.branches = [key.hex for key in made]
        unused = self._session.execute(
            select(Branch.id, Branch.retired_at, Branch.outside, Branch.updated_at).where(
                Branch.owner == self._session.owner,
                or_(Branch.retired_at.is_not(None), Branch.outside.is_(True)),
            )
        )
        back = [row for row in unused if row.id in used]
        for row in back:
            before = {
                "retired_at": row.retired_at,
                "outside": row.outside,
                "updated_at": row.updated_at,
            }
            self.done.branches_before[row.id.hex] = _kept(before)
        self._update(Branch, [{"id": row.id, "retired_at": None, "outside": False} for row in back])

    def _write_new(self, progress: Progress) -> None:
        session, new = self._session, self._plan.new
        taken = set(session.scalars(select(Member.card_code).where(Member.owner == session.owner)))
        readings: dict[str, tuple[str, str]] = {}
        rows: list[tuple[Any, ...]] = []
        names: list[str] = []
        for number, (entry, branch_id) in enumerate(new):
            if number % STEP == 0:
                progress(number, len(new), "正在导入党员")
            if entry.name not in readings:
                readings[entry.name] = pinyin_of(entry.name)
            pinyin, initials = readings[entry.name]
            key, values = session.new_id("Member"), as_stored(entry)
            names = names or [*values, *MADE, *self._stamp(key)]
            code = self._free_card_code(taken)
            made = (pinyin, initials, branch_id, "", code)
            rows.append((*values.values(), *made, key, session.owner, self._at, self._at))
            self.done.members.append(key.hex)
        insert_rows(session, Member, names, rows)

    def _free_card_code(self, taken: set[str]) -> str:
        while (code := new_card_code(self._session)) in taken:
            continue
        taken.add(code)
        return code

    def _write_changed(self) -> None:
        rows = []
        posted = self._posted()
        for row, entry, changed in self._plan.changed:
            values = dict(changed)
            if "name" in changed:
                values["pinyin"], values["initials"] = pinyin_of(entry.name)
            if "retired_at" in changed:
                values |= CAME_BACK
            if changed.keys() & {"role", "post"}:
                kept = self._keep_post(row)
                known = kept or row.id in posted or row.role_since is not None
                # Without a day it would count as held always, in the years before as well.
                values["role_since"] = PartialDate.of(self._session.today()) if known else None
            if "branch_id" in changed:
                self._keep_branch(row)
            rows.append(self._change(row, values))
        for row in self._plan.gone:
            if (kind := self._choices.leaving.get(row.id)) is not None:
                rows.append(self._change(row, self._leaving(kind)))
                self.left += 1
        self._update(Member, rows)

    def _leaving(self, kind: LeftKind) -> Values:
        today = self._session.today()
        return {"retired_at": self._at, "left_kind": kind, "left_on": today, "left_to": ""}

    def _change(self, row: Stored, values: Values) -> Values:
        """The new values with the row's id; the old ones are kept."""
        before = {name: getattr(row, name) for name in values if name not in READINGS}
        self.done.before[row.id.hex] = _kept({**before, "updated_at": row.updated_at})
        return {"id": row.id, **values}

    def _posted(self) -> set[UUID]:
        """Those of whom a former post is known."""
        owner = self._session.owner
        found = select(FormerPost.member_id).where(FormerPost.owner == owner)
        return set(self._session.scalars(found))

    def _keep_post(self, row: Stored) -> bool:
        """The post that the file takes away or replaces goes to the former ones. True where
        there was one."""
        if row.role is Role.member and not row.post:
            return False
        made = self._session.new_id("FormerPost")
        self._session.add(
            FormerPost(
                **self._stamp(made),
                member_id=row.id,
                role=row.role,
                post=row.post,
                starts_on=row.role_since,
                ends_on=PartialDate.of(self._session.today()),
            )
        )
        self.done.posts.append(made.hex)
        return True

    def _keep_branch(self, row: Stored) -> None:
        """The branch that the file moves somebody out of: years that are over stay with it."""
        made = self._session.new_id("FormerBranch")
        self._session.add(
            FormerBranch(
                **self._stamp(made),
                member_id=row.id,
                branch_id=row.branch_id,
                left_on=self._session.today(),
            )
        )
        self.done.former_branches.append(made.hex)

    def _stamp(self, key: UUID) -> Values:
        at = self._at
        return {"id": key, "owner": self._session.owner, "created_at": at, "updated_at": at}

    def _update(self, kind: type[Exchanged], rows: list[Values]) -> None:
        update_rows(self._session, kind, [{**row, "updated_at": self._at} for row in rows])


READINGS = ("pinyin", "initials")
"""Columns that follow from the name."""


def update_rows(session: WorkSession, kind: type[Exchanged], rows: Iterable[Values]) -> None:
    """Update rows by their `id`, those with the same columns in one statement."""
    for _, same_columns in groupby(sorted(rows, key=sorted), key=sorted):
        session.execute(update(kind), list(same_columns))


def _kept(values: Mapping[str, Any]) -> Values:
    return {name: to_json(value) for name, value in values.items()}
