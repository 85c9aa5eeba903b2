"""Sites and rooms: names, places, what stays in use."""

import pytest

from services import package, sign_in, site, training_class
from services.core.errors import BadInput, Refused
from services.core.undo import Undo
from services.core.workspace import Workspace
from services.package import PackageDraft, StageDraft
from services.sign_in import SignInMethod, SignInStatus
from services.site import SiteKind, Visits
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
    with (
        pytest.raises(BadInput, match="座位数"),
        teaching.workspace.write("site.add_room") as session,
    ):
        site.add_room(session, teaching.campus, site.RoomDraft("报告厅", places))


def test_names_are_used_once_and_a_retired_one_is_told(teaching: Teaching) -> None:
    space = teaching.workspace
    with pytest.raises(Refused, match="已有叫“主校区”"), space.write("site.create") as session:
        site.create(session, site.SiteDraft("　主校区 ", SiteKind.main_campus))
    with space.write("site.retire") as session:
        site.retire(session, teaching.point)
        site.retire_room(session, teaching.other_room)
    with pytest.raises(Refused, match="停用"), space.write("site.create") as session:
        site.create(session, site.SiteDraft("布山分教点", SiteKind.branch_point))
    with pytest.raises(Refused, match="停用"), space.write("site.add_room") as session:
        site.add_room(session, teaching.campus, site.RoomDraft("102", 60))
    with space.write("site.restore") as session:
        site.restore(session, teaching.point)
        site.restore_room(session, teaching.other_room)
    with space.read() as session:
        assert [len(one.rooms) for one in site.list_all(session)] == [2, 1]
        assert site.list_retired(session) == ()


def test_a_site_can_be_changed_but_not_into_another(teaching: Teaching) -> None:
    space = teaching.workspace
    with space.write("site.update") as session:
        site.update(
            session,
            teaching.point,
            site.SiteDraft("布山实训点", SiteKind.practice_site, keeper="王某"),
        )
        site.update_room(session, teaching.far_room, site.RoomDraft("大会议室", 80))
    with pytest.raises(Refused), space.write("site.update") as session:
        site.update(session, teaching.point, site.SiteDraft("主校区", SiteKind.main_campus))
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
    with pytest.raises(Refused, match=words), space.write("site.retire_room") as session:
        site.retire_room(session, teaching.far_room)
    with pytest.raises(Refused), space.write("site.retire") as session:
        site.retire(session, teaching.point)
    with space.write("training_class.cancel_lesson") as session:
        training_class.cancel_lesson(session, lesson, "停电")
        site.retire(session, teaching.point)
    with space.read() as session:
        assert [one.name for one in site.list_all(session)] == ["主校区"]
        assert [one.name for one in site.list_retired(session)] == ["布山分教点"]


def test_a_site_keeps_what_it_is_otherwise_and_where(teaching: Teaching) -> None:
    with teaching.workspace.write("site.create") as session:
        key = site.create(
            session,
            site.SiteDraft(
                "羊山战役纪念馆",
                SiteKind.teaching_base,
                address="羊山镇",
                keeper="周主任",
                phone="0537-6820000",
                other_use="纪念馆",
                opening="周二至周日 9:00–16:30",
                map_point="116.3412，35.41",
            ),
        ).id
        site.add_room(session, key, site.RoomDraft("报告厅", 120, "投影、音响"))
    with teaching.workspace.read() as session:
        made = site.list_all(session)[-1]
        assert site.show_phone(session, key) == "05376820000"
    assert (made.other_use, made.opening) == ("纪念馆", "周二至周日 9:00–16:30")
    assert (made.map_point, made.phone_masked) == ("35.4100,116.3412", "053****0000")
    assert [(room.name, room.equipment) for room in made.rooms] == [("报告厅", "投影、音响")]
    assert made.places == 120


def test_bad_input_changes_nothing(teaching: Teaching) -> None:
    for wrong in ({"phone": "12"}, {"map_point": "东院"}, {"opening": "早" * 41}):
        with pytest.raises(BadInput), teaching.workspace.write("site.update") as session:
            site.update(
                session, teaching.campus, site.SiteDraft("新校区", SiteKind.main_campus, **wrong)
            )
    with teaching.workspace.read() as session:
        assert site.list_all(session)[0].name == "主校区"


