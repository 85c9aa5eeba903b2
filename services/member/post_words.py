"""What the words of a post mean (职务): the one table of the program."""

import re
from dataclasses import dataclass
from functools import lru_cache

from models.member import Role

NO_SECRETARY = (
    r"第一书记|首席书记|副书记|副支书|书记助理|书记员|书记候选人|书记[的]?(?:女婿|儿子|妻子|丈夫|家属)|"
    r"(?:后备|拟任|候任|见习|挂职)\S*?书记|"
    r"候选书记|片区书记|包村书记|联村书记|"
    r"(?:团|妇委会|纪委|纪检|纪检组|政法委?|工会|机关党工委)\S{0,3}?(?:书记|支书)"
)
"""Posts with 书记 in their names that are no secretary of a branch, nor ever were."""
NO_LONGER = (
    r"老(?:村|党支部|支部|村支)?(?:书记|支书)|上一?届|往届|上任|已退|退下|退居|不再|改任|卸职|离岗|辞职|辞去|停职|撤职|罢免|"
    r"任期届满|待任命|名誉|荣誉|离任|离职|(?<!离)退休(?!\S*(?:支部|党委))|退职|卸任|去职|免职|"
    r"前任|曾任|历任|前(?:党|支|书)|^原(?!\S{0,3}[村庄])|村原|原(?:任|党|支|书|村支)"
)
"""Whoever bears these was one, and is none now."""

_BETWEEN_POSTS = re.compile(r"[、,;/兼和及 ·()（）]|(?<=书记)(?=村|社区|居)")
_SPAN = re.compile(r"\d{4}\D{0,3}[-—–~～至到]+\D{0,2}\d{4}|[至到]\s*\d{4}")
_NO_LONGER = re.compile(NO_LONGER)
_NOT_NOW = re.compile(
    r"^原(?!籍)|离任|离职|离岗|免职|免去|撤职|罢免|辞职|辞去|停职|卸任|卸职|改任|届满"
    r"|退休|退下|退居|已退|已故|待任|拟任|候选|不再|任至|至\d{4}"
)
_IN_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
_OTHER_BODY = re.compile(
    r"(?:镇|乡|街道|县|市)(?:党委|党工委)(?!\S*支部)|(?:县|市)委(?!员|\S*支部)"
    r"|村委|居委|村民委|居民委|团支部|团委|团总支|妇联|监督委|监委"
)
_SECRETARY = re.compile(r"书记|支书|一肩挑")
_NO_SECRETARY = re.compile(NO_SECRETARY)
_COMMITTEE = re.compile(r"副书记|副支书|支委|委员")
_PLAIN = re.compile(
    r"退役|退休|民兵|营长|党员|小组长|组长|主任|会计|文书|出纳|村官|网格员|代表|教师|医生|干部|职工|社员|群众|村民|居民"
    r"|经理|队长|社长|理事|校长|园长|站长|所长|科长|镇长|村长|助理|专干|联络员|管理员|护林员|保洁员"
)
"""Posts that have nothing to do with the branch's committee."""
OTHER_BODY = "写的是别的组织的书记，不知道是不是党支部书记，按普通党员记"
_NOTHING = re.compile(r"[无没有\-—/、．.]*")
_NO_POST = re.compile(r"[无没有\-—/、．.]*|(?:普通|正式|中共)?党员")


@dataclass(frozen=True)
class PostReading:
    """The role that sets the yearly target. `told` is what the person must know of it, empty where
    the words leave no doubt."""

    role: Role
    told: str = ""


def is_no_post(words: str) -> bool:
    """Whether they only say that there is none: 无, —, 党员."""
    return _NO_POST.fullmatch(words) is not None


@lru_cache(maxsize=4_096)
def read_post(post: str) -> PostReading:
    """Of several posts, such as 党支部书记兼村委会主任, the one with the highest target counts."""
    if _SPAN.search(post) and _SECRETARY.search(post):
        return PostReading(Role.member, "写着起止年份，不知道是否还在任，按普通党员记")
    post = re.sub(r"(?<=书)\s+(?=记)", "", post)
    if any(map(_NOT_NOW.search, _IN_BRACKETS.findall(post))) and (
        _SECRETARY.search(post) or _COMMITTEE.search(post)
    ):
        return PostReading(Role.member, "括号里写着不是现任，按普通党员记")
    found = [_one(part) for part in _BETWEEN_POSTS.split(post) if part]
    for role in (Role.secretary, Role.committee):
        if any(one.role is role for one in found):
            return PostReading(role)
    return next((one for one in found if one.told), PostReading(Role.member))


def _one(part: str) -> PostReading:
    if _NOTHING.fullmatch(part):
        return PostReading(Role.member)
    if _NO_LONGER.search(part) and (_SECRETARY.search(part) or _COMMITTEE.search(part)):
        return PostReading(Role.member, "不是现任，按普通党员记")
    if _OTHER_BODY.search(part):
        is_doubtful = _SECRETARY.search(_NO_SECRETARY.sub("", part)) is not None
        return PostReading(Role.member, OTHER_BODY if is_doubtful else "")
    if (no_secretary := _NO_SECRETARY.search(part)) and not _COMMITTEE.search(part):
        return PostReading(Role.member, f"{no_secretary[0]}不是支部书记，按普通党员记")
    if _SECRETARY.search(_NO_SECRETARY.sub("", part)):
        return PostReading(Role.secretary)
    if _COMMITTEE.search(part):
        return PostReading(Role.committee)
    if _PLAIN.search(part):
        return PostReading(Role.member)
    return PostReading(Role.member, "不认识这个职务，按普通党员记")
