"""The ways between sites: map points, minutes entered or reckoned, lecturers who must hurry."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services import booking, site
from services.core import settings
from services.core.errors import BadInput, NeedsReason, Refused
from services.core.workspace import Workspace
from services.site import SiteKind, TravelTimes, clean_map_point
from tests.helpers.teaching import Teaching, at

LATITUDES = st.floats(18, 53)
LONGITUDES = st.floats(74, 135)
POINTS = st.tuples(LATITUDES, LONGITUDES)
MINUTES = st.integers(1, site.MOST_MINUTES)
CAMPUS, POINT = "35.4000,116.3000", "35.5000,116.4000"  # 14.3 km apart


@pytest.fixture
def teaching(school: Workspace) -> Teaching:
    return Teaching(school)


def place(teaching: Teaching) -> None:
    """Both sites on the map."""
    with teaching.workspace.write("site.update") as session:
        site.update(
            session,
            teaching.campus,
            site.SiteDraft("主校区", SiteKind.main_campus, map_point=CAMPUS),
        )
        site.update(
            session,
            teaching.point,
            site.SiteDraft("布山分教点", SiteKind.branch_point, map_point=POINT),
        )


def enter(teaching: Teaching, minutes: int | None) -> None:
    with teaching.workspace.write("site.set_travel") as session:
        site.set_travel(session, teaching.point, {teaching.campus: minutes})


def minutes(teaching: Teaching) -> int | None:
    with teaching.workspace.read() as session:
        return site.travel_minutes(session)(teaching.campus, teaching.point)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("35.41,116.34", "35.4100,116.3400"),
        ("116.34,35.41", "35.4100,116.3400"),
        (" １１６．３４１２３４５，３５．４１ ", "35.4100,116.3412"),
        ("(116.34 35.41)", "35.4100,116.3400"),
        ("北纬35.41° 东经116.34°", "35.4100,116.3400"),
        ("纬度：35.41；经度：116.34", "35.4100,116.3400"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_map_point_is_taken_in_either_order(typed: str, kept: str) -> None:
    assert clean_map_point(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "镇政府东院", "35.41", "35.41,116.34,12", "35.41,35.42", "116.34,117", "-35.41,116.34",
        "0,0", "=35.41,116.34", "5.41,1116.34", "35.41,200",
    ],
)  # fmt: skip
def test_what_is_no_place_in_china_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match="地图位置"):
        clean_map_point(typed)


@given(LATITUDES, LONGITUDES)
def test_both_orders_mean_one_place_and_what_is_kept_stays(lat: float, lng: float) -> None:
    kept = clean_map_point(f"{lat:.6f},{lng:.6f}")
    assert kept == clean_map_point(f"{lng:.6f}，{lat:.6f}")
    assert kept == clean_map_point(kept)


@given(POINTS, POINTS, st.none() | MINUTES)
def test_travel_is_symmetric_never_negative_and_what_was_entered_wins(
    one: tuple[float, float], two: tuple[float, float], entered: int | None
) -> None:
    a, b = sorted((uuid4(), uuid4()), key=lambda key: key.bytes)
    known = {} if entered is None else {(a, b): entered}
    times = TravelTimes(known, {a: one, b: two}, 1.4, 40)
    there, back = times(a, b), times(b, a)
    assert there == back
    assert there is not None
    assert there >= 0
    assert times(a, a) == 0
    if entered is not None:
        assert there == entered
        assert times.is_entered(b, a)
    assert times(a, uuid4()) is None


@given(POINTS, POINTS, st.floats(1, 3), st.floats(5, 120))
def test_a_longer_way_or_a_slower_car_never_takes_less(
    one: tuple[float, float], two: tuple[float, float], detour: float, speed: float
) -> None:
    a, b = UUID(int=1), UUID(int=2)
    points = {a: one, b: two}
    reckoned = TravelTimes({}, points, detour, speed)(a, b)
    straight = TravelTimes({}, points, 1, 120)(a, b)
    assert reckoned is not None
    assert straight is not None
    assert reckoned >= straight


def test_the_map_tells_where_nobody_entered_and_entered_beats_it(teaching: Teaching) -> None:
    assert minutes(teaching) is None
    place(teaching)
    assert minutes(teaching) == 31  # 14.3 km × 1.4 at 40 km/h
    enter(teaching, 50)
    assert minutes(teaching) == 50
    enter(teaching, None)
    assert minutes(teaching) == 31


def test_the_settings_decide_detour_and_speed(teaching: Teaching) -> None:
    place(teaching)
    with teaching.workspace.write("settings.change") as session:
        settings.change(session, {"travel.detour_percent": "100", "travel.speed": "80"})
    assert minutes(teaching) == 11


@pytest.mark.parametrize("typed", [0, -5, 601])
def test_minutes_that_are_none_change_nothing(teaching: Teaching, typed: int) -> None:
    enter(teaching, 20)
    with pytest.raises(BadInput, match="主校区"):
        enter(teaching, typed)
    assert minutes(teaching) == 20


def test_a_site_has_no_way_to_itself(teaching: Teaching) -> None:
    with pytest.raises(BadInput), teaching.workspace.write("site.set_travel") as session:
        site.set_travel(session, teaching.campus, {teaching.campus: 5})


def test_entering_can_be_taken_back_until_it_is_changed_again(teaching: Teaching) -> None:
    space = teaching.workspace
    enter(teaching, 20)
    for value in (40, None):
        with space.write("site.set_travel") as session:
            undo = site.set_travel(session, teaching.campus, {teaching.point: value})
        assert minutes(teaching) == value
        with space.write(undo.verb) as session:
            undo.act(session)
        assert minutes(teaching) == 20
    with space.write("site.set_travel") as session:
        undo = site.set_travel(session, teaching.campus, {teaching.point: 25})
    enter(teaching, 30)
    with pytest.raises(Refused, match="又改过"), space.write(undo.verb) as session:
        undo.act(session)
    assert minutes(teaching) == 30


@pytest.mark.parametrize(
    ("entered", "gap", "told"),
    [
        (None, 29, "只隔 29 分钟，路程没填，按 30 分钟算"),
        (None, 30, ""),
        (35, 20, "只隔 20 分钟，路上要 35 分钟"),
        (35, 34, "只隔 34 分钟，路上要 35 分钟"),
        (35, 35, ""),
        (10, 15, ""),
    ],
)
def test_a_lecturer_needs_as_long_as_the_way_takes(
    teaching: Teaching, entered: int | None, gap: int, told: str
) -> None:
    enter(teaching, entered)
    who = teaching.lecturer("李延庆")
    first = teaching.lesson(at(24, 9), 1)
    second = teaching.lesson(at(24, 10, gap), 1, room=teaching.far_room)
    with teaching.workspace.write("booking.book") as session:
        booking.book(session, first, who)
    with teaching.workspace.read() as session:
        (candidate,) = booking.candidates(session, second)
    assert told in candidate.warning
    assert bool(candidate.warning) == bool(told)
    if told:
        with (
            pytest.raises(NeedsReason, match=told),
            teaching.workspace.write("booking.book") as session,
        ):
            booking.book(session, second, who)
    with teaching.workspace.write("booking.book") as session:
        booking.book(session, second, who, reason="两处相邻")
    with teaching.workspace.read() as session:
        week = booking.week(session, at(23, 0).date())
    troubles = [item.trouble for row in week.lecturers if row.id == who for item in row.items]
    assert troubles == [f"两地{told}" if told else ""] * 2


def test_two_sites_on_one_point_are_a_minute_apart() -> None:
    a, b = UUID(int=1), UUID(int=2)
    assert TravelTimes({}, {a: (35.4, 116.3), b: (35.4, 116.3)}, 1.4, 40)(a, b) == 1
