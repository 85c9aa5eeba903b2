"""Reading a list of names as people paste it: one a line, or several with marks between."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from services.branch import short_name_of
from services.core.text import clean_name, normal

LONGEST_LIST = 5_000
_MARKS = re.compile(r"[、，,;；]")
_NUMBERED = re.compile(r"\(?\d{1,4}(?:[.)、:]\s*|\s+)(?=\D)")
_ONLY_NUMBER = re.compile(r"\(?\d{0,3}[.)]?")
_SPACES = re.compile(r"[\s:/|]+")
_PARTS = re.compile(r"\([^()]*\)|[^()]+")
_GLUED = re.compile(r"(?<=[^\W\d_])(?=1[3-9]\d{9}\b)")
_DIGITS = re.compile(r"[\dX*]{4,18}")
_ADDRESS = "同志"
_SAYS_NOTHING = ("同志", "党员", "学员", "男", "女", "正式党员", "预备党员", "先生", "女士")
_LONGEST_NAME = 4
"""Pieces that one name may be written in: 王 秀 兰."""
_BRANCH_END = re.compile(r"(?:村|社区|居)?(?:联合)?(?:党总支|党支部|总支部|支部)$")
_OFFICIAL = re.compile(r"党支部$|党总支$|支部$|支部委员会$|总支部委员会$")


@dataclass(frozen=True)
class Written:
    """One person as a list has them. `where` is the place in it, 第3行; `digits` of a phone or an
    identity number, whole or their end; `branch` and `posts` are what else stands beside; `nth`
    counts those with the same text before it."""

    where: str
    text: str
    name: str
    branch: str = ""
    digits: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    nth: int = 0

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
        self._all = sorted(set(branches))
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
            lambda name: stem_of(name) == stem,
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


def read_pasted(
    text: str, known: Container[str], branches: BranchWords, posts: Container[str]
) -> tuple[Written, ...]:
    """The people of a pasted text. `known` names and `posts` in the branches tell what a word is.

    Names stand one a line or with 、，；between; a branch, a post, digits of a phone or of an
    identity number beside a name belong to it. Nothing is dropped but numbers of lines and
    words that say nothing of a person: what is no known name is somebody still.
    """
    found: list[Written] = []
    for number, line in enumerate(text.splitlines(), 1):
        for piece in _MARKS.split(line):
            said = normal(piece)
            if _ONLY_NUMBER.fullmatch(said):
                continue
            said = _NUMBERED.sub("", said, count=1) if _NUMBERED.match(said) else said
            found += _People(f"第{number}行", said, known, branches, posts).read()
    return counted(found)


class _People:
    """What stands between two marks: mostly one person, at times several."""

    def __init__(
        self,
        where: str,
        text: str,
        known: Container[str],
        branches: BranchWords,
        posts: Container[str],
    ) -> None:
        self._where, self._text = where, text
        self._known, self._branches, self._posts = known, branches, posts
        self._names: list[str] = []
        self._beside: list[dict[str, list[str]]] = []
        self._before = self._nothing()

    def read(self) -> list[Written]:
        if (whole := clean_name(self._text)) in self._known:
            return [Written(self._where, self._text, whole)]
        words = self._words()
        while words:
            words = words[self._take(words) :]
        if not self._names:
            return [Written(self._where, self._text, "")] if self._before["any"] else []
        for kind, said in self._before.items():
            self._beside[0][kind][:0] = said
        return [
            Written(
                where=self._where,
                text=self._text if len(self._names) == 1 else name,
                name=name,
                branch="".join(beside["branch"][:1]),
                digits=tuple(beside["digits"]),
                posts=tuple(beside["posts"]),
            )
            for name, beside in zip(self._names, self._beside, strict=True)
        ]

    def _words(self) -> list[str]:
        """Brackets part words, but where they are part of a name: 王芳(大)."""
        found: list[str] = []
        for word in _SPACES.split(_GLUED.sub(" ", self._text)):
            parts = _PARTS.findall(word)
            if "".join(parts[:2]) in self._known:
                parts[:2] = ["".join(parts[:2])]
            found += [part if part in self._known else part.strip("()") for part in parts]
        return [word for word in found if word]

    def _take(self, words: Sequence[str]) -> int:
        """Understand what stands first; returns how many words that was."""
        word = words[0]
        if _DIGITS.fullmatch(word.upper()):
            return self._note("digits", word.upper())
        if word in _SAYS_NOTHING or _ONLY_NUMBER.fullmatch(word):
            return 1
        for count in range(min(_LONGEST_NAME, len(words)), 0, -1):
            name = "".join(words[:count])
            if name in self._known or name.removesuffix(_ADDRESS) in self._known:
                return self._person(
                    name if name in self._known else name.removesuffix(_ADDRESS), count
                )
        if word in self._posts:
            return self._note("posts", word)
        if self._branches.meant(word) or _OFFICIAL.search(word):
            return self._note("branch", word)
        count = 1
        if len(word) == 1:  # 张 三: an unknown name with spaces in it
            while count < min(3, len(words)) and len(words[count]) == 1:
                count += 1
        return self._person("".join(words[:count]).removesuffix(_ADDRESS), count)

    def _person(self, name: str, words: int) -> int:
        self._names.append(name)
        self._beside.append(self._nothing())
        return words

    def _note(self, kind: str, word: str) -> int:
        beside = self._beside[-1] if self._beside else self._before
        beside[kind].append(word)
        beside["any"].append(word)
        return 1

    @staticmethod
    def _nothing() -> dict[str, list[str]]:
        return {"branch": [], "digits": [], "posts": [], "any": []}
