"""What clerks type into cells, made clean; each says what it could not read."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from models.core.types import PartialDate
from services.core.sheet_reader import Cell
from services.core.sheet_table import text_of
from services.core.text import clean_name, normal
from services.member.rules import IDENTITY_LENGTH, identity_fault

FIRST_YEAR, LAST_YEAR = 1900, 2100
SERIAL_DAY_ZERO = date(1899, 12, 30)
SERIAL_FIRST, SERIAL_LAST = 10_000, 70_000
"""Days from 1927 to 2091: what a spreadsheet stores for a date that lost its format. A number of
four digits, 7506, is rather a year and a month that somebody shortened: it is told."""
SERIAL_1904 = 1_462
"""By how much those of a workbook that counts from 1904 are less."""
PIVOT = 30
MONTHS = 12
"""Years of two digits below PIVOT are of this century; up to MONTHS they may be months."""
LONGEST_NAME = 30
MOBILE_DIGITS = 11
LEAST_PHONE = 7

_PARTS = re.compile(
    r"(\d{4})(?:[年./,、'·\-](\d{1,2})(?:[月./,、'·\-](\d{1,2}))?)?[年月日号.~\-]?(?:生|出生|入党|转正)?"
)
_SHORT = re.compile(r"(\d\d)(?:年(\d{1,2})月|[./](\d\d))")
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)?")
_MONTH_AFTER_SPACE = re.compile(r"(\d{4}) (\d{1,2})")
_CLOCK = re.compile(r"(?:\s+|(?<=\d)T)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$")
_CHINESE = re.compile(r"[〇零○一二三四五六七八九]{4}年?.*")
_CHINESE_TENS = re.compile(r"([一二三]?)十([一二三四五六七八九]?)")
_CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
NOTHING = frozenset(
    ("不详", "不祥", "不明", "未知", "无", "暂无", "没有", "待查", "待核", "待补", "空")
)
"""Words for what nobody knows; dashes and strokes alone say the same."""
_SEX_CODES = {"1": "男", "2": "女", "M": "男", "F": "女", "MALE": "男", "FEMALE": "女"}
_STROKES = re.compile(r"[-—–―/\\_.·一]+")
_BESIDE_NUMBER = re.compile(r"^(?:居民)?(?:身份证号?码?|公民身份号码|ID)[:]?|\([^()\d]*\)$|^\(|\)$")
"""What clerks write beside a number: 身份证:…, …（二代）."""
_BETWEEN_DIGITS = re.compile(r"[\s'`]|(?<=\d)-(?=\d)")
_NUMBER_AS_TEXT = re.compile(r"\d+(\.\d+)?E\+?\d+")
_NO_NAME = re.compile(r"[\d=+@<>|{}\[\]\\/\"#%&*;]")
_BESIDE_NAME = re.compile(r"(.+?)[\[(【]([^()\[\]【】]{1,20})[\])】]")
_APART = re.compile(r"[大小老上下东西南北中前后一二三四五六七八九十甲乙丙丁戊\d]")
"""One sign in brackets that tells namesakes apart."""
_STRAY = re.compile("^[。，,;；、.]+|[。，,;；、.]+$")
_SEVERAL = re.compile(r"[^\W\d_]{2,4}(?:[、,，;；/][^\W\d_]{2,4})+")
MAYBE_TWO = re.compile(r"[^\W\d_]{2,3}[和及与][^\W\d_]{2,3}")
"""Two people, or one of a people with long names: 沙马及哈莫."""
_SAID = (
    r"(?:已故|已亡|已去世|去世|病故|病逝|过世|离世|转出|已转出|转走|失联|请假"
    r"|预备党员|预备|女士|先生)"
)
_ONE = r"(?P<name>[^\W\d_]{2,4}?)"
_GLUED_BEHIND = re.compile(rf"{_ONE}[-—－,，、。:：(（]*(?P<said>{_SAID})[)）]?")
_GLUED_BEFORE = re.compile(rf"[(（]?(?P<said>已故|已亡|去世|预备党员)[)）:：]?{_ONE}")
"""A note that was glued to a name: 李四已故, 王五-转出, (已故)朱十."""
_ADDRESSED = re.compile(r"(党员)?([^\s()]{2,}?)(同志)?")
"""How people are spoken of, which is no part of the name: 党员王芳, 王芳同志."""
_MARKS_BEHIND = re.compile(r"(.+?)([★☆※▲△●○◆◇√*#]+)")
_YES = ("是", "Y", "YES", "√", "✓", "1", "有", "流动", "流动党员")


class UnreadableValue(Exception):
    """A cell whose value could not be taken; the text says why, for the person."""


class Identity(NamedTuple):
    """`number` where it can be trusted; else `fault` says why not. Both empty: no number.

    `shown` is what the cell says, for masking.
    """

    number: str = ""
    fault: str = ""
    shown: str = ""


NO_IDENTITY = Identity()


@lru_cache(maxsize=4_096)
def common_text_of(cell: Cell) -> str:
    """The same for columns of few different words, such as 民族; kept between rows."""
    return text_of(cell)


@lru_cache(maxsize=65_536)
def name_of(cell: Cell) -> tuple[str, str]:
    """A person's name, empty for an empty cell, and the words beside it: 赖玉银（书记）.
    Words that tell namesakes apart, 王芳（大）, are part of the name.

    Raises UnreadableValue, also for a formula.
    """
    name, beside = _STRAY.sub("", clean_name(text_of(cell))), ""
    if _SEVERAL.fullmatch(name):
        raise UnreadableValue("写着不止一个人")
    for glued in (_GLUED_BEHIND, _GLUED_BEFORE):
        if found := glued.fullmatch(name):
            name, beside = found["name"], found["said"]
    if found := _MARKS_BEHIND.fullmatch(name):
        name, beside = found.groups()
    found = _BESIDE_NAME.fullmatch(name) if name.endswith((")", "]", "】")) else None
    if found is not None and not _APART.fullmatch(found[2]):
        name, beside = found[1], found[2] + beside
    if (found := _ADDRESSED.fullmatch(name)) is not None:
        said, name, behind = (part or "" for part in found.groups())
        beside = said + behind + beside
    if len(name) > LONGEST_NAME or _NO_NAME.search(name):
        raise UnreadableValue("不像人名")
    return name, beside


def identity_of(cell: Cell, *, typed: bool) -> Identity:
    """Whether an identity number can be trusted (GB 11643), and why not.

    A spreadsheet keeps fifteen digits of a number: one stored as a number has lost its last
    ones, even where what is left passes the checksum; so the cell's type decides. A CSV
    (`typed` False) has no types: there 000 at the end is what such a loss leaves behind.
    """
    if isinstance(cell, float):
        return Identity(fault="单元格是数字格式，末尾几位已丢失", shown=text_of(cell))
    if isinstance(cell, date):
        return Identity(fault="单元格是日期格式", shown=text_of(cell))
    number = cell.upper()
    if not (len(cell) == IDENTITY_LENGTH and cell.isascii() and cell.isalnum()):
        number = _BETWEEN_DIGITS.sub("", normal(cell)).upper()
        number = _BESIDE_NUMBER.sub("", number)
    if not number or number in NOTHING or _STROKES.fullmatch(number):
        return NO_IDENTITY
    if _NUMBER_AS_TEXT.fullmatch(number):
        return Identity(fault="单元格曾是数字格式，末尾几位已丢失", shown=number)
    if fault := identity_fault(number):
        return Identity(fault=f"号码{fault}", shown=number)
    if not typed and number.endswith("000"):
        return Identity(fault="末尾是 000，可能曾是数字格式而丢失了几位", shown=number)
    return Identity(number=number)


@lru_cache(maxsize=65_536)
def date_of(cell: Cell) -> PartialDate | None:
    """A date as precise as it came: 2001.07 stays a month; None for a word such as 不详.

    Raises UnreadableValue.
    """
    if isinstance(cell, date):
        return _within(PartialDate.of(cell))
    if isinstance(cell, float):
        return _date_from_number(cell)
    said = _CLOCK.sub("", normal(cell))
    text = said.replace(" ", "")
    if not text or text in NOTHING or _STROKES.fullmatch(text):
        return None
    if _CHINESE.fullmatch(text):
        text = _in_figures(text)
    if (found := _SHORT.fullmatch(text)) and (found[2] or int(found[1]) > MONTHS):
        return _partial(_century(found[1]), int(found[2] or found[3]), 0)
    found = _MONTH_AFTER_SPACE.fullmatch(said) or _DIGITS.fullmatch(text) or _PARTS.fullmatch(text)
    if found is None:
        raise UnreadableValue("看不懂这个日期")
    return _partial(*(int(part or 0) for part in (*found.groups(), 0)[:3]))


def _in_figures(text: str) -> str:
    """一九七五年十二月 → 1975年12月."""

    def tens(found: re.Match[str]) -> str:
        return f"{found[1] or '一'}{found[2] or '零'}"

    return _CHINESE_TENS.sub(tens, text).translate(_CHINESE_DIGITS)


def _century(digits: str) -> int:
    return int(digits) + (2000 if int(digits) < PIVOT else 1900)


def _date_from_number(number: float) -> PartialDate:
    if not number.is_integer():
        # 2001.1 may have been typed as 2001.10: a number keeps no last zero.
        year, _, decimals = str(number).partition(".")
        if len(year) not in (2, 4) or len(decimals) > 2 or decimals == "1":
            raise UnreadableValue("看不懂这个日期")
        if len(year) == 2 and (len(decimals) != 2 or int(year) <= MONTHS):
            raise UnreadableValue("看不懂这个日期")
        return _partial(_century(year) if len(year) == 2 else int(year), int(decimals), 0)
    whole = int(number)
    if FIRST_YEAR <= whole <= LAST_YEAR:
        return PartialDate(whole)
    if SERIAL_FIRST <= whole <= SERIAL_LAST:
        return PartialDate.of(SERIAL_DAY_ZERO + timedelta(days=whole))
    found = _DIGITS.fullmatch(str(whole))
    if found is None:
        raise UnreadableValue("看不懂这个日期")
    return _partial(*(int(part or 0) for part in found.groups()))


def since_1904(cell: Cell) -> Cell:
    """A cell of a workbook that counts days from 1904, as other workbooks count them."""
    if isinstance(cell, float) and SERIAL_FIRST - SERIAL_1904 <= cell <= SERIAL_LAST:
        return cell + SERIAL_1904
    return cell


def birth_in(number: str) -> PartialDate:
    """The day of birth in an identity number that can be trusted."""
    return _day(number[6:14])


@lru_cache(maxsize=65_536)
def _day(digits: str) -> PartialDate:
    return PartialDate(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


@lru_cache(maxsize=65_536)
def _partial(year: int, month: int, day: int) -> PartialDate:
    """00 for a month or day that nobody knows leaves it out."""
    try:
        return _within(PartialDate(year, month, day if month else 0))
    except ValueError as error:
        raise UnreadableValue("没有这一天") from error


def _within(day: PartialDate) -> PartialDate:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UnreadableValue("年份不对")
    return day


_PHONES_APART = re.compile(r"[,、;/\n]| {2,}|(?<=\d{11}) (?=1\d{10})")
_BESIDE_PHONE = re.compile(
    r"^(?:手机|电话|联系电话|移动电话)[号码]*\s*:?\s*(?=[\d+(])|\([^()\d]*\)$"
)
"""A caption before a number, and whose it is behind it."""
_WHOSE = re.compile(r"\((?!本人\))([^()\d]{1,10})\)$")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_NO_PHONE = re.compile(r"(\d)\1{6,}|1234567\d*|[2-9]\d{10}|1[0-2]\d{9}")
"""Numbers that nobody has: one figure again and again, the figures in their order, eleven of them
that are neither a mobile's nor begin with an area code."""


