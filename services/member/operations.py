"""Take members in by hand, change them, take them out of use."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from stdnum.cn import ric

from models.core.types import PartialDate
from models.member import Member, MemberKind, Role
from services import branch
from services.core.errors import BadInput, NotFound, Refused
from services.core.fields import optional_text, required_text
from services.core.session import WorkSession
from services.core.text import card_code, clean_name, mask_identity, normal, pinyin_of

IDENTITY_LENGTH = 18
CARD_STEM_DIGITS = 15
SEXES = ("", "男", "女")


@dataclass(frozen=True)
class MemberDraft:
    """What the clerk typed. `branch` is a name; `identity_number` and `phone` may be empty:
    in `update` an empty one leaves what is stored, since the form never shows it."""

    name: str
    branch: str
    sex: str = ""
    identity_number: str = ""
    phone: str = ""
    kind: MemberKind = MemberKind.full
    role: Role = Role.member
    post: str = ""
    note: str = ""


def create(session: WorkSession, draft: MemberDraft) -> UUID:
    """Add one member. Namesakes are different people.

    Raises BadInput; Refused where somebody has the identity number already.
    """
    values = _checked(draft)
    name = str(values["name"])
    pinyin, initials = pinyin_of(name)
    identity = check_identity(draft.identity_number)
    _require_free(session, identity, None)
    born = birth_of(identity) if identity else None
    member = session.make(
        Member,
        **values,
        sex=_sex(draft.sex, identity),
        pinyin=pinyin,
        initials=initials,
        identity_number=identity,
        born=born,
        phone=check_phone(draft.phone),
        branch_id=branch.ensure(session, draft.branch),
        card_code=new_card_code(session),
    )
    session.flush()
    session.note("member.create", id=str(member.id))
    return member.id


def update(session: WorkSession, member_id: UUID, draft: MemberDraft) -> None:
    """Change one member. Raises BadInput, Refused, NotFound as `create` does."""
    member = session.require(Member, member_id)
    values = _checked(draft)
    identity = check_identity(draft.identity_number) or member.identity_number
    _require_free(session, identity, member_id)
    if values["name"] != member.name:
        member.pinyin, member.initials = pinyin_of(str(values["name"]))
    for field, value in values.items():
        setattr(member, field, value)
    if identity and identity != member.identity_number:
        member.identity_number, member.born = identity, birth_of(identity)
    member.sex = _sex(draft.sex, identity)
    member.phone = check_phone(draft.phone) or member.phone
    member.branch_id = branch.ensure(session, draft.branch)
    session.note("member.update", id=str(member_id))


def retire(session: WorkSession, member_id: UUID) -> None:
    """Take a member out of use, as when they move away; hours and sign-ins stay."""
    session.require(Member, member_id).retired_at = session.now()
    session.note("member.retire", id=str(member_id))


def restore(session: WorkSession, member_id: UUID) -> None:
    """Take a retired member back, and their branch with them."""
    member = session.require(Member, member_id)
    member.retired_at = None
    branch.restore(session, member.branch_id)
    session.note("member.restore", id=str(member_id))


def show_identity(session: WorkSession, member_id: UUID) -> str:
    """The full identity number; that it was shown is logged. Raises NotFound without one."""
    member = session.require(Member, member_id)
    if member.identity_number is None:
        raise NotFound("这名党员还没有可信的身份证号，请核实后补上。")
    session.note("member.show_identity", id=str(member_id))
    return member.identity_number


def log_cards(session: WorkSession, cards: int) -> None:
    """Note that so many study cards were printed or saved."""
    session.note("member.print_cards", cards=cards)


def check_identity(text: str) -> str | None:
    """The 18 characters of a number that can be trusted; None for none. Raises BadInput.

    GB 11643: birth date and weighted checksum. stdnum's `validate` is not used: it rejects
    people whose county's code was first issued after their birth (domain.md).
    """
    number = normal(text).replace(" ", "").upper()
    if not number:
        return None
    if reason := identity_fault(number):
        raise BadInput(f"身份证号{reason}，请检查。")
    return number


def identity_fault(number: str) -> str:
    """Why a number in capitals without spaces is no identity number; empty where it is one."""
    if len(number) != IDENTITY_LENGTH:
        return f"有 {len(number)} 位，应为 {IDENTITY_LENGTH} 位"
    stem, last = number[:-1], number[-1]
    if not (number.isascii() and stem.isdigit() and (last.isdigit() or last == "X")):
        return "里有不该有的字符"
    try:
        birth_of(number)
    except ValueError:
        return "中的出生日期不存在"
    if ric.calc_check_digit(number) != last:
        return "的校验位不对"
    return ""


def birth_of(number: str) -> PartialDate:
    """The day of birth in an identity number. Raises ValueError for a day that never was."""
    day = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return PartialDate.of(day)


def sex_of(number: str) -> str:
    """GB 11643: an odd seventeenth digit is a man's."""
    return "男" if int(number[16]) % 2 else "女"


def check_phone(text: str) -> str:
    """The digits of a phone number; empty for none. Raises BadInput."""
    digits = "".join(normal(text).replace("-", " ").split())
    if digits and not (digits.isascii() and digits.isdigit() and 7 <= len(digits) <= 12):
        raise BadInput("电话应为 7 到 12 位数字，请检查。")
    return digits


def new_card_code(session: WorkSession) -> str:
    return card_code(session.context.ids.digits(CARD_STEM_DIGITS))


def _checked(draft: MemberDraft) -> dict[str, object]:
    if draft.sex not in SEXES:
        raise BadInput("性别请选男或女。")
    return {
        "name": required_text(clean_name(draft.name), "姓名", 30),
        "kind": draft.kind,
        "role": draft.role,
        "post": optional_text(draft.post, "职务", 30),
        "note": optional_text(draft.note, "备注", 200),
    }


def _sex(chosen: str, identity: str | None) -> str:
    return chosen or (sex_of(identity) if identity else "")


def _require_free(session: WorkSession, identity: str | None, own_id: UUID | None) -> None:
    if identity is None:
        return
    other = session.execute(
        select(Member.id, Member.name, Member.retired_at).where(
            Member.owner == session.owner, Member.identity_number == identity
        )
    ).one_or_none()
    if other is None or other.id == own_id:
        return
    where = "已停用的学员" if other.retired_at else "学员"
    masked = mask_identity(identity)
    raise Refused(f"身份证号 {masked} 已登记在{where}“{other.name}”名下，请核对后再保存。")
