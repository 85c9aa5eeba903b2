"""The style sheet of the theme: `@name` stands for a token, `@s14` for a size at 100 %."""

SHEET = """
* { outline: none; }
QWidget { color: @ink; }
QMainWindow, QDialog, QWidget[role="page"] { background: @page; }
QToolTip { background: @toast; color: @white; border: 0; padding: 4px 8px; }
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
QLabel[role="fact-green"] { color: @green; }
QLabel[role="fact-amber"] { color: @amber; }
QLabel[role="fact-red"] { color: @red; }
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
QFrame[role="figure-card-red"] { background: @red_tint; border: 1px solid @red_pale;
    border-radius: 10px; }
QFrame[role="figure-card-red"]:hover, QFrame[role="figure-card-red"]:focus {
    border-color: @red; }
QFrame[role="figure-card-red"] QLabel[role="note"] { color: @red; }
QFrame[role="grid-head"] { background: @head; border: 0; border-bottom: 1px solid @line;
    border-top-left-radius: 10px; border-top-right-radius: 10px; }
QFrame[role="grid"] { background: @card; border: 0; }
QFrame[role="grid-cell"] { border: 0; border-left: 1px solid @line; }
QLabel[role="day-today"] { font-size: @s12; font-weight: bold; color: @red; }
QLabel[role="ending"] { font-size: @s12; color: @amber; }
QFrame[role="line-row"] { border: 0; border-bottom: 1px solid @line; }
QFrame[role="candidate"] { background: transparent; border: 0; border-radius: 8px; }
QFrame[role="candidate-chosen"] { background: @red_tint; border: 0; border-radius: 8px; }
QFrame[role="bar-green"] { background: @green; border: 0; }
QFrame[role="bar-amber"] { background: @amber; border: 0; }
QFrame[role="bar-red"] { background: @red; border: 0; }
QFrame[role="bar-blue"] { background: @blue; border: 0; }
QFrame[role="bar-grey"] { background: @handle; border: 0; }
QLabel[role="photo"] { background: @head; border: 1px solid @line; border-radius: 6px;
    color: @ink_faint; font-size: @s12; }
QLabel[role="count"] { font-size: @s18; font-weight: bold; }
QFrame[role="line"] { background: @line; border: 0; max-height: 1px; min-height: 1px; }
QFrame[role="views"] { background: @card; border: 0; border-bottom: 1px solid @line; }
QFrame[role="header"] { background: @card; border: 0; border-bottom: 1px solid @line; }
QFrame[role="sidebar"] { background: @sidebar; border: 0; }
QFrame[role="sidebar"] QFrame[role="line"] { background: @sidebar_line; }
QFrame[role="sidebar"] QLabel { color: @sidebar_text; }
QFrame[role="sidebar"] QLabel[role="brand"] { color: @white; font-size: @s16; font-weight: bold; }
QFrame[role="sidebar"] QLabel[role="logo"] { color: @white; }
QFrame[role="sidebar"] QLabel[role="group"] { color: @sidebar_faint; font-size: @s12; }
QFrame[role="sidebar"] QLabel[role="small"] { color: @sidebar_faint; font-size: @s12; }
QFrame[role="sidebar"] QLabel[role="badge"] { background: @sidebar_line; color: @sidebar_text;
    font-size: @s11; border-radius: 8px; padding: 0 6px; min-height: @s16; max-height: @s16; }
QLabel[role="logo"] { background: @fill; color: @white; border-radius: 6px; font-size: @s16;
    font-weight: bold; }
QPushButton { background: @card; border: 1px solid @line; border-radius: 7px; padding: 0 14px;
    min-height: @s32; }
QPushButton[keyed="true"] { text-align: left; }
QPushButton:hover { background: @head; }
QPushButton:focus { border-color: @ink_soft; }
QPushButton:disabled { color: @ink_faint; background: @head; }
QPushButton#search-button { text-align: left; color: @ink_faint; font-size: @s13; }
QPushButton[role="nav"] { text-align: left; min-height: @s27;
    color: @sidebar_text; background: transparent;
    border: 1px solid transparent; border-radius: 5px; padding: 0 9px; }
QPushButton[role="nav"]:hover { background: @sidebar_line; }
QPushButton[role="nav"]:focus { border-color: @sidebar_faint; }
QPushButton[role="nav"]:checked { background: @fill; color: @white; font-weight: bold; }
QPushButton[role="primary"] { background: @fill; color: @white; border-color: @fill; }
QPushButton[role="primary"]:hover, QPushButton[role="primary"]:focus {
    background: @fill_dark; border-color: @fill_dark; }
QPushButton[role="primary"]:disabled { background: @red_tint; color: @ink_soft;
    border-color: @red_pale; }
QPushButton[role="primary"] QLabel[role="keycap"] { background: transparent; color: @white;
    border-color: @red_pale; }
QPushButton[role="primary"] QLabel[role="keycap"]:disabled { color: @ink_soft; }
QPushButton[role="link"] { border: 1px solid transparent; background: transparent; color: @red;
    padding: 0 4px; min-height: @s24; }
QPushButton[role="link"]:hover { color: @red_dark; text-decoration: underline; }
QPushButton[role="link"]:focus { border-color: @line; }
QPushButton[role="link"]:disabled { color: @ink_soft; }
QPushButton[role="hint"] { border: 0; background: transparent; color: @ink_soft; padding: 0;
    font-size: @s12; min-height: @s22; }
QPushButton[role="hint"]:hover { color: @red; }
QPushButton[role="arrow"] { border: 1px solid transparent; background: transparent;
    color: @ink_soft; padding: 0 8px; min-height: @s26; }
QPushButton[role="arrow"]:hover { color: @red; }
QPushButton[role="arrow"]:focus { border-color: @line; }
QPushButton[role="arrow"]:disabled { color: @line; }
QPushButton[role="door"] { border: 1px solid transparent; background: transparent; padding: 0 2px;
    font-size: @s20; font-weight: bold; }
QPushButton[role="door"]:hover { color: @red; }
QPushButton[role="door"]:focus { border-color: @line; }
QPushButton[role="name"] { border: 1px solid transparent; background: transparent; padding: 0;
    min-height: @s22; text-align: left; font-weight: bold; }
QPushButton[role="name"]:hover { color: @red; }
QPushButton[role="name"]:focus { border-color: @line; }
QPushButton[role^="pill"] { border: 1px solid transparent; border-radius: 4px; padding: 0 8px;
    min-height: @s22; font-size: @s12; color: @ink_soft; background: @grey_tint; }
QPushButton[role="pill-green"] { color: @green; background: @green_tint; }
QPushButton[role="pill-amber"] { color: @amber; background: @amber_tint; }
QPushButton[role="pill-red"] { color: @red; background: @red_tint; }
QPushButton[role="pill-blue"] { color: @blue; background: @blue_tint; }
QPushButton[role^="pill"]:hover, QPushButton[role^="pill"]:focus { border-color: @ink_faint; }
QPushButton[role="pill"]:checked { color: @red; background: @red_tint; }
QPushButton[role^="pill-"]:checked { border-color: @ink_soft; }
QPushButton[role="choice"] { border: 1px solid transparent; background: transparent;
    border-radius: 8px; padding: 0 10px; text-align: left; }
QPushButton[role="choice"]:hover { background: @head; }
QPushButton[role="choice"]:focus { border-color: @ink_faint; }
QPushButton[role="choice"]:checked { background: @red_tint; border-color: @red_pale; }
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QDateEdit, QTimeEdit, QDateTimeEdit,
QPlainTextEdit { background: @card; border: 1px solid @line; border-radius: 7px;
    padding: 0 10px; min-height: @s32; selection-background-color: @fill;
    selection-color: @white; placeholder-text-color: @ink_faint; }
QPlainTextEdit { padding: 6px 8px; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus,
QTimeEdit:focus, QDateTimeEdit:focus, QPlainTextEdit:focus { border: 1px solid @red; }
QLineEdit:disabled, QLineEdit:read-only, QComboBox:disabled { background: @head;
    color: @ink_faint; }
QLineEdit[role="scan"] { border: 2px solid @red; border-radius: 10px; font-size: @s26;
    padding: 0 16px; min-height: @s56; }
QLineEdit[role="search"] { background: @head; }
QComboBox::drop-down { border: 0; width: 24px; }
QComboBox QAbstractItemView { background: @card; border: 1px solid @line; padding: 4px;
    selection-background-color: @red_tint; selection-color: @ink; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button,
QDoubleSpinBox::down-button, QDateEdit::up-button, QDateEdit::down-button,
QTimeEdit::up-button, QTimeEdit::down-button { width: 0; border: 0; }
QDateEdit::drop-down, QDateTimeEdit::drop-down { border: 0; width: 24px; }
QComboBox::down-arrow, QDateEdit::down-arrow, QDateTimeEdit::down-arrow {
    image: url(@chevron); width: @s12; height: @s12; }
QSpinBox, QDoubleSpinBox { padding-left: 0; }
QSpinBox QLineEdit, QDoubleSpinBox QLineEdit { border: 0; background: transparent;
    min-height: 0; }
QCheckBox { spacing: 8px; background: transparent; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid @ink_faint;
    border-radius: 4px; background: @card; }
QCheckBox::indicator:checked { background: @fill; border-color: @fill;
    image: url(@icons/tick.svg); }
QRadioButton { spacing: 8px; background: transparent; }
QRadioButton::indicator { width: 16px; height: 16px; border: 1px solid @ink_faint;
    border-radius: 9px; background: @card; }
QRadioButton::indicator:checked { border-color: @red; background: qradialgradient(cx: 0.5,
    cy: 0.5, radius: 0.5, fx: 0.5, fy: 0.5, stop: 0.5 @red, stop: 0.6 @card); }
QRadioButton:focus::indicator { border-color: @red; }
QCheckBox:focus::indicator { border-color: @red; }
QTableView, QListView { background: @card; border: 0; gridline-color: transparent;
    selection-background-color: @red_tint; selection-color: @ink; }
QListView::item:selected { background: @red_tint; color: @ink; }
QHeaderView { background: @head; border: 0; }
QHeaderView::section { background: @head; color: @ink_soft; border: 0;
    border-bottom: 1px solid @line; padding: 0 @s11; font-size: @s12; min-height: @s31; }
QListView::item { padding: 6px 10px; border-radius: 6px; }
QTabBar::tab { padding: 8px 14px; color: @ink_soft; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: @red; border-bottom: 2px solid @red; font-weight: bold; }
QTabWidget > QTabBar { qproperty-drawBase: 0; }
QStackedWidget#qt_tabwidget_stackedwidget { border: 0; border-top: 1px solid @line; }
QScrollArea, QWidget[role="inside"] { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: @handle; border-radius: 4px; min-height: @s32;
    margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle:horizontal { background: @handle; border-radius: 4px; min-width: 32px;
    margin: 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: @grey_tint; border: 0; border-radius: 3px; max-height: 6px;
    min-height: @s6; }
QProgressBar::chunk { background: @green; border-radius: 3px; }
QProgressBar[role="amber"]::chunk { background: @amber; }
QProgressBar[role="red"]::chunk { background: @red; }
QPushButton::menu-indicator { image: url(@chevron); width: @s12; height: @s12;
    subcontrol-position: right center; right: 8px; }
QPushButton#member-more, QPushButton[role="more"] {
    padding-right: 24px; }
QMenu { background: @card; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 6px 20px; border-radius: 4px; }
QMenu::item:selected { background: @red_tint; color: @ink; }
QMenu::item:disabled { color: @ink_faint; }
QAbstractScrollArea#pages { border: 0; }
QFrame[role="toast"] { background: @toast; border-radius: 8px; }
QFrame[role="toast"] QLabel { color: @white; }
QFrame[role="toast"] QPushButton { color: @white; background: transparent;
    border: 1px solid @toast_line; min-height: @s26; }
"""
