"""Where people are signed in: one field for names, digits and scans, and who it could be."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy

from services.core.text import is_card_code, normal
from services.member import Persons, find
from services.sign_in import DeskPerson, Recorded, SignInMethod, SignInStatus
from ui.core import keys, theme
from ui.core.acts import spoken
from ui.core.widgets import Card, ElidedLabel, button, chip, keycap, label, line, row, set_chip

SHOWN, FOUND = 3, 12
CANDIDATE_HEIGHT = 46
SILENCE_MILLISECONDS = 150  # a scanner sends its digits some milliseconds apart
STATUSES = (
    SignInStatus.late,
    SignInStatus.left_early,
    SignInStatus.leave,
    SignInStatus.made_up,
    None,
)
"""What the keys of the desk record; None takes in who is not enrolled."""
KEYS = {
    Qt.Key[f"Key_{key.keys}"]: status for key, status in zip(keys.SIGN_IN, STATUSES, strict=True)
}
ENTER_PAPER = "已下课，按纸质签到表补录：输入姓名回车记已到，F2 迟到，F3 早退，F4 请假，F5 补课"
HOW = "扫码 / 刷卡 / 输入姓名、拼音首字母、手机或身份证后四位，回车签到"
NOBODY = "本班没有这个人。请换一种输法；没报名的按 F6 现场补名。"
GOOD = (SignInStatus.present, SignInStatus.made_up)
NOBODY_YET = "先输入姓名、拼音首字母或后四位，找到人再按这个键。"
UNKNOWN_CARD = "这张学员卡不在本班名单里。没报名的按 F6 现场补名。"
CHOOSE_NAMESAKE = "本班有同名的人，请看清支部，用 ↓ 选定后再回车。"


class EntryCard(Card):
    """`asked` carries a person, a status (None: by the clock) and how they were found."""

    asked = Signal(object, object, object)

    def __init__(self, walk_in: Callable[[], object], undo: Callable[[], object]) -> None:
        super().__init__()
        self._walk_in, self._undo = walk_in, undo
        self._persons: Sequence[DeskPerson] = ()
        self._keys: Persons[DeskPerson] | None = None
        self._found: tuple[DeskPerson, ...] = ()
        self._place, self._moved = 0, False
        self._how = HOW
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(SILENCE_MILLISECONDS)
        self._silence.timeout.connect(self._unknown_card)
        self.field = QLineEdit()
        self.field.setObjectName("scan")
        self.field.setProperty("role", "scan")
        self.field.setAccessibleName("签到")
        self.field.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin)
        self.field.setMaxLength(40)
        self.field.textChanged.connect(self._on_text)
        self.field.returnPressed.connect(lambda: self._ask(None))
        self.field.installEventFilter(self)
        self.said = label("", "note")
        self.said.setObjectName("scan-said")
        self.body.addWidget(self.field)
        self.body.addWidget(self.said)
        self._rows = [FoundPerson(self._take) for _ in range(SHOWN)]
        for made in self._rows:
            self.body.addWidget(made)
        self.body.addStretch(1)
        self.body.addWidget(line())
        self.body.addLayout(self._hints())
        self.say("")

    @property
    def chosen(self) -> DeskPerson | None:
        """The person whom Enter would sign in."""
        return self._found[self._place] if self._found else None

    def set_persons(self, persons: Sequence[DeskPerson]) -> None:
        """The class as it is now; what is typed is looked up again."""
        self._persons, self._keys = persons, None
        self._look_up()

    def set_over(self, over: bool) -> None:
        """After the lesson people are entered from paper, and the field says so."""
        how = ENTER_PAPER if over else HOW
        if self.said.text() == self._how:
            self.said.setText(how)
        self._how = how

    def say(self, text: str, role: str = "note") -> None:
        """What just happened, under the field; empty: how to use it."""
        self.said.setText(text or self._how)
        theme.set_role(self.said, role)

    def tell(self, done: Recorded) -> None:
        """Who was recorded and how; then the field is ready for the next person."""
        self.ready()
        words = done.status.word
        if done.repeated:
            self.say(f"{done.name}（{done.branch}）已经是“{words}”，没有重复记。", "said-amber")
        elif done.overlap:
            self.say(
                f"{done.name} {words}；同一时间已在“{done.overlap}”签到，这节课不重复计学时。",
                "said-amber",
            )
        else:
            mark, role = ("✓ ", "said-green") if done.status in GOOD else ("", "said-amber")
            self.say(f"{mark}{done.name}（{done.branch}）{words}", role)

    def ready(self) -> None:
        """Empty and waiting for the next person."""
        self.field.clear()
        self.field.setFocus()

    def _hints(self) -> QHBoxLayout:
        hints: QHBoxLayout = row(gap=6)
        own: list[tuple[str, str, Callable[[], object]]] = [
            (key.keys, key.means, partial(self.take_key, pressed))
            for key, pressed in zip(keys.SIGN_IN, KEYS, strict=True)
        ]
        for key, words, act in (
            ("Enter", "签到", lambda: self._ask(None)),
            *own,
            (spoken(keys.UNDO).replace("+", " "), "撤销上一笔", self._undo),
        ):
            hints.addWidget(keycap(key))
            act_button = button(words, act, "hint", name=f"sign-in-{key.replace(' ', '-')}")
            act_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            hints.addWidget(act_button)
            hints.addSpacing(8)
        hints.addStretch(1)
        return hints

    def take_key(self, key: Qt.Key) -> bool:
        """The keys that are the desk's own; True where it is one of them."""
        status = KEYS.get(key)
        if status is not None:
            self._ask(status)
        elif key in KEYS:
            self._walk_in()
        return key in KEYS

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._move(1 if key is Qt.Key.Key_Down else -1)
                return True
            if self.take_key(key):
                return True
            if event.matches(QKeySequence.StandardKey.Undo):
                self._undo()  # else the field would take back letters
                return True
            if key is Qt.Key.Key_Escape and self.field.text():
                self.ready()
                return True
        return super().eventFilter(watched, event)

    def _on_text(self, text: str) -> None:
        self._place, self._moved = 0, False
        self._look_up()
        typed = normal(text).replace(" ", "")
        self._silence.stop()
        if is_card_code(typed):
            self._read_card(typed)
        elif typed and not self._found:
            self.say(NOBODY, "error")
        elif typed:
            self.say("")

    def _read_card(self, code: str) -> None:
        """A card of this class needs no Enter; one that follows finds an empty field.

        Sixteen digits that are no card of the class may be the beginning of an identity number,
        so they are told to be unknown only when nothing follows.
        """
        person = next((p for p in self._persons if code in p.cards), None)
        if person is None:
            self._silence.start()
            return
        self.ready()
        self.asked.emit(person, None, SignInMethod.scan)

    def _unknown_card(self) -> None:
        self._silence.stop()
        self.ready()
        self.say(UNKNOWN_CARD, "error")

    def _look_up(self) -> None:
        text = self.field.text().strip()
        if text and self._keys is None:
            self._keys = Persons(self._persons)
        self._found = find(self._keys, text, FOUND) if text and self._keys else ()
        self._place = min(self._place, max(0, len(self._found) - 1))
        self._paint()

    def _paint(self) -> None:
        first = max(0, self._place - SHOWN + 1)
        for place, made in enumerate(self._rows, first):
            person = self._found[place] if place < len(self._found) else None
            made.show_person(person, chosen=place == self._place)

    def _move(self, by: int) -> None:
        if self._found:
            self._place = (self._place + by) % len(self._found)
            self._moved = True
            self._paint()

    def _take(self, person: DeskPerson) -> None:
        self._moved = True
        self._place = self._found.index(person)
        self._ask(None)

    def _ask(self, status: SignInStatus | None) -> None:
        person = self.chosen
        if person is None:
            if self._silence.isActive():
                self._unknown_card()
                return
            if not self.field.text() and status is not None:
                self.say(NOBODY_YET, "error")
            return
        rivals = sum(other.name == person.name for other in self._found)
        if rivals > 1 and not self._moved:
            self.say(CHOOSE_NAMESAKE, "error")
            return
        self.asked.emit(person, status, SignInMethod.keyboard)


