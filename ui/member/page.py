"""Members and hours (学员与学时): the list left, the chosen one right."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from services import member, merging
from services.core.call import call
from services.core.session import WorkSession
from services.core.undo import Made
from services.member import LeftKind, MemberDetail, MemberRow, Person, Persons
from ui.core import keys
from ui.core.acts import act
from ui.core.desk import Desk, Files
from ui.core.field_widgets import Offer
from ui.core.list_page import Empty, Listed, ListPage, is_in_use
from ui.core.narrowing import Narrowed
from ui.exemption.granting import ask_grant
from ui.member.card import MemberCard
from ui.member.cards import print_cards
from ui.member.columns import COLUMNS
from ui.member.filters import FILTERS, LEFT, NAMED, STATE
from ui.member.forms import KINDS, MemberForms, branches
from ui.member.leave import LeaveDialog, TransferDialog
from ui.member.record import RecordDialog
from ui.roster_import.dialogs import RosterGuide, import_roster
from ui.upper_training.recording import ask_training

MAY_COME_BACK = (None, LeftKind.retired, LeftKind.transferred)


def _own(page: "MemberPage") -> bool:
    """A member of the school's own, and no guest."""
    return page.in_use is not None and not page.in_use.guest


def _may_transfer(page: "MemberPage") -> bool:
    one = page.current
    return one is not None and not one.guest and one.left_kind in MAY_COME_BACK


def _transfer_words(page: "MemberPage") -> str:
    return "转回…" if page.out_of_use is not None else "调支部…"


def _left(page: "MemberPage") -> bool:
    return page.out_of_use is not None


def _restore_words(page: "MemberPage") -> str:
    merged = page.current is not None and page.current.left_kind is LeftKind.merged
    return "撤销合并" if merged else "恢复"


