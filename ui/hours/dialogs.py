"""Record online study and corrections; look at a record and take it back."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QLayout, QSpinBox, QWidget

from services import hours
from services.core import settings
from services.core.call import call
from services.core.fields import Field
from services.core.text import plain
from services.hours import CorrectionDraft, HoursLine, LedgerRow, OnlineDraft, OnlineResult
from ui.core import theme
from ui.core.desk import Desk
from ui.core.draft_form import DraftForm
from ui.core.forms import date_of
from ui.core.widgets import button, label, row

NAMES_TOLD = 3


def names_of(people: Sequence[LedgerRow]) -> str:
    names = "、".join(one.name for one in people[:NAMES_TOLD])
    return names if len(people) <= NAMES_TOLD else f"{names} 等 {len(people)} 人"


class OnlineForm(DraftForm[OnlineDraft]):
    """Online study of one person or many; minutes, half and whole days become hours."""

    def __init__(self, parent: QWidget, desk: Desk, people: Sequence[LedgerRow]) -> None:
        self._desk = desk
        today = desk.workspace.clock.local_now().date()
        with desk.read() as session:
            self._half = settings.HALF_DAY.get(session, today.year)
            self._whole = settings.WHOLE_DAY.get(session, today.year)
            cap = settings.ONLINE_CAP.get(session, today.year)
        keys = [one.id for one in people]
        super().__init__(
            parent,
            "online",
            "记在线学习",
            OnlineDraft,
            lambda draft, reason: desk.perform(
                call(hours.record_online, keys, draft), _told, reason
            ),
            start={"on_day": today, "hours": 2},
            save_words="记下",
            width=theme.current().px(460),
        )
        self._above.addWidget(label(f"人员　{names_of(people)}", wrap=True))
        note = f"每人全年在线学习最多计 {cap} 学时，超出的照记，但不计入。"
        self.extra.addWidget(label(note, "note", wrap=True))
        self["title"].setFocus()

    def place(self, field: Field, *, beside: bool) -> None:
        """Under the hours what they can be made of."""
        super().place(field, beside=beside)
        if field.name == "hours":
            self._grid.addLayout(self._shortcuts(), self._grid.rowCount(), 1)

    def _shortcuts(self) -> QLayout:
        self.minutes = QSpinBox()
        self.minutes.setObjectName("online-minutes")
        self.minutes.setAccessibleName("学习分钟")
        self.minutes.setRange(0, 24 * 60)
        self.minutes.setSpecialValueText("按分钟折算")
        self.minutes.setSuffix(" 分钟")
        self.minutes.lineEdit().setTextMargins(theme.current().px(8), 0, 0, 0)
        self.minutes.valueChanged.connect(self._convert)
        return row(
            self.minutes,
            button(f"半天 {self._half}", partial(self._give, self._half), name="online-half"),
            button(f"一天 {self._whole}", partial(self._give, self._whole), name="online-whole"),
        )

    def _give(self, worth: float) -> None:
        self["hours"].setValue(worth)

    def _convert(self, minutes: int) -> None:
        if self["on_day"].unread:
            return  # which year's rule it is shows when the day does; saving says what is wrong
        with self._desk.read() as session:
            worth = hours.of_minutes(session, minutes, date_of(self["on_day"]))
        if worth:
            self._give(float(worth))


class CorrectionForm(DraftForm[CorrectionDraft]):
    """Add hours or take some away by an approved paper."""

    def __init__(self, parent: QWidget, desk: Desk, person: LedgerRow, year: int) -> None:
        today = desk.workspace.clock.local_now().date()
        day = today if today.year == year else date(year, 12, 31)

        def save(draft: CorrectionDraft, reason: str) -> None:
            words = f"已更正：{person.name} {plain(draft.hours)} 学时。"
            desk.perform(call(hours.record_correction, person.id, draft), words, reason)

        super().__init__(
            parent,
            "correction",
            f"学时更正：{person.name}",
            CorrectionDraft,
            save,
            start={"on_day": min(day, today)},
            save_words="更正",
            width=theme.current().px(460),
        )
        self["hours"].setFocus()
        self["hours"].selectAll()


def show_record(desk: Desk, person: LedgerRow, shown: HoursLine) -> None:
    """What a record says, and the question whether to take it back."""
    what = f"{shown.day:%Y年%m月%d日}　{shown.lesson}　计 {plain(shown.hours)} 学时"
    words = [what, f"依据：{shown.source}"]
    if shown.class_title and shown.class_title != shown.source:
        words.append(f"说明：{shown.class_title}")
    if shown.note:
        words.append(shown.note)
    words.append("要撤销这一笔吗？撤销后不再计入，记录仍留在操作日志里。")
    taken_back = call(hours.undo_records, (shown.id,))

    def act() -> None:
        desk.do(taken_back, lambda undone: f"{undone.text}。")

    desk.messages.ask(person.name, "\n".join(words), "撤销这一笔", act)


def _told(made: OnlineResult) -> str:
    words = f"已给 {len(made.record_ids)} 人记下。"
    if made.already:
        words += f"另有 {made.already} 人已经记过。"
    if made.over_cap:
        words += f"{made.over_cap} 人超过全年上限，超出的不计。"
    return words
