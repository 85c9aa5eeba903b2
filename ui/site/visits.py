"""The lessons behind a site's figures of a year."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from services.site import SiteLesson, SiteRow
from ui.core import theme
from ui.core.desk import Desk
from ui.core.list_tools import ListTools, Named
from ui.core.table import RowsView
from ui.core.widgets import button, column, fit, label, row
from ui.site.tables import LESSONS

WIDTH, HEIGHT = 820, 480


class VisitsDialog(QDialog):
    """Enter opens the lesson's sign-in desk; the list goes to Excel and paper."""

    def __init__(
        self, parent: QWidget, desk: Desk, of: SiteRow, year: int, lessons: Sequence[SiteLesson]
    ) -> None:
        super().__init__(parent)
        title = f"{of.name}：{year} 年的课次"
        self.setWindowTitle(title)
        self.setObjectName("site-visits")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look = theme.current()
        fit(self, parent, look.px(WIDTH), look.px(HEIGHT))
        self._desk = desk
        self.lessons: RowsView[SiteLesson] = RowsView(LESSONS)
        self.lessons.setObjectName("site-lessons")
        self.lessons.setAccessibleName("在这里上过的课")
        self.lessons.set_rows(lessons)
        self.lessons.selectRow(0)
        self.lessons.opened.connect(self._open)
        people = sum(one.person_times for one in lessons)
        named = Named("site-lessons", lambda: title, lambda: "有人签到的课次")
        tools = ListTools(desk, self.lessons, named, keys=False)
        close = button("关闭", self.reject, name="visits-close")
        whole = column(
            row(
                label(title, "heading"), label(f"{len(lessons)} 节，{people:,} 人次", "note"), None
            ),
            gap=10,
            margins=16,
        )
        whole.addWidget(self.lessons, 1)
        hint = label("回车打开签到台看每一个人。", "note")
        whole.addLayout(row(hint, None, tools, close, gap=8))
        self.setLayout(whole)
        self.lessons.setFocus()

    def _open(self, lesson: SiteLesson) -> None:
        self.accept()
        self._desk.go("sign_in", lesson.id)
