"""Two records of one person: what moves, what counts, and that it can be taken back."""

import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.hours import HoursRecord, HoursRecordKind
from models.member import FormerPost, Member, MemberPhoto, Role
from models.sign_in import ATTENDED, SignIn, SignInMethod, SignInStatus
from models.training_class import Enrolment
from services import hours, member, merging, sign_in, training_class
from services.core.clock import FixedClock
from services.core.errors import NotFound, Refused
from services.core.workspace import Workspace
from services.member import MemberDraft
from tests.conftest import NOW
from tests.helpers.examples import examples
from tests.helpers.guests import create_guest
from tests.helpers.merging import BRANCH, JPEG, NUMBER, make, merge, put_sign_in, take_back
from tests.helpers.teaching import Teaching, at
from tests.helpers.workspaces import SCHOOL, Templates

RECORD_TIMES = ("updated_at",)


def everything(school: Workspace) -> dict[str, list[dict[str, Any]]]:
    """All that a merge may touch, but for the record times."""
    found = {}
    with school.read() as session:
        for kind in (Member, SignIn, Enrolment, HoursRecord, FormerPost, MemberPhoto):
            columns = [c for c in kind.__table__.columns if c.name not in RECORD_TIMES]
            rows = session.execute(select(*columns)).mappings()
            found[kind.__tablename__] = sorted((dict(row) for row in rows), key=repr)
    return found


def put_hours(school: Workspace, key: UUID, day: date, worth: Decimal) -> None:
    with school.write("hours.record") as session:
        session.make(
            HoursRecord,
            member_id=key,
            kind=HoursRecordKind.online,
            on_day=day,
            title="网络学习",
            task=None,
            hours=worth,
            undone_at=None,
        )


STATUSES = st.sampled_from([None, *SignInStatus])
FACTS = st.fixed_dictionaries(
    {
        "signed": st.lists(st.tuples(STATUSES, STATUSES), min_size=4, max_size=4),
        "enrolled": st.tuples(*[st.booleans()] * 4),
        "online": st.tuples(st.integers(0, 2), st.integers(0, 2)),
        "filled": st.tuples(*[st.booleans()] * 6),
        "photo": st.tuples(st.booleans(), st.booleans()),
        "post": st.booleans(),
        "left": st.booleans(),
    }
)


