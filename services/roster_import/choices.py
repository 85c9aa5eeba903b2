"""What the person decided about an import before it is done."""

from dataclasses import dataclass, field
from uuid import UUID

from models.core.words import Words
from models.member import LeftKind as LeftKind
from services.core.errors import Refused
from services.roster_import.asking import AskedKey
from services.roster_import.entries import Key

LEAVES = (LeftKind.retired, LeftKind.transferred)
"""What can be done with people of a branch whom its file no longer lists."""


class Decided(Words):
    """Whether the clerk said who a row of the file is."""

    open = "open", "待定", "amber"
    same = "same", "同一人", "green"
    other = "other", "另一个人", "blue"


@dataclass
class Choices:
    """`who` answers for a row of the file: the member it means, or None for somebody else.
    `leaving` says how people go whom the file no longer lists; `answers` what words of the file
    mean (`asking.Answers`). Nothing is chosen at first."""

    who: dict[Key, UUID | None] = field(default_factory=dict)
    leaving: dict[UUID, LeftKind] = field(default_factory=dict)
    answers: dict[AskedKey, str] = field(default_factory=dict)

    def same(self, row: Key, member_id: UUID) -> None:
        """The row means this member. Raises Refused where another row means them already."""
        if any(key != row and known == member_id for key, known in self.who.items()):
            raise Refused("文件里的另一行已经定为这个人，一个人不能对应两行。")
        self.who[row] = member_id

    def other(self, row: Key) -> None:
        """The row means somebody who is not stored yet."""
        self.who[row] = None

    def undecide(self, row: Key) -> None:
        self.who.pop(row, None)

    def leave(self, member_id: UUID, kind: LeftKind | None) -> None:
        """How a member goes; None lets them stay. Raises Refused for another way of leaving."""
        if kind is None:
            self.leaving.pop(member_id, None)
        elif kind not in LEAVES:
            raise Refused("花名册里没有的人，只能停用、转出或不动。")
        else:
            self.leaving[member_id] = kind
