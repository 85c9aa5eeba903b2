"""Forms made from a declaration: what they show, read, refuse and point at."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from models.core.words import Words
from services.core.errors import BadInput, NeedsReason, Refused
from services.core.fields import (
    checked,
    choice,
    day,
    draft,
    draft_of,
    hours,
    moment,
    money,
    partial_day,
    phone,
    reference,
    suggested,
    text,
    whole,
    yes_no,
)
from tests.helpers.pictures import keep
from ui.core import theme
from ui.core.draft_form import DraftForm
from ui.core.messages import ReasonDialog

TODAY = date(2026, 11, 23)
MORNING = datetime(2026, 11, 23, 8, 30)  # noqa: DTZ001  (lesson times are local)
ABOVE, OTHER = UUID(int=7), UUID(int=8)
OFFERS = {"above": [("前进社区党总支", ABOVE), ("石桥村党支部", OTHER)]}


class Way(Words):
    invited = "invited", "邀请"
    sent = "sent", "选派"


@draft
class Thing:
    name: str = text("姓名", 6, hint="两三个字")
    way: Way = choice("来源", Way)
    special: tuple[int, ...] = field()
    above: UUID | None = reference("上级", none="没有上级", default=None)
    sex: str = suggested("性别", 2, ("男", "女"), free=False, default="")
    rank: str = suggested("职称", 8, ("正高", "副高"), default="")
    seen: bool = yes_no("看过课件", default=False)
    made: date | None = day("完成日期", past=True, default=None)
    born: str = partial_day("出生日期", default="")
    at: datetime = moment("时间", default=MORNING)
    heads: int = whole("人数", 1, 500, default=40, unit="人")
    paid: Decimal = money("金额", 9000, default=Decimal(0))
    length: Decimal = hours("学时", default=Decimal(4))
    phone: str = phone("手机", masked=True, default="")
    note: str = text("说明", 10, lines=True, note="印在单子上", default="")


class ThingForm(DraftForm[Thing]):
    def special(self) -> dict[str, Any]:
        return {"special": (1,)}


@pytest.fixture
def window(look: theme.Theme, qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1170, 712)
    made.show()
    return made


class Saved:
    """Takes what a form hands over, as a service's verb would."""

    def __init__(self) -> None:
        self.kept: list[dict[str, Any]] = []
        self.error: Exception | None = None
        self.reasons: list[str] = []

    def __call__(self, thing: Thing, reason: str) -> None:
        self.reasons.append(reason)
        if self.error is not None and not reason:
            raise self.error
        self.kept.append(checked(thing, TODAY))


def opened(window: QWidget, qtbot: QtBot, save: Saved, **more: Any) -> ThingForm:
    given = {"start": {"name": "李四"}, "offers": OFFERS, **more}
    form = ThingForm(window, "thing", "新增", Thing, save, **given)
    form.open()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    return form


def test_what_is_typed_into_each_kind_is_what_is_saved(window: QWidget, qtbot: QtBot) -> None:
    save = Saved()
    form = opened(window, qtbot, save, beside=("way", "seen"))
    keep(form, "draft-form")
    form["way"].setCurrentIndex(1)
    form["above"].lineEdit().setText("石桥")
    form["sex"].setCurrentText("女")
    form["rank"].setEditText("研究员")
    QTest.keyClick(form["seen"], Qt.Key.Key_Space)
    form["made"].setDate(date(2026, 3, 1))
    QTest.keyClicks(form["born"], "1970.05")
    form["heads"].setValue(60)
    form["paid"].setValue(1234.5)
    form["length"].setValue(2.5)
    QTest.keyClicks(form["phone"], "13805371234")
    form["note"].setPlainText("两行\n字")
    QTest.keyClick(form, Qt.Key.Key_Return)
    (kept,) = save.kept
    assert str(kept.pop("born")) == "1970-05"
    assert kept == {
        "name": "李四",
        "way": Way.sent,
        "above": OTHER,
        "sex": "女",
        "rank": "研究员",
        "seen": True,
        "made": date(2026, 3, 1),
        "at": MORNING,
        "heads": 60,
        "paid": Decimal("1234.50"),
        "length": Decimal("2.5"),
        "phone": "13805371234",
        "note": "两行 字",
    }
    assert not form.isVisible()


@dataclass(frozen=True)
class Row:
    """A row of a query: what was saved before."""

    name: str = "李四"
    way: Way = Way.sent
    above: UUID | None = ABOVE
    sex: str = "男"
    rank: str = "教授级高工"
    seen: bool = True
    made: date | None = date(2026, 3, 1)
    born: str = "1970-05"
    at: datetime = MORNING
    heads: int = 12
    paid: Decimal = Decimal("8.25")
    length: Decimal = Decimal("2.5")
    note: str = "说明"


