"""Members and hours (学员与学时): the list left, the chosen one right."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget, QWidget

from services import branch, member
from services.member import MemberDetail, MemberDraft, MemberRow
from ui.core.background import Progress
from ui.core.desk import Desk, Page
from ui.core.theme import set_role
from ui.core.widgets import Card, EmptyState, button, column, row
from ui.member.details import Acts, MemberCard
from ui.member.dialogs import MemberDialog
from ui.member.list import FILTERS, MemberList, People, reached
from ui.roster_import.dialogs import import_roster


class MemberPage(Page):
    key = "member"
    title = "学员与学时"
    help = (
        "左边是全部学员和今年的学时，右边是选中的人和他今年上过的课。\n"
        "Ctrl+F 查找（姓名、拼音首字母、手机或身份证后四位，可再加支部），"
        "Ctrl+I 导入花名册，Ctrl+N 新增学员，Ctrl+E 修改，Ctrl+P 打印选中的人的学员卡。\n"
        "身份证号只显示前三位和后四位；点“显示”看全号，每次都会记入日志。"
    )
    features = frozenset({"member", "roster_import", "sign_in", "training_class", "branch", "demo"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._reading = 0
        self._target: object = None
        self._people: People | None = None
        self.list = MemberList(self._print_cards)
        self.list.chosen.connect(self._on_chosen)
        self.card = MemberCard(Acts(self._show_identity, self._edit, self._retire, self._restore))
        full = QWidget()
        sides = row(gap=14)
        sides.addWidget(self.list, 1)
        sides.addWidget(self.card)
        full.setLayout(sides)
        empty_card = Card(padded=False)
        self.empty = EmptyState(
            "还没有学员",
            "从党员管理系统导出的花名册（.xlsx、.xls 或 .csv）可以直接导入，"
            "导入前先看到会改动什么、哪些单元格要核实。零星的人也可以手工新增。",
            "导入花名册",
            self._import,
        )
        empty_card.body.addWidget(self.empty)
        self._states = QStackedWidget()
        for state in (QWidget(), empty_card, full):
            self._states.addWidget(state)
        whole = column(gap=0)
        whole.setContentsMargins(24, 18, 24, 18)
        whole.addWidget(self._states)
        self.setLayout(whole)
        self._import_button = button("导入花名册", self._import, key="Ctrl+I", name="member-import")
        self._new_button = button(
            "＋ 新增学员", self._new, "primary", key="Ctrl+N", name="member-new"
        )

    def header_buttons(self) -> list[QWidget]:
        return [self._import_button, self._new_button]

    def aim(self, target: object) -> None:
        """A member's id, one of the list's filters, "new", or "import"."""
        if target == "new":
            self._new()
        elif target == "import":
            self._import()
        elif self._people is None:
            self._target = target  # the list is still being read
        elif isinstance(target, UUID):
            self.list.choose(target)
        elif isinstance(target, str) and target in FILTERS:
            self.list.narrow_to(target)

    def refresh(self) -> None:
        """Read in the background: 50,000 people take longer than a frame."""
        self._reading += 1
        asked = self._reading

        def read(_progress: Progress) -> People:
            with self.desk.workspace.read() as session:
                return People(
                    member.list_rows(session),
                    member.search_index(session),
                    member.list_rows(session, retired=True),
                )

        def show(people: People) -> None:
            if asked == self._reading:  # else a later reading is under way
                self._show(people)

        self.desk.background.run("读取学员", read, show, self.desk.messages.error)

    def _show(self, people: People) -> None:
        self._people = people
        anybody = bool(people.rows or people.retired)
        self._states.setCurrentIndex(2 if anybody else 1)
        set_role(self._new_button, "primary" if anybody else "")
        self._import_button.setVisible(anybody and self.isVisible())
        self.list.show_people(people)
        self._show_details()
        year = self.desk.workspace.clock.local_now().year
        done = sum(reached(one) for one in people.rows)
        words = f"{len(people.rows):,} 名学员，{year} 年达标 {done:,} 人" if anybody else ""
        self.subtitle_changed.emit(words)
        if self._target is not None:
            target, self._target = self._target, None
            self.aim(target)

    def _on_chosen(self, _chosen: MemberRow | None) -> None:
        self._show_details()

    def _show_details(self) -> None:
        chosen = self.list.table.current
        self.card.show_member(self._detail(chosen.id) if chosen else None)

    def _detail(self, member_id: UUID) -> MemberDetail | None:
        try:
            with self.desk.workspace.read() as session:
                return member.detail(session, member_id)
        except Exception as error:
            self.desk.messages.error(error)
            return None

    def _import(self) -> None:
        import_roster(self.desk, self, lambda _people: None)  # the commit refreshes the page

    def _new(self) -> None:
        self._open_form(None)

    def _edit(self) -> None:
        if self.card.shown is not None and not self.card.shown.retired:
            self._open_form(self.card.shown)

    def _open_form(self, shown: MemberDetail | None) -> None:
        with self.desk.workspace.read() as session:
            branches = [one.name for one in branch.list_all(session)]

        def save(draft: MemberDraft) -> None:
            if shown is None:
                with self.desk.workspace.write("member.create") as session:
                    self._target = member.create(session, draft)
                words = "已新增学员。"
            else:
                with self.desk.workspace.write("member.update") as session:
                    member.update(session, shown.id, draft)
                words = "已保存修改。"
            self.desk.messages.done(words)

        MemberDialog(self, branches, shown, self._count_namesakes, save).open()

    def _count_namesakes(self, name: str) -> int:
        rows: Sequence[MemberRow] = self._people.rows if self._people else ()
        return sum(one.name == name for one in rows)

    def _show_identity(self) -> None:
        shown = self.card.shown
        if shown is None:
            return
        try:
            # Logged, but no change: the pages need not read anew.
            with self.desk.workspace.write("audit.show_identity") as session:
                number = member.show_identity(session, shown.id)
        except Exception as error:
            self.desk.messages.error(error)
            return
        self.card.show_full_identity(number)

    def _retire(self) -> None:
        shown = self.card.shown
        if shown is None:
            return

        def undo() -> None:
            self.desk.messages.attempt(lambda _reason: self._restore_one(shown.id))

        def act(_reason: str) -> None:
            with self.desk.workspace.write("member.retire") as session:
                member.retire(session, shown.id)

        if self.desk.messages.attempt(act):
            self.desk.messages.done(f"已停用：{shown.name}。学时和签到都保留。", on_action=undo)

    def _restore(self) -> None:
        shown = self.card.shown
        if shown is not None and self.desk.messages.attempt(
            lambda _reason: self._restore_one(shown.id)
        ):
            self.desk.messages.done(f"已恢复：{shown.name}。")

    def _restore_one(self, member_id: UUID) -> None:
        with self.desk.workspace.write("member.restore") as session:
            member.restore(session, member_id)

    def _print_cards(self) -> None:
        from services.member import study_card  # ReportLab: only who prints waits for it
        from ui.core.preview import PreviewDialog

        marked = {one.id for one in self.list.marked()}
        people = self._people
        if people is None or not marked:
            self.desk.messages.explain(
                "打印学员卡", "先在名单里选人，按住 Ctrl 或 Shift 可以多选。"
            )
            return
        cards = [
            study_card.StudyCard(person.name, person.branch, person.card_code)
            for person in people.persons
            if person.id in marked
        ]

        def printed() -> None:
            with self.desk.workspace.write("audit.print_cards") as session:
                member.log_cards(session, len(cards))

        def show(pdf: bytes) -> None:
            PreviewDialog(
                self,
                "学员卡",
                pdf,
                "学员卡.pdf",
                self.desk.chooser,
                self.desk.messages,
                on_printed=printed,
            ).open()

        self.desk.background.run(
            "生成学员卡", lambda _: study_card.render(cards), show, self.desk.messages.error
        )
