"""Reading a list of names as people paste it: one a line, several with marks between, 接龙."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from services.core.text import normal
from services.enrolment import coming
from services.enrolment.names import Written, counted
from services.enrolment.nearest import LOST
from services.enrolment.pieces import ONLY_NUMBER, ListPiece, Vocabulary

_MARKS = re.compile(r"[、，,;；。!]")
_HAN = "\u3400-\u9fff\U00020000-\U000323af"
_ORDINAL = re.compile(
    r"^\s*(?:\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、.)])\s*"
)
_NUMBER = re.compile(rf"\(?\d{{1,4}}(?:[.)、:]+\s*|\s+)(?=\D)|\(?\d{{1,3}}(?=[{_HAN}])")
_UNITS = "月日号时点年届期个名人位分组队班批村"
_INNER = re.compile(rf"(?<=[{_HAN})\s])(?=\d{{1,3}}[.)、]?\s*(?![{_UNITS}])[{_HAN}])")
_MEASURED = re.compile(rf"\(?\d{{1,4}}[{_UNITS}]")
_INNER_NUMBER = re.compile(rf"\d{{1,3}}[.)、]\s*(?=[{_HAN}])")
_PARTED = re.compile(r"(?<=[\s、，,;；。)])(?=[^\s、，,;；。:()]{1,10}:(?!\d))")
_WECHAT = re.compile(
    r"\[(?:玫瑰|强|抱拳|握手|OK|鼓掌|微笑|呲牙|拥抱|合十|爱心|太阳|庆祝|胜利|赞)\]", re.I
)
_NUMBER_BEHIND = re.compile(r"\s+\d{1,3}[.)]?$")
_HEAD = re.compile(
    r"^(?:[【\[《<](?P<boxed>[^】\]》>]{1,30})[】\]》>]|(?P<said>[^:]{1,30}):(?!\d))\s*:?"
)
_HEADS_BEHIND = re.compile(r"\((?:共)?\d+(?:人|名|位)\)$|(?:共)?\d+(?:人|名|位)$")
_LIST_WORDS = re.compile(r"(?:参训|参加|培训|报名|学习|拟参训)*(?:人员|名单|学员|党员)+$")
_OF_ALL = re.compile(r"以上.{0,12}$")
_OF_SEVERAL = re.compile(r"人员|名单|学员|党员|以下|下面|如下|(?:共)?\d+(?:人|名|位)|[】\]]$")
_LONGEST_SEARCHED = 15


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
        last: Written | None = None
        for number, line in enumerate(text.splitlines(), 1):
            where, said = f"第{number}行", _plain(line)
            if self._is_lone_word(said):
                # Of the person above or of those below: both are asked.
                self._under = _Under(asked=_bare(said))
                if last is not None and not last.nobody:
                    last = _with(last, Written(where, said, "", asked=said))
                continue
            for one in self._line(where, said, line.strip()):
                if last is not None:
                    yield last
                self._people += not one.nobody
                last = one
        if last is not None:
            yield last

    def _is_lone_word(self, said: str) -> bool:
        """Whether a line is nothing but a word for staying away: 请假, 不参加."""
        bare = _bare(said)
        return (
            not said.endswith(":")
            and not _OF_SEVERAL.search(said)
            and coming.is_absent(bare)
            and coming.is_only_absent(bare)
        )

    def _line(self, where: str, said: str, shown: str) -> list[Written]:
        nobody = [Written(where, normal(shown)[:60], "", nobody=True)]
        if ONLY_NUMBER.fullmatch(said):
            return []
        if self._before_names(said) is None and self._is_heading(said):
            return nobody
        found: list[Written] = []
        for part in _PARTED.split(_unnumbered(said)):  # 参加：张三；请假：李四
            under, rest = self._under, part
            head = _HEAD.match(part)
            if head is not None and (over := self._of_head(head["boxed"] or head["said"])):
                under, rest = over, part[head.end() :]
                self._under = _Under(asked=self._under.asked) if rest.strip() else over
            found += [
                replace(one, branch=one.branch or under.branch, asked=one.asked or under.asked)
                for one in self.people(where, rest)
            ]
        return _attached(found) or nobody

    def people(self, where: str, said: str) -> list[Written]:
        """Those of a line without its heading. Whoever may stay away is asked: 不参加的有张三、李四
        and 张三、李四请假 may mean both."""
        pieces = (one for piece in _MARKS.split(said) for one in self._piece(where, piece))
        found = _attached(pieces)
        if not found:
            return found
        before, last = self._before_names(said) or "", found[-1].asked
        asked = before if coming.is_absent(before) else ""
        if (of_all := _OF_ALL.search(said)) and coming.is_absent(of_all[0]):
            asked = of_all[0]
        boxed, numbered = said.rstrip().endswith(")"), _INNER_NUMBER.search(said)
        if coming.is_absent(last) and not boxed and not numbered:
            asked = asked or last
        return [replace(one, asked=one.asked or asked) for one in found]

    def _piece(self, where: str, piece: str) -> list[Written]:
        found: list[Written] = []
        for part in _INNER.split(piece):
            said = _NUMBER_BEHIND.sub("", part.strip())
            if not ONLY_NUMBER.fullmatch(said):
                found += ListPiece(where, _unnumbered(said), self._words).read()
        return found

    def _before_names(self, said: str) -> str | None:
        """What stands before the first known name; None where there is none."""
        together = said.replace(" ", "")
        for start in range(len(together)):
            for length in range(2, min(_LONGEST_SEARCHED, len(together) - start) + 1):
                if self._words.is_name(together[start : start + length]):
                    return together[:start]
        return None

    def _is_heading(self, said: str) -> bool:
        """Whether a line without a known name is a heading, which then stands over the next
        lines, or a title. A bare branch is one only where the first of them stands over all
        people: else it may be of the person above it."""
        bare = _bare(said)
        if branch := heading_of(said, self._words):
            if self._people and not self._headed and not said.rstrip().endswith((":", "】", "]")):
                return False
            self._headed, self._under = True, _Under(branch, self._under.asked)
            return True
        if coming.is_label(bare):
            self._under = _Under()
            return True
        if coming.is_absent(bare) and (said.endswith(":") or _OF_SEVERAL.search(said)):
            self._under = _Under(asked=bare)
            return True
        return (said.startswith("#") or coming.is_title(said)) and not _MARKS.search(
            _ORDINAL.sub("", _unnumbered(said)).rstrip("!。,;")
        )

    def _of_head(self, said: str) -> _Under | None:
        """What stands before a colon, for its whole line; None where it is of one person."""
        bare = _bare(said)
        if self._before_names(bare) is not None or bare in coming.SAYS_NOTHING:
            return None
        if branch := heading_of(said, self._words):
            return _Under(branch, self._under.asked)
        if coming.is_absent(bare):
            return _Under(asked=bare)
        if coming.is_label(bare) or self._words.is_post(bare):
            return _Under()
        return _Under(asked=bare) if not ONLY_NUMBER.fullmatch(bare) else None


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


def _attached(pieces: Iterable[Written]) -> list[Written]:
    """What stands alone between two marks is of the person before it: 张三，请假. Where the list
    does not begin with a person it may be of the next one, and stays by itself."""
    found: list[Written] = []
    for one in pieces:
        if one.name or not found or not found[0].name:
            found.append(one)
        else:
            found[-1] = _with(found[-1], one)
    return found


def _with(person: Written, beside: Written) -> Written:
    """Somebody, with what stands alone behind them."""
    return replace(
        person,
        text=f"{person.text}，{beside.text}",
        branch=person.branch or beside.branch,
        digits=person.digits + beside.digits,
        posts=person.posts + beside.posts,
        asked="，".join(part for part in (person.asked, beside.asked) if part),
        told="，".join(part for part in (person.told, beside.told) if part),
    )


def _bare(said: str) -> str:
    """A heading without its number, its boxes and how many stand under it."""
    return _HEADS_BEHIND.sub("", _unnumbered(said).strip("【】[]《》<>: —–-=*~_·↓⬇")).strip()


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
