"""The look: tokens become a palette, fonts and one style sheet. No colour stands elsewhere."""

from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

FONT_FOLDER = Path(__file__).parents[2] / "resources" / "fonts"
SYSTEM_FONTS = ("Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "PingFang SC")
BUNDLED_FONT = "Noto Sans SC"


@dataclass(frozen=True)
class Tokens:
    """Colours as in the interface design; sizes in pixels at 100 % text."""

    red: str = "#B3312B"
    red_dark: str = "#8E241F"
    red_tint: str = "#F8ECEA"
    red_pale: str = "#D9B8B4"
    ink: str = "#20242A"
    ink_soft: str = "#5B626C"
    ink_faint: str = "#8C939C"
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
    amber: str = "#A96B00"
    amber_tint: str = "#FBF1DE"
    amber_line: str = "#EBD9B4"
    handle: str = "#CFCBC4"
    blue: str = "#2A63A8"
    blue_tint: str = "#E8F0F9"
    gold: str = "#A8842C"
    white: str = "#FFFFFF"


TOKENS = Tokens()
HIGH_CONTRAST = Tokens(
    red="#8E1A15",
    red_dark="#6B120E",
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
)

TONES = ("grey", "green", "amber", "red", "blue")
SIDEBAR_WIDTH = 196
ROW_HEIGHT = 33
TALL_ROW_HEIGHT = 46


class Theme:
    """One look at one text size; `apply` puts it on the application."""

    def __init__(self, text_percent: int = 100, *, high_contrast: bool = False) -> None:
        self.tokens = HIGH_CONTRAST if high_contrast else TOKENS
        self.percent = text_percent

    def px(self, size: int) -> int:
        """A size in pixels at this text size."""
        return round(size * self.percent / 100)

    def apply(self, app: QApplication) -> None:
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
            QPalette.ColorRole.ToolTipBase: tokens.ink,
            QPalette.ColorRole.ToolTipText: tokens.white,
            QPalette.ColorRole.Link: tokens.red,
        }
        for role, color in roles.items():
            palette.setColor(role, QColor(color))
        return palette

    def _style_sheet(self) -> str:
        values = asdict(self.tokens)
        sizes = {f"s{size}": f"{self.px(size)}px" for size in (11, 12, 13, 14, 16, 18, 20, 26, 68)}
        sheet = SHEET
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
    """Give a widget the style of `role`, also after it was first shown."""
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


