"""The second step: what an import would do, with the lists behind each figure."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QStackedWidget, QWidget

from services.roster_import import (
    Choices,
    Fate,
    Preview,
    RosterChange,
    RosterFileKind,
    RosterLine,
    RosterProblem,
)
from ui.core import theme
from ui.core.rows import R
from ui.core.table import Column, RowsView
from ui.core.widgets import Card, ElidedLabel, button, column, row
from ui.roster_import.asking import QuestionsView
from ui.roster_import.decide import DecideView
from ui.roster_import.figures import Figure, RosterFigures
from ui.roster_import.gone import GoneView


def _namesake_words(line: RosterLine) -> str:
    return f"同名 {line.namesakes} 人" if line.namesakes > 1 else ""


LINES: tuple[Column[RosterLine], ...] = (
    Column("姓名", 110, lambda line: line.name, bold=True),
    Column("性别", 56, lambda line: line.sex),
    Column("党支部", 0, lambda line: line.branch),
    Column("原党支部", 150, lambda line: line.moved_from, quiet=True),
    Column("职务", 120, lambda line: line.post),
    Column("出生", 100, lambda line: line.born),
    Column("行", 64, lambda line: str(line.row), lambda line: line.row, right=True),
    Column("同名", 96, _namesake_words, lambda line: line.namesakes,
           lambda _line: "amber"),
    Column("导入后", 92, lambda line: line.fate.word, tone=lambda line: line.fate.tone),
)  # fmt: skip
PROBLEMS: tuple[Column[RosterProblem], ...] = (
    Column("单元格", 76, lambda problem: problem.cell, bold=True),
    Column("姓名", 100, lambda problem: problem.person),
    Column("内容", 176, lambda problem: problem.shown),
    Column("原因", 0, lambda problem: problem.reason),
    Column("处理", 104, lambda problem: problem.kind.word,
           tone=lambda problem: problem.kind.tone),
    Column("工作表", 120, lambda problem: problem.sheet, faint=True),
)  # fmt: skip
CHANGES: tuple[Column[RosterChange], ...] = (
    Column("姓名", 110, lambda change: change.person, bold=True),
    Column("党支部", 0, lambda change: change.branch),
    Column("项目", 110, lambda change: change.what),
    Column("现在", 170, lambda change: change.before),
    Column("改为", 170, lambda change: change.after),
)


class RosterPreviewPage(QWidget):
    """The figures, the list behind the chosen one, and what was found in the file.

    `choices` is what the person decides on this page, or decided `before` on one that it
    replaces; `decided` hears of each decision.
    """

    def __init__(
        self,
        shown: Preview,
        save_problems: Callable[[], object],
        decided: Callable[[], object],
        tell: Callable[[Exception], object],
        before: Choices | None = None,
    ) -> None:
        super().__init__()
        self.shown, self.choices = shown, _still(shown, before or Choices())
        self.lines = _table(LINES, "roster-lines", "名单")
        self.problems = _table(PROBLEMS, "roster-problems", "待核单元格")
        self.problems.set_rows(shown.problems)
        self.left_out = _table(PROBLEMS, "roster-left-out-rows", "文件里另有的内容")
        self.left_out.set_rows(shown.left_out)
        self.changes = _table(CHANGES, "roster-changes", "改动")
        self.changes.set_rows(shown.changes)
        self.decide = DecideView(shown.to_decide, self.choices, decided, tell)
        self.asking = QuestionsView(shown.asked, self.choices.answers, decided)
        self.gone = GoneView(shown.gone, self.choices, decided)
        self._lists = QStackedWidget()
        shown_by = (self.lines, self.problems, self.left_out, self.changes)
        for table in (*shown_by, self.decide, self.asking, self.gone):
            self._lists.addWidget(table)
        self.save = button("存为 Excel…", save_problems, name="roster-save-problems")
        self._caption = ElidedLabel("", "subtitle")
        head = row(gap=10)
        head.addWidget(self._caption, 1)
        head.addWidget(self.save)
        head.setContentsMargins(16, 8, 12, 8)
        card = Card(padded=False)
        card.body.setSpacing(0)
        card.body.addLayout(head)
        card.body.addWidget(self._lists, 1)
        self.is_trainees = shown.kind is RosterFileKind.trainees
        self.figures = RosterFigures(self._trainees() if self.is_trainees else self._roster())
        whole = column(gap=8)
        whole.addWidget(self.figures)
        whole.addWidget(card, 1)
        # Beside each other where larger text leaves too little height.
        notes = row(gap=20) if theme.current().percent > 100 else column(gap=4)
        for note in _notes(shown):
            notes.addWidget(note, 1)
        whole.addLayout(notes)
        self.setLayout(whole)
        self.figures.open(self._first())

    def focus_list(self) -> None:
        """Put the keyboard where something is to decide."""
        if self._lists.currentWidget() is self.decide:
            self.decide.rows.setFocus()
        if self._lists.currentWidget() is self.asking:
            self.asking.rows.setFocus()

    @property
    def is_stale(self) -> bool:
        """True where an answer would change what is shown."""
        return self.choices.answers != self.shown.answers

    def _roster(self) -> Sequence[Figure]:
        shown = self.shown
        asked = Figure("roster-asked", "要回答", self._open_questions, self._show_asked)
        return (
            *((asked,) if shown.asked else ()),
            Figure("roster-new", "新增", shown.new, self._lines("新增的人", Fate.new)),
            Figure("roster-changed", "有改动", shown.changed, self._show_changes),
            Figure("roster-moved", "转支部", shown.moved, self._show_moved),
            Figure("roster-undecided", "待定", len(shown.to_decide), self._show_to_decide),
            Figure("roster-gone", "名单外", len(shown.gone), self._show_gone),
            Figure(
                "roster-unchanged",
                "无变化",
                shown.unchanged,
                self._lines("与现有数据一致的人", Fate.unchanged),
            ),
            Figure("roster-namesakes", "同名", shown.namesakes, self._show_namesakes),
            Figure("roster-waiting", "待核", len(shown.problems), self._show_problems),
            *self._left_out(),
        )

    def _trainees(self) -> Sequence[Figure]:
        shown = self.shown
        unclear = self._lines("同一支部有几个同名的人，分不清是谁", Fate.to_decide)
        return (
            Figure(
                "roster-unchanged",
                "在册",
                shown.unchanged,
                self._lines("按姓名和党支部找到的学员", Fate.unchanged),
            ),
            Figure("roster-unknown", "不在册", shown.unknown, self._show_problems),
            Figure("roster-undecided", "分不清", len(shown.to_decide), unclear),
            Figure("roster-namesakes", "同名", shown.namesakes, self._show_namesakes),
            *self._left_out(),
        )

    def _left_out(self) -> Sequence[Figure]:
        """What else the file has, where it has anything."""
        count = len(self.shown.left_out)
        return (Figure("roster-left-out", "另有", count, self._show_left_out),) if count else ()

    def _first(self) -> str:
        """The list that needs the person most."""
        shown = self.shown
        if self.is_trainees:
            return "roster-unknown" if shown.unknown else "roster-unchanged"
        if self._open_questions:
            return "roster-asked"
        if shown.to_decide:
            return "roster-undecided"
        if shown.problems:
            return "roster-waiting"
        return "roster-changed" if shown.changed and not shown.new else "roster-new"

    def _lines(self, caption: str, fate: Fate) -> Callable[[], None]:
        def show() -> None:
            self._show(self.lines, caption)
            self._set_lines([line for line in self.shown.lines if line.fate is fate])

        return show

    def _set_lines(self, lines: Sequence[RosterLine]) -> None:
        self.lines.set_rows(lines)

    def _show_moved(self) -> None:
        self._show(self.lines, "身份证号相同、党支部不同的人，导入后转到文件里的支部")
        self._set_lines([line for line in self.shown.lines if line.moved_from])

    def _show_namesakes(self) -> None:
        lines = [line for line in self.shown.lines if line.namesakes > 1]
        self._show(self.lines, "同名的人按不同的人导入，各记各的学时")
        self._set_lines(sorted(lines, key=lambda line: (line.name, line.branch)))

    def _show_changes(self) -> None:
        self._show(
            self.changes, "导入后会改成文件里的内容；文件里空着的不改，只有职务空着算没有职务"
        )

    def _show_to_decide(self) -> None:
        caption = "与在册的人相近又不完全一致，没有身份证号可以判断"
        self._show(self.decide, caption if self.shown.to_decide else "没有分不清的人")

    @property
    def _open_questions(self) -> int:
        return sum(one.key not in self.shown.answers for one in self.shown.asked)

    def _show_asked(self) -> None:
        self._show(self.asking, f"这些写法教务台不能自己认定，{self.shown.waiting:,} 行等回答")

    def _show_gone(self) -> None:
        caption = "这些支部在册、文件里却没有的人" if self.shown.gone else "文件里的支部没有少人"
        self._show(self.gone, caption)

    def _show_problems(self) -> None:
        untrusted = self.shown.untrusted
        told = "这些单元格没能采用" if self.shown.problems else "没有要核实的单元格"
        if untrusted:
            told = f"{untrusted} 个身份证号不能采信：这些人照常导入，号码先留空，核实后再补。"
        if self.is_trainees:
            told = "学员名单里没有他们；可存为 Excel 发回支部核对"
        self._show(self.problems, told)

    def _show_left_out(self) -> None:
        self._show(self.left_out, "文件里还有这些列、工作表和行，没有用到或需要核对")

    def _show(self, table: QWidget, caption: str) -> None:
        self._lists.setCurrentWidget(table)
        self._caption.set_whole(caption)
        told = self.shown.left_out if table is self.left_out else self.shown.problems
        self.save.setVisible(table in (self.left_out, self.problems) and bool(told))


def _still(shown: Preview, before: Choices) -> Choices:
    """What was decided before about rows and people that are shown again."""
    asked, gone = {one.key for one in shown.to_decide}, {one.id for one in shown.gone}
    return Choices(
        {key: who for key, who in before.who.items() if key in asked},
        {key: kind for key, kind in before.leaving.items() if key in gone},
        dict(shown.answers),
    )


def _table(columns: Sequence[Column[R]], name: str, words: str) -> RowsView[R]:
    made: RowsView[R] = RowsView(columns)
    made.setObjectName(name)
    made.setAccessibleName(words)
    return made


def _notes(shown: Preview) -> Sequence[QWidget]:
    """What was found in the file and what stays out, in a line each."""
    parts = [f"认出 {len(shown.columns)} 列：{'、'.join(shown.columns)}"]
    if shown.ignored:
        parts.append(f"没用到：{'、'.join(shown.ignored)}")
    if shown.other_sheets:
        parts.append(f"没读的工作表：{'、'.join(shown.other_sheets)}")
    if shown.blank_rows:
        parts.append(f"跳过 {shown.blank_rows} 个空行")
    more = []
    if shown.new_branches:
        names = "、".join(shown.new_branches)
        more.append(f"新建 {len(shown.new_branches)} 个党支部：{names}")
    if shown.read_as:
        told = "、".join(f"{spelling}→{name}" for spelling, name in shown.read_as)
        more.append(f"写法不同、认作同一党支部：{told}")
    if shown.absent:
        more.append(f"别的支部有 {shown.absent:,} 人不在这份文件里，保持不变")
    if shown.taken_before is not None:
        more.append(f"这份文件 {shown.taken_before:%m月%d日 %H:%M} 导入过")
    lines = ["；".join(parts), "；".join(more)]
    return [ElidedLabel(text, "note") for text in lines if text]
