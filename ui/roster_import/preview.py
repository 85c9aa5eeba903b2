"""What an import would do, for the person to look at before it is done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QWidget

from services.roster_import import Change, Fate, Line, Preview, Problem, ProblemKind
from ui.core.table import Column, RowsView
from ui.core.widgets import Button, Card, ElidedLabel, button, column, label, row

FATES = {
    Fate.new: ("新增", "blue"),
    Fate.changed: ("改动", "amber"),
    Fate.unchanged: ("无变化", "grey"),
    Fate.to_decide: ("待定", "amber"),
    Fate.unknown: ("不在册", "red"),
}
KINDS = {
    ProblemKind.identity: ("号码不采信", "amber"),
    ProblemKind.value: ("留空", "grey"),
    ProblemKind.row: ("未导入", "red"),
    ProblemKind.person: ("按新人", "blue"),
}


def _namesake_words(line: Line) -> str:
    return f"同名 {line.namesakes} 人" if line.namesakes > 1 else ""


LINES: tuple[Column[Line], ...] = (
    Column("姓名", 110, lambda line: line.name, bold=True),
    Column("性别", 56, lambda line: line.sex),
    Column("党支部", 0, lambda line: line.branch),
    Column("职务", 120, lambda line: line.post),
    Column("出生", 100, lambda line: line.born),
    Column("行", 64, lambda line: str(line.row), lambda line: line.row, right=True),
    Column("同名", 96, _namesake_words, lambda line: line.namesakes,
           lambda _line: "amber"),
    Column("导入后", 92, lambda line: FATES[line.fate][0], tone=lambda line: FATES[line.fate][1]),
)  # fmt: skip
PROBLEMS: tuple[Column[Problem], ...] = (
    Column("单元格", 76, lambda problem: problem.cell, bold=True),
    Column("姓名", 100, lambda problem: problem.person),
    Column("内容", 176, lambda problem: problem.shown),
    Column("原因", 0, lambda problem: problem.reason),
    Column("处理", 104, lambda problem: KINDS[problem.kind][0],
           tone=lambda problem: KINDS[problem.kind][1]),
    Column("工作表", 120, lambda problem: problem.sheet, faint=True),
)  # fmt: skip
CHANGES: tuple[Column[Change], ...] = (
    Column("姓名", 110, lambda change: change.person, bold=True),
    Column("党支部", 0, lambda change: change.branch),
    Column("项目", 110, lambda change: change.what),
    Column("现在", 170, lambda change: change.before),
    Column("改为", 170, lambda change: change.after),
)


@dataclass(frozen=True)
class _View:
    """A figure of the preview, and the list behind it."""

    name: str
    words: str
    count: int
    show: Callable[[], None]


class FigureButton(Button):
    """A figure over its words; a click or Space shows the list behind it."""

    def __init__(self, view: _View) -> None:
        super().__init__("")
        self.setObjectName(view.name)
        self.setProperty("role", "choice")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{view.words} {view.count}")
        figure = label(f"{view.count:,}", "figure")
        words = label(view.words, "note")
        for part in (figure, words):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside = column(figure, words, gap=0)
        inside.setContentsMargins(12, 6, 12, 8)
        self.setLayout(inside)

    def sizeHint(self) -> QSize:
        """A button's own hint knows only its text; here the two labels count."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class PreviewPage(QWidget):
    """The figures, the list behind the chosen one, and what was found in the file."""

    def __init__(self, shown: Preview, save_problems: Callable[[], object]) -> None:
        super().__init__()
        self.shown = shown
        self.lines: RowsView[Line] = RowsView(LINES)
        self.lines.setObjectName("roster-lines")
        self.lines.setAccessibleName("名单")
        self.problems: RowsView[Problem] = RowsView(PROBLEMS)
        self.problems.setObjectName("roster-problems")
        self.problems.setAccessibleName("待核单元格")
        self.problems.set_rows(shown.problems)
        self.changes: RowsView[Change] = RowsView(CHANGES)
        self.changes.setObjectName("roster-changes")
        self.changes.setAccessibleName("改动")
        self.changes.set_rows(shown.changes)
        self._lists = QStackedWidget()
        for table in (self.lines, self.problems, self.changes):
            self._lists.addWidget(table)
        self.save = button("存为 Excel…", save_problems, name="roster-save-problems")
        self._caption = ElidedLabel("", "subtitle")
        head = row(gap=10)
        head.addWidget(self._caption, 1)
        head.addWidget(self.save)
        head.setContentsMargins(16, 8, 12, 8)
        self.card = Card(padded=False)
        self.card.body.setSpacing(0)
        self.card.body.addLayout(head)
        self.card.body.addWidget(self._lists, 1)
        whole = column(gap=12)
        whole.addWidget(self._figures())
        whole.addWidget(self.card, 1)
        for note in _notes(shown):
            whole.addWidget(note)
        self.setLayout(whole)

    def _figures(self) -> QWidget:
        shown = self.shown
        views = [
            _View("roster-new", "新增", shown.new, lambda: self._show_lines("新增的人", Fate.new)),
            _View("roster-changed", "有改动", shown.changed, self._show_changes),
            _View(
                "roster-unchanged",
                "无变化",
                shown.unchanged,
                lambda: self._show_lines("与现有数据一致的人", Fate.unchanged),
            ),
            _View("roster-namesakes", "同名", shown.namesakes, self._show_namesakes),
            _View("roster-waiting", "待核", len(shown.problems), self._show_problems),
        ]
        card = Card(padded=False)
        line = row(gap=8)
        line.setContentsMargins(8, 8, 8, 8)
        self._group = QButtonGroup(self)
        for view in views:
            made = FigureButton(view)
            made.toggled.connect(lambda on, view=view: view.show() if on else None)
            self._group.addButton(made)
            line.addWidget(made, 1)
        card.body.addLayout(line)
        wanted = 4 if shown.problems else 1 if shown.changed and not shown.new else 0
        self._group.buttons()[wanted].setChecked(True)
        return card

    def _show_lines(self, caption: str, fate: Fate) -> None:
        self._show(self.lines, caption)
        self.lines.set_rows([line for line in self.shown.lines if line.fate is fate])

    def _show_namesakes(self) -> None:
        lines = [line for line in self.shown.lines if line.namesakes > 1]
        self._show(self.lines, "同名的人按不同的人导入，各记各的学时")
        self.lines.set_rows(sorted(lines, key=lambda line: (line.name, line.branch)))

    def _show_changes(self) -> None:
        self._show(self.changes, "导入后会改成文件里的内容；文件里空着的不改")

    def _show_problems(self) -> None:
        untrusted = self.shown.untrusted
        told = f"{untrusted} 个身份证号不能采信：这些人照常导入，号码先留空，核实后再补。"
        self._show(self.problems, told if untrusted else "这些单元格没能采用")

    def _show(self, table: QWidget, caption: str) -> None:
        self._lists.setCurrentWidget(table)
        self._caption.set_whole(caption)
        self.save.setVisible(table is self.problems and bool(self.shown.problems))


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
    if shown.absent:
        more.append(f"现有 {shown.absent:,} 人不在这份文件里，保持不变")
    if shown.taken_before is not None:
        more.append(f"这份文件 {shown.taken_before:%m月%d日 %H:%M} 导入过")
    lines = ["；".join(parts), "；".join(more)]
    return [ElidedLabel(text, "note") for text in lines if text]
