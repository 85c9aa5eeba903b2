"""What the list of members can be narrowed to."""

from decimal import Decimal

from services import member
from services.member import MemberKind, MemberRow, Role
from ui.core.narrowing import Cases, Narrowed, Pick

BRANCH, KIND, POST, HOURS, STATE = (
    f"member-{name}" for name in ("branch", "kind", "post", "hours-state", "state")
)
REACHED, BEHIND, EXEMPT, LEFT = "已达标", "未达标", "学时减免", "已离开"
NEAR = Decimal(8)

FILTERS: tuple[Pick[MemberRow] | Cases[MemberRow], ...] = (
    Pick(BRANCH, lambda one: one.branch, "全部支部"),
    Cases(
        KIND,
        {
            "正式党员": lambda one: one.kind is MemberKind.full,
            "预备党员": lambda one: one.kind is MemberKind.probationary,
            "流动党员": lambda one: one.floating,
            "外单位人员": lambda one: one.guest,
        },
        "全部类别",
    ),
    Cases(
        POST,
        {
            "书记和委员": lambda one: one.role is not Role.member and not one.guest,
            "支部书记": lambda one: one.role is Role.secretary,
            "支部委员": lambda one: one.role is Role.committee,
            "普通党员": lambda one: one.role is Role.member and not one.guest,
        },
        "全部职务",
    ),
    Cases(
        HOURS,
        {
            REACHED: lambda one: one.reached,
            BEHIND: lambda one: one.behind,
            "差不到 8 学时": lambda one: one.behind and one.target - one.hours < NEAR,
            EXEMPT: lambda one: one.exempt,
            "还没有学时": lambda one: not one.hours and not one.guest,
        },
        "学时不限",
    ),
    Cases(
        STATE,
        {
            "身份证号待核": lambda one: not (one.identity_known or one.guest or one.retired),
            "同名的人": lambda one: one.namesakes > 1 and not one.retired,
            LEFT: lambda one: one.retired,
        },
        "全部学员",
    ),
)

NAMED = {
    "all": Narrowed(),
    "behind": Narrowed(picked={HOURS: BEHIND}),
    "reached": Narrowed(picked={HOURS: REACHED}),
    "leaders": Narrowed(picked={POST: "书记和委员"}),
    "probationary": Narrowed(picked={KIND: "预备党员"}),
    "guests": Narrowed(picked={KIND: "外单位人员"}),
    member.NO_IDENTITY: Narrowed(picked={STATE: "身份证号待核"}),
    "namesakes": Narrowed(picked={STATE: "同名的人"}),
    "retired": Narrowed(picked={STATE: LEFT}),
}
"""What other pages ask for by name."""


def of_branch(branch: str, hours: str = "") -> Narrowed:
    """The people of a branch, by its short name; `hours` is REACHED, BEHIND or EXEMPT."""
    return Narrowed(picked={BRANCH: branch} | ({HOURS: hours} if hours else {}))
