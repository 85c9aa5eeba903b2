"""The guide for a list of drafts: problems first, then changes, new rows and what was left out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtWidgets import QCheckBox, QWidget

from services.core.call import Call
from services.core.draft_sheet import DraftSheet, SheetRow
from services.core.draft_taking import Comparison, News, SheetTaken
from services.core.sheet_reader import Progress as Report
from ui.core.background import Progress
from ui.core.desk import Desk
from ui.core.import_guide import ImportGuide
from ui.core.list_tools import ListTools, Named
from ui.core.table import Column, RowsView
from ui.core.widgets import button, column, label, row

D = TypeVar("D")


@dataclass(frozen=True)
class Look(Generic[D]):
    """What was read and compared; `said` is a sentence to heed, or empty."""

    compared: Comparison[D]
    said: str = ""


@dataclass(frozen=True)
class DraftImport(Generic[D]):
    """One kind of list and its two verbs. `name` begins the names of the guide's parts; `about`
    tells of a new row what the clerk checks it by; `change_known` is whether stored rows are
    changed unless the person says otherwise."""

    name: str
    heading: str
    ask: str
    form: DraftSheet
    read: Callable[[Path, Report], Look[D]]
    take: Callable[[Comparison[D], bool], Call[SheetTaken]]
    about: Callable[[D], str]
    change_known: bool = True


@dataclass(frozen=True)
class GuideLine:
    """One line of the preview."""

    news: News
    where: str
    title: str
    what: str
    before: str
    after: str


LINES: tuple[Column[GuideLine], ...] = (
    Column("", 70, lambda one: one.news.word, tone=lambda one: one.news.tone, firm=True),
    Column("哪一个", 150, lambda one: one.where, faint=True),
    Column("名称", 200, lambda one: one.title, bold=True),
    Column("哪一项", 86, lambda one: one.what),
    Column("原来", 110, lambda one: one.before),
    Column("文件里 / 原因", 0, lambda one: one.after),
)


def lines_of(compared: Comparison[D], about: Callable[[D], str]) -> list[GuideLine]:
    """What cannot be read first, then changes, new rows, and what was left out."""
    lines = [
        GuideLine(News.unread, f"{one.sheet} {one.cell}".strip(), one.shown, "", "", one.reason)
        for one in compared.problems
    ]
    lines += [
        GuideLine(News.changed, line.name, line.title, one.what, one.before, one.after)
        for line in compared.of(News.changed)
        for one in line.changes
    ]
    lines += [
        GuideLine(News.new, line.name or _place(line.row), line.title, "", "", about(line.draft))
        for line in compared.of(News.new)
    ]
    lines += [
        GuideLine(News.left, one.where, one.shown, "", "", one.reason)
        for one in compared.found.left_out
    ]
    return lines


def _place(row: SheetRow) -> str:
    return f"第 {row.number} 行"


def summary(compared: Comparison[Any], form: DraftSheet) -> str:
    """The counts, in words."""
    told = [
        f"{words} {compared.count(news)} {form.measure}"
        for words, news in (
            ("新增", News.new),
            ("改动", News.changed),
            ("没有变化", News.same),
        )
    ]
    if compared.problems:
        fate = "这些行不导入" if form.whole else "没有名称的行不导入，其余的先空着"
        told.append(f"读不懂 {len(compared.problems)} 处（{fate}）")
    if compared.found.left_out:
        told.append(f"没有取 {len(compared.found.left_out)} 处")
    if compared.others:
        told.append(f"文件里没有的 {compared.others} {form.measure}保持不动")
    return "，".join(told) + "。"


class DraftGuide(ImportGuide):
    """`done` hears of what was taken in."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        paths: Sequence[Path],
        what: DraftImport[Any],
        done: Callable[[SheetTaken], object] = lambda _taken: None,
    ) -> None:
        self.what, self._done = what, done
        self.name, self.heading, self.ask = what.name, what.heading, what.ask
        self.shown: PreviewPage | None = None
        super().__init__(desk, parent, paths)

    def read(self, paths: Sequence[Path], progress: Progress) -> Look[Any]:
        return self.what.read(paths[0], progress.report)

    def present(self, found: Look[Any]) -> QWidget:
        self.shown = PreviewPage(self.desk, self.what, found, self.decide)
        return self.shown

    def decision(self) -> tuple[str, str]:
        assert self.shown is not None
        compared, form = self.shown.compared, self.what.form
        changed = compared.count(News.changed)
        count = compared.count(News.new) + (changed if self.shown.change.isChecked() else 0)
        self.go.setEnabled(count > 0)
        if count:
            return f"导入 {count} {form.measure}{form.noun}", ""
        return (f"没有新的{form.noun}" if changed else ""), ""

    def call(self) -> Call[Any]:
        assert self.shown is not None
        return self.what.take(self.shown.compared, self.shown.change.isChecked())

    def told(self, result: SheetTaken) -> str:
        measure = self.what.form.measure
        return f"已导入：新增 {result.new} {measure}，改动 {result.changed} {measure}。"

    def taken(self, result: SheetTaken) -> None:
        self._done(result)


class PreviewPage(QWidget):
    """The counts, one list of all that would happen, narrowed by a pill, and the choice whether
    stored rows are changed."""

    def __init__(
        self,
        desk: Desk,
        what: DraftImport[Any],
        look: Look[Any],
        decided: Callable[[], object],
    ) -> None:
        super().__init__()
        self.compared = look.compared
        self._lines = lines_of(look.compared, what.about)
        self.summary = label(summary(look.compared, what.form), wrap=True)
        self.summary.setObjectName(f"{what.name}-summary")
        self.said = label(look.said, "hint-amber", wrap=True)
        self.said.setVisible(bool(look.said))
        self.table: RowsView[GuideLine] = RowsView(LINES)
        self.table.setAccessibleName("导入会有什么变化")
        kinds = [news for news in News if any(one.news is news for one in self._lines)]
        self.pills = {
            news: button(
                f"{news.word} {sum(one.news is news for one in self._lines)}",
                partial(self._narrow, news),
                "pill",
                name=f"{what.name}-{news.value}",
            )
            for news in kinds
        }
        for pill in self.pills.values():
            pill.setCheckable(True)
        changed = look.compared.count(News.changed)
        form = what.form
        self.change = QCheckBox(f"已有的 {changed} {form.measure}{form.noun}改成文件里的样子")
        self.change.setObjectName(f"{what.name}-change")
        self.change.setChecked(what.change_known)
        self.change.setVisible(changed > 0)
        self.change.toggled.connect(lambda _checked: decided())
        named = Named(what.name, lambda: f"{what.heading}预览", lambda: look.compared.found.name)
        tools = ListTools(desk, self.table, named)
        pills = row(*self.pills.values(), None, gap=8)
        foot = row(self.change, None, tools, gap=10)
        whole = column(self.summary, self.said, pills, gap=8)
        whole.addWidget(self.table, 1)
        whole.addStretch(0)
        whole.addLayout(foot)
        self.setLayout(whole)
        for made in (self.table, tools):
            made.setVisible(bool(self._lines))
        self._narrow(None)

    def _narrow(self, news: News | None) -> None:
        """To one kind of line; to all where its pill is let go."""
        chosen = news if news is not None and self.pills[news].isChecked() else None
        for key, pill in self.pills.items():
            pill.setChecked(key is chosen)
        self.table.set_rows([one for one in self._lines if chosen is None or one.news is chosen])
        if self._lines:
            self.table.selectRow(0)
