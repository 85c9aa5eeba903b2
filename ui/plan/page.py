"""The year's rotation plan (轮训计划): its items left, the chosen one and its classes right."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from services import plan
from services.class_making.sources import FromPlanItem
from services.plan import Item, ItemRow, PersonRow, PlanState, Who, YearPlan
from services.plan.paper import TABLE
from ui.core import theme
from ui.core.background import Latest, Once, Progress
from ui.core.desk import Desk, Files, Page
from ui.core.list_tools import ListTools, Named
from ui.core.preview import show_papers
from ui.core.table import RowsView
from ui.core.widgets import Card, ElidedLabel, button, chip, column, row, scrolling, set_chip
from ui.core.year_switch import YearSwitch
from ui.plan.acts import PlanActs
from ui.plan.bars import ProgressBars
from ui.plan.details import ItemCard, rule_words
from ui.plan.people import show_people
from ui.plan.start import StartCard
from ui.plan.tables import ITEMS, state_words, totals_words
from ui.plan.workbook import export_plan

LIST, BARS = range(2)


class PlanPage(Page):
    key = "plan"
    title = "轮训计划"
    help = (
        "左边是全年的班次，右边是选中的班次：计划多少、办了多少，数字都可以点开看名单。\n"
        "Ctrl+N 新增班次，回车或 Ctrl+E 修改，Ctrl+D 复制，Alt+↑、Alt+↓ 调顺序，Delete 移除，"
        "Ctrl+Z 撤销；Ctrl+B 从选中的班次建班，一个班次可以建几个班。\n"
        "F2 看计划表，F3 看进度图；Ctrl+P 打印轮训计划表，Ctrl+PgUp、Ctrl+PgDown 换年。\n"
        "“符合对象”按名册里的身份、任职和转正时间算；只写到月或年的日期，可能在内就算在内。"
        "“未轮训”是今年还没有在年度轮训班里到过课的人，外单位人员不算。\n"
        "已办：班都上完了，报名或到课的人数够计划；欠办：计划的时间过了，没办或人数不够。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        year = desk.workspace.clock.local_now().year
        self.years = YearSwitch(year, year + 2)
        self.years.turned.connect(lambda _year: self.refresh())
        self.shown: YearPlan | None = None
        self._target: UUID | None = None
        self.acts = PlanActs(desk, self, self._aim_later)
        self._once = Once(desk.background, desk.messages.error)
        self._latest = Latest(
            desk.background, "读取轮训计划", self._read, self._show, desk.messages.error
        )
        self.table: RowsView[ItemRow] = RowsView(ITEMS)
        self.table.setObjectName("plan-items")
        self.table.setAccessibleName("全年的班次")
        self.table.chosen.connect(lambda _: self._show_item())
        self.table.opened.connect(lambda _: self._edit())
        self.bars = ProgressBars()
        self.bars.picked.connect(lambda key: self.table.choose(lambda one: one.id == key))
        self.card = ItemCard(
            self._open_people,
            lambda key: desk.go("training_class", key),
            {
                "edit": self._edit,
                "copy": partial(self._with_item, self.acts.copy),
                "up": partial(self._move, -1),
                "down": partial(self._move, 1),
                "remove": partial(self._with_item, self.acts.remove),
            },
        )
        self.start = StartCard(
            last=lambda: self.acts.from_last_year(self.years.year),
            sheet=lambda: self.acts.take_sheet(self.years.year),
            hand=lambda: self.acts.new(self.years.year),
        )
        self.make_button = button("建班", self._make, key="Ctrl+B", name="plan-make")
        self.new_button = button("＋ 新增班次", self._new, "primary", key="Ctrl+N", name="plan-new")
        self._build()
        for keys, act in (
            ("Ctrl+E", self._edit),
            ("Ctrl+D", partial(self._with_item, self.acts.copy)),
            ("Alt+Up", partial(self._move, -1)),
            ("Alt+Down", partial(self._move, 1)),
            ("Delete", partial(self._with_item, self.acts.remove)),
            ("Ctrl+P", self._print),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _build(self) -> None:
        self.name = button("", self._rename, "name", name="plan-rename")
        self.name.setToolTip("改计划的名称")
        self.state = chip("")
        self.approved = ElidedLabel("", "note")
        self.approve = button("批准", self._approve, name="plan-approve")
        self.everyone = button("", lambda: self._people(Who.missing, None), "link",
                               name="plan-everyone")  # fmt: skip
        self._tabs = [
            button(words, partial(self.show_view, place), "pill", key=f"F{place + 2}",
                   name=f"plan-view-{place}")
            for place, words in enumerate(("计划表", "进度图"))
        ]  # fmt: skip
        for tab in self._tabs:
            tab.setCheckable(True)
        self.sheet = button("导入 Excel", lambda: self.acts.take_sheet(self.years.year),
                            name="plan-import")  # fmt: skip
        self.export = button("导出 Excel", lambda: export_plan(self.desk, self, self.years.year),
                             name="plan-export")  # fmt: skip
        self.print = button("打印", self._print, name="plan-print")
        self.print.setToolTip("打印轮训计划表  Ctrl+P")
        self._of_plan: tuple[QWidget, ...] = (
            *self._tabs, self.everyone, self.sheet, self.export, self.print, self.name, self.state,
            self.approved, self.approve,
        )  # fmt: skip
        bar = row(self.years, *self._tabs, self.everyone, None, self.sheet, self.export, self.print)
        naming = row(self.name, self.state, gap=8)
        naming.addWidget(self.approved, 1)
        naming.addWidget(self.approve)
        self.totals = ElidedLabel("", "note")
        self.totals.setObjectName("plan-totals")
        named = Named("plan", lambda: f"{self.years.year}年轮训计划进度", lambda: "")
        foot = row(gap=6)
        foot.addWidget(self.totals, 1)
        foot.addWidget(ListTools(self.desk, self.table, named))
        foot.setContentsMargins(16, 4, 8, 4)
        self._views = QStackedWidget()
        self._views.addWidget(self.table)
        self._views.addWidget(scrolling(column(self.bars, None)))
        items = Card(padded=False)
        items.body.setSpacing(0)
        items.body.addWidget(self._views, 1)
        items.body.addLayout(foot)
        sides = row(gap=14)
        sides.addWidget(items, 1)
        sides.addWidget(self.card)
        inside = column(naming, gap=10)
        inside.addLayout(sides, 1)
        full = QWidget()
        full.setLayout(inside)
        self._states = QStackedWidget()
        for state in (QWidget(), self.start, full):
            self._states.addWidget(state)
        whole = column(bar, gap=10)
        whole.addWidget(self._states, 1)
        whole.setContentsMargins(24, 14, 24, 18)
        self.setLayout(whole)
        self.show_view(LIST)

    def header_buttons(self) -> list[QWidget]:
        return [self.make_button, self.new_button]

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
            self.acts.open_sheet(self.years.year, target.paths)
        elif target == "import":
            self.acts.take_sheet(self.years.year)

    def focus_first(self) -> None:
        self.table.setFocus()

    def refresh(self) -> None:
        """In the background: everybody is counted."""
        self._latest.ask()

    def show_view(self, place: int) -> None:
        self._views.setCurrentIndex(place)
        for number, tab in enumerate(self._tabs):
            tab.setChecked(number == place)

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
        self.shown = shown
        has_items, frozen = bool(shown.rows), shown.state is PlanState.approved
        self._states.setCurrentIndex(2 if has_items else 1)
        self.start.show_year(shown.year, earlier=shown.earlier)
        for made in self._of_plan:
            made.setVisible(has_items)
        self.new_button.setEnabled(has_items and not frozen)
        self.make_button.setEnabled(has_items)
        theme.set_role(self.new_button, "primary" if has_items and not frozen else "")
        theme.set_role(self.make_button, "primary" if has_items and frozen else "")
        self.sheet.setEnabled(not frozen)
        self.name.setText(shown.title)
        self.name.setEnabled(not frozen)
        set_chip(self.state, shown.state.word, "green" if frozen else "amber")
        self.approved.set_whole(state_words(shown))
        self.approve.setText("重新打开" if frozen else "批准")
        everyone = shown.everyone
        self.everyone.setText(f"全体党员 {everyone.people:,} 人，未轮训 {everyone.missing:,} 人")
        self.everyone.setEnabled(everyone.missing > 0)
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
        frozen = self.shown is not None and self.shown.state is PlanState.approved
        self.card.show_item(self.table.current, frozen=frozen)

    def _frozen(self) -> bool:
        """Whether the plan is approved; then it is said how to change it all the same."""
        if self.shown is None or self.shown.state is PlanState.draft:
            return False
        self.desk.messages.explain("计划已批准", plan.APPROVED)
        return True

    def _with_item(self, act: Callable[[Item], object]) -> None:
        if (one := self.table.current) is not None and not self._frozen():
            act(one.item)

    def _edit(self) -> None:
        self._with_item(self.acts.edit)

    def _move(self, by: int) -> None:
        if 0 <= self.table.currentIndex().row() + by < len(self.table.rows_model.rows):
            self._with_item(partial(self.acts.move, by=by))

    def _new(self) -> None:
        if not self._frozen():
            self.acts.new(self.years.year)

    def _make(self) -> None:
        if (one := self.table.current) is not None:
            self.desk.go("training_class", FromPlanItem(one.id))

    def _print(self) -> None:
        if self.shown is not None and self.shown.rows:
            show_papers(self.desk, self, TABLE.of(self.shown.year))

    def _rename(self) -> None:
        if self.shown is not None:
            self.acts.rename(self.shown)

    def _approve(self) -> None:
        if self.shown is None:
            return
        frozen = self.shown.state is PlanState.approved
        (self.acts.reopen if frozen else self.acts.approve)(self.shown)

    def _open_people(self, who: Who) -> None:
        self._people(who, self.table.current)

    def _people(self, who: Who, one: ItemRow | None) -> None:
        note = rule_words(one) if one is not None and who in (Who.due, Who.missing) else ""
        title = f"{one.item.title if one else f'{self.years.year} 年全体党员'}：{who.word}"
        year, item_id = self.years.year, one.id if one else None

        def read(_progress: Progress) -> tuple[PersonRow, ...]:
            with self.desk.read() as session:
                return plan.people(session, year, who, item_id)

        self._once.run("读名单", read, partial(show_people, self.desk, self, title, note))