def has_another_phone(cell: Cell) -> bool:
    """Whether a second number stands in the cell: the first alone is taken."""
    parts = _PHONES_APART.split(text_of(cell))
    return sum(sum(map(str.isdigit, part)) >= LEAST_PHONE for part in parts) > 1


def phone_of(cell: Cell) -> str:
    """The digits of a phone number, the first where several stand there. Raises UnreadableValue."""
    text = text_of(cell)
    if _MOBILE.fullmatch(text):
        return text
    if text in NOTHING or _STROKES.fullmatch(text):
        return ""
    first = _PHONES_APART.split(_BESIDE_PHONE.sub("", text), maxsplit=1)[0]
    digits = re.sub(r"[\s\-()]", "", first)
    bare = re.sub(r"^(?:\+|00)?86(?=1\d{10}$)", "", digits)
    digits = bare.removeprefix("+86")
    if not digits:
        return ""
    if re.fullmatch(r"1[3-9]\d+", digits) and len(digits) != MOBILE_DIGITS:
        raise UnreadableValue(f"手机号码应是 {MOBILE_DIGITS} 位，这里是 {len(digits)} 位")
    is_number = digits.isascii() and digits.isdigit() and LEAST_PHONE <= len(digits) <= 12
    if not is_number or _NO_PHONE.fullmatch(digits):
        raise UnreadableValue("不像电话号码")
    return digits


def beside_phone(cell: Cell) -> str:
    """Whose it is, where that stands behind a number, 13800138000（儿子）, and is another's."""
    found = _WHOSE.search(text_of(cell))
    return found[1] if found else ""


def sex_of_cell(cell: Cell) -> str:
    """男 or 女, also by the codes of GB/T 2261: 1, 2-女; empty where the cell says nothing. Raises
    UnreadableValue."""
    text = common_text_of(cell)
    if text in ("男", "女"):
        return text
    said = [sex for sex in ("男", "女") if sex in text]
    if len(said) == 1:
        return said[0]
    if not text or text in NOTHING or _STROKES.fullmatch(text):
        return ""
    if sex := _SEX_CODES.get(text.upper()):
        return sex
    raise UnreadableValue("看不懂，请写男或女")


def yes(cell: Cell) -> bool:
    return common_text_of(cell).upper() in _YES
