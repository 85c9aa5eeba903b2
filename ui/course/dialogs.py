"""The form of a course, new or changed."""

from collections.abc import Callable
from decimal import Decimal
from uuid import UUID

from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget

from services import course
from services.core.workspace import Workspace
from services.course import FORMS, TASK_LABELS, TIER_LABELS, CourseDraft, CourseRow
from ui.core import theme
from ui.core.forms import FormDialog, choice_field, hours_field, text_field


class CourseDialog(FormDialog):
    """`before` is the course to change, None for a new one; `saved` gets its id."""

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        code: str,
        saved: Callable[[UUID], object],
        before: CourseRow | None = None,
    ) -> None:
        title = "新建课程" if before is None else "修改课程"
        super().__init__(parent, title, "保存", self._save_course, width=theme.current().px(540))
        self.setObjectName("course-dialog")
        self._workspace, self._saved, self._before = workspace, saved, before
        self.code = text_field("course-code", before.code if before else code, most=20)
        hint = "例如：党的创新理论进基层"
        self.title = text_field("course-title", before.title if before else "", hint, most=60)
        self.task = choice_field("course-task", TASK_LABELS, before.task if before else None)
        self.tier = choice_field("course-tier", TIER_LABELS, before.tier if before else None)
        self.form = QComboBox()
        self.form.setObjectName("course-form")
        self.form.addItems(FORMS)
        if before is not None and before.form not in FORMS:
            self.form.addItem(before.form)
        self.form.setCurrentText(before.form if before else FORMS[0])
        self.hours = hours_field("course-hours", float(before.hours) if before else 4)
        self.audience = text_field(
            "course-audience", before.audience if before else "", "例如：村支部书记", most=40
        )
        self.syllabus = QPlainTextEdit(before.syllabus if before else "")
        self.syllabus.setObjectName("course-syllabus")
        self.syllabus.setTabChangesFocus(True)
        self.syllabus.setFixedHeight(theme.current().px(84))
        for words, field in (
            ("编码", self.code),
            ("课程名称", self.title),
            ("基本任务", self.task),
            ("层级", self.tier),
            ("教学形式", self.form),
            ("学时", self.hours),
            ("适用对象", self.audience),
            ("课程简介", self.syllabus),
        ):
            self.add_field(words, field)
        self.title.setFocus()

    def _save_course(self, _reason: str) -> None:
        draft = CourseDraft(
            code=self.code.text(),
            title=self.title.text(),
            task=self.task.currentData(),
            tier=self.tier.currentData(),
            form=self.form.currentText(),
            hours=Decimal(str(self.hours.value())),
            audience=self.audience.text(),
            syllabus=self.syllabus.toPlainText(),
        )
        if self._before is None:
            with self._workspace.write("course.create") as session:
                key = course.create(session, draft)
        else:
            key = self._before.id
            with self._workspace.write("course.update") as session:
                course.update(session, key, draft)
        self._saved(key)
