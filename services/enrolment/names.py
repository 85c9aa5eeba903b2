"""One person as a list has them, and the branches that its words may mean."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from services.branch import short_name_of
from services.core.text import clean_name

LONGEST_LIST = 5_000
_BRANCH_END = re.compile(r"(?:村|社区|居)?(?:联合)?(?:党总支|党支部|总支部|支部)$")


@dataclass(frozen=True)
class Written:
    """One person as a list has them. `where` is the place in it, 第3行; `digits` of a phone or an
    identity number, whole or their end; `branch` and `posts` are what else stands beside; `nth`
    counts those with the same text before it.

    `asked` is what makes it a question whether they come, 请假, or which nobody understands;
    `told` what is only told, +1. `nobody` marks a line that is no person: a title, a heading.
    """

    where: str
    text: str
    name: str
    branch: str = ""
    digits: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    nth: int = 0
    asked: str = ""
    told: str = ""
    nobody: bool = False

    @property
    def key(self) -> tuple[str, int]:
        """What it is known by when the list is read again with other lines in it."""
        return self.text, self.nth


def counted(people: Iterable[Written]) -> tuple[Written, ...]:
    """The first LONGEST_LIST of them, each with its `nth`."""
    seen = Counter[str]()
    found = []
    for one in islice(people, LONGEST_LIST):
        found.append(replace(one, nth=seen[one.text]))
        seen[one.text] += 1
    return tuple(found)


class BranchWords:
    """Which branches of the school a word may mean: one that is called so, else those that are
    but for 村 and 党支部, else those that have it in their names."""

    def __init__(self, branches: Iterable[str]) -> None:
        self._all = {name: stem_of(name) for name in sorted(set(branches))}
        self._meant: dict[str, frozenset[str]] = {}

    def meant(self, word: str) -> frozenset[str]:
        """Their short names; empty for a word that is no branch of ours."""
        if word not in self._meant:
            self._meant[word] = self._find(clean_name(word))
        return self._meant[word]

    def _find(self, word: str) -> frozenset[str]:
        short, stem = short_name_of(word), stem_of(word)
        if len(stem) < 2:
            return frozenset()
        for fits in (
            lambda name: name == short,
            lambda name: self._all[name] == stem,
            lambda name: word in name,
        ):
            if found := frozenset(name for name in self._all if fits(name)):
                return found
        return frozenset()


def stem_of(branch: str) -> str:
    """石桥村党支部 → 石桥: what people shorten it to."""
    short = short_name_of(branch)
    stem = _BRANCH_END.sub("", short)
    return stem.removesuffix("村").removesuffix("社区") or short
