"""The pool of lecturers (师资库): the list left, the chosen one right."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from services import lecturer
from services.core.call import call
from services.core.session import WorkSession
from services.core.settings import ISSUER
from services.lecturer import (
    AppointmentRow,
    AppointmentState,
    LecturerDraft,
    LecturerRow,
    TaughtRow,
    TermDraft,
)
from ui.certificate.paper import ask_and_issue
from ui.core import keys
from ui.core.acts import act
from ui.core.detail_card import DetailCard, fact
from ui.core.draft_form import DraftForm
from ui.core.list_page import Empty, Listed, ListPage, is_in_use, is_out_of_use
from ui.core.narrowing import Narrowed, Pills
from ui.core.rows import Column, field_column
from ui.lecturer.form import TermForm, ask_lecturer

GONE = "已移出"
NO_CERTIFICATE = "未发"
PILLS = "lecturer-state"


def _state(one: LecturerRow) -> tuple[str, str]:
    return (GONE, "grey") if one.retired else (one.state.word, one.state.tone)


def _term_words(one: AppointmentRow) -> str:
    return f"{one.starts_on:%y-%m-%d} 至 {one.ends_on:%y-%m-%d}"


def _day_words(one: TaughtRow) -> str:
    return f"{one.starts_at:%m-%d %H:%M}"


def _can_issue(page: "LecturerPage") -> bool:
    term = page.term
    return term is not None and (bool(term.certificate) or is_in_use(page))


def _can_correct(page: "LecturerPage") -> bool:
    return page.term is not None and not page.term.certificate and is_in_use(page)


LECTURERS: tuple[Column[LecturerRow], ...] = (
    field_column(
        LecturerDraft, "name", 100, bold=True, edit=True, sort=lambda one: one.pinyin,
        ink=lambda one: "ink_faint" if one.retired else "",
    ),
    field_column(LecturerDraft, "source", 60, spare=True, edit=True, many=True),
    field_column(LecturerDraft, "topics", 0, edit=True),
    Column(
        "聘期至",
        98,
        lambda one: str(one.appointed_until or "—"),
        lambda one: str(one.appointed_until or ""),
        firm=True,
    ),
    Column("状态", 78, lambda one: _state(one)[0], tone=lambda one: _state(one)[1], firm=True),
    Column(
        "授课",
        52,
        lambda one: str(one.lessons_this_year),
        lambda one: one.lessons_this_year,
        right=True,
        value=lambda one: one.lessons_this_year,
    ),
    field_column(LecturerDraft, "employer", 180, extra=True, edit=True, many=True),
    field_column(LecturerDraft, "post", 120, extra=True, edit=True, many=True),
    field_column(LecturerDraft, "rank", 76, extra=True, edit=True, many=True),
    field_column(LecturerDraft, "education", 90, extra=True, edit=True, many=True),
    field_column(LecturerDraft, "sex", 52, extra=True, edit=True, many=True),
    field_column(LecturerDraft, "phone", 118, extra=True),
)  # fmt: skip
TERMS: tuple[Column[AppointmentRow], ...] = (
    Column("聘任名称", 0, lambda one: one.title),
    Column("聘期", 156, _term_words, lambda one: one.starts_on),
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
    Column("状态", 72, lambda one: one.state.word, tone=lambda one: one.state.tone, firm=True),
)


class LecturerPage(ListPage[LecturerRow]):
    key = "lecturer"
    title = "师资库"
    help = (
        "左边是师资库，右边是选中的讲师：聘任、聘书和今年的课。\n"
        "聘期还剩 60 天时标“将到期”。移出师资库的讲师，上过的课和聘书都保留。"
    )
    columns = LECTURERS
    filters = (
        Pills(
            PILLS,
            lambda one: _state(one)[0],
            {state.word: state.tone for state in AppointmentState} | {GONE: "grey"},
        ),
    )
    listed = "师资库"
    unit = "位"
    find_hint = "姓名、拼音首字母、单位、专题"
    gone_words = GONE
    header = ("lecturer-new",)
    opens = "lecturer-edit"
    several = True
    empty = Empty(
        "师资库还是空的",
        "把能请来讲课的人先登记下来：聘任的、邀请的、上级选派的。"
        "登记后就可以预约讲课；聘任的讲师还可以签发聘书。",
        ("lecturer-new",),
    )

    def read(self, session: WorkSession) -> Listed[LecturerRow]:
        gone = lecturer.list_rows(session, retired=True)
        return Listed((*lecturer.list_rows(session), *gone))

    def texts(self, row: LecturerRow) -> Sequence[str]:
        return row.name, row.employer, row.topics

    def readings(self, row: LecturerRow) -> Sequence[str]:
        return f"{row.initials} {row.pinyin}".split()

    def subtitle(self, in_use: Sequence[LecturerRow]) -> str:
        taught = sum(one.lessons_this_year for one in in_use)
        return f"{len(in_use)} 位讲师，今年约课 {taught} 节"

    def detail(self, row: LecturerRow) -> LecturerRow:
        with self.desk.read() as session:
            return lecturer.detail(session, row.id)

    def aim(self, target: object) -> None:
        """A lecturer's id, "new", or "ending": whose term ends soon."""
        if target == "ending":
            self.narrow_to(Narrowed(picked={PILLS: AppointmentState.ending.word}))
        else:
            super().aim(target)

    def make_card(self) -> DetailCard[LecturerRow]:
        card: DetailCard[LecturerRow] = DetailCard(
            self,
            title=lambda one: one.name,
            state=_state,
            about=lambda one: " · ".join(
                part for part in (one.source.word, one.employer, one.post) if part
            ),
            acts=("lecturer-certificate", "lecturer-appoint", "lecturer-edit"),
            more=("lecturer-correct", "lecturer-retire", "lecturer-restore"),
        )
        names = ("sex", "education", "rank", "phone")
        facts = [fact(LecturerDraft, name) for name in names]
        card.add_facts([*facts, fact(LecturerDraft, "topics", wide=True)], across=2)
        self.terms = card.add_list(
            "appointments",
            TERMS,
            lambda one: one.appointments,
            heading=lambda _one: "聘任",
            words="聘任",
            empty="还没有聘任。填好聘期后就可以签发聘书。",
            stretch=2,
        )
        self.terms.chosen.connect(lambda _term: self.offer())
        self.terms.opened.connect(lambda _term: self.bound_acts["lecturer-certificate"].trigger())
        self.lessons = card.add_list(
            "lecturer-lessons",
            LESSONS,
            lambda one: one.lessons,
            heading=lambda one: f"今年的课 {one.lessons_this_year}",
            words="今年的课",
            empty="今年还没有课。到“讲师预约”里约课。",
            stretch=3,
        )
        self.lessons.opened.connect(lambda one: self.desk.go("sign_in", one.lesson_id))
        return card

    @property
    def term(self) -> AppointmentRow | None:
        """The term chosen in the card."""
        return None if self.current is None else self.terms.current

    def change(self, rows: Sequence[LecturerRow], name: str, value: Any, reason: str) -> object:
        changed = call(lecturer.change, [one.id for one in rows], name, value)
        return self.desk.perform(changed, "已修改。", reason)

    @act("lecturer-new", "＋ 新增讲师", keys.NEW)
    def new(self) -> None:
        ask_lecturer(self.desk, self.window(), "", self.choose)

    @act("lecturer-certificate", "签发聘书", keys.PRINT, when=_can_issue, says=lambda page: (
        "看聘书" if page.term is not None and page.term.certificate else "签发聘书"
    ), why="先聘任，再签发聘书。")  # fmt: skip
    def certificate(self) -> None:
        shown, term = self.current, self.term
        if shown is None or term is None:
            return
        if term.certificate:
            self.desk.go("certificate", term.certificate)
            return
        words = f"{term.title}，聘期 {term.starts_on} 至 {term.ends_on}，落款{term.issuer}"
        ask_and_issue(self.desk, self, term.id, shown.name, words)

    @act("lecturer-appoint", "聘任…", keys.APPOINT, when=is_in_use, menu=True)
    def appoint(self) -> None:
        if (shown := self.card.shown) is None:
            return
        with self.desk.read() as session:
            issuer = ISSUER.get(session) or next((one.issuer for one in shown.appointments), "")
            first = _first_day(shown, session.today())

        def save(draft: TermDraft, reason: str) -> None:
            self.desk.perform(
                call(lecturer.appoint, shown.id, draft),
                f"{shown.name}已聘任，下一步签发聘书。",
                reason,
                then=lambda made: self.terms.choose(lambda one: one.id == made.id),
            )

        TermForm(self.window(), shown.name, first, issuer, None, save).open()

    @act("lecturer-edit", "修改", keys.EDIT, when=is_in_use, menu=True)
    def edit(self) -> None:
        if (shown := self.card.shown) is None:
            return
        with self.desk.read() as session:
            start = lecturer.start_of(session, shown.id)
        DraftForm(
            self.window(),
            "lecturer",
            "修改讲师",
            LecturerDraft,
            lambda draft, reason: self.desk.perform(
                call(lecturer.update, shown.id, draft), "已保存修改。", reason
            ),
            start=start,
            masked={"phone": shown.phone_masked},
            width=520,
        ).open()

    @act("lecturer-correct", "改正聘期…", keys.CORRECT, when=_can_correct, why="已发聘书的不能改。")
    def correct(self) -> None:
        shown, term = self.current, self.term
        if shown is None or term is None:
            return

        def save(draft: TermDraft, reason: str) -> None:
            changed = call(lecturer.change_appointment, term.id, draft)
            self.desk.perform(changed, "聘期已改正。", reason)

        TermForm(self.window(), shown.name, term.starts_on, term.issuer, term, save).open()

    @act("lecturer-retire", "移出师资库", keys.REMOVE, shown=is_in_use, menu=True)
    def retire(self) -> None:
        if (one := self.in_use) is not None:
            told = f"{one.name}已移出师资库，课和聘书都保留。"
            self.desk.do(call(lecturer.retire, one.id), told)

    @act("lecturer-restore", "放回师资库", shown=is_out_of_use, menu=True)
    def restore(self) -> None:
        if (one := self.out_of_use) is not None:
            told = f"{one.name}已放回师资库。"
            self.desk.do(call(lecturer.restore, one.id), told, then=lambda _: self.choose(one.id))


def _first_day(shown: LecturerRow, today: date) -> date:
    """The day after the last term, or today where there is none to follow."""
    until = shown.appointed_until
    return until + timedelta(days=1) if until is not None and until >= today else today
