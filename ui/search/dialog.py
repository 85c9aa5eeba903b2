"""Ctrl+K: type a few letters, take what is meant with Enter."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from services import search
from services.core.finding import FindingKind, Thing
from services.core.rights import Right
from services.core.text import normal
from services.search import Found, SearchIndex
from ui.core import keys, theme
from ui.core.acts import Act, Acts, acts_of, spoken
from ui.core.background import Progress
from ui.core.desk import Desk, Entry, Page, Press
from ui.core.table import Column, RowsView
from ui.core.widgets import column, fit, keycap, label, row

NOTHING = "没有找到。可以换成拼音首字母、手机或身份证后四位再试。"
HOW = "输入中文、拼音首字母，或手机、身份证、证书后四位"
LEFT_OUT = "查不到的："
SOON = "正在准备，好了就打开第一个"
OVER_TOP = 90
MOST_USED = 5
USED, HERE = FindingKind("刚用过", "amber"), FindingKind("本页", "red")
KEYS = {spoken(one).lower() for one in keys.ALL}
WINDOW = ""
"""The page of an act that the window does itself."""


class SearchDialog(QDialog):
    """Made once for a window; each time it opens it reads anew what there is to find.

    `acts` are the window's own, `page` tells which page is in front. What was opened from here
    is kept for this sitting, the latest first. Enter takes what stands first once something is
    typed; before that nothing, until a person has gone to a row.
    """

    def __init__(
        self,
        desk: Desk,
        entries: Sequence[Entry],
        acts: Acts,
        page: Callable[[], Page],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        look = theme.current()
        self.setObjectName("search")
        self.setWindowTitle("查找")
        self.setModal(True)
        fit(self, window, look.px(680), look.px(510))
        self._desk, self._window = desk, window
        self._entries, self._acts, self._page = tuple(entries), acts, page
        self._index: SearchIndex | None = None
        self._used: list[Thing] = []
        self._take_when_ready = False
        self.field = QLineEdit()
        self.field.setObjectName("search-field")
        self.field.setProperty("role", "search")
        self.field.setAccessibleName("查找")
        self.field.setPlaceholderText("搜人、课、班、讲师、证书，或功能")
        self.field.textChanged.connect(self._look_up)
        self.field.installEventFilter(self)
        self.table: RowsView[Thing] = RowsView(
            (
                Column("类别", 76, lambda t: t.kind.word, tone=lambda t: t.kind.tone),
                Column("名称", 280, lambda t: t.title, bold=True),
                Column("说明", 0, lambda t: t.note, faint=True),
            )
        )
        self.table.setObjectName("search-found")
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.clicked.connect(lambda _: self._take())
        self.said = label(HOW, "note")
        foot = row(
            self.said,
            None,
            keycap("↑ ↓"),
            label("选择", "note"),
            keycap("Enter"),
            label("打开", "note"),
            keycap("Esc"),
            label("关闭", "note"),
            gap=6,
        )
        self.left_out = label("", "note", wrap=True)
        self.left_out.setObjectName("search-left-out")
        whole = column(self.field, gap=10, margins=16)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.left_out)
        whole.addLayout(foot)
        self.setLayout(whole)

    def ask(self) -> None:
        """Open, empty and ready."""
        self.field.clear()
        self._index = None
        self._look_up()
        corner = self._window.mapToGlobal(self._window.rect().topLeft())
        left = (self._window.width() - self.width()) // 2
        self.move(corner.x() + left, corner.y() + OVER_TOP)
        self.open()
        self.field.setFocus()
        self._desk.background.run("准备查找", self._read, self._ready, self._desk.messages.error)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._step(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
        return super().eventFilter(watched, event)

    def _read(self, _progress: Progress) -> SearchIndex:
        with self._desk.read() as session:
            return search.index(session, _commands(self._entries, self._acts, self._desk.rights))

    def _ready(self, index: SearchIndex) -> None:
        self._index = index
        self.left_out.setText(LEFT_OUT + "、".join(index.left_out) if index.left_out else "")
        take = self._take_when_ready and self.isVisible()
        if self.field.text().strip():  # else what stands there, and what is chosen, stays
            self._look_up()
        if take:
            self._take()

    def _look_up(self) -> None:
        text = self.field.text().strip()
        self._take_when_ready = False
        found = self._find(text) if text else Found((*self._used, *self._unused()))
        self.table.set_rows(())
        self.table.set_rows(found.things)
        if text and found.things:
            self.table.selectRow(0)
        if found.more:
            self.said.setText(f"还有 {found.more:,} 项没有列出，再输几个字")
        else:
            missing = text and self._index is not None and not found.things
            self.said.setText(NOTHING if missing else HOW)

    def _here(self) -> Iterator[Thing]:
        """What the page in front can do now."""
        page = self._page()
        for bound in page.bound_acts:
            if bound.act.find and bound.can:
                yield _thing(bound.act, bound.act.help, page.key, HERE, bound.words)

    def _unused(self) -> Iterator[Thing]:
        """Of that, what was not just used."""
        used = {(one.page, one.target) for one in self._used}
        return (one for one in self._here() if (one.page, one.target) not in used)

    def _find(self, text: str) -> Found:
        """Of all that a typed key does, what it does on this page comes first."""
        if self._index is None:
            return Found(())
        key = _as_key(text)
        found = self._index.find(key or text)
        first = [one for one in self._here() if key in one.keys]
        acts = {(one.page, one.target) for one in first}
        rest = (one for one in found.things if (one.page, one.target) not in acts)
        return Found((*first, *rest), found.more)

    def _step(self, by: int) -> None:
        rows = len(self.table.rows_model.rows)
        if rows:
            here = self.table.currentIndex().row()
            self.table.selectRow(rows - 1 if here < 0 and by < 0 else (here + by) % rows)

    def _take(self) -> None:
        thing = self.table.current
        if thing is None:
            if self.field.text().strip() and self._index is None:
                self._take_when_ready = True
                self.said.setText(SOON)
            return
        rest = [one for one in self._used if (one.page, one.target) != (thing.page, thing.target)]
        self._used = [replace(thing, kind=USED), *rest][:MOST_USED]
        self.accept()
        name = thing.target.button if isinstance(thing.target, Press) else ""
        if thing.page == WINDOW:
            self._acts[name].trigger()
        elif thing.page == self._page().key and name in self._page().bound_acts:
            self._page().bound_acts[name].trigger()
        else:
            self._desk.go(thing.page, thing.target)


def _commands(entries: Iterable[Entry], own: Acts, rights: frozenset[Right]) -> Iterator[Thing]:
    """The places, and what can be done there, as things to find; their pinyin takes a moment,
    so not in the window's thread."""
    for bound in own:
        if bound.act.find:
            yield _thing(bound.act, "到处可用", WINDOW, search.COMMAND)
    for entry in entries:
        yield search.command(entry.words, entry.group or "打开", entry.key)
        for one in acts_of(entry.make):
            if one.find and one.right in rights:
                yield _thing(one, entry.words, entry.key, search.COMMAND)


def _thing(act: Act, note: str, page: str, kind: FindingKind, words: str = "") -> Thing:
    """An act as something to find, with its key beside it."""
    shows = "" if act.key is None else spoken(act.key)
    told = " · ".join(part for part in (note, shows) if part)
    made = search.command((words or act.words).strip("＋ …"), told, page, Press(act.name))
    return replace(made, kind=kind, keys=(*made.keys, shows.lower()) if shows else made.keys)


def _as_key(text: str) -> str:
    """As the keys of acts stand among what finds them: Ctrl K, ctrl+K → ctrl+k."""
    typed = "+".join(normal(text).lower().replace("+", " ").split())
    return typed if typed in KEYS else ""
