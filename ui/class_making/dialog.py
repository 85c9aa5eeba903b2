"""The dialog that makes a class from orders, a plan item, a package or another class."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QWidget

from services import class_making
from services.class_making import ClassProposal, ClassWish, MadeClass, PlannedLesson
from services.class_making.sources import FromClass, FromOrders, FromPackage, Source
from services.core.call import call
from services.core.fields import field_of
from services.training_class import ClassDraft
from ui.class_making.when import span
from ui.core import theme
from ui.core.background import Latest, Once, Progress
from ui.core.desk import Desk
from ui.core.field_widgets import read, widget_for
from ui.core.forms import FormDialog, moment_field, moment_of, qt_moment
from ui.core.table import Column, RowsView
from ui.core.widgets import label, row

LEFT_OUT = "不排"
OWN = tuple(field_of(ClassDraft, name) for name in ("title", "places", "head_teacher", "brand"))
"""What of the class's own data is asked here; the rest comes from what it is made from."""


def open_making(
    desk: Desk, once: Once, parent: QWidget, source: Source, made: Callable[[UUID], object]
) -> None:
    """Lay the class out in the background, then show it; what forbids it is told at once."""

    def read(_progress: Progress) -> ClassProposal:
        with desk.read() as session:
            return class_making.propose(session, source)

    def show(proposal: ClassProposal) -> None:
        MakeDialog(parent.window(), desk, source, proposal, made).open()

    once.run("排出建班方案", read, show)