class MemberPage(ListPage[MemberRow]):
    key = "member"
    title = "学员与学时"
    help = (
        "左边是全部学员和今年的学时，右边是选中的人和他今年上过的课；按回车打开学员档案。\n"
        "身份证号和手机只显示头尾几位；点“显示”看全号，每次都会记入日志。"
    )
    columns = COLUMNS
    filters = FILTERS
    listed = "学员名单"
    unit = "人"
    find_hint = "姓名、拼音首字母、手机或身份证后四位"
    gone_words = LEFT
    header = ("member-import", "member-new")
    opens = "member-open"
    slow = True  # 50,000 people take longer than a frame
    several = True
    reads_card = True
    empty = Empty(
        "还没有学员",
        "从党员管理系统导出的花名册（.xlsx、.xls 或 .csv）可以直接导入，"
        "导入前先看到会改动什么、哪些单元格要核实。零星的人也可以手工新增。",
        ("member-import", "member-new"),
    )

    def __init__(self, desk: Desk) -> None:
        self._by_number: dict[int, MemberRow] = {}
        super().__init__(desk)
        self.forms = MemberForms(self.desk)
        self.search.setToolTip("同名时可以再加支部，例如：王秀兰 布山")
        self.foot.right.insertWidget(1, self.button("member-cards", "link"))
        self.bar.changed.connect(self._list_those_who_left)

    def read(self, session: WorkSession) -> Listed[MemberRow]:
        rows = (*member.list_rows(session), *member.list_rows(session, retired=True))
        # By number: an id hashes in Python, and a key may find thousands.
        by_number = {one.id.int: one for one in rows}
        return Listed(rows, (member.search_index(session), by_number))

    def took(self, more: tuple[Persons[Person], dict[int, MemberRow]]) -> None:
        self.forms.persons, self._by_number = more

    def look_up(self, rows: Sequence[MemberRow], typed: str) -> Sequence[MemberRow]:
        """Those in use by their index, which takes as long for 50,000 as for 5,000; those who
        left, where they are listed, by their names."""
        persons = self.forms.persons
        found = [self._by_number[one.id.int] for one in member.find(persons, typed, len(persons))]
        if not self.gone.isChecked():
            return found
        return [*found, *super().look_up([one for one in rows if one.retired], typed)]

    def texts(self, row: MemberRow) -> Sequence[str]:
        return (row.name,)

    def readings(self, row: MemberRow) -> Sequence[str]:
        return f"{row.initials} {row.pinyin}".split()

    def narrowed_words(self) -> str:
        """No digits of anybody's number over a paper."""
        narrowed = self.bar.narrowed
        if any(character.isdigit() for character in narrowed.typed):
            narrowed = replace(narrowed, typed="")
        return narrowed.words or "全部在册"

    def subtitle(self, in_use: Sequence[MemberRow]) -> str:
        year = self.desk.workspace.clock.local_now().year
        guests = sum(one.guest for one in in_use)
        done = sum(one.reached for one in in_use)
        words = f"{len(in_use) - guests:,} 名党员，{year} 年达标 {done:,} 人"
        return f"{words}；外单位 {guests:,} 人" if guests else words

    def detail(self, row: MemberRow) -> MemberDetail:
        with self.desk.read() as session:
            return member.detail(session, row.id)

    def make_card(self) -> MemberCard:
        return MemberCard(self, self.edit)

    @property
    def shown(self) -> MemberDetail | None:
        """Everything about the one chosen, whom an act is about, however quickly it follows what
        was typed."""
        self.show_card()
        return self.card.shown

    def aim(self, target: object) -> None:
        """A member's id, what to narrow to or the name of that, "new", "import", or files of a
        roster that were dropped on the window."""
        if target == "import":
            self.import_roster()
        elif isinstance(target, Files):
            RosterGuide(self.desk, self, target.paths).open()
        elif isinstance(target, str) and target in NAMED:
            self.narrow_to(NAMED[target])
        elif isinstance(target, Narrowed):
            self.narrow_to(target)
        else:
            super().aim(target)

    def change(self, rows: Sequence[MemberRow], name: str, value: Any, reason: str) -> object:
        changed = call(member.change, [one.id for one in rows], name, value)
        whose = rows[0].name if len(rows) == 1 else f" {len(rows)} 人"
        return self.desk.perform(changed, f"已修改：{whose.strip()}。", reason)

    def offers(self, name: str) -> Sequence[Offer]:
        if name == "branch":
            return branches(self.desk)
        return KINDS if name == "kind" else ()

    @act("member-import", "导入花名册", keys.IMPORT)
    def import_roster(self) -> None:
        import_roster(self.desk, self, lambda _people: None)

    @act("member-new", "＋ 新增学员", keys.NEW)
    def new(self) -> None:
        self.forms.new(self, self._choose_made)

    @act("member-guest", "登记外单位人员…", keys.NEW_OTHER)
    def new_guest(self) -> None:
        self.forms.new_guest(self, self._choose_made)

    @act("member-open", "档案", keys.OPEN, when=lambda page: page.current is not None, menu=True)
    def open_record(self) -> None:
        if (one := self.current) is not None:
            RecordDialog(self.window(), self.desk, one.id, self.forms).open()

    @act(
        "member-edit", "修改", keys.EDIT, when=is_in_use, menu=True, why="已离开的人先恢复再修改。"
    )
    def edit(self) -> None:
        if self.shown is not None:
            self.forms.edit(self, self.shown)

    @act("member-cards", "打印学员卡", keys.PRINT, menu=True, many=True, help="选了几个人就印几张")
    def print_cards(self) -> None:
        marked = {one.id for one in self.table.marked()}
        print_cards(self.desk, self, [one for one in self.forms.persons if one.id in marked])

    @act("member-transfer-in", "调支部…", shown=_may_transfer, says=_transfer_words, menu=True)
    def transfer_in(self) -> None:
        if (shown := self.shown) is None:
            return

        def save(to: str, on: date) -> None:
            told = f"已转入：{shown.name}。"
            self.desk.perform(call(member.transfer_in, shown.id, to, on), told)

        TransferDialog(self, branches(self.desk), shown, self._today(), save).open()

    @act("member-transfer-out", "转出…", shown=_own, menu=True)
    def transfer_out(self) -> None:
        if (shown := self.shown) is None:
            return

        def save(on: date, to: str) -> None:
            told = f"已转出：{shown.name}。"
            self.desk.perform(call(member.transfer_out, shown.id, to, on), told)

        LeaveDialog(self, shown, "transferred", self._today(), save).open()

    @act("member-died", "登记去世…", shown=is_in_use, menu=True)
    def died(self) -> None:
        if (shown := self.shown) is None:
            return

        def save(on: date, _to: str) -> None:
            told = f"已登记去世：{shown.name}。"
            self.desk.perform(call(member.died, shown.id, on), told)

        LeaveDialog(self, shown, "died", self._today(), save).open()

    @act("member-retire", "停用", keys.REMOVE, shown=is_in_use, menu=True)
    def retire(self) -> None:
        if (one := self.in_use) is not None:
            told = f"已停用：{one.name}。学时和签到都保留。"
            self.desk.do(call(member.retire, one.id), told)

    @act(
        "member-upper",
        "上级调训…",
        shown=is_in_use,
        menu=True,
        many=True,
        help="选了几个人就一起记",
    )
    def record_upper(self) -> None:
        people = [(one.id, one.name) for one in self.table.marked()]
        if people:
            ask_training(self.desk, self.window(), people)

    @act(
        "member-exempt",
        "学时减免…",
        shown=is_in_use,
        menu=True,
        many=True,
        help="今年不要求学时；选了几个人就一起减免",
    )
    def exempt(self) -> None:
        people = [(one.id, one.name) for one in self.table.marked()]
        if people:
            ask_grant(self.desk, self.window(), people, self._today().year)

    @act("member-merge", "合并为同一人…", keys.MERGE, shown=is_in_use, menu=True)
    def merge(self) -> None:
        if self.shown is not None:
            self.forms.merge(self, self.shown)

    @act("member-restore", "恢复", shown=_left, says=_restore_words, menu=True)
    def restore(self) -> None:
        shown = self.shown
        if shown is None:
            return
        if shown.left_kind is LeftKind.merged and shown.merges:
            told = "已撤销合并，两条记录恢复原样。"
            self.desk.do(call(merging.take_back, shown.merges[0].id), told)
        else:
            told = f"已恢复：{shown.name}。"
            self.desk.do(call(member.restore, shown.id), told, then=lambda _: self.choose(shown.id))

    def _choose_made(self, made: Made) -> None:
        self.choose(made.id)

    def _list_those_who_left(self) -> None:
        """Whoever asks for those who left has them listed."""
        if self.bar.narrowed.picked.get(STATE) == LEFT:
            self.gone.setChecked(True)

    def _today(self) -> date:
        return self.desk.workspace.clock.local_now().date()
