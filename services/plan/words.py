"""What the words of a plan mean: months, years in titles, whom an item is for; and its labels."""

import re

from models.plan import Audience as Audience
from models.plan import PlanState as PlanState

_MONTHS = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])(?:月份?)?(?:[-—–~～至到、和,，](1[0-2]|0?[1-9]))?月")
_TENS = "一二三四五六七八九十"
_CHINESE_MONTHS = {
    f"{word}月": month for month, word in enumerate((*_TENS, "十一", "十二"), start=1)
}
_CHINESE = re.compile(r"(?<!十)(十[一二]?|[一二三四五六七八九])月")
_QUARTERS = {"一": 1, "1": 1, "二": 2, "2": 2, "三": 3, "3": 3, "四": 4, "4": 4}
_QUARTER = re.compile(r"第?([一二三四1-4])季度")
_SPANS = {"上半年": (1, 6), "下半年": (7, 12), "全年": (1, 12), "年内": (1, 12), "年底": (12, 12)}
_DAY_OF_MONTH = re.compile(r"(?<!\d)\d{4}[-./](1[0-2]|0?[1-9])(?:[-./]\d{1,2})?(?!\d)")


def paper_words(audience: Audience) -> str:
    """What stands in the column 培训对象 where the clerk writes nothing else: there 支部 is told
    in full, and without the months that our rule counts by."""
    if audience is Audience.committee:
        return "党支部书记和委员"
    if audience is Audience.new_secretaries:
        return "新任党支部书记"
    return "" if audience is Audience.other else audience.word.partition("（")[0]


def months_of(times: str) -> tuple[int, int] | None:
    """The first and the last month that the words name: 3月中旬 → (3, 3), 3—5月 → (3, 5),
    上半年 → (1, 6). None where they name none."""
    text = times.replace(" ", "")
    named = [int(part) for found in _MONTHS.finditer(text) for part in found.groups() if part]
    named += [_CHINESE_MONTHS[found[0]] for found in _CHINESE.finditer(text)]
    named += [int(found[1]) for found in _DAY_OF_MONTH.finditer(text)]
    if named:
        return min(named), max(named)
    quarters = [_QUARTERS[found[1]] for found in _QUARTER.finditer(text)]
    if quarters:
        return min(quarters) * 3 - 2, max(quarters) * 3
    return next((span for word, span in _SPANS.items() if word in text), None)


def month_of(times: str) -> int | None:
    """The month in which an item is to begin; None where the words leave it open (上半年)."""
    if (months := months_of(times)) is None or months[1] - months[0] > 2:
        return None
    return None if _QUARTER.search(times.replace(" ", "")) else months[0]


def with_year(text: str, old: int, new: int) -> str:
    """A text whose year moves on: 2026年书记轮训班 → 2027年书记轮训班, also in Chinese digits."""
    text = re.sub(rf"(?<!\d){old}(?!\d)", str(new), text)
    for zero in "〇○零":
        text = text.replace(_in_chinese(old, zero), _in_chinese(new, zero))
    return text


def _in_chinese(year: int, zero: str) -> str:
    return "".join((zero + "一二三四五六七八九")[int(digit)] for digit in str(year))


_NOT_OURS = re.compile(
    r"第一书记|副书记|书记助理|积极分子|发展对象|团|妇|村民|居民|“?两委”?|宣传委员|组织委员|纪检委员"
)
_EVERYONE = re.compile(
    r"(全[体镇乡街道区部]{1,2}|所有|辖区|各(?:党)?支部|镇域|本镇)*(?:在册)?(?:中共)?(?:共产)?党员(?:同志|干部群众)?"
)
_RULES = (
    (Audience.new_secretaries, re.compile(r"新(?:任|当选|上任|提任|调整)[^、,，和及]*书记")),
    (Audience.probationary, re.compile(r"预备党员|预备期")),
    (Audience.new_full, re.compile(r"转正")),
    (Audience.floating, re.compile(r"流动党员")),
    (Audience.committee, re.compile(r"委员|支部班子|班子成员")),
)


def audience_of(words: str) -> Audience:
    """The rule that the words of 培训对象 mean beyond doubt; else `other`."""
    text = re.sub(r"\s", "", words)
    if not text or _NOT_OURS.search(text):
        return Audience.other
    exact = {written: audience for audience in Audience if (written := paper_words(audience))}
    if text in exact:
        return exact[text]
    fitting = [audience for audience, pattern in _RULES if pattern.search(text)]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting and "书记" in text and "党员" not in text:
        return Audience.secretaries
    return Audience.everyone if not fitting and _EVERYONE.fullmatch(text) else Audience.other
