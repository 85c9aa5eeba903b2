"""The dialog that enrols people: six ways to choose them, what it would do, one button."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QStackedWidget, QWidget

from services.core.errors import DeskError, NeedsReason
from services.enrolment import EnrolmentChoice
from services.enrolment.choosing import Summary
from services.enrolment.matching import Matcher
from services.enrolment.names import Written
from ui.core import keys, theme
from ui.core.acts import spoken
from ui.core.desk import Desk
from ui.core.messages import ReasonDialog, leave_unsaved
from ui.core.widgets import button, column, fit, label, row
from ui.enrolment.names import PastePane, SheetPane
from ui.enrolment.people import BRANCH, GAP, ONE, ROLE, PeoplePane

PASTE, SHEET = "paste", "sheet"
WAYS = (
    (ONE, "逐个查找"),
    (BRANCH, "按支部"),
    (ROLE, "按职务身份"),
    (GAP, "按差的学时"),
    (PASTE, "粘贴名单"),
    (SHEET, "Excel 名单"),
)
RAIL_WIDTH = 128
NAMED = 4
Save = Callable[[Sequence[UUID], bool, str], object]
Keep = Callable[[tuple[Written, ...]], object]


class EnrolDialog(QDialog):
    """`save` gets the ids in their order, whether all are to come in, and a reason; it may raise
    NeedsReason. Those in the class already are shown as such. `kept` are lines of lists that
    nobody settled the last time; `keep` gets those that are open when it closes."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        choice: EnrolmentChoice,
        matcher: Matcher,
        save: Save,
        kept: Sequence[Written] = (),
        keep: Keep = lambda _lines: None,
    ) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setObjectName("enrol")
        self.setWindowTitle(f"报名学员：{choice.title}")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, parent, look.px(1060), look.px(640))
        self._choice, self._save, self._keep = choice, save, keep
        self._ticked: dict[UUID, None] = {}
        self._left_out: set[UUID] = set()
        self._chosen: dict[UUID, None] = {}
        self._names = {person.id: person.name for person in choice.persons}
        year = desk.workspace.clock.local_now().year
        self.people = PeoplePane(choice, year, lambda key: key in self._chosen)
        self.people.toggled.connect(self._toggle)
        self.people.entered.connect(self._accept)
        self.paste = PastePane(desk, choice, matcher, kept)
        self.sheet = SheetPane(desk, choice, matcher)
        self.field, self.branch, self.table = (
            self.people.field,
            self.people.branch,
            self.people.table,
        )
        self.stack = QStackedWidget()
        for pane in (self.people, self.paste, self.sheet):
            self.stack.addWidget(pane)
        for names in (self.paste, self.sheet):
            names.changed.connect(self._show_count)
        self.summary = label("", "note", wrap=True)
        self.summary.setObjectName("enrol-summary")
        self.clashing = label("", "said-amber", wrap=True)
        self.clashing.setObjectName("enrol-clashing")
        self.error = label("", "error", wrap=True)
        self.error.hide()
        body = row(self._rail(), gap=14)
        body.addWidget(self.stack, 1)
        whole = column(gap=10, margins=20)
        whole.addLayout(body, 1)
        for told in (self.summary, self.clashing, self.error):
            whole.addWidget(told)
        whole.addLayout(self._foot())
        self.setLayout(whole)
        for number, (_, pressed) in enumerate(zip(WAYS, keys.VIEWS, strict=True)):
            QShortcut(QKeySequence(pressed.keys), self, partial(self._press, number))
        self._show_count()
        self.use(PASTE if kept else ONE)

    def use(self, way: str) -> None:
        """One of WAYS by its key."""
        self._press([key for key, _ in WAYS].index(way))

    def _rail(self) -> QWidget:
        self.ways = QButtonGroup(self)
        rail = QWidget()
        rail.setFixedWidth(theme.current().px(RAIL_WIDTH))
        inside = column(gap=4)
        for number, (key, words) in enumerate(WAYS):
            made = button(words, partial(self._show_way, number), "choice", name=f"enrol-{key}")
            made.setCheckable(True)
            made.setToolTip(f"{words}  {spoken(keys.VIEWS[number])}")
            self.ways.addButton(made, number)
            inside.addWidget(made)
        inside.addStretch(1)
        rail.setLayout(inside)
        return rail

    def _foot(self) -> QHBoxLayout:
        self.count = button(
            "", self._show_ticked, "link", key=keys.OTHER_VIEW.keys, name="enrol-ticked"
        )
        self.count.setCheckable(True)
        self.over = button("", lambda: self._try_save(over=True), name="enrol-over")
        self.go = button("报名", self._accept, "primary", key=keys.NEXT.keys, name="enrol-go")
        cancel = button("取消", self.reject, name="enrol-cancel")
        return row(self.count, None, cancel, self.over, self.go, gap=10)

    def _press(self, number: int) -> None:
        self.ways.button(number).setChecked(True)
        self._show_way(number)

    def _show_way(self, number: int) -> None:
        way = WAYS[number][0]
        self.count.setChecked(False)
        if way in (PASTE, SHEET):
            pane = self.paste if way == PASTE else self.sheet
            self.stack.setCurrentWidget(pane)
            pane.start()
        else:
            self.stack.setCurrentWidget(self.people)
            self.people.use(way)
        self._show_count()

    def _gather(self) -> None:
        """Everybody who was ticked or is meant by a list, in that order."""
        taken = self._choice.enrolled | self._choice.waiting | self._left_out
        everybody = chain(self._ticked, self.paste.meant(), self.sheet.meant())
        self._chosen = {key: None for key in everybody if key not in taken}

    def _toggle(self, members: Sequence[UUID], ticked: bool) -> None:
        for key in members:
            if ticked:
                self._ticked[key] = None
                self._left_out.discard(key)
            else:
                self._ticked.pop(key, None)
                self._left_out.add(key)
        self._show_count()

    def _show_ticked(self) -> None:
        """The people behind the count, to be looked over before they are enrolled; or back."""
        if self.count.isChecked():
            self.stack.setCurrentWidget(self.people)
            self.people.show_only(frozenset(self._chosen))
            self._show_count()
        else:
            self._show_way(self.ways.checkedId())
            self.people.show_only(None)

    def _show_count(self) -> None:
        self._gather()
        self.error.hide()
        chosen = self._chosen
        words = "，看全部" if self.count.isChecked() else "，看名单"
        self.count.setText(f"已勾选 {len(chosen)} 人" + (words if chosen else ""))
        self.count.setEnabled(bool(chosen))
        named = {*self.paste.meant(), *self.sheet.meant()}
        told = self._choice.summary([*chosen, *(named - chosen.keys() - self._left_out)])
        self.summary.setText(self._summary_words(told))
        self.clashing.setText(self._clash_words(told.clashing))
        self.clashing.setVisible(bool(told.clashing))
        self.go.setText(_go_words(told))
        self.go.setEnabled(bool(chosen))
        self.over.setText(f"全部报名，超 {told.over} 人" if told.over else "全部报名，越过候补")
        self.over.setVisible(told.queued > 0)
        self.people.show_ticks(set(chosen))

    def _summary_words(self, told: Summary) -> str:
        """What enrolling would do: new, in already, not found, over the places."""
        choice = self._choice
        if choice.places is None:
            parts = [f"名额不限，已报 {len(choice.enrolled)} 人"]
        else:
            waiting = f"，候补 {len(choice.waiting)} 人" if choice.waiting else ""
            parts = [f"名额 {choice.places} 个，已报 {len(choice.enrolled)} 人{waiting}"]
        if told.fresh:
            parts.append(f"这次新报 {told.fresh} 人")
        if told.queued:
            parts.append(f"名额不够，其中 {told.queued} 人排到候补")
        if told.enrolled or told.waiting:
            parts.append(f"名单上 {told.enrolled + told.waiting} 人已报过，不重复")
        if unknown := self.paste.waiting + self.sheet.waiting:
            parts.append(f"{unknown} 行还没认出是谁，不会报名，关闭后还留着")
        return "；".join(parts) + "。"

    def _clash_words(self, members: Sequence[UUID]) -> str:
        if not members:
            return ""
        clashes = self._choice.clashes
        named = "、".join(f"{self._names[key]}（{clashes[key]}）" for key in members[:NAMED])
        more = f" 等 {len(members)} 人" if len(members) > NAMED else ""
        return f"同一时间另有课：{named}{more}。"

    def done(self, result: int) -> None:
        """However it closes, what is not settled is kept."""
        self._keep((*self.paste.open_lines(), *self.sheet.open_lines()))
        super().done(result)

    def reject(self) -> None:
        if self._chosen or self.paste.text.toPlainText().strip():
            leave_unsaved(self, super().reject)
            return
        super().reject()

    def _accept(self) -> None:
        self.paste.read()
        if self._chosen:
            self._try_save(over=False)

    def _try_save(self, reason: str = "", *, over: bool) -> None:
        self.go.setEnabled(False)  # an impatient second click must not save twice
        try:
            self._save(list(self._chosen), over, reason)
        except NeedsReason as warning:
            ReasonDialog(
                self, warning.message, lambda given: self._try_save(given, over=over)
            ).open()
        except DeskError as error:
            self.error.setText(error.message)
            self.error.show()
        else:
            self.accept()
        finally:
            self.go.setEnabled(True)


def _go_words(told: Summary) -> str:
    parts = []
    if told.coming:
        parts.append(f"报名 {told.coming} 人")
    if told.queued:
        parts.append(f"候补 {told.queued} 人")
    return "，".join(parts) or "报名"
