"""Sites and rooms: names, places, what stays in use."""

import pytest

from services import site, training_class
from services.core.errors import BadInput, Refused
from services.core.workspace import Workspace
from services.site import SiteKind
from tests.helpers.teaching import Teaching, at


@pytest.fixture
def teaching(school: Workspace) -> Teaching:
    return Teaching(school)


def test_sites_come_with_their_rooms_main_campus_first(teaching: Teaching) -> None:
    with teaching.workspace.read() as session:
        campus, point = site.list_all(session)
    assert (campus.kind, point.kind) == (SiteKind.main_campus, SiteKind.branch_point)
    assert [(room.name, room.places) for room in campus.rooms] == [("102", 60), ("201", 60)]


@pytest.mark.parametrize("places", [0, 5_001])
def test_a_room_holds_one_to_five_thousand(teaching: Teaching, places: int) -> None:
    with pytest.raises(BadInput, match="座位数"), teaching.workspace.write("t") as session:
        site.add_room(session, teaching.campus, "报告厅", places)


def test_names_are_used_once_and_a_retired_one_is_told(teaching: Teaching) -> None:
    space = teaching.workspace
    with pytest.raises(Refused, match="已有叫“主校区”"), space.write("t") as session:
        site.create(session, "　主校区 ", SiteKind.main_campus)
    with space.write("t") as session:
        site.retire(session, teaching.point)
        site.retire_room(session, teaching.other_room)
    with pytest.raises(Refused, match="停用"), space.write("t") as session:
        site.create(session, "布山分教点", SiteKind.branch_point)
    with pytest.raises(Refused, match="停用"), space.write("t") as session:
        site.add_room(session, teaching.campus, "102", 60)
    with space.write("t") as session:
        site.restore(session, teaching.point)
        site.restore_room(session, teaching.other_room)
    with space.read() as session:
        assert [len(one.rooms) for one in site.list_all(session)] == [2, 1]
        assert site.list_retired(session) == ()


def test_a_site_can_be_changed_but_not_into_another(teaching: Teaching) -> None:
    space = teaching.workspace
    with space.write("t") as session:
        site.update(session, teaching.point, "布山实训点", SiteKind.practice_site, keeper="王某")
        site.update_room(session, teaching.far_room, "大会议室", 80)
    with pytest.raises(Refused), space.write("t") as session:
        site.update(session, teaching.point, "主校区", SiteKind.main_campus)
    with space.read() as session:
        changed = site.list_all(session)[1]
    assert (changed.name, changed.kind, changed.keeper) == (
        "布山实训点",
        SiteKind.practice_site,
        "王某",
    )
    assert [(room.name, room.places) for room in changed.rooms] == [("大会议室", 80)]


def test_what_has_lessons_to_come_stays_in_use(teaching: Teaching) -> None:
    teaching.lesson(at(20, 8), room=teaching.far_room)  # held: no reason to keep the room
    lesson = teaching.lesson(at(24, 8), room=teaching.far_room)
    space = teaching.workspace
    words = "还有 1 节课没上，最近一节在 11月24日"
    with pytest.raises(Refused, match=words), space.write("t") as session:
        site.retire_room(session, teaching.far_room)
    with pytest.raises(Refused), space.write("t") as session:
        site.retire(session, teaching.point)
    with space.write("t") as session:
        training_class.cancel_lesson(session, lesson, "停电")
        site.retire(session, teaching.point)
    with space.read() as session:
        assert [one.name for one in site.list_all(session)] == ["主校区"]
        assert [one.name for one in site.list_retired(session)] == ["布山分教点"]
