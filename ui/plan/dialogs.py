"""An item by hand: every column of the plan; who approves it; and its name."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from services.core.errors import BadInput
from services.plan import Audience, ItemDraft, months_of, paper_words
from services.plan.cells import UnreadableCell, value_of
from services.plan.columns import yuan
from services.plan.rules import CONTENT, MOST_DAYS, MOST_HEADS, MOST_HOURS, NOTE, SHORT, TITLE
from services.plan.rules import WORDS as MOST_WORDS
from ui.core import theme
from ui.core.forms import FormDialog, choice_field, text_field, when_changed
from ui.core.widgets import button, label, row

FORMS = ("集中授课", "集中授课+现场教学", "送课下基层", "分散自学", "线上学习", "外出观摩")
UNKNOWN = "未定"


class ItemDialog(FormDialog):
    """`shown` is what to change, None for a new one. `count` says how many members a rule fits
    now; `save` raises what is wrong."""

    def __init__(
        self,
        parent: QWidget,
        shown: ItemDraft | None,
        places: Sequence[str],
        count: Callable[[Audience], int],
        save: Callable[[ItemDraft], object],
    ) -> None:
        title = "修改班次" if shown else "新增班次"
        super().__init__(parent, title, "保存", lambda _reason: save(self.draft()), width=640)
        self.setObjectName("plan-item")
        before = shown or ItemDraft("", Audience.everyone)
        self._count = count
        hint = "例如：村党支部书记轮训班"
        self.title = text_field("plan-title", before.title, hint, most=TITLE)
        self.audience = choice_field("plan-audience", Audience, before.audience)
        usual = paper_words(before.audience)
        words = "" if before.audience_words == usual else before.audience_words
        self.words = text_field("plan-audience-words", words, most=MOST_WORDS)
        self.heads = QSpinBox()
        self.heads.setObjectName("plan-heads")
        self.heads.setRange(0, MOST_HEADS)
        self.heads.setSpecialValueText(UNKNOWN)
        self.heads.setValue(before.heads)
        _indent(self.heads)
        self.count_button = button("", self._take_count, "link", name="plan-count")
        self.times = text_field("plan-times", before.times, "例如：3月中旬、3—5月", most=SHORT)
        self.reads = label("", "note")
        self.reads.setObjectName("plan-reads")
        self.days = _halves("plan-days", before.days, MOST_DAYS)
        self.hours = _halves("plan-hours", before.hours, MOST_HOURS)
        self.content = QPlainTextEdit(before.content)
        self.content.setObjectName("plan-content")
        self.content.setTabChangesFocus(True)
        self.content.setFixedHeight(theme.current().px(58))
        self.content.setPlaceholderText(f"不超过 {CONTENT} 字")
        self.form = _suggesting("plan-form", FORMS, before.form)
        self.place = _suggesting("plan-place", places, before.place)
        self.responsible = text_field("plan-responsible", before.responsible, most=SHORT)
        self.budget = text_field("plan-budget", yuan(before.budget), "元；也可写 0.8万元", most=20)
        self.note = text_field("plan-note", before.note, "可不填", most=NOTE)
        self._lay_out()
        self.audience.currentIndexChanged.connect(lambda _: self._on_audience())
        self.times.textChanged.connect(lambda _: self._on_times())
        self._on_audience()
        self._on_times()
        self.title.setFocus()

    def draft(self) -> ItemDraft:
        """Raises BadInput for a budget that cannot be read."""
        return ItemDraft(
            title=self.title.text(),
            audience=Audience(self.audience.currentData()),
            audience_words=self.words.text(),
            heads=self.heads.value(),
            times=self.times.text(),
            days=Decimal(str(self.days.value())),
            hours=Decimal(str(self.hours.value())),
            content=self.content.toPlainText(),
            form=self.form.currentText(),
            place=self.place.currentText(),
            responsible=self.responsible.text(),
            budget=_budget(self.budget.text()),
            note=self.note.text(),
        )

    def _lay_out(self) -> None:
        """Short fields stand two in a row: the form must fit the smallest screen."""
        self.add_field("班次名称", self.title)
        self._pair("培训对象", self.audience, "写作", self.words)
        self._pair("人数", self.heads, "", self.count_button)
        self._pair("时间", self.times, "", self.reads)
        self._pair("天数", self.days, "学时", self.hours)
        self.add_field("主要内容", self.content)
        self._pair("方式", self.form, "地点", self.place)
        self._pair("责任人", self.responsible, "经费预算", self.budget)
        self.add_field("备注", self.note)

    def _pair(self, words: str, first: QWidget, more: str, second: QWidget) -> None:
        both = QWidget()
        inside = row(gap=12)
        inside.addWidget(first, 1)
        if more:
            inside.addWidget(label(more, "subtitle"))
        inside.addWidget(second, 1 if more else 0)
        if not more:
            inside.addStretch(1)
        both.setLayout(inside)
        self.add_field(words, both)
        first.setAccessibleName(words)
        if more:
            second.setAccessibleName(more)
        both.setFocusProxy(first)
        for field in (first, second):  # each asks before it is dropped, as a field of its own does
            self._fields.append(field)
            when_changed(field, self.error.hide)

    def _on_audience(self) -> None:
        audience = Audience(self.audience.currentData())
        usual = paper_words(audience)
        self.words.setPlaceholderText(f"不填就写“{usual}”" if usual else "例如：党务工作者")
        self.count_button.setVisible(bool(usual))
        self._fitting = self._count(audience) if usual else 0
        self.count_button.setText(f"填入现有 {self._fitting} 人")

    def _on_times(self) -> None:
        months = months_of(self.times.text())
        words = ""
        if months:
            first, last = months
            words = f"读作 {first} 月" if first == last else f"读作 {first} 月到 {last} 月"
        elif self.times.text().strip():
            words = "没有写明月份，不按月提醒"
        self.reads.setText(words)

    def _take_count(self) -> None:
        self.heads.setValue(self._fitting)


class PlanApproveDialog(FormDialog):
    """Who approved the plan. `save` raises what is wrong."""

    def __init__(self, parent: QWidget, words: str, save: Callable[[str], object]) -> None:
        super().__init__(parent, "批准计划", "批准", lambda _reason: save(self.by.text()))
        self.setObjectName("plan-approve-dialog")
        self.by = text_field("plan-by", hint="例如：中共仲山镇委员会，或批准人姓名", most=40)
        self.add_field("批准人", self.by)
        note = f"{words}批准后计划不能再改；要改时重新打开并写明原因。"
        self.extra.addWidget(label(note, "note", wrap=True))
        self.by.setFocus()


class NameDialog(FormDialog):
    """What the plan is called on paper."""

    def __init__(self, parent: QWidget, title: str, save: Callable[[str], object]) -> None:
        super().__init__(parent, "计划名称", "保存", lambda _reason: save(self.name.text()))
        self.setObjectName("plan-name-dialog")
        self.name = text_field("plan-name", title, most=TITLE)
        self.add_field("名称", self.name)
        self.name.selectAll()
        self.name.setFocus()


def _halves(name: str, value: Decimal, most: Decimal) -> QDoubleSpinBox:
    field = QDoubleSpinBox()
    field.setObjectName(name)
    field.setRange(0, float(most))
    field.setSingleStep(0.5)
    field.setDecimals(1)
    field.setSpecialValueText(UNKNOWN)
    field.setValue(float(value))
    _indent(field)
    return field


def _indent(field: QAbstractSpinBox) -> None:
    """A field of figures begins its words where the other fields do."""
    if (line := field.lineEdit()) is not None:
        line.setTextMargins(theme.current().px(8), 0, 0, 0)


def _suggesting(name: str, words: Sequence[str], value: str) -> QComboBox:
    """Free text with suggestions."""
    field = QComboBox()
    field.setObjectName(name)
    field.setEditable(True)
    field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    field.addItems(list(words))
    field.setCurrentText(value)
    if (line := field.lineEdit()) is not None:
        line.setMaxLength(SHORT)
    return field


def _budget(text: str) -> Decimal | None:
    try:
        amount: Decimal | None = value_of("budget", text)
    except UnreadableCell as why:
        raise BadInput(f"经费预算：{why}，请写成 8000 或 0.8万元 这样。") from why
    return amount
