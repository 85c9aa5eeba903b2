"""The dark look: what can be read in every look, followed at once, and papers that stay white."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from services.core import settings
from services.core.paper.declared import Drawn
from services.core.paper.sheet import PaperSheet
from services.core.workspace import Workspace
from tests.helpers.desk import FakeChooser, FakeMessages
from tests.helpers.pages import press, settle
from tests.helpers.pictures import keep
from tests.helpers.workspaces import fill
from ui import app
from ui.certificate.paper import PaperView
from ui.core import theme
from ui.core.backups import Backups
from ui.core.forms import date_field
from ui.core.header import SearchButton
from ui.core.icons import icon
from ui.core.preview import PreviewDialog
from ui.core.secret_field import SecretField
from ui.core.style_sheet import SHEET
from ui.core.table import Column, RowsView

pytestmark = pytest.mark.usefixtures("look")
ROOT = Path(__file__).parents[2]
READABLE, READABLE_BY_FAR = 4.5, 7.0
READABLE_SIZE = 12
Names = tuple[str, ...]

INKS: Names = ("ink", "ink_soft", "red", "green", "amber", "blue")
GROUNDS: Names = ("page", "card", "head")
TINTS: Names = ("grey_tint", "red_tint", "green_tint", "amber_tint", "blue_tint")
PAIRS: tuple[tuple[Names, Names], ...] = (
    ((*INKS, "ink_faint", "red_dark"), GROUNDS),
    (("ink", "ink_soft"), TINTS),
    (INKS, ("red_tint",)),  # the chosen row of a list
    (("green",), ("green_tint",)),
    (("amber",), ("amber_tint",)),
    (("blue",), ("blue_tint",)),
    (("white",), ("fill", "fill_dark", "toast", "sidebar", "sidebar_line")),
    (("sidebar_text",), ("sidebar", "sidebar_line")),
    (("sidebar_faint",), ("sidebar",)),
    (("card",), ("green",)),  # the tick of a step that is done
)
"""What is written with what, on what."""
ASLEEP = 'QPushButton[role="arrow"]:disabled'
"""Where there is nothing further; hardly seen on purpose."""
each_look = pytest.mark.parametrize(
    ("dark", "contrast"), theme.LOOKS, ids=lambda on: "yes" if on else "no"
)


def light(color: QColor) -> float:
    """The relative luminance of WCAG 2."""
    parts = (color.redF(), color.greenF(), color.blueF())
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast_of(ink: QColor, ground: QColor) -> float:
    high, low = sorted((light(ink), light(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def use(*, dark: bool, contrast: bool = False) -> None:
    running = QApplication.instance()
    assert isinstance(running, QApplication)
    theme.use(running, theme.Theme(high_contrast=contrast, dark=dark))


Open = Callable[[Workspace], app.Run]


@pytest.fixture
def opened(school: Workspace, county: Workspace, qtbot: QtBot) -> Iterator[Open]:
    """The program with the main window of one of these, that makes no copy once it is gone."""
    windows: list[QWidget] = []

    def show(space: Workspace) -> app.Run:
        run = app.Run(space.folder, chooser=FakeChooser())
        run.show_main(space)
        windows.append(run.main_window)
        settle(qtbot, run.main_window.desk)
        return run

    yield show
    for window in windows:
        window.close()
        for backups in window.findChildren(Backups):
            delete(backups)


@pytest.fixture
def run(opened: Open, school: Workspace) -> app.Run:
    return opened(school)


def is_dark() -> bool:
    return theme.current().dark


# what can be read


@each_look
def test_every_ink_can_be_read_on_its_grounds(*, dark: bool, contrast: bool) -> None:
    look = theme.Theme(high_contrast=contrast, dark=dark)
    least = READABLE_BY_FAR if contrast else READABLE
    for inks, grounds in PAIRS:
        for ink in inks:
            for ground in grounds:
                ratio = contrast_of(look.color(ink), look.color(ground))
                assert ratio >= least, (ink, ground, round(ratio, 2))


@each_look
def test_every_rule_of_the_style_sheet_can_be_read(*, dark: bool, contrast: bool) -> None:
    look = theme.Theme(high_contrast=contrast, dark=dark)
    seen = 0
    for rule in re.findall(r"([^{}]+)\{([^}]*)\}", SHEET):
        ink = re.search(r"(?<![-\w])color: @(\w+)", rule[1])
        ground = re.search(r"background: @(\w+)", rule[1])
        if ink and ground and rule[0].strip() != ASLEEP:
            seen += 1
            ratio = contrast_of(look.color(ink[1]), look.color(ground[1]))
            assert ratio >= READABLE, (rule[0], round(ratio, 2))
    assert seen > 20


@pytest.mark.parametrize("kind", ["school", "county"])
def test_all_pages_can_be_read_by_day_and_by_night(
    kind: str, request: pytest.FixtureRequest, opened: Open, qtbot: QtBot
) -> None:
    """Each text with the colour that it has and the one that is behind it, as it is painted. The
    same inks stand on the same grounds in high contrast."""
    space: Workspace = request.getfixturevalue(kind)
    if kind == "school":
        fill(space, members=20, lessons=4, sign_ins=20)
    window = opened(space).main_window
    places = [name.removeprefix("nav-") for name in _names(window) if name.startswith("nav-")]
    assert len(places) > 4
    keys = [one.key for place in places for one in window.views_of(place)]
    for dark in (False, True):
        use(dark=dark)
        for key in keys:
            window.go(key)
            settle(qtbot, window.desk)
            if dark:
                keep(window, f"dark-{kind}-{key}")
            assert unreadable(window) == [], (key, dark)


def _names(window: QWidget) -> list[str]:
    return [one.objectName() for one in window.findChildren(QPushButton)]


def unreadable(window: QWidget) -> list[tuple[str, str, str, float]]:
    """The texts in sight of less than 4.5:1. What is checked or off is told by the tokens' test."""
    image, found = window.grab().toImage(), []
    for one in window.findChildren(QWidget):
        text = _text(one)
        if not text or not one.isEnabled() or one.visibleRegion().isEmpty():
            continue
        if min(one.visibleRegion().boundingRect().size().toTuple()) < READABLE_SIZE:
            continue  # a rest at the edge of what is scrolled
        ground = _ground(image, one, window)
        ink = one.palette().color(_role(one))
        ratio = contrast_of(_over(ink, ground), ground)
        if ratio < READABLE:
            found.append((text, ink.name(), ground.name(), round(ratio, 2)))
    return found