def test_a_form_that_is_opened_and_saved_changes_nothing(window: QWidget, qtbot: QtBot) -> None:
    save = Saved()
    start = draft_of(Thing, Row(), special=(1,))
    form = opened(window, qtbot, save, start=start, masked={"phone": "138****1234"})
    assert form.draft() == start
    assert form["phone"].placeholderText() == "138****1234，留空不改"
    QTest.keyClick(form["made"], Qt.Key.Key_Delete)
    assert form.draft().made is None
    QTest.keyClick(form, Qt.Key.Key_Return)
    assert save.kept[0]["rank"] == "教授级高工"


def test_the_keys_go_to_the_first_field_at_fault_and_all_is_said(
    window: QWidget, qtbot: QtBot
) -> None:
    save = Saved()
    form = opened(window, qtbot, save)
    form["name"].setText(" ")
    form["born"].setText("昨天")
    form["note"].setFocus()
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    assert form.isVisible()
    assert form.error.text().startswith("请填写姓名。出生日期看不懂")
    assert form["name"].hasFocus()
    form["name"].setText("张三")
    assert not form.error.isVisible()
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    assert form["born"].hasFocus()
    assert form["born"].selectedText() == "昨天"


def test_words_that_pick_nothing_are_no_choice(window: QWidget, qtbot: QtBot) -> None:
    save = Saved()
    form = opened(window, qtbot, save)
    assert form.draft().above is None
    form["above"].lineEdit().setText("没有的支部")
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    assert form.error.text() == "上级没有选中，请从列表里选。"
    assert form["above"].hasFocus()
    assert save.kept == []


def test_a_refusal_stays_in_the_form_and_a_reason_passes_a_warning(
    window: QWidget, qtbot: QtBot
) -> None:
    save = Saved()
    form = opened(window, qtbot, save)
    save.error = Refused("已有一个。")
    QTest.keyClick(form, Qt.Key.Key_Return)
    assert form.error.text() == "已有一个。"
    save.error = NeedsReason("太多了。")
    QTest.keyClick(form, Qt.Key.Key_Return)
    asked = form.findChild(ReasonDialog)
    asked.reason.setText("说好的")
    qtbot.mouseClick(asked.findChild(QWidget, "message-yes"), Qt.MouseButton.LeftButton)
    assert save.reasons[-1] == "说好的"
    assert len(save.kept) == 1


def test_a_field_that_no_form_has_is_pointed_at_in_vain(window: QWidget, qtbot: QtBot) -> None:
    save = Saved()
    form = opened(window, qtbot, save)
    save.error = BadInput("环节不全。", "special")
    form["note"].setFocus()
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    assert form.error.text() == "环节不全。"


def test_beside_shares_a_row_and_the_others_take_the_width(window: QWidget, qtbot: QtBot) -> None:
    form = opened(window, qtbot, Saved(), beside=("way",))
    assert form["name"].y() == form["way"].y()
    assert form["above"].geometry().right() == form["way"].geometry().right()
    assert form["above"].x() == form["name"].x()


def test_a_day_that_must_be_filled_in_begins_empty_and_is_asked_for(
    window: QWidget, qtbot: QtBot
) -> None:
    """A page that gives no day to begin with must not end in an error of its own."""

    @draft
    class Dated:
        on: date = day("日期")

    saved: list[Dated] = []

    def save(made: Dated, _reason: str) -> None:
        checked(made)
        saved.append(made)

    form = DraftForm(window, "dated", "日期", Dated, save, start={})
    form.open()
    qtbot.keyClick(form, Qt.Key.Key_Return)
    assert form.error.text() == "请填写日期。"
    form["on"].setDate(QDate(2026, 11, 23))
    qtbot.keyClick(form, Qt.Key.Key_Return)
    assert [one.on for one in saved] == [date(2026, 11, 23)]


@draft
class Loose:
    name: str = text("姓名", 6)
    way: Way | None = choice("来源", Way, none="没有来源", default=None)
    places: int | None = whole("名额", 1, 500, unit="人", none="不限", default=None)


def test_a_choice_and_a_number_may_be_none_and_say_so(window: QWidget, qtbot: QtBot) -> None:
    kept: list[Loose] = []
    start = Loose("李四", Way.sent, 30)
    form = DraftForm(window, "loose", "改", Loose, lambda one, _why: kept.append(one), start=start)
    assert form.draft() == start
    form["way"].setCurrentIndex(0)
    form["places"].setValue(form["places"].minimum())
    assert (form["way"].currentText(), form["places"].text()) == ("没有来源", "不限")
    form["name"].setFocus()
    form.save_button.click()
    assert kept == [Loose("李四")]
