"""The places of the two kinds of workspace, and the main window built from them."""

from PySide6.QtCore import QObject

from services import home, school
from services.core.workspace import Workspace, WorkspaceKind
from ui.booking.page import BookingPage
from ui.branch.page import BranchPage
from ui.certificate.page import CertificatePage
from ui.core.background import Background, Latest, Progress
from ui.core.backups import Backups
from ui.core.chooser import Chooser
from ui.core.desk import Changes, Desk, Entry
from ui.core.history import History
from ui.core.main_window import MainWindow
from ui.core.messages import Messages
from ui.county.page import CountyPage
from ui.county_home.page import CountyHomePage
from ui.course.coverage_page import CoveragePage
from ui.course.page import CoursePage
from ui.dispatch.page import DispatchPage
from ui.exchange.page import ExchangePage
from ui.home.page import HomePage
from ui.hours.page import HoursPage
from ui.inbox.page import InboxPage
from ui.lecturer.page import LecturerPage
from ui.member.page import MemberPage
from ui.menu.page import MenuPage
from ui.order.page import OrderPage
from ui.package.page import PackagePage
from ui.plan.page import PlanPage
from ui.search.dialog import SearchDialog
from ui.settings.page import SettingsPage
from ui.sign_in.page import SignInPage
from ui.site.page import SitePage
from ui.timetable.page import TimetablePage
from ui.training_class.page import TrainingClassPage

SCHOOL_PLACES = (
    Entry("home", "工作台", "table-cells-large", "", HomePage),
    Entry(
        "course", "课程菜单", "bars", "教学", CoursePage, view="课程",
        commands=(("新建课程", "course-new"), ("导入课程菜单", "course-import")),
    ),
    Entry(
        "menu", "年度菜单", "bars", "教学", MenuPage, under="course", view="年度菜单",
        commands=(("打印点单菜单", "menu-print"),),
    ),
    Entry(
        "coverage", "七项任务分布", "bars", "教学", CoveragePage, under="course",
        view="七项任务分布",
    ),
    Entry(
        "order", "培训订单", "cart-shopping", "教学", OrderPage,
        commands=(
            ("录入订单", "order-new"), ("导出点单表", "order-grid-out"),
            ("收回点单表", "order-grid-in"),
        ),
    ),
    Entry(
        "training_class", "培训班与课表", "calendar-days", "教学", TrainingClassPage, view="培训班",
        commands=(("新建培训班", "class-new"), ("报名学员", "class-enrol")),
    ),
    Entry(
        "timetable", "课表", "calendar-days", "教学", TimetablePage, under="training_class",
        view="课表",
        commands=(("打印课表", "timetable-print"), ("导出日历", "timetable-export")),
    ),
    Entry(
        "plan", "轮训计划", "calendar-days", "教学", PlanPage, under="training_class",
        view="轮训计划",
        commands=(("新增轮训班次", "plan-new"), ("打印轮训计划表", "plan-print")),
    ),
    Entry(
        "sign_in", "签到台", "check", "教学", SignInPage,
        commands=(("打印签到表", "sign-in-print"), ("结束签到", "sign-in-finish")),
    ),
    Entry(
        "member", "学员与学时", "user", "人员", MemberPage, view="学员",
        commands=(
            ("导入花名册", "member-import"), ("新增学员", "member-new"),
            ("打印学员卡", "member-cards"),
        ),
    ),
    Entry("branch", "党支部", "sitemap", "人员", BranchPage, under="member", view="党支部"),
    Entry(
        "hours", "学时台账", "clipboard-list", "人员", HoursPage, under="member", view="学时台账",
    ),
    Entry(
        "lecturer", "师资库", "star", "人员", LecturerPage,
        commands=(("新增讲师", "lecturer-new"),),
    ),
    Entry(
        "booking", "讲师预约", "clock", "人员", BookingPage,
        commands=(("预约讲师", "booking-new"),),
    ),
    Entry("certificate", "证书", "award", "成果", CertificatePage),
    Entry(
        "site", "阵地与套餐", "house", "保障", SitePage, view="阵地",
        commands=(("新建阵地", "site-new"), ("填阵地路程", "site-travel")),
    ),
    Entry(
        "package", "套餐", "house", "保障", PackagePage, under="site", view="套餐",
        commands=(("新建套餐", "package-new"), ("打印套餐单", "package-print")),
    ),
    Entry(
        "exchange", "数据交换", "right-left", "上报", ExchangePage,
        commands=(("导入县级包、回执", "exchange-take-in"), ("往来记录", "exchange-history")),
    ),
)  # fmt: skip
COUNTY_PLACES = (
    Entry("home", "工作台", "table-cells-large", "", CountyHomePage),
    Entry(
        "inbox", "收件箱", "inbox", "上报", InboxPage,
        commands=(("收取文件", "inbox-take"), ("往来记录", "inbox-history")),
    ),
    Entry("county", "学校一览", "school", "上报", CountyPage),
    Entry(
        "dispatch", "派单", "paper-plane", "教学", DispatchPage,
        commands=(("新建派单", "dispatch-new"), ("写下发包", "issue-write")),
    ),
)  # fmt: skip
HIDDEN_PLACES = (
    Entry(
        "settings", "设置", "gear", "", SettingsPage,
        commands=(("立即备份", "settings-backup"), ("修改密码", "settings-password")),
    ),
)  # fmt: skip


def make_window(workspace: Workspace, background: Background, chooser: Chooser) -> MainWindow:
    """The main window of an open workspace, with its search and its badges."""
    with workspace.read() as session:
        own = school.own(session)
    places = SCHOOL_PLACES if own.kind is WorkspaceKind.school else COUNTY_PLACES

    operator = "教务员" if own.kind is WorkspaceKind.school else "经办人"

    def make_desk(window: MainWindow) -> Desk:
        messages = Messages(window, window.toast_area)
        return Desk(
            workspace=workspace,
            background=background,
            messages=messages,
            chooser=chooser,
            changes=Changes(workspace),
            history=History(workspace, messages),
            go=window.go,
        )

    window = MainWindow(own.name, operator, places, HIDDEN_PLACES, make_desk)
    search = SearchDialog(window.desk, (*places, *HIDDEN_PLACES), window)
    window.search_asked.connect(search.ask)
    Badges(window).count()
    Backups(window.desk, window)
    return window


class Badges(QObject):
    """Counts in the background what waits in each place, and shows it in the sidebar.

    Lives as long as the window, and counts again when a table that it counted in was written.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._desk = window.desk.apart()
        self._desk.reads.touched.connect(self.count)
        # A count that fails leaves the old badges; the page itself tells what is wrong.
        self._latest = Latest(
            self._desk.background, "数待办", self._read, self._show, _keep_the_old
        )

    def count(self, _tables: frozenset[str] = frozenset()) -> None:
        self._latest.ask()

    def _read(self, _progress: Progress) -> dict[str, int]:
        with self._desk.read() as session:
            return home.waiting(session)

    def _show(self, waiting: dict[str, int]) -> None:
        """What waits in a view of a place waits in the place."""
        for key, nav in self._window.sidebar.buttons.items():
            views = [one.key for one in SCHOOL_PLACES if one.under == key]
            nav.count(sum(waiting.get(one, 0) for one in (key, *views)))


def _keep_the_old(_error: Exception) -> None:
    """The error is in the log already."""
