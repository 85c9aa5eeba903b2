"""上级调训: classes that county, city, province or centre held, and those where floating members
live."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from services import upper_training
from services.core.call import call
from services.core.fields import draft_of
from services.core.session import WorkSession
from services.core.text import plain
from services.upper_training import TrainingLevel, UpperTrainingDraft, UpperTrainingRow, sheet
from ui.core import keys
from ui.core.acts import act
from ui.core.book_out import save_book
from ui.core.desk import Files
from ui.core.detail_card import DetailCard, Fact, fact
from ui.core.draft_form import DraftForm
from ui.core.draft_guide import DraftGuide
from ui.core.import_guide import ask_for_sheet
from ui.core.list_page import Empty, Listed, ListPage, is_in_use
from ui.core.narrowing import Pick, Pills
from ui.core.rows import Column, field_column
from ui.core.widgets import row
from ui.core.year_switch import YearSwitch
from ui.upper_training.recording import BESIDE
from ui.upper_training.taking import training_import

WHAT = (
    "参加县、市、省或中央举办的班，和流动党员在流入地参加的培训，记在这里：不占在线学习上限，"
    "可算集中培训。在学时台账或学员页选人（可多选）记。"
)


def _hours(one: UpperTrainingRow) -> str:
    later = f" + {plain(one.later_hours)}" if one.later_hours else ""
    return plain(one.hours) + later


def _span(one: UpperTrainingRow) -> str:
    if one.starts_on == one.ends_on:
        return str(one.starts_on)
    last = f"{one.ends_on:%m-%d}" if one.starts_on.year == one.ends_on.year else one.ends_on
    return f"{one.starts_on} 至 {last}"


TRAININGS: tuple[Column[UpperTrainingRow], ...] = (
    Column("姓名", 96, lambda one: one.name, bold=True, firm=True),
    Column("党支部", 130, lambda one: one.branch, spare=True),
    field_column(UpperTrainingDraft, "class_name", 0),
    field_column(UpperTrainingDraft, "level", 72, spare=True),
    field_column(UpperTrainingDraft, "organiser", 140, spare=True),
    Column("起止", 176, _span, lambda one: one.starts_on, spare=True),
    Column("学时", 76, _hours, lambda one: one.hours, right=True, firm=True),
    Column("结果", 84, lambda one: one.result.word, tone=lambda one: one.result.tone, firm=True),
    field_column(UpperTrainingDraft, "paper", 160, extra=True),
    Column("集中培训", 84, lambda one: "是" if one.collective else "", extra=True),
)


class UpperTrainingPage(ListPage[UpperTrainingRow]):
    key = "upper_training"
    title = "上级调训"
    help = (
        "一年里参加上级班次的记录，跨年的班两年都列出；学时按年分开计。\n"
        "在学时台账或学员页选人（可多选）记一次，每人一条；同一个班不会记两遍。"
    )
    columns = TRAININGS
    filters = (
        Pills(
            "upper-training-level",
            lambda one: one.level.word,
            {level.word: "" for level in TrainingLevel},
        ),
        Pick("upper-training-class", lambda one: one.class_name, "全部班次"),
    )
    listed = "上级调训记录"
    unit = "条"
    find_hint = "姓名、班次、主办单位"
    header = ("upper-training-import", "upper-training-pick")
    opens = "upper-training-edit"
    several = True
    empty = Empty("这一年还没有上级调训", WHAT, ("upper-training-pick", "upper-training-import"))

    def above(self) -> Sequence[QWidget]:
        year = self.desk.workspace.clock.local_now().year
        self.years = YearSwitch(self.desk, year, year)
        self.years.turned.connect(lambda _year: self.refresh())
        above = QWidget()
        above.setLayout(row(None, self.years))
        return (above,)

    def read(self, session: WorkSession) -> Listed[UpperTrainingRow]:
        return Listed(upper_training.list_rows(session, self.years.year))

    def texts(self, row: UpperTrainingRow) -> Sequence[str]:
        return row.name, row.class_name, row.organiser, row.branch

    def subtitle(self, in_use: Sequence[UpperTrainingRow]) -> str:
        people = len({one.member_id for one in in_use})
        return f"{self.years.year} 年 {len(in_use):,} 条，{people:,} 人"

    def make_card(self) -> DetailCard[UpperTrainingRow]:
        card: DetailCard[UpperTrainingRow] = DetailCard(
            self,
            title=lambda one: one.name,
            about=lambda one: f"{one.branch} · {one.class_name}",
            state=lambda one: (one.result.word, one.result.tone),
            acts=("upper-training-edit", "upper-training-member"),
            ends=("upper-training-take-back",),
        )
        card.add_facts(
            [
                Fact("级别", lambda one: one.level.word),
                fact(UpperTrainingDraft, "organiser"),
                Fact("起止", _span),
                Fact("学时", _hours),
                Fact("集中培训", lambda one: "算" if one.collective else "不算"),
                fact(UpperTrainingDraft, "paper"),
            ]
        )
        return card

    @act("upper-training-pick", "去台账选人", keys.NEW, help="选人后按“上级调训…”，可多选")
    def pick(self) -> None:
        self.desk.go("hours", None)

    def aim(self, target: object) -> None:
        """As on every list, or the files that were dropped on the window."""
        if isinstance(target, Files):
            self._open_files(target.paths)
        else:
            super().aim(target)

    @act("upper-training-import", "导入名单", keys.IMPORT, help="一人一班一行；导出的表可作样子")
    def take_in(self) -> None:
        path = ask_for_sheet(self.desk, self, "选择调训名单")
        if path is not None:
            self._open_files((path,))

    def _open_files(self, paths: Sequence[Path]) -> None:
        DraftGuide(self.desk, self, paths, training_import(self.desk)).open()

    @act("upper-training-book", "导出调训表", help="列和导入时一样；没有记录时是空表")
    def write_out(self) -> None:
        rows, year = list(self.rows), self.years.year
        save_book(
            self.desk,
            self,
            "导出调训表",
            f"{year}年上级调训",
            lambda session: sheet.book(session, rows, f"{year}年上级调训"),
            call(upper_training.log_exported, len(rows)),
            f"{len(rows)} 条",
        )

    @act("upper-training-edit", "修改", keys.EDIT, when=is_in_use, menu=True)
    def edit(self) -> None:
        if (shown := self.current) is None:
            return
        DraftForm(
            self.window(),
            "upper-training",
            f"修改上级调训：{shown.name}",
            UpperTrainingDraft,
            lambda draft, reason: self.desk.perform(
                call(upper_training.change, shown.id, draft), "已保存。", reason
            ),
            start=draft_of(UpperTrainingDraft, shown),
            beside=BESIDE,
            width=640,
        ).open()

    @act("upper-training-member", "看这个人", when=is_in_use, menu=True)
    def open_member(self) -> None:
        if (shown := self.current) is not None:
            self.desk.go("member", shown.member_id)

    @act("upper-training-take-back", "撤销记录", keys.REMOVE, when=is_in_use, menu=True, many=True)
    def withdraw(self) -> None:
        chosen: Sequence[Any] = self.table.marked()
        if chosen:
            who = chosen[0].name if len(chosen) == 1 else f"{len(chosen)} 人"
            self.desk.do(
                call(upper_training.take_back, [one.id for one in chosen]),
                f"已撤销{who}的上级调训，学时一起去掉。",
            )
