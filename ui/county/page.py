"""The county's schools: a month's figures with one school's details, and a year as chips."""

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from services import county, exchange
from services.county import SchoolMonths, SchoolRow
from services.exchange import PeerRow, SentRow, TakenRow
from ui.core import keys
from ui.core.acts import act
from ui.core.background import Latest, Progress
from ui.core.desk import Desk, Page
from ui.core.table import RowsView
from ui.core.widgets import (
    Card,
    EmptyState,
    chip,
    column,
    label,
    row,
    set_chip,
)
from ui.county.tables import MONTHS, file_columns, overview_columns
from ui.exchange.files import write_keyset
from ui.exchange.words import moment_words, number_words
from ui.inbox.arrivals import written_words

LEFT_SHARE, RIGHT_SHARE = 64, 36


@dataclass(frozen=True)
class CountyShown:
    """Everything on the page, read in one transaction."""

    year: int
    month: int
    rows: tuple[SchoolRow, ...]
    months: tuple[SchoolMonths, ...]
    peers: dict[UUID, PeerRow]
    taken: tuple[TakenRow, ...]


class CountyPage(Page):
    key = "county"
    title = "学校一览"
    help = (
        "全县各校每月报送得怎样：准时、迟交、待更正、缺交。各校数字由收到的明细算出。"
        "Ctrl+PgUp 和 Ctrl+PgDn 换月份（看全年时换年份），Ctrl+T 在单月和全年之间切换；"
        "在全年表里双击一格，看那个学校那个月。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        today = desk.workspace.clock.local_now().date()
        self._year, self._month = today.year, today.month
        self._wanted: UUID | None = None
        self.shown: CountyShown | None = None
        self._latest = Latest(
            desk.background, "读取各校数据", self._read, self._show, desk.messages.error
        )
        self.overview: RowsView[SchoolRow] = RowsView(overview_columns(desk.workspace))
        self.overview.setObjectName("schools")
        self.overview.chosen.connect(lambda _: self._show_details())
        self.months: RowsView[SchoolMonths] = RowsView(MONTHS)
        self.months.setObjectName("school-months")
        self.months.setSelectionBehavior(RowsView.SelectionBehavior.SelectItems)
        self.months.doubleClicked.connect(self._open_cell)
        self.months.opened.connect(lambda _: self._open_cell(self.months.currentIndex()))
        self.empty = EmptyState(
            "还没有学校",
            "学校带着登记文件和纸质公钥卡来，收取登记文件、照卡核对公钥后，学校就列在这里。",
            "收取登记文件",
            lambda: desk.go("inbox", "take"),
        )
        self.empty.hide()
        self.stack = QStackedWidget()
        self.stack.addWidget(self._month_view())
        self.stack.addWidget(self._year_view())
        whole = column(gap=0)
        whole.addWidget(self.stack)
        whole.setContentsMargins(24, 18, 24, 18)
        self.setLayout(whole)

    def header_buttons(self) -> list[QWidget]:
        return [self.button("school-view"), self.button("school-take")]

    @act("school-take", "收取文件…", keys.IMPORT, help="学校带来的登记文件和数据包")
    def take(self) -> None:
        self.desk.go("inbox", "take")

    def aim(self, target: object) -> None:
        """A school's id, or a month as (year, month)."""
        if isinstance(target, UUID):
            self._wanted = target
            self._choose_wanted()
        elif isinstance(target, tuple) and len(target) == 2:
            self._year, self._month = target
            self.refresh()

    def _month_view(self) -> QWidget:
        self.list_card = Card(" ", " ", padded=False)
        self.list_card.head.addWidget(self.button("school-earlier", "arrow", "◀"))
        self.list_card.head.addWidget(self.button("school-later", "arrow", "▶"))
        self.list_card.head.setContentsMargins(16, 6, 10, 6)
        self.list_card.body.addWidget(self.empty, 1)
        self.list_card.body.addWidget(self.overview, 1)
        sides = row(gap=14)
        sides.addWidget(self.list_card, LEFT_SHARE)
        sides.addWidget(self._details_card(), RIGHT_SHARE)
        made = QWidget()
        made.setLayout(sides)
        return made

    def _year_view(self) -> QWidget:
        self.year_card = Card(" ", "按学校签发的日子算；双击一格看那个月", padded=False)
        head = self.year_card.head
        head.addWidget(self.button("school-earlier", "arrow", "◀"))
        head.addWidget(self.button("school-later", "arrow", "▶"))
        head.setContentsMargins(16, 6, 10, 6)
        self.year_card.body.addWidget(self.months, 1)
        return self.year_card

    def _details_card(self) -> QWidget:
        self.details = Card(" ", " ", padded=False)
        self.details.heading.setWordWrap(True)  # a long name must not push the list aside
        self.state = chip("")
        self.details.head.addWidget(self.state)
        self._facts = {words: label("") for words in ("代码", "公钥核对", "本月收到", "达标率")}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        for number, (words, value) in enumerate(self._facts.items()):
            grid.addWidget(label(words, "subtitle"), number, 0)
            grid.addWidget(value, number, 1)
        grid.setContentsMargins(16, 12, 16, 12)
        self.files: RowsView[TakenRow] = RowsView(file_columns(self.desk.workspace))
        self.files.setObjectName("school-files")
        self.files.opened.connect(self._open_file)
        foot = row(self.button("school-keys"), None)
        foot.setContentsMargins(16, 10, 16, 12)
        self.inside = QWidget()
        inside = column(grid, gap=0)
        inside.addWidget(self.files, 1)
        inside.addLayout(foot)
        self.inside.setLayout(inside)
        self.details.body.addWidget(self.inside, 1)
        self.details.body.addStretch(0)
        return self.details

    # reading

    def refresh(self) -> None:
        self._latest.ask()

    def _read(self, _progress: Progress) -> CountyShown:
        year, month = self._year, self._month
        with self.desk.read() as session:
            return CountyShown(
                year=year,
                month=month,
                rows=county.overview(session, year, month),
                months=county.months(session, year),
                peers={peer.workspace: peer for peer in exchange.peers(session)},
                taken=exchange.taken(session),
            )

    def _show(self, shown: CountyShown) -> None:
        chosen = self.overview.current
        self.shown = shown
        received = sum(1 for line in shown.rows if line.period)
        self.list_card.heading.setText(f"{shown.year} 年 {shown.month} 月各校")
        self.list_card.note.setText(f"{len(shown.rows)} 所，已收 {received} 所")
        self.year_card.heading.setText(f"{shown.year} 年报送情况")
        self.subtitle_changed.emit(f"{shown.year} 年 {shown.month} 月，已收 {received} 所")
        self.empty.setVisible(not shown.rows)
        self.overview.setVisible(bool(shown.rows))
        self.overview.set_rows(shown.rows)
        self.months.set_rows(shown.months)
        if chosen is None or not self.overview.choose(lambda line: line.id == chosen.id):
            self.overview.selectRow(0)
        self._choose_wanted()
        self._show_details()
        self.offer()

    def _choose_wanted(self) -> None:
        wanted = self._wanted
        if wanted is not None and self.overview.choose(lambda line: line.id == wanted):
            self.stack.setCurrentIndex(0)
            self._wanted = None

    def _show_details(self) -> None:
        chosen, shown = self.overview.current, self.shown
        self.inside.setVisible(chosen is not None)
        self.state.setVisible(chosen is not None)
        if chosen is None or shown is None:
            self.details.heading.setText("选一所学校看详情")
            return
        self.details.heading.setText(chosen.name)
        set_chip(self.state, chosen.state.word, chosen.state.tone)
        space = self.desk.workspace
        peer = shown.peers.get(chosen.id)
        self._facts["代码"].setText(chosen.code)
        trusted = moment_words(space, peer.trusted_at)[:10] if peer else "—"
        self._facts["公钥核对"].setText(trusted)
        when = f"{number_words(chosen.sequence)}，{moment_words(space, chosen.taken_at)}"
        self._facts["本月收到"].setText(when if chosen.taken_at else "还没有收到")
        exempt = f"，另减免 {chosen.exempt:,} 人" if chosen.exempt else ""
        self._facts["达标率"].setText(f"{chosen.reached}（党员 {chosen.members:,} 人{exempt}）")
        self.files.set_rows([line for line in shown.taken if line.sender == chosen.id])

    # acting

    @property
    def is_year(self) -> bool:
        """Whether the months of a year are in front."""
        return self.stack.currentIndex() == 1

    @property
    def is_past(self) -> bool:
        today = self.desk.workspace.clock.local_now()
        if self.is_year:
            return self._year < today.year
        return (self._year, self._month) < (today.year, today.month)

    @act(
        "school-earlier",
        "上个月",
        keys.EARLIER,
        says=lambda page: "上一年" if page.is_year else "上个月",
        find=False,
    )
    def earlier(self) -> None:
        self._turn(-1)

    @act(
        "school-later",
        "下个月",
        keys.LATER,
        when=lambda page: page.is_past,
        why="后面还没有到。",
        says=lambda page: "下一年" if page.is_year else "下个月",
        find=False,
    )
    def later(self) -> None:
        self._turn(1)

    def _turn(self, months: int) -> None:
        if self.is_year:
            months *= 12
        number = self._year * 12 + self._month - 1 + months
        today = self.desk.workspace.clock.local_now()
        number = min(number, today.year * 12 + today.month - 1)
        self._year, self._month = number // 12, number % 12 + 1
        self.refresh()

    @act(
        "school-view",
        "看全年",
        keys.OTHER_VIEW,
        says=lambda page: "看单月" if page.is_year else "看全年",
    )
    def toggle(self) -> None:
        """Between the schools of a month and the months of a year."""
        self.stack.setCurrentIndex(0 if self.is_year else 1)
        (self.months if self.is_year else self.overview).setFocus()
        self.offer()

    def _open_cell(self, index: QModelIndex) -> None:
        line = self.months.row_at(index)
        if line is None or self.shown is None:
            return
        self._wanted = next((r.id for r in self.shown.rows if r.name == line.name), None)
        if index.column() > 0:
            self._month = index.column()
        self.toggle()
        self.refresh()

    def _open_file(self, line: TakenRow | None) -> None:
        if line is not None:
            self.desk.go("inbox", line.id)

    @act(
        "school-keys",
        "再写县级公钥…",
        when=lambda page: page.overview.current is not None,
        help="连同公钥卡交给这所学校",
    )
    def write_keys(self) -> None:
        if (chosen := self.overview.current) is not None:
            write_keyset(self.desk, self, chosen.id, self._written)

    def _written(self, written: SentRow) -> None:
        self.desk.messages.done(written_words(written))
