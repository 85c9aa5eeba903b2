"""The year's rotation plan (轮训计划): its items left, the chosen one and its classes right.

This is one file, since a page declares all its acts: those of an item and those of the whole plan.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QAbstractItemView, QLayout, QMenu, QStackedWidget, QWidget

from services import plan, site
from services.class_making.sources import FromPlanItem
from services.core.call import call
from services.plan import Audience, ItemDraft, ItemRow, PersonRow, PlanState, Who, YearPlan
from services.plan.audience import reaches
from services.plan.paper import TABLE
from ui.core import keys, theme
from ui.core.acts import Act, act
from ui.core.background import Latest, Once, Progress
from ui.core.desk import Desk, Files, Page
from ui.core.draft_guide import DraftGuide
from ui.core.field_widgets import Offer
from ui.core.import_guide import ask_for_sheet
from ui.core.list_edit import ChangesInPlace, ListEditing, one_at_a_time
from ui.core.list_tools import ListTools, Named
from ui.core.messages import ReasonDialog
from ui.core.preview import show_papers
from ui.core.table import RowsView
from ui.core.widgets import (
    Card,
    ElidedLabel,
    EmptyState,
    button,
    chip,
    column,
    row,
    scrolling,
    set_chip,
)
from ui.core.year_switch import YearSwitch
from ui.plan.bars import ProgressBars
from ui.plan.details import ItemCard, rule_words
from ui.plan.dialogs import ItemForm, NameDialog, PlanApproveDialog
from ui.plan.people import show_people
from ui.plan.tables import ITEMS, state_words, totals_words
from ui.plan.taking import ASK, plan_import
from ui.plan.workbook import export_plan

BLANK, FIRST, AFTER, FULL = range(4)
LIST, BARS = range(2)
NOTHING = "这一年还没有轮训计划"
WHAT_FOR = "轮训计划写明一年里谁、什么时候、学什么。"


def _filled(page: "PlanPage") -> bool:
    return page.shown is not None and bool(page.shown.rows)


def _frozen(page: "PlanPage") -> bool:
    return page.shown is not None and page.shown.state is PlanState.approved


def _open(page: "PlanPage") -> bool:
    return page.shown is not None and not _frozen(page)


def _open_item(page: "PlanPage") -> bool:
    return _open(page) and page.table.current is not None


def _other_view(page: "PlanPage") -> str:
    return "看进度图" if page.views.currentIndex() == LIST else "看计划表"


def _everyone(page: "PlanPage") -> str:
    if page.shown is None:
        return "未轮训的党员"
    everyone = page.shown.everyone
    return f"全体党员 {everyone.people:,} 人，未轮训 {everyone.missing:,} 人"


class PlanPage(ChangesInPlace, Page):
    key = "plan"
    title = "轮训计划"
    help = (
        "左边是全年的班次，右边是选中的班次：计划多少、办了多少，数字都可以点开看名单。"
        "已办：班都上完了，人数够计划；欠办：计划的时间过了，没办或人数不够。\n"
        "“符合对象”按名册里的身份、任职和转正时间算，日期只写到月或年的也算在内。"
        "“未轮训”是今年还没有在年度轮训班里到过课的人，外单位人员不算。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        year = desk.workspace.clock.local_now().year
        self.years = YearSwitch(desk, year, year + 2)
        self.years.turned.connect(lambda _year: self.refresh())
        self.shown: YearPlan | None = None
        self._target: UUID | None = None
        self._once = Once(desk.background, desk.messages.error)
        self._latest = Latest(
            desk.background, "读取轮训计划", self._read, self._show, desk.messages.error
        )
        self.table: RowsView[ItemRow] = RowsView(ITEMS)
        self.table.setObjectName("plan-items")
        self.table.setAccessibleName("全年的班次")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.menus.append(self._fill_menu)
        self.editing = ListEditing(
            desk.messages,
            self.table,
            self.change,
            can=lambda _row: _open(self),
            offers=self._offers,
            why=plan.APPROVED,
        )
        self.table.chosen.connect(lambda _: self._show_item())
        self.table.opened.connect(lambda _: self.bound_acts["plan-edit"].trigger())
        self.bars = ProgressBars()
        self.bars.picked.connect(lambda key: self.table.choose(lambda one: one.id == key))
        self.views = QStackedWidget()
        self.views.addWidget(self.table)
        self.views.addWidget(scrolling(column(self.bars, None)))
        self.card = ItemCard(self, self._open_people)
        self.card.classes.opened.connect(lambda one: desk.go("training_class", one.id))
        self._header = [self.button("plan-make"), self.button("plan-new")]
        self._build()

    def _build(self) -> None:
        self.states = QStackedWidget()
        last = "沿用上年最快：名称里的年份顺延，人数按现有名册重算。"
        for state in (
            QWidget(),
            self._empty(f"{WHAT_FOR}可以导入 Excel 表，或一个一个新增。", "import", "new"),
            self._empty(
                f"{WHAT_FOR}{last}也可以导入 Excel 表，或一个一个新增。",
                *("from-last-year", "import", "new"),
            ),
            self._full(),
        ):
            self.states.addWidget(state)
        files = [self.button(f"plan-{name}") for name in ("import", "export", "print")]
        everyone = self.button("plan-everyone", "link")
        self._of_plan = QWidget()  # an empty year has its ways to begin in its middle
        policy = self._of_plan.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the year keeps its place
        self._of_plan.setSizePolicy(policy)
        self._of_plan.setLayout(row(self.button("plan-view"), everyone, None, *files))
        top = row(self.years)
        top.addWidget(self._of_plan, 1)
        whole = column(top, gap=10)
        whole.addWidget(self.states, 1)
        whole.setContentsMargins(24, 14, 24, 18)
        self.setLayout(whole)

    def _empty(self, text: str, *names: str) -> QWidget:
        """The likeliest way to begin first."""
        made = [
            self.button(f"plan-{name}", "" if place else "primary")
            for place, name in enumerate(names)
        ]
        card = Card(padded=False)
        card.body.addWidget(EmptyState(NOTHING, text, buttons=made))
        return card

    def _full(self) -> QWidget:
        items = Card(padded=False)
        items.body.setSpacing(0)
        items.body.addWidget(self.views, 1)
        items.body.addLayout(self._foot())
        sides = row(gap=14)
        sides.addWidget(items, 1)
        sides.addWidget(self.card)
        inside = column(self._naming(), gap=10)
        inside.addLayout(sides, 1)
        full = QWidget()
        full.setLayout(inside)
        return full

    def _naming(self) -> QLayout:
        rename = self.bound_acts["plan-rename"]
        self.name = button("", rename.trigger, "name", name="plan-rename")
        self.name.setToolTip("改计划的名称")
        self.state = chip("")
        self.approved = ElidedLabel("", "note")
        naming = row(self.name, self.state, gap=8)
        naming.addWidget(self.approved, 1)
        naming.addWidget(self.button("plan-approve"))
        naming.addWidget(self.button("plan-reopen"))
        return naming

    def _foot(self) -> QLayout:
        self.totals = ElidedLabel("", "note")
        self.totals.setObjectName("plan-totals")
        named = Named("plan", lambda: f"{self.years.year}年轮训计划进度", lambda: "")
        foot = row(gap=6)
        foot.addWidget(self.totals, 1)
        foot.addWidget(ListTools(self.desk, self.table, named))
        foot.setContentsMargins(16, 4, 8, 4)
        return foot

    def header_buttons(self) -> list[QWidget]:
        return [*self._header]

    def aim(self, target: object) -> None:
        """An item's id, a year, "import", or Files."""
        if isinstance(target, UUID):
            with self.desk.read() as session:
                year = plan.item(session, target).year
            self._target = target
            self._turn(year)
        elif isinstance(target, int):
            self._turn(target)
        elif isinstance(target, Files):
            self._open_sheets(target.paths)
        elif target == "import":
            self.take_sheet()

    def focus_first(self) -> None:
        if self.table.isVisibleTo(self):
            self.table.setFocus()
        else:
            super().focus_first()

    def refresh(self) -> None:
        """In the background: everybody is counted."""
        self._latest.ask()

    def _turn(self, year: int) -> None:
        self.years.show_year(year)
        self.refresh()

    def _aim_later(self, key: UUID) -> None:
        self._target = key

    def _read(self, _progress: Progress) -> YearPlan:
        year = self.years.year
        with self.desk.read() as session:
            return plan.year_plan(session, year)

    def _show(self, shown: YearPlan) -> None:
        assert self.editing is not None
        self.editing.when_closed(partial(self._put, shown))

    def _put(self, shown: YearPlan) -> None:
        self.shown = shown
        has_items, frozen = bool(shown.rows), _frozen(self)
        empty = AFTER if shown.earlier else FIRST
        self.states.setCurrentIndex(FULL if has_items else empty)
        self._of_plan.setVisible(has_items)
        make, new = self._header
        theme.set_role(new, "primary" if has_items and not frozen else "")
        theme.set_role(make, "primary" if has_items and frozen else "")
        self.name.setText(shown.title)
        self.name.setEnabled(not frozen)
        set_chip(self.state, shown.state.word, "green" if frozen else "amber")
        self.approved.set_whole(state_words(shown))
        self.table.set_rows(shown.rows)
        self.bars.show_rows(shown.rows)
        if self._target is not None:
            target, self._target = self._target, None
            self.table.choose(lambda one: one.id == target)
        if self.table.current is None and has_items:
            self.table.selectRow(0)
        self.totals.set_whole(totals_words(shown))
        held = sum(one.held.state is plan.ItemState.held for one in shown.rows)
        words = f"{shown.year} 年　{len(shown.rows)} 个班次，已办 {held} 个" if has_items else ""
        self.subtitle_changed.emit(words)
        self._show_item()

    def _show_item(self) -> None:
        self.card.show_row(self.table.current)
        self.offer()

    def _fill_menu(self, menu: QMenu) -> None:
        for bound in self.bound_acts:
            if bound.act.menu and bound.is_shown:
                bound.add_to(menu)

    # What is done.

    @act("plan-new", "＋ 新增班次", keys.NEW, when=_open, why=plan.APPROVED)
    def new(self) -> None:
        year = self.years.year

        def save(draft: ItemDraft, reason: str) -> None:
            added = call(plan.add_item, year, draft)
            told = "已新增班次。"
            self.desk.perform(added, told, reason, then=lambda made: self._aim_later(made.id))

        self._form(None, save)

    @act("plan-make", "建班", keys.CLASS, when=lambda page: page.table.current, menu=True)
    def make(self) -> None:
        """One item may become several classes."""
        if (one := self.table.current) is not None:
            self.desk.go("training_class", FromPlanItem(one.id))

    @act("plan-edit", "修改", keys.EDIT, when=_open_item, why=plan.APPROVED, menu=True)
    def edit(self) -> None:
        if (one := self.table.current) is not None:
            self._form(
                one.draft(),
                lambda draft, reason: self.desk.perform(
                    call(plan.update_item, one.id, draft), "已保存。", reason
                ),
            )

    def change(self, rows: Sequence[ItemRow], name: str, value: Any, reason: str) -> object:
        """Give these items a value of a field, see ui.core.list_edit."""
        changed = call(plan.change_field, [one.id for one in rows], name, value)
        return self.desk.perform(changed, "已修改。", reason)

    def refusal(self, act: Act) -> str:
        return one_at_a_time(act, self.table, "个班次")

    @act("plan-copy", "复制", keys.COPY_AS, when=_open_item, why=plan.APPROVED, menu=True)
    def copy(self) -> None:
        if (one := self.table.current) is not None:
            copied = call(plan.duplicate_item, one.id)
            self.desk.do(copied, "已复制。", then=lambda made: self._aim_later(made.id))

    @act("plan-up", "上移", keys.MOVE_UP, when=_open_item, why=plan.APPROVED, menu=True)
    def move_up(self) -> None:
        self._move(-1)

    @act("plan-down", "下移", keys.MOVE_DOWN, when=_open_item, why=plan.APPROVED, menu=True)
    def move_down(self) -> None:
        self._move(1)

    @act("plan-remove", "移除", keys.REMOVE, when=_open_item, why=plan.APPROVED, menu=True)
    def remove(self) -> None:
        if (one := self.table.current) is not None:
            self.desk.do(call(plan.remove_item, one.id), f"已移除“{one.title}”。")

    @act("plan-view", "看进度图", keys.OTHER_VIEW, when=_filled, says=_other_view)
    def turn_view(self) -> None:
        self.views.setCurrentIndex(BARS if self.views.currentIndex() == LIST else LIST)
        self.offer()

    @act(
        "plan-everyone",
        "未轮训的党员",
        says=_everyone,
        find=False,
        when=lambda page: page.shown is not None and page.shown.everyone.missing,
    )
    def list_everyone(self) -> None:
        self._people(Who.missing, None)

    @act("plan-import", "导入 Excel", keys.IMPORT, when=_open, why=plan.APPROVED)
    def take_sheet(self) -> None:
        """Choose a file, look at what it says, take it."""
        path = ask_for_sheet(self.desk, self, ASK)
        if path is not None:
            self._open_sheets((path,))

    @act("plan-export", "导出计划表", when=_filled)
    def export(self) -> None:
        export_plan(self.desk, self, self.years.year)

    @act("plan-print", "打印计划表", keys.PRINT, when=_filled)
    def print_table(self) -> None:
        show_papers(self.desk, self, TABLE.of(self.years.year))

    @act(
        "plan-from-last-year",
        "沿用上年的计划",
        shown=lambda page: page.shown is not None and page.shown.earlier and not page.shown.rows,
    )
    def from_last_year(self) -> None:
        year = self.years.year
        words = f"已沿用 {year - 1} 年的计划，人数按现有名册重算。"
        self.desk.do(call(plan.from_last_year, year), words)

    @act("plan-rename", "改计划名称", when=lambda page: _open(page) and _filled(page))
    def rename(self) -> None:
        shown, key = self.shown, self.shown.id if self.shown else None
        if shown is not None and key is not None:
            NameDialog(
                self.window(),
                shown.title,
                lambda title: self.desk.perform(call(plan.rename, key, title), "已改名。"),
            ).open()

    @act("plan-approve", "批准", shown=lambda page: _open(page) and _filled(page))
    def approve(self) -> None:
        shown, key = self.shown, self.shown.id if self.shown else None
        if shown is not None and key is not None:
            words = f"{shown.year} 年：{shown.totals.items} 个班次，{shown.totals.heads:,} 人。"
            PlanApproveDialog(
                self.window(),
                words,
                lambda by: self.desk.perform(call(plan.approve, key, by), "计划已批准。"),
            ).open()

    @act("plan-reopen", "重新打开…", shown=_frozen)
    def reopen(self) -> None:
        shown, key = self.shown, self.shown.id if self.shown else None
        if shown is not None and key is not None:
            told = "计划已重新打开，可以修改。"
            ReasonDialog(
                self.window(),
                f"{shown.year} 年的计划由{shown.approved_by}批准。重新打开后要再次批准。",
                lambda reason: self.desk.do(call(plan.reopen, key, reason), told),
            ).open()

    def _open_sheets(self, paths: Sequence[Path]) -> None:
        DraftGuide(self.desk, self, paths, plan_import(self.desk, self.years.year)).open()

    def _move(self, by: int) -> None:
        place = self.table.currentIndex().row() + by
        one = self.table.current
        if one is not None and 0 <= place < len(self.table.rows_model.rows):
            self.desk.do(call(plan.move_item, one.id, by), "已移动。")

    def _offers(self, name: str) -> list[Offer]:
        return [(one, one) for one in self._places()] if name == "place" else []

    def _places(self) -> list[str]:
        with self.desk.read() as session:
            return [one.name for one in site.list_all(session)]

    def _form(self, before: ItemDraft | None, save: Callable[[ItemDraft, str], object]) -> None:
        year = self.years.year

        def count(audience: Audience) -> int:
            with self.desk.read() as session:
                on = plan.day_for(year, session.today())
                return reaches(session, year, on, (audience,))[audience].people

        ItemForm(self.window(), before, self._places(), count, save).open()

    def _open_people(self, who: Who) -> None:
        self._people(who, self.table.current)

    def _people(self, who: Who, one: ItemRow | None) -> None:
        note = rule_words(one) if one is not None and who in (Who.due, Who.missing) else ""
        title = f"{one.title if one else f'{self.years.year} 年全体党员'}：{who.word}"
        year, item_id = self.years.year, one.id if one else None

        def read(_progress: Progress) -> tuple[PersonRow, ...]:
            with self.desk.read() as session:
                return plan.people(session, year, who, item_id)

        self._once.run("读名单", read, partial(show_people, self.desk, self, title, note))
