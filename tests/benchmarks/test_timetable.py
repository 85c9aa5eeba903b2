"""A month of 2,000 lessons: read, laid out and painted, against a bare query and a bare painter.

One frame is 16 ms: the first figure of each line is held against that.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot
from sqlalchemy import select, text

from models.course import Course
from models.training_class import Lesson
from services import site, timetable
from services.core.workspace import Workspace
from services.site import SiteKind
from services.timetable import Grouping
from tests.benchmarks.measure import in_turns, timed
from tests.helpers.teaching import Teaching
from ui.core import theme
from ui.timetable.board import Board
from ui.timetable.listing import arranged

pytestmark = pytest.mark.benchmark
LESSONS, ROOMS, DAYS, PER_DAY = 2_000, 25, 30, 3
FIRST = date(2026, 11, 1)
SIZE = (1122, 520)
NOW = datetime(2026, 11, 23, 8)  # noqa: DTZ001  (a local time)


@pytest.fixture
def busy(school: Workspace) -> Workspace:
    """2,000 lessons of 20 classes in 25 rooms on the thirty days of November."""
    teaching = Teaching(school)
    classes = [teaching.class_(f"村支部书记轮训班（第{n}期）") for n in range(20)]
    with school.write("site.create") as session:
        at_site = site.create(session, site.SiteDraft("教学楼", SiteKind.practice_site)).id
        rooms = [
            site.add_room(session, at_site, site.RoomDraft(f"{n}号教室", 60)).id
            for n in range(ROOMS)
        ]
        one = session.scalars(select(Course)).first()
        assert one is not None
        rows = []
        for number in range(LESSONS):
            day, rest = divmod(number, ROOMS * PER_DAY)
            room, part = divmod(rest, PER_DAY)
            start = datetime(2026, 11, day % DAYS + 1, (8, 14, 19)[part])  # noqa: DTZ001
            rows.append(
                {
                    "class_id": classes[number % 20], "course_id": one.id,
                    "room_id": rooms[room], "title": f"党的创新理论进基层 第{number}讲",
                    "task": one.task, "tier": one.tier, "form": one.form, "starts_at": start,
                    "ends_at": start + timedelta(hours=2), "hours": one.hours,
                    "cancelled_at": None, "cancel_reason": "",
                }
            )  # fmt: skip
        session.insert_many(Lesson, rows)
    return school


def board_of(busy: Workspace, qtbot: QtBot, *, month: bool, by: Grouping) -> Board:
    days = timetable.month_of(FIRST) if month else timetable.week_of(date(2026, 11, 11))
    with busy.read() as session:
        read = timetable.read(session, days)
    shown = arranged(read, by, None, NOW, FIRST if month else None)
    made = Board(shown)
    qtbot.addWidget(made)
    made.resize(*SIZE)
    made.show()
    made.show_lessons(shown)
    return made


def painted(board: Board, image: QImage) -> Callable[[], float]:
    """The board's own paintEvent, into a picture."""

    def paint() -> float:
        return timed(lambda: board.viewport().render(image, QPoint()))

    return paint


def timed_anew(board: Board, image: QImage, number: int) -> float:
    """Lessons that were never drawn before, as after turning to another month."""
    lessons = tuple(
        replace(one, title=f"第{place}讲 党的创新理论进基层（{number}）")
        for place, one in enumerate(board.shown.lessons)
    )
    shown = replace(board.shown, lessons=lessons)
    return timed(lambda: board.show_lessons(shown)) + painted(board, image)()


def bare(board: Board, image: QImage) -> Callable[[], float]:
    """The same rectangles and words by a bare painter, each word drawn as one plain string."""
    frame, scroll = board.frame, board.verticalScrollBar().value()
    seen = QRect(0, scroll, frame.width, SIZE[1] - frame.head)
    rects = [(one.rect, one.row.title) for one in frame.pieces if one.rect.intersects(seen)]
    rects += [(one.rect, f"还有 {one.count} 节") for one in frame.more if one.rect.intersects(seen)]
    look = theme.current()
    ink, tint = look.tone("grey")

    def paint() -> float:
        start = perf_counter()
        painter = QPainter(image)
        painter.fillRect(image.rect(), Qt.GlobalColor.white)
        painter.translate(frame.axis, frame.head - scroll)
        painter.setFont(look.font(12))
        for rect, words in rects:
            painter.fillRect(rect, tint)
            painter.setPen(ink)
            painter.drawRect(rect)
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()
        return perf_counter() - start

    return paint


@pytest.mark.parametrize(
    ("words", "month", "by"),
    [
        ("month of 2,000 lessons", True, Grouping.none),
        ("week of 500 lessons, one row", False, Grouping.none),
        ("week of 500 lessons in 25 rooms", False, Grouping.room),
    ],
)
def test_a_calendar_is_painted(
    busy: Workspace, qtbot: QtBot, look: theme.Theme, words: str, month: bool, by: Grouping
) -> None:
    board = board_of(busy, qtbot, month=month, by=by)
    assert len(board.shown.lessons) == LESSONS if month else len(board.shown.lessons) > 400
    image = QImage(*SIZE, QImage.Format.Format_ARGB32_Premultiplied)
    first = timed(lambda: board.show_lessons(board.shown)) + painted(board, image)()
    print(f"\nlaid out and painted, the first of the process: {first * 1000:.2f} ms")
    others = [timed_anew(board, image, number) for number in range(5)]
    print(f"laid out and painted, other lessons: {sorted(others)[2] * 1000:.2f} ms")
    in_turns(f"paint a {words}", painted(board, image), bare(board, image), rounds=60, goal=2.0)


def test_a_month_is_read(busy: Workspace, tmp_path: Path) -> None:
    days = timetable.month_of(FIRST)
    statement = text(
        "select l.id, l.title, l.starts_at, l.ends_at, c.title, r.name, s.name from lesson l "
        "join training_class c on c.id = l.class_id join room r on r.id = l.room_id "
        "join site s on s.id = r.site_id where l.cancelled_at is null "
        "and l.starts_at between '2026-10-26' and '2026-12-07' order by l.starts_at"
    )

    def read() -> None:
        with busy.read() as session:
            assert len(timetable.read(session, days).lessons) == LESSONS

    def floor() -> None:
        with busy.read() as session:
            assert len(session.execute(statement).all()) == LESSONS

    in_turns(
        "read a month of 2,000 lessons", lambda: timed(read), lambda: timed(floor),
        rounds=15, goal=2.0,
    )  # fmt: skip
