"""Work in other threads: progress, stopping, failing, and an end that is always told."""

import threading
import time
from itertools import count

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services.core.errors import Cancelled, Refused
from ui.core import theme
from ui.core.background import Background, Latest, Progress


@pytest.fixture
def background(look: theme.Theme) -> Background:
    return Background()


class Told:
    """What the two callbacks were given, and in which thread."""

    def __init__(self) -> None:
        self.results: list[object] = []
        self.errors: list[Exception] = []
        self.threads: set[QThread] = set()

    def result(self, value: object) -> None:
        self.results.append(value)
        self.threads.add(QThread.currentThread())

    def error(self, error: Exception) -> None:
        self.errors.append(error)
        self.threads.add(QThread.currentThread())


def test_the_work_is_done_elsewhere_and_told_here(
    background: Background, qapp: QApplication, qtbot: QtBot
) -> None:
    told = Told()
    background.run("算", lambda _: threading.current_thread(), told.result, told.error)
    assert background.busy
    qtbot.waitUntil(lambda: not background.busy)
    assert told.results != [threading.current_thread()]
    assert len(told.results) == 1
    assert told.threads == {qapp.thread()}


@pytest.mark.parametrize("error", [Refused("不行"), ZeroDivisionError()])
def test_a_failure_is_told_once_and_nothing_else(
    background: Background, qtbot: QtBot, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_progress: Progress) -> None:
        raise error

    told = Told()
    background.run("失败", fail, told.result, told.error)
    qtbot.waitUntil(lambda: not background.busy)
    assert told.errors == [error]
    assert told.results == []
    unexpected = isinstance(error, ZeroDivisionError)
    assert bool(caplog.records) == unexpected, "what nobody expected is in the log"


def test_progress_arrives_in_order_before_the_end(background: Background, qtbot: QtBot) -> None:
    told = Told()
    seen: list[tuple[int, int, str, bool]] = []
    go = threading.Event()

    def count(progress: Progress) -> str:
        go.wait(5)
        for number in range(50):
            progress.report(number, 50, f"第{number}个")
        return "好了"

    job = background.run("数", count, told.result, told.error)
    job.progressed.connect(lambda *far: seen.append((*far, bool(told.results))))
    go.set()
    qtbot.waitUntil(lambda: not background.busy)
    assert seen == [(number, 50, f"第{number}个", False) for number in range(50)]
    assert told.results == ["好了"]


def test_stopped_work_ends_as_stopped(background: Background, qtbot: QtBot) -> None:
    told = Told()

    def endless(progress: Progress) -> None:
        while True:
            progress.report(0, 1)
            time.sleep(0.001)

    background.run("无尽", endless, told.result, told.error).progress.cancel()
    qtbot.waitUntil(lambda: not background.busy)
    assert isinstance(told.errors[0], Cancelled)
    assert told.results == []


def test_closing_stops_what_is_under_way_and_waits_for_it(background: Background) -> None:
    ended = threading.Event()

    def endless(progress: Progress) -> None:
        try:
            while True:
                progress.report(0, 1)
                time.sleep(0.001)
        finally:
            ended.set()

    told = Told()
    background.run("无尽", endless, told.result, told.error)
    background.wait()
    assert ended.is_set()


def test_an_error_in_one_end_loses_no_other(background: Background, qtbot: QtBot) -> None:
    told = Told()

    def clumsy(_value: object) -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        for end in (clumsy, told.result, clumsy, told.result):
            background.run("算", lambda _: 1, end, told.error)
        qtbot.waitUntil(lambda: not background.busy)
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError, ZeroDivisionError]
    assert told.results == [1, 1]


def test_thousands_of_short_jobs_all_come_to_their_end(
    background: Background, qtbot: QtBot
) -> None:
    """Once, one in a thousand took the program down (a job died in its worker)."""
    told = Told()
    for number in range(3_000):
        background.run("算", lambda _, n=number: n, told.result, told.error)
    qtbot.waitUntil(lambda: not background.busy, timeout=30_000)
    assert sorted(told.results) == list(range(3_000))


def test_only_the_last_of_many_questions_is_asked_again(
    background: Background, qtbot: QtBot
) -> None:
    answers = iter(range(100))
    told = Told()
    first = threading.Event()

    def read(_progress: Progress) -> int:
        first.wait(5)
        return next(answers)

    latest = Latest(background, "读", read, told.result, told.error)
    for _ in range(20):
        latest.ask()
    first.set()
    qtbot.waitUntil(lambda: told.results != [])
    qtbot.waitUntil(lambda: not background.busy)
    assert told.results == [1], "what was read before the last question is not shown"


def test_what_was_asked_while_a_read_failed_is_read_all_the_same(
    background: Background, qtbot: QtBot
) -> None:
    told, first, reads = Told(), threading.Event(), count()

    def read(_progress: Progress) -> int:
        if (number := next(reads)) == 0:
            first.wait(5)
            raise Refused("数据正忙，请再试。")
        return number

    latest = Latest(background, "读", read, told.result, told.error)
    latest.ask()
    latest.ask()
    first.set()
    qtbot.waitUntil(lambda: told.results != [])
    assert (told.results, told.errors) == ([1], [])
