"""The steps of the first-run guide: each collects one thing and says what is wrong with it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLineEdit, QRadioButton, QSpinBox, QWidget

from services.core.errors import BadInput
from services.core.fields import checked
from services.core.profile import suggested_code
from services.core.workspace import Profile, WorkspaceKind, check_password, check_profile
from services.site import MOST_PLACES, RoomDraft, SiteDraft, SiteKind
from ui.core import keys, theme
from ui.core.forms import text_field
from ui.core.secret_field import SecretField
from ui.core.widgets import button, column, label, line, row
from ui.site.form import USUAL_PLACES

USUAL_SITE = "主校区"
DIFFERENT = "两次输入的密码不一样，请重新输入。"
WRONG_GROUP = "最后一组不对。请打印或抄下恢复码，再输入它的最后四个字符。"
PASSWORD_NOTE = (
    "密码至少 8 位，建议用一句只有自己知道的话的拼音，例如 cunkoulaohuaishu1962；"
    "按右边的眼睛可以看着输，只输一次。密码不写进任何文件，忘记后只能用恢复码打开。"
)
Faults = list[tuple[QLineEdit, str]]
"""What is wrong, each with its field, the first first."""


class SetupStep(QWidget):
    title = ""
    words = ""

    def first_field(self) -> QWidget | None:
        return None

    def faults(self) -> Faults:
        """What the person must still do; nothing unless a step says so."""
        return []


class ProfileStep(SetupStep):
    """Who the workspace is of, and the password. The code is proposed from the name until
    somebody has typed one."""

    title = "单位和密码"
    words = "名称会印在签到表和证书上，代码用在班次和证书编号里；数据用密码加密，没有它谁也打不开。"

    def __init__(self) -> None:
        super().__init__()
        self.school = QRadioButton("镇街党校")
        self.school.setObjectName("kind-school")
        self.county = QRadioButton("县委组织部")
        self.county.setObjectName("kind-county")
        self._kinds = QButtonGroup(self)
        for choice in (self.school, self.county):
            self._kinds.addButton(choice)
        self.school.setChecked(True)
        self.name = text_field("name", hint="例如：仲山镇党校", most=40)
        self.name.editingFinished.connect(self._suggest_code)
        self.code = text_field("code", hint="例如：ZS", most=6)
        self.code.textEdited.connect(lambda text: self.code.setText(text.upper()))
        self.code.setToolTip("2 到 6 个大写字母或数字；先按名称的拼音首字母填好，可以改")
        self.county_name = text_field("county", hint="例如：嘉祥县", most=40)
        self.password = SecretField("new-password", "密码", "至少 8 位")
        self.again = SecretField("again", "再输一次")
        self.contact = text_field("contact", hint="可不填", most=20)
        self.phone = text_field("phone", hint="可不填", most=20)
        self.password.eye.toggled.connect(self._on_shown)
        self._suggested = ""
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        grid.addWidget(label("类型", "subtitle"), 0, 0)
        grid.addLayout(row(self.school, 18, self.county, None), 0, 1, 1, 3)
        grid.addWidget(label("名称", "subtitle"), 1, 0)
        grid.addWidget(self.name, 1, 1, 1, 3)
        self.name.setAccessibleName("名称")
        pairs = (
            ("代码", self.code, "所在县", self.county_name),
            ("密码", self.password, "再输一次", self.again),
            ("联系人", self.contact, "电话", self.phone),
        )
        for number, (left, one, right, other) in enumerate(pairs, 2):
            for place, (words, field) in enumerate(((left, one), (right, other))):
                field.setAccessibleName(words)
                grid.addWidget(label(words, "subtitle"), number, 2 * place)
                grid.addWidget(field, number, 2 * place + 1)
        for side in (1, 3):
            grid.setColumnStretch(side, 1)
        self.setLayout(column(grid, 6, label(PASSWORD_NOTE, "note", wrap=True), None))

    def first_field(self) -> QWidget:
        return self.name

    @property
    def is_county(self) -> bool:
        return self.county.isChecked()

    def profile(self) -> Profile:
        return Profile(
            kind=WorkspaceKind.county if self.is_county else WorkspaceKind.school,
            name=self.name.text().strip(),
            code=self.code.text().strip().upper(),
            county_name=self.county_name.text().strip(),
            contact=self.contact.text().strip(),
            phone=self.phone.text().strip(),
        )

    def faults(self) -> Faults:
        found: Faults = []
        fields = {"name": self.name, "code": self.code, "county_name": self.county_name}
        try:
            check_profile(self.profile())
        except BadInput as error:
            found += _each(error, fields)
        try:
            check_password(self.password.text())
        except BadInput as error:
            found.append((self.password, error.message))
        else:
            if self.again.isEnabled() and self.password.text() != self.again.text():
                found.append((self.again, DIFFERENT))
        return found

    def _on_shown(self, shown: bool) -> None:
        """What can be read need not be typed twice."""
        self.again.setEnabled(not shown)
        self.again.setPlaceholderText("看得见，不用再输" if shown else "再输一次")

    def _suggest_code(self) -> None:
        if self.code.text() == self._suggested:
            self._suggested = suggested_code(self.name.text())
            self.code.setText(self._suggested)


class RecoveryStep(SetupStep):
    title = "恢复码"
    words = "忘记密码时，只有它能打开数据。请打印，装进信封封好，放进单位保险柜，不要放在电脑旁。"

    def __init__(self, show_paper: Callable[[str], object]) -> None:
        super().__init__()
        self._code = ""
        self._show_paper = show_paper
        self.code = label("", "code")
        self.code.setObjectName("recovery-code")
        self.code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.last = text_field("last-group", hint="输入打印件上的最后一组，确认已保存", most=8)
        self.last.setAccessibleName("恢复码最后一组")
        self.print = button("打印恢复码", self._print, key=keys.PRINT.keys, name="print-recovery")
        self.place = label("", "note", wrap=True)
        self.setLayout(
            column(self.code, 4, row(None, self.print, None), 12, self.last, None, self.place)
        )

    def set_code(self, code: str, place: str) -> None:
        """`place` is the folder with the data."""
        groups = code.split("-")
        half = len(groups) // 2
        self._code = code
        self.code.setText("  ".join(groups[:half]) + "\n" + "  ".join(groups[half:]))
        self.place.setText(f"数据放在：{place}")

    def first_field(self) -> QWidget:
        return self.last

    def faults(self) -> Faults:
        if self.last.text().strip().upper() != self._code.rpartition("-")[2]:
            return [(self.last, WRONG_GROUP)]
        return []

    def _print(self) -> None:
        self._show_paper(self._code)


class StartStep(SetupStep):
    """The roster, and the first room; the room may be left out."""

    title = "花名册和教室"
    words = "从党员管理系统导出的花名册可以直接导入，导入前先看到会改动什么。都可以以后再做。"

    def __init__(self) -> None:
        super().__init__()
        self.state = label("还没有党员。", "subtitle", wrap=True)
        self.state.setObjectName("roster-state")
        self.site = text_field("first-site", USUAL_SITE, "例如：主校区", most=40)
        self.room = text_field("first-room", hint="例如：201、报告厅；空着就以后再建", most=30)
        self.places = QSpinBox()
        self.places.setObjectName("first-places")
        self.places.setRange(1, MOST_PLACES)
        self.places.setValue(USUAL_PLACES)
        self.places.setSuffix(" 座")
        self.places.lineEdit().setTextMargins(theme.current().px(8), 0, 0, 0)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        said = (("阵地", self.site), ("教室", self.room), ("座位数", self.places))
        for number, (words, field) in enumerate(said):
            field.setAccessibleName(words)
            grid.addWidget(label(words, "subtitle"), number, 0)
            grid.addWidget(field, number, 1)
        self.setLayout(
            column(
                label("花名册", "heading"),
                self.state,
                10,
                line(),
                10,
                label("第一间教室", "heading"),
                grid,
                None,
                label(
                    "以后按 F1 看这一页怎么用，按 Ctrl+K 找人、找班、找功能。", "note", wrap=True
                ),
                gap=10,
            )
        )

    def drafts(self) -> tuple[SiteDraft, RoomDraft] | None:
        """What is to be made; None where no room was typed."""
        if not self.room.text().strip():
            return None
        room = RoomDraft(self.room.text(), self.places.value())
        return SiteDraft(self.site.text(), SiteKind.main_campus), room

    def faults(self) -> Faults:
        found: Faults = []
        for draft, field in zip(self.drafts() or (), (self.site, self.room), strict=False):
            try:
                checked(draft)
            except BadInput as error:
                found.append((field, error.message))
        return found


def _each(error: BadInput, fields: dict[str, QLineEdit]) -> Faults:
    """The fields at fault; the first carries all the words."""
    return [
        (fields[name], "" if number else error.message) for number, name in enumerate(error.fields)
    ]
