"""Reading a list of names as people paste it: one a line, several with marks between, 接龙."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from services.core.text import clean_name, normal
from services.enrolment import coming
from services.enrolment.names import BranchWords, Written, counted
from services.enrolment.nearest import LOST

_MARKS = re.compile(r"[、，,;；。!]")
_HAN = "\u3400-\u9fff\U00020000-\U000323af"
_ORDINAL = re.compile(
    r"^\s*(?:\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、.)])\s*"
)
_NUMBER = re.compile(rf"\(?\d{{1,4}}(?:[.)、:]+\s*|\s+)(?=\D)|\(?\d{{1,3}}(?=[{_HAN}])")
_UNITS = "月日号时点年届期个名人位分组队班批村"
_INNER = re.compile(rf"(?<=[{_HAN})\s])(?=\d{{1,3}}[.)、]?\s*(?![{_UNITS}])[{_HAN}])")
_MEASURED = re.compile(rf"\(?\d{{1,4}}[{_UNITS}]")
_WECHAT = re.compile(
    r"\[(?:玫瑰|强|抱拳|握手|OK|鼓掌|微笑|呲牙|拥抱|合十|爱心|太阳|庆祝|胜利|赞)\]", re.I
)
_BOXES = str.maketrans("【】[]《》<>", "()()()()")
_NUMBER_BEHIND = re.compile(r"\s+\d{1,3}[.)]?$")
_ONLY_NUMBER = re.compile(r"\(?\d{0,3}[.)]?")
_SPACES = re.compile(r"[\s:/|~_—–-]+")
_PARTS = re.compile(r"\([^()]*\)?|[^()]+")
_GLUED = re.compile(r"(?<=[^\W\d_])(?=1[3-9]\d{9}\b)")
_HYPHENS = re.compile(r"(?<=\d)-(?=\d)")
_DIGITS = re.compile(r"[\dX*]{4,18}")
_HEAD = re.compile(
    r"^(?:[【\[《<](?P<boxed>[^】\]》>]{1,30})[】\]》>]|(?P<said>[^:]{1,30}):(?!\d))\s*:?"
)
_HEADS_BEHIND = re.compile(r"\((?:共)?\d+(?:人|名|位)\)$|(?:共)?\d+(?:人|名|位)$")
_LIST_WORDS = re.compile(r"(?:参训|参加|培训|报名|学习|拟参训)*(?:人员|名单|学员|党员)+$")
_OFFICIAL = re.compile(r"党支部$|党总支$|支部$|支部委员会$|总支部委员会$|党委$")
_ADDRESS = "同志"
_LONGEST_NAME = 4
"""Pieces that one name may be written in: 王 秀 兰."""
_LONGEST_SEARCHED, _LONGEST_GLUED = 15, 40
_NO_NAME = re.compile(r"[不没未请假病参能晚迟代替换吗带到]|\d|[^\W\d_]{7,}")


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


@dataclass(frozen=True)
class _Under:
    """What a heading says of those under it."""

    branch: str = ""
    asked: str = ""


def read_pasted(text: str, words: Vocabulary) -> tuple[Written, ...]:
    """The people of a pasted text, and its titles and headings as lines that are `nobody`.

    Names stand one a line or with 、，；between; a branch, a post, digits of a phone or of an
    identity number beside a name belong to it, and so does a branch before a colon to its whole
    line and one in a line of its own to the lines under it. Nothing is dropped but numbers of
    lines, emoji and words that say nothing of a person: what is no known name is somebody still.
    """
    return counted(_Pasted(words).read(text))


def read_cell(where: str, text: str, words: Vocabulary) -> list[Written]:
    """The people of one cell under 姓名: mostly one, 吕绿（请假）."""
    return _Pasted(words).people(where, _plain(text))


def heading_of(text: str, words: Vocabulary) -> str:
    """The branch that stands alone in a line, 一、东吴村党支部（3人）; empty where none does."""
    bare = _bare(text)
    for word in (bare, _LIST_WORDS.sub("", bare)):
        if len(word) >= 2 and " " not in word and words.is_branch(word):
            return word
    return ""


class _Pasted:
    """Reads line after line; `under` is what the last heading says."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self._under = _Under()
        self._people = 0
        self._headed = False

    def read(self, text: str) -> Iterator[Written]:
        for number, line in enumerate(text.splitlines(), 1):
            for one in self._line(f"第{number}行", _plain(line), line.strip()):
                self._people += not one.nobody
                yield one

    def _line(self, where: str, said: str, shown: str) -> list[Written]:
        nobody = [Written(where, normal(shown)[:60], "", nobody=True)]
        if _ONLY_NUMBER.fullmatch(said):
            return []
        if not self._names_somebody(said) and self._is_heading(said):
            return nobody
        unnumbered = _unnumbered(said)
        head = _HEAD.match(unnumbered)
        under, said = self._under, unnumbered
        if head is not None and (found := self._of_head(head["boxed"] or head["said"])) is not None:
            under, said = found, said[head.end() :]
            if not said.strip():
                self._under = under
                return nobody
            self._under = _Under()
        return [
            replace(one, branch=one.branch or under.branch, asked=one.asked or under.asked)
            for one in self.people(where, said)
        ]

    def people(self, where: str, said: str) -> list[Written]:
        """Those of a line without its heading."""
        return [one for piece in _MARKS.split(said) for one in self._piece(where, piece)]

    def _piece(self, where: str, piece: str) -> list[Written]:
        found: list[Written] = []
        for part in _INNER.split(piece):
            said = _NUMBER_BEHIND.sub("", part.strip())
            if not _ONLY_NUMBER.fullmatch(said):
                found += _Piece(where, _unnumbered(said), self._words).read()
        return found

    def _names_somebody(self, said: str) -> bool:
        together = said.replace(" ", "")
        is_name = self._words.is_name
        return any(
            is_name(together[start : start + length])
            for start in range(len(together))
            for length in range(2, min(_LONGEST_SEARCHED, len(together) - start) + 1)
        )

    def _is_heading(self, said: str) -> bool:
        """Whether a line without a known name is a heading, which then stands over the next
        lines, or a title. A bare branch is one only where the first of them stands over all
        people: else it may be of the person above it."""
        bare = _bare(said)
        if branch := heading_of(said, self._words):
            if self._people and not self._headed and not said.rstrip().endswith((":", "】", "]")):
                return False
            self._headed, self._under = True, _Under(branch=branch)
            return True
        if coming.is_label(bare):
            self._under = _Under()
            return True
        if said.endswith(":") and coming.is_absent(bare):
            self._under = _Under(asked=bare)
            return True
        return (said.startswith("#") or coming.is_title(said)) and not _MARKS.search(
            _ORDINAL.sub("", _unnumbered(said)).rstrip("!。,;")
        )

    def _of_head(self, said: str) -> _Under | None:
        """What stands before a colon, for its whole line; None where it is of one person."""
        bare = _bare(said)
        if self._names_somebody(bare) or bare in coming.SAYS_NOTHING:
            return None
        if branch := heading_of(said, self._words):
            return _Under(branch=branch)
        if coming.is_absent(bare):
            return _Under(asked=bare)
        if coming.is_label(bare) or self._words.is_post(bare):
            return _Under()
        return _Under(asked=bare) if not _ONLY_NUMBER.fullmatch(bare) else None


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


