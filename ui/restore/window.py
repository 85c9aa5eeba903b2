"""The guide back to a copy: choose one, see what is in it and what would be lost, done."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from services import restore
from services.core.clock import Clock
from services.core.errors import DeskError
from services.restore import Copy, Inside, Restored, RestoreOutlook
from ui.core import theme
from ui.core.background import Background
from ui.core.messages import UNEXPECTED
from ui.core.secret_field import SecretField
from ui.core.step_window import StepWindow
from ui.core.table import Column, RowsView
from ui.core.widgets import EmptyState, clear, column, label, row, scrolling
from ui.exchange.words import size_words

STEPS = ("选备份", "看清楚", "完成")
CHOOSE, LOOK, DONE = range(3)
COLUMNS: tuple[Column[Copy], ...] = (
    Column("时间", 0, lambda one: f"{one.made_at:%Y-%m-%d %H:%M}", lambda one: one.made_at),
    Column("为什么备的", 150, lambda one: one.reason.word, firm=True),
    Column("大小", 100, lambda one: size_words(one.size), lambda one: one.size, right=True),
    Column("", 180, lambda one: "日期在今天以后" if one.ahead else "", ink=lambda _: "amber"),
)
CHOOSE_WORDS = "先选一份，输入密码看看里面有什么。这一步不改动任何数据。"
LOOK_WORDS = "恢复后，数据回到备份时的样子。现在的数据会另外放好，恢复错了还能再换回来。"
NOTHING_LOST = "现在的数据里没有比这份备份多出来的东西。"
EPOCH = (
    "这份备份之后写出过文件，所以恢复时会重新登记这台电脑：以后要先写一份公钥登记，"
    "连同公钥卡交给对方核对，对方才收新的文件。"
)


class RestoreWindow(StepWindow):
    """`finished` carries what to say at the unlock window; empty where nothing was done. The data
    are closed while it is shown."""

    finished = Signal(str)

    def __init__(self, folder: Path, background: Background, clock: Clock) -> None:
        super().__init__("restore", "从备份恢复", STEPS, 620)
        self._folder, self._background, self._clock = folder, background, clock
        self.outlook: RestoreOutlook | None = None
        self._end = ""
        self._busy = False
        self.stack.addWidget(self._choosing())
        self._inside = column(gap=6)
        self.stack.addWidget(scrolling(self._inside))
        self._told = label("", wrap=True)
        self.stack.addWidget(_page(self._told, None))
        self._show(CHOOSE)

    def _choosing(self) -> QWidget:
        self.table: RowsView[Copy] = RowsView(COLUMNS)
        self.table.setObjectName("restore-copies")
        self.table.setAccessibleName("备份")
        self.table.opened.connect(lambda _copy: self.go_on())
        found = restore.copies(self._folder, self._clock.local_now())
        self.table.set_rows(found)
        self.secret = SecretField("restore-secret", "打开密码", "密码，或恢复码")
        self.secret.setMaximumWidth(theme.current().px(320))
        if not found:
            return EmptyState(
                "还没有备份", f"备份在数据夹的 backups 里：{self._folder / 'backups'}"
            )
        self.table.selectRow(0)
        shown = column(gap=12)
        shown.addWidget(self.table, 1)
        shown.addLayout(row(label("打开密码", "subtitle"), self.secret, None, gap=10))
        page = QWidget()
        page.setLayout(shown)
        return page

    def _show(self, number: int) -> None:
        heading = ("从哪份备份恢复", "恢复后会怎样", "已恢复")[number]
        words = (CHOOSE_WORDS, LOOK_WORDS, "")[number]
        self.show_step(number, heading, words, done=len(STEPS) if number == DONE else number)
        self.back.setText("取消" if number == CHOOSE else "上一步")
        self.back.setVisible(number != DONE)
        self.next.setText(("下一步", "恢复到这份备份", "打开")[number])
        self.next.setEnabled(number != CHOOSE or self.table.current is not None)
        if number == CHOOSE:
            self.secret.setFocus()
        else:
            self.next.setFocus()

    def go_back(self) -> None:
        if self.stack.currentIndex() == CHOOSE:
            self.close()
        else:
            self._show(CHOOSE)

    def go_on(self) -> None:
        copy, number = self.table.current, self.stack.currentIndex()
        if self._busy or copy is None:
            return
        if number == CHOOSE and not self.secret.text():
            self.point_out([(self.secret, "请输入打开密码，忘记了可输入恢复码。")])
        elif number == CHOOSE:
            self._run("正在打开备份…", restore.look, copy, self._looked)
        elif number == LOOK:
            self._run("正在恢复，请不要关机…", restore.restore, copy, self._restored)
        else:
            self.close()

    def _run(
        self,
        words: str,
        verb: Callable[..., object],
        copy: Copy,
        then: Callable[..., object],
    ) -> None:
        folder, secret, clock = self._folder, self.secret.text(), self._clock
        self._wait(words)
        self._background.run(
            "从备份恢复", lambda _: verb(folder, copy.name, secret, clock=clock), then, self._failed
        )

    def _wait(self, words: str) -> None:
        self._busy = bool(words)
        for part in (self.next, self.back, self.table, self.secret):
            part.setEnabled(not words)
        self.say(words, "subtitle")

    def _failed(self, error: Exception) -> None:
        self._wait("")
        self.say(error.message if isinstance(error, DeskError) else UNEXPECTED)
        if self.stack.currentIndex() == CHOOSE:
            self.secret.setFocus()
            self.secret.selectAll()

    def _looked(self, outlook: RestoreOutlook) -> None:
        self._wait("")
        self.outlook = outlook
        clear(self._inside)
        for text, role in _lines(outlook):
            made = label(text, role, wrap=True)
            made.setMaximumWidth(theme.current().px(640))
            self._inside.addWidget(made)
        self._inside.addStretch(1)
        self._show(LOOK)

    def _restored(self, done: Restored) -> None:
        self._wait("")
        self.secret.clear()
        day = f"{done.outlook.copy.made_at:%Y-%m-%d %H:%M}"
        told = [f"数据已回到 {day} 的备份。", f"原来的数据放在 {done.aside}。"]
        if done.outlook.begins_epoch:
            told.append(EPOCH)
        self._told.setText("\n\n".join(told))
        self._end = f"已恢复到 {day} 的备份，输入密码打开。"
        self._show(DONE)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._busy:
            event.ignore()
            return
        super().closeEvent(event)
        self.finished.emit(self._end)


def _lines(outlook: RestoreOutlook) -> list[tuple[str, str]]:
    """What the second step says: text and role."""
    copy, inside = outlook.copy, outlook.inside
    lines = [
        (f"{copy.made_at:%Y-%m-%d %H:%M} 的备份（{copy.reason.word}）", "heading"),
        (_inside_words(inside), ""),
    ]
    if inside.last_change is not None:
        lines.append((f"最后一步操作在 {inside.last_change:%Y-%m-%d %H:%M}。", ""))
    if inside.last_lesson is not None:
        lines.append((f"最后有签到的课在 {inside.last_lesson:%Y-%m-%d %H:%M}。", ""))
    lines.append(("恢复后会少", "heading"))
    lines += [(text, "error") for text in outlook.lost] or [(NOTHING_LOST, "")]
    if outlook.begins_epoch:
        lines += [("交换文件", "heading"), (EPOCH, "")]
    return lines


def _inside_words(inside: Inside) -> str:
    counts = "、".join(f"{words} {count:,}" for words, count in inside.counts.items())
    return f"{inside.unit}：{counts}。"


def _page(*items: QWidget | None) -> QWidget:
    made = QWidget()
    made.setLayout(column(*items))
    return made
