"""Who is a member, not yet one, or gone: what the words of a roster's cells say of it."""

import re
from functools import lru_cache
from typing import NamedTuple

from models.member import MemberKind
from services.core.sheet_table import text_of
from services.core.text import normal
from services.roster_import.masking import mask_numbers


class Standing(NamedTuple):
    """`kind` where the words say it; `out` says why nobody comes in, such as 是群众，不是党员;
    `asked` are words that nobody knows, for a person to say. All empty: nothing is said."""

    kind: MemberKind | None = None
    out: str = ""
    asked: str = ""


NOTHING_SAID = Standing()
_FULL = frozenset(("正式党员", "中共正式党员", "正式", "已转正", "中国共产党正式党员"))
_MEMBER = frozenset(
    ("党员", "中共党员", "中国共产党党员", "中国共产党员", "中共党员(正式或预备)", "正常", "在册",
     "在籍", "在党", "在", "有效", "是", "正常党员", "在册党员", "在职党员", "离退休党员",
     "流动党员", "农村党员", "社区党员", "学生党员", "退休党员", "老党员", "无")
)  # fmt: skip
"""Members of either kind: what is stored of it stays."""
_PROBATIONARY = re.compile(r"(?:中共|中国共产党)?预备(?:党员|期)?|预备期内|(?:正式)?预备党员")
_NO_MEMBER = re.compile(
    r"(?:入党)?积极分子|(?:党员)?发展对象|(?:入党)?申请人|群众|(?:共青|中国共产主义青年团)?团员"
    r"|共青团员|民[盟革建进](?:盟员|会员|党员)?|民主党派|[农致]工?公?党(?:党员)?|九三(?:学社)?社员"
    r"|九三学社|台盟(?:盟员)?|无党派(?:人士|民主人士)?"
)
_GONE = r"去世|病故|病逝|死亡|逝世|亡故|已故|已亡|停止党籍|出党|除名|开除|开除党籍|退党|自行脱党"
_MOVED = r"转出|转走|迁出|调出|关系转出|组织关系转出"
_SAID_GONE = re.compile(rf"(?:已|已经|因病|已于)?(?:故|亡|{_GONE}|{_MOVED})(?:人员|党员)?")
_DAY = r"(?:于?\d{2,4}[年./-](?:\d{1,2}(?:[月./-](?:\d{1,2}日?)?)?)?)?"
_NOTE_GONE = re.compile(
    rf"{_DAY}(?:已|已经|因病|已于)?{_DAY}(?:{_GONE}|{_MOVED})(?:[至到往][^,;。]{{1,20}})?{_DAY}"
)
_ABOUT_GOING = re.compile(rf"{_GONE}|{_MOVED}|不是党员|非党员")
_SHEET_GONE = re.compile(
    r"(?:(?!党员|含|和|及|在册).){0,8}?(?:已?故|已?亡|去世|转出|出党|除名|停止党籍|减少|群众|积极分子|发展对象)"
    r"(?:[、和及/]?(?:已?故|已?亡|去世|转出|出党|除名|停止党籍|减少))*(?:的?党员|人员)?(?:名单|名册|花名册|情况)?"
)


@lru_cache(maxsize=4_096)
def standing_of(text: str) -> Standing:
    """What a cell of 人员类别, 政治面貌 or 党员状态 says."""
    said = normal(text).replace(" ", "")
    if not said or said in _MEMBER:
        return NOTHING_SAID
    if said in _FULL:
        return Standing(MemberKind.full)
    if _PROBATIONARY.fullmatch(said):
        return Standing(MemberKind.probationary)
    if (found := _NO_MEMBER.search(said)) and not said.startswith(("非", "不", "曾", "原")):
        return Standing(out=f"是{found[0]}，不是党员")
    if _SAID_GONE.fullmatch(said) or _NOTE_GONE.fullmatch(said):
        return Standing(out=f"写着“{said[:20]}”")
    return Standing(asked=mask_numbers(said)[:20])


@lru_cache(maxsize=4_096)
def standing_in_note(text: str) -> Standing:
    """What a note says of it: a plain 2024年3月去世 is believed, what only has such a word in it,
    妻子去世, is asked; other notes say nothing."""
    said = normal(text).replace(" ", "")
    if not said:
        return NOTHING_SAID
    if _NOTE_GONE.fullmatch(said) or _SAID_GONE.fullmatch(said):
        return Standing(out=f"备注写着“{said[:20]}”")
    if _PROBATIONARY.fullmatch(said):
        return Standing(MemberKind.probationary)
    if _ABOUT_GOING.search(said):
        return Standing(asked=mask_numbers(said)[:30])
    return NOTHING_SAID


@lru_cache(maxsize=4_096)
def standing_beside(text: str) -> Standing:
    """What stands in brackets behind a name."""
    found = standing_in_note(text)
    if found.out:
        return Standing(out=f"姓名后面写着“{text[:20]}”")
    if found.asked:
        return found
    known = standing_of(text)
    return NOTHING_SAID if known.asked else known  # 王芳（西街）: told, and no question


def standing_of_sheet(name: str) -> Standing:
    """What the name of a sheet says of everybody on it, such as 已故转出."""
    said = text_of(name).replace(" ", "")
    if _SHEET_GONE.fullmatch(said):
        return Standing(out=f"在工作表“{said[:20]}”里")
    return NOTHING_SAID


def together(*said: Standing) -> Standing:
    """One answer of several: who is gone is gone, then what is to be asked; of two kinds that
    of the probationary."""
    out = next((one for one in said if one.out), None)
    asked = next((one for one in said if one.asked), None)
    if out or asked:
        return out or asked or NOTHING_SAID
    kinds = {one.kind for one in said}
    if MemberKind.probationary in kinds:
        return Standing(MemberKind.probationary)
    return Standing(MemberKind.full) if MemberKind.full in kinds else NOTHING_SAID
