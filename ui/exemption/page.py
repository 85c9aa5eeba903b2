"""学时减免: of whom no hours are demanded in a year, and by which decision."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from services import exemption
from services.core.call import call
from services.core.fields import draft_of
from services.core.session import WorkSession
from services.exemption import ExemptionDraft, ExemptionReason, ExemptionRow
from ui.core import keys
from ui.core.acts import act
from ui.core.detail_card import DetailCard, Fact, fact
from ui.core.draft_form import DraftForm
from ui.core.list_page import Empty, Listed, ListPage, is_in_use
from ui.core.narrowing import Pick, Pills
from ui.core.rows import Column, field_column
from ui.core.widgets import row
from ui.core.year_switch import YearSwitch
from ui.exemption.granting import ART_23, ask_grant
from ui.exemption.suggested import SuggestionDialog

NOBODY_SUGGESTED = "没有到年底满 70 岁的，也没有上一年减免过的。其他情况请在学时台账里选人。"


def _span(one: ExemptionRow) -> str:
    return f"{one.starts_on:%m-%d} 至 {one.ends_on:%m-%d}"


EXEMPTIONS: tuple[Column[ExemptionRow], ...] = (
    Column("姓名", 0, lambda one: one.name, bold=True),
    Column("党支部", 140, lambda one: one.branch, spare=True),
    Column("出生", 96, lambda one: one.born, spare=True),
    field_column(ExemptionDraft, "reason", 96, edit=True, many=True, firm=True),
    Column("起止", 130, _span, lambda one: one.starts_on, spare=True),
    field_column(ExemptionDraft, "decided_on", 110, edit=True, many=True, spare=True),
    field_column(ExemptionDraft, "paper", 190, edit=True, many=True, spare=True),
    field_column(ExemptionDraft, "reason_note", 160, edit=True, extra=True),
)


class ExemptionPage(ListPage[ExemptionRow]):
    key = "exemption"
    title = "学时减免"
    help = (
        "一年的减免名单：减免的人不计入达标率和轮训对象，仍计入人数；参加了的课照样记学时。\n"
        "在学时台账或学员页选人（可多选）办减免；“建议名单”只是提示，由党支部决定。"
    )
    columns = EXEMPTIONS
    filters = (
        Pills(
            "exemption-reason",
            lambda one: one.reason.word,
            {reason.word: "" for reason in ExemptionReason},
        ),
        Pick("exemption-branch", lambda one: one.branch, "全部支部"),
    )
    listed = "学时减免名单"
    unit = "人"
    find_hint = "姓名、支部、依据"
    header = ("exemption-pick", "exemption-suggested")
    opens = "exemption-edit"
    several = True
    empty = Empty("这一年还没有学时减免", ART_23, ("exemption-suggested", "exemption-pick"))

    def above(self) -> Sequence[QWidget]:
        year = self.desk.workspace.clock.local_now().year
        self.years = YearSwitch(self.desk, year, year + 1)
        self.years.turned.connect(lambda _year: self.refresh())
        above = QWidget()
        above.setLayout(row(None, self.years))
        return (above,)

    def read(self, session: WorkSession) -> Listed[ExemptionRow]:
        return Listed(exemption.list_rows(session, self.years.year))

    def texts(self, row: ExemptionRow) -> Sequence[str]:
        return row.name, row.branch, row.paper

    def subtitle(self, in_use: Sequence[ExemptionRow]) -> str:
        return f"{self.years.year} 年 {len(in_use):,} 人"

    def make_card(self) -> DetailCard[ExemptionRow]:
        card: DetailCard[ExemptionRow] = DetailCard(
            self,
            title=lambda one: one.name,
            about=lambda one: " · ".join(part for part in (one.branch, one.born) if part),
            state=lambda one: (one.reason.word, "grey"),
            acts=("exemption-edit", "exemption-member"),
            ends=("exemption-take-back",),
        )
        card.add_facts(
            [
                Fact("年份", lambda one: f"{one.year} 年"),
                Fact("起止", _span),
                fact(ExemptionDraft, "reason_note"),
                fact(ExemptionDraft, "decided_on"),
                fact(ExemptionDraft, "paper"),
            ]
        )
        return card

    def change(self, rows: Sequence[ExemptionRow], name: str, value: Any, reason: str) -> object:
        changed = call(exemption.change_field, [one.id for one in rows], name, value)
        return self.desk.perform(changed, "已修改。", reason)

    @act("exemption-pick", "去台账选人", keys.NEW, help="在学时台账里选人，可多选，再按“学时减免…”")
    def pick(self) -> None:
        self.desk.go("hours", None)

    @act("exemption-suggested", "建议名单…", help="到年底满 70 岁的，和上一年减免过的")
    def suggest(self) -> None:
        year = self.years.year
        with self.desk.read() as session:
            found = exemption.suggestions(session, year)
        if not found:
            self.desk.messages.explain("建议名单", NOBODY_SUGGESTED)
            return
        SuggestionDialog(
            self.window(),
            found,
            lambda chosen: ask_grant(
                self.desk, self.window(), [(one.id, one.name) for one in chosen], year
            ),
        ).open()

    @act("exemption-edit", "修改", keys.EDIT, when=is_in_use, menu=True)
    def edit(self) -> None:
        if (shown := self.current) is None:
            return
        DraftForm(
            self.window(),
            "exemption",
            f"修改学时减免：{shown.name}",
            ExemptionDraft,
            lambda draft, reason: self.desk.perform(
                call(exemption.change, shown.id, draft), "已保存。", reason
            ),
            start=draft_of(ExemptionDraft, shown),
            beside=("ends_on",),
            width=600,
        ).open()

    @act("exemption-member", "看这个人", when=is_in_use, menu=True)
    def open_member(self) -> None:
        if (shown := self.current) is not None:
            self.desk.go("member", shown.member_id)

    @act("exemption-take-back", "撤销减免", keys.REMOVE, when=is_in_use, menu=True, many=True)
    def withdraw(self) -> None:
        chosen = self.table.marked()
        if chosen:
            who = chosen[0].name if len(chosen) == 1 else f"{len(chosen)} 人"
            self.desk.do(
                call(exemption.take_back, [one.id for one in chosen]),
                f"已撤销{who}的学时减免，重新计入达标率。",
            )