class MakeDialog(FormDialog):
    """The class as it would be, laid out anew when its first day, its places or the choice of
    rooms change. Space leaves a lesson out; Enter makes the class, all of it or nothing."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        source: Source,
        proposal: ClassProposal,
        made: Callable[[UUID], object],
    ) -> None:
        super().__init__(parent, _title(source), "建班", self._make)
        self.setObjectName("class-make")
        look = theme.current()
        self.setMinimumWidth(min(look.px(780), parent.window().width() - 60))
        self._desk, self._source, self._made = desk, source, made
        self._proposal = proposal
        self._left_out: set[tuple[str, datetime]] = set()
        self._start_given = self._closed = False
        self._wish = ClassWish()
        self.finished.connect(self._on_finished)
        self._latest = Latest(desk.background, "排出建班方案", self._read, self._show, self._failed)
        self.start = moment_field("make-start", proposal.start)
        self.own: dict[str, Any] = {
            field.name: widget_for(field, f"make-{field.name}", getattr(proposal, field.name))
            for field in OWN
        }
        copying = isinstance(source, FromClass)
        if copying:
            self.start.setDisplayFormat("yyyy-MM-dd")
        title, places, teacher, brand = OWN
        self.add_field(title.caption, self.own[title.name])
        self.add_field("从哪天起" if copying else "第一节", self.start)
        self.add_field(places.caption, self.own[places.name], beside=True)
        self.add_field(teacher.caption, self.own[teacher.name])
        self.add_field(brand.caption, self.own[brand.name], beside=True)
        self.span(self.own[title.name])
        self._add_lessons(look)
        self.other_rooms = self._box("make-other-rooms", "原教室有课时换别的空教室", checked=True)
        self.other_rooms.setVisible(copying)
        count = len(proposal.member_ids)
        self.audience = self._box("make-audience", f"把培训对象 {count} 人报上名", checked=True)
        self.audience.setVisible(bool(count))
        self.draft = self._box("make-draft", "先存为草稿，暂不开放报名")
        self.extra.addLayout(row(self.other_rooms, self.audience, self.draft, None, gap=20))
        self._show(proposal)
        self.start.dateTimeChanged.connect(self._ask_start)
        self.own["places"].valueChanged.connect(lambda _: self._ask())
        self.other_rooms.toggled.connect(lambda _: self._ask())
        self.save_button.setFocus()

    def _add_lessons(self, look: theme.Theme) -> None:
        self.lessons: RowsView[PlannedLesson] = RowsView(
            (
                Column("时间", 176, lambda one: span(one.starts_at, one.ends_at), firm=True),
                Column("课程", 0, lambda one: one.title, bold=True),
                Column("地点", 150, lambda one: one.place),
                Column("学时", 52, lambda one: f"{one.hours:g}", right=True),
                Column("情况", 190, self._state, tone=self._tone),
            )
        )
        self.lessons.setObjectName("make-lessons")
        self.lessons.setAccessibleName("要排的课次")
        self.lessons.setFixedHeight(look.px(176))
        self.lessons.doubleClicked.connect(self._on_clicked)
        toggle = QShortcut(QKeySequence("Space"), self.lessons, self._toggle)
        toggle.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.hint = label("", "note", wrap=True)
        self.told = label("", "hint-amber", wrap=True)
        self.told.setObjectName("make-told")
        self.extra.addWidget(self.lessons)
        self.extra.addWidget(self.hint)
        self.extra.addWidget(self.told)

    def _box(self, name: str, words: str, *, checked: bool = False) -> QCheckBox:
        made = QCheckBox(words)
        made.setObjectName(name)
        made.setChecked(checked)
        return made

    def _ask_start(self) -> None:
        self._start_given = True
        self._ask()

    def _ask(self) -> None:
        """Lay it out anew; until that is there nothing is made of what stood here before."""
        self.save_button.setEnabled(False)
        self._wish = ClassWish(
            start=moment_of(self.start) if self._start_given else None,
            heads=self._typed()["places"],
            other_rooms=self.other_rooms.isChecked(),
        )
        self._latest.ask()

    def _read(self, _progress: Progress) -> ClassProposal:
        with self._desk.read() as session:
            return class_making.propose(session, self._source, self._wish)

    def _on_finished(self) -> None:
        """What is read now comes too late: its widgets are going."""
        self._closed = True

    def _failed(self, error: Exception) -> None:
        if self._closed:
            return
        self.save_button.setEnabled(True)
        self._desk.messages.error(error)

    def _show(self, proposal: ClassProposal) -> None:
        if self._closed:
            return
        self._proposal = proposal
        self._left_out &= {_key(one) for one in proposal.lessons}
        if not self.own["title"].isModified():
            self.own["title"].setText(proposal.title)
        if not self._start_given:
            self.start.blockSignals(True)
            self.start.setDateTime(qt_moment(proposal.start))
            self.start.blockSignals(False)
        self.lessons.set_rows(proposal.lessons)
        if proposal.lessons:
            self.lessons.selectRow(0)
        told = "\n".join(f"· {words}" for words in proposal.told)
        self.told.setText(told)
        self.told.setVisible(bool(told))
        self._count()

    def _count(self) -> None:
        chosen = self._chosen()
        self.save_button.setText(f"建班（{len(chosen)} 节课）" if chosen else "建班")
        trouble = sum(bool(one.trouble) for one in self._proposal.lessons)
        if not self._proposal.lessons:
            words = "没有要排的课次，建班后再加课次。"
        elif self._proposal.whole:
            words = "套餐的环节要一起排上；排不上的请换开始时间或名额。"
        elif trouble:
            words = f"{trouble} 节排不上，建班时不排；也可以改时间。空格：排或不排这一节。"
        else:
            words = "空格：排或不排选中的一节。"
        self.hint.setText(words)
        self.save_button.setEnabled(not (self._proposal.whole and trouble))

    def _chosen(self) -> tuple[PlannedLesson, ...]:
        """The lessons that will be put: of a whole all, else those that can be and shall be."""
        if self._proposal.whole:
            return self._proposal.lessons
        return tuple(
            one
            for one in self._proposal.lessons
            if not one.trouble and _key(one) not in self._left_out
        )

    def _on_clicked(self, _index: QModelIndex) -> None:
        self._toggle()

    def _toggle(self) -> None:
        lesson = self.lessons.current
        if lesson is None or lesson.trouble or self._proposal.whole:
            return
        self._left_out ^= {_key(lesson)}
        self._count()
        self.lessons.viewport().update()

    def _state(self, lesson: PlannedLesson) -> str:
        if lesson.trouble:
            return lesson.trouble
        return LEFT_OUT if _key(lesson) in self._left_out else "可以排"

    def _tone(self, lesson: PlannedLesson) -> str:
        if lesson.trouble:
            return "red"
        return "grey" if _key(lesson) in self._left_out else "green"

    def point_at(self, names: Sequence[str]) -> None:
        for name in names:
            if name in self.own:
                self.own[name].setFocus()
                return

    def _typed(self) -> dict[str, Any]:
        """What of the class's own data stands in the form."""
        return {field.name: read(field, self.own[field.name]) for field in OWN}

    def _make(self, reason: str) -> None:
        wanted = replace(
            self._proposal,
            **self._typed(),
            lessons=self._chosen(),
            member_ids=self._proposal.member_ids if self.audience.isChecked() else (),
            draft=self.draft.isChecked(),
        )
        made = call(class_making.make, wanted)
        self._desk.perform(made, made_words, reason, then=lambda one: self._made(one.id))


def made_words(made: MadeClass) -> str:
    """What was made, in one line."""
    parts = [f"排了 {made.lessons} 节课"] if made.lessons else []
    if made.orders:
        parts.append(f"排进 {made.orders} 个订单")
    if made.enrolled is not None:
        parts.append(f"报名 {made.enrolled.added} 人")
        if made.enrolled.waiting:
            parts.append(f"候补 {made.enrolled.waiting} 人")
    return "培训班已建好" + (f"：{'，'.join(parts)}。" if parts else "，下一步加课次、报名学员。")


def _key(lesson: PlannedLesson) -> tuple[str, datetime]:
    return str(lesson.course_id), lesson.starts_at


def _title(source: Source) -> str:
    if isinstance(source, FromOrders):
        count = len(source.order_ids)
        return "由订单建班" if count == 1 else f"{count} 个订单合成一个班"
    if isinstance(source, FromPackage):
        return "由套餐建班"
    return "复制成新班" if isinstance(source, FromClass) else "由轮训计划建班"
