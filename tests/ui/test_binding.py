"""The Qt binding itself: PySide6 6.12.0 lost a reference to None in each call without a result."""

import sys

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

CALLS = 2_000


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_calls_without_a_result_keep_the_references_to_none(qtbot: QtBot) -> None:
    shown = QLabel()
    qtbot.addWidget(shown)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        shown.setText("签到")
    assert sys.getrefcount(None) > before - CALLS // 2
