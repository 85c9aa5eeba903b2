"""Take members and guests in by hand, and change what is known of them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from models.core.types import PartialDate
from models.member import Member, MemberKind, Role
from services import branch
from services.branch import LONGEST_NAME as LONGEST_BRANCH
from services.core.errors import BadInput, NotFound, Refused
from services.core.field_kinds import PartialDay
from services.core.fields import (
    Field,
    checked_some,
    choice,
    draft,
    field_of,
    fields_of,
    partial_day,
    phone,
    put,
    suggested,
    text,
    yes_no,
)
from services.core.session import WorkSession
from services.core.text import clean_name, pinyin_of
from services.core.undo import Before, Made, Undo
from services.member.rules import birth_of as birth_of
from services.member.rules import check_identity, require_free
from services.member.rules import identity_fault as identity_fault
from services.member.rules import new_card_code as new_card_code
from services.member.rules import sex_of as sex_of

SEXES = ("男", "女")
MOST_NOTE = 500
MAY_BE_EMPTY = "可不填"
OWN_BRANCH = "选一个，或写新的"
NUMBERS = ("identity_number", "phone")


def _identity(typed: str) -> str:
    return check_identity(typed) or ""


@draft
class MemberFacts:
    """What is known of a member. `branch` is a name, a guest's unit where `kind` is guest;
    `identity_number` and `phone` may be empty: in `update` an empty one leaves what is stored,
    since the form never shows it. So does None anywhere.

    `born`, `joined` and `became_full` are dates as precise as they are known: 2001.07.
    """

    name: str = text("姓名", 30, clean=clean_name)
    branch: str = suggested("党支部", LONGEST_BRANCH, hint=OWN_BRANCH)
    identity_number: str = text(
        "身份证号",
        24,
        clean=_identity,
        masked=True,
        hint="18 位，可不填；填了就有性别和出生日期",
        default="",
    )
    phone: str = phone("手机", masked=True, hint=MAY_BE_EMPTY, default="")
    sex: str = suggested("性别", 2, SEXES, free=False, default="")
    nation: str | None = text("民族", 20, hint=MAY_BE_EMPTY, default=None)
    kind: MemberKind = choice("类别", MemberKind, default=MemberKind.full)
    education: str | None = text("学历", 20, hint=MAY_BE_EMPTY, default=None)
    joined: str | None = partial_day("入党日期", default=None)
    became_full: str | None = partial_day("转正日期", default=None)
    born: str | None = partial_day("出生日期", hint="如 1968.05；有身份证号时按号码", default=None)
    occupation: str | None = text("岗位", 40, hint=MAY_BE_EMPTY, default=None)
    note: str = text("备注", MOST_NOTE, hint=MAY_BE_EMPTY, default="")
    floating: bool | None = yes_no("流动党员", default=None)


@draft
class MemberDraft(MemberFacts):
    """Somebody new, with the post held now; later it changes by services.member.posts."""

    role: Role = choice("党内身份", Role, default=Role.member)
    post: str = text("职务", 30, hint="例如：党支部书记；可不填", default="")


@draft
class GuestDraft:
    """Somebody of another unit, who is signed in but has no target; `branch` is the unit."""

    name: str = text("姓名", 30, clean=clean_name)
    branch: str = suggested("单位", LONGEST_BRANCH, hint=OWN_BRANCH)
    phone: str = phone("手机", masked=True, hint=MAY_BE_EMPTY, default="")
    note: str = text("备注", MOST_NOTE, hint=MAY_BE_EMPTY, default="")

    @property
    def whole(self) -> MemberDraft:
        return MemberDraft(**vars(self), kind=MemberKind.guest)


def create(session: WorkSession, draft: MemberDraft) -> Made:
    """Add one member or guest. Namesakes are different people.

    Raises BadInput; Refused where somebody has the identity number already.
    """
    values = _checked(session, draft, None)
    identity = values["identity_number"] = values["identity_number"] or None
    require_free(session, identity, None)
    if identity:
        values["born"] = _born(identity, values.get("born"))
    values["sex"] = _sex(values["sex"], identity)
    values["branch_id"] = _place(session, draft.branch, guest=draft.kind is MemberKind.guest)
    pinyin, initials = pinyin_of(values["name"])
    before = Before(session)
    member = session.make(
        Member, **values, pinyin=pinyin, initials=initials, card_code=new_card_code(session)
    )
    before.made(member)
    session.flush()
    session.note("member.create", id=str(member.id))
    return Made(member.id, before.undo(f"新增 {member.name}", "member.undo"))


def update(session: WorkSession, member_id: UUID, draft: MemberFacts) -> Undo:
    """Change one member. Raises BadInput, Refused, NotFound as `create` does."""
    member = session.require(Member, member_id)
    _require_in_use(member)
    before = Before(session)
    before.keep(member)
    known = {**vars(member)}
    values = _checked(session, draft, member)
    for name in NUMBERS:
        values[name] = values.get(name) or getattr(member, name)
    _require_same_sort(member, draft.kind)
    values["branch_id"] = _place(session, draft.branch, guest=draft.kind is MemberKind.guest)
    _take(session, member, values)
    session.note("member.update", id=str(member_id))
    captions = {
        "branch_id" if one.name == "branch" else one.name: one.caption
        for one in fields_of(MemberFacts)
    }
    changed = [words for name, words in captions.items() if getattr(member, name) != known[name]]
    words = f"修改 {known['name']} 的{'、'.join(changed) or '资料'}"
    return before.undo(words, "member.undo", _may_go_back([known]))


def change(session: WorkSession, keys: Sequence[UUID], name: str, value: Any) -> Undo:
    """Give one field of several people the same value: none of the numbers. A role or post is put
    right by it, as `correct_present` does, and nothing becomes a former post.

    Raises BadInput, NotFound; Refused for somebody who left, and for a guest where only a member
    has such a field.
    """
    values = checked_some(MemberDraft, {name: value}, session.today())
    members = [session.require(Member, key) for key in keys]
    before = Before(session)
    known = [{**vars(one)} for one in members]
    for one in members:
        _require_in_use(one)
        before.keep(one)
    places = {
        guest: _place(session, value, guest=guest)
        for guest in {one.kind is MemberKind.guest for one in members}
        if name == "branch"
    }
    for one in members:
        guest = one.kind is MemberKind.guest
        if guest and name in ("role", "post"):
            raise Refused("外单位人员没有支部职务。")
        if name == "kind":
            _require_same_sort(one, value)
        _take(session, one, {"branch_id": places[guest]} if places else dict(values))
    session.note("member.change", ids=[str(key) for key in keys], field=name)
    whose = f"{members[0].name} 的" if len(members) == 1 else f"{len(members)} 人的"
    words = f"修改 {whose}{field_of(MemberDraft, name).caption}"
    return before.undo(words, "member.undo", _may_go_back(known))


def show_identity(session: WorkSession, member_id: UUID) -> str:
    """The full identity number; that it was shown is logged. Raises NotFound without one."""
    member = session.require(Member, member_id)
    if member.identity_number is None:
        raise NotFound("这名党员还没有可信的身份证号，请核实后补上。")
    session.note("member.show_identity", id=str(member_id))
    return member.identity_number


def show_phone(session: WorkSession, member_id: UUID) -> str:
    """The full phone number; that it was shown is logged. Raises NotFound without one."""
    member = session.require(Member, member_id)
    if not member.phone:
        raise NotFound("还没有登记电话，可以在“修改”里补上。")
    session.note("member.show_phone", id=str(member_id))
    return member.phone


def _checked(session: WorkSession, draft: MemberFacts, known: Member | None) -> dict[str, Any]:
    """What is to be stored, without the place and what is kept. A date that stands there already
    is not checked again: rosters hold odd ones. Raises BadInput."""
    kind, typed = type(draft), vars(draft)
    asked = {
        one.name: typed[one.name]
        for one in fields_of(kind)
        if one.name != "branch" and typed[one.name] is not None and not _stands(known, one, typed)
    }
    if known is not None:  # a post changes by services.member.posts
        asked = {name: value for name, value in asked.items() if name not in ("role", "post")}
    return checked_some(kind, asked, session.today())


def _stands(known: Member | None, field: Field, typed: dict[str, Any]) -> bool:
    return isinstance(field.kind, PartialDay) and typed[field.name].strip() == str(
        getattr(known, field.name, None) or ""
    )


def _take(session: WorkSession, member: Member, values: dict[str, Any]) -> None:
    """Write checked values into somebody, with what follows from them. Raises BadInput, Refused."""
    identity = values.get("identity_number", member.identity_number)
    if identity != member.identity_number:
        require_free(session, identity, member.id)
    if identity and {"identity_number", "born"} & values.keys():
        values["born"] = _born(identity, values.get("born"))
    if "sex" in values:
        values["sex"] = _sex(values["sex"], identity)
    if "name" in values and values["name"] != member.name:
        member.pinyin, member.initials = pinyin_of(values["name"])
    put(member, values)


def _born(identity: str, typed: object) -> PartialDate:
    """An identity number says it to the day. Raises BadInput where something else was typed."""
    day = birth_of(identity)
    if isinstance(typed, PartialDate) and not typed.agrees_with(day):
        raise BadInput("出生日期和身份证号里的不一致，请核对。")
    return day


def _sex(chosen: str, identity: str | None) -> str:
    return chosen or (sex_of(identity) if identity else "")


def _place(session: WorkSession, name: str, *, guest: bool) -> UUID:
    try:
        return (branch.ensure_unit if guest else branch.ensure)(session, name)
    except BadInput as error:
        raise BadInput(error.message, "branch") from error


def _require_same_sort(member: Member, kind: MemberKind) -> None:
    if (member.kind is MemberKind.guest) != (kind is MemberKind.guest):
        raise Refused("外单位人员和党员不能互改；是同一个人时请用“合并”。")


def _require_in_use(member: Member) -> None:
    if member.retired_at is not None:
        raise Refused("这名学员已经离开，请先恢复再修改。")


def _may_go_back(known: Iterable[dict[str, Any]]) -> Callable[[WorkSession], None]:
    """A number may have been given to somebody else meanwhile; a branch may be out of use."""
    whose = [(one["id"], one["identity_number"]) for one in known]
    places = {one["branch_id"] for one in known}

    def check(session: WorkSession) -> None:
        for key, identity in whose:
            require_free(session, identity, key)
        for place in places:
            branch.restore(session, place)

    return check
