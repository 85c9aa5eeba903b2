"""The forms of a course: new or changed, who can give it, how far its courseware has come."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from services.course import FORMS, CourseDraft, CourseRow, CoursewareReview, Task, Tier
from services.lecturer import LecturerRow
from ui.core import theme
from ui.core.forms import FormDialog, choice_field, hours_field, text_field
from ui.core.table import Column, RowsView
from ui.core.widgets import button, column, fit, label, row

LECTURERS: tuple[Column[LecturerRow], ...] = (
    Column("姓名", 90, lambda r: r.name, bold=True, firm=True),
    Column("工作单位", 150, lambda r: r.employer),
    Column("主要讲授专题", 0, lambda r: r.topics, faint=True),
)
MOST_LINE = 500


class LecturersField(QLineEdit):
    """Who of the pool can give a course; a click or the space key opens the pool."""

    def __init__(self, pool: Sequence[LecturerRow], chosen: Sequence[UUID]) -> None:
        super().__init__()
        self.setObjectName("course-lecturers")
        self.setReadOnly(True)
        self.setPlaceholderText("点一下或按空格，从师资库里选")
        self._pool = tuple(pool)
        self.show_chosen(chosen)

    def show_chosen(self, chosen: Sequence[UUID]) -> None:
        self.chosen = tuple(one.id for one in self._pool if one.id in set(chosen))
        self.setText("、".join(one.name for one in self._pool if one.id in self.chosen))

    def choose(self) -> None:
        LecturersDialog(self.window(), self._pool, self.chosen, self.show_chosen).open()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self.choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.choose()
            return
        super().keyPressEvent(event)


class LecturersDialog(QDialog):
    """The pool, with those marked who can give the course; Space marks, Enter takes."""

    def __init__(
        self,
        parent: QWidget,
        pool: Sequence[LecturerRow],
        chosen: Sequence[UUID],
        taken: Callable[[Sequence[UUID]], object],
    ) -> None:
        super().__init__(parent)
        self.setObjectName("course-lecturers-dialog")
        self.setWindowTitle("可授讲师")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look = theme.current()
        fit(self, parent, look.px(620), look.px(480))
        self._taken = taken
        self.table: RowsView[LecturerRow] = RowsView(LECTURERS)
        self.table.setObjectName("course-pool")
        self.table.setAccessibleName("师资库")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
        self.table.set_rows(pool)
        self.table.opened.connect(lambda _row: self._take())
        for place, one in enumerate(pool):
            if one.id in chosen:
                self.table.selectRow(place)
        words = (
            "点一下选上，再点一下取消；↑↓ 移动，空格选上或取消。" if pool else "师资库还没有人。"
        )
        go = button("选好了", self._take, "primary", name="course-lecturers-go")
        go.setDefault(True)
        cancel = button("取消", self.reject, name="course-lecturers-cancel")
        whole = column(
            self.table, label(words, "note"), row(None, cancel, go, gap=10), gap=10, margins=18
        )
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.table.setFocus()

    def _take(self) -> None:
        self._taken([one.id for one in self.table.marked()])
        self.accept()


class CourseDialog(FormDialog):
    """`before` is the course to change, None for a new one; `save` gets what was typed."""

    def __init__(
        self,
        parent: QWidget,
        code: str,
        pool: Sequence[LecturerRow],
        save: Callable[[CourseDraft], object],
        before: CourseRow | None = None,
    ) -> None:
        title = "新建课程" if before is None else "修改课程"
        super().__init__(parent, title, "保存", self._save_course, width=theme.current().px(680))
        self.setObjectName("course-dialog")
        self._take = save
        self.code = text_field("course-code", before.code if before else code, most=20)
        hint = "例如：党的创新理论进基层"
        self.title = text_field("course-title", before.title if before else "", hint, most=60)
        self.task = choice_field("course-task", Task, before.task if before else None)
        self.tier = choice_field("course-tier", Tier, before.tier if before else None)
        self.form = _form_field(before)
        self.hours = hours_field("course-hours", float(before.hours) if before else 4)
        self.audience = text_field(
            "course-audience", before.audience if before else "", "例如：村支部书记", most=40
        )
        linked = [one.lecturer_id for one in before.lecturers] if before else []
        self.lecturers = LecturersField(pool, linked)
        self.other = text_field(
            "course-other-lecturers", before.other_lecturers if before else "",
            "不在师资库里的，用顿号隔开", most=60,
        )  # fmt: skip
        self.topics = text_field(
            "course-topics", before.topics if before else "", "例如：第一讲、第二讲", most=MOST_LINE
        )
        self.materials = text_field(
            "course-materials",
            before.materials if before else "",
            "例如：讲义、视频",
            most=MOST_LINE,
        )
        self.syllabus = QPlainTextEdit(before.syllabus if before else "")
        self.syllabus.setObjectName("course-syllabus")
        self.syllabus.setTabChangesFocus(True)
        self.syllabus.setFixedHeight(theme.current().px(64))
        self._lay_out()
        self.title.setFocus()

    def _lay_out(self) -> None:
        self.add_field("课程名称", self.title)
        self.add_field("编码", self.code)
        self.add_field("学时", self.hours, beside=True)
        self.add_field("基本任务", self.task)
        self.add_field("层级", self.tier, beside=True)
        self.add_field("教学形式", self.form)
        self.add_field("适用对象", self.audience, beside=True)
        self.add_field("库内讲师", self.lecturers)
        self.add_field("库外讲师", self.other, beside=True)
        self.add_field("专题", self.topics)
        self.add_field("教学资料", self.materials, beside=True)
        self.add_field("课程简介", self.syllabus)
        self.span(self.title, self.syllabus)

    def _save_course(self, _reason: str) -> None:
        self._take(
            CourseDraft(
                code=self.code.text(),
                title=self.title.text(),
                task=Task(self.task.currentData()),
                tier=Tier(self.tier.currentData()),
                form=self.form.currentText(),
                hours=Decimal(str(self.hours.value())),
                audience=self.audience.text(),
                syllabus=self.syllabus.toPlainText(),
                topics=self.topics.text(),
                materials=self.materials.text(),
                lecturers=self.lecturers.chosen,
                other_lecturers=self.other.text(),
            )
        )


class ReviewDialog(FormDialog):
    """How far the courseware of some courses has come, and what the panel said."""

    def __init__(
        self,
        parent: QWidget,
        rows: Sequence[CourseRow],
        save: Callable[[CoursewareReview, str], object],
    ) -> None:
        super().__init__(
            parent, "课件评审", "保存", self._save_review, width=theme.current().px(460)
        )
        self.setObjectName("course-review-dialog")
        self._take = save
        words = f"“{rows[0].title}”" + (f"等 {len(rows)} 门课程" if len(rows) > 1 else "")
        self.extra.addWidget(label(words, "note", wrap=True))
        self.state = choice_field("course-review-state", CoursewareReview, rows[0].review)
        self.note = QPlainTextEdit(rows[0].review_note)
        self.note.setObjectName("course-review-note")
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(theme.current().px(84))
        self.add_field("状态", self.state)
        self.add_field("评审意见", self.note, "退回修改时写明要改什么。")

    def _save_review(self, _reason: str) -> None:
        self._take(CoursewareReview(self.state.currentData()), self.note.toPlainText())


def _form_field(before: CourseRow | None) -> QComboBox:
    field = QComboBox()
    field.setObjectName("course-form")
    field.addItems(FORMS)
    if before is not None and before.form not in FORMS:
        field.addItem(before.form)
    field.setCurrentText(before.form if before else FORMS[0])
    return field
