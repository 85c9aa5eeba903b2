"""One lecturer: who they are, their terms and certificates, this year's lessons."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QGridLayout, QWidget

from services.lecturer import AppointmentRow, LecturerRow, TaughtRow
from ui.core import theme
from ui.core.table import Column, RowsView
from ui.core.widgets import Card, ElidedLabel, button, chip, column, label, line, row, set_chip

WIDTH = 404
FIELDS = ("性别", "学历", "职称", "手机", "专题")
NO_CERTIFICATE = "未发"


def term_words(one: AppointmentRow) -> str:
    return f"{one.starts_on:%y-%m-%d} 至 {one.ends_on:%y-%m-%d}"


TERMS: tuple[Column[AppointmentRow], ...] = (
    Column("聘任名称", 0, lambda one: one.title),
    Column("聘期", 156, term_words, lambda one: one.starts_on),
    Column(
        "聘书",
        64,
        lambda one: one.certificate[-4:] or NO_CERTIFICATE,
        tone=lambda one: "green" if one.certificate else "amber",
        firm=True,
    ),
)
LESSONS: tuple[Column[TaughtRow], ...] = (
    Column(
        "日期",
        100,
        lambda one: f"{one.starts_at:%m-%d %H:%M}",
        lambda one: one.starts_at,
        firm=True,
    ),
    Column("课次", 0, lambda one: one.title),
    Column("地点", 100, lambda one: one.place),
    Column(
        "状态",
        72,
        lambda one: one.state.word,
        tone=lambda one: one.state.tone,
        firm=True,
    ),
)


@dataclass(frozen=True)
class Acts:
    """What the buttons do; the page knows who is shown."""

    appoint: Callable[[], object]
    correct: Callable[[], object]
    certificate: Callable[[], object]
    edit: Callable[[], object]
    retire: Callable[[], object]
    restore: Callable[[], object]
    open_lesson: Callable[[TaughtRow], object]


class LecturerCard(Card):
    def __init__(self, acts: Acts) -> None:
        super().__init__(padded=False)
        look = theme.current()
        self.setFixedWidth(look.px(WIDTH))
        self.shown: LecturerRow | None = None
        self.name = ElidedLabel("", "title")
        self.name.setObjectName("lecturer-shown")
        self.state = chip("")
        self.state.setObjectName("lecturer-state")
        self.work = ElidedLabel("", "subtitle")
        self._values = {words: ElidedLabel() for words in FIELDS}
        self.terms: RowsView[AppointmentRow] = RowsView(TERMS)
        self.terms.setObjectName("appointments")
        self.terms.setAccessibleName("聘任")
        self.terms.chosen.connect(lambda _row: self._offer())
        self.terms.opened.connect(lambda _row: acts.certificate())
        self.no_terms = label("还没有聘任。填好聘期后就可以签发聘书。", "note", wrap=True)
        self.lessons: RowsView[TaughtRow] = RowsView(LESSONS)
        self.lessons.setObjectName("lecturer-lessons")
        self.lessons.setAccessibleName("今年的课")
        self.lessons.opened.connect(acts.open_lesson)
        self.no_lessons = label("今年还没有课。到“讲师预约”里约课。", "note", wrap=True)
        self.lessons_head = label("", "heading")
        self.appoint = button("聘任…", acts.appoint, key="Ctrl+J", name="lecturer-appoint")
        self.correct = button("改正", acts.correct, name="lecturer-correct")
        self.certificate = button(
            "签发聘书", acts.certificate, key="Ctrl+P", name="lecturer-certificate"
        )
        self.edit = button("修改", acts.edit, key="Ctrl+E", name="lecturer-edit")
        self.retire = button("移出师资库", acts.retire, name="lecturer-retire")
        self.restore = button("放回师资库", acts.restore, name="lecturer-restore")
        self._fill()

    def _fill(self) -> None:
        top = column(gap=4)
        top.setContentsMargins(16, 14, 16, 10)
        names = row(gap=8)
        names.addWidget(self.name, 1)
        names.addWidget(self.state)
        top.addLayout(names)
        top.addWidget(self.work)
        top.addSpacing(4)
        top.addLayout(self._facts())
        terms = row(label("聘任", "heading"), None, self.correct, self.certificate, self.appoint)
        terms.setContentsMargins(16, 8, 12, 8)
        lessons = row(self.lessons_head, None)
        lessons.setContentsMargins(16, 10, 16, 8)
        foot = row(self.edit, None, self.retire, self.restore, gap=8)
        foot.setContentsMargins(12, 8, 12, 8)
        for note in (self.no_terms, self.no_lessons):
            note.setContentsMargins(16, 2, 16, 12)
        inside = column(gap=0)
        inside.addLayout(top)
        inside.addWidget(line())
        inside.addLayout(terms)
        inside.addWidget(self.terms, 2)
        inside.addWidget(self.no_terms)
        inside.addWidget(line())
        inside.addLayout(lessons)
        inside.addWidget(self.lessons, 3)
        inside.addWidget(self.no_lessons)
        inside.addStretch(0)
        inside.addWidget(line())
        inside.addLayout(foot)
        self.inside = QWidget()
        self.inside.setProperty("role", "inside")
        self.inside.setLayout(inside)
        self.body.addWidget(self.inside)

    def _facts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        for place, (words, value) in enumerate(self._values.items()):
            line_number, side = divmod(place, 2)
            wide = words == "专题"
            grid.addWidget(label(words, "note"), line_number, side * 2)
            grid.addWidget(value, line_number, side * 2 + 1, 1, 3 if wide else 1)
            value.setAccessibleDescription(words)
        return grid

    def show_lecturer(self, shown: LecturerRow | None) -> None:
        """One lecturer with terms and lessons; None empties the card."""
        self.shown = shown
        self.inside.setVisible(shown is not None)
        if shown is None:
            return
        self.name.set_whole(shown.name)
        set_chip(self.state, shown.state.word, shown.state.tone)
        work = (shown.source.word, shown.employer, shown.post)
        self.work.set_whole(" · ".join(part for part in work if part))
        values = (shown.sex, shown.education, shown.rank, shown.phone_masked, shown.topics)
        for field, value in zip(self._values.values(), values, strict=True):
            field.set_whole(value or "—")
        self.terms.set_rows(shown.appointments)
        self.terms.setVisible(bool(shown.appointments))
        self.no_terms.setVisible(not shown.appointments)
        if self.terms.current is None:
            self.terms.selectRow(0)
        self.lessons_head.setText(f"今年的课 {shown.lessons_this_year}")
        self.lessons.set_rows(shown.lessons)
        self.lessons.setVisible(bool(shown.lessons))
        self.no_lessons.setVisible(not shown.lessons)
        for made in (self.edit, self.appoint):
            made.setEnabled(not shown.retired)
        self.retire.setVisible(not shown.retired)
        self.restore.setVisible(shown.retired)
        self._offer()

    def _offer(self) -> None:
        """What can be done with the term in front."""
        term = self.terms.current
        retired = self.shown is not None and self.shown.retired
        issued = term is not None and bool(term.certificate)
        self.certificate.setText("看聘书" if issued else "签发聘书")
        self.certificate.setEnabled(term is not None and (issued or not retired))
        self.correct.setEnabled(term is not None and not issued and not retired)
