"""Branches of a known size that order, and classes to place their orders in."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models.branch import Branch
from models.member import Member, MemberKind, Role
from models.menu import Menu, MenuEntry
from models.training_class import ClassState, TrainingClass
from services import branch, course, order
from services.core.text import card_code
from services.core.undo import Before
from services.core.workspace import Workspace
from services.order import OrderChannel, OrderDraft, OrderRow
from tests.helpers.remembered import once
from tests.helpers.teaching import Teaching

BRANCHES = ("石桥村", "布山村", "曹庄村", "狼山屯村")


class Ordering(Teaching):
    """A school to teach in, with four branches of ten members each."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.branches = once("ordering", [workspace], self._made_branches)

    def _made_branches(self) -> list[UUID]:
        with self.workspace.write("branch.ensure") as session:
            branches = [branch.ensure(session, f"中共仲山镇{name}支部委员会") for name in BRANCHES]
            for key in branches:
                for _ in range(10):
                    session.make(
                        Member,
                        name="王秀兰",
                        pinyin="wangxiulan",
                        initials="wxl",
                        identity_number=None,
                        kind=MemberKind.full,
                        role=Role.member,
                        branch_id=key,
                        card_code=card_code(session.context.ids.digits(15)),
                    )
            return branches

    def wish(self, who: int = 0, heads: int = 5, **changes: Any) -> OrderDraft:
        """A wish of one branch for the second course, in December."""
        made = OrderDraft(
            OrderChannel.individual,
            self.branches[who],
            heads,
            course_id=self.course,
            wished_from=date(2026, 12, 1),
            wished_to=date(2026, 12, 31),
        )
        return replace(made, **changes)

    def dispatched(self, heads: int = 5, **changes: Any) -> OrderDraft:
        """What the county asks for."""
        county = {"branch_id": None, "asker": "嘉祥县委组织部"}
        return self.wish(0, heads, channel=OrderChannel.dispatched, **county, **changes)

    def order(self, draft: OrderDraft, *, accepted: bool = True, reason: str = "") -> UUID:
        with self.workspace.write("order.create") as session:
            made = order.create(session, draft, reason=reason).id
            if accepted:
                order.accept(session, [made])
            return made

    def row(self, order_id: UUID) -> OrderRow:
        with self.workspace.read() as session:
            return order.row(session, order_id)

    def class_of(self, places: int | None, title: str = "大棚技术班") -> UUID:
        """A class that holds so many."""
        made = self.class_(title)
        with self.workspace.write("test.class") as session:
            session.require(TrainingClass, made).places = places
        return made

    def cancel_class(self, class_id: UUID) -> None:
        """As the classes' own verb does it."""
        with self.workspace.write("order.release_class") as session:
            order.release_class(session, class_id, "讲师生病")
            session.require(TrainingClass, class_id).state = ClassState.cancelled

    def finish_class(self, class_id: UUID) -> None:
        with self.workspace.write("order.deliver_class") as session:
            order.deliver_class(session, class_id, Before(session))
            session.require(TrainingClass, class_id).state = ClassState.finished

    def place(self, class_id: UUID, *orders: UUID, **given: Any) -> None:
        with self.workspace.write("order.place") as session:
            order.place(session, class_id, orders, **given)

    def menu(self, year: int = 2026, version: int = 1, *, published: bool = True) -> UUID:
        """A menu of all courses in use, offered in any month to 40."""
        with self.workspace.write("test.menu") as session:
            made = session.make(
                Menu,
                year=year,
                version=version,
                title=f"{year}年课程菜单",
                published_at=session.now() if published else None,
            )
            session.flush()
            for position, row in enumerate(course.list_all(session), 1):
                session.make(
                    MenuEntry,
                    menu_id=made.id,
                    course_id=row.id,
                    package_id=None,
                    position=position,
                    code=row.code,
                    title=row.title,
                    task=row.task,
                    tier=row.tier,
                    form=row.form,
                    hours=row.hours,
                    places=40,
                    months=[] if position % 2 else [3, 4, 9],
                )
            return made.id

    def members_of(self, who: int) -> list[UUID]:
        with self.workspace.read() as session:
            return list(
                session.scalars(
                    select(Member.id)
                    .where(Member.branch_id == self.branches[who])
                    .order_by(Member.id)
                )
            )

    def short_name(self, who: int) -> str:
        with self.workspace.read() as session:
            return session.require(Branch, self.branches[who]).short_name
