"""Take members and guests in by hand, and change what is known of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from models.core.types import PartialDate
from models.member import Member, MemberKind, Role
from services import branch
from services.core.checks import check_phone, optional_text, partial_date, required_text
from services.core.errors import BadInput, NotFound, Refused
from services.core.session import WorkSession
from services.core.text import clean_name, pinyin_of
from services.core.undo import Before, Made, Undo
from services.member.rules import birth_of as birth_of
from services.member.rules import check_identity, require_free
from services.member.rules import identity_fault as identity_fault
from services.member.rules import new_card_code as new_card_code
from services.member.rules import sex_of as sex_of

SEXES = ("", "男", "女")
MOST_NOTE = 500
WORDS = {
    "name": "姓名", "sex": "性别", "nation": "民族", "identity_number": "身份证号",
    "born": "出生日期", "education": "学历", "kind": "类别", "branch_id": "党支部",
    "joined": "入党日期", "became_full": "转正日期", "occupation": "岗位", "phone": "手机",
    "floating": "流动党员标记", "note": "备注",
}  # fmt: skip


@dataclass(frozen=True)
class MemberDraft:
    """What the clerk typed. `branch` is a name, a guest's unit where `kind` is guest;
    `identity_number` and `phone` may be empty: in `update` an empty one leaves what is stored,
    since the form never shows it. So does None anywhere.

    `born`, `joined` and `became_full` are dates as precise as they are known: 2001.07.
    `role` and `post` count for somebody new only; later they change by services.member.posts.
    """

    name: str
    branch: str
    sex: str = ""
    identity_number: str = ""
    phone: str = ""
    kind: MemberKind = MemberKind.full
    role: Role = Role.member
    post: str = ""
    note: str = ""
    nation: str | None = None
    education: str | None = None
    occupation: str | None = None
    born: str | None = None
    joined: str | None = None
    became_full: str | None = None
    floating: bool | None = None


def create(session: WorkSession, draft: MemberDraft) -> Made:
    """Add one member or guest. Namesakes are different people.

    Raises BadInput; Refused where somebody has the identity number already.
    """
    identity = check_identity(draft.identity_number)
    require_free(session, identity, None)
    values = _checked(draft, session.today())
    name = str(values["name"])
    pinyin, initials = pinyin_of(name)
    if identity:
        values["born"] = _born(identity, values.get("born"))
    before = Before(session)
    member = session.make(
        Member,
        **values,
        role=draft.role,
        post=optional_text(draft.post, "职务", 30),
        sex=_sex(draft.sex, identity),
        pinyin=pinyin,
        initials=initials,
        identity_number=identity,
        phone=check_phone(draft.phone),
        branch_id=_place(session, draft),
        card_code=new_card_code(session),
    )
    before.made(member)
    session.flush()
    session.note("member.create", id=str(member.id))
    return Made(member.id, before.undo(f"去掉新增的{member.name}", "member.undo"))


def update(session: WorkSession, member_id: UUID, draft: MemberDraft) -> Undo:
    """Change one member. Raises BadInput, Refused, NotFound as `create` does."""
    member = session.require(Member, member_id)
    _require_in_use(member)
    before = Before(session)
    before.keep(member)
    known = {name: getattr(member, name) for name in WORDS}
    values = _checked(draft, session.today(), known)
    if (member.kind is MemberKind.guest) != (draft.kind is MemberKind.guest):
        raise Refused("外单位人员和党员不能互改；是同一个人时请用“合并”。")
    typed = check_identity(draft.identity_number)
    identity = typed or member.identity_number
    require_free(session, identity, member_id)
    if values["name"] != member.name:
        member.pinyin, member.initials = pinyin_of(str(values["name"]))
    if identity and (typed != member.identity_number or "born" in values):
        values["born"] = _born(identity, values.get("born"))
    for field, value in values.items():
        setattr(member, field, value)
    member.identity_number = identity
    member.sex = _sex(draft.sex, identity)
    member.phone = check_phone(draft.phone) or member.phone
    member.branch_id = _place(session, draft)
    session.note("member.update", id=str(member_id))
    changed = [words for name, words in WORDS.items() if getattr(member, name) != known[name]]
    words = f"把{known['name']}的{'、'.join(changed) or '资料'}改回原样"
    return before.undo(words, "member.undo", _may_go_back(known, member_id))


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


def _checked(
    draft: MemberDraft, today: date, known: dict[str, object] | None = None
) -> dict[str, object]:
    """What is to be stored, without what is kept. A date that stands there already is not
    checked again: rosters hold odd ones. Raises BadInput."""
    if draft.sex not in SEXES:
        raise BadInput("性别请选男或女。")
    values: dict[str, object] = {
        "name": required_text(clean_name(draft.name), "姓名", 30),
        "kind": draft.kind,
        "note": optional_text(draft.note, "备注", MOST_NOTE),
    }
    for field, most in (("nation", 20), ("education", 20), ("occupation", 40)):
        if (text := getattr(draft, field)) is not None:
            values[field] = optional_text(text, WORDS[field], most)
    for field in ("born", "joined", "became_full"):
        text = getattr(draft, field)
        if text is not None and text.strip() != str((known or {}).get(field) or ""):
            values[field] = partial_date(text, WORDS[field], today)
    if draft.floating is not None:
        values["floating"] = draft.floating
    return values


def _born(identity: str, typed: object) -> PartialDate:
    """An identity number says it to the day. Raises BadInput where something else was typed."""
    day = birth_of(identity)
    if isinstance(typed, PartialDate) and not typed.agrees_with(day):
        raise BadInput("出生日期和身份证号里的不一致，请核对。")
    return day


def _sex(chosen: str, identity: str | None) -> str:
    return chosen or (sex_of(identity) if identity else "")


def _place(session: WorkSession, draft: MemberDraft) -> UUID:
    guest = draft.kind is MemberKind.guest
    return (branch.ensure_unit if guest else branch.ensure)(session, draft.branch)


def _require_in_use(member: Member) -> None:
    if member.retired_at is not None:
        raise Refused("这名学员已经离开，请先恢复再修改。")


def _may_go_back(known: dict[str, object], member_id: UUID) -> Callable[[WorkSession], None]:
    """The number may have been given to somebody else meanwhile; the branch may be out of use."""

    def check(session: WorkSession) -> None:
        identity, place = known["identity_number"], known["branch_id"]
        require_free(session, identity if isinstance(identity, str) else None, member_id)
        assert isinstance(place, UUID)
        branch.restore(session, place)

    return check