SHEET = """
* { outline: none; }
QWidget { color: @ink; }
QMainWindow, QDialog, QWidget[role="page"] { background: @page; }
QToolTip { background: @ink; color: @white; border: 0; padding: 4px 8px; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: @s18; font-weight: bold; }
QLabel[role="heading"] { font-size: @s14; font-weight: bold; }
QLabel[role="note"] { font-size: @s12; color: @ink_soft; }
QLabel[role="subtitle"] { font-size: @s13; color: @ink_soft; }
QLabel[role="faint"] { font-size: @s12; color: @ink_faint; }
QLabel[role="figure"] { font-size: @s26; font-weight: bold; }
QLabel[role="figure-green"] { font-size: @s68; font-weight: bold; color: @green; }
QLabel[role="figure-rest"] { font-size: @s26; font-weight: bold; color: @ink_faint; }
QLabel[role="said-green"] { font-size: @s13; color: @green; font-weight: bold; }
QLabel[role="said-amber"] { font-size: @s13; color: @amber; font-weight: bold; }
QLabel[role="error"] { font-size: @s13; color: @red; }
QLabel[role="code"] { font-size: @s20; font-weight: bold; }
QLabel[role="keycap"] { font-size: @s11; color: @ink_soft; background: @card;
    border: 1px solid @line; border-bottom-width: 2px; border-radius: 4px; padding: 1px 5px; }
QLabel[role="chip-grey"] { color: @ink_soft; background: @grey_tint; }
QLabel[role="chip-green"] { color: @green; background: @green_tint; }
QLabel[role="chip-amber"] { color: @amber; background: @amber_tint; }
QLabel[role="chip-red"] { color: @red; background: @red_tint; }
QLabel[role="chip-blue"] { color: @blue; background: @blue_tint; }
QLabel[role^="chip"] { font-size: @s12; border-radius: 4px; padding: 2px 8px; }
QLabel[role="hint-blue"] { color: @blue; background: @blue_tint; border-radius: 8px;
    padding: 10px 12px; font-size: @s12; }
QLabel[role="hint-amber"] { color: @amber; background: @amber_tint; border-radius: 8px;
    padding: 10px 12px; font-size: @s12; }
QFrame[role="card"] { background: @card; border: 1px solid @line; border-radius: 10px; }
QFrame[role="card-amber"] { background: @amber_tint; border: 1px solid @amber_line;
    border-radius: 10px; }
QFrame[role="figure-card"] { background: @card; border: 1px solid @line; border-radius: 10px; }
QFrame[role="figure-card"]:hover, QFrame[role="figure-card"]:focus { border-color: @ink_soft; }
QFrame[role="figure-card-amber"] { background: @amber_tint; border: 1px solid @amber_line;
    border-radius: 10px; }
QFrame[role="figure-card-amber"]:hover, QFrame[role="figure-card-amber"]:focus {
    border-color: @amber; }
QFrame[role="figure-card-amber"] QLabel[role="note"] { color: @amber; }
QFrame[role="line-row"] { border: 0; border-bottom: 1px solid @line; }
QFrame[role="candidate"] { background: transparent; border: 0; border-radius: 8px; }
QFrame[role="candidate-chosen"] { background: @red_tint; border: 0; border-radius: 8px; }
QFrame[role="bar-green"] { background: @green; border: 0; }
QFrame[role="bar-amber"] { background: @amber; border: 0; }
QFrame[role="bar-red"] { background: @red; border: 0; }
QFrame[role="bar-blue"] { background: @blue; border: 0; }
QFrame[role="bar-grey"] { background: @handle; border: 0; }
QLabel[role="count"] { font-size: @s18; font-weight: bold; }
QFrame[role="line"] { background: @line; border: 0; max-height: 1px; min-height: 1px; }
QFrame[role="header"] { background: @card; border: 0; border-bottom: 1px solid @line; }
QFrame[role="sidebar"] { background: @sidebar; border: 0; }
QFrame[role="sidebar"] QLabel { color: @sidebar_text; }
QFrame[role="sidebar"] QLabel[role="brand"] { color: @white; font-size: @s16; font-weight: bold; }
QFrame[role="sidebar"] QLabel[role="group"] { color: @sidebar_faint; font-size: @s12; }
QFrame[role="sidebar"] QLabel[role="small"] { color: @sidebar_faint; font-size: @s12; }
QFrame[role="sidebar"] QLabel[role="badge"] { background: @sidebar_line; color: @sidebar_text;
    font-size: @s11; border-radius: 8px; padding: 0 6px; min-height: 16px; max-height: 16px; }
QLabel[role="logo"] { background: @red; color: @white; border-radius: 6px; font-size: @s16;
    font-weight: bold; }
QPushButton[role="nav"] { text-align: left; color: @sidebar_text; background: transparent;
    border: 1px solid transparent; border-radius: 5px; padding: 0 9px; }
QPushButton[role="nav"]:hover { background: @sidebar_line; }
QPushButton[role="nav"]:focus { border-color: @sidebar_faint; }
QPushButton[role="nav"]:checked { background: @red; color: @white; font-weight: bold; }
QPushButton { background: @card; border: 1px solid @line; border-radius: 7px; padding: 0 14px;
    min-height: 32px; }
QPushButton:hover { background: @head; }
QPushButton:focus { border-color: @ink_soft; }
QPushButton:disabled { color: @ink_faint; background: @head; }
QPushButton[role="primary"] { background: @red; color: @white; border-color: @red; }
QPushButton[role="primary"]:hover, QPushButton[role="primary"]:focus { background: @red_dark;
    border-color: @red_dark; }
QPushButton[role="primary"]:disabled { background: @red_pale; border-color: @red_pale; }
QPushButton[role="link"] { border: 1px solid transparent; background: transparent; color: @red;
    padding: 0 4px; min-height: 24px; }
QPushButton[role="link"]:hover { color: @red_dark; text-decoration: underline; }
QPushButton[role="link"]:focus { border-color: @line; }
QPushButton[role="hint"] { border: 0; background: transparent; color: @ink_soft; padding: 0;
    font-size: @s12; min-height: 22px; }
QPushButton[role="hint"]:hover { color: @red; }
QPushButton[role="door"] { border: 1px solid transparent; background: transparent; padding: 0 2px;
    font-size: @s20; font-weight: bold; }
QPushButton[role="door"]:hover { color: @red; }
QPushButton[role="door"]:focus { border-color: @line; }
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QDateEdit, QTimeEdit, QDateTimeEdit,
QPlainTextEdit { background: @card; border: 1px solid @line; border-radius: 7px;
    padding: 0 10px; min-height: 32px; selection-background-color: @red;
    selection-color: @white; }
QPlainTextEdit { padding: 6px 8px; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus,
QTimeEdit:focus, QDateTimeEdit:focus, QPlainTextEdit:focus { border: 1px solid @red; }
QLineEdit:disabled, QComboBox:disabled { background: @head; color: @ink_faint; }
QLineEdit[role="scan"] { border: 2px solid @red; border-radius: 10px; font-size: @s26;
    padding: 0 16px; min-height: 56px; }
QLineEdit[role="search"] { background: @head; }
QComboBox::drop-down { border: 0; width: 24px; }
QComboBox::down-arrow { image: none; border-left: 4px solid transparent;
    border-right: 4px solid transparent; border-top: 5px solid @ink_soft; margin-right: 10px; }
QComboBox QAbstractItemView { background: @card; border: 1px solid @line; padding: 4px;
    selection-background-color: @red_tint; selection-color: @ink; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button,
QDoubleSpinBox::down-button, QDateEdit::up-button, QDateEdit::down-button,
QTimeEdit::up-button, QTimeEdit::down-button { width: 0; border: 0; }
QDateEdit::drop-down { border: 0; width: 24px; }
QDateEdit::down-arrow { image: none; border-left: 4px solid transparent;
    border-right: 4px solid transparent; border-top: 5px solid @ink_soft; margin-right: 10px; }
QCheckBox { spacing: 8px; background: transparent; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid @ink_faint;
    border-radius: 4px; background: @card; }
QCheckBox::indicator:checked { background: @red; border-color: @red; }
QCheckBox:focus::indicator { border-color: @red; }
QTableView, QListView { background: @card; border: 0; gridline-color: transparent;
    selection-background-color: @red_tint; selection-color: @ink; }
QTableView::item { border-bottom: 1px solid @line; padding: 0 8px; }
QTableView::item:selected, QListView::item:selected { background: @red_tint; color: @ink; }
QHeaderView { background: @head; border: 0; }
QHeaderView::section { background: @head; color: @ink_soft; border: 0;
    border-bottom: 1px solid @line; padding: 0 8px; font-size: @s12; min-height: 31px; }
QListView::item { padding: 6px 10px; border-radius: 6px; }
QTabBar::tab { padding: 8px 14px; color: @ink_soft; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: @red; border-bottom: 2px solid @red; font-weight: bold; }
QScrollArea { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: @handle; border-radius: 4px; min-height: 32px;
    margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle:horizontal { background: @handle; border-radius: 4px; min-width: 32px;
    margin: 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: @grey_tint; border: 0; border-radius: 3px; max-height: 6px;
    min-height: 6px; }
QProgressBar::chunk { background: @green; border-radius: 3px; }
QProgressBar[role="amber"]::chunk { background: @amber; }
QProgressBar[role="red"]::chunk { background: @red; }
QMenu { background: @card; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 6px 20px; border-radius: 4px; }
QMenu::item:selected { background: @red_tint; color: @ink; }
QPdfView { background: @page; border: 0; }
QFrame[role="toast"] { background: @ink; border-radius: 8px; }
QFrame[role="toast"] QLabel { color: @white; }
QFrame[role="toast"] QPushButton { color: @white; background: transparent;
    border: 1px solid @ink_soft; min-height: 26px; }
"""
