"""Somebody of another unit (外单位人员)."""

from uuid import UUID

from services import member
from services.core.session import WorkSession
from services.member import MemberDraft, MemberKind


def create_guest(session: WorkSession, name: str, unit: str, phone: str = "") -> UUID:
    return member.create(session, MemberDraft(name, unit, phone=phone, kind=MemberKind.guest)).id