def take_back(teaching: Teaching, undo: Undo) -> None:
    with teaching.workspace.write(undo.verb) as session:
        undo.act(session)


def test_changes_and_retiring_can_be_taken_back(teaching: Teaching) -> None:
    space = teaching.workspace
    with space.read() as session:
        before = site.list_all(session)
    with space.write("site.update") as session:
        undone = [
            site.update(
                session,
                teaching.campus,
                site.SiteDraft("东校区", SiteKind.practice_site, address="别处"),
            ),
            site.update_room(session, teaching.room, site.RoomDraft("报告厅", 300, "音响")),
            site.retire_room(session, teaching.other_room),
            site.retire(session, teaching.point),
        ]
    for undo in reversed(undone):
        take_back(teaching, undo)
    with space.read() as session:
        assert site.list_all(session) == before


def test_what_was_put_back_into_use_stays_so_once_lessons_are_held_there(
    teaching: Teaching,
) -> None:
    space = teaching.workspace
    with space.write("site.retire_room") as session:
        site.retire_room(session, teaching.far_room)
        site.retire(session, teaching.point)
    with space.write("site.restore") as session:
        undone = [
            site.restore(session, teaching.point),
            site.restore_room(session, teaching.far_room),
        ]
    teaching.lesson(at(24, 8, 30), room=teaching.far_room)
    for undo in undone:
        with pytest.raises(Refused, match="节课没上"):
            take_back(teaching, undo)


def test_an_old_name_that_another_has_by_now_stays_with_it(teaching: Teaching) -> None:
    space = teaching.workspace
    with space.write("site.update") as session:
        renamed = site.update(
            session, teaching.campus, site.SiteDraft("东校区", SiteKind.main_campus)
        )
        room = site.update_room(session, teaching.room, site.RoomDraft("报告厅", 60))
    with space.write("site.create") as session:
        site.create(session, site.SiteDraft("主校区", SiteKind.main_campus))
        site.add_room(session, teaching.campus, site.RoomDraft("201", 30))
    for undo in (renamed, room):
        with pytest.raises(Refused, match="已有叫"):
            take_back(teaching, undo)


def test_a_site_that_a_package_leads_to_stays_and_the_package_is_named(
    teaching: Teaching,
) -> None:
    space = teaching.workspace
    with space.write("package.create") as session:
        stages = (StageDraft(teaching.course, teaching.point),) * 2
        made = package.create(session, PackageDraft("A1", "乡村振兴一日行", "乡村振兴", stages)).id
    with (
        pytest.raises(Refused, match="套餐“乡村振兴一日行”要到这里来"),
        space.write("site.retire") as session,
    ):
        site.retire(session, teaching.point)
    with space.write("package.retire") as session:
        package.retire(session, made)
        site.retire(session, teaching.point)


def test_visits_are_lessons_that_somebody_attended(teaching: Teaching) -> None:
    space = teaching.workspace
    people = teaching.members(3)
    class_id = teaching.class_()
    teaching.enrol(class_id, people)
    held = teaching.lesson(at(20, 8), room=teaching.far_room, class_id=class_id)
    absent = teaching.lesson(at(21, 8), room=teaching.far_room, class_id=class_id)
    cancelled = teaching.lesson(at(22, 8), room=teaching.far_room, class_id=class_id)
    last_year = teaching.lesson(at(20, 8, month=12).replace(year=2025), class_id=class_id)
    present, leave, absent_ = SignInStatus.present, SignInStatus.leave, SignInStatus.absent
    with space.write("sign_in.record") as session:
        for lesson, who, status in (
            (held, people[0], present),
            (held, people[1], present),
            (held, people[2], leave),
            (absent, people[0], absent_),
            (last_year, people[0], present),
        ):
            sign_in.record(
                session, lesson, who, method=SignInMethod.paper, status=status, reason="住院"
            )
        training_class.cancel_lesson(session, cancelled, "停电")
    with space.read() as session:
        assert site.visits(session, 2026) == {teaching.point: Visits(1, 2)}
        assert site.visits(session, 2025) == {teaching.campus: Visits(1, 1)}
        (behind,) = site.lessons_at(session, teaching.point, 2026)
        assert site.lessons_at(session, teaching.campus, 2026) == ()
    assert (behind.id, behind.room, behind.person_times) == (held, "会议室", 2)
