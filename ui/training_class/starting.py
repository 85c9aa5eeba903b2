"""The dialog that sets a class running: its checks, and why where one is not done."""

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QWidget

from services.training_class import Check
from ui.core.forms import FormDialog
from ui.core.widgets import label


class StartDialog(FormDialog):
    """The checks, and the button that sets the class running; what is undone needs a reason."""

    def __init__(
        self, parent: QWidget, found: tuple[Check, ...], start: Callable[[str], object]
    ) -> None:
        super().__init__(parent, "开班检查", "开班", start, width=560)
        self.setObjectName("class-start")
        lines = QGridLayout()
        lines.setHorizontalSpacing(14)
        lines.setVerticalSpacing(10)
        lines.setColumnStretch(2, 1)
        for number, check in enumerate(found):
            tone = "green" if check.done else "amber"
            lines.addWidget(label("✓" if check.done else "！", f"fact-{tone}"), number, 0)
            lines.addWidget(label(check.kind.word, "subtitle"), number, 1)
            words = label(check.words, "" if check.done else "fact-amber", wrap=True)
            words.setObjectName(f"check-{check.kind}")
            lines.addWidget(words, number, 2)
        self.extra.addLayout(lines)
        if any(not check.done for check in found):
            note = "没做完也可以开班，但要写明理由，理由留在这个班里。"
            self.extra.addWidget(label(note, "hint-amber", wrap=True))
        self.save_button.setFocus()
