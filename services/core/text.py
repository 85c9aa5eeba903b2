"""Text as people write it: clean names, masks, pinyin, card codes."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import product

from stdnum import luhn

CARD_DIGITS = 16
_MOST_READINGS = 8
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)  # twice a digit, its own digits added up
_KEPT = "，：；！？（）"  # what NFKC would turn into half-width marks

_INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"}
# Not str.isprintable: it would take a rare character newer than Python's own tables (an
# Extension H name) or one from a font's private range out of a name without a word.

SURNAME_READINGS = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "任": "ren",
    "朴": "piao", "区": "ou", "盖": "ge", "尉迟": "yu chi", "万俟": "mo qi", "令狐": "ling hu",
    "华": "hua", "覃": "qin", "缪": "miao", "乐": "yue", "洗": "xian", "冼": "xian",
    "员": "yun", "秘": "bi", "折": "she", "重": "chong", "种": "chong", "繁": "po",
    "尹": "yin", "翟": "zhai", "黑": "he", "召": "shao", "阚": "kan", "晟": "cheng",
    "长孙": "zhang sun", "澹台": "tan tai", "祭": "zhai", "逄": "pang", "燕": "yan",
}  # fmt: skip
"""How a character is read as a surname, where that differs from or is one of several readings."""


def normal(text: str) -> str:
    """NFKC without control characters and with single inner spaces: 　Ａ１ → A1."""
    return " ".join(_fold(text).split())


def prose(text: str) -> str:
    """As `normal`, but ，：（） and the like stay full-width: people read these texts."""
    parts = re.split(f"([{_KEPT}])", text)
    return " ".join("".join(p if p in _KEPT else _fold(p) for p in parts if p).split())


def _fold(text: str) -> str:
    folded = text if text.isascii() else unicodedata.normalize("NFKC", text)
    if folded.isprintable():
        return folded  # nothing invisible in it: most texts, and fast
    return "".join(" " if _is_nothing(c) else c for c in folded)


def _is_nothing(character: str) -> bool:
    """Control and format characters, and what Unicode says is no character: a workbook cannot
    hold U+FFFE."""
    code = ord(character)
    if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
        return True
    return unicodedata.category(character) in _INVISIBLE


_NO_CHARACTERS = re.compile("[\u115f\u1160\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Fillers that look like nothing, and variations of a character's shape."""


def clean_name(text: str) -> str:
    """A person's name: spaces between Chinese characters go, 李　四 → 李四."""
    name = text if text.isascii() else _NO_CHARACTERS.sub("", text)
    name = normal(name)
    return name if name.isascii() else name.replace(" ", "")


_DOTS = re.compile("[·•・‧．∙⋅.﹒･\ufe00-\ufe0f\U000e0100-\U000e01ef]")


@lru_cache(maxsize=65_536)
def bare_name(name: str) -> str:
    """What two spellings of one name share: the dot of a name of several parts is written in many
    ways, or left out, and a variation of a character's shape is no other character."""
    return name if name.isascii() else _DOTS.sub("", name)


def is_near_name(one: str, other: str) -> bool:
    """Whether two spellings may be one name that was put right: read alike, one character away, or
    one with a character more. Of names of two characters the surname is the same."""
    one, other = bare_name(one), bare_name(other)
    if one == other or set(pinyin_of(one)[0].split()) & set(pinyin_of(other)[0].split()):
        return True
    if len(one) == len(other):
        away = sum(a != b for a, b in zip(one, other, strict=True))
        return away == 1 and (len(one) > SHORT_NAME or one[0] == other[0])
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return len(long) - len(short) == 1 and all(character in rest for character in short)


def few_of(names: Sequence[str], unit: str) -> str:
    """The first of many: 张三、李四、王五等 5 人."""
    return "、".join(names[:FEW]) + (f"等 {len(names)} {unit}" if len(names) > FEW else "")


