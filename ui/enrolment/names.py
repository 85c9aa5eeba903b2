"""A list of names, pasted or from a spreadsheet: who is meant by each, and whom one must say."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from services.enrolment import EnrolmentCandidate, EnrolmentChoice
from services.enrolment.matching import Match, Matcher, NameLine
from services.enrolment.name_sheets import SheetNames, read_names
from services.enrolment.names import Written, counted
from ui.core import keys, theme
from ui.core.desk import Desk
from ui.core.import_guide import ask_for_sheet
from ui.core.table import Column, RowsView
from ui.core.widgets import ElidedLabel, button, column, label, row
from ui.core.work import run_shown
from ui.enrolment.pick import PickDialog

OPEN = (Match.choose, Match.asked, Match.unknown)
LAST_TIME = "上次"
MOST_TOLD = 4
TYPED_MILLISECONDS = 250
EXAMPLE = (
    "把名单粘贴在这里：一行一个，或用、，隔开。同名的在名字旁写上支部或手机后四位，例如：\n"
    "王秀兰 石桥\n李建国、张庆华，刘明芳 0417\n微信接龙可以整段粘贴；写着请假、不来的不会报名。"
)


class NamesPane(QWidget):
    """The lines of a list. `changed` says that other people are meant by it now."""

    changed = Signal()

    def __init__(self, desk: Desk, choice: EnrolmentChoice, matcher: Matcher, name: str) -> None:
        super().__init__()
        self._desk, self._choice, self._matcher = desk, choice, matcher
        self._by_id = {person.id: person for person in choice.persons}
        self._people: tuple[Written, ...] = ()
        self._decided: dict[tuple[str, int], UUID] = {}
        self.lines: RowsView[NameLine] = RowsView(
            (
                Column("行", 72, lambda n: n.written.where, lambda n: n.number, spare=True),
                Column("名单上写的", 180, lambda n: n.written.text, bold=True),
                Column("认作", 0, self._meant_words),
                Column("状况", 96, lambda n: n.match.word, tone=lambda n: n.match.tone),
            )
        )
        self.lines.setObjectName(f"{name}-lines")
        self.lines.setAccessibleName("名单上的人，回车指定是谁")
        self.lines.opened.connect(self._pick)
        self.count = label("", "note")
        self.count.setObjectName(f"{name}-count")
        self.decide = button("指定是谁", self._pick_next, name=f"{name}-decide", key=keys.WHO.keys)
        self.foot = row(self.count, None, self.decide, gap=10)

    def meant(self) -> list[UUID]:
        """Those who are meant beyond doubt, in the order of the list."""
        lines = self._all()
        return [n.person for n in lines if n.match is Match.sure and n.person is not None]

    @property
    def waiting(self) -> int:
        """Lines of which nobody knows yet who is meant."""
        return sum(line.match in OPEN for line in self._all())

    def open_lines(self) -> list[Written]:
        """What the list says where nobody knows yet who is meant, or whether they come."""
        return [line.written for line in self._all() if line.match in OPEN]

    def take(self, people: tuple[Written, ...]) -> None:
        self._people = people
        self._match()

    def _all(self) -> list[NameLine]:
        return self.lines.rows_model.rows

    def _match(self) -> None:
        lines = self._matcher.match(self._people, self._decided)
        self.lines.set_rows(lines)
        told = []
        for match in Match:
            if count := sum(line.match is match for line in lines):
                told.append(f"{match.word} {count}")
        self.count.setText(" · ".join(told))
        self.decide.setEnabled(self.waiting > 0)
        self.changed.emit()

    def _meant_words(self, line: NameLine) -> str:
        written = line.written
        if line.match is Match.nobody:
            return "标题、支部或说明，不报名"
        if line.person is not None:
            beside = f"（另写：{written.told}）" if written.told else ""
            return _told(self._by_id[line.person]) + beside
        asked = f"写着“{written.asked}”；" if written.asked else ""
        if line.match is Match.asked:
            return f"{asked}来就回车：{_told(line.offered[0])}"
        if line.match is Match.choose:
            return f"{asked}同名或对不上的 {len(line.offered)} 人，回车选"
        return asked + (
            f"相近的 {len(line.offered)} 人，回车看" if line.offered else "在册的人里没有"
        )

    def _pick_next(self) -> None:
        """The line that is chosen where it is open, else the first that is."""
        current = self.lines.current
        if current is None or current.match not in OPEN:
            self.lines.choose(lambda line: line.match in OPEN)
        if (line := self.lines.current) is not None:
            self._pick(line)

    def _pick(self, line: NameLine) -> None:
        def picked(person: EnrolmentCandidate) -> None:
            self._decided[line.written.key] = person.id
            self._match()
            self.lines.choose(lambda one: one.match in OPEN and one.number > line.number)

        PickDialog(self.window(), self._choice, line, picked).open()


class PastePane(NamesPane):
    """Names pasted into a field; read a moment after the last key. `kept` are lines of the last
    time that nobody settled: they stand before them until they are dropped."""

    def __init__(
        self, desk: Desk, choice: EnrolmentChoice, matcher: Matcher, kept: Iterable[Written] = ()
    ) -> None:
        super().__init__(desk, choice, matcher, "enrol-paste")
        self._kept = tuple(kept)
        self.drop = button(f"丢掉上次的 {len(self._kept)} 行", self._drop, name="enrol-paste-drop")
        self.drop.setVisible(bool(self._kept))
        self.foot.insertWidget(1, self.drop)
        self.text = QPlainTextEdit()
        self.text.setObjectName("enrol-paste-text")
        self.text.setAccessibleName("粘贴名单")
        self.text.setPlaceholderText(EXAMPLE)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(theme.current().px(124))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPED_MILLISECONDS)
        self._timer.timeout.connect(self.read)
        self.text.textChanged.connect(self._timer.start)
        whole = column(self.text, gap=10)
        whole.addWidget(self.lines, 1)
        whole.addLayout(self.foot)
        self.setLayout(whole)
        self.read()

    def read(self) -> None:
        self._timer.stop()
        pasted = self._matcher.pasted(self.text.toPlainText())
        again = {one.text for one in pasted}
        kept = (replace(one, where=LAST_TIME) for one in self._kept if one.text not in again)
        self.take(counted((*kept, *pasted)))

    def _drop(self) -> None:
        self._kept = ()
        self.drop.hide()
        self.read()

    def start(self) -> None:
        self.text.setFocus()


class SheetPane(NamesPane):
    """Names of a file; columns are found by their words."""

    def __init__(self, desk: Desk, choice: EnrolmentChoice, matcher: Matcher) -> None:
        super().__init__(desk, choice, matcher, "enrol-sheet")
        self.choose = button(
            "选 Excel 名单…", self._choose, key=keys.IMPORT.keys, name="enrol-sheet-file"
        )
        self.name = ElidedLabel("按表头认列：姓名，最好还有所在党支部、身份证号或电话。", "note")
        head = row(self.choose, gap=12)
        head.addWidget(self.name, 1)
        whole = column(head, gap=10)
        whole.addWidget(self.lines, 1)
        whole.addLayout(self.foot)
        self.setLayout(whole)
        self._match()

    def start(self) -> None:
        self.choose.setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self) -> None:
        path = ask_for_sheet(self._desk, self, "选参训名单")
        if path is not None:
            read = _reader(path, self._matcher)
            run_shown(self._desk, self, "读名单", read, lambda got: self._read(path, got))

    def _read(self, path: Path, found: SheetNames) -> None:
        self._decided = {}
        people = sum(not one.nobody for one in found.people)
        more = f" 等 {len(found.unread)} 处" if len(found.unread) > MOST_TOLD else ""
        unread = f"；没有读：{'、'.join(found.unread[:MOST_TOLD])}{more}" if found.unread else ""
        self.name.set_whole(f"{path.name}：{people} 人{unread}")
        self.take(found.people)
        self.lines.setFocus()


def _reader(path: Path, matcher: Matcher) -> Callable[..., SheetNames]:
    return lambda progress: read_names(path, progress.report, matcher.words)


def _told(person: EnrolmentCandidate) -> str:
    return " · ".join(part for part in (person.name, person.branch, person.phone_masked) if part)
