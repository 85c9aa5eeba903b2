"""Two records of one person, merged and taken apart again."""

from typing import Any
from uuid import UUID

from models.sign_in import SignIn, SignInMethod, SignInStatus
from services import member, merging
from services.core.workspace import Workspace
from services.member import MemberDraft

BRANCH = "中共仲山镇石桥村支部委员会"
NUMBER = "37082919510715381X"
JPEG = b"\xff\xd8\xff" + b"0" * 40


def make(school: Workspace, name: str = "王秀兰", **more: Any) -> UUID:
    with school.write("member.create") as session:
        return member.create(session, MemberDraft(name, more.pop("branch", BRANCH), **more)).id


def merge(school: Workspace, kept: UUID, merged: UUID) -> UUID:
    with school.write("merging.merge") as session:
        merging.merge(session, kept, merged)
        return member.detail(session, kept).merges[0].id


def take_back(school: Workspace, merge_id: UUID) -> None:
    with school.write("merging.take_back") as session:
        merging.take_back(session, merge_id)


def put_sign_in(school: Workspace, lesson: UUID, key: UUID, status: SignInStatus) -> None:
    with school.write("sign_in.record") as session:
        session.make(
            SignIn,
            lesson_id=lesson,
            member_id=key,
            status=status,
            method=SignInMethod.paper,
            arrived_at=None,
            minutes_late=None,
            replaces_id=None,
            undone_at=None,
        )
