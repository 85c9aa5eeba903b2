"""Members (党员): the people trained."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.core.base import Base, Exchanged, enum_type
from models.core.types import PartialDate, UtcTime
from models.core.words import Words


class MemberKind(Words):
    full = "full", "正式党员"
    probationary = "probationary", "预备党员"
    guest = "guest", "外单位人员"  # no member; has no target and is in no headcount


class Role(Words):
    """What sets a member's yearly target (domain.md, rules with a source)."""

    member = "member", "普通党员"
    committee = "committee", "支部委员"
    secretary = "secretary", "支部书记"

    @property
    def short(self) -> str:
        """党员, 委员, 书记: where the branch stands beside it, in narrow columns and on paper."""
        return self.word.removeprefix("普通").removeprefix("支部")


class LeftKind(Words):
    """Why somebody is no longer in use."""

    retired = "retired", "停用"
    transferred = "transferred", "转出"  # 组织关系转出
    died = "died", "去世"
    merged = "merged", "已合并"  # the same person as `merged_into_id`


class Member(Exchanged, Base):
    """One person. Namesakes are different people until a person says otherwise.

    `identity_number` is only ever one that could be trusted (GB 11643, checked), else NULL.
    `pinyin` and `initials` hold each way of reading the name, separated by spaces.
    `card_code` is random and says nothing about the person. `role` and `post` are those held
    now, since `role_since` if that is known; earlier ones are FormerPost. While `retired_at`
    is set, `left_kind`, `left_on` and `left_to` say why, when and where to.
    """

    __tablename__ = "member"
    __table_args__ = (
        Index("uq_member_owner_identity_number", "owner", "identity_number", unique=True),
        Index("uq_member_owner_card_code", "owner", "card_code", unique=True),
    )

    name: Mapped[str]
    pinyin: Mapped[str]
    initials: Mapped[str]
    sex: Mapped[str] = mapped_column(default="")
    nation: Mapped[str] = mapped_column(default="")
    identity_number: Mapped[str | None]
    born: Mapped[PartialDate | None]
    education: Mapped[str] = mapped_column(default="")
    kind: Mapped[MemberKind] = mapped_column(enum_type(MemberKind))
    role: Mapped[Role] = mapped_column(enum_type(Role))
    post: Mapped[str] = mapped_column(default="")
    role_since: Mapped[PartialDate | None]
    branch_id: Mapped[UUID] = mapped_column(ForeignKey("branch.id"), index=True)
    joined: Mapped[PartialDate | None]
    became_full: Mapped[PartialDate | None]
    occupation: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    floating: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    card_code: Mapped[str]
    retired_at: Mapped[datetime | None] = mapped_column(UtcTime)
    left_kind: Mapped[LeftKind | None] = mapped_column(enum_type(LeftKind))
    left_on: Mapped[date | None]
    left_to: Mapped[str] = mapped_column(default="")
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"))


class FormerPost(Exchanged, Base):
    """A post in the branch that somebody no longer holds; its dates as precise as they came."""

    __tablename__ = "former_post"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    role: Mapped[Role] = mapped_column(enum_type(Role))
    post: Mapped[str]
    starts_on: Mapped[PartialDate | None]
    ends_on: Mapped[PartialDate]


class FormerBranch(Exchanged, Base):
    """A branch that somebody was in until the day before `left_on`, when they moved."""

    __tablename__ = "former_branch"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    branch_id: Mapped[UUID] = mapped_column(ForeignKey("branch.id"), index=True)
    left_on: Mapped[date]


class MemberPhoto(Base):
    """A member's picture, a small JPEG; it stays in this workspace."""

    __tablename__ = "member_photo"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), primary_key=True)
    jpeg: Mapped[bytes] = mapped_column(LargeBinary)


class MemberMerge(Base):
    """That two records are one person, and all that is needed to take it back.

    `moved` lists the ids of the rows that went from `merged_id` to `kept_id`, by table;
    `filled` the columns of the kept record that were empty, with what they became; `undone`
    the sign-ins of lessons that both records had signed in at.
    """

    __tablename__ = "member_merge"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kept_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    merged_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    moved: Mapped[dict[str, Any]] = mapped_column(JSON)
    filled: Mapped[dict[str, Any]] = mapped_column(JSON)
    undone: Mapped[list[Any]] = mapped_column(JSON)
    merged_at: Mapped[datetime] = mapped_column(UtcTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcTime)
