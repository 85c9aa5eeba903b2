"""The calendar file, read back by the library: times, states, numbers, and no member in it."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from services import booking, site, timetable, training_class
from services.core.clock import FixedClock
from services.core.errors import Refused
from services.core.workspace import Workspace
from services.timetable import ics
from services.timetable.ics import CalendarChoice
from tests.helpers.teaching import NAMES, Teaching, at

WEEK = timetable.week_of(date(2026, 11, 24))
CHINA = timedelta(hours=8)


@pytest.fixture
def teaching(school: Workspace) -> Teaching:
    return Teaching(school)


def exported(teaching: Teaching, choice: CalendarChoice) -> tuple[bytes, list[Any]]:
    """The file, and its events as the library reads them."""
    with teaching.workspace.read() as session:
        data = ics.render(ics.events(session, choice), "课表")
    calendar = Calendar.from_ical(data)
    assert [one.errors for one in calendar.walk()] == [[]] * len(calendar.walk())
    return data, calendar.walk("VEVENT")


def test_times_are_the_schools_with_their_zone(teaching: Teaching) -> None:
    lesson = teaching.lesson(at(24, 22), 4)
    data, (event,) = exported(teaching, CalendarChoice(WEEK))
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    assert start == datetime(2026, 11, 24, 22, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert end - start == timedelta(hours=4)
    assert start.utcoffset() == CHINA
    assert b"DTSTART;TZID=Asia/Shanghai:20261124T220000" in data
    (zone,) = Calendar.from_ical(data).walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Shanghai"
    assert zone.to_tz().utcoffset(datetime(2026, 7, 1)) == CHINA  # noqa: DTZ001
    assert event["UID"] == f"{lesson}@township-school-desk"
    assert (event["SUMMARY"], event["LOCATION"]) == ("党的创新理论进基层", "主校区 201，镇政府东院")
    assert event["STATUS"] == "CONFIRMED"


def test_a_change_keeps_the_id_and_raises_the_sequence(
    teaching: Teaching, clock: FixedClock
) -> None:
    lesson = teaching.lesson(at(24, 8, 30))
    first, (before,) = exported(teaching, CalendarChoice(WEEK))
    assert exported(teaching, CalendarChoice(WEEK))[0] == first, "the same lessons, the same bytes"
    sequences = [int(before["SEQUENCE"])]
    lecturer = teaching.lecturer("孔令岩")

    def later(minute: int) -> None:
        clock.set_to(at(23, 9, minute))

    later(1)
    with teaching.workspace.write("timetable.move") as session:
        timetable.move(session, lesson, at(25, 14), at(25, 17), teaching.room)
    _, (moved,) = exported(teaching, CalendarChoice(WEEK))
    sequences.append(int(moved["SEQUENCE"]))
    later(2)
    with teaching.workspace.write("booking.book") as session:
        booked = booking.book(session, lesson, lecturer).id
    _, (named,) = exported(teaching, CalendarChoice(WEEK))
    sequences.append(int(named["SEQUENCE"]))
    assert "讲师：孔令岩" in named["DESCRIPTION"]
    later(3)
    with teaching.workspace.write("booking.decline") as session:
        booking.decline(session, booked, "出差")
    sequences.append(int(exported(teaching, CalendarChoice(WEEK))[1][0]["SEQUENCE"]))
    later(4)
    with teaching.workspace.write("site.update_room") as session:
        site.update_room(session, teaching.room, site.RoomDraft("三楼大教室", 60))
    sequences.append(int(exported(teaching, CalendarChoice(WEEK))[1][0]["SEQUENCE"]))
    later(5)
    with teaching.workspace.write("timetable.cancel") as session:
        undo = timetable.cancel(session, lesson, "防汛")
    _, (gone,) = exported(teaching, CalendarChoice(WEEK))
    sequences.append(int(gone["SEQUENCE"]))
    later(6)
    with teaching.workspace.write(undo.verb) as session:
        undo.act(session)
    _, (back,) = exported(teaching, CalendarChoice(WEEK))
    sequences.append(int(back["SEQUENCE"]))
    assert sequences == sorted(set(sequences)), "each change is newer than the last"
    assert {before["UID"], moved["UID"], gone["UID"], back["UID"]} == {before["UID"]}
    assert (gone["STATUS"], back["STATUS"]) == ("CANCELLED", "CONFIRMED")
    assert "取消原因：防汛" in gone["DESCRIPTION"]
    assert moved["LAST-MODIFIED"].dt == clock.now() - timedelta(minutes=5)


def test_no_member_is_in_it(teaching: Teaching) -> None:
    class_id = teaching.class_()
    teaching.enrol(class_id, teaching.members(12))
    teaching.lesson(at(24, 8, 30), class_id=class_id)
    data, _ = exported(teaching, CalendarChoice(WEEK))
    text = data.decode().replace("\r\n ", "")
    assert [name for name in NAMES if name in text] == []
    assert "1380537" not in text


def test_long_and_odd_titles_come_back_as_they_were(teaching: Teaching) -> None:
    title = "=轮训班,；“两委”\\成员" * 3
    teaching.lesson(at(24, 8, 30), class_id=teaching.class_(title))
    data, (event,) = exported(teaching, CalendarChoice(WEEK))
    with teaching.workspace.read() as session:
        (row,) = training_class.lessons_on(session, date(2026, 11, 24))
    assert f"班次：{row.class_title}\n" in event["DESCRIPTION"]
    assert all(len(line) <= 75 for line in data.split(b"\r\n")), "folded as RFC 5545 asks"


def test_what_is_chosen_is_in_it_and_nothing_else(teaching: Teaching) -> None:
    one, other = teaching.class_("轮训班"), teaching.class_("专题班")
    lecturer = teaching.lecturer("孔令岩")
    lessons = {
        "monday": teaching.lesson(at(23, 9), class_id=one),
        "far": teaching.lesson(at(24, 9), class_id=other, room=teaching.far_room),
        "next": teaching.lesson(at(30, 9), class_id=one, room=teaching.other_room),
        "over": teaching.lesson(at(29, 22), 4, class_id=other),
    }
    with teaching.workspace.write("booking.book") as session:
        booking.book(session, lessons["far"], lecturer)

    def chosen(choice: CalendarChoice) -> set[str]:
        _, found = exported(teaching, choice)
        keys = {f"{key}@township-school-desk": name for name, key in lessons.items()}
        return {keys[str(event["UID"])] for event in found}

    assert chosen(CalendarChoice(WEEK)) == {"monday", "far", "over"}
    assert chosen(CalendarChoice(timetable.week_of(date(2026, 11, 30)))) == {"next", "over"}
    assert chosen(CalendarChoice(class_id=one)) == {"monday", "next"}
    assert chosen(CalendarChoice(lecturer_id=lecturer)) == {"far"}
    assert chosen(CalendarChoice(WEEK, room_id=teaching.room)) == {"monday", "over"}
    assert chosen(CalendarChoice(site="布山分教点")) == {"far"}
    with teaching.workspace.write("timetable.cancel") as session:
        timetable.cancel(session, lessons["far"], "防汛")
    assert chosen(CalendarChoice(lecturer_id=lecturer)) == {"far"}, (
        "so that it goes from their phone"
    )


def test_nothing_chosen_is_told(teaching: Teaching) -> None:
    with teaching.workspace.read() as session, pytest.raises(Refused, match="没有课"):
        ics.events(session, CalendarChoice(WEEK))
