"""Which look it is: what was chosen, and by day or night what the system has meanwhile."""

from enum import IntEnum

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from ui.core import theme

Scheme = Qt.ColorScheme


class Appearance(IntEnum):
    """As the setting keeps it."""

    system = 0
    light = 1
    dark = 2


SCHEMES = {
    Appearance.system: Scheme.Unknown,
    Appearance.light: Scheme.Light,
    Appearance.dark: Scheme.Dark,
}


class LookFollower(QObject):
    """Puts the look on the application, at once, and again when the system goes dark or light.

    Before the data are open nothing is known of what was chosen: the system is followed.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app, self._hints = app, app.styleHints()
        self._appearance, self._high_contrast = Appearance.system, False
        self._hints.colorSchemeChanged.connect(self._on_system)

    def choose(self, appearance: Appearance, text_percent: int, *, high_contrast: bool) -> None:
        """Window frames and the system's own dialogs follow what was chosen, too."""
        scheme = SCHEMES[appearance]
        if appearance is not self._appearance:
            self._appearance = appearance
            self._hints.setColorScheme(scheme)
        self._high_contrast = high_contrast
        self._use(self._hints.colorScheme() if scheme is Scheme.Unknown else scheme, text_percent)

    def _on_system(self, scheme: Scheme) -> None:
        if self._appearance is Appearance.system:
            self._use(scheme, theme.current().percent)

    def _use(self, scheme: Scheme, percent: int) -> None:
        dark = scheme is Scheme.Dark
        wanted = theme.Theme(percent, high_contrast=self._high_contrast, dark=dark)
        if not wanted.is_like(theme.current()):
            theme.use(self._app, wanted)
