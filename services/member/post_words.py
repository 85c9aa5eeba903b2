"""What the words of a post mean (职务): the one table of the program."""

import re
from dataclasses import dataclass
from functools import lru_cache

from models.member import Role

NO_SECRETARY = r"第一书记|副书记|书记助理|书记员"
"""Posts with 书记 in their names that are no secretary of a branch, nor ever were."""
NO_LONGER = (
    r"老书记|老支书|名誉|荣誉|离任|离职|退休|退职|卸任|去职|免职|前书记|前任|曾任|历任|"
    r"^原|原任|原党|原支"
)
"""Whoever bears these was one, and is none now."""

_BETWEEN_POSTS = re.compile(r"[、,;/兼和及 ]")
_SPAN = re.compile(r"\d{4}\D{0,3}[-—–~～至到]+\D{0,2}\d{4}")
_NO_LONGER = re.compile(NO_LONGER)
_OTHER_BODY = re.compile(r"村委|居委|村民委|居民委|团支部|团委|团总支|妇联|监督委|监委")
_SECRETARY = re.compile(r"书记|支书|一肩挑")
_NO_SECRETARY = re.compile(NO_SECRETARY)
_COMMITTEE = re.compile(r"副书记|副支书|支委|委员")
_PLAIN = re.compile(
    r"党员|小组长|组长|主任|会计|文书|出纳|村官|网格员|代表|教师|医生|干部|职工|社员|群众|村民|居民"
    r"|经理|队长|社长|理事|校长|园长|站长|所长|科长|镇长|村长|助理|专干|联络员|管理员|护林员|保洁员"
)
"""Posts that have nothing to do with the branch's committee."""
_NOTHING = re.compile(r"[无没有\-—/、．.]*")


@dataclass(frozen=True)
class PostReading:
    """The role that sets the yearly target. `told` is what the person must know of it, empty where
    the words leave no doubt."""

    role: Role
    told: str = ""


@lru_cache(maxsize=4_096)
def read_post(post: str) -> PostReading:
    """Of several posts, such as 党支部书记兼村委会主任, the one with the highest target counts."""
    if _SPAN.search(post) and _SECRETARY.search(post):
        return PostReading(Role.member, "写着起止年份，不知道是否还在任，按普通党员记")
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
        return PostReading(Role.member)
    if "第一书记" in part:
        return PostReading(Role.member, "第一书记不是支部书记，按普通党员记")
    if _SECRETARY.search(_NO_SECRETARY.sub("", part)):
        return PostReading(Role.secretary)
    if _COMMITTEE.search(part):
        return PostReading(Role.committee)
    if _NO_SECRETARY.search(part) or _PLAIN.search(part):
        return PostReading(Role.member)
    return PostReading(Role.member, "不认识这个职务，按普通党员记")
