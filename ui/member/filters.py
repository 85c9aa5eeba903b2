"""What the list of members can be narrowed to."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from services import member
from services.member import MemberKind, MemberRow, Role

NEAR = Decimal(8)
Fits = Callable[[MemberRow], bool]
Choice = dict[str, tuple[str, Fits]]


def _all(_one: MemberRow) -> bool:
    return True


KINDS: Choice = {
    "": ("全部类别", _all),
    "full": ("正式党员", lambda one: one.kind is MemberKind.full),
    "probationary": ("预备党员", lambda one: one.kind is MemberKind.probationary),
    "floating": ("流动党员", lambda one: one.floating),
    "guest": ("外单位人员", lambda one: one.guest),
}
POSTS: Choice = {
    "": ("全部职务", _all),
    "leaders": ("书记和委员", lambda one: one.role is not Role.member and not one.guest),
    "secretary": ("支部书记", lambda one: one.role is Role.secretary),
    "committee": ("支部委员", lambda one: one.role is Role.committee),
    "plain": ("普通党员", lambda one: one.role is Role.member and not one.guest),
}
HOURS: Choice = {
    "": ("学时不限", _all),
    "reached": ("已达标", lambda one: one.reached),
    "behind": ("未达标", lambda one: not one.reached and not one.guest),
    "near": ("差不到 8 学时", lambda one: not one.reached and one.target - one.hours < NEAR),
    "none": ("还没有学时", lambda one: not one.hours and not one.guest),
}
LEFT = "left"
STATES: Choice = {
    "": ("在册", _all),
    member.NO_IDENTITY: ("身份证号待核", lambda one: not one.identity_known and not one.guest),
    "namesakes": ("同名的人", lambda one: one.namesakes > 1),
    LEFT: ("已离开", _all),
}


@dataclass(frozen=True)
class Narrowing:
    """What another page asks the list to show: keys of the choices above, a branch's short name."""

    branch: str = ""
    kind: str = ""
    post: str = ""
    hours: str = ""
    state: str = ""

    def fits(self) -> Fits:
        tests = [
            choice[key][1]
            for choice, key in (
                (KINDS, self.kind),
                (POSTS, self.post),
                (HOURS, self.hours),
                (STATES, self.state),
            )
            if key
        ]
        if self.branch:
            tests.append(lambda one: one.branch == self.branch)
        return lambda one: all(test(one) for test in tests)

    def words(self) -> str:
        """For the head of a workbook or paper: 石桥村党支部 · 未达标."""
        chosen = (
            (KINDS, self.kind),
            (POSTS, self.post),
            (HOURS, self.hours),
            (STATES, self.state),
        )
        return " · ".join(
            part for part in (self.branch, *(of[key][0] for of, key in chosen if key)) if part
        )


NAMED = {
    "all": Narrowing(),
    "behind": Narrowing(hours="behind"),
    "reached": Narrowing(hours="reached"),
    "leaders": Narrowing(post="leaders"),
    "probationary": Narrowing(kind="probationary"),
    "guests": Narrowing(kind="guest"),
    member.NO_IDENTITY: Narrowing(state=member.NO_IDENTITY),
    "namesakes": Narrowing(state="namesakes"),
    "retired": Narrowing(state=LEFT),
}