@settings(deadline=None, max_examples=examples(30))
@given(facts=FACTS)
def test_merged_and_taken_back_is_as_before(templates: Templates, facts: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        school = templates.open(SCHOOL, Path(folder) / "school", FixedClock(NOW))
        teaching = Teaching(school)
        first_class, second_class = teaching.class_("甲班"), teaching.class_("乙班")
        lessons = [
            teaching.lesson(at(2 + day, 8), class_id=owner, worth=Decimal(2))
            for day, owner in enumerate((first_class, first_class, second_class, second_class))
        ]
        known = facts["filled"]
        kept = make(
            school,
            phone="13800000417" if known[0] else "",
            joined="2001.07" if known[1] else "",
            note="旧" if known[2] else "",
        )
        merged = make(
            school,
            phone="13911112222" if known[3] else "",
            joined="2002" if known[4] else "",
            note="新" if known[5] else "",
            identity_number=NUMBER,
            role=Role.committee,
        )
        for lesson, pair in zip(lessons, facts["signed"], strict=True):
            for key, status in zip((kept, merged), pair, strict=True):
                if status is not None:
                    put_sign_in(school, lesson, key, status)
        for place, (owner, key) in enumerate(
            (owner, key) for owner in (first_class, second_class) for key in (kept, merged)
        ):
            if facts["enrolled"][place]:
                teaching.enrol(owner, [key])
        for key, count in zip((kept, merged), facts["online"], strict=True):
            for number in range(count):
                put_hours(school, key, date(2026, 5, 1 + number), Decimal("1.5"))
        with school.write("test.facts") as session:
            session.note("test.facts")
            for key, has in zip((kept, merged), facts["photo"], strict=True):
                if has:
                    member.put_photo(session, key, JPEG)
            if facts["post"]:
                member.dismiss(session, merged, "2025")
            if facts["left"]:
                member.transfer_out(session, merged, "某支部", date(2026, 1, 2))
        before = everything(school)

        merge_id = merge(school, kept, merged)

        with school.read() as session:
            total = hours.totals(session, school.owner, 2026).get(kept, Decimal(0))
            assert merged not in hours.totals(session, school.owner, 2026)
            live = session.scalars(
                select(SignIn).where(SignIn.member_id == kept, SignIn.undone_at.is_(None))
            ).all()
            rosters = [
                [row.member_id for row in training_class.detail(session, owner).roster]
                for owner in (first_class, second_class)
            ]
            records = session.scalars(select(HoursRecord.member_id)).all()
            shown = member.detail(session, kept)
        were_there = [any(one in ATTENDED for one in pair) for pair in facts["signed"]]
        earned = [row for row in live if row.status in (*ATTENDED,)]
        assert len(earned) == sum(were_there), "each lesson once, if either was there"
        assert total >= sum(
            Decimal(2)
            for pair in facts["signed"]
            if any(one in (SignInStatus.present, SignInStatus.made_up) for one in pair[:1])
        )
        for place, roster in enumerate(rosters):
            either = any(facts["enrolled"][2 * place : 2 * place + 2])
            assert roster == ([kept] if either else [])
        assert set(records) <= {kept}
        assert shown.identity_masked == "370***********381X"

        take_back(school, merge_id)
        assert everything(school) == before
        school.close()


def test_one_hour_is_earned_once(school: Workspace) -> None:
    """A plain recount: two lessons of 2 hours, one of them signed under both records."""
    teaching = Teaching(school)
    class_id = teaching.class_()
    lessons = [teaching.lesson(at(2 + n, 8), class_id=class_id, worth=Decimal(2)) for n in (0, 1)]
    kept, merged = make(school), make(school)
    put_sign_in(school, lessons[0], kept, SignInStatus.present)
    put_sign_in(school, lessons[0], merged, SignInStatus.present)
    put_sign_in(school, lessons[1], merged, SignInStatus.present)
    with school.read() as session:
        seen = merging.preview(session, kept, merged)
    assert seen.moves[-1] == "2 条签到"
    assert seen.once == ("1 节课两条都签了到，只计一次。",)
    assert seen.refusal == ""
    merge(school, kept, merged)
    with school.read() as session:
        assert hours.totals(session, school.owner, 2026) == {kept: Decimal(4)}
        lines = hours.for_member(session, kept, 2026)
    assert sum(line.hours for line in lines) == Decimal(4)


def test_who_was_there_under_the_other_record_was_there(school: Workspace) -> None:
    teaching = Teaching(school)
    lesson = teaching.lesson(at(2, 8), worth=Decimal(2))
    kept, merged = make(school), make(school)
    put_sign_in(school, lesson, kept, SignInStatus.absent)
    put_sign_in(school, lesson, merged, SignInStatus.present)
    merge_id = merge(school, kept, merged)
    with school.read() as session:
        assert hours.totals(session, school.owner, 2026) == {kept: Decimal(2)}
    take_back(school, merge_id)
    with school.read() as session:
        assert hours.totals(session, school.owner, 2026) == {merged: Decimal(2)}


@pytest.mark.parametrize("change", ["numbers", "same", "again", "left", "guest"])
def test_what_is_refused(school: Workspace, change: str) -> None:
    from random import Random

    from services.demo import person

    kept, merged = make(school, identity_number=NUMBER), make(school)
    words = {
        "numbers": "不相同",
        "same": "同一条",
        "again": "已经合并过",
        "left": "不在册",
        "guest": "保留党员",
    }[change]
    if change == "numbers":
        merged = make(school, identity_number=person(Random(1))["identity_number"])
    elif change == "same":
        merged = kept
    elif change == "again":
        merge(school, kept, merged)
    elif change == "left":
        with school.write("member.retire") as session:
            member.retire(session, kept)
    else:
        with school.write("member.create") as session:
            kept = create_guest(session, "王秀兰", "县水务局")
    before = everything(school)
    with school.read() as session:
        assert words in merging.preview(session, kept, merged).refusal
    with pytest.raises(Refused, match=words):
        merge(school, kept, merged)
    assert everything(school) == before


def test_a_guest_turns_out_to_be_a_member(school: Workspace) -> None:
    teaching = Teaching(school)
    lesson = teaching.lesson(at(23, 8), worth=Decimal(3))
    key = make(school)
    with school.write("sign_in.add_walk_in") as session:
        guest = create_guest(session, "王秀兰", "县水务局", "13800000417")
        sign_in.add_walk_in(session, lesson, guest, method=SignInMethod.keyboard)
    merge(school, key, guest)
    with school.read() as session:
        assert hours.totals(session, school.owner, 2026) == {key: Decimal(3)}
        shown = member.detail(session, key)
        assert [row.id for row in member.list_rows(session)] == [key]
    assert (shown.phone_masked, shown.guest) == ("138****0417", False)


def test_only_the_last_merge_can_be_taken_back_and_only_once(school: Workspace) -> None:
    keys = [make(school) for _ in range(3)]
    first = merge(school, keys[0], keys[1])
    second = merge(school, keys[2], keys[0])
    with pytest.raises(Refused, match="后来的那次"):
        take_back(school, first)
    with pytest.raises(Refused, match="撤销合并"), school.write("member.restore") as session:
        member.restore(session, keys[1])
    take_back(school, second)
    take_back(school, first)
    with pytest.raises(NotFound):
        take_back(school, first)
    with school.read() as session:
        assert {row.id for row in member.list_rows(session)} == set(keys)


def test_a_correction_made_since_is_not_torn_off(school: Workspace) -> None:
    teaching = Teaching(school)
    lesson = teaching.lesson(at(20, 8))
    kept, merged = make(school), make(school)
    with school.write("sign_in.add_walk_in") as session:
        sign_in.add_walk_in(session, lesson, merged, method=SignInMethod.keyboard)
    merge_id = merge(school, kept, merged)
    with school.write("sign_in.record") as session:
        done = sign_in.record(
            session,
            lesson,
            kept,
            method=SignInMethod.keyboard,
            status=SignInStatus.left_early,
        )
    with pytest.raises(Refused, match="改过其中的签到"):
        take_back(school, merge_id)
    with school.write("sign_in.undo") as session:
        sign_in.undo(session, done.sign_in_id)
    take_back(school, merge_id)
    with school.read() as session:
        assert list(hours.totals(session, school.owner, 2026)) == [merged]


def test_the_kept_record_keeps_what_was_typed_since(school: Workspace) -> None:
    kept, merged = make(school), make(school, phone="13911112222", note="新")
    merge_id = merge(school, kept, merged)
    with school.write("member.update") as session:
        member.update(session, kept, MemberDraft("王秀兰", BRANCH, phone="13800000417", note="新"))
    take_back(school, merge_id)
    with school.read() as session:
        assert member.detail(session, kept).phone_masked == "138****0417"
        assert member.detail(session, merged).phone_masked == "139****2222"
        assert member.detail(session, kept).note == ""
