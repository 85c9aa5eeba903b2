"""Scan → durable commit → row painted, on the desk's real page (performance.md: p99 ≤ 50 ms)."""

import time
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from services.core.clock import FixedClock
from tests.benchmarks.measure import sized
from tests.helpers.desk import make_desk
from tests.helpers.teaching import Teaching, at
from tests.helpers.workspaces import SCHOOL, Templates
from ui.sign_in.page import SignInPage

GOAL_MILLISECONDS = 50


@pytest.mark.benchmark
@pytest.mark.parametrize("people", sized([48, 500], [5]))
def test_scan_to_painted(
    people: int, templates: Templates, tmp_path: Path, clock: FixedClock, qapp: QApplication
) -> None:
    school = templates.open(SCHOOL, tmp_path / "school", clock)
    teaching = Teaching(school)
    class_id = teaching.class_()
    teaching.lesson(at(23, 8, 30), class_id=class_id)
    teaching.enrol(class_id, teaching.members(people), over="量一量")
    desk = make_desk(school)
    page = SignInPage(desk)
    page.header_buttons()
    page.resize(1170, 712)
    page.show()
    page.enter()
    assert page.shown is not None
    codes = [person.card_code for person in page.shown.persons]
    taken = []
    for code in codes:
        QTest.keyClicks(page.entry.field, code[:-1])
        started = time.perf_counter()
        QTest.keyClick(page.entry.field, code[-1])
        page.grab()
        taken.append((time.perf_counter() - started) * 1000)
    grabbed = _milliseconds(page)
    taken.sort()
    p50, p99 = taken[len(taken) // 2], taken[int(len(taken) * 0.99)]
    print(
        f"\nscan → painted, {people} enrolled: p50 {p50:.1f} ms, p99 {p99:.1f} ms "
        f"(of which painting the whole page {grabbed:.1f} ms); goal ≤ {GOAL_MILLISECONDS} ms"
    )
    assert page.count.here.text() == str(people)
    page.close()
    desk.changes.stop()
    school.close()


def _milliseconds(page: SignInPage) -> float:
    started = time.perf_counter()
    page.grab()
    return (time.perf_counter() - started) * 1000
