"""Column types: what is put into the file comes out the same, and what cannot is refused."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from models.core.types import Hours, Id, LocalTime, PartialDate, PartialDateType, UtcTime

DIALECT = sqlite.dialect()
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    day = draw(days)
    precision = draw(st.integers(1, 3))
    return PartialDate(*(day.year, day.month, day.day)[:precision])


class TestPartialDate:
    """Domain.md, invariant 10: 2001.07 is no 2001-07-01."""

    @given(partial_dates())
    def test_its_text_reads_back_with_the_same_precision(self, value: PartialDate) -> None:
        assert PartialDate.parse(str(value)) == value
        kind = PartialDateType()
        stored = kind.process_bind_param(value, DIALECT)
        assert kind.process_result_value(stored, DIALECT) == value

    @given(days)
    def test_a_month_is_not_its_first_day_but_agrees_with_it(self, day: date) -> None:
        month, whole = PartialDate(day.year, day.month), PartialDate.of(day)
        assert month != whole
        assert month.agrees_with(whole)
        assert whole.agrees_with(month)
        assert PartialDate(day.year).agrees_with(whole)

    @given(days, days)
    def test_whole_days_agree_only_where_they_are_the_same(self, one: date, other: date) -> None:
        assert PartialDate.of(one).agrees_with(PartialDate.of(other)) == (one == other)

    @given(days, days)
    def test_it_sorts_as_its_text_does(self, one: date, other: date) -> None:
        first, second = PartialDate.of(one), PartialDate(other.year, other.month)
        assert (first < second) == (str(first) < str(second))

    @pytest.mark.parametrize(
        "text", ["", "2001-7", "2001.07", "20010701", "2001-13", "2001-02-30", "2001-07-1", "x"]
    )
    def test_other_text_is_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match=r"not a|month|day"):
            PartialDate.parse(text)

    @pytest.mark.parametrize("parts", [(2001, 0, 5), (0,), (10000,), (2001, 2, 29)])
    def test_a_date_that_is_none_cannot_be_made(self, parts: tuple[int, ...]) -> None:
        with pytest.raises(ValueError, match=r"not a|day|year"):
            PartialDate(*parts)


class TestHours:
    @given(st.integers(0, 10_000))
    def test_half_hours_are_exact(self, halves: int) -> None:
        kind = Hours()
        value = Decimal(halves) / 2
        assert kind.process_bind_param(value, DIALECT) == halves
        assert kind.process_result_value(halves, DIALECT) == value

    @given(st.decimals(0, 100, places=2))
    def test_anything_between_is_refused_never_rounded(self, value: Decimal) -> None:
        assume(value * 2 != (value * 2).to_integral_value())
        with pytest.raises(ValueError, match="half-hour"):
            Hours().process_bind_param(value, DIALECT)


class TestTimes:
    @given(st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)), st.integers(-12, 14))  # noqa: DTZ001
    def test_a_record_time_is_the_same_moment_whatever_its_zone(
        self, at: datetime, offset: int
    ) -> None:
        kind = UtcTime()
        moment = at.replace(tzinfo=timezone(timedelta(hours=offset)))
        stored = kind.process_bind_param(moment, DIALECT)
        back = kind.process_result_value(stored, DIALECT)
        assert back == moment
        assert back is not None
        assert back.tzinfo == UTC

    @given(st.lists(st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)), min_size=2))  # noqa: DTZ001
    def test_text_in_the_file_sorts_as_time_does(self, times: list[datetime]) -> None:
        kind = UtcTime()
        texts = {at: kind.process_bind_param(at.replace(tzinfo=UTC), DIALECT) for at in times}
        assert sorted(times) == sorted(times, key=lambda at: texts[at] or "")

    def test_zones_are_not_mixed_up(self) -> None:
        with pytest.raises(ValueError, match="time zone"):
            UtcTime().process_bind_param(datetime(2026, 1, 1), DIALECT)  # noqa: DTZ001
        with pytest.raises(ValueError, match="no time zone"):
            LocalTime().process_bind_param(datetime(2026, 1, 1, tzinfo=UTC), DIALECT)

    @given(st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001
    def test_a_lesson_time_is_what_the_wall_says_to_the_second(self, at: datetime) -> None:
        kind = LocalTime()
        stored = kind.process_bind_param(at, DIALECT)
        assert kind.process_result_value(stored, DIALECT) == at.replace(microsecond=0)


@given(st.uuids())
def test_an_id_takes_sixteen_bytes(value: UUID) -> None:
    stored = Id().process_bind_param(value, DIALECT)
    assert stored is not None
    assert len(stored) == 16
    assert Id().process_result_value(stored, DIALECT) == value


@pytest.mark.parametrize("kind", [Id(), Hours(), PartialDateType(), UtcTime(), LocalTime()])
def test_nothing_stays_nothing(kind: Id | Hours | PartialDateType | UtcTime | LocalTime) -> None:
    assert kind.process_bind_param(None, DIALECT) is None
    assert kind.process_result_value(None, DIALECT) is None
