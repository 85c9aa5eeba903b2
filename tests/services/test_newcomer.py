"""Newly appointed secretaries and new members: from which day, by which day, and who had it."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from models.core.types import PartialDate
from models.member import Member, MemberKind, Role
from services import newcomer
from services.core.clock import FixedClock
from services.core.workspace import Workspace
from services.newcomer import NewKind, NewState
from services.newcomer.queries import last_day
from tests.helpers.merging import make
from tests.services.test_exemption import grant
from tests.services.test_upper_training import DRAFT, record


def told(school: Workspace) -> dict[str, tuple[NewKind, str, NewState]]:
    with school.read() as session:
        return {
            one.name: (one.kind, str(one.due), one.state)
            for one in newcomer.newcomers(session).rows
        }


def secretary(school: Workspace, name: str, since: str | None) -> object:
    key = make(school, name, role=Role.secretary)
    with school.write("member.update") as session:
        day = None if since is None else PartialDate.parse(since)
        session.require(Member, key).role_since = day
        session.note("member.update")
    return key


@pytest.mark.parametrize(
    ("since", "due", "state"),
    [
        ("2026-10-15", "2027-04-15", NewState.waiting),
        ("2026-06-10", "2026-12-10", NewState.soon),
        ("2026-05", "2026-11-30", NewState.soon),
        ("2026-03-01", "2026-09-01", NewState.late),
        ("2026", "2027-06-30", NewState.waiting),
    ],
)
def test_a_new_secretary_has_half_a_year(
    school: Workspace, since: str, due: str, state: NewState
) -> None:
    """A date without its day is counted from the last one that it may mean."""
    secretary(school, "赵新", since)
    assert told(school) == {"赵新": (NewKind.secretary, due, state)}


def test_members_are_new_twice(school: Workspace) -> None:
    make(school, "钱预", kind=MemberKind.probationary, joined="2026-03-20")
    settled = make(school, "孙定", kind=MemberKind.probationary, joined="2025-12")
    with school.write("member.update") as session:  # a roster may bring a day to come
        session.require(Member, settled).became_full = PartialDate(2026, 12, 20)
        session.note("member.update")
    make(school, "李正", kind=MemberKind.full, joined="2024-07", became_full="2025-12-01")
    make(school, "周老", kind=MemberKind.full, joined="1990-07", became_full="1991-07")
    assert told(school) == {
        "钱预": (NewKind.probationary, "2027-03-20", NewState.waiting),
        "孙定": (NewKind.probationary, "2026-12-20", NewState.soon),
        "李正": (NewKind.full, "2026-12-01", NewState.soon),
    }


def test_training_since_then_settles_it_and_earlier_does_not(school: Workspace) -> None:
    early, late = (secretary(school, name, "2026-06-01") for name in ("吴早", "郑晚"))
    record(school, [early], replace(DRAFT, starts_on=date(2026, 5, 11)))  # type: ignore[list-item]
    after = replace(DRAFT, starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 3), hours=Decimal(24))
    record(school, [late], after)  # type: ignore[list-item]
    assert {name: state for name, (_, _, state) in told(school).items()} == {
        "吴早": NewState.soon,
        "郑晚": NewState.done,
    }
    with school.read() as session:
        days = {one.name: one.trained_on for one in newcomer.newcomers(session).rows}
    assert days == {"吴早": None, "郑晚": date(2026, 6, 3)}


def test_who_is_exempt_owes_nothing_and_who_has_no_date_is_counted(school: Workspace) -> None:
    key = secretary(school, "王免", "2026-10-01")
    secretary(school, "冯谜", None)
    make(school, "陈谜", kind=MemberKind.probationary)
    grant(school, [key])  # type: ignore[list-item]
    with school.read() as session:
        found = newcomer.newcomers(session)
    assert found.rows == ()
    assert (found.undated_secretaries, found.undated_members) == (1, 1)


def test_who_is_late_stays_until_it_was_done(school: Workspace, clock: FixedClock) -> None:
    secretary(school, "褚迟", "2026-02-01")
    clock.set_to(datetime(2027, 5, 1, 9))  # noqa: DTZ001
    assert told(school)["褚迟"] == (NewKind.secretary, "2026-08-01", NewState.late)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("2026", date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2026-07-05", date(2026, 7, 5)),
    ],
)
def test_the_last_day_that_a_date_may_mean(text: str, last: date) -> None:
    assert last_day(PartialDate.parse(text)) == last


def test_training_after_the_day_is_said_to_be_late(school: Workspace) -> None:
    key = secretary(school, "卫迟", "2025-11-01")
    after = replace(DRAFT, starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 3), hours=Decimal(24))
    record(school, [key], after)  # type: ignore[list-item]
    assert told(school)["卫迟"] == (NewKind.secretary, "2026-05-01", NewState.done_late)


def test_of_a_month_what_lies_in_it_may_be_before(school: Workspace) -> None:
    key = secretary(school, "蒋月", "2026-05")
    record(school, [key])  # type: ignore[list-item]
    assert told(school)["蒋月"][2] is NewState.soon


def test_a_new_full_member_without_a_date_is_counted(school: Workspace) -> None:
    make(school, "沈新", kind=MemberKind.full, joined="2025-06")
    make(school, "韩老", kind=MemberKind.full, joined="1995-06")
    with school.read() as session:
        assert newcomer.newcomers(session).undated_members == 1
