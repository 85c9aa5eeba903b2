"""The sign-in desk (签到台): one lesson, people signed in as they come through the door."""

from datetime import timedelta
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from services import hours, sign_in
from services.core.call import call
from services.core.errors import DeskError, NeedsReason
from services.core.text import plain
from services.sign_in import (
    DeskPerson,
    RecentRow,
    SignInMethod,
    SignInStatus,
)
from services.sign_in.sheet import SHEET
from services.training_class import lessons_between
from ui.core import keys
from ui.core.acts import act
from ui.core.desk import Desk, Page
from ui.core.messages import ReasonDialog
from ui.core.preview import show_papers
from ui.core.theme import set_role
from ui.core.widgets import EmptyState, column, row
from ui.sign_in.board import CountCard, PeopleCard
from ui.sign_in.dialogs import ChooseLessonDialog
from ui.sign_in.entry import EntryCard
from ui.sign_in.follow import Follow
from ui.sign_in.recent import RecentCard
from ui.sign_in.walk_in import WalkIns

BACK, AHEAD = timedelta(days=35), timedelta(days=1)
RIGHT_SHARE, LEFT_SHARE = 30, 70
LOOK_AT_CLOCK_MILLISECONDS = 20_000
NO_LESSON = "先选一节课。"


def _has_lesson(page: "SignInPage") -> bool:
    return page.shown is not None


def _choose_words(page: "SignInPage") -> str:
    return "选一节课" if page.shown is None else "换一节课补录"


