"""The printed timetable: every lesson once in its place, nothing cut, the heads on each page."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services import timetable
from services.core.workspace import Workspace
from services.timetable import Grouping
from services.timetable.paper import missing, render
from services.timetable.papers import LessonEntry, PaperRow, TimetablePaper
from tests.helpers.examples import examples
from tests.helpers.pdf import pages
from tests.helpers.teaching import Teaching, at

DAY = date(2026, 11, 24)


@pytest.fixture
def teaching(school: Workspace) -> Teaching:
    return Teaching(school)


def week(teaching: Teaching, grouping: Grouping, day: date = DAY) -> TimetablePaper:
    with teaching.workspace.read() as session:
        read = timetable.read(session, timetable.week_of(day))
        return timetable.week_paper(session, read, read.lessons, grouping, "")


def month(teaching: Teaching, day: date) -> TimetablePaper:
    with teaching.workspace.read() as session:
        days = timetable.month_of(day)
        lessons = timetable.read(session, days).lessons
        return timetable.month_paper(session, day.replace(day=1), days, lessons, "班次：轮训班")


def solid(text: str) -> str:
    return "".join(text.split())


def test_a_week_by_rooms_has_a_row_for_each_room_with_lessons(teaching: Teaching) -> None:
    class_id = teaching.class_("村支部书记轮训班")
    teaching.lesson(at(24, 8, 30), class_id=class_id)
    teaching.lesson(at(26, 14), class_id=class_id, room=teaching.far_room)
    paper = week(teaching, Grouping.room)
    assert [row.head for row in paper.rows] == ["主校区 201", "布山分教点 会议室"]
    assert paper.corner == "教室"
    (entry,) = paper.rows[0].cells[1]
    assert entry == LessonEntry("08:30–11:30 党的创新理论进基层", "村支部书记轮训班 · 讲师未定")
    assert paper.note.startswith("2026年11月23日–29日　共 2 节")
    (text,) = pages(render(paper))
    for words in ("仲山镇党校课表", "周四 11月26日", "布山分教点会议室", "第 1 页 共 1 页"):
        assert solid(words) in solid(text)


def test_without_rows_the_parts_of_the_day_are_rows(teaching: Teaching) -> None:
    teaching.lesson(at(24, 19), 2)
    paper = week(teaching, Grouping.none)
    assert [row.head for row in paper.rows] == ["上午", "下午", "晚"]
    assert [len(cell) for cell in paper.rows[2].cells] == [0, 1, 0, 0, 0, 0, 0]
    assert "主校区 201" in paper.rows[2].cells[1][0].details


def test_an_empty_week_is_a_page_too(teaching: Teaching) -> None:
    (text,) = pages(render(week(teaching, Grouping.site)))
    assert "共0节" in solid(text)


def test_a_month_shows_its_own_days_and_what_reaches_into_it(teaching: Teaching) -> None:
    class_id = teaching.class_()
    teaching.lesson(at(31, 22, month=10), 4, class_id=class_id)
    teaching.lesson(at(30, 8, 30, month=10), class_id=class_id)
    teaching.lesson(at(30, 9), class_id=class_id)
    paper = month(teaching, date(2026, 11, 1))
    first, last = paper.rows[0], paper.rows[-1]
    assert first.labels == ("", "", "", "", "", "", "1日")
    assert [len(cell) for cell in first.cells] == [0, 0, 0, 0, 0, 0, 1]
    assert first.cells[6][0].words.startswith("前日 22:00–02:00")
    assert len(last.cells[0]) == 1
    assert paper.title == "仲山镇党校2026年11月课表"
    assert "班次：轮训班　共 2 节" in paper.note
    (text,) = pages(render(paper))
    assert solid("前日 22:00–02:00 党的创新理论进基层") in solid(text)


@settings(max_examples=examples(15), deadline=None)
@given(
    rows=st.lists(st.lists(st.integers(0, 40), min_size=7, max_size=7), min_size=1, max_size=4),
    labelled=st.booleans(),
)
def test_every_entry_is_printed_once_on_however_many_pages(
    rows: list[list[int]], labelled: bool
) -> None:
    """Each entry carries a number of its own, long words around it."""
    numbers = iter(range(10_000))
    made = tuple(
        PaperRow(
            "" if labelled else f"教室{place}",
            ("1日" if labelled else "",) * 7,
            tuple(
                tuple(
                    LessonEntry(
                        f"08:30–11:30 课#{next(numbers):04d}#" + "长" * (count % 5 * 9), "班" * 20
                    )
                    for _ in range(count)
                )
                for count in counts
            ),
        )
        for place, counts in enumerate(rows)
    )
    paper = TimetablePaper("课表", "", "" if labelled else "教室", timetable.WEEKDAYS, made)
    printed = pages(render(paper))
    whole = solid("".join(printed))
    total = next(numbers)
    assert [n for n in range(total) if whole.count(f"#{n:04d}#") != 1] == []
    for number, text in enumerate(printed, 1):
        assert f"第{number}页共{len(printed)}页" in solid(text)
        assert "周日" in text


def test_an_entry_higher_than_a_page_has_a_page_of_its_own() -> None:
    tall = LessonEntry("课" * 900, "")
    row = PaperRow("教室", ("",) * 7, ((tall, LessonEntry("另一节", "")), *((),) * 6))
    paper = TimetablePaper("课表", "", "教室", timetable.WEEKDAYS, (row,))
    printed = pages(render(paper))
    assert len(printed) == 2
    assert "另一节" in solid(printed[1])


def test_what_no_font_has_is_named(teaching: Teaching) -> None:
    teaching.lesson(at(24, 8, 30), class_id=teaching.class_("轮训班\U0003fffd"))
    paper = week(teaching, Grouping.class_)
    assert missing(paper) == ("\U0003fffd",)
    assert missing(replace(paper, rows=())) == ()
