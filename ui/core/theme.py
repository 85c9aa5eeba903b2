"""The look: tokens become a palette, fonts and one style sheet. No colour stands elsewhere."""

from dataclasses import asdict, dataclass, replace
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ui.core.style_sheet import SHEET

RESOURCES = Path(__file__).parents[2] / "resources"
FONT_FOLDER, ICON_FOLDER = RESOURCES / "fonts", RESOURCES / "icons"
SYSTEM_FONTS = ("Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "PingFang SC")
BUNDLED_FONT = "Noto Sans SC"


@dataclass(frozen=True)
class Tokens:
    """Colours as in the interface design. `fill` is under white writing, `red` is written with;
    `paper` is what is printed on, white in every look."""

    red: str = "#B3312B"
    red_dark: str = "#8E241F"
    red_tint: str = "#F8ECEA"
    red_pale: str = "#D9B8B4"
    fill: str = "#B3312B"
    fill_dark: str = "#8E241F"
    ink: str = "#20242A"
    ink_soft: str = "#5B626C"
    ink_faint: str = "#69707A"
    line: str = "#E4E1DB"
    page: str = "#F6F5F2"
    card: str = "#FFFFFF"
    head: str = "#FAF9F7"
    sidebar: str = "#2A2623"
    sidebar_line: str = "#45403B"
    sidebar_text: str = "#D9D4CD"
    sidebar_faint: str = "#9A938A"
    grey_tint: str = "#ECEBE8"
    green: str = "#2C7A4B"
    green_tint: str = "#E8F3EC"
    amber: str = "#8F5A00"
    amber_tint: str = "#FBF1DE"
    amber_line: str = "#EBD9B4"
    handle: str = "#CFCBC4"
    blue: str = "#2A63A8"
    blue_tint: str = "#E8F0F9"
    toast: str = "#20242A"
    toast_line: str = "#5B626C"
    white: str = "#FFFFFF"
    paper: str = "#FFFFFF"


LIGHT = Tokens()
HIGH_CONTRAST = Tokens(
    red="#8E1A15",
    red_dark="#6B120E",
    fill="#8E1A15",
    fill_dark="#6B120E",
    ink="#000000",
    ink_soft="#1F2328",
    ink_faint="#3A4048",
    line="#6B6B6B",
    page="#FFFFFF",
    head="#F2F2F2",
    sidebar="#000000",
    sidebar_text="#FFFFFF",
    sidebar_faint="#E0E0E0",
    green="#0F5A2F",
    amber="#6E4500",
    blue="#103F78",
    toast="#000000",
    toast_line="#E0E0E0",
)
DARK = Tokens(
    red="#EC7F78",
    red_dark="#F5A29C",
    red_tint="#452A27",
    red_pale="#7D4843",
    fill="#BE423B",
    fill_dark="#A33630",
    ink="#ECE8E2",
    ink_soft="#B9B2A9",
    ink_faint="#9F978D",
    line="#3D3935",
    page="#1F1D1B",
    card="#2A2725",
    head="#242220",
    sidebar="#171513",
    sidebar_line="#322E2A",
    sidebar_text="#CFC9C1",
    sidebar_faint="#958E85",
    grey_tint="#383431",
    green="#6FC18E",
    green_tint="#1F3327",
    amber="#DDA54A",
    amber_tint="#382C16",
    amber_line="#5C4A26",
    handle="#5A554F",
    blue="#7FB0E8",
    blue_tint="#1F2F42",
    toast="#4A4540",
    toast_line="#8A837A",
)
DARK_HIGH_CONTRAST = replace(
    DARK,
    red="#FFA39D",
    red_dark="#FFC4C0",
    red_tint="#3A1F1C",
    red_pale="#C98C87",
    fill="#A32620",
    fill_dark="#851C17",
    ink="#FFFFFF",
    ink_soft="#E3DED7",
    ink_faint="#CFC9C1",
    line="#8C857C",
    page="#000000",
    card="#121110",
    head="#1C1A18",
    sidebar="#000000",
    sidebar_text="#FFFFFF",
    sidebar_faint="#E0E0E0",
    grey_tint="#2B2826",
    green="#8FE3AE",
    green_tint="#142B1D",
    amber="#FFC86B",
    amber_tint="#332509",
    amber_line="#A98A4A",
    handle="#8C857C",
    blue="#A9CEFA",
    blue_tint="#14273D",
    toast="#3A3632",
    toast_line="#E0E0E0",
)
LOOKS = {  # (is it dark, is it of high contrast)
    (False, False): LIGHT,
    (False, True): HIGH_CONTRAST,
    (True, False): DARK,
    (True, True): DARK_HIGH_CONTRAST,
}

SHEET_SIZES = (6, 11, 12, 13, 14, 16, 18, 20, 22, 24, 26, 27, 31, 32, 56, 68)
TONES = ("grey", "green", "amber", "red", "blue")
SMALLEST_SCREEN = QSize(1366, 728)  # without a task bar
SIDEBAR_WIDTH = 196
ROW_HEIGHT = 33


class Theme:
    """One look at one text size; `apply` puts it on the application."""

    def __init__(
        self, text_percent: int = 100, *, high_contrast: bool = False, dark: bool = False
    ) -> None:
        self.tokens = LOOKS[dark, high_contrast]
        self.percent = text_percent
        self.dark = dark

    def is_like(self, other: "Theme") -> bool:
        return (self.tokens, self.percent) == (other.tokens, other.percent)

    def px(self, size: int) -> int:
        """A size in pixels at this text size."""
        return round(size * self.percent / 100)

    def apply(self, app: QApplication) -> None:
        app.setStyleSheet(
            ""
        )  # Qt puts a new sheet on in a fifth of the time it takes to change one
        if app.style().objectName() != "fusion":
            app.setStyle("Fusion")
        app.setFont(self.font(14))
        app.setPalette(self._palette())
        app.setStyleSheet(self._style_sheet())

    def font(self, size: int, *, bold: bool = False) -> QFont:
        font = QFont(ui_families())
        font.setPixelSize(self.px(size))
        font.setBold(bold)
        return font

    def tone(self, tone: str) -> tuple[QColor, QColor]:
        """(ink, tint) of a state."""
        tokens = self.tokens
        pairs = {
            "grey": (tokens.ink_soft, tokens.grey_tint),
            "green": (tokens.green, tokens.green_tint),
            "amber": (tokens.amber, tokens.amber_tint),
            "red": (tokens.red, tokens.red_tint),
            "blue": (tokens.blue, tokens.blue_tint),
        }
        ink, tint = pairs[tone]
        return QColor(ink), QColor(tint)

    def color(self, name: str) -> QColor:
        return QColor(getattr(self.tokens, name))

    def _palette(self) -> QPalette:
        tokens, palette = self.tokens, QPalette()
        roles = {
            QPalette.ColorRole.Window: tokens.page,
            QPalette.ColorRole.WindowText: tokens.ink,
            QPalette.ColorRole.Base: tokens.card,
            QPalette.ColorRole.AlternateBase: tokens.head,
            QPalette.ColorRole.Text: tokens.ink,
            QPalette.ColorRole.Button: tokens.card,
            QPalette.ColorRole.ButtonText: tokens.ink,
            QPalette.ColorRole.Highlight: tokens.red_tint,
            QPalette.ColorRole.HighlightedText: tokens.ink,
            QPalette.ColorRole.PlaceholderText: tokens.ink_faint,
            QPalette.ColorRole.ToolTipBase: tokens.toast,
            QPalette.ColorRole.ToolTipText: tokens.white,
            QPalette.ColorRole.Link: tokens.red,
            QPalette.ColorRole.LinkVisited: tokens.red,
            QPalette.ColorRole.Accent: tokens.fill,
            QPalette.ColorRole.BrightText: tokens.white,
            # Fusion draws frames, grips and steppers with these; its own would be the system's.
            QPalette.ColorRole.Light: tokens.head,
            QPalette.ColorRole.Midlight: tokens.grey_tint,
            QPalette.ColorRole.Mid: tokens.line,
            QPalette.ColorRole.Dark: tokens.handle,
            QPalette.ColorRole.Shadow: tokens.ink_soft,
        }
        for role, color in roles.items():
            palette.setColor(role, QColor(color))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.ink_faint))
        return palette

    def _style_sheet(self) -> str:
        values = asdict(self.tokens)
        sizes = {f"s{size}": f"{self.px(size)}px" for size in SHEET_SIZES}
        chevron = "chevron-on-dark.svg" if self.dark else "chevron-down.svg"
        sheet = SHEET.replace("@chevron", f"@icons/{chevron}")
        sheet = sheet.replace("@icons", ICON_FOLDER.as_posix())
        for name, value in sorted((values | sizes).items(), key=lambda item: -len(item[0])):
            sheet = sheet.replace(f"@{name}", value)
        return sheet


_theme = Theme()
_families: list[str] = []


def current() -> Theme:
    return _theme


def use(app: QApplication, theme: Theme) -> None:
    """Make this the look of everything made from now on, and restyle what is there."""
    global _theme  # noqa: PLW0603  (one application has one look)
    _theme = theme
    theme.apply(app)


def ui_families() -> list[str]:
    """The system's Chinese sans; where there is none, the bundled one is loaded."""
    if not _families:
        known = set(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
        found = [name for name in SYSTEM_FONTS if name in known]
        if not found:
            for file in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
                QFontDatabase.addApplicationFont(str(FONT_FOLDER / file))
            found = [BUNDLED_FONT]
        _families.extend(found[:1])
    return _families


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget the style of `role`, also after it was first shown; what is in it, such as a
    button's key, follows."""
    if widget.property("role") == role:
        return
    widget.setProperty("role", role)
    for part in (widget, *widget.findChildren(QWidget)):
        part.style().unpolish(part)
        part.style().polish(part)
