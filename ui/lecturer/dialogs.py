"""Forms of the pool: a lecturer, and a term of appointment."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QWidget

from services.lecturer import AppointmentRow, LecturerDraft, LecturerSource
from ui.core.forms import FormDialog, choice_field, date_field, date_of, text_field

SEXES = ("", "男", "女")
RANKS = ("", "正高", "副高", "中级", "初级")
DEGREES = ("", "研究生", "大学本科", "大学专科", "中专", "高中")
DEFAULT_TITLE = "党员教育讲师"
TERM_YEARS = 3


class LecturerDialog(FormDialog):
    """`save` gets the draft and raises what is wrong with it."""

    def __init__(
        self,
        parent: QWidget,
        shown: LecturerDraft | None,
        phone_masked: str,
        save: Callable[[LecturerDraft], object],
    ) -> None:
        title, words = ("修改讲师", "保存") if shown else ("新增讲师", "加入师资库")
        super().__init__(parent, title, words, lambda _reason: save(self.draft()), width=520)
        old = shown or LecturerDraft("", LecturerSource.invited)
        phone_hint = f"{phone_masked}，留空不改" if phone_masked else "手机号码"
        self.name = text_field("lecturer-name", old.name, "姓名", most=30)
        self.source = choice_field("lecturer-source", LecturerSource, old.source)
        self.sex = _words_field("lecturer-sex", SEXES, old.sex)
        self.employer = text_field("lecturer-employer", old.employer, "工作单位全称", most=40)
        self.post = text_field("lecturer-post", old.post, "例如：副校长", most=40)
        self.rank = _words_field("lecturer-rank", RANKS, old.rank, editable=True)
        self.education = _words_field("lecturer-education", DEGREES, old.education, editable=True)
        self.phone = text_field("lecturer-phone", "", phone_hint, most=20)
        self.topics = text_field(
            "lecturer-topics", old.topics, "例如：党章党规、乡村振兴", most=120
        )
        for caption, field in (
            ("姓名", self.name),
            ("来源", self.source),
            ("性别", self.sex),
            ("工作单位", self.employer),
            ("职务", self.post),
            ("职称", self.rank),
            ("学历", self.education),
            ("手机号码", self.phone),
            ("主要讲授专题", self.topics),
        ):
            self.add_field(caption, field)
        self.name.setFocus()

    def draft(self) -> LecturerDraft:
        return LecturerDraft(
            name=self.name.text(),
            source=self.source.currentData(),
            sex=self.sex.currentText(),
            post=self.post.text(),
            rank=self.rank.currentText(),
            education=self.education.currentText(),
            phone=self.phone.text(),
            employer=self.employer.text(),
            topics=self.topics.text(),
        )


class AppointDialog(FormDialog):
    """A new term, or one to correct. `save` gets title, first day, last day, issuer."""

    def __init__(
        self,
        parent: QWidget,
        name: str,
        first: date,
        issuer: str,
        shown: AppointmentRow | None,
        save: Callable[[str, date, date, str], object],
    ) -> None:
        title = f"改正{name}的聘期" if shown else f"聘任{name}"
        super().__init__(parent, title, "保存" if shown else "聘任", self._act, width=480)
        self._save_term = save
        start = shown.starts_on if shown else first
        end = shown.ends_on if shown else years_later(first, TERM_YEARS)
        words = shown.title if shown else DEFAULT_TITLE
        self.title = text_field("appoint-title", words, most=30)
        self.first = date_field("appoint-first", start)
        self.last = date_field("appoint-last", end)
        self.issuer = text_field(
            "appoint-issuer", shown.issuer if shown else issuer, "例如：中共嘉祥县委组织部", most=40
        )
        self.add_field("聘任名称", self.title, "印在聘书上：兹聘请 … 同志为这里写的名称")
        self.add_field("聘期从", self.first)
        self.add_field("聘期到", self.last)
        self.add_field("发证单位", self.issuer, "印在聘书右下角，用全称，盖章要与它一致")
        self._derived = end if shown is None else None
        self.first.dateChanged.connect(lambda _day: self._move_last())
        self.title.setFocus()

    def _move_last(self) -> None:
        """Keep the usual length of a term until somebody chose the last day."""
        if date_of(self.last) == self._derived:
            self._derived = years_later(date_of(self.first), TERM_YEARS)
            self.last.setDate(QDate(self._derived.year, self._derived.month, self._derived.day))

    def _act(self, _reason: str) -> None:
        self._save_term(
            self.title.text(), date_of(self.first), date_of(self.last), self.issuer.text()
        )


def years_later(first: date, years: int) -> date:
    """The last day of a term of whole years: 2026-03-01 and three give 2029-02-28."""
    day = 28 if (first.month, first.day) == (2, 29) else first.day
    return date(first.year + years, first.month, day) - timedelta(days=1)


def _words_field(
    name: str, words: tuple[str, ...], value: str, *, editable: bool = False
) -> QComboBox:
    field = QComboBox()
    field.setObjectName(name)
    field.addItems(words)
    field.setEditable(editable)
    if value and value not in words:
        field.addItem(value)
    field.setCurrentText(value)
    return field
