"""The dialog that cancels a class: what goes with it, whom to tell, and why."""

from PySide6.QtWidgets import QPushButton, QWidget

from services import training_class
from services.core.call import call
from services.training_class import Consequences, ToTell
from ui.core import theme
from ui.core.desk import Desk
from ui.core.finding import child
from ui.core.forms import FormDialog, text_field
from ui.core.list_tools import ListTools, Named
from ui.core.table import Column, RowsView
from ui.core.widgets import label, row

TO_TELL: tuple[Column[ToTell], ...] = (
    Column("对象", 64, lambda r: r.who, firm=True),
    Column("姓名", 120, lambda r: r.name, bold=True),
    Column("单位", 0, lambda r: r.unit),
    Column("电话", 120, lambda r: r.phone),
    Column("事项", 220, lambda r: r.about),
)


class CancelDialog(FormDialog):
    """The list of whom to tell goes to paper and to Excel before the class is cancelled."""

    def __init__(self, parent: QWidget, desk: Desk, found: Consequences) -> None:
        super().__init__(parent, "取消培训班", "取消培训班", self._cancel, width=760)
        self.setObjectName("class-cancel-dialog")
        look = theme.current()
        self.setMinimumWidth(min(look.px(760), parent.window().width() - 60))
        self._desk, self._found = desk, found
        self.title = label(f"取消“{found.title}”", "heading", wrap=True)
        self.what = label(_words(found), wrap=True)
        self.what.setObjectName("cancel-what")
        self.people: RowsView[ToTell] = RowsView(TO_TELL)
        self.people.setObjectName("cancel-people")
        self.people.setAccessibleName("要通知的人")
        self.people.setMinimumHeight(look.px(200))
        self.people.set_rows(found.people)
        named = Named("to-tell", lambda: "取消培训班通知名单", lambda: found.title)
        tools = ListTools(desk, self.people, named)
        self.extra.addWidget(self.title)
        self.extra.addWidget(self.what)
        self.extra.addLayout(row(label(f"要通知 {len(found.people)} 人次", "note"), None, tools))
        self.extra.addWidget(self.people, 1)
        self.extra.addWidget(
            label("取消后不能恢复；要通知的名单请先打印或导出。", "hint-amber", wrap=True)
        )
        self.reason = text_field("cancel-reason", "", "例如：与防汛值班冲突", most=60)
        self.add_field("取消原因", self.reason)
        if (leave := child(self, QPushButton, "form-cancel")) is not None:
            leave.setText("先不取消")
        self.reason.setFocus()

    def _cancel(self, _reason: str) -> None:
        cancelled = call(training_class.cancel, self._found.class_id, self.reason.text())
        self._desk.perform(cancelled, "培训班已取消，教室、讲师和订单都已放开。")


def _words(found: Consequences) -> str:
    parts = [
        (found.lessons, "节课取消，教室空出"),
        (found.bookings, "个讲师预约结束"),
        (found.orders, "个订单退回待排"),
        (found.enrolled, "人已报名"),
        (found.waiting, "人在候补"),
    ]
    told = "，".join(f"{count} {words}" for count, words in parts if count)
    return f"会一起取消：{told}。" if told else "这个班还没有课次、报名和订单。"
