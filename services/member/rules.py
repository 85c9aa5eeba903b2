"""Identity numbers, cards, and what a role is called: the field's rules for one person."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from stdnum.cn import ric

from models.core.types import PartialDate
from models.member import Member, MemberKind
from services.core.errors import BadInput, Refused
from services.core.session import WorkSession
from services.core.text import card_code, mask_identity, normal

IDENTITY_LENGTH = 18
CARD_STEM_DIGITS = 15
PARTY_KINDS = (MemberKind.full, MemberKind.probationary)


def post_words(post: str, kind: MemberKind) -> str:
    """What somebody is called in a list: their post, else what they are."""
    return post or (kind.word if kind is MemberKind.guest else "党员")


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


def new_card_code(session: WorkSession) -> str:
    return card_code(session.context.ids.digits(CARD_STEM_DIGITS))


def require_free(session: WorkSession, identity: str | None, own_id: UUID | None) -> None:
    """One identity number is one person. Raises Refused."""
    if identity is None:
        return
    other = session.execute(
        select(Member.id, Member.name, Member.retired_at).where(
            Member.owner == session.owner, Member.identity_number == identity
        )
    ).one_or_none()
    if other is None or other.id == own_id:
        return
    where = "已离开的学员" if other.retired_at else "学员"
    masked = mask_identity(identity)
    raise Refused(f"身份证号 {masked} 已登记在{where}“{other.name}”名下，请核对后再保存。")
