"""What branches are called: by the register's name and by the one people say."""

import re
from uuid import UUID

from sqlalchemy import select

from models.branch import Branch
from services.core.checks import required_text
from services.core.errors import BadInput
from services.core.session import WorkSession
from services.core.text import clean_name

LONGEST_NAME = 60
_REGISTER_NAME = re.compile(
    r"(?:中国共产党|中共)?(?:.{1,10}?(?:镇|乡|街道))?"
    r"(?P<place>.{2,}?)(?:党)?(?P<kind>总支部|支部)(?:委员会)?"
)
_SAID = {"总支部": "党总支", "支部": "党支部"}


def short_name_of(name: str) -> str:
    """As people say it: 中共仲山镇石桥村支部委员会 → 石桥村党支部.

    A name of another shape, such as a town's committee, is its own short name.
    """
    cleaned = clean_name(name)
    if (found := _REGISTER_NAME.fullmatch(cleaned)) is None:
        return cleaned
    return found["place"] + _SAID[found["kind"]]


def clean_branch(name: str) -> str:
    """A branch's name without the spaces that clerks put into it. Raises BadInput."""
    cleaned = required_text(clean_name(name), "党支部", LONGEST_NAME)
    if not any(character.isalpha() for character in cleaned):
        raise BadInput("党支部名称里没有文字，请检查。")
    return cleaned


class Names:
    """The school's branches by each way of writing them: read once for many look-ups.

    A long name stands for itself alone, since two towns may each have a 石桥村; a short one
    stands for the only branch that is called so. With `outside` a unit that guests come from
    is found too, by its whole name: a roster may tell that it is a branch of ours.
    """

    def __init__(self, session: WorkSession, *, outside: bool = False) -> None:
        self._by_name: dict[str, UUID] = {}
        self._by_short: dict[str, list[UUID]] = {}
        self._said_only: dict[str, UUID] = {}
        rows = session.execute(
            select(Branch.id, Branch.name, Branch.short_name, Branch.outside).where(
                Branch.owner == session.owner
            )
        )
        for key, name, short, is_outside in rows:
            if not is_outside:
                self.add(key, name, short)
            elif outside:
                self._by_name[name] = key

    def add(self, key: UUID, name: str, short: str) -> None:
        self._by_name[name] = key
        self._by_short.setdefault(short, []).append(key)
        if name == short:
            self._said_only[short] = key

    def find(self, name: str) -> UUID | None:
        """The branch that a cleaned name means; None where it is new."""
        if (known := self._by_name.get(name)) is not None:
            return known
        short = short_name_of(name)
        if name != short:
            return self._said_only.get(short)
        called_so = self._by_short.get(short, [])
        return called_so[0] if len(called_so) == 1 else None
