"""The pool of lecturers (师资库): the list left, the chosen one right."""

from datetime import date, timedelta
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget, QWidget

from services import lecturer
from services.core.settings import ISSUER
from services.lecturer import AppointmentRow, LecturerDraft, LecturerRow, TaughtRow
from ui.certificate.paper import ask_and_issue
from ui.core.desk import Desk, Page
from ui.core.theme import set_role
from ui.core.widgets import Card, EmptyState, button, column, row
from ui.lecturer.details import Acts, LecturerCard
from ui.lecturer.dialogs import AppointDialog, LecturerDialog
from ui.lecturer.list import ENDING, LecturerList


class LecturerPage(Page):
    key = "lecturer"
    title = "师资库"
    help = (
        "左边是师资库，右边是选中的讲师：聘任、聘书和今年的课。\n"
        "Ctrl+N 新增讲师，Ctrl+F 查找（姓名、拼音首字母、单位、专题），Ctrl+J 聘任，"
        "Ctrl+P 签发或查看聘书，Ctrl+E 修改。\n"
        "聘期还剩 60 天时标“将到期”。移出师资库的讲师，上过的课和聘书都保留。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.list = LecturerList()
        self.list.chosen.connect(self._on_chosen)
        self.card = LecturerCard(
            Acts(
                self._appoint,
                self._correct,
                self._certificate,
                self._edit,
                self._retire,
                self._restore,
                self._open_lesson,
            )
        )
        full = QWidget()
        sides = row(gap=14)
        sides.addWidget(self.list, 1)
        sides.addWidget(self.card)
        full.setLayout(sides)
        empty_card = Card(padded=False)
        self.empty = EmptyState(
            "师资库还是空的",
            "把能请来讲课的人先登记下来：聘任的、邀请的、上级选派的。"
            "登记后就可以预约讲课；聘任的讲师还可以签发聘书。",
            "新增第一位讲师",
            self._new,
        )
        empty_card.body.addWidget(self.empty)
        self._states = QStackedWidget()
        self._states.addWidget(empty_card)
        self._states.addWidget(full)
        whole = column(gap=0)
        whole.setContentsMargins(24, 18, 24, 18)
        whole.addWidget(self._states)
        self.setLayout(whole)
        self._new_button = button(
            "＋ 新增讲师", self._new, "primary", key="Ctrl+N", name="lecturer-new"
        )

    def header_buttons(self) -> list[QWidget]:
        return [self._new_button]

    def aim(self, target: object) -> None:
        """A lecturer's id, "new", or "ending": whose term ends soon."""
        if target == "new":
            self._new()
        elif target == "ending":
            self.list.narrow_to(ENDING)
        elif isinstance(target, UUID):
            self.list.choose(target)

    def refresh(self) -> None:
        with self.desk.read() as session:
            rows = lecturer.list_rows(session)
            retired = lecturer.list_rows(session, retired=True)
        anybody = bool(rows or retired)
        self._states.setCurrentIndex(1 if anybody else 0)
        set_role(self._new_button, "primary" if anybody else "")
        self.list.show_pool(rows, retired)
        taught = sum(one.lessons_this_year for one in rows)
        words = f"{len(rows)} 位讲师，今年约课 {taught} 节" if anybody else ""
        self.subtitle_changed.emit(words)

    def _on_chosen(self, chosen: LecturerRow | None) -> None:
        shown = None
        if chosen is not None:
            with self.desk.read() as session:
                shown = lecturer.detail(session, chosen.id)
        self.card.show_lecturer(shown)

    def _new(self) -> None:
        def save(draft: LecturerDraft) -> None:
            with self.desk.workspace.write("lecturer.create") as session:
                made = lecturer.create(session, draft)
            self.list.choose(made)
            self.desk.messages.done("已加入师资库。聘任的讲师接着填聘期，就可以签发聘书。")

        LecturerDialog(self.window(), None, "", save).open()

    def _edit(self) -> None:
        shown = self.card.shown
        if shown is None or shown.retired:
            return
        with self.desk.read() as session:
            draft = lecturer.draft_of(session, shown.id)

        def save(changed: LecturerDraft) -> None:
            with self.desk.workspace.write("lecturer.update") as session:
                lecturer.update(session, shown.id, changed)
            self.desk.messages.done("已保存修改。")

        LecturerDialog(self.window(), draft, shown.phone_masked, save).open()

    def _appoint(self) -> None:
        shown = self.card.shown
        if shown is None or shown.retired:
            return
        with self.desk.read() as session:
            issuer = ISSUER.get(session) or _last_issuer(shown)
            today = session.today()

        def save(title: str, first: date, last: date, issuer: str) -> None:
            with self.desk.workspace.write("lecturer.appoint") as session:
                made = lecturer.appoint(session, shown.id, title, first, last, issuer)
            self.card.terms.choose(lambda one: one.id == made)
            self.desk.messages.done(
                f"{shown.name}已聘任，下一步签发聘书。", on_action=lambda: self._withdraw(made)
            )

        first = _first_day(shown, today)
        AppointDialog(self.window(), shown.name, first, issuer, None, save).open()

    def _correct(self) -> None:
        shown, term = self.card.shown, self.card.terms.current
        if shown is None or term is None:
            return

        def save(title: str, first: date, last: date, issuer: str) -> None:
            with self.desk.workspace.write("lecturer.change_appointment") as session:
                lecturer.change_appointment(session, term.id, title, first, last, issuer)
            self.desk.messages.done("聘期已改正。")

        AppointDialog(self.window(), shown.name, term.starts_on, term.issuer, term, save).open()

    def _withdraw(self, appointment_id: UUID) -> None:
        def act(_reason: str) -> None:
            with self.desk.workspace.write("lecturer.withdraw_appointment") as session:
                lecturer.withdraw_appointment(session, appointment_id)

        if self.desk.messages.attempt(act):
            self.desk.messages.done("聘任已撤回。")

    def _certificate(self) -> None:
        shown, term = self.card.shown, self.card.terms.current
        if shown is None or term is None:
            return
        if term.certificate:
            self.desk.go("certificate", term.certificate)
            return
        words = f"{term.title}，聘期 {term.starts_on} 至 {term.ends_on}，落款{term.issuer}"
        ask_and_issue(self.desk, self, term.id, shown.name, words)

    def _retire(self) -> None:
        shown = self.card.shown
        if shown is None:
            return

        def act(_reason: str) -> None:
            with self.desk.workspace.write("lecturer.retire") as session:
                lecturer.retire(session, shown.id)

        if self.desk.messages.attempt(act):
            self.desk.messages.done(
                f"{shown.name}已移出师资库，课和聘书都保留。",
                on_action=lambda: self._restore_one(shown),
            )

    def _restore(self) -> None:
        if self.card.shown is not None:
            self._restore_one(self.card.shown)

    def _restore_one(self, shown: LecturerRow) -> None:
        def act(_reason: str) -> None:
            with self.desk.workspace.write("lecturer.restore") as session:
                lecturer.restore(session, shown.id)

        if self.desk.messages.attempt(act):
            self.list.choose(shown.id)
            self.desk.messages.done(f"{shown.name}已放回师资库。")

    def _open_lesson(self, lesson: TaughtRow) -> None:
        self.desk.go("sign_in", lesson.lesson_id)


def _first_day(shown: LecturerRow, today: date) -> date:
    """The day after the last term, or today where there is none to follow."""
    until = shown.appointed_until
    return until + timedelta(days=1) if until is not None and until >= today else today


def _last_issuer(shown: LecturerRow) -> str:
    terms: tuple[AppointmentRow, ...] = shown.appointments
    return terms[0].issuer if terms else ""
