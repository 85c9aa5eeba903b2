"""The columns of the list of members; those that are extra are shown to who chooses them."""

from services.core.fields import field_of
from services.core.text import plain
from services.member import MemberDraft, MemberFacts, MemberKind, MemberRow, Role
from ui.core.rows import Column, field_column


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
    return f"{plain(one.hours)} / {one.target}" if one.owes else plain(one.hours)


def state_words(one: MemberRow) -> str:
    if one.left_kind is not None:
        return one.left_kind.word
    if one.guest:
        return "不设目标"
    if one.exempt:
        return "学时减免"
    if one.reached:
        return "达标"
    return f"差 {plain(one.target - one.hours)}"


def state_tone(one: MemberRow) -> str:
    if one.left_kind is not None or not one.owes:
        return "grey"
    return "green" if one.reached else "amber"


COLUMNS: tuple[Column[MemberRow], ...] = (
    field_column(MemberFacts, "name", 92, sort=lambda one: one.pinyin, bold=True, edit=True),
    Column("同名", 88, namesake_words, lambda one: one.namesakes, lambda _one: "amber", firm=True),
    field_column(MemberFacts, "sex", 54, spare=True, edit=True, many=True),
    field_column(MemberFacts, "branch", 0, edit=True, many=True),
    Column("党内身份", 84, role_words, edit=field_of(MemberDraft, "role"), many=True),
    field_column(MemberFacts, "phone", 118, firm=True, spare=True),
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
    field_column(MemberDraft, "post", 110, extra=True, edit=True, many=True),
    Column("身份证号", 158, lambda one: one.identity_masked, firm=True, extra=True),
    field_column(MemberFacts, "nation", 64, extra=True, edit=True, many=True),
    field_column(MemberFacts, "born", 96, extra=True, edit=True),
    field_column(MemberFacts, "education", 88, extra=True, edit=True, many=True),
    field_column(MemberFacts, "kind", 96, extra=True, edit=True, many=True),
    field_column(MemberFacts, "joined", 96, extra=True, edit=True),
    field_column(MemberFacts, "became_full", 96, extra=True, edit=True, many=True),
    field_column(MemberFacts, "occupation", 110, extra=True, edit=True, many=True),
    Column(
        "流动",
        54,
        lambda one: "流动" if one.floating else "",
        extra=True,
        edit=field_of(MemberFacts, "floating"),
        many=True,
    ),
    Column("离开", 200, lambda one: one.left, extra=True),
)
