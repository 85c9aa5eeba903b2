"""Plans and members to rotate, made quickly, for the tests of the rotation plan."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from models.branch import Branch
from models.core.types import PartialDate
from models.member import Member, MemberKind, Role
from services import plan
from services.core.session import WorkSession
from services.core.text import card_code
from services.core.workspace import Workspace
from services.plan import Audience, ItemDraft


def draft(title: str = "村支部书记轮训班", **fields: Any) -> ItemDraft:
    usual: dict[str, Any] = {
        "audience": Audience.secretaries,
        "heads": 60,
        "times": "3月中旬",
        "days": Decimal("1.5"),
        "hours": Decimal(12),
        "content": "党的创新理论，基层党建实务",
        "form": "集中授课",
        "place": "主校区",
        "responsible": "赵静",
        "budget": Decimal(8000),
    }
    return ItemDraft(title, **{**usual, **fields})


def add(space: Workspace, year: int, *drafts: ItemDraft) -> list[UUID]:
    """Items of these drafts; returns their ids."""
    with space.write("plan.add_item") as session:
        return [plan.add_item(session, year, one).id for one in drafts]


def titles(space: Workspace, year: int = 2026) -> list[str]:
    with space.read() as session:
        return [one.title for one in plan.list_items(session, year)]


def person(
    session: WorkSession,
    branch_id: UUID,
    *,
    kind: MemberKind = MemberKind.full,
    role: Role = Role.member,
    role_since: PartialDate | None = None,
    became_full: PartialDate | None = None,
    floating: bool = False,
    retired: bool = False,
    name: str = "王秀兰",
) -> UUID:
    """One member with what the rules look at."""
    return session.make(
        Member,
        name=name,
        pinyin="wangxiulan",
        initials="wxl",
        identity_number=None,
        kind=kind,
        role=role,
        role_since=role_since,
        became_full=became_full,
        floating=floating,
        branch_id=branch_id,
        card_code=card_code(session.context.ids.digits(15)),
        retired_at=session.now() if retired else None,
    ).id


def branch(session: WorkSession, name: str = "中共仲山镇石桥村支部委员会") -> UUID:
    made = session.make(Branch, name=name, short_name="石桥村党支部")
    session.flush()
    return made.id


def numbers(ids: Sequence[UUID], of: Sequence[UUID]) -> list[int]:
    """Which of these they are, to be read in a failure."""
    places = {key: place for place, key in enumerate(of)}
    return sorted(places[key] for key in ids)