def _text(one: QWidget) -> str:
    if isinstance(one, QPushButton):
        return "" if one.isChecked() else one.text()
    if isinstance(one, QLineEdit):
        return one.text() or one.placeholderText()
    return one.text().strip() if isinstance(one, QLabel) else ""


def _role(one: QWidget) -> QPalette.ColorRole:
    if isinstance(one, QLineEdit):
        role = QPalette.ColorRole
        return role.Text if one.text() else role.PlaceholderText
    return one.foregroundRole()


def _ground(image: QImage, one: QWidget, window: QWidget) -> QColor:
    """The commonest colour of what is painted where a widget is in sight."""
    seen, counts = one.visibleRegion().boundingRect(), Counter[str]()
    corner = one.mapTo(window, seen.topLeft())
    for x in range(3, seen.width() - 3, 5):
        for y in (3, seen.height() // 2, seen.height() - 4):
            spot = corner + QPoint(x, y)
            if image.rect().contains(spot):
                counts[image.pixelColor(spot).name()] += 1
    return QColor(counts.most_common(1)[0][0] if counts else theme.current().tokens.card)


def _over(ink: QColor, ground: QColor) -> QColor:
    """What a colour that can be seen through looks like."""
    share = ink.alphaF()
    pairs = zip(ink.getRgb()[:3], ground.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(a * share + b * (1 - share)) for a, b in pairs))


# followed at once


def test_a_chosen_look_is_there_at_once_and_goes_with_its_undo(run: app.Run, qtbot: QtBot) -> None:
    window = run.main_window
    window.go("settings")
    settle(qtbot, window.desk)
    choice = window.findChild(QWidget, f"setting-{settings.APPEARANCE.key}")
    assert choice is not None
    for _ in range(2):
        qtbot.keyClick(choice, Qt.Key.Key_Down)
    press(qtbot, window, "settings-save")
    qtbot.waitUntil(is_dark)
    assert QApplication.palette().color(QPalette.ColorRole.Window) == theme.Theme(dark=True).color(
        "page"
    )
    keep(window, "dark-settings-saved")
    settle(qtbot, window.desk)
    window.undo()
    qtbot.waitUntil(lambda: not is_dark())


def test_high_contrast_is_there_at_once(run: app.Run, qtbot: QtBot) -> None:
    with run.main_window.desk.workspace.write("settings.change") as session:
        settings.change(session, {settings.HIGH_CONTRAST.key: "1", settings.TEXT_SIZE.key: "150"})
    wanted = theme.Theme(high_contrast=True)  # the text is as large as what is open was made for
    qtbot.waitUntil(lambda: theme.current().is_like(wanted))


