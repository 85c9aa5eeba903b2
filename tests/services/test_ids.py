"""Ids: UUIDv7 that rise, from a clock and a source of randomness that tests decide."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.core.clock import FixedClock
from services.core.ids import IdMaker

NOON = datetime(2026, 11, 23, 12, 0)  # noqa: DTZ001  (a local time)


def test_an_id_is_a_uuid_of_version_7_and_says_when_it_was_made() -> None:
    clock = FixedClock(NOON)
    made = IdMaker(clock).new()
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == int(clock.now().timestamp() * 1000)


def test_time_and_randomness_decide_it() -> None:
    first = IdMaker(FixedClock(NOON), lambda count: b"\x07" * count)
    second = IdMaker(FixedClock(NOON), lambda count: b"\x07" * count)
    assert [first.new() for _ in range(5)] == [second.new() for _ in range(5)]


@given(st.lists(st.integers(-5_000, 5_000), min_size=1, max_size=40))
def test_ids_rise_even_when_the_clock_stands_or_is_set_back(steps: list[int]) -> None:
    clock = FixedClock(NOON)
    maker = IdMaker(clock)
    made = [maker.new()]
    for step in steps:
        clock.set_to(clock.local_now() + timedelta(milliseconds=step))
        made.append(maker.new())
    assert made == sorted(set(made))
    assert all(key.version == 7 for key in made)


def test_more_than_4096_in_one_millisecond_still_rise() -> None:
    maker = IdMaker(FixedClock(NOON))
    made = [maker.new() for _ in range(10_000)]
    assert made == sorted(set(made))


@given(st.integers(1, 18))
def test_digits_are_as_many_as_asked(count: int) -> None:
    digits = IdMaker(FixedClock(NOON)).digits(count)
    assert len(digits) == count
    assert digits.isdigit()
