"""What stands between two marks of a list: mostly one person, with what stands beside."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from services.core.text import clean_name
from services.enrolment import coming
from services.enrolment.names import BranchWords, Written

ONLY_NUMBER = re.compile(r"\(?\d{0,3}[.)]?")
_SPACES = re.compile(r"[\s:/|~_—–-]+")
_PARTS = re.compile(r"\([^()]*\)?|[^()]+")
_GLUED = re.compile(r"(?<=[^\W\d_])(?=1[3-9]\d{9}\b)")
_HYPHENS = re.compile(r"(?<=\d)-(?=\d)")
_DIGITS = re.compile(r"[\dX*]{4,18}")
_OFFICIAL = re.compile(r"党支部$|党总支$|支部$|支部委员会$|总支部委员会$|党委$")
_ADDRESS = "同志"
_NO_NAME = re.compile(r"[不没未请假病参能晚迟代替换吗带到]|\d|[^\W\d_]{7,}")
SHORTEST = 2
_AND = re.compile("^[和与跟及]")
_IN_PLACE = re.compile("代替|代|替|帮|改为|改成|改|换成|换")
_BEHIND = re.compile("(?:报名|参加|签到|来)$")
_BOXES = str.maketrans("【】[]《》<>", "()()()()")
_LONGEST_NAME = 4
"""Pieces that one name may be written in: 王 秀 兰."""
_LONGEST_GLUED = 40


@dataclass(frozen=True)
class Vocabulary:
    """What tells what a word is: the names of the school's people, its branches, their posts."""

    is_name: Callable[[str], bool]
    branches: BranchWords
    posts: frozenset[str]

    def is_branch(self, word: str) -> bool:
        return bool(self.branches.meant(word)) or _OFFICIAL.search(word) is not None

    def is_post(self, word: str) -> bool:
        return word in self.posts or coming.is_post(word)


@dataclass
class _Beside:
    """What stands beside a name."""

    branch: list[str] = field(default_factory=list)
    digits: list[str] = field(default_factory=list)
    posts: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def put_before(self, other: "_Beside") -> None:
        for name in ("branch", "digits", "posts", "asked", "told"):
            getattr(self, name)[:0] = getattr(other, name)

    @property
    def says(self) -> bool:
        return any((self.branch, self.digits, self.posts, self.asked, self.told))


