"""Words of the file that a person is asked about: the words above, what may be meant below."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from services.roster_import import AskedKey, AskedWord, WordOffer
from ui.core import theme
from ui.core.table import Column
from ui.core.widgets import button, column, label, row
from ui.roster_import.decide import HEAD, PickView

HOW = "↑↓ 选一种写法，Enter 到下面；再用 ↑↓ 和 Enter（或空格）回答。没有回答的行不导入。"
OPEN = "待回答"
OFFERS: tuple[Column[WordOffer], ...] = (
    Column("回答", 220, lambda one: one.words, bold=True),
    Column("说明", 0, lambda one: one.why),
)


class QuestionsView(QWidget):
    """`answers` is what the person says here; `changed` hears of each answer."""

    def __init__(
        self,
        asked: Sequence[AskedWord],
        answers: dict[AskedKey, str],
        changed: Callable[[], object],
    ) -> None:
        super().__init__()
        self._answers, self._changed = answers, changed
        columns: tuple[Column[AskedWord], ...] = (
            Column("写法", 0, lambda one: one.word, bold=True),
            Column("问的是", 110, lambda one: one.kind.word),
            Column("行数", 64, lambda one: f"{one.rows:,}", lambda one: one.rows, right=True),
            Column("例如", 200, lambda one: "、".join(one.people), quiet=True),
            Column(
                "回答",
                150,
                self.said,
                tone=lambda one: "green" if one.key in self._answers else "amber",
                firm=True,
            ),
        )
        self.rows: PickView[AskedWord] = PickView(columns)
        self.rows.setObjectName("roster-asked-words")
        self.rows.setAccessibleName("要回答的写法")
        self.rows.set_rows(asked)
        self.offers: PickView[WordOffer] = PickView(OFFERS)
        self.offers.setObjectName("roster-offers")
        self.offers.setAccessibleName("可以怎样回答")
        self.offers.setSortingEnabled(False)
        self.undo = button("改回待回答", self._unsay, name="roster-unsay")
        foot = row(gap=10)
        foot.addWidget(label(HOW, "note", wrap=True), 1)
        foot.addWidget(self.undo)
        foot.setContentsMargins(14, 6, 12, 8)
        whole = column(gap=0)
        look = theme.current()
        for made in (self.rows, self.offers):  # a row each at least, where the screen is small
            made.setMinimumHeight(look.px(HEAD + theme.ROW_HEIGHT))
        whole.addWidget(self.rows, 2)
        whole.addWidget(self.offers, 2)
        whole.addLayout(foot)
        self.setLayout(whole)
        self.rows.chosen.connect(self._on_row)
        self.rows.opened.connect(lambda _row: self.offers.setFocus())
        self.offers.opened.connect(self._on_offer)
        if asked:
            self.rows.selectRow(0)

    def said(self, one: AskedWord) -> str:
        """The answer in words."""
        answer = self._answers.get(one.key)
        if answer is None:
            return OPEN
        return next(offer.words for offer in one.offers if offer.answer == answer)

    def _on_row(self, one: AskedWord | None) -> None:
        self.offers.rows_model.set_rows(one.offers if one else ())
        if one is not None:
            answers = [offer.answer for offer in one.offers]
            said = self._answers.get(one.key)
            self.offers.selectRow(answers.index(said) if said in answers else 0)

    def _on_offer(self, offer: WordOffer) -> None:
        if (one := self.rows.current) is None:
            return
        self._answers[one.key] = offer.answer
        self._show_said()
        self._next()

    def _next(self) -> None:
        """To the next word that is open; where none is, stay in the list."""
        here = self.rows.currentIndex().row()
        order = self.rows.rows_model.rows
        for number in (*range(here + 1, len(order)), *range(here)):
            if order[number].key not in self._answers:
                self.rows.selectRow(number)
                break
        self.rows.setFocus()

    def _unsay(self) -> None:
        if (one := self.rows.current) is not None:
            self._answers.pop(one.key, None)
            self._show_said()

    def _show_said(self) -> None:
        self.rows.viewport().update()
        self._on_row(self.rows.current)
        self._changed()
