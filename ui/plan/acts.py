"""What can be done with a plan: verbs in units of work, each with its way back."""

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QWidget

from services import plan, site
from services.core.call import call
from services.plan import Audience, Item, ItemDraft, YearPlan
from services.plan.audience import reaches
from ui.core.desk import Desk
from ui.core.draft_guide import DraftGuide
from ui.core.import_guide import ask_for_sheet
from ui.core.messages import ReasonDialog
from ui.plan.dialogs import ApproveDialog, ItemDialog, NameDialog
from ui.plan.taking import ASK, plan_import


class PlanActs:
    """`made` hears which item to choose."""

    def __init__(self, desk: Desk, page: QWidget, made: Callable[[UUID], object]) -> None:
        self._desk, self._page, self._made = desk, page, made

    def new(self, year: int) -> None:
        def save(draft: ItemDraft) -> None:
            self._desk.perform(
                call(plan.add_item, year, draft),
                "已新增班次。",
                then=lambda made: self._made(made.id),
            )

        self._form(year, None, save)

    def edit(self, item: Item) -> None:
        before = item.draft()

        def save(draft: ItemDraft) -> None:
            self._desk.perform(call(plan.update_item, item.id, draft), "已保存。")

        self._form(item.year, before, save)

    def copy(self, item: Item) -> None:
        copied = call(plan.duplicate_item, item.id)
        self._desk.do(copied, "已复制。", then=lambda made: self._made(made.id))

    def move(self, item: Item, by: int) -> None:
        self._desk.do(call(plan.move_item, item.id, by), "已移动。")

    def remove(self, item: Item) -> None:
        self._desk.do(call(plan.remove_item, item.id), f"已移除“{item.title}”。")

    def approve(self, shown: YearPlan) -> None:
        key = shown.id
        if key is None:
            return

        def save(by: str) -> None:
            self._desk.perform(call(plan.approve, key, by), "计划已批准。")

        totals = shown.totals
        words = f"{shown.year} 年：{totals.items} 个班次，{totals.heads:,} 人。"
        ApproveDialog(self._page.window(), words, save).open()

    def reopen(self, shown: YearPlan) -> None:
        key = shown.id
        if key is None:
            return

        def act(reason: str) -> None:
            self._desk.do(call(plan.reopen, key, reason), "计划已重新打开，可以修改。")

        words = f"{shown.year} 年的计划由{shown.approved_by}批准。重新打开后要再次批准。"
        ReasonDialog(self._page.window(), words, act).open()

    def rename(self, shown: YearPlan) -> None:
        key = shown.id
        if key is None:
            return

        def save(title: str) -> None:
            self._desk.perform(call(plan.rename, key, title), "已改名。")

        NameDialog(self._page.window(), shown.title, save).open()

    def from_last_year(self, year: int) -> None:
        words = f"已沿用 {year - 1} 年的计划，人数按现有名册重算。"
        self._desk.do(call(plan.from_last_year, year), words)

    def take_sheet(self, year: int) -> None:
        """Choose a file, look at what it says, take it."""
        path = ask_for_sheet(self._desk, self._page, ASK)
        if path is not None:
            self.open_sheet(year, (path,))

    def open_sheet(self, year: int, paths: Sequence[Path]) -> None:
        DraftGuide(self._desk, self._page, paths, plan_import(self._desk, year)).open()

    def _form(
        self, year: int, before: ItemDraft | None, save: Callable[[ItemDraft], object]
    ) -> None:
        def count(audience: Audience) -> int:
            with self._desk.read() as session:
                on = plan.day_for(year, session.today())
                return reaches(session, year, on, (audience,))[audience].people

        ItemDialog(self._page.window(), before, self._places(), count, save).open()

    def _places(self) -> Sequence[str]:
        with self._desk.read() as session:
            return [one.name for one in site.list_all(session)]
