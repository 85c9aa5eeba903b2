"""The columns of the list of members; those that are extra are shown to who chooses them."""

from services.core.text import plain
from services.member import MemberKind, MemberRow, Role
from ui.core.table import Column


def role_words(one: MemberRow) -> str:
    if one.kind is MemberKind.guest:
        return "外单位"
    if one.role is Role.member and one.kind is MemberKind.probationary:
        return "预备党员"
    return one.role.short


def namesake_words(one: MemberRow) -> str:
    return f"同名 {one.namesakes} 人" if one.namesakes > 1 else ""


def hours_words(one: MemberRow) -> str:
    if one.guest:
        return plain(one.hours) if one.hours else ""
    return f"{plain(one.hours)} / {one.target}"


def state_words(one: MemberRow) -> str:
    if one.left_kind is not None:
        return one.left_kind.word
    if one.guest:
        return "不设目标"
    if one.reached:
        return "达标"
    return f"差 {plain(one.target - one.hours)}"


def state_tone(one: MemberRow) -> str:
    if one.left_kind is not None or one.guest:
        return "grey"
    return "green" if one.reached else "amber"


COLUMNS: tuple[Column[MemberRow], ...] = (
    Column("姓名", 92, lambda one: one.name, lambda one: one.pinyin, bold=True),
    Column("同名", 88, namesake_words, lambda one: one.namesakes, lambda _one: "amber", firm=True),
    Column("性别", 54, lambda one: one.sex, spare=True),
    Column("党支部", 0, lambda one: one.branch),
    Column("党内身份", 84, role_words),
    Column("手机", 118, lambda one: one.phone_masked, firm=True, spare=True),
    Column(
        "学时",
        82,
        hours_words,
        lambda one: one.hours,
        right=True,
        firm=True,
        value=lambda one: one.hours,
    ),
    Column("年度目标", 88, state_words, lambda one: one.hours - one.target, state_tone, firm=True),
    Column("职务", 110, lambda one: one.post, extra=True),
    Column("身份证号", 158, lambda one: one.identity_masked, firm=True, extra=True),
    Column("民族", 64, lambda one: one.nation, extra=True),
    Column("出生日期", 96, lambda one: one.born, extra=True),
    Column("学历", 88, lambda one: one.education, extra=True),
    Column("类别", 96, lambda one: one.kind.word, extra=True),
    Column("入党日期", 96, lambda one: one.joined, extra=True),
    Column("转正日期", 96, lambda one: one.became_full, extra=True),
    Column("岗位", 110, lambda one: one.occupation, extra=True),
    Column("流动", 54, lambda one: "流动" if one.floating else "", extra=True),
    Column("离开", 200, lambda one: one.left, extra=True),
)
