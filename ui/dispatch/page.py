"""The county's dispatches (派单): the list left, the chosen one right, what to write above."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from services import dispatch, exchange
from services.core.call import call
from services.core.session import WorkSession
from services.dispatch import DispatchDraft, DispatchRow, DispatchState
from services.exchange import SentRow
from ui.core import keys
from ui.core.acts import act
from ui.core.detail_card import DetailCard, Fact, fact
from ui.core.list_page import Empty, Listed, ListPage
from ui.core.narrowing import Pick
from ui.core.rows import Column, field_column
from ui.dispatch.form import DispatchForm, WithdrawDialog
from ui.dispatch.issue import IssueStrip, write_issues
from ui.exchange.files import make_file

MEANINGS = {
    DispatchState.waiting: "下一步写下发包，交给学校导入。",
    DispatchState.issued: "等学校导入；它下次交来的数据包里会有订单。",
    DispatchState.received: "学校已记入培训订单，还没有受理。",
    DispatchState.accepted: "学校已受理，还没有排班。",
    DispatchState.scheduled: "学校已排进培训班。",
    DispatchState.done: "学校已经办完。",
    DispatchState.returned: "学校没有受理。",
    DispatchState.cancelled: "学校取消了订单。",
    DispatchState.withdrawn: "县里已撤回。",
}


def _issued(one: DispatchRow) -> str:
    """When the file was made that told the school; that something is still untold."""
    if one.issued_at is None:
        return "还没有下发"
    return "有变动未下发" if one.pending else f"{one.issued_at:%Y-%m-%d %H:%M}"


def _meaning(one: DispatchRow) -> str:
    return MEANINGS[one.state] + (f"原因：{one.reason}" if one.reason else "")


def _open(page: "DispatchPage") -> bool:
    return page.in_use is not None


def _can_write_again(page: "DispatchPage") -> bool:
    one = page.current
    return one is not None and one.issued_at is not None and not one.pending


DISPATCHES: tuple[Column[DispatchRow], ...] = (
    Column("编号", 136, lambda one: one.number, firm=True, spare=True),
    Column("学校", 112, lambda one: one.school, firm=True),
    field_column(DispatchDraft, "topic", 0, bold=True, edit=True),
    field_column(DispatchDraft, "heads", 52, edit=True, many=True),
    Column(
        "希望时间",
        118,
        lambda one: one.when_short,
        lambda one: str(one.wished_from or "9999"),
        firm=True,
        value=lambda one: one.when,
    ),
    Column(
        "状态",
        88,
        lambda one: one.state.word,
        lambda one: list(DispatchState).index(one.state),
        tone=lambda one: one.state.tone,
        firm=True,
    ),
    Column(
        "下发",
        124,
        _issued,
        lambda one: str(one.issued_at or ""),
        ink=lambda one: "amber" if one.pending else "",
        extra=True,
    ),
    field_column(DispatchDraft, "place", 120, extra=True, edit=True, many=True),
    field_column(DispatchDraft, "contact", 80, extra=True, edit=True, many=True),
    Column("学校订单", 136, lambda one: one.order_number, extra=True),
    Column("原因", 160, lambda one: one.reason, extra=True),
    field_column(DispatchDraft, "note", 160, extra=True, edit=True, many=True),
)


class DispatchPage(ListPage[DispatchRow]):
    key = "dispatch"
    title = "派单"
    help = (
        "县里派给学校的培训任务。新建后写下发包到 U 盘，学校导入就成了它的培训订单；\n"
        "学校下次交来数据包，这里就看到受理、排班、办完没有。"
    )
    columns = DISPATCHES
    filters = (Pick("dispatch-school", lambda one: one.school, "全部学校"),)
    listed = "派单"
    unit = "张"
    find_hint = "主题、编号、地点"
    gone_words = "已办和撤回"
    header = ("dispatch-new",)
    opens = "dispatch-edit"
    slow = True
    several = True
    empty = Empty(
        "还没有派单",
        "这里放县里派给学校的培训任务：讲什么、多少人、希望哪几天。"
        "新建一张，写下发包交给学校，学校导入后就能受理、排班。",
        ("dispatch-new",),
    )

    def read(self, session: WorkSession) -> Listed[DispatchRow]:
        return Listed(dispatch.list_rows(session), exchange.schools_to_tell(session))

    def took(self, more: Any) -> None:
        self.strip.show_schools(more)

    def above(self) -> Sequence[QWidget]:
        self.strip = IssueStrip(self.button("issue-write"))
        return (self.strip,)

    def texts(self, row: DispatchRow) -> Sequence[str]:
        return row.topic, row.number, row.place

    def is_gone(self, row: DispatchRow) -> bool:
        return row.closed

    def subtitle(self, in_use: Sequence[DispatchRow]) -> str:
        return f"{len(in_use)} 张在办，共 {len(self.rows)} 张"

    def make_card(self) -> DetailCard[DispatchRow]:
        card: DetailCard[DispatchRow] = DetailCard(
            self,
            title=lambda one: one.topic,
            state=lambda one: (one.state.word, one.state.tone),
            about=lambda one: f"{one.school} · {one.number}",
            acts=("dispatch-edit", "dispatch-again"),
            ends=("dispatch-withdraw",),
            nobody="在左边选一张派单，这里显示县里要什么、学校办到哪一步。",
            width=348,
        )
        card.add_words("dispatch-meaning", _meaning)
        card.add_facts(
            (
                Fact("人数", lambda one: f"{one.heads} 人"),
                Fact("希望时间", lambda one: one.when),
                Fact("地点", lambda one: one.place or "由学校定"),
                Fact("县里联系人", lambda one: f"{one.contact} {one.phone_masked}".strip()),
                Fact("下发", _issued),
                Fact("学校订单", lambda one: one.order_number),
                fact(DispatchDraft, "note"),
            )
        )
        return card

    def change(self, rows: Sequence[DispatchRow], name: str, value: Any, reason: str) -> object:
        changed = call(dispatch.change_field, [one.id for one in rows], name, value)
        return self.desk.perform(changed, "已修改，下一步写下发包。", reason)

    @act("dispatch-new", "＋ 新建派单", keys.NEW)
    def new(self) -> None:
        with self.desk.read() as session:
            schools = dispatch.schools(session)
        if not schools:
            self.desk.messages.explain(
                "还没有可以派单的学校",
                "学校交来第一份数据包以后才能派单。请先在收件箱收取学校的登记文件和数据包。",
            )
            return

        def save(draft: DispatchDraft, school_ids: list[UUID], reason: str) -> None:
            self.desk.perform(
                call(dispatch.create, draft, school_ids),
                lambda made: f"已派给 {len(made.ids)} 所学校，下一步写下发包。",
                reason,
                then=lambda made: self.choose(made.ids[0]),
            )

        DispatchForm(self.window(), schools, self._today(), None, save).open()

    @act("dispatch-edit", "修改", keys.EDIT, when=_open, menu=True)
    def edit(self) -> None:
        if (shown := self.in_use) is None:
            return

        def save(draft: DispatchDraft, _schools: list[UUID], reason: str) -> None:
            self.desk.perform(call(dispatch.change, shown.id, draft), "已保存。", reason)

        DispatchForm(self.window(), (), self._today(), shown, save).open()

    @act("dispatch-withdraw", "撤回…", keys.REMOVE, when=_open, menu=True)
    def withdraw(self) -> None:
        if (shown := self.in_use) is None:
            return

        def withdraw(words: str) -> None:
            self.desk.perform(call(dispatch.withdraw, shown.id, words), f"已撤回 {shown.number}。")

        WithdrawDialog(self.window(), shown, withdraw).open()

    @act("issue-write", "写下发包…", keys.NEXT)
    def write(self) -> None:
        write_issues(self.desk, self)

    @act("dispatch-again", "再写下发包…", shown=_can_write_again, menu=True)
    def write_again(self) -> None:
        """The file of one school once more: its stick was lost."""
        if (one := self.current) is None:
            return
        made = call(exchange.make_issue, one.school_id)
        make_file(self.desk, self, made, self._written)

    def _written(self, written: SentRow) -> None:
        self.desk.messages.done(f"已写入 {written.file_name}，请交给{written.recipient_name}。")

    def _today(self) -> date:
        return self.desk.workspace.clock.local_now().date()
