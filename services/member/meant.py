"""Whom a row of a spreadsheet means by a name. Nobody is guessed (domain.md, invariant 6).

The columns are the same for every list of people that gives them something: training elsewhere,
hours from before the program. What is written has the end of the identity number only.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models.branch import Branch
from models.member import Member, MemberKind
from services.branch import Names, clean_branch
from services.core.draft_sheet import SheetColumn
from services.core.errors import BadInput
from services.core.session import WorkSession
from services.core.sheet_reader import Cell
from services.core.sheet_table import text_of
from services.core.text import bare_name, clean_name, has_lost

TAIL, WHOLE = 4, 18
NAME, BRANCH, IDENTITY = "name", "branch_name", "identity"


@dataclass(frozen=True)
class Meant:
    """A member in use. `tail` is the end of the identity number, empty where none is known."""

    member_id: UUID
    name: str
    branch: str
    tail: str


@dataclass(frozen=True)
class _One:
    meant: Meant
    branch_id: UUID
    identity: str
    in_use: bool


class People:
    """The school's members, read once for many rows."""

    def __init__(self, session: WorkSession) -> None:
        self._branches = Names(session)
        self._by_name = defaultdict[str, list[_One]](list)
        self._by_identity: dict[str, _One] = {}
        self._by_id: dict[UUID, Meant] = {}
        rows = session.execute(
            select(
                Member.id,
                Member.name,
                Branch.short_name,
                Member.branch_id,
                Member.identity_number,
                Member.retired_at,
            )
            .join(Branch, Branch.id == Member.branch_id)
            .where(
                Member.owner == session.owner,
                Member.kind != MemberKind.guest,
                Member.merged_into_id.is_(None),
            )
        )
        for key, name, branch, branch_id, identity, retired_at in rows:
            meant = Meant(key, name, branch, (identity or "")[-TAIL:])
            one = _One(meant, branch_id, identity or "", retired_at is None)
            self._by_id[key] = meant
            self._by_name[bare_name(name)].append(one)
            if identity:
                self._by_identity[identity] = one

    def by_id(self, member_id: UUID) -> Meant:
        """Raises KeyError."""
        return self._by_id[member_id]

    def of(self, said: Mapping[str, Any]) -> Meant:
        """Who is meant by the values of the three columns. Raises BadInput that names the column
        at fault."""
        name, identity = said[NAME], said.get(IDENTITY, "")
        if has_lost(name):
            raise BadInput("名字里有缺字，请补上。", NAME)
        if (known := self._by_identity.get(identity)) is not None:
            if bare_name(known.meant.name) != bare_name(name):
                raise BadInput(f"这个身份证号是{known.meant.name}的，名字不同。", NAME)
            found = [known]
        else:
            found = self._named(name, identity, said.get(BRANCH, ""))
        here = [one for one in found if one.in_use]
        if not here:
            raise BadInput(f"{found[0].meant.branch}的{name}已停用或转出。", NAME)
        if len(here) > 1:
            branches = "、".join(dict.fromkeys(one.meant.branch for one in here))
            raise BadInput(
                f"有 {len(here)} 个人叫{name}（{branches}），请写上党支部或身份证号后四位。", NAME
            )
        return here[0].meant

    def _named(self, name: str, identity: str, branch: str) -> list[_One]:
        """Those of that name whom nothing speaks against."""
        found = self._by_name.get(bare_name(name), [])
        if not found:
            raise BadInput(f"学员里没有{name}。", NAME)
        if branch:
            here = self._branches.find(branch)
            if here is None:
                raise BadInput(f"不认识“{branch}”这个支部。", BRANCH)
            found = [one for one in found if one.branch_id == here]
            if not found:
                raise BadInput(f"“{branch}”里没有{name}，请核对是不是转到别的支部。", BRANCH)
        if identity:
            found = [one for one in found if one.identity.endswith(identity) or not one.identity]
            sure = [one for one in found if one.identity]
            found = sure or found
            if not found:
                raise BadInput(f"{name}的身份证号和学员资料里的不一致。", IDENTITY)
        return found


def _read_identity(cell: Cell) -> str:
    """Whole, or its end; a number that lost the zeros before it is filled up again."""
    said = text_of(cell).upper().replace(" ", "")
    if isinstance(cell, float) and len(said) < TAIL:
        said = said.zfill(TAIL)
    if len(said) not in (TAIL, WHOLE) or not said[:-1].isdecimal():
        raise BadInput("身份证号应是 18 位，或者只写后四位。")
    return said


PERSON_COLUMNS = (
    SheetColumn(
        NAME,
        "姓名",
        ("姓名", "学员姓名", "党员姓名", "参训人员", "参训人员姓名", "参训学员", "调训人员"),
        lambda cell: clean_name(text_of(cell)),
        lambda row: row.person.name,
        width=90,
    ),
    SheetColumn(
        BRANCH,
        "党支部",
        ("党支部", "所在党支部", "所属党支部", "支部", "所在支部", "村（社区）", "村"),
        lambda cell: clean_branch(text_of(cell)),
        lambda row: row.person.branch,
        width=150,
    ),
    SheetColumn(
        IDENTITY,
        "身份证号",
        ("身份证号后四位", "身份证后四位", "身份证号", "身份证号码", "公民身份号码"),
        _read_identity,
        lambda row: row.person.tail,
        width=120,
    ),
)


def beside_person(said: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says beside whom it means."""
    own = {one.name for one in PERSON_COLUMNS}
    return {name: value for name, value in said.items() if name not in own}
