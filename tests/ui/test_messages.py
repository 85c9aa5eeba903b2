"""The one way to tell the person something."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from services.core.errors import NeedsReason, Refused
from tests.helpers.pictures import keep
from ui.core import messages as module
from ui.core import theme
from ui.core.messages import UNEXPECTED, MessageDialog, Messages, ReasonDialog, Toast


@pytest.fixture
def window(look: theme.Theme, qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(1000, 600)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def messages(window: QWidget) -> Messages:
    return Messages(window)


def dialog(messages: Messages) -> MessageDialog:
    assert isinstance(messages.dialog, MessageDialog)
    return messages.dialog


def press(widget: QWidget, name: str) -> None:
    found = widget.findChild(QPushButton, name)
    assert found is not None
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def test_an_expected_error_speaks_in_its_own_words(messages: Messages) -> None:
    messages.error(Refused("这间教室 8:30 已有课，请换一间或换时间。"))
    assert dialog(messages).text.text() == "这间教室 8:30 已有课，请换一间或换时间。"
    keep(dialog(messages), "message-error")
    QTest.keyClick(dialog(messages), Qt.Key.Key_Return)
    assert not dialog(messages).isVisible()


def test_an_unexpected_error_never_shows_an_exception(
    messages: Messages, caplog: pytest.LogCaptureFixture
) -> None:
    messages.error(KeyError("secret name 张三"))
    assert dialog(messages).text.text() == UNEXPECTED
    assert caplog.records, "but the log has it"
    dialog(messages).close()


def test_yes_acts_and_no_does_not(messages: Messages) -> None:
    done: list[str] = []
    messages.ask("退班", "把 3 人移出本班？", "移出", lambda: done.append("yes"))
    keep(dialog(messages), "message-ask")
    press(dialog(messages), "message-no")
    assert done == []
    messages.ask("退班", "把 3 人移出本班？", "移出", lambda: done.append("yes"))
    QTest.keyClick(dialog(messages), Qt.Key.Key_Return)
    assert done == ["yes"]
    messages.ask("退班", "把 3 人移出本班？", "移出", lambda: done.append("again"))
    QTest.keyClick(dialog(messages), Qt.Key.Key_Escape)
    assert done == ["yes"]


def test_the_button_that_has_the_keys_is_the_one_that_enter_takes(messages: Messages) -> None:
    """It opened with the focus on 取消, and Enter did the other."""
    done: list[str] = []
    messages.ask("退班", "把 3 人移出本班？", "移出", lambda: done.append("yes"))
    asked = dialog(messages)
    QApplication.processEvents()
    focused = asked.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.objectName() == "message-yes"
    QTest.keyClick(focused, Qt.Key.Key_Tab)
    QTest.keyClick(asked.focusWidget(), Qt.Key.Key_Return)
    assert (done, asked.isVisible()) == ([], False)


def test_a_warning_is_passed_only_with_a_reason(messages: Messages) -> None:
    given: list[str] = []
    after: list[str] = []

    def act(reason: str) -> None:
        if not reason:
            raise NeedsReason("两节课相隔只有 20 分钟，又不在一处。")
        given.append(reason)

    assert not messages.attempt(act, lambda: after.append("done"))
    asked = messages.dialog
    assert isinstance(asked, ReasonDialog)
    keep(asked, "message-reason")
    press(asked, "message-yes")
    assert given == [], "an empty reason is none"
    assert asked.isVisible()
    QTest.keyClicks(asked.findChild(QLineEdit, "reason"), "agreed")
    QTest.keyClick(asked, Qt.Key.Key_Return)
    assert (given, after) == (["agreed"], ["done"])


def test_an_attempt_that_fails_says_so_and_one_that_works_goes_on(messages: Messages) -> None:
    after: list[int] = []

    def refuse(_reason: str) -> None:
        raise Refused("不行，因为已经结班。")

    assert not messages.attempt(refuse, lambda: after.append(1))
    assert "已经结班" in dialog(messages).text.text()
    dialog(messages).close()
    assert messages.attempt(lambda _reason: None, lambda: after.append(2))
    assert after == [2]


def toast(window: QWidget) -> Toast:
    found = window.findChild(Toast)
    assert found is not None
    return found


def test_a_toast_offers_an_undo_once_and_goes_by_itself(
    messages: Messages, window: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    undone: list[int] = []
    messages.done("已签到：王秀兰", on_action=lambda: undone.append(1))
    shown = toast(window)
    keep(window, "toast")
    assert shown.isVisible()
    assert shown.accessibleName() == "已签到：王秀兰"
    press(shown, "toast-action")
    assert undone == [1]
    assert not shown.isVisible()
    monkeypatch.setattr(module, "TOAST_MILLISECONDS", 30)
    messages.done("已保存")
    assert not shown.action.isVisible()
    qtbot.waitUntil(lambda: not shown.isVisible())


def test_a_toast_stays_inside_a_window_that_changes_its_size(
    messages: Messages, window: QWidget, qtbot: QtBot
) -> None:
    messages.done("已导入 1517 名党员，其中 21 个身份证号没有采用，请在列表里核对。")
    for size in (1000, 640):
        window.resize(size, 500)
        qtbot.waitUntil(lambda: toast(window).geometry().bottom() < 500)
        assert window.rect().contains(toast(window).geometry())


def test_an_explanation_keeps_its_lines(messages: Messages) -> None:
    messages.explain("签到台", "扫码或输入拼音首字母。\nF6 现场补名。")
    assert "\nF6" in dialog(messages).text.text()
    assert dialog(messages).findChild(QLabel) is not None
    keep(dialog(messages), "message-explain")
    dialog(messages).close()


LONG = "已导入 1517 名党员，其中 21 个身份证号没有采用，请在列表里核对，再打印一份交给各党支部。"


def test_what_is_said_meanwhile_leaves_the_undo_within_reach(
    messages: Messages, window: QWidget
) -> None:
    undone: list[str] = []
    messages.done("已聘任莫一帆。", on_action=lambda: undone.append("莫一帆"))
    messages.done("已复制 3 行，可以粘贴到表格里。")
    messages.done("现在不能“修改”：先在列表里选中一行。")
    shown = toast(window)
    assert shown.text.text().splitlines() == [
        "已聘任莫一帆。",
        "现在不能“修改”：先在列表里选中一行。",
    ]
    assert shown.action.isVisible()
    keep(window, "toast-beside")
    messages.done("已聘任孔令岩。", on_action=lambda: undone.append("孔令岩"))
    assert shown.text.text() == "已聘任孔令岩。"
    messages.done("已复制 1 行，可以粘贴到表格里。")
    press(shown, "toast-action")
    assert undone == ["孔令岩"]
    messages.done("已复制 1 行，可以粘贴到表格里。")
    assert (shown.text.text().count("\n"), shown.action.isVisible()) == (0, False)


def test_an_undo_that_was_left_is_not_offered_with_the_next_words(
    messages: Messages, window: QWidget
) -> None:
    messages.done("已聘任莫一帆。", on_action=lambda: pytest.fail("it was left"))
    messages.leave()
    messages.done("已保存。")
    assert not toast(window).action.isVisible()


@pytest.mark.parametrize("percent", [100, 125, 150])
@pytest.mark.parametrize("width", [1100, 560])
def test_no_words_of_a_toast_are_cut(
    look: theme.Theme, qapp: QApplication, qtbot: QtBot, percent: int, width: int
) -> None:
    theme.use(qapp, theme.Theme(percent))
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(width, 300)
    window.show()
    made = Messages(window)
    made.done(LONG, on_action=lambda: None)
    shown = toast(window)
    QTest.qWait(10)
    label, metrics = shown.text, shown.text.fontMetrics()
    lines = label.text().splitlines()
    assert len(lines) <= 2
    assert all(metrics.horizontalAdvance(one) <= label.width() for one in lines)
    assert metrics.lineSpacing() * len(lines) <= label.height()
    assert shown.action.width() >= shown.action.sizeHint().width()
    whole = "".join(lines) == LONG
    assert whole or (lines[-1].endswith("…") and label.toolTip() == LONG)
    assert whole or width < 600
    keep(window, f"toast-{percent}-{width}")
