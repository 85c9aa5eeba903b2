"""How one person's gap can be closed, and whom one lesson would help; both can enrol."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from services.core.text import plain
from services.hours.plans import CatchUpPlan, Gain, LessonGain, PlanLesson
from ui.core import theme
from ui.core.rows import TICKED, UNTICKED, Column
from ui.core.table import RowsView
from ui.core.widgets import button, column, is_enter, label, row
from ui.hours.tables import COMING


class _Dialog(QDialog):
    """Heading and sentence over a list, and under it what can be done."""

    def __init__(self, parent: QWidget, name: str, title: str, words: str) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(look.px(820), parent.width() - 40), min(look.px(520), parent.height() - 40))
        self.words = label(words, "note", wrap=True)
        self.whole = column(label(title, "heading"), self.words, gap=10, margins=20)
        self.setLayout(self.whole)

    def finish(self, table: QWidget, *acts: QWidget | None) -> None:
        self.whole.addWidget(table, 1)
        self.whole.addLayout(row(*acts, gap=10))


class PlanDialog(_Dialog):
    """`join` gets the classes to enrol the person in; `whom` a lesson whose gainers to show."""

    def __init__(
        self,
        parent: QWidget,
        plan: CatchUpPlan,
        join: Callable[[Sequence[UUID]], object],
        whom: Callable[[PlanLesson], object],
    ) -> None:
        super().__init__(parent, "plan", f"怎样补齐：{plan.row.name}", plan_words(plan))
        self._plan, self._join = plan, join
        self.table: RowsView[PlanLesson] = RowsView(COMING)
        self.table.setObjectName("plan-lessons")
        self.table.setAccessibleName("可以补齐的课")
        self.table.set_rows(plan.lessons)
        self._whom = whom
        self.table.doubleClicked.connect(lambda _index: self._go_whom())
        self.table.installEventFilter(self)
        self.table.setToolTip("双击看这节课还能帮到谁")
        if plan.lessons:
            self.table.selectRow(0)
        classes = len(plan.class_ids)
        others = button("这节课还能帮谁…", self._go_whom, name="plan-whom")
        others.setVisible(bool(plan.lessons))
        close = button("关闭", self.reject, name="plan-close")
        go = button(f"报名这 {classes} 个班", self._go, "primary", name="plan-join")
        go.setVisible(classes > 0)
        self._enter = go if classes else close
        self._enter.setDefault(True)
        self.finish(self.table, others, None, close, go)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter is the red button's, also where a row is in front."""
        if isinstance(event, QKeyEvent) and is_enter(event) and watched is self.table:
            if event.type() is QEvent.Type.KeyPress:
                self._enter.click()
            return True
        return super().eventFilter(watched, event)

    def _go_whom(self) -> None:
        lesson = self.table.current
        if lesson is not None:
            self._leave_to(lambda: self._whom(lesson))

    def _go(self) -> None:
        self._leave_to(lambda: self._join(self._plan.class_ids))

    def _leave_to(self, act: Callable[[], object]) -> None:
        self.accept()
        act()


class GainDialog(_Dialog):
    """`enrol` gets those who are ticked; at first they are all whom it brings to the target."""

    def __init__(
        self, parent: QWidget, found: LessonGain, enrol: Callable[[list[UUID]], object]
    ) -> None:
        super().__init__(parent, "gains", f"补课帮谁：{found.class_title}", gain_words(found))
        self._enrol = enrol
        self._ticked = {one.row.id for one in found.gains if one.closes}
        self.table: RowsView[Gain] = RowsView(
            (
                Column(
                    "选", 44, lambda g: TICKED if g.row.id in self._ticked else UNTICKED, bold=True
                ),
                Column("姓名", 100, lambda g: g.row.name, lambda g: g.row.pinyin, bold=True),
                Column("党支部", 0, lambda g: g.row.branch),
                Column("身份", 60, lambda g: g.row.role.short),
                Column("还差", 64, lambda g: plain(g.missing), lambda g: g.missing, right=True),
                Column(
                    "上完后",
                    90,
                    lambda g: "达标" if g.closes else "仍不够",
                    tone=lambda g: "green" if g.closes else "grey",
                ),
            )
        )
        self.table.setObjectName("gain-people")
        self.table.setAccessibleName("补课能帮到的人")
        self.table.set_rows(found.gains)
        self.table.clicked.connect(self._on_clicked)
        self.table.opened.connect(self._toggle)
        self.table.installEventFilter(self)
        if found.gains:
            self.table.selectRow(0)
        self.go = button("报名", self._go, "primary", name="gain-enrol")
        self.go.setDefault(True)
        close = button("关闭", self.reject, name="gain-close")
        self.finish(self.table, None, close, self.go)
        self._count()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            space = event.key() == Qt.Key.Key_Space
            if space and watched is self.table:
                self._toggle(self.table.current)
                return True
        return super().eventFilter(watched, event)

    def _on_clicked(self, index: QModelIndex) -> None:
        self._toggle(self.table.row_at(index))

    def _toggle(self, gain: Gain | None) -> None:
        if gain is not None:
            self._ticked ^= {gain.row.id}
            self._count()

    def _count(self) -> None:
        self.go.setText(f"报名 {len(self._ticked)} 人" if self._ticked else "报名")
        self.go.setEnabled(bool(self._ticked))
        self.table.viewport().update()

    def _go(self) -> None:
        wanted = [one.row.id for one in self.table.rows_model.rows if one.row.id in self._ticked]
        self.accept()
        self._enrol(wanted)


def plan_words(plan: CatchUpPlan) -> str:
    shown = plan.row
    words = f"现有 {plain(shown.hours)} 学时，目标 {shown.target}，"
    words += f"已报名的课还有 {plain(shown.planned)} 学时。"
    if not plan.lessons:
        if shown.hours + shown.planned >= shown.target:
            return words + "把已报名的课上完就够了，不用再报名。"
        return words + "已排的课里没有可以再报名的，请先排课。"
    gained = sum(lesson.hours for lesson in plan.lessons)
    words += f"再报名下面 {len(plan.lessons)} 节课，可得 {plain(gained)} 学时，"
    return words + ("就能达标。" if not plan.left else f"仍差 {plain(plan.left)} 学时。")


def gain_words(found: LessonGain) -> str:
    words = f"这个班还有 {plain(found.hours)} 学时的课。"
    if not found.gains:
        return words + "没有报名的人里，没有谁需要它。"
    closing = sum(one.closes for one in found.gains)
    return words + (
        f"没报名而还差学时的有 {len(found.gains)} 人，上完能达标的 {closing} 人已勾选；"
        "空格或回车改勾选。"
    )
