"""The bar over a list: its pills go on in a further line where they do not fit."""

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ui.core.narrowing import FilterBar, Pills, SearchField

STATES = ("已培训", "过期才培训", "还没培训", "快到期", "已过期")


@pytest.fixture
def bar(qtbot: QtBot) -> FilterBar[str]:
    pills = Pills("state", str, dict.fromkeys(STATES, "grey"))
    made = FilterBar(SearchField("find", "姓名", "找"), [pills], lambda rows, _typed: rows)
    made.offer(STATES)
    qtbot.addWidget(made)
    return made


def _lines(bar: FilterBar[str]) -> int:
    return len({one.y() for one in bar.findChildren(QPushButton) if one.isVisible()})


def test_pills_wrap_and_are_whole(qtbot: QtBot, bar: FilterBar[str]) -> None:
    bar.resize(1200, bar.sizeHint().height())
    bar.show()
    qtbot.wait(10)
    assert _lines(bar) == 1
    bar.setFixedWidth(360)
    bar.setFixedHeight(bar.heightForWidth(360))
    qtbot.wait(10)
    assert _lines(bar) > 1
    pills = [one for one in bar.findChildren(QPushButton) if one.isVisible()]
    assert len(pills) == len(STATES) + 1
    for one in pills:
        assert one.width() >= one.sizeHint().width(), one.text()
        assert bar.rect().contains(one.geometry()), one.text()