FEW = 3
SHORT_NAME = 2
_LOST = re.compile("[□\ufffd?？〓*\ue000-\uf8ff]|^.某{1,2}$|(?<=[^\x00-\x7f])[XxＸ]+$")
"""What stands where a character was lost or left out: 李?明, 张某, 黄XX; and characters that one
font alone has. A letter behind a name, 王芳A, tells namesakes apart."""


def has_lost(name: str) -> bool:
    """Whether a character of a name was lost on its way: it never replaces one that is stored."""
    return _LOST.search(name) is not None


def plain(number: Decimal | int, *, thousands: bool = False) -> str:
    """12.0 → 12, 2.5 → 2.5; with `thousands` 1200.5 → 1,200.5."""
    return f"{Decimal(number).normalize():{',f' if thousands else 'f'}}"


def last_number(codes: Iterable[str], prefix: str) -> int:
    """The highest running number after a prefix, as ZS041 → 41; 0 for none."""
    tails = (code.removeprefix(prefix) for code in codes if code.startswith(prefix))
    return max((int(tail) for tail in tails if tail.isdecimal()), default=0)


def mask_identity(number: str | None) -> str:
    """First 3 and last 4 (domain.md, masks)."""
    return f"{number[:3]}{'*' * 11}{number[-4:]}" if number else ""


def mask_phone(phone: str) -> str:
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else phone


def is_card_code(text: str) -> bool:
    """A study card's number: 16 digits, the last a Luhn check."""
    return len(text) == CARD_DIGITS and text.isascii() and bool(luhn.is_valid(text))


def card_code(digits: str) -> str:
    """15 random digits with their check digit.

    The same as stdnum's luhn.calc_check_digit, written out since an import makes 50,000.
    """
    total = sum(map(int, digits[-2::-2])) + sum(_DOUBLED[int(digit)] for digit in digits[::-2])
    return f"{digits}{-total % 10}"


def pinyin_of(name: str) -> tuple[str, str]:
    """(pinyin, initials) of a name, each reading separated by a space.

    曾乐 → ("zengle zengyue", "zl zy"). A surname takes its own reading; other characters
    take each of theirs, up to eight combinations.
    """
    name = bare_name(name)
    length, surname = _surname(name)
    if not surname:
        length, surname = 1, [reading for (reading, *_) in _readings(name[:1], every=False)]
    syllables = [[syllable] for syllable in surname]
    syllables += [list(readings) for readings in _readings(name[length:], every=True)]
    while _combinations(syllables) > _MOST_READINGS:
        next(s for s in reversed(syllables) if len(s) > 1).pop()
    readings = [[part for part in parts if part] for parts in product(*syllables)]
    full = dict.fromkeys("".join(parts) for parts in readings)
    initials = dict.fromkeys("".join(part[0] for part in parts) for parts in readings)
    return " ".join(full), " ".join(initials)


@lru_cache(maxsize=20_000)
def _readings(characters: str, *, every: bool) -> tuple[tuple[str, ...], ...]:
    """How each character is read: its first reading, or every one. Given names repeat. A few that
    no dictionary reads, 嗧, have none."""
    # pypinyin reads its dictionaries when imported: half a second that few actions need.
    from pypinyin import Style, pinyin

    found = pinyin(characters, style=Style.NORMAL, heteronym=every)
    return tuple(
        tuple(dict.fromkeys(_typed(reading) for reading in readings)) for readings in found
    )


def _typed(reading: str) -> str:
    """A reading as a keyboard types it: ê is e; a character that has none is nothing."""
    plain = unicodedata.normalize("NFD", normal(reading).lower())
    return "".join(letter for letter in plain if letter.isascii())


def _surname(name: str) -> tuple[int, list[str]]:
    for length in (2, 1):
        if reading := SURNAME_READINGS.get(name[:length]):
            return length, reading.split()
    return 0, []


def _combinations(syllables: list[list[str]]) -> int:
    count = 1
    for readings in syllables:
        count *= max(1, len(readings))
    return count
