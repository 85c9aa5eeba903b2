"""The declared settings as rows: label and help left, the field right."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QWidget

from services.core import settings
from services.core.settings import AnySetting
from services.core.workspace import WorkspaceKind
from ui.core import theme
from ui.core.forms import text_field
from ui.core.look import Appearance
from ui.core.shared_undo import SharedUndo
from ui.core.widgets import Card, column, label, row

HEADINGS = {
    "ui": ("显示", "颜色保存就变，文字大小下次打开时变"),
    "hours": ("学时怎样算", "只改所选这一年和以后；县里下发时以县里为准"),
    "exchange": ("上报", ""),
    "certificate": ("证书", ""),
    "travel": ("路程", "讲师赶场、套餐各环节之间的路上时间"),
    "package": ("套餐", ""),
}
COUNTY_NOTE = "下发县级公钥时一并交给学校"
HINTS = {settings.ISSUER.key: "发证单位全称"}
CHOICES: dict[str, tuple[tuple[str, int], ...]] = {
    settings.TEXT_SIZE.key: (("100 %", 100), ("125 %", 125), ("150 %", 150)),
    settings.APPEARANCE.key: (
        ("跟随系统", Appearance.system.value),
        ("浅色", Appearance.light.value),
        ("深色", Appearance.dark.value),
    ),
    settings.HIGH_CONTRAST.key: (("普通", 0), ("高对比", 1)),
}
"""Settings of which only some values make sense, with their words."""
SCHOOL_ONLY = {
    settings.ISSUER.key,
    settings.TRAVEL_DETOUR.key,
    settings.TRAVEL_SPEED.key,
    settings.PACKAGE_KINDS.key,
}
UNDERNEATH = 60
"""A text that may be longer than this stands under its label, over the whole width."""
NUMBER_WIDTH, TEXT_WIDTH = 104, 230


class NumberField(QSpinBox):
    """Scrolling the page never changes a number on the way."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class SettingRow(QWidget):
    """One setting; `text` is what is typed, in the form that settings are stored in."""

    def __init__(self, setting: AnySetting, changed: Callable[[], object]) -> None:
        super().__init__()
        look = theme.current()
        self.setting = setting
        self.field = _field(setting)
        self.field.setObjectName(f"setting-{setting.key}")
        SharedUndo(self.field)
        self.field.setAccessibleName(setting.label)
        self.field.setAccessibleDescription(setting.help)
        long = isinstance(self.field, QLineEdit) and setting.most > UNDERNEATH
        if not long:
            wide = TEXT_WIDTH if isinstance(self.field, QLineEdit) else NUMBER_WIDTH
            self.field.setFixedWidth(look.px(wide))
        if isinstance(self.field, QLineEdit):
            self.field.textChanged.connect(lambda _: changed())
        elif isinstance(self.field, QComboBox):
            self.field.currentIndexChanged.connect(lambda _: changed())
        else:
            self.field.valueChanged.connect(lambda _: changed())
        words = column(label(setting.label), label(setting.help, "note", wrap=True), gap=1)
        inside = row(gap=16)
        inside.addLayout(words, 1)
        if not long:
            inside.addWidget(self.field, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(column(inside, self.field, gap=6) if long else inside)

    @property
    def text(self) -> str:
        if isinstance(self.field, QLineEdit):
            return self.field.text().strip()
        if isinstance(self.field, QComboBox):
            return str(self.field.currentData())
        return str(self.field.value())

    def put(self, value: object) -> None:
        if isinstance(self.field, QLineEdit):
            self.field.setText(str(value))
        elif isinstance(self.field, QComboBox):
            self.field.setCurrentIndex(max(0, self.field.findData(value)))
        else:
            self.field.setValue(int(str(value)))


def rules_cards(
    kind: WorkspaceKind, changed: Callable[[], object], years: QWidget
) -> tuple[list[Card], Mapping[str, SettingRow]]:
    """A card for each group of settings of this kind of workspace, and the rows by key.

    `years` says for which year those are that are kept with the year; it stands over them.
    """
    cards: dict[str, Card] = {}
    rows: dict[str, SettingRow] = {}
    for setting in settings.DECLARED:
        if kind is WorkspaceKind.county and setting.key in SCHOOL_ONLY:
            continue
        group = setting.key.partition(".")[0]
        if group not in cards:
            heading, note = HEADINGS[group]
            if kind is WorkspaceKind.county and group == "hours":
                note = COUNTY_NOTE
            cards[group] = Card(heading, note)
            cards[group].body.setSpacing(12)
            if group == "hours":
                cards[group].head.addWidget(years)
        rows[setting.key] = SettingRow(setting, changed)
        cards[group].body.addWidget(rows[setting.key])
    return [cards[group] for group in HEADINGS if group in cards], rows


def _field(setting: AnySetting) -> QLineEdit | QComboBox | QSpinBox:
    if setting.key in CHOICES:
        choices = QComboBox()
        for words, value in CHOICES[setting.key]:
            choices.addItem(words, value)
        return choices
    if isinstance(setting.default, str):
        return text_field("", hint=HINTS.get(setting.key, ""), most=setting.most)
    number = NumberField()
    number.setRange(setting.least, setting.most)
    number.lineEdit().setTextMargins(theme.current().px(8), 0, 0, 0)
    number.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return number
