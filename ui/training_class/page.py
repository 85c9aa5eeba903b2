"""Classes and their timetable (培训班与课表): the list left, the chosen class right."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QWidget

from services import course, hours, member, site, training_class
from services.core.errors import DeskError
from services.hours import HoursRow
from services.training_class import ClassDetail, ClassRow, EnrolledRow, LessonRow
from ui.core.background import Once, Progress
from ui.core.desk import Desk, Page
from ui.core.messages import ReasonDialog
from ui.core.table import RowsView
from ui.core.widgets import Card, ElidedLabel, EmptyState, button, column, label, row
from ui.member.cards import print_cards
from ui.sign_in.paper import preview_sheet
from ui.training_class.dialogs import ClassDialog, LessonDialog
from ui.training_class.enrol import EnrolDialog
from ui.training_class.tables import CLASSES, HOURS, LESSONS, ROSTER, number

LEFT_SHARE, RIGHT_SHARE = 46, 54


class TrainingClassPage(Page):
    key = "training_class"
    title = "培训班与课表"
    help = (
        "左边是全部培训班，右边是选中的班：课次、名单和学时。Ctrl+N 新建培训班，"
        "Ctrl+L 加课次，Ctrl+E 修改课次，Ctrl+B 报名学员，Ctrl+P 打印签到表；"
        "在课次上按回车打开签到台。"
    )
    features = frozenset({"training_class", "sign_in", "booking", "member", "roster_import"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.shown: ClassDetail | None = None
        self._once = Once(desk.background, desk.messages.error)
        self.classes: RowsView[ClassRow] = RowsView(CLASSES)
        self.classes.setObjectName("classes")
        self.classes.chosen.connect(self._on_chosen)
        self.empty = EmptyState(
            "还没有培训班",
            "一个培训班有几节课和一份名单。先建班，再排课次、报名学员，就可以打印签到表。",
            "新建培训班",
            self._new_class,
        )
        list_card = Card("全部培训班", " ", padded=False)
        self.list_card = list_card
        list_card.body.addWidget(self.empty, 1)
        list_card.body.addWidget(self.classes, 1)
        sides = row(gap=14)
        sides.addWidget(list_card, LEFT_SHARE)
        sides.addWidget(self._details(), RIGHT_SHARE)
        sides.setContentsMargins(24, 18, 24, 18)
        self.setLayout(sides)
        # A shortcut of a button on a tab behind would not work, so the page has them.
        for keys, act in (
            ("Ctrl+L", self._add_lesson),
            ("Ctrl+E", self._change_lesson),
            ("Ctrl+B", self._enrol),
            ("Ctrl+P", self._print),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def header_buttons(self) -> list[QWidget]:
        new = button("＋ 新建培训班", self._new_class, "primary", key="Ctrl+N", name="class-new")
        return [new]

    def aim(self, target: object) -> None:
        if target == "new":
            self._new_class()
        elif isinstance(target, UUID):
            self.classes.choose(lambda row: row.id == target)

    def refresh(self) -> None:
        chosen = self.classes.current
        with self.desk.workspace.read() as session:
            rows = training_class.list_rows(session)
        self.list_card.note.setText(f"{len(rows)} 个")
        self.empty.setVisible(not rows)
        self.classes.setVisible(bool(rows))
        self.classes.set_rows(rows)
        if chosen is None or not self.classes.choose(lambda row: row.id == chosen.id):
            self.classes.selectRow(0)
        self._show_details()

    def _details(self) -> QWidget:
        self.details = Card(" ", " ", padded=False)
        self.details.heading.setWordWrap(True)  # a long name must not push the list aside
        self.lessons: RowsView[LessonRow] = RowsView(LESSONS)
        self.lessons.setObjectName("lessons")
        self.lessons.opened.connect(lambda lesson: self.desk.go("sign_in", lesson.id))
        self.roster: RowsView[EnrolledRow] = RowsView(ROSTER)
        self.roster.setObjectName("class-roster")
        self.hours: RowsView[HoursRow] = RowsView(HOURS)
        self.hours.setObjectName("class-hours")
        self.hours_note = label("", "note")
        self.tabs = QTabWidget()
        self.tabs.setObjectName("class-tabs")
        self.tabs.setDocumentMode(True)
        self._of_lesson = (
            button("签到", self._open_sign_in, name="lesson-sign-in"),
            button("打印签到表", self._print, name="lesson-print"),
            button("约讲师", self._book, name="lesson-book"),
            button("修改", self._change_lesson, name="lesson-change"),
            button("取消课次", self._cancel_lesson, name="lesson-cancel"),
        )
        add_lesson = button("加课次", self._add_lesson, name="lesson-new")
        lesson_buttons = row(add_lesson, *self._of_lesson[:-1], None, self._of_lesson[-1])
        self._remove_button = remove = button("移出名单", self._remove, name="class-remove")
        roster_buttons = row(
            button("报名学员", self._enrol, name="class-enrol"),
            button("打印学员卡", self._print_cards, name="class-cards"),
            None,
            remove,
        )
        self.tabs.addTab(_tab(self.lessons, lesson_buttons), "课次")
        self.tabs.addTab(_tab(self.roster, roster_buttons), "名单")
        self.tabs.addTab(_tab(self.hours, row(self.hours_note, None)), "学时")
        self.facts = ElidedLabel("", "note")
        facts = row(gap=0)
        facts.addWidget(self.facts, 1)
        self._change_button = button("修改班次", self._change_class, "link", name="class-change")
        facts.addWidget(self._change_button)
        facts.setContentsMargins(16, 8, 16, 0)
        self.details.body.addLayout(facts)
        self.details.body.addWidget(self.tabs, 1)
        return self.details

    def _on_chosen(self, _row: ClassRow | None) -> None:
        self._show_details()

    def _show_details(self) -> None:
        chosen = self.classes.current
        self.tabs.setEnabled(chosen is not None)
        self._change_button.setVisible(chosen is not None)
        if chosen is None:
            self.shown = None
            self.details.heading.setText("选一个培训班看详情")
            self.facts.set_whole("")
            for table in (self.lessons, self.roster, self.hours):
                table.set_rows(())
            return
        with self.desk.workspace.read() as session:
            self.shown = training_class.detail(session, chosen.id)
            earned = hours.for_class(session, chosen.id)
        shown = self.shown
        self.details.heading.setText(shown.title)
        teacher = f"班主任 {shown.head_teacher}" if shown.head_teacher else "未定班主任"
        kind = "年度轮训班" if shown.rotation else "专题培训班"
        self.facts.set_whole(f"{shown.code} · {kind} · {teacher}")
        self.lessons.set_rows(shown.lessons)
        self.roster.set_rows(shown.roster)
        self.hours.set_rows(earned)
        total = sum((row.hours for row in earned), start=0)
        self.hours_note.setText(f"{len(earned)} 人，本班合计 {number(total)} 学时")
        self.tabs.setTabText(0, f"课次 {len(shown.lessons)}")
        self.tabs.setTabText(1, f"名单 {len(shown.roster)}")
        if shown.lessons and self.lessons.current is None:
            self.lessons.selectRow(0)
        for made in self._of_lesson:
            made.setEnabled(bool(shown.lessons))
        self._remove_button.setEnabled(bool(shown.roster))

    def _new_class(self) -> None:
        ClassDialog(self.window(), self.desk, self._made).open()

    def _change_class(self) -> None:
        if self.shown is not None:
            ClassDialog(self.window(), self.desk, self._changed, self.shown).open()

    def _changed(self, _key: UUID) -> None:
        self.desk.messages.done("培训班已修改。")

    def _made(self, key: UUID) -> None:
        self.classes.choose(lambda row: row.id == key)
        self.tabs.setCurrentIndex(0)
        self.desk.messages.done("培训班已建好，下一步加课次、报名学员。")

    def _add_lesson(self) -> None:
        self._open_lesson(None)

    def _change_lesson(self) -> None:
        if (lesson := self.lessons.current) is not None:
            self._open_lesson(lesson)

    def _open_lesson(self, lesson: LessonRow | None) -> None:
        if self.shown is None:
            return
        with self.desk.workspace.read() as session:
            courses, sites = course.list_all(session), site.list_all(session)
        LessonDialog(self.window(), self.desk, self.shown, courses, sites, lesson).open()

    def _open_sign_in(self) -> None:
        if (lesson := self.lessons.current) is not None:
            self.desk.go("sign_in", lesson.id)

    def _print(self) -> None:
        if (lesson := self.lessons.current) is not None:
            preview_sheet(self.desk, self, lesson.id)

    def _print_cards(self) -> None:
        if self.shown is None:
            return
        wanted = {person.member_id for person in self.shown.roster}

        def show(persons: member.Persons[member.Person]) -> None:
            print_cards(self.desk, self, [one for one in persons if one.id in wanted])

        if wanted:
            self._once.run("读花名册", self._read_persons, show)
        else:
            self.desk.messages.explain("打印学员卡", "这个班还没有报名的人，请先报名学员。")

    def _read_persons(self, _progress: Progress) -> member.Persons[member.Person]:
        with self.desk.workspace.read() as session:
            return member.search_index(session)

    def _book(self) -> None:
        if (lesson := self.lessons.current) is not None:
            self.desk.go("booking", lesson.id)

    def _cancel_lesson(self) -> None:
        lesson = self.lessons.current
        if lesson is None:
            return

        def act(reason: str) -> None:
            try:
                with self.desk.workspace.write("training_class.cancel_lesson") as session:
                    training_class.cancel_lesson(session, lesson.id, reason)
            except DeskError as error:
                self.desk.messages.error(error)
                return
            self.desk.messages.done("课次已取消，教室已空出。")

        text = f"取消 {lesson.starts_at:%m月%d日 %H:%M} 的“{lesson.title}”？取消后不能恢复。"
        ReasonDialog(self.window(), text, act).open()

    def _enrol(self) -> None:
        if self.shown is None:
            return
        shown = self.shown
        enrolled = {row.member_id for row in shown.roster}

        def show(persons: member.Persons[member.Person]) -> None:
            EnrolDialog(
                self.window(), persons, enrolled, lambda ids: self._enrol_all(shown.id, ids)
            ).open()

        self._once.run("读花名册", self._read_persons, show)

    def _enrol_all(self, class_id: UUID, ids: list[UUID]) -> None:
        try:
            with self.desk.workspace.write("training_class.enrol") as session:
                result = training_class.enrol(session, class_id, ids)
        except DeskError as error:
            self.desk.messages.error(error)
            return
        self.tabs.setCurrentIndex(1)
        words = f"已报名 {result.added} 人。"
        if result.over_places:
            words += f"教室少 {result.over_places} 个座位。"
        self.desk.messages.done(words)
        if result.clashes:
            names = "、".join(result.clashes[:8])
            more = f" 等 {len(result.clashes)} 人" if len(result.clashes) > 8 else ""
            self.desk.messages.explain("同一时间另有课", f"已报名，但请核对：{names}{more}。")

    def _remove(self) -> None:
        person = self.roster.current
        if self.shown is None or person is None:
            return
        class_id = self.shown.id
        try:
            with self.desk.workspace.write("training_class.remove_enrolment") as session:
                training_class.remove_enrolment(session, class_id, person.member_id)
        except DeskError as error:
            self.desk.messages.error(error)
            return
        self.desk.messages.done(
            f"{person.name} 已移出名单。",
            on_action=lambda: self._enrol_all(class_id, [person.member_id]),
        )


def _tab(table: QWidget, buttons: QHBoxLayout) -> QWidget:
    made = QWidget()
    inside = column(gap=0)
    buttons.setContentsMargins(14, 10, 14, 10)
    inside.addLayout(buttons)
    inside.addWidget(table, 1)
    made.setLayout(inside)
    return made
