"""What can be done with a plan: verbs in units of work, each with its way back."""

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QWidget

from services import plan, site
from services.core.undo import Undo
from services.plan import Audience, Item, ItemDraft, YearPlan
from services.plan.audience import reaches
from ui.core.desk import Desk
from ui.core.draft_guide import DraftGuide
from ui.core.history import History
from ui.core.import_guide import ask_for_sheet
from ui.core.messages import ReasonDialog
from ui.plan.dialogs import ApproveDialog, ItemDialog, NameDialog
from ui.plan.taking import ASK, plan_import


class PlanActs:
    """`made` hears which item to choose."""

    def __init__(
        self, desk: Desk, page: QWidget, stack: History, made: Callable[[UUID], object]
    ) -> None:
        self._desk, self._page, self.stack, self._made = desk, page, stack, made

    def new(self, year: int) -> None:
        def save(draft: ItemDraft) -> None:
            with self._desk.workspace.write("plan.add_item") as session:
                key, undo = plan.add_item(session, year, draft)
                self._made(key)
            self.stack.did("已新增班次。", undo)

        self._form(year, None, save)

    def edit(self, item: Item) -> None:
        before = item.draft()

        def save(draft: ItemDraft) -> None:
            self._do("已保存。", "plan.update_item", plan.update_item, item.id, draft)

        self._form(item.year, before, save)

    def copy(self, item: Item) -> None:
        def act(_reason: str) -> None:
            with self._desk.workspace.write("plan.duplicate_item") as session:
                key, undo = plan.duplicate_item(session, item.id)
                self._made(key)
            self.stack.did("已复制。", undo)

        self._desk.messages.attempt(act)

    def move(self, item: Item, by: int) -> None:
        def act(_reason: str) -> None:
            with self._desk.workspace.write("plan.move_item") as session:
                undo = plan.move_item(session, item.id, by)
            if undo is not None:
                self.stack.did("已移动。", undo)

        self._desk.messages.attempt(act)

    def remove(self, item: Item) -> None:
        self._try(f"已移除“{item.title}”。", "plan.remove_item", plan.remove_item, item.id)

    def approve(self, shown: YearPlan) -> None:
        key = shown.id
        if key is None:
            return

        def save(by: str) -> None:
            self._do("计划已批准。", "plan.approve", plan.approve, key, by)

        totals = shown.totals
        words = f"{shown.year} 年：{totals.items} 个班次，{totals.heads:,} 人。"
        ApproveDialog(self._page.window(), words, save).open()

    def reopen(self, shown: YearPlan) -> None:
        def act(reason: str) -> None:
            self._try("计划已重新打开，可以修改。", "plan.reopen", plan.reopen, shown.id, reason)

        words = f"{shown.year} 年的计划由{shown.approved_by}批准。重新打开后要再次批准。"
        ReasonDialog(self._page.window(), words, act).open()

    def rename(self, shown: YearPlan) -> None:
        key = shown.id
        if key is None:
            return

        def save(title: str) -> None:
            self._do("已改名。", "plan.rename", plan.rename, key, title)

        NameDialog(self._page.window(), shown.title, save).open()

    def from_last_year(self, year: int) -> None:
        def act(_reason: str) -> None:
            with self._desk.workspace.write("plan.from_last_year") as session:
                _, undo = plan.from_last_year(session, year)
            self.stack.did(f"已沿用 {year - 1} 年的计划，人数按现有名册重算。", undo)

        self._desk.messages.attempt(act)

    def take_sheet(self, year: int) -> None:
        """Choose a file, look at what it says, take it."""
        path = ask_for_sheet(self._desk, self._page, ASK)
        if path is not None:
            self.open_sheet(year, path)

    def open_sheet(self, year: int, path: Path) -> None:
        DraftGuide(self._desk, self._page, (path,), plan_import(self._desk, year)).open()

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

    def _do(self, words: str, verb: str, act: Callable[..., Undo], *given: object) -> None:
        with self._desk.workspace.write(verb) as session:
            undo = act(session, *given)
        self.stack.did(words, undo)

    def _try(self, words: str, verb: str, act: Callable[..., Undo], *given: object) -> None:
        self._desk.messages.attempt(lambda _reason: self._do(words, verb, act, *given))