def test_the_look_goes_with_the_system_until_one_is_chosen(
    run: app.Run, qapp: QApplication
) -> None:
    told = qapp.styleHints().colorSchemeChanged
    told.emit(Qt.ColorScheme.Dark)
    assert is_dark()
    told.emit(Qt.ColorScheme.Light)
    assert not is_dark()
    with run.main_window.desk.workspace.write("settings.change") as session:
        settings.change(session, {settings.APPEARANCE.key: "1"})
    told.emit(Qt.ColorScheme.Dark)
    assert not is_dark()


def test_a_kept_look_is_there_when_the_window_opens(opened: Open, school: Workspace) -> None:
    with school.write("settings.change") as session:
        settings.change(session, {settings.APPEARANCE.key: "2", settings.HIGH_CONTRAST.key: "1"})
    opened(school)
    assert theme.current().is_like(theme.Theme(high_contrast=True, dark=True))


def test_icons_go_with_the_look(qtbot: QtBot) -> None:
    search, secret = SearchButton(lambda: None), SecretField("secret", "密码")
    for one in (search, secret):
        qtbot.addWidget(one)
    for dark in (False, True):
        use(dark=dark)
        for made, token in ((search.icon(), "ink_faint"), (secret.eye.icon(), "ink_soft")):
            drawn = made.pixmap(64, 64).toImage()
            assert _strongest(drawn) == theme.current().color(token)


def test_the_weekends_of_an_opened_month_go_with_the_look(qtbot: QtBot) -> None:
    field = date_field("day", date(2026, 12, 1))
    qtbot.addWidget(field)
    field.show()
    for dark in (False, True):
        use(dark=dark)
        written = field.calendarWidget().weekdayTextFormat(Qt.DayOfWeek.Sunday)
        assert written.foreground().color() == theme.current().color("red")


def test_an_icon_that_may_not_be_pressed_is_a_token() -> None:
    use(dark=True)
    off = icon("gear", "red").pixmap(64, 64, icon("gear").Mode.Disabled).toImage()
    assert _strongest(off) == theme.current().color("ink_faint")


def _strongest(image: QImage) -> QColor:
    """The commonest colour that nothing shows through."""
    counts = Counter[str]()
    for x in range(image.width()):
        for y in range(image.height()):
            color = image.pixelColor(x, y)
            if color.alpha() == 255:
                counts[color.name()] += 1
    return QColor(counts.most_common(1)[0][0])


def test_a_list_that_was_painted_goes_with_the_look(qtbot: QtBot) -> None:
    view = RowsView((Column[str]("名称", 0, lambda one: one),))
    qtbot.addWidget(view)
    view.resize(400, 200)
    view.set_rows(["一", "二"])
    view.show()
    low = QPoint(300, view.rowHeight(0) - 1)
    for dark in (False, True):
        use(dark=dark)
        assert view.viewport().grab().toImage().pixelColor(low) == theme.current().color("line")


# papers


def test_papers_stay_white(qtbot: QtBot) -> None:
    use(dark=True)
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(1000, 700)
    pdf = PaperSheet("纸").done()
    box = PreviewDialog(parent, [Drawn("test", "纸", "纸", pdf, ())], FakeChooser(), FakeMessages())
    box.show()
    keep(box, "dark-preview")
    shown = box.view.viewport().grab().toImage()
    assert shown.pixelColor(shown.rect().center()) == QColor("white")
    assert shown.pixelColor(QPoint(2, 300)) == theme.current().color("line")
    box.reject()
    paper = PaperView("纸")
    qtbot.addWidget(paper)
    paper.resize(400, 600)
    paper.show_pdf(pdf)
    paper.show()
    assert paper.grab().toImage().pixelColor(QPoint(200, 300)) == QColor("white")
    assert all(asdict(tokens)["paper"] == "#FFFFFF" for tokens in theme.LOOKS.values())


# no colour but the tokens


WRITTEN = re.compile(r"#[0-9A-Fa-f]{3,8}\b|GlobalColor\.(?!transparent)|QColor\(\s*[\d\"']|rgba?\(")


def test_no_colour_is_written_outside_the_theme() -> None:
    for path in sorted((ROOT / "ui").rglob("*.py")):
        if path != ROOT / "ui/core/theme.py":
            assert WRITTEN.findall(path.read_text("utf-8")) == [], path.name
    known = {color for tokens in theme.LOOKS.values() for color in asdict(tokens).values()}
    drawings = list((ROOT / "resources/icons").glob("*.svg"))
    assert drawings
    for drawing in drawings:
        assert set(re.findall(r"#\w+", drawing.read_text("utf-8"))) <= known, drawing.name


@pytest.mark.parametrize(
    "line", ['QColor("red")', "QColor(1, 2, 3)", "#fff", "Qt.GlobalColor.red", "rgba(0, 0, 0, 9)"]
)
def test_the_check_finds_a_written_colour(line: str) -> None:
    assert WRITTEN.search(line)
