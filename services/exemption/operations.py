"""Grant, change and take back exemptions; each holds for one member and one year."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models.exemption import Exemption
from models.exemption import ExemptionReason as ExemptionReason
from models.member import Member, MemberKind
from services.core.bulk import in_parts
from services.core.errors import BadInput, Refused
from services.core.fields import checked, checked_some, choice, day, draft, field_of, text
from services.core.session import WorkSession
from services.core.text import few_of
from services.core.undo import Before, Undo

UNDO = "exemption.undo"
NOTE_NEEDED = "选“其他”时请写明是什么情况。"


@draft
class ExemptionDraft:
    """What the branch decided. The span lies in one year, which is the year that it is for."""

    reason: ExemptionReason = choice("减免原因", ExemptionReason)
    starts_on: date = day("从", note="一年一记，这一年的学时都不要求")
    ends_on: date = day("到")
    decided_on: date = day("支部决定日期", past=True)
    paper: str = text("依据", 60, hint="例如：石桥村党支部 2026 年 1 月支委会记录")
    reason_note: str = text("情况说明", 100, hint="选“其他”时必填", default="")


def grant(session: WorkSession, member_ids: Collection[UUID], draft: ExemptionDraft) -> Undo:
    """Demand no hours of these members in the year of the span.

    Raises BadInput; Refused for guests, for people out of use, and where somebody has one for that
    year already.
    """
    values = _checked(session, draft)
    members = [session.require(Member, key) for key in dict.fromkeys(member_ids)]
    if not members:
        raise BadInput("先选要减免的人。")
    for one in members:
        if one.retired_at is not None:
            raise Refused(f"{one.name}已经不在册，不用减免。")
        if one.kind is MemberKind.guest:
            raise Refused(f"{one.name}是外单位人员，没有学时要求，不用减免。")
    if there := _names_with(session, [one.id for one in members], values["year"]):
        raise Refused(f"{there}在 {values['year']} 年已经有减免，没有重复记。")
    before = Before(session)
    for one in members:
        before.made(session.make(Exemption, member_id=one.id, **values))
    session.flush()
    session.note("exemption.grant", ids=[str(one.id) for one in members], year=values["year"])
    who = members[0].name if len(members) == 1 else f"{members[0].name}等 {len(members)} 人"
    return before.undo(f"减免{who} {values['year']} 年的学时", UNDO, recheck=_once_each(members))


def change(session: WorkSession, exemption_id: UUID, draft: ExemptionDraft) -> Undo:
    """Put one right. Raises BadInput, NotFound, and Refused for another year."""
    row = _in_force(session, exemption_id)
    values = _checked(session, draft)
    if values["year"] != row.year:
        raise Refused(f"这条减免是 {row.year} 年的，不能改成别的年份；请撤销后另记一条。")
    before = Before(session)
    before.keep(row)
    for name, value in values.items():
        setattr(row, name, value)
    session.note("exemption.change", id=str(exemption_id))
    return before.undo(f"修改{_name(session, row)}的学时减免", UNDO)


def change_field(
    session: WorkSession, exemption_ids: Collection[UUID], name: str, value: Any
) -> Undo:
    """Give several the same value of one declared field; the span is not of those. Raises
    BadInput, NotFound."""
    kept = checked_some(ExemptionDraft, {name: value}, session.today())
    before = Before(session)
    for key in exemption_ids:
        row = _in_force(session, key)
        before.keep(row)
        setattr(row, name, kept[name])
        _require_note(row.reason, row.reason_note)
    session.note("exemption.change_field", ids=[str(key) for key in exemption_ids], field=name)
    caption = field_of(ExemptionDraft, name).caption
    return before.undo(f"修改 {len(exemption_ids)} 条学时减免的{caption}", UNDO)


def take_back(session: WorkSession, exemption_ids: Collection[UUID]) -> Undo:
    """The hours are demanded again, as if it had never been decided. Raises NotFound."""
    before = Before(session)
    rows = [_in_force(session, key) for key in exemption_ids]
    for row in rows:
        before.keep(row)
        row.undone_at = session.now()
    session.flush()
    session.note("exemption.take_back", ids=[str(row.id) for row in rows])
    who = _name(session, rows[0]) if len(rows) == 1 else f"{len(rows)} 人"
    members = [session.require(Member, row.member_id) for row in rows]
    return before.undo(f"取消{who}的学时减免", UNDO, recheck=_once_each(members))


def _checked(session: WorkSession, draft: ExemptionDraft) -> dict[str, Any]:
    values = checked(draft, session.today())
    if values["ends_on"] < values["starts_on"]:
        raise BadInput("减免的“到”在“从”之前，请核对。", "ends_on")
    if values["ends_on"].year != values["starts_on"].year:
        raise BadInput("减免一年一记：“从”和“到”要在同一年。", "ends_on")
    _require_note(values["reason"], values["reason_note"])
    return values | {"year": values["starts_on"].year}


def _require_note(reason: ExemptionReason, note: str) -> None:
    if reason is ExemptionReason.other and not note:
        raise BadInput(NOTE_NEEDED, "reason_note")


def _in_force(session: WorkSession, exemption_id: UUID) -> Exemption:
    row = session.require(Exemption, exemption_id)
    if row.undone_at is not None:
        raise Refused("这条减免已经撤销过了。")
    return row


def _name(session: WorkSession, row: Exemption) -> str:
    return session.require(Member, row.member_id).name


def _names_with(session: WorkSession, member_ids: Collection[UUID], year: int) -> str:
    """Who of these has one in force for a year, up to three names; empty where nobody has."""
    names = [
        name
        for some in in_parts(list(member_ids))
        for name in session.scalars(
            select(Member.name)
            .join(Exemption, Exemption.member_id == Member.id)
            .where(
                Exemption.member_id.in_(some),
                Exemption.year == year,
                Exemption.undone_at.is_(None),
            )
            .order_by(Member.pinyin, Member.id)
        )
    ]
    return few_of(names, "人")


def _once_each(members: Collection[Member]) -> Any:
    """Coming back, nobody may have two for one year. Raises Refused."""
    keys = [one.id for one in members]

    def check(session: WorkSession) -> None:
        for some in in_parts(keys):
            found = session.execute(
                select(Exemption.member_id, Exemption.year).where(
                    Exemption.member_id.in_(some), Exemption.undone_at.is_(None)
                )
            ).all()
            if len(found) != len(set(found)):
                raise Refused("后来又记过一条减免，不能再恢复原来的。")

    return check
