"""What the import dialog shows while it works, and where a file could not be read."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from ui.core.widgets import column, label

KINDS = "可以导入 .xlsx、.xls 和 .csv（GBK 或 UTF-8）。表头在前 30 行里，列的顺序不限。"


class WaitingPage(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.doing = label("", "subtitle")
        self.doing.setObjectName("roster-doing")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("导入进度")
        self.setLayout(column(None, self.doing, self.bar, None, gap=10, margins=40))

    def begin(self, words: str) -> None:
        self.doing.setText(words)
        self.bar.setRange(0, 0)

    def show_progress(self, done: int, of: int, what: str) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        self.doing.setText(f"{what}  {done:,} / {of:,}" if of > 1 else what)


class FailedPage(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.fault = label("", wrap=True)
        self.fault.setObjectName("roster-fault")
        self.fault.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        heading = label("这个文件没有导入", "heading")
        self.setLayout(
            column(None, heading, self.fault, 6, label(KINDS, "note"), None, gap=8, margins=40)
        )