class SignInPage(Page):
    key = "sign_in"
    title = "签到台"
    help = (
        "扫学员卡，或输入姓名、拼音首字母、手机或身份证后四位，按回车签到；用 ↑ ↓ 选人。"
        "每一笔按下回车就已存盘。\n"
        "F2 迟到，F3 早退，F4 请假，F5 补课，F6 现场补名（外单位人员也在这里登记）。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._follow = Follow(desk.workspace.clock)
        self._rules = ""
        self.entry = EntryCard(self._walk_in, self.take_back)
        self.entry.asked.connect(self._record)
        self._walk_ins = WalkIns(
            desk, self.entry.tell, lambda error: self.entry.say(error.message, "error")
        )
        self.recent = RecentCard(self, self._undo)
        self.people = PeopleCard()
        self.count = CountCard(self.people.choose)
        left = column(self.entry, gap=14)
        left.addWidget(self.recent, 1)
        right = column(self.count, gap=14)
        right.addWidget(self.people, 1)
        sides = row(gap=14)
        sides.addLayout(left, LEFT_SHARE)
        sides.addLayout(right, RIGHT_SHARE)
        sides.setContentsMargins(24, 18, 24, 18)
        main = QWidget()
        main.setLayout(sides)
        self.empty = EmptyState(
            "今天没有课",
            "签到台按课次签到。可以补录最近的课，或者先到“培训班与课表”排一节课。",
            buttons=[self.button("sign-in-lesson", "primary")],
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(main)
        self.setLayout(column(self._stack))
        desk.history.said.connect(self._say_back)
        clock = QTimer(self)
        clock.setInterval(LOOK_AT_CLOCK_MILLISECONDS)
        clock.timeout.connect(self._look_at_clock)
        clock.start()

    @property
    def shown(self) -> sign_in.SignInDesk | None:
        return self._follow.shown

    @property
    def lesson_id(self) -> UUID | None:
        return self.shown.lesson.id if self.shown is not None else None

    def header_buttons(self) -> list[QWidget]:
        self._finish = self.button("sign-in-finish", "primary")
        return [self.button("sign-in-print"), self._finish]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The desk's own keys also where the field has not the focus."""
        if not self.shown or not self.entry.take_key(Qt.Key(event.key())):
            super().keyPressEvent(event)

    def aim(self, target: object) -> None:
        if isinstance(target, UUID):
            with self.desk.read() as session:
                shown = self._follow.choose(session, target)
            self.entry.ready()
            self.entry.say("")
            self._show(shown)

    def enter(self, target: object = None) -> None:
        super().enter(target)
        if target is None:
            self._look_at_clock()
        self._show_subtitle()

    def take_back(self) -> None:
        """Where nothing was done since the program was opened, the lesson's last sign-in by hand
        is what the clerk means."""
        recent = self.shown.recent if self.shown is not None else ()
        last = next((one for one in recent if one.status is not SignInStatus.absent), None)
        if self.desk.history.done or last is None:
            super().take_back()
            return
        words = f"记 {last.name} 为{last.status.word}"
        again = call(sign_in.count_again, last.sign_in_id)
        undo = sign_in.way_back(last.sign_in_id, words)
        self.desk.history.take_back_earlier(words, undo, again)

    def focus_first(self) -> None:
        (self.entry.field if self.shown else self.empty.action).setFocus()

    def refresh(self) -> None:
        with self.desk.read() as session:
            self._rules = hours.rules_in_words(session)
            shown = self._follow.read(session)
        self._show(shown)

    def _look_at_clock(self) -> None:
        """Go on to the next lesson when this one is over."""
        if not self.isVisible() or self.shown is None:
            return
        self.entry.set_over(self._follow.is_over())
        if self._follow.is_past() and not self.entry.field.text():
            self.refresh()

    def _went_on(self) -> bool:
        """True where the clock has gone on to another lesson: nobody is recorded by mistake."""
        before = self.lesson_id
        if not self._follow.is_past():
            return False
        self.refresh()
        if self.lesson_id == before:
            return False
        if self.shown is None:
            return True
        self.entry.ready()
        self.entry.say(f"上一节课已下课，现在是“{self.shown.lesson.title}”，请再签一次。", "error")
        return True

    def refresh_for(self, tables: frozenset[str]) -> None:
        """After a sign-in only what changes with one is read: people stand in a line."""
        if self.shown is None or tables != {"sign_in"}:
            self.refresh()
            return
        with self.desk.read() as session:
            shown = sign_in.again(session, self.shown)
        self._show(shown)

    def _show(self, shown: sign_in.SignInDesk | None) -> None:
        if shown is not None and self.lesson_id not in (None, shown.lesson.id):
            self.entry.say("")
        self._follow.shown = shown
        self._stack.setCurrentIndex(1 if shown else 0)
        role = "primary" if shown else ""  # the empty page has its own red button
        if self._finish.property("role") != role:
            set_role(self._finish, role)
        self.offer()
        self._show_subtitle()
        if shown is None:
            return
        worth = f"本节 {plain(shown.lesson.hours)} 学时。"
        hint = f"{worth}{self._rules}没来的人补了课，在这节课里按 F5 记补课。"
        self.entry.set_persons(shown.persons)
        self.entry.set_over(self._follow.is_over())
        self.count.show_desk(shown)
        self.people.show_desk(shown, hint)
        self.recent.show_desk(shown)

    def _show_subtitle(self) -> None:
        if self.shown is None:
            self.subtitle_changed.emit("")
            return
        lesson = self.shown.lesson
        when = f"{lesson.starts_at:%m月%d日 %H:%M}–{lesson.ends_at:%H:%M}"
        who = f"讲师 {lesson.lecturer}" if lesson.lecturer else "讲师未定"
        parts = (lesson.title, when, f"{lesson.site} {lesson.room}", who)
        self.subtitle_changed.emit(" · ".join(parts))

    def _record(
        self, person: DeskPerson, status: SignInStatus | None, method: SignInMethod
    ) -> None:
        if status is None and self._went_on():
            return
        if self.shown is not None:
            self._try_record(self.shown.lesson.id, person.id, status, method, "")

    def _try_record(
        self,
        lesson_id: UUID,
        member_id: UUID,
        status: SignInStatus | None,
        method: SignInMethod,
        reason: str,
    ) -> None:
        try:
            done = self.desk.perform(
                call(sign_in.record, lesson_id, member_id, method=method, status=status),
                lambda one: f"{one.name} {one.status.word}",
                reason,
                quiet=True,
            )
        except NeedsReason as warning:
            ReasonDialog(
                self.window(),
                warning.message,
                lambda given: self._try_record(lesson_id, member_id, status, method, given),
            ).open()
            return
        except DeskError as error:
            self.entry.say(error.message, "error")
            return
        self.entry.tell(done)

    def _undo(self, recent: RecentRow) -> None:
        """The row whose 撤销 was clicked, whenever it was recorded."""
        try:
            undone = self.desk.perform(
                call(sign_in.undo, recent.sign_in_id), lambda one: one.text, quiet=True
            )
        except DeskError as error:
            self.entry.say(error.message, "error")
            return
        self._say_back(undone.text)

    def _say_back(self, words: str) -> None:
        """What was just taken back, said where the clerk looks."""
        if self.isVisible():
            self.entry.ready()
            self.entry.say(words, "said-amber")

    def _walk_in(self) -> None:
        if self.lesson_id is not None:
            typed = self.entry.field.text()
            self._walk_ins.ask(self.window(), self.lesson_id, typed)

    @act(
        "sign-in-finish",
        "结束签到",
        when=_has_lesson,
        why=NO_LESSON,
        help="没有签到的记为缺席，以后仍可逐人改",
    )
    def finish(self) -> None:
        if self.lesson_id is None or self.shown is None:
            return
        lesson, missing = self.lesson_id, self.shown.count(None)

        def go() -> None:
            self.desk.do(
                call(sign_in.finish, lesson),
                lambda done: f"签到已结束，{done.absent} 人记为缺席。记错的可以逐人改。",
                then=lambda _: self.entry.ready(),
            )

        text = f"还有 {missing} 人没有签到，将记为缺席；以后仍可逐人改成请假、迟到或补课。"
        if not missing:
            text = "全班都已有记录。结束后仍可逐人更改。"
        self.desk.messages.ask("结束签到", text, "结束签到", go)

    @act("sign-in-print", "打印签到表", keys.PRINT, when=_has_lesson, why=NO_LESSON)
    def print_sheet(self) -> None:
        if self.lesson_id is not None:
            show_papers(self.desk, self, SHEET.of(self.lesson_id))

    @act("sign-in-lesson", "换一节课补录", keys.LESSON, says=_choose_words)
    def choose_lesson(self) -> None:
        now = self.desk.workspace.clock.local_now()
        with self.desk.read() as session:
            lessons = lessons_between(session, now - BACK, now + AHEAD)
        if not lessons:
            self.desk.go("training_class", None)
            return
        ChooseLessonDialog(self.window(), tuple(reversed(lessons)), self.aim).open()

    @act("sign-in-screen", "全屏", keys.FULL_SCREEN, find=False)
    def fill_screen(self) -> None:
        window = self.window()
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)
