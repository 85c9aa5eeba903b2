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
_GONE = (
    r"去世|过世|离世|辞世|仙逝|谢世|病故|病逝|病亡|死亡|死了|已死|身亡|火化|逝世|亡故|已故|已亡"
    r"|停止党籍|出党|除名|开除党籍|开除|劝退|退党|退出党组织|自行脱党|取消预备党员资格"
)
_MOVED = r"转出|转走|转往|转至|迁出|迁往|调出|调走|关系转出|组织关系转出|组织关系转(?!入|来|进)"
_SAID_GONE = re.compile(
    rf"(?:已|已经|因病|因公|意外|车祸|已于)*(?:故|亡|{_GONE}|{_MOVED})(?:人员|党员)?"
)
_DAY = r"(?:于?\d{2,4}[年./-](?:\d{1,2}(?:[月./-](?:\d{1,2}日?)?)?)?)?"
_WHERE = r"[至到往][^,;。]{1,20}|[^,;。]{1,20}(?:镇|乡|街道|县|市|区|支部|党委|单位|公司)"
_NOTE_GONE = re.compile(
    rf"{_DAY}(?:已|已经|因病|因公|意外|车祸|已于)*{_DAY}"
    rf"(?:{_GONE}|{_MOVED})(?:{_WHERE})?{_DAY}"
)
_ABOUT_GOING = re.compile(
    rf"{_GONE}|{_MOVED}|不是党员|非党员|原党员|曾是党员|退出|失联|查无此人|不在册|作废|重复|群众|积极分子"
)
_GROUP = re.compile(
    rf"(?:[(（]?[一二三四五六七八九十\d]+[)）]?[、.．]?)?(?:以下(?:人员|党员)?为?)?"
    rf"(?:已|因病)?(?:正式|预备|流动|在册|{_GONE}|{_MOVED}|{_NO_MEMBER.pattern}|失联|不在册)"
    r"(?:的?党员|的?人员)?(?:名单|名册)?"
)
_LIST_WORDS = r"(?:名单|名册|花名册|情况|登记|统计|台账|明细|信息|一览|[表册])*"
_OUT = (
    rf"(?:已|因病)*(?:{_GONE}|{_MOVED}|减少|失联|不在册|作废|非党员"
    rf"|(?<!联系)(?<!服务)(?:{_NO_MEMBER.pattern}))"
)
_GROUP_OUT = re.compile(
    rf"(?P<why>{_OUT})(?:的?老?党员|的?人员)?"
    rf"(?:[和及与、,/]?{_OUT}(?:的?老?党员|的?人员)?)*{_LIST_WORDS}$"
)
"""The words of a group end the line: 民建村 and 外出党员 are a village and members."""
_GROUP_PROBATIONARY = re.compile(rf"(?:{_PROBATIONARY.pattern}){_LIST_WORDS}$")
_BEHIND_GROUP = re.compile(r"(?:[(（][共\d年月日人名至.\-—]*[)）]|共?\d+[人名]|[:：。.)）])+$")
_ADDRESS = re.compile("^(?:党员)?(?:同志)?")
_OF_OTHERS = re.compile(
    r"(?:党员|人员|名单|名册|正式|预备|流动|在册)[和及与、,/]$|(?:党|转入)[和及与、,/]?$|(?<!不)在册"
    r"|不含|包含|[(（,]含|含$|^注|说明|请|不[填计列报统用]|除$"
)
"""Before the words of a group: others stand on the list as well, or it is a sentence."""


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
    if _NO_MEMBER.fullmatch(said):
        return Standing(out=f"备注写着“{said[:20]}”")
    if _ABOUT_GOING.search(said):
        return Standing(asked=mask_numbers(said)[:30])
    return NOTHING_SAID


@lru_cache(maxsize=4_096)
def standing_beside(text: str) -> Standing:
    """What stands beside a name, in brackets or glued to it. 党员 or 同志 before it hide nothing:
    王芳同志（预备）."""
    found = standing_in_note(text := _ADDRESS.sub("", text))
    if found.out:
        return Standing(out=f"姓名后面写着“{text[:20]}”")
    if found.asked:
        return found
    known = standing_of(text)
    return NOTHING_SAID if known.asked else known  # 王芳（西街）: told, and no question


def standing_of_group(words: str, where: str) -> Standing:
    """What the words over people say of all of them: the name of a sheet, 已故转出, a title,
    石桥村已故党员名单, a heading, 二、预备党员（2人）. `where` is 工作表, 标题 or 小标题. Words of
    several kinds of people at once say nothing of each."""
    said = text_of(words).replace(" ", "")
    bare = _BEHIND_GROUP.sub("", said)
    if (found := _GROUP_OUT.search(bare)) and not _OF_OTHERS.search(bare[: found.start()]):
        return Standing(out=f"在{where}“{said[:20]}”里（{found['why']}）")
    found = _GROUP_PROBATIONARY.search(bare)
    if found and "正式" not in said and not _OF_OTHERS.search(bare[: found.start()]):
        return Standing(MemberKind.probationary)
    return NOTHING_SAID


def is_group(words: str) -> bool:
    """Whether a line is a heading of a kind of people, 一、正式党员（20人）, and no branch's."""
    said = _BEHIND_GROUP.sub("", text_of(words).replace(" ", ""))
    return _GROUP.fullmatch(said) is not None


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
