"""学员档案: one member in full, in tabs: what is known, posts, hours of a year, merges."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QTabWidget, QWidget

from services import member, merging
from services.core.call import call
from services.core.errors import BadInput
from services.core.text import plain
from services.hours import HoursLine
from services.member import FormerPostRow, MemberDetail, MergeRow, Role
from ui.core import keys, theme
from ui.core.acts import Acts, act
from ui.core.desk import Desk
from ui.core.detail_card import NONE
from ui.core.table import RowsView
from ui.core.widgets import Button, ElidedLabel, button, column, label, row, scrolling
from ui.core.year_switch import YearSwitch
from ui.member.card import state_of
from ui.member.forms import MemberForms
from ui.member.lessons import LESSONS
from ui.member.number import MaskedNumber
from ui.member.photo import PICTURES, small_jpeg
from ui.member.posts import FormerPostDialog, PostDialog
from ui.member.record_parts import FACTS, FORMER, MERGES, tab

WIDTH, HEIGHT = 860, 650
PHOTO_WIDTH, PHOTO_HEIGHT = 120, 160
GONE = "已经离开的人不能改，先恢复。"
NO_POST = "外单位人员和已经离开的人没有支部职务。"


def _in_use(record: "RecordDialog") -> bool:
    return record.shown is not None and not record.shown.retired


def _may_hold_post(record: "RecordDialog") -> bool:
    return record.shown is not None and not (record.shown.retired or record.shown.guest)


def _holds_post(record: "RecordDialog") -> bool:
    shown = record.shown
    holds = shown is not None and (shown.role is not Role.member or bool(shown.post))
    return holds and _may_hold_post(record)


def _has_former(record: "RecordDialog") -> bool:
    return record.former.current is not None


class RecordDialog(QDialog):
    """Stays up to date with what is changed in it; Ctrl+Z takes the last change back."""

    def __init__(self, parent: QWidget, desk: Desk, member_id: UUID, forms: MemberForms) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setObjectName("member-record")
        self.setWindowTitle("学员档案")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(
            min(look.px(WIDTH), parent.width() - 40), min(look.px(HEIGHT), parent.height() - 20)
        )
        self._desk, self._id, self._forms = desk.apart(), member_id, forms
        self.shown: MemberDetail | None = None
        self.has_photo = False
        self.bound_acts = Acts(self, desk.rights, desk.messages.done)
        self.name = ElidedLabel("", "title")
        self.note = ElidedLabel("", "subtitle")
        self.tabs = QTabWidget()
        self.tabs.setObjectName("record-tabs")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._facts_tab(), "资料")
        self.tabs.addTab(self._posts_tab(), "职务")
        self.tabs.addTab(self._hours_tab(), "学时")
        self.tabs.addTab(self._merges_tab(), "合并")
        whole = column(column(self.name, self.note, gap=2), gap=10, margins=18)
        whole.addWidget(self.tabs, 1)
        whole.addLayout(self._foot())
        self.setLayout(whole)
        desk.history.said.connect(self._say)
        self._desk.reads.touched.connect(self._on_touched)
        self.refresh()

    def refresh(self) -> None:
        """Read anew; the tab and the year stay."""
        with self._desk.read() as session:
            shown = member.detail(session, self._id, self.years.year)
            jpeg = member.photo_of(session, self._id)
        self.shown = shown
        self.name.set_whole(shown.name)
        self.note.set_whole(shown.left or f"{shown.branch} · {shown.post or shown.role.word}")
        for one, value in self._values:
            value.set_whole(one.text(shown) or NONE)
        self.identity.show(shown.id, shown.identity_masked, wanted=not shown.guest)
        self.phone.show(shown.id, shown.phone_masked)
        self._show_photo(jpeg)
        self._show_posts(shown)
        self._show_hours(shown)
        self.merges.set_rows(shown.merges)
        self.no_merges.setVisible(not shown.merges)
        self.merges.setVisible(bool(shown.merges))
        self.bound_acts.update()

    def _button(self, name: str, role: str = "") -> Button:
        return self.bound_acts[name].button(role)

    def _foot(self) -> QHBoxLayout:
        self.said = ElidedLabel("", "note")
        self.said.setObjectName("record-said")
        history = self._desk.history
        self.undo = button("撤销", history.take_back, shows=keys.UNDO.keys, name="record-undo")
        self.undo.hide()
        close = button("关闭", self.accept, name="record-close")
        close.setDefault(True)
        foot = row(gap=10)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.undo)
        foot.addWidget(close)
        return foot

    def _facts_tab(self) -> QWidget:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        self.identity = MaskedNumber(self._desk, "record-identity", member.show_identity)
        self.phone = MaskedNumber(self._desk, "record-phone", member.show_phone)
        numbers = (("身份证号", self.identity), ("手机", self.phone))
        for number, (words, shown) in enumerate(numbers):
            grid.addWidget(label(words, "note"), number, 0)
            grid.addLayout(shown.line, number, 1)
        self._values = [(one, ElidedLabel()) for one in FACTS]
        for number, (one, value) in enumerate(self._values, len(numbers)):
            grid.addWidget(label(one.caption, "note"), number, 0)
            grid.addWidget(value, number, 1)
            value.setAccessibleDescription(one.caption)
        grid.setRowStretch(len(FACTS) + len(numbers), 1)
        look = theme.current()
        self.photo = QLabel("没有照片")
        self.photo.setProperty("role", "photo")
        self.photo.setAccessibleName("照片")
        self.photo.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.photo.setFixedSize(look.px(PHOTO_WIDTH), look.px(PHOTO_HEIGHT))
        pictures = column(
            self.photo,
            self._button("record-photo", "link"),
            self._button("record-photo-remove", "link"),
            None,
            self._button("record-edit"),
            gap=4,
        )
        self.facts = scrolling(grid)  # a small screen has no room for all in large text
        self.facts.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that the arrows move it
        sides = row(gap=18)
        sides.addWidget(self.facts, 1)
        sides.addLayout(pictures)
        return tab(sides)

    def _posts_tab(self) -> QWidget:
        self.post = label("", "heading", wrap=True)
        self.post.setObjectName("record-post")
        self.former: RowsView[FormerPostRow] = RowsView(FORMER)
        self.former.setObjectName("record-former")
        self.former.setAccessibleName("曾任职务")
        self.former.opened.connect(lambda _one: self.correct_former())
        self.no_former = label(
            "还没有曾任职务。换届或免职时，原来的职务自动记到这里。", "note", wrap=True
        )
        present = ("record-appoint", "record-dismiss", "record-correct")
        former = ("record-former-correct", "record-former-remove")
        whole = column(row(self.post, None, *map(self._button, present), gap=8), gap=10)
        whole.addWidget(label("曾任职务", "heading"))
        whole.addWidget(self.no_former)
        whole.addWidget(self.former, 1)
        whole.addStretch(0)
        whole.addLayout(row(None, *map(self._button, former), gap=8))
        return tab(whole)

    def _hours_tab(self) -> QWidget:
        this_year = self._desk.workspace.clock.local_now().year
        self.years = YearSwitch(self._desk, this_year, this_year)
        self.years.turned.connect(lambda _year: self.refresh())
        self.hours = label("", "subtitle")
        self.hours.setObjectName("record-hours")
        self.lessons: RowsView[HoursLine] = RowsView(LESSONS)
        self.lessons.setObjectName("record-lessons")
        self.lessons.setAccessibleName("这一年的课")
        self.no_lessons = label("这一年没有签到。签到后这里列出每节课和学时。", "note", wrap=True)
        whole = column(row(self.years, 8, self.hours, None), gap=10)
        whole.addWidget(self.no_lessons)
        whole.addWidget(self.lessons, 1)
        whole.addStretch(0)
        return tab(whole)

    def _merges_tab(self) -> QWidget:
        self.merges: RowsView[MergeRow] = RowsView(MERGES)
        self.merges.setObjectName("record-merges")
        self.merges.setAccessibleName("合并过的记录")
        self.no_merges = label(
            "同一个人登记了两次时，可以把另一条记录并进来：签到、报名和学时都跟着过来，也可以撤销。",
            "note",
            wrap=True,
        )
        whole = column(self.no_merges, gap=10)
        whole.addWidget(self.merges, 1)
        whole.addStretch(0)
        foot = row(self._button("record-merge"), None, self._button("record-merge-back"), gap=8)
        whole.addLayout(foot)
        return tab(whole)

    def _show_photo(self, jpeg: bytes | None) -> None:
        self.has_photo = jpeg is not None
        if jpeg is None:
            self.photo.setPixmap(QPixmap())
            self.photo.setText("没有照片")
            return
        made = QPixmap()
        made.loadFromData(jpeg)
        whole = Qt.AspectRatioMode.KeepAspectRatio
        smooth = Qt.TransformationMode.SmoothTransformation
        self.photo.setPixmap(made.scaled(self.photo.size(), whole, smooth))

    def _show_posts(self, shown: MemberDetail) -> None:
        since = f"，{shown.role_since} 起" if shown.role_since else ""
        words = " · ".join(part for part in (shown.role.word, shown.post) if part)
        self.post.setText("外单位人员没有支部职务" if shown.guest else f"现任：{words}{since}")
        self.former.set_rows(shown.former)
        if shown.former and self.former.current is None:
            self.former.selectRow(0)
        self.former.setVisible(bool(shown.former))
        self.no_former.setVisible(not shown.former)

    def _show_hours(self, shown: MemberDetail) -> None:
        target = f" / {shown.target} 学时，{state_of(shown)[0]}" if shown.target else ""
        if shown.exemption:
            target = f" 学时　{shown.exemption}"
        self.hours.setText(f"{plain(shown.hours)}{target or ' 学时'}")
        self.lessons.set_rows(shown.lessons)
        self.lessons.setVisible(bool(shown.lessons))
        self.no_lessons.setVisible(not shown.lessons)

    @act("record-edit", "修改资料", keys.EDIT, when=_in_use, why=GONE)
    def edit(self) -> None:
        if self.shown is not None:
            self._forms.edit(self, self.shown)

    @act("record-photo", "选照片", when=_in_use, why=GONE)
    def put_photo(self) -> None:
        path = self._desk.chooser.open_file(self, "选照片", PICTURES)
        if path is None:
            return
        try:
            jpeg = small_jpeg(QImage(str(path)))
        except BadInput as error:
            self._desk.messages.error(error)
            return
        self._desk.do(call(member.put_photo, self._id, jpeg), "照片已保存。")

    @act("record-photo-remove", "删除照片", shown=lambda record: record.has_photo)
    def remove_photo(self) -> None:
        self._desk.do(call(member.remove_photo, self._id), "照片已删除。")

    @act("record-appoint", "任职", keys.APPOINT, when=_may_hold_post, why=NO_POST)
    def appoint(self) -> None:
        self._ask_post("appoint")

    @act("record-dismiss", "免职", when=_holds_post, why="现在没有职务。")
    def dismiss(self) -> None:
        self._ask_post("dismiss")

    @act("record-correct", "更正", keys.CORRECT, when=_may_hold_post, why=NO_POST)
    def correct(self) -> None:
        self._ask_post("correct")

    @act("record-former-correct", "更正所选", shown=_has_former)
    def correct_former(self) -> None:
        if (one := self.former.current) is None:
            return

        def save(role: Role, post: str, starts: str, ends: str) -> None:
            corrected = call(member.correct_former, one.id, role, post, starts, ends)
            self._desk.perform(corrected, "已更正曾任职务。")

        FormerPostDialog(self, one, save).open()

    @act("record-former-remove", "删除所选", shown=_has_former)
    def remove_former(self) -> None:
        if (one := self.former.current) is not None:
            self._desk.do(call(member.remove_former, one.id), "已删除这条曾任职务。")

    @act("record-merge", "合并另一条记录", keys.MERGE, when=_in_use, why=GONE)
    def merge(self) -> None:
        if self.shown is not None:
            self._forms.merge(self, self.shown)

    @act(
        "record-merge-back",
        "撤销合并",
        when=lambda record: record.shown is not None and record.shown.merges,
        why="没有合并过的记录。",
    )
    def take_back_merge(self) -> None:
        one = self.merges.current or next(iter(self.merges.rows_model.rows), None)
        if one is not None:
            told = "已撤销合并，两条记录恢复原样。"
            self._desk.do(call(merging.take_back, one.id), told)

    @act("record-take-back", "撤销", keys.UNDO)
    def take_back(self) -> None:
        self._desk.history.take_back()

    @act("record-redo", "重做", keys.REDO)
    def redo(self) -> None:
        self._desk.history.redo()

    def _ask_post(self, way: str) -> None:
        """`way`: appoint, dismiss or correct."""
        if (shown := self.shown) is None:
            return

        def save(role: Role, post: str, day: str) -> None:
            if way == "dismiss":
                self._desk.perform(call(member.dismiss, shown.id, day), f"已免职：{shown.name}。")
                return
            verb = member.appoint if way == "appoint" else member.correct_present
            words = "已任职" if way == "appoint" else "已更正"
            self._desk.perform(call(verb, shown.id, role, post, day), f"{words}：{shown.name}。")

        PostDialog(self, shown, way, save).open()

    def _say(self, text: str) -> None:
        self.said.set_whole(text)
        self.undo.setVisible(self._desk.history.can_take_back)

    def _on_touched(self, _tables: frozenset[str]) -> None:
        if self.isVisible():
            self.refresh()