class _Piece:
    """What stands between two marks: mostly one person, at times several."""

    def __init__(self, where: str, text: str, words: Vocabulary) -> None:
        self._where, self._text, self._words = where, text, words
        self._names: list[str] = []
        self._beside: list[_Beside] = []
        self._before = _Beside()

    def read(self) -> list[Written]:
        if self._words.is_name(whole := clean_name(self._text)):
            return [Written(self._where, self._text, whole)]
        words = self._split()
        while words:
            words = words[self._take(words) :]
        if not self._names:
            return [Written(self._where, self._text, "")] if self._before.says else []
        self._beside[0].put_before(self._before)
        return [
            Written(
                where=self._where,
                text=self._text if len(self._names) == 1 else name,
                name=name,
                branch="".join(beside.branch[:1]),
                digits=tuple(beside.digits),
                posts=tuple(beside.posts),
                asked="，".join(beside.asked),
                told="，".join(beside.told),
            )
            for name, beside in zip(self._names, self._beside, strict=True)
        ]

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
        if word in coming.SAYS_NOTHING or _ONLY_NUMBER.fullmatch(word):
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
        if len(word) <= _LONGEST_GLUED and self._unglued(word):
            return 1
        if kind := self._kind(word):
            return self._note(kind, word.upper() if kind == "digits" else word)
        if self._of_stranger(word):
            return 1
        if self._names and (boxed or _NO_NAME.search(word)):
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
        if coming.is_one_more(word):
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
        self._beside.append(_Beside())
        return words

    def _note(self, kind: str, word: str) -> int:
        beside = self._beside[-1] if self._beside else self._before
        getattr(beside, kind).append(word)
        return 1


def _plain(line: str) -> str:
    """A line in normal form without emoji, @ and marks of 接龙; a cross stays one, ×."""
    marked = "".join(
        one if one in LOST or not _is_mark(one) else " "
        for one in "".join(_circled(coming.crossed(line)))
    )
    return _WECHAT.sub(" ", normal(marked)).strip()


def _is_mark(one: str) -> bool:
    """Emoji and their parts, and what calls somebody."""
    return one in "@＠\ufe0f" or unicodedata.category(one) in ("So", "Sk", "Me")


def _bare(said: str) -> str:
    """A heading without its number, its boxes and how many stand under it."""
    return _HEADS_BEHIND.sub("", _unnumbered(said).strip("【】[]《》<>: ")).strip()


def _circled(line: str) -> Iterator[str]:
    """③ is 3 with a mark behind it, as ⒊ is."""
    for one in line:
        number = unicodedata.digit(one, None)
        if number is not None and unicodedata.category(one) == "No":
            yield f" {number}."
        elif unicodedata.category(one) == "No" and (folded := normal(one)).strip("().").isdecimal():
            yield f" {folded.strip('().')}."
        else:
            yield one


def _unnumbered(said: str) -> str:
    """Without the number before it; 10月 and 3人 have none."""
    said = _ORDINAL.sub("", said, count=1)
    if _MEASURED.match(said):
        return said
    return _NUMBER.sub("", said, count=1).strip() if _NUMBER.match(said) else said
