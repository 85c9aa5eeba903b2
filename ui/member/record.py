"""学员档案: one member in full, in tabs: what is known, posts, hours of a year, merges."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QTabWidget, QWidget

from services import member
from services.core.text import plain
from services.hours import HoursLine
from services.member import FormerPostRow, MemberDetail, MergeRow
from ui.core import theme
from ui.core.desk import Desk
from ui.core.table import RowsView
from ui.core.widgets import ElidedLabel, arrow, button, column, label, row, scrolling
from ui.member.acts import MemberActs
from ui.member.details import state_of
from ui.member.lessons import LESSONS
from ui.member.record_parts import FIELDS, FORMER, MERGES, tab

WIDTH, HEIGHT = 860, 650
PHOTO_WIDTH, PHOTO_HEIGHT = 120, 160


class RecordDialog(QDialog):
    """Stays up to date with what is changed in it; Ctrl+Z takes the last change back."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        member_id: UUID,
        acts: MemberActs,
        merge: Callable[[MemberDetail], object],
    ) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setObjectName("member-record")
        self.setWindowTitle("学员档案")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(
            min(look.px(WIDTH), parent.width() - 40), min(look.px(HEIGHT), parent.height() - 20)
        )
        self._desk, self._id, self._acts, self._merge = desk.apart(), member_id, acts, merge
        self._year: int | None = None
        self.shown: MemberDetail | None = None
        self.name = ElidedLabel("", "title")
        self.note = ElidedLabel("", "subtitle")
        self.photo = QLabel("没有照片")
        self.photo.setProperty("role", "photo")
        self.photo.setAccessibleName("照片")
        self.photo.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.photo.setFixedSize(look.px(PHOTO_WIDTH), look.px(PHOTO_HEIGHT))
        self.tabs = QTabWidget()
        self.tabs.setObjectName("record-tabs")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._facts_tab(), "资料")
        self.tabs.addTab(self._posts_tab(), "职务")
        self.tabs.addTab(self._hours_tab(), "学时")
        self.tabs.addTab(self._merges_tab(), "合并")
        self.said = ElidedLabel("", "note")
        self.said.setObjectName("record-said")
        self.undo = button("撤销", acts.stack.take_back, name="record-undo")
        self.undo.setToolTip("撤销  Ctrl+Z")
        self.undo.hide()
        close = button("关闭", self.accept, name="record-close")
        close.setDefault(True)
        foot = row(gap=10)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.undo)
        foot.addWidget(close)
        whole = column(column(self.name, self.note, gap=2), gap=10, margins=18)
        whole.addWidget(self.tabs, 1)
        whole.addLayout(foot)
        self.setLayout(whole)
        QShortcut(QKeySequence("Ctrl+Z"), self, acts.stack.take_back)
        QShortcut(QKeySequence("Ctrl+E"), self, self._edit)
        acts.stack.said.connect(self._say)
        self._desk.reads.touched.connect(self._on_touched)
        self.refresh()

    def refresh(self) -> None:
        """Read anew; the tab and the year stay."""
        with self._desk.read() as session:
            shown = member.detail(session, self._id, self._year)
            jpeg = member.photo_of(session, self._id)
        self.shown = shown
        self.name.set_whole(shown.name)
        self.note.set_whole(shown.left or f"{shown.branch} · {shown.post or shown.role.word}")
        for words, of in FIELDS:
            self._values[words].set_whole(of(shown) or "—")
        self.identity.setText(shown.identity_masked or "待核")
        self.phone.setText(shown.phone_masked or "—")
        self.identity_button.setVisible(bool(shown.identity_masked))
        self.phone_button.setVisible(bool(shown.phone_masked))
        self._show_photo(jpeg)
        self._show_posts(shown)
        self._show_hours(shown)
        self.merges.set_rows(shown.merges)
        self.take_back.setEnabled(bool(shown.merges))
        self.no_merges.setVisible(not shown.merges)
        self.merges.setVisible(bool(shown.merges))
        for made in (self.edit, self.merge_button, self.photo_button):
            made.setEnabled(not shown.retired)

    def _facts_tab(self) -> QWidget:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        self.identity, self.phone = label("", ""), label("", "")
        self.identity.setObjectName("record-identity")
        self.phone.setObjectName("record-phone")
        self.identity_button = button(
            "显示全号", lambda: self._full(member.show_identity, self.identity), "link",
            name="record-identity-show",
        )  # fmt: skip
        self.phone_button = button(
            "显示全号", lambda: self._full(member.show_phone, self.phone), "link",
            name="record-phone-show",
        )  # fmt: skip
        for number, (words, value, show) in enumerate(
            (
                ("身份证号", self.identity, self.identity_button),
                ("手机", self.phone, self.phone_button),
            )
        ):
            grid.addWidget(label(words, "note"), number, 0)
            grid.addLayout(row(value, show, None, gap=8), number, 1)
        self._values = {words: ElidedLabel() for words, _ in FIELDS}
        for number, (words, value) in enumerate(self._values.items(), 2):
            grid.addWidget(label(words, "note"), number, 0)
            grid.addWidget(value, number, 1)
            value.setAccessibleDescription(words)
        grid.setRowStretch(len(FIELDS) + 2, 1)
        self.edit = button("修改资料", self._edit, name="record-edit")
        self.edit.setToolTip("修改资料  Ctrl+E")
        self.photo_button = button(
            "选照片", lambda: self._on_shown(self._acts.put_photo), "link", name="record-photo"
        )
        self.photo_remove = button(
            "删除照片",
            lambda: self._on_shown(lambda _parent, shown: self._acts.remove_photo(shown)),
            "link",
            name="record-photo-remove",
        )
        pictures = column(self.photo, self.photo_button, self.photo_remove, None, self.edit, gap=4)
        self.facts = scrolling(grid)  # a small screen has no room for all in large text
        self.facts.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that the arrows move it
        sides = row(gap=18)
        sides.addWidget(self.facts, 1)
        sides.addLayout(pictures)
        return tab(sides)

    def _posts_tab(self) -> QWidget:
        self.post = label("", "heading", wrap=True)
        self.post.setObjectName("record-post")
        self.appoint = button("任职", lambda: self._post("appoint"), name="record-appoint")
        self.dismiss = button("免职", lambda: self._post("dismiss"), name="record-dismiss")
        self.correct = button("更正", lambda: self._post("correct"), name="record-correct")
        self.former: RowsView[FormerPostRow] = RowsView(FORMER)
        self.former.setObjectName("record-former")
        self.former.setAccessibleName("曾任职务")
        self.former.opened.connect(lambda one: self._acts.correct_former(self, one))
        self.no_former = label(
            "还没有曾任职务。换届或免职时，原来的职务自动记到这里。", "note", wrap=True
        )
        self.former_correct = button("更正所选", self._correct_former, name="record-former-correct")
        self.former_remove = button("删除所选", self._remove_former, name="record-former-remove")
        whole = column(
            row(self.post, None, self.appoint, self.dismiss, self.correct, gap=8), gap=10
        )
        whole.addWidget(label("曾任职务", "heading"))
        whole.addWidget(self.no_former)
        whole.addWidget(self.former, 1)
        whole.addStretch(0)
        whole.addLayout(row(None, self.former_correct, self.former_remove, gap=8))
        return tab(whole)

    def _hours_tab(self) -> QWidget:
        self.before = arrow("◀", "上一年", "Alt+PgUp", lambda: self._turn(-1))
        self.after = arrow("▶", "下一年", "Alt+PgDown", lambda: self._turn(1))
        self.year = label("", "heading")
        self.year.setObjectName("record-year")
        self.hours = label("", "subtitle")
        self.hours.setObjectName("record-hours")
        self.lessons: RowsView[HoursLine] = RowsView(LESSONS)
        self.lessons.setObjectName("record-lessons")
        self.lessons.setAccessibleName("这一年的课")
        self.no_lessons = label("这一年没有签到。签到后这里列出每节课和学时。", "note", wrap=True)
        whole = column(row(self.before, self.year, self.after, 8, self.hours, None), gap=10)
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
        self.merge_button = button(
            "合并另一条记录",
            lambda: self._on_shown(lambda _, one: self._merge(one)),
            name="record-merge",
        )
        self.take_back = button("撤销合并", self._take_back, name="record-merge-back")
        whole = column(self.no_merges, gap=10)
        whole.addWidget(self.merges, 1)
        whole.addStretch(0)
        whole.addLayout(row(self.merge_button, None, self.take_back, gap=8))
        return tab(whole)

    def _show_photo(self, jpeg: bytes | None) -> None:
        self.photo_remove.setVisible(jpeg is not None)
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
        may = not (shown.retired or shown.guest)
        for made in (self.appoint, self.correct):
            made.setEnabled(may)
        self.dismiss.setEnabled(may and (shown.role is not member.Role.member or bool(shown.post)))
        self.former.set_rows(shown.former)
        if shown.former and self.former.current is None:
            self.former.selectRow(0)
        self.former.setVisible(bool(shown.former))
        self.no_former.setVisible(not shown.former)
        for made in (self.former_correct, self.former_remove):
            made.setVisible(bool(shown.former))

    def _show_hours(self, shown: MemberDetail) -> None:
        self.year.setText(f"{shown.year} 年")
        target = "" if shown.guest else f" / {shown.target} 学时，{state_of(shown)[0]}"
        self.hours.setText(f"{plain(shown.hours)}{target or ' 学时'}")
        self.lessons.set_rows(shown.lessons)
        self.lessons.setVisible(bool(shown.lessons))
        self.no_lessons.setVisible(not shown.lessons)
        self.after.setEnabled(shown.year < self._desk.workspace.clock.local_now().year)

    def _turn(self, by: int) -> None:
        if self.shown is not None:
            self._year = self.shown.year + by
            self.refresh()

    def _full(self, verb: Callable[..., str], where: QLabel) -> None:
        if number := self._acts.full_number(verb, self._id):
            where.setText(number)

    def _edit(self) -> None:
        if self.shown is not None and not self.shown.retired:
            self._acts.edit(self, self.shown)

    def _on_shown(self, act: Callable[[QWidget, MemberDetail], object]) -> None:
        if self.shown is not None:
            act(self, self.shown)

    def _post(self, way: str) -> None:
        if self.shown is not None:
            self._acts.post(self, self.shown, way)

    def _correct_former(self) -> None:
        if (one := self.former.current) is not None:
            self._acts.correct_former(self, one)

    def _remove_former(self) -> None:
        if (one := self.former.current) is not None:
            self._acts.remove_former(one)

    def _take_back(self) -> None:
        one = self.merges.current or next(iter(self.merges.rows_model.rows), None)
        if one is not None:
            self._acts.take_back_merge(one.id)

    def _say(self, text: str) -> None:
        self.said.set_whole(text)
        self.undo.setVisible(self._acts.stack.can_take_back)

    def _on_touched(self, _tables: frozenset[str]) -> None:
        if self.isVisible():
            self.refresh()