class FoundPerson(QFrame):
    """One person the typed text could mean; a click signs them in as Enter does."""

    def __init__(self, taken: Callable[[DeskPerson], object]) -> None:
        super().__init__()
        look = theme.current()
        self._taken = taken
        self._person: DeskPerson | None = None
        self.setProperty("role", "candidate")
        self.setFixedHeight(look.px(CANDIDATE_HEIGHT))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.name = ElidedLabel("", "title")
        self.name.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.name.setFixedWidth(look.px(170))
        self.branch, self.phone = ElidedLabel("", "subtitle"), label("", "subtitle")
        self.phone.setFixedWidth(look.px(110))
        self.state = chip("")
        self.key = keycap("↓")
        inside = row(self.name, gap=10)
        inside.addWidget(self.branch, 1)
        inside.addWidget(self.phone)
        inside.addWidget(self.state)
        inside.addWidget(self.key)
        inside.setContentsMargins(14, 0, 14, 0)
        self.setLayout(inside)
        self.show_person(None, chosen=False)

    def show_person(self, person: DeskPerson | None, *, chosen: bool) -> None:
        self._person = person
        for part in (self.name, self.branch, self.phone, self.key):
            part.setVisible(person is not None)
        self.state.setVisible(person is not None and person.status is not None)
        theme.set_role(self, "candidate-chosen" if chosen and person else "candidate")
        if person is None:
            return
        self.name.set_whole(person.name)
        self.branch.set_whole(f"{person.branch} · {person.post}")
        self.phone.setText(person.phone_masked)
        self.key.setText("Enter" if chosen else "↓")
        self.setAccessibleName(f"{person.name} {person.branch} {person.post}")
        if person.status is not None:
            set_chip(self.state, person.status.word, person.status.tone)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._person is not None and event.button() is Qt.MouseButton.LeftButton:
            self._taken(self._person)
