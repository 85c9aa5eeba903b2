"""The settings page: what is saved, what is refused, password and backup."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QSpinBox
from pytestqt.qtbot import QtBot

from services import school as schools
from services.core import key_file, settings
from services.core.errors import WrongPassword
from services.core.workspace import Workspace
from services.exchange import BundleKind
from services.exchange.errors import NewEpoch
from tests.helpers.exchange import meet, outbox, send, take, trust
from tests.helpers.pages import button_of, chooser, dialog, leave, press, said, settle, show
from tests.helpers.pdf import pages
from tests.helpers.pictures import keep
from tests.helpers.workspaces import PASSWORD
from ui.core.desk import Desk
from ui.core.preview import PreviewDialog
from ui.settings.dialogs import PasswordDialog
from ui.settings.page import SettingsPage

NEW_PASSWORD = "village-tree-1962"


def number(page: SettingsPage, key: str) -> QSpinBox:
    field = page.rows[key].field
    assert isinstance(field, QSpinBox)
    return field


def stored(space: Workspace, key: str) -> object:
    with space.read() as session:
        setting = next(one for one in settings.DECLARED if one.key == key)
        return settings.of_year(session, setting, 2026)


def own_name(space: Workspace) -> str:
    with space.read() as session:
        return schools.own(session).name


def test_profile_and_settings_are_saved_by_one_key(desk: Desk, qtbot: QtBot) -> None:
    page = show(qtbot, SettingsPage(desk))
    assert not page.save_button.isEnabled()
    page.contact.setText("张干事")
    number(page, "hours.target.member").setValue(40)
    assert page.save_button.text() == "保存 2 处改动"
    keep(page, "settings-changed")
    qtbot.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: said(desk).said != [])
    assert stored(desk.workspace, "hours.target.member") == 40
    with desk.workspace.read() as session:
        assert schools.own(session).contact == "张干事"
    assert (page.save_button.text(), page.save_button.isEnabled()) == ("保存", False)


def test_what_does_not_fit_is_refused_whole(desk: Desk, qtbot: QtBot) -> None:
    page = show(qtbot, SettingsPage(desk))
    page.name.clear()
    number(page, "hours.target.member").setValue(40)
    press(qtbot, page, "settings-save")
    assert str(said(desk).errors[-1]) == "请填写名称。"
    assert stored(desk.workspace, "hours.target.member") == 32
    assert own_name(desk.workspace) == "仲山镇党校"
    assert page.save_button.isEnabled()  # what was typed is still there


def test_a_year_s_target_is_changed_and_the_year_before_keeps_its_own(
    desk: Desk, qtbot: QtBot
) -> None:
    page = show(qtbot, SettingsPage(desk))
    ctrl = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(page, Qt.Key.Key_PageDown, ctrl)
    qtbot.waitUntil(lambda: page.years.words.text() == "2027 年")
    number(page, "hours.target.member").setValue(40)
    assert not page.years.earlier.isEnabled()  # what is typed belongs to the year shown
    qtbot.keyClick(page, Qt.Key.Key_S, ctrl)
    qtbot.waitUntil(lambda: said(desk).said != [])
    with desk.workspace.read() as session:
        targets = [settings.TARGET_MEMBER.get(session, year) for year in (2026, 2027, 2028)]
    assert targets == [32, 40, 40]
    qtbot.keyClick(page, Qt.Key.Key_PageUp, ctrl)
    qtbot.waitUntil(lambda: page.years.words.text() == "2026 年")
    assert number(page, "hours.target.member").value() == 32
    keep(page, "settings-year")


def test_revert_puts_back_what_is_stored(desk: Desk, qtbot: QtBot) -> None:
    page = show(qtbot, SettingsPage(desk))
    page.name.setText("别的名称")
    number(page, "exchange.cut_off_day").setValue(5)
    press(qtbot, page, "settings-revert")
    assert page.name.text() == "仲山镇党校"
    assert number(page, "exchange.cut_off_day").value() == 30
    assert not page.save_button.isEnabled()


def test_a_saved_rule_is_told_to_what_shows_hours(desk: Desk, qtbot: QtBot) -> None:
    heard: list[frozenset[str]] = []
    desk.changes.changed.connect(heard.append)
    page = show(qtbot, SettingsPage(desk))
    number(page, "hours.credit.late").setValue(0)
    press(qtbot, page, "settings-save")
    assert "setting" in heard[-1]


def test_text_size_is_one_of_three_and_says_when_it_takes_effect(desk: Desk, qtbot: QtBot) -> None:
    page = show(qtbot, SettingsPage(desk))
    sizes = page.rows[settings.TEXT_SIZE.key].field
    assert [sizes.itemData(place) for place in range(sizes.count())] == [100, 125, 150]  # type: ignore[union-attr]
    qtbot.keyClick(sizes, Qt.Key.Key_Down)
    press(qtbot, page, "settings-save")
    assert stored(desk.workspace, settings.TEXT_SIZE.key) == 125
    assert "下次打开" in said(desk).said[-1]


def test_high_contrast_is_a_choice(desk: Desk, qtbot: QtBot) -> None:
    page = show(qtbot, SettingsPage(desk))
    choice = page.rows[settings.HIGH_CONTRAST.key].field
    assert [choice.itemText(place) for place in range(choice.count())] == ["普通", "高对比"]  # type: ignore[union-attr]
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    press(qtbot, page, "settings-save")
    assert stored(desk.workspace, settings.HIGH_CONTRAST.key) == 1


def test_each_declared_setting_has_its_label_and_help(desk: Desk, qtbot: QtBot) -> None:
    page = show(qtbot, SettingsPage(desk))
    shown = {one.text() for one in page.findChildren(QLabel)}
    assert set(page.rows) == {setting.key for setting in settings.DECLARED}
    for setting in settings.DECLARED:
        assert {setting.label, setting.help} <= shown


def test_the_wheel_scrolls_the_page_and_changes_no_number(desk: Desk, qtbot: QtBot) -> None:
    page = show(qtbot, SettingsPage(desk))
    field = number(page, "hours.target.member")
    field.setFocus()
    centre = QPointF(field.rect().center())
    turn = QWheelEvent(
        centre,
        QPointF(field.mapToGlobal(field.rect().center())),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field, turn)
    assert field.value() == 32


def test_the_password_is_changed_and_the_old_one_opens_no_more(desk: Desk, qtbot: QtBot) -> None:
    page = show(qtbot, SettingsPage(desk))
    press(qtbot, page, "settings-password")
    form = dialog(qtbot, PasswordDialog)
    for field, text in (
        (form.before, PASSWORD),
        (form.password, NEW_PASSWORD),
        (form.again, NEW_PASSWORD),
    ):
        QTest.keyClicks(field, text)
    qtbot.keyClick(form.again, Qt.Key.Key_Return)
    settle(qtbot, desk)
    file = desk.workspace.folder / "desk.key"
    assert key_file.unlock(file, NEW_PASSWORD)
    with pytest.raises(WrongPassword):
        key_file.unlock(file, PASSWORD)
    assert said(desk).said == ["密码已修改，下次打开用新密码。"]


@pytest.mark.parametrize(
    ("before", "password", "again", "words"),
    [
        ("not-the-password", NEW_PASSWORD, NEW_PASSWORD, "密码不对"),
        (PASSWORD, "short", "short", "密码至少 8 位"),
        (PASSWORD, NEW_PASSWORD, "something-else", "两次输入的新密码不一样"),
        ("", NEW_PASSWORD, NEW_PASSWORD, "请输入现在的密码"),
    ],
)
def test_a_password_that_does_not_fit_changes_nothing(
    desk: Desk, qtbot: QtBot, before: str, password: str, again: str, words: str
) -> None:
    page = show(qtbot, SettingsPage(desk))
    press(qtbot, page, "settings-password")
    form = dialog(qtbot, PasswordDialog)
    for field, text in ((form.before, before), (form.password, password), (form.again, again)):
        QTest.keyClicks(field, text)
    press(qtbot, form, "form-save")
    settle(qtbot, desk)
    assert words in form.error.text()
    assert form.isVisible()
    assert key_file.unlock(desk.workspace.folder / "desk.key", PASSWORD)
    leave(qtbot, form)


def test_a_backup_is_made_now_and_said_when(desk: Desk, qtbot: QtBot) -> None:
    page = show(qtbot, SettingsPage(desk))
    assert page.backup_words.text() == "还没有备份。建议现在备份一次。"
    press(qtbot, page, "settings-backup")
    settle(qtbot, desk)
    assert [path.suffix for path in sorted((desk.workspace.folder / "backups").iterdir())] == [
        ".db",
        ".key",
    ]
    assert "2026-11-23 08:00" in page.backup_words.text()


def test_the_key_card_opens_in_the_preview(desk: Desk, qtbot: QtBot) -> None:
    page = show(qtbot, SettingsPage(desk))
    press(qtbot, page, "settings-card")
    settle(qtbot, desk)
    card = dialog(qtbot, PreviewDialog)
    assert "仲山镇党校" in pages(card.pdf)[0]
    card.reject()


def test_the_county_name_stays_once_keys_are_exchanged(
    desk: Desk, qtbot: QtBot, county: Workspace, tmp_path: Path
) -> None:
    page = show(qtbot, SettingsPage(desk))
    assert not page.county_name.isReadOnly()
    meet(desk.workspace, county, tmp_path / "stick")
    qtbot.waitUntil(page.county_name.isReadOnly)


def test_a_county_sees_the_rules_it_gives_but_not_the_schools_own(
    county_desk: Desk, qtbot: QtBot
) -> None:
    page = show(qtbot, SettingsPage(county_desk))
    assert settings.ISSUER.key not in page.rows
    assert {settings.TARGET_MEMBER.key, settings.CUT_OFF_DAY.key} <= set(page.rows)
    keep(page, "settings-county")


def test_a_restored_computer_registers_anew_and_is_taken_again(
    desk: Desk, qtbot: QtBot, county: Workspace, stick: Path
) -> None:
    school = desk.workspace
    meet(school, county, stick)
    take(county, send(school, stick))
    page = show(qtbot, SettingsPage(desk))
    chooser(desk).answer = stick
    press(qtbot, page, "settings-epoch")
    settle(qtbot, desk)
    assert "不能撤销" in said(desk).asked[-1][1]
    with pytest.raises(NewEpoch):
        take(county, send(school, stick))
    enrol = next(row for row in outbox(school) if row.kind is BundleKind.enrol)
    trust(county, school, (stick / enrol.file_name).read_bytes())
    assert not take(county, send(school, stick)).again


def test_a_county_that_registers_anew_is_told_what_to_do(county_desk: Desk, qtbot: QtBot) -> None:
    page = show(qtbot, SettingsPage(county_desk))
    press(qtbot, page, "settings-epoch")
    assert "重写县级公钥" in said(county_desk).explained[-1][1]


def test_nothing_is_registered_anew_without_a_yes(desk: Desk, qtbot: QtBot) -> None:
    said(desk).yes = False
    page = show(qtbot, SettingsPage(desk))
    press(qtbot, page, "settings-epoch")
    assert outbox(desk.workspace) == ()


@pytest.mark.parametrize("where", ["name", "number"])
def test_ctrl_z_takes_back_what_was_typed_and_then_what_was_done(
    desk: Desk, qtbot: QtBot, where: str
) -> None:
    page = show(qtbot, SettingsPage(desk))
    page.contact.setText("张干事")
    press(qtbot, page, "settings-save")
    box = number(page, "hours.target.member")
    field = page.name if where == "name" else box
    shown = page.name if where == "name" else box.lineEdit()
    before = shown.text()
    field.setFocus()
    shown.end(False)
    QTest.keyClicks(field, "1")
    assert shown.text() != before
    for _press in range(2):
        QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert shown.text() == before
    assert said(desk).said[-1].startswith("已撤销：修改单位资料")
    with desk.workspace.read() as session:
        assert schools.own(session).contact != "张干事"


def test_this_years_targets_are_kept_by_one_button(desk: Desk, qtbot: QtBot) -> None:
    page = show(qtbot, SettingsPage(desk))
    keep(page, "settings-targets")
    press(qtbot, page, "settings-targets")
    assert said(desk).said[-1].startswith("2026 年学时要求照旧。")
    assert not button_of(page, "settings-targets").isVisible()
    with desk.workspace.read() as session:
        assert schools.has_targets(session, 2026)
    desk.history.take_back()
    settle(qtbot, desk)
    assert button_of(page, "settings-targets").isVisible()
