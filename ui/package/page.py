"""The packages (课堂+基地 套餐): the list left, the chosen one with its stages right."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from services import course, package, site
from services.class_making.sources import FromPackage
from services.core.call import call
from services.core.session import WorkSession
from services.core.text import plain
from services.package import PackageDetail, PackageDraft, PackageRow, StageRow
from services.package.paper import SHEET, way_words
from ui.core import keys
from ui.core.acts import act
from ui.core.detail_card import DetailCard
from ui.core.field_widgets import Offer
from ui.core.list_page import Empty, Listed, ListPage, is_in_use, is_out_of_use
from ui.core.narrowing import Pick
from ui.core.preview import show_papers
from ui.core.rows import Column, field_column
from ui.package.form import PackageForm

IN_CLASS = "课堂"


def _ink(one: PackageRow) -> str:
    return "ink_faint" if one.retired else ""


def _flawed(one: PackageRow) -> str:
    return f"{one.flawed} 处停用" if one.flawed and not one.retired else ""


def _flaws(shown: PackageDetail) -> str:
    return "；".join(shown.flaws) + "。改好才能照着排班。" if shown.flaws else ""


PACKAGES: tuple[Column[PackageRow], ...] = (
    field_column(PackageDraft, "code", 88, faint=True, firm=True, spare=True),
    field_column(PackageDraft, "title", 0, bold=True, ink=_ink, edit=True),
    field_column(PackageDraft, "kind", 92, firm=True, edit=True, many=True),
    Column(
        "环节",
        54,
        lambda one: str(one.stages),
        lambda one: one.stages,
        right=True,
        firm=True,
        value=lambda one: one.stages,
    ),
    Column(
        "学时",
        58,
        lambda one: plain(one.hours),
        lambda one: one.hours,
        right=True,
        firm=True,
        value=lambda one: one.hours,
    ),
    Column("须改", 88, _flawed, lambda one: one.flawed, lambda _one: "amber", quiet=True),
    Column("基地", 200, lambda one: "、".join(one.bases), extra=True),
    field_column(PackageDraft, "audience", 120, extra=True, edit=True, many=True),
    field_column(PackageDraft, "note", 200, extra=True, edit=True, many=True),
)
STAGES: tuple[Column[StageRow], ...] = (
    Column("", 30, lambda one: str(one.position), faint=True, firm=True),
    Column("内容", 0, lambda one: one.title, bold=True),
    Column("地点", 138, lambda one: one.site or IN_CLASS),
    Column("学时", 52, lambda one: plain(one.hours), right=True, firm=True),
    Column("路上", 92, way_words, faint=True, firm=True),
    Column("须改", 96, lambda one: one.flaw, tone=lambda _one: "amber", quiet=True),
)


class PackagePage(ListPage[PackageRow]):
    key = "package"
    title = "阵地与套餐"
    help = (
        "套餐把课堂上的课和去基地的现场教学排成一串：左边是全部套餐，右边是选中套餐的环节、学时和"
        "路上时间。\n课堂的路程按主校区算；类别在“设置”里改。修改时 Alt+↑、Alt+↓ 换环节的先后。"
    )
    columns = PACKAGES
    filters = (Pick("package-kind-filter", lambda one: one.kind, "全部类别"),)
    listed = "套餐一览"
    find_hint = "编码、名称、基地"
    header = ("package-new",)
    opens = "package-edit"
    several = True
    empty = Empty(
        "还没有套餐",
        "套餐是先在课堂上课、再到基地现场教学的一串安排。建好以后可以放进年度菜单让支部点，"
        "也可以一步排成一个班。",
        ("package-new",),
    )
    _kinds: tuple[str, ...] = ()

    def read(self, session: WorkSession) -> Listed[PackageRow]:
        rows = (*package.list_all(session), *package.list_retired(session))
        return Listed(rows, package.kinds(session))

    def took(self, more: Any) -> None:
        self._kinds = more

    def texts(self, row: PackageRow) -> Sequence[str]:
        return row.code, row.title, *row.bases

    def subtitle(self, in_use: Sequence[PackageRow]) -> str:
        return f"{len(in_use)} 个套餐"

    def detail(self, row: PackageRow) -> PackageDetail:
        with self.desk.read() as session:
            return package.detail(session, row.id)

    def offers(self, name: str) -> Sequence[Offer]:
        return [(kind, kind) for kind in self._kinds] if name == "kind" else ()

    def make_card(self) -> DetailCard[PackageDetail]:
        card: DetailCard[PackageDetail] = DetailCard(
            self,
            title=lambda shown: shown.title,
            state=lambda shown: ("已停用" if shown.retired else "", "grey"),
            about=lambda shown: " · ".join(
                part for part in (shown.code, shown.kind, shown.audience) if part
            ),
            acts=("package-class", "package-print", "package-edit"),
            ends=("package-retire", "package-restore"),
            nobody="在左边选一个套餐，这里显示它的环节、路程和负责人。",
            width=0,
        )
        card.add_words("package-note-shown", lambda shown: shown.note)
        self.flaws = card.add_words("package-flaws", _flaws, "hint-amber")
        self.stages = card.add_list(
            "package-stages",
            STAGES,
            lambda shown: shown.stages,
            heading=lambda shown: f"{len(shown.stages)} 个环节，{plain(shown.hours)} 学时",
            words="环节",
            empty="",
        )
        self.stages.setSortingEnabled(False)  # their order is what they are about
        self.stages.setToolTip("回车打开这个环节的基地或课程")
        self.stages.opened.connect(self._open_stage)
        return card

    def change(self, rows: Sequence[PackageRow], name: str, value: Any, reason: str) -> object:
        changed = call(package.change, [one.id for one in rows], name, value)
        return self.desk.perform(changed, "已修改，排好的班不变。", reason)

    @act("package-new", "＋ 新建套餐", keys.NEW)
    def new(self) -> None:
        self._ask(
            None,
            lambda draft, reason: self.desk.perform(
                call(package.create, draft),
                "套餐已建好，可以放进年度菜单，也可以排成一个班。",
                reason,
                then=lambda made: self.choose(made.id),
            ),
        )

    @act("package-edit", "修改", keys.EDIT, when=is_in_use, menu=True)
    def edit(self) -> None:
        if (shown := self.card.shown) is None:
            return
        self._ask(
            shown,
            lambda draft, reason: self.desk.perform(
                call(package.update, shown.id, draft), "已保存，排好的班不变。", reason
            ),
        )

    def _ask(
        self, before: PackageDetail | None, save: Callable[[PackageDraft, str], object]
    ) -> None:
        with self.desk.read() as session:
            courses, sites = course.list_all(session), site.list_all(session)
            code = package.next_code(session)
        start = {"code": code, "kind": self._kinds[0]}
        makes = self.desk.making("course"), self.desk.making("site")
        PackageForm(self.window(), self._kinds, courses, sites, save, before, start, makes).open()

    @act("package-retire", "停用", keys.REMOVE, shown=is_in_use, menu=True)
    def retire(self) -> None:
        if (one := self.in_use) is not None:
            told = f"已停用“{one.title}”，排好的班不变。"
            self.desk.do(call(package.retire, one.id), told)

    @act("package-restore", "恢复使用", shown=is_out_of_use, menu=True)
    def restore(self) -> None:
        if (one := self.out_of_use) is not None:
            told = f"“{one.title}”已恢复使用。"
            self.desk.do(call(package.restore, one.id), told, then=lambda _: self.choose(one.id))

    @act("package-class", "排成一个班", keys.LESSON, when=is_in_use, menu=True)
    def to_class(self) -> None:
        if (one := self.in_use) is not None:
            self.desk.go("training_class", FromPackage(one.id))

    @act("package-print", "打印套餐单", keys.PRINT, when=lambda page: page.current, menu=True)
    def print_sheet(self) -> None:
        if (one := self.current) is not None:
            show_papers(self.desk, self, SHEET.of(one.id))

    def _open_stage(self, stage: StageRow) -> None:
        place: tuple[str, UUID] = ("course", stage.course_id)
        if stage.site_id is not None:
            place = ("site", stage.site_id)
        self.desk.go(*place)
