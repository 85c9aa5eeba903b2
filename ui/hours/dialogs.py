"""Record online study and corrections; look at a record and take it back."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QSpinBox, QWidget

from services import hours
from services.core import settings
from services.core.call import call
from services.core.text import plain
from services.course import Task
from services.hours import CorrectionDraft, HoursLine, LedgerRow, OnlineResult
from ui.core import theme
from ui.core.desk import Desk
from ui.core.forms import FormDialog, date_field, date_of, hours_field, text_field
from ui.core.widgets import button, label, row

NAMES_TOLD = 3


def names_of(people: Sequence[LedgerRow]) -> str:
    names = "、".join(one.name for one in people[:NAMES_TOLD])
    return names if len(people) <= NAMES_TOLD else f"{names} 等 {len(people)} 人"


class OnlineDialog(FormDialog):
    """Online study of one person or many; minutes, half and whole days become hours."""

    def __init__(self, parent: QWidget, desk: Desk, people: Sequence[LedgerRow]) -> None:
        super().__init__(parent, "记在线学习", "记下", self._record)
        self._desk, self._people = desk, people
        today = desk.workspace.clock.local_now().date()
        with desk.read() as session:
            half = settings.HALF_DAY.get(session, today.year)
            whole = settings.WHOLE_DAY.get(session, today.year)
            cap = settings.ONLINE_CAP.get(session, today.year)
        self.day = date_field("online-day", today)
        self.title = text_field("online-title", hint="例如：党员教育网上专题班", most=60)
        self.task = _tasks("online-task")
        self.hours = hours_field("online-hours", 2)
        self.minutes = QSpinBox()
        self.minutes.setObjectName("online-minutes")
        self.minutes.setAccessibleName("学习分钟")
        self.minutes.setRange(0, 24 * 60)
        self.minutes.setSpecialValueText("按分钟折算")
        self.minutes.setSuffix(" 分钟")
        self.minutes.lineEdit().setTextMargins(theme.current().px(8), 0, 0, 0)
        self.minutes.valueChanged.connect(self._convert)
        self.add_field("人员", label(names_of(people), wrap=True))
        self.add_field("学习日期", self.day)
        self.add_field("学习内容", self.title)
        self.add_field("基本任务", self.task)
        self.add_field("学时", self.hours)
        short = row(
            self.minutes,
            button(f"半天 {half}", lambda: self.hours.setValue(half), name="online-half"),
            button(f"一天 {whole}", lambda: self.hours.setValue(whole), name="online-whole"),
        )
        self.extra.addLayout(short)
        note = f"每人全年在线学习最多计 {cap} 学时，超出的照记，但不计入。"
        self.extra.addWidget(label(note, "note", wrap=True))
        self.title.setFocus()

    def _convert(self, minutes: int) -> None:
        with self._desk.read() as session:
            worth = hours.of_minutes(session, minutes, date_of(self.day))
        if worth:
            self.hours.setValue(float(worth))

    def _record(self, _reason: str) -> None:
        recorded = call(
            hours.record_online,
            [one.id for one in self._people],
            date_of(self.day),
            self.title.text(),
            Decimal(str(self.hours.value())),
            self.task.currentData(),
        )
        self._desk.perform(recorded, _told)


class CorrectionDialog(FormDialog):
    """Add hours or take some away by an approved paper."""

    def __init__(self, parent: QWidget, desk: Desk, person: LedgerRow, year: int) -> None:
        super().__init__(parent, f"学时更正：{person.name}", "更正", self._record)
        self._desk, self._person = desk, person
        today = desk.workspace.clock.local_now().date()
        day = today if today.year == year else date(year, 12, 31)
        self.day = date_field("correction-day", min(day, today))
        self.hours = QDoubleSpinBox()
        self.hours.setObjectName("correction-hours")
        self.hours.setRange(-200, 200)
        self.hours.setSingleStep(0.5)
        self.hours.setDecimals(1)
        self.hours.lineEdit().setTextMargins(theme.current().px(8), 0, 0, 0)
        self.reason = text_field("correction-reason", hint="例如：县里培训未在本校签到", most=60)
        self.paper = text_field("correction-paper", hint="例如：仲党校〔2026〕3号", most=40)
        self.approved_by = text_field("correction-approved", hint="批准更正的负责人", most=20)
        self.add_field("计入日期", self.day, "决定算在哪一年")
        self.add_field("增减学时", self.hours, "减少填负数")
        self.add_field("更正原因", self.reason)
        self.add_field("依据文号", self.paper)
        self.add_field("批准人", self.approved_by)
        self.hours.setFocus()
        self.hours.selectAll()

    def _record(self, _reason: str) -> None:
        draft = CorrectionDraft(
            date_of(self.day),
            Decimal(str(self.hours.value())),
            self.reason.text(),
            self.paper.text(),
            self.approved_by.text(),
        )
        words = f"已更正：{self._person.name} {plain(draft.hours)} 学时。"
        self._desk.perform(call(hours.record_correction, self._person.id, draft), words)


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


def _tasks(name: str) -> QComboBox:
    field = QComboBox()
    field.setObjectName(name)
    field.addItem("不分任务", None)
    for task in Task:
        field.addItem(task.word, task)
    return field