class ListPiece:
    """What stands between two marks: mostly one person, at times several."""

    def __init__(self, where: str, text: str, words: Vocabulary) -> None:
        self._where, self._text, self._words = where, text, words
        self._names: list[str] = []
        self._beside: list[_Beside] = []
        self._before = _Beside()
        self._switch = ""

    def read(self) -> list[Written]:
        if self._words.is_name(whole := clean_name(self._text)):
            return [Written(self._where, self._text, whole)]
        words = self._split()
        while words:
            words = words[self._take(words) :]
        if not self._names:
            return [self._written("", self._text, self._before)] if self._before.says else []
        self._beside[0].put_before(self._before)
        alone = len(self._names) == 1
        return [
            self._written(name, self._text if alone else name, beside)
            for name, beside in zip(self._names, self._beside, strict=True)
        ]

    def _written(self, name: str, text: str, beside: _Beside) -> Written:
        return Written(
            where=self._where,
            text=text,
            name=name,
            branch="".join(beside.branch[:1]),
            digits=tuple(beside.digits),
            posts=tuple(beside.posts),
            asked="，".join(dict.fromkeys(beside.asked)),
            told="，".join(beside.told),
        )

    def _split(self) -> list[tuple[str, bool]]:
        """Words, and whether each stands in brackets; those of a name, 王芳(大), part nothing."""
        found: list[tuple[str, bool]] = []
        text = _HYPHENS.sub("", _GLUED.sub(" ", self._text.translate(_BOXES)))
        for word in _SPACES.split(text):
            parts = _PARTS.findall(word)
            if self._words.is_name("".join(parts[:2])):
                parts[:2] = ["".join(parts[:2])]
            for part in parts:
                if self._words.is_name(part):
                    found.append((part, False))
                else:
                    found.append((part.strip("()"), part.startswith("(")))
        return [(word, boxed) for word, boxed in found if word]

    def _take(self, words: Sequence[tuple[str, bool]]) -> int:
        """Understand what stands first; returns how many words that was."""
        word, boxed = words[0]
        if word in coming.SAYS_NOTHING:
            self._switch = ""
        if word in coming.SAYS_NOTHING or ONLY_NUMBER.fullmatch(word):
            return 1
        if boxed and self._names and self._words.is_name(word):
            self._note("asked", word)
            self._person(word, 1)
            return self._note("asked", self._names[-2])
        for count in range(min(_LONGEST_NAME, len(words)), 0, -1):
            name = "".join(one for one, _ in words[:count])
            for one in (name, name.removesuffix(_ADDRESS)):
                if self._words.is_name(one):
                    return self._person(one, count)
        if len(word) <= _LONGEST_GLUED and (
            self._in_place(word) or self._together(word) or self._unglued(word)
        ):
            return 1
        if kind := self._kind(word):
            if kind == "asked" and not boxed:
                self._switch = word  # 请假 张三 李四: of those behind it, as well as before
            return self._note(kind, word.upper() if kind == "digits" else word)
        if self._of_stranger(word):
            return 1
        if self._names and (boxed or _NO_NAME.search(word)):
            self._switch = "" if boxed else word
            return self._note("asked", word)
        count = 1
        if len(word) == 1:  # 张 三: an unknown name with spaces in it
            while count < min(3, len(words)) and len(words[count][0]) == 1:
                count += 1
        return self._person("".join(one for one, _ in words[:count]), count)

    def _kind(self, word: str) -> str:
        """What a word beside a name tells; empty for one that may be a name."""
        if _DIGITS.fullmatch(word.upper()):
            return "digits"
        if coming.is_one_more(word) or coming.is_late(word):
            return "told"
        if self._words.is_post(word):
            return "posts"
        if self._words.is_branch(word):
            return "branch"
        if coming.is_count(word) or coming.is_absent(word):
            return "asked"
        return ""

    def _unglued(self, word: str) -> bool:
        """吕绿请假, 东吴村张三书记, 查干+1: a known name between words that are understood. The
        张三 in 张三丰 is nobody."""
        places = combinations(range(len(word) + 1), 2)
        for start, end in sorted(places, key=lambda place: place[0] - place[1]):
            beside = [part for part in (word[:start], word[end:]) if part]
            if self._words.is_name(word[start:end]) and all(map(self._understood, beside)):
                return self._person_with(word[start:end], *beside)
        return False

    def _in_place(self, word: str) -> bool:
        """朱华代张玉海: one for another, of whom one is known; nobody can tell who comes."""
        for found in _IN_PLACE.finditer(word):
            first, last = word[: found.start()], _BEHIND.sub("", word[found.end() :])
            if min(len(first), len(last)) < SHORTEST:
                continue
            if self._words.is_name(first) or self._words.is_name(last):
                for name in (first, last):
                    self._person(name, 1)
                    self._note("asked", word)
                return True
        return False

    def _together(self, word: str) -> bool:
        """张三和李四, 张三李四王五: known names and nothing else between them."""
        names = self._names_in(word)
        for name in names:
            self._person(name, 1)
        return bool(names)

    def _names_in(self, word: str) -> list[str]:
        """The known names that a word is made of; none where something is left over."""
        for end in range(len(word) - SHORTEST, SHORTEST - 1, -1):
            first, rest = word[:end], _AND.sub("", word[end:])
            if self._words.is_name(first):
                if self._words.is_name(rest):
                    return [first, rest]
                if len(rest) > SHORTEST and (others := self._names_in(rest)):
                    return [first, *others]
        return []

    def _understood(self, word: str) -> bool:
        return word in coming.SAYS_NOTHING or self._kind(word) != ""

    def _of_stranger(self, word: str) -> bool:
        """钱进书记: nobody's name, with a post."""
        for length in range(len(word) - 1, 1, -1):
            first, last = word[:length], word[length:]
            plain = last in coming.SAYS_NOTHING or coming.is_one_more(last)
            if plain or (len(last) > 1 and self._words.is_post(last)):
                return self._person_with(first, last)
        return False

    def _person_with(self, name: str, *beside: str) -> bool:
        self._person(name, 1)
        for word in beside:
            if word not in coming.SAYS_NOTHING:
                self._note(self._kind(word), word)
        return True

    def _person(self, name: str, words: int) -> int:
        self._names.append(name)
        self._beside.append(_Beside(asked=[self._switch] if self._switch else []))
        return words

    def _note(self, kind: str, word: str) -> int:
        beside = self._beside[-1] if self._beside else self._before
        getattr(beside, kind).append(word)
        return 1
