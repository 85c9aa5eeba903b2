"""The settings page: profile and safety left, the declared settings right, one save."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from services import exchange, school
from services.core import settings
from services.core.call import Call, call
from services.core.session import WorkSession
from services.core.workspace import Profile, WorkspaceKind
from services.exchange import SentRow
from services.exchange.key_card import CARD
from services.school import OwnSchool
from ui.core import keys
from ui.core.acts import act
from ui.core.desk import Desk, Page
from ui.core.forms import text_field
from ui.core.main_window import MainWindow
from ui.core.preview import show_papers
from ui.core.shared_undo import SharedUndo
from ui.core.widgets import Card, ElidedLabel, column, label, row, scrolling
from ui.core.work import run_shown
from ui.core.year_switch import YearSwitch
from ui.exchange.files import make_file
from ui.exchange.words import size_words
from ui.settings.dialogs import PasswordDialog
from ui.settings.rules import rules_cards

LEFT_SHARE, RIGHT_SHARE = 46, 54
COUNTY_FIXED = "已与对方互换公钥，县名写在每个文件里，不能再改"


class SettingsPage(Page):
    key = "settings"
    title = "设置"
    help = (
        "左边改单位信息、密码和备份，右边改计算规则和显示。改完按 Ctrl+S 一起保存；"
        "没有保存就离开，改动还留在页面上，但不生效。\n"
        "学时的目标和算法按年保存：Ctrl+PgUp、Ctrl+PgDn 换年，改 2027 年的不动 2026 年的。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        with desk.read() as session:
            self._own = school.own(session)
        self._stored: dict[str, str] = {}
        self._filling = False
        this_year = desk.workspace.clock.local_now().year
        self.years = YearSwitch(desk, this_year, this_year + 1)
        self.years.turned.connect(lambda _year: self.refresh())
        self._kept = True
        self.cards, self.rows = rules_cards(self._own.kind, self._compare, self.years)
        if isinstance(hours := self.rows[settings.TARGET_MEMBER.key].parentWidget(), Card):
            hours.body.insertLayout(0, row(self.button("settings-targets"), None))
        left = column(self._profile_card(), self._safety_card(), self._data_card(), None, gap=14)
        right = column(*self.cards, None, gap=14)
        self.save_button = self.button("settings-save", "primary")
        sides = row(gap=14)
        sides.addLayout(left, LEFT_SHARE)
        sides.addLayout(right, RIGHT_SHARE)
        sides.setContentsMargins(24, 18, 24, 18)
        whole = column(gap=0)
        whole.addWidget(scrolling(sides))
        self.setLayout(whole)

    def header_buttons(self) -> list[QWidget]:
        return [self.button("settings-revert"), self.save_button]

    # the cards

    def _profile_card(self) -> QWidget:
        card = Card("单位信息", "印在签到表、证书和数据包上")
        self.name = text_field("profile-name", most=40)
        self.county_name = text_field("profile-county", most=40)
        self.contact = text_field("profile-contact", hint="教务员姓名", most=20)
        self.phone = text_field("profile-phone", hint="区号和号码", most=20)
        fixed = f"{self._own.code} · {self._own.kind.word}"
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        self._field(grid, "名称", self.name)
        self._field(grid, "所属县", self.county_name)
        self._field(grid, "联系人", self.contact)
        self._field(grid, "联系电话", self.phone)
        grid.addWidget(label("代码", "subtitle"), 4, 0)
        grid.addWidget(label(f"{fixed}（编号已按它给出，不能再改）", "note"), 4, 1)
        card.body.addLayout(grid)
        return card

    def _field(self, grid: QGridLayout, words: str, field: QLineEdit) -> None:
        number = grid.rowCount() - 1 if grid.count() == 0 else grid.rowCount()
        caption = label(words, "subtitle")
        caption.setBuddy(field)
        field.setAccessibleName(words)
        field.textChanged.connect(lambda _: self._compare())
        SharedUndo(field)
        grid.addWidget(caption, number, 0)
        grid.addWidget(field, number, 1)

    def _safety_card(self) -> QWidget:
        card = Card("密码与公钥")
        card.body.addLayout(
            _act_row(
                "打开密码",
                "数据用它加密；忘记后只能用恢复码打开。",
                self.button("settings-password"),
            )
        )
        card.body.addLayout(
            _act_row(
                "公钥卡",
                "交换文件前，对方照它核对本单位的公钥。",
                self.button("settings-card"),
            )
        )
        card.body.addLayout(
            _act_row(
                "换过电脑，或从备份恢复过",
                "重新登记后，旧电脑再写的文件不会混进来。",
                self.button("settings-epoch"),
            )
        )
        return card

    def _data_card(self) -> QWidget:
        card = Card("数据与备份")
        self.backup_words = label("", "note", wrap=True)
        self.backup_words.setObjectName("settings-last-backup")
        card.body.addLayout(_act_row("备份", self.backup_words, self.button("settings-backup")))
        card.body.addLayout(
            _act_row(
                "从备份恢复",
                "回到备份时的样子；先看里面有什么、会少什么，再决定。",
                self.button("settings-restore"),
            )
        )
        self.place = ElidedLabel(str(self.desk.workspace.folder), "note")
        self.place.setObjectName("settings-place")
        card.body.addLayout(_act_row("数据放在", self.place, self.button("settings-folder")))
        return card

    # reading and comparing

    def refresh(self) -> None:
        with self.desk.read() as session:
            self._own = school.own(session)
            met = bool(exchange.peers(session))
            self._kept = school.has_targets(session, self.years.year)
            stored = {
                key: settings.of_year(session, row.setting, self.years.year)
                for key, row in self.rows.items()
            }
        self._stored = {key: str(value) for key, value in stored.items()}
        self.subtitle_changed.emit(f"{self._own.name} · {self._own.kind.word}")
        # Files name the county; a new name would make the other side refuse them.
        self.county_name.setReadOnly(met)
        self.county_name.setToolTip(COUNTY_FIXED if met else "")
        self._show_backup()
        self.revert()

    @act("settings-revert", "还原", find=False, help="放弃没有保存的改动")
    def revert(self) -> None:
        """Put back what is stored."""
        self._filling = True
        fields = (self.name, self.county_name, self.contact, self.phone)
        for field, value in zip(fields, _profile_texts(self._own), strict=True):
            field.setText(value)
        for key, setting_row in self.rows.items():
            setting_row.put(self._read(key))
        self._filling = False
        self._compare()

    def _read(self, key: str) -> object:
        text = self._stored[key]
        return int(text) if isinstance(self.rows[key].setting.default, int) else text

    def _show_backup(self) -> None:
        kept = self.desk.workspace.last_backup()
        if kept is None:
            self.backup_words.setText("还没有备份。建议现在备份一次。")
            return
        self.backup_words.setText(
            f"最近一次：{kept.made_at:%Y-%m-%d %H:%M}，{size_words(kept.size)}，已检查可用。"
        )

    def _compare(self) -> None:
        """The red button is there for what was changed, and says how much."""
        if self._filling:
            return
        settings_changed = self._changed_settings()
        self.years.hold(held=any(key.startswith("hours.") for key in settings_changed))
        self.offer()

    @property
    def changes(self) -> int:
        """How many fields say something else than what is stored."""
        return len(self._changed_settings()) + self._profile_changed()

    def _changed_settings(self) -> dict[str, str]:
        return {
            key: row.text for key, row in self.rows.items() if row.text != self._stored.get(key)
        }

    def _profile_changed(self) -> int:
        typed = _profile_texts(self._typed())
        return sum(a != b for a, b in zip(typed, _profile_texts(self._own), strict=True))

    def _typed(self) -> OwnSchool:
        return replace(
            self._own,
            name=self.name.text().strip(),
            county_name=self.county_name.text().strip(),
            contact=self.contact.text().strip(),
            phone=self.phone.text().strip(),
        )

    # acting

    @act(
        "settings-save",
        "保存",
        keys.SAVE,
        when=lambda page: page.changes > 0,
        why="没有改动。",
        says=lambda page: f"保存 {page.changes} 处改动" if page.changes else "保存",
        find=False,
    )
    def save(self) -> None:
        """Profile and settings together, or neither."""
        changed, typed = self._changed_settings(), self._typed()
        profile = _profile(typed) if typed != self._own else None
        words = "已保存。"
        if settings.TEXT_SIZE.key in changed:
            words = "已保存，文字大小下次打开程序时生效。"
        self.desk.do(call(school.save, profile, changed, self.years.year), words)

    @act(
        "settings-targets",
        "学时要求照旧",
        shown=lambda page: not page.kept_targets,
        find=False,
        help="今年的学时要求和去年一样，定下来",
    )
    def keep_targets(self) -> None:
        year = self.years.year
        self.desk.do(call(school.keep_targets, year), f"{year} 年学时要求照旧。")

    @property
    def kept_targets(self) -> bool:
        """Whether there is nothing to keep: this year's were said, or typed and not saved yet."""
        targets = {one.key for one in school.TARGETS}
        own = self._own.kind is WorkspaceKind.school
        return self._kept or not own or bool(targets & self._changed_settings().keys())

    @act("settings-look", "字号和颜色", help="字放大到 125 % 或 150 %，换深色或高对比的颜色")
    def choose_look(self) -> None:
        self.rows[settings.TEXT_SIZE.key].field.setFocus()

    @act("settings-password", "修改密码…")
    def change_password(self) -> None:
        PasswordDialog(self.window(), self.desk).open()

    @act("settings-card", "打印公钥卡")
    def print_card(self) -> None:
        show_papers(self.desk, self, CARD.of())

    @act("settings-epoch", "重新登记…")
    def ask_epoch(self) -> None:
        text = (
            "只在换过电脑、或从备份恢复过数据之后用。重新登记后，旧电脑写的文件一律作废，"
            "对方要照公钥卡重新核对一次，才收新的文件。不能撤销。"
        )
        self.desk.messages.ask("重新登记这台电脑", text, "重新登记", self._start_epoch)

    def _start_epoch(self) -> None:
        """From here on files are told apart from what the old computer may still write."""
        if self._own.kind is not WorkspaceKind.school:
            words = "已重新登记。请在学校一览里给每所学校重写县级公钥，连同公钥卡交给学校。"
            self.desk.do(
                call(exchange.start_epoch),
                "已重新登记。",
                then=lambda _: self.desk.messages.explain("重新登记这台电脑", words),
            )
            return

        def start(session: WorkSession, _reason: str) -> SentRow:
            exchange.start_epoch(session)
            return exchange.make_enrol(session)

        make_file(self.desk, self, Call("exchange.start_epoch", start), self._enrol_written)

    def _enrol_written(self, written: SentRow) -> None:
        words = f"已写入 {written.file_name}。请连同公钥卡交到县里重新核对。"
        self.desk.messages.done(words)

    @act("settings-backup", "立即备份")
    def back_up(self) -> None:
        def done(_path: Path) -> None:
            self._show_backup()
            self.desk.messages.done("备份已完成，并已打开检查过。")

        workspace = self.desk.workspace
        run_shown(self.desk, self, "备份数据", lambda _: workspace.back_up("manual"), done)

    @act("settings-restore", "从备份恢复…", help="先看备份里有什么、会少什么，再决定")
    def ask_restore(self) -> None:
        """The data are closed first: what is half typed anywhere is gone then."""
        window = self.window()
        assert isinstance(window, MainWindow)
        text = "要先关上数据，填了一半还没有保存的内容不会保留。选备份和查看时不改动任何数据。"
        self.desk.messages.ask("从备份恢复", text, "关上并选备份", window.restore_asked.emit)

    @act("settings-folder", "打开文件夹", find=False)
    def open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.desk.workspace.folder)))


def _profile_texts(own: OwnSchool) -> tuple[str, str, str, str]:
    return own.name, own.county_name, own.contact, own.phone


def _profile(own: OwnSchool) -> Profile:
    return Profile(own.kind, own.name, own.code, own.county_name, own.contact, own.phone)


def _act_row(words: str, note: str | QWidget, act: QWidget) -> QHBoxLayout:
    said = label(note, "note", wrap=True) if isinstance(note, str) else note
    texts = column(label(words), said, gap=1)
    line = row(gap=16)
    line.addLayout(texts, 1)
    line.addWidget(act)
    return line
