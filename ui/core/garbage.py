"""Python's cyclic garbage collected in the window's thread only.

Python collects in whichever thread happens to allocate. A cycle that holds a Qt object would
then be taken apart in a worker, beside the window's thread that uses it: a crash.
"""

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MILLISECONDS = 1_000


class Garbage(QObject):
    """While it lives, a timer collects what the thresholds of `gc` say is due."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(INTERVAL_MILLISECONDS)

    @staticmethod
    def collect() -> None:
        due = [
            generation
            for generation, (held, most) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if held > most
        ]
        if due:
            gc.collect(max(due))
