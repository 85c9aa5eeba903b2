"""The form of a package, new or changed: what it is, and its stages."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from services.course import CourseRow
from services.package import MOST_STAGES, PackageDetail, PackageDraft
from services.site import SiteRow
from ui.core import theme
from ui.core.forms import FormDialog, text_field
from ui.core.widgets import button, column, label, line, row, scrolling
from ui.package.stages import StageEditor

WIDTH, HEIGHT, OTHERS = 780, 250, 310
KINDS_LONG = 12


class PackageDialog(FormDialog):
    """`before` is the package to change, None for a new one; `save` raises what is wrong."""

    def __init__(
        self,
        parent: QWidget,
        kinds: Sequence[str],
        courses: Sequence[CourseRow],
        sites: Sequence[SiteRow],
        code: str,
        save: Callable[[PackageDraft], object],
        before: PackageDetail | None = None,
    ) -> None:
        look = theme.current()
        room = parent.window().size()
        super().__init__(
            parent,
            "新建套餐" if before is None else "修改套餐",
            "保存",
            lambda _reason: save(self.draft()),
            width=min(look.px(WIDTH), room.width() - 60),
        )
        self.setObjectName("package-dialog")
        self.title = text_field(
            "package-title", before.title if before else "", "例如：红色传统一日行", most=40
        )
        self.code = text_field("package-code", before.code if before else code, most=20)
        self.kind = QComboBox()
        self.kind.setObjectName("package-kind")
        self.kind.setEditable(True)
        self.kind.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.kind.addItems(kinds)
        self.kind.setCurrentText(before.kind if before else kinds[0])
        if (field := self.kind.lineEdit()) is not None:
            field.setMaxLength(KINDS_LONG)
        self.audience = text_field(
            "package-audience", before.audience if before else "", "例如：村支部书记", most=40
        )
        self.note = text_field(
            "package-note", before.note if before else "", "可不填，印在套餐单上", most=120
        )
        self.stages = StageEditor(courses, sites, before.stages if before else (), self._on_stages)
        self._lay_out(min(look.px(HEIGHT), room.height() - look.px(OTHERS)))
        if before is None:
            self.stages.add()
        self._on_stages()
        self.title.setFocus()

    def draft(self) -> PackageDraft:
        """What stands in the form. Raises BadInput for a stage that is not complete."""
        return PackageDraft(
            self.code.text(),
            self.title.text(),
            self.kind.currentText(),
            self.stages.drafts(),
            self.audience.text(),
            self.note.text(),
        )

    def typed(self) -> list[object]:
        return [*super().typed(), *self.stages.typed()]

    def _lay_out(self, height: int) -> None:
        """The fields two by two, since the stages need the height."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 2)
        fields: tuple[tuple[str, QLineEdit | QComboBox, int, int, int], ...] = (
            ("名称", self.title, 0, 0, 1),
            ("编码", self.code, 0, 2, 1),
            ("适用对象", self.audience, 1, 0, 1),
            ("类别", self.kind, 1, 2, 1),
            ("说明", self.note, 2, 0, 3),
        )
        for words, field, line_, place, span in fields:
            caption = label(words, "subtitle")
            caption.setBuddy(field)
            field.setAccessibleName(words)
            self.watch(field)
            grid.addWidget(caption, line_, place)
            grid.addWidget(field, line_, place + 1, 1, span)
        self.add_stage = button("＋ 加一个环节", self._add, key="Ctrl+L", name="stage-add")
        self.total = label("", "note")
        self.total.setObjectName("package-total")
        hint = label("课堂上的课选“课堂”，去基地的选基地。Alt+↑ Alt+↓ 或拖动序号换先后。", "note")
        self.area = scrolling(column(self.stages, gap=0))
        self.area.setMinimumHeight(height)
        self.extra.addLayout(grid)
        self.extra.addWidget(line())
        self.extra.addWidget(hint)
        self.extra.addWidget(self.area, 1)
        self.extra.addLayout(row(self.add_stage, self.total, None, gap=12))

    def _add(self) -> None:
        self.stages.add()
        new = self.stages.lines[-1]
        # Its place is known only once the layout was made.
        QTimer.singleShot(0, self.area, lambda: self.area.ensureWidgetVisible(new))

    def _on_stages(self) -> None:
        lines = self.stages.lines
        self.error.hide()
        hours = sum(one.hours.value() for one in lines)
        self.total.setText(f"{len(lines)} 个环节，共 {hours:g} 学时")
        self.add_stage.setEnabled(len(lines) < MOST_STAGES)
