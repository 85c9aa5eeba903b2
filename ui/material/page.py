"""The register of learning materials (学习资源): what there is, and whether it was looked at."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from services import course, material
from services.core.call import call
from services.core.fields import choice, day, draft, draft_of, text
from services.core.session import WorkSession
from services.material import (
    MaterialDraft,
    MaterialKind,
    MaterialReview,
    MaterialRow,
    length_words,
    sheet,
)
from services.material.paper import CATALOGUE
from ui.core import keys
from ui.core.acts import act
from ui.core.book_out import save_book
from ui.core.desk import Files
from ui.core.detail_card import DetailCard, Fact, fact
from ui.core.draft_form import DraftForm
from ui.core.draft_guide import DraftGuide
from ui.core.import_guide import ask_for_sheet
from ui.core.list_page import Empty, Listed, ListPage, is_in_use, is_out_of_use
from ui.core.narrowing import Narrowed, Pick, Pills
from ui.core.preview import show_papers
from ui.core.rows import Column, field_column
from ui.material.taking import material_import

REVIEW = "material-review"


@draft
class ReviewDraft:
    """What the form of a review asks for."""

    state: MaterialReview = choice("审核结果", MaterialReview)
    by: str = text("审核人", 20, hint="看过的人")
    on: date = day("审核日期", past=True)
    note: str = text("审核意见", 200, hint="退回时写明要改什么", default="")


def _state(one: MaterialRow) -> tuple[str, str]:
    return ("已停用", "grey") if one.retired else (one.review.word, one.review.tone)


def _length(one: MaterialRow) -> str:
    return length_words(one.kind, one.length)


def _reviewed(one: MaterialRow) -> str:
    parts = (one.reviewed_by, "" if one.reviewed_on is None else str(one.reviewed_on))
    return " ".join(part for part in parts if part)


MATERIALS: tuple[Column[MaterialRow], ...] = (
    field_column(
        MaterialDraft,
        "title",
        0,
        bold=True,
        edit=True,
        ink=lambda one: "ink_faint" if one.retired else "",
    ),
    field_column(MaterialDraft, "kind", 84, edit=True, many=True),
    field_column(MaterialDraft, "task", 130, edit=True, many=True, spare=True),
    field_column(MaterialDraft, "author", 90, edit=True, many=True, spare=True),
    Column(
        "篇幅",
        84,
        _length,
        lambda one: one.length,
        right=True,
        firm=True,
        value=lambda one: one.length,
    ),
    Column("审核", 84, lambda one: _state(one)[0], tone=lambda one: _state(one)[1], firm=True),
    field_column(MaterialDraft, "made_on", 96, edit=True, extra=True),
    Column("用于课程", 200, lambda one: one.course_words, extra=True),
    Column("审核人", 150, _reviewed, extra=True),
    field_column(MaterialDraft, "note", 200, edit=True, extra=True),
)


class MaterialPage(ListPage[MaterialRow]):
    key = "material"
    title = "学习资源"
    help = (
        "左边是教材、课件、视频、文章和案例的目录，右边是选中的一件：谁做的、哪些课用、谁审核过。\n"
        "选几件可以一起审核；停用的留在目录里，以后可以恢复。"
    )
    columns = MATERIALS
    filters = (
        Pills(
            REVIEW,
            lambda one: _state(one)[0],
            {state.word: state.tone for state in MaterialReview} | {"已停用": "grey"},
        ),
        Pick("material-kind", lambda one: one.kind.word, "全部类别"),
    )
    listed = "学习资源"
    unit = "件"
    find_hint = "名称、作者、用它的课程"
    header = ("material-import", "material-new")
    opens = "material-edit"
    several = True
    empty = Empty(
        "还没有学习资源",
        "把教材、课件、微视频、党课视频、文章和案例登记下来，写明用在哪门课，"
        "请人审核后就能给党员学习。",
        ("material-import", "material-new"),
    )

    def read(self, session: WorkSession) -> Listed[MaterialRow]:
        return Listed(material.list_rows(session))

    def texts(self, row: MaterialRow) -> Sequence[str]:
        return row.title, row.author, row.course_words

    def subtitle(self, in_use: Sequence[MaterialRow]) -> str:
        waiting = sum(not one.is_reviewed for one in in_use)
        return f"{len(in_use)} 件，{waiting} 件没有审核" if waiting else f"{len(in_use)} 件"

    def aim(self, target: object) -> None:
        """A material's id, "new", a state of the review, or Files."""
        if isinstance(target, Files):
            self._open_files(target.paths)
        elif isinstance(target, MaterialReview):
            self.narrow_to(Narrowed(picked={REVIEW: target.word}))
        else:
            super().aim(target)

    def make_card(self) -> DetailCard[MaterialRow]:
        card: DetailCard[MaterialRow] = DetailCard(
            self,
            title=lambda one: one.title,
            state=_state,
            about=lambda one: " · ".join(
                part for part in (one.kind.word, one.task.word, _length(one)) if part
            ),
            acts=("material-review", "material-edit"),
            ends=("material-retire", "material-restore"),
            more=("material-print", "material-export"),
        )
        card.add_facts(
            [
                fact(MaterialDraft, "author"),
                fact(MaterialDraft, "made_on"),
                Fact("审核人", _reviewed),
                Fact("用于课程", lambda one: one.course_words),
                fact(MaterialDraft, "note"),
            ]
        )
        card.add_words("material-review-note", lambda one: one.review_note, "hint-amber")
        return card

    def change(self, rows: Sequence[MaterialRow], name: str, value: Any, reason: str) -> object:
        changed = call(material.change_field, [one.id for one in rows], name, value)
        return self.desk.perform(changed, "已修改。", reason)

    @act("material-new", "＋ 登记资源", keys.NEW)
    def new(self) -> None:
        self._ask("登记学习资源", {"kind": MaterialKind.courseware}, self._create)

    @act("material-edit", "修改", keys.EDIT, when=is_in_use, menu=True)
    def edit(self) -> None:
        if (shown := self.in_use) is not None:
            self._ask(
                "修改学习资源",
                draft_of(MaterialDraft, shown),
                lambda draft, reason: self.desk.perform(
                    call(material.update, shown.id, draft), "已保存。", reason
                ),
            )

    @act("material-review", "审核…", keys.REVIEW, when=is_in_use, menu=True, many=True)
    def review(self) -> None:
        chosen = [one for one in self.table.marked() if not one.retired]
        if not chosen:
            return
        today = self.desk.workspace.clock.local_now().date()

        def save(draft: ReviewDraft, reason: str) -> None:
            self.desk.perform(
                call(
                    material.review,
                    [one.id for one in chosen],
                    draft.state,
                    draft.by,
                    draft.on,
                    draft.note,
                ),
                f"{len(chosen)} 件已记为“{draft.state.word}”。",
                reason,
            )

        names = f"“{chosen[0].title}”" if len(chosen) == 1 else f" {len(chosen)} 件资源"
        start = {"state": MaterialReview.approved, "on": today, "by": chosen[0].reviewed_by}
        DraftForm(self.window(), "review", f"审核{names}", ReviewDraft, save, start=start).open()

    @act("material-retire", "停用", keys.REMOVE, shown=is_in_use, menu=True)
    def retire(self) -> None:
        if (one := self.in_use) is not None:
            self.desk.do(call(material.retire, one.id), f"已停用“{one.title}”。")

    @act("material-restore", "恢复使用", shown=is_out_of_use, menu=True)
    def restore(self) -> None:
        if (one := self.out_of_use) is not None:
            self.desk.do(
                call(material.restore, one.id),
                f"“{one.title}”已恢复使用。",
                then=lambda _: self.choose(one.id),
            )

    @act("material-import", "导入资源", keys.IMPORT, help="导出的表改好后可以再导入")
    def take_in(self) -> None:
        path = ask_for_sheet(self.desk, self, "选择学习资源表")
        if path is not None:
            self._open_files((path,))

    def _open_files(self, paths: Sequence[Path]) -> None:
        DraftGuide(self.desk, self, paths, material_import(self.desk)).open()

    @act("material-export", "导出资源表", help="列和导入时一样")
    def write_out(self) -> None:
        rows = [one for one in self.rows if not one.retired]
        save_book(
            self.desk,
            self,
            "导出资源表",
            "学习资源目录",
            lambda session: sheet.book(session, rows, "学习资源目录"),
            call(material.log_exported, len(rows)),
            f"{len(rows)} 件",
        )

    @act("material-print", "打印目录", keys.PRINT)
    def print_catalogue(self) -> None:
        show_papers(self.desk, self, CATALOGUE.of())

    def _create(self, draft: MaterialDraft, reason: str) -> object:
        return self.desk.perform(
            call(material.create, draft),
            "已登记，等人审核。",
            reason,
            then=lambda made: self.choose(made.id),
        )

    def _ask(self, title: str, start: Any, save: Any) -> None:
        with self.desk.read() as session:
            courses = [(f"{one.code} {one.title}", one.id) for one in course.list_all(session)]
        DraftForm(
            self.window(),
            "material",
            title,
            MaterialDraft,
            save,
            start=start,
            offers={"courses": courses},
            makes={"courses": self.desk.making("course")},
            beside=("task", "made_on"),
            width=640,
        ).open()
