"""What stands in the way of taking a merge back, and what it leaves alone."""

from datetime import date
from decimal import Decimal
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import select

from models.branch import Branch
from models.member import Member, Role
from models.sign_in import SignIn, SignInStatus
from models.training_class import Enrolment
from services import branch, hours, member, merging, sign_in
from services.core.errors import Refused
from services.core.workspace import Workspace
from services.demo import person
from services.hours import CorrectionDraft, OnlineDraft
from services.member import MemberDraft
from services.sign_in import SignInMethod
from tests.helpers.merging import BRANCH, JPEG, NUMBER, make, merge, put_sign_in, take_back
from tests.helpers.teaching import Teaching, at

OTHER = "中共仲山镇布山村支部委员会"
DAY = date(2026, 11, 1)


def online(school: Workspace, *keys: UUID) -> None:
    with school.write("hours.record_online") as session:
        hours.record_online(session, keys, OnlineDraft(DAY, "党章学习", Decimal(4)))


def total(school: Workspace, key: UUID) -> Decimal:
    with school.read() as session:
        return hours.totals(session, school.owner, 2026).get(key, Decimal(0))


def test_one_online_study_under_both_counts_once(school: Workspace) -> None:
    kept, merged = make(school), make(school)
    online(school, kept, merged)
    with school.read() as session:
        seen = merging.preview(session, kept, merged)
        assert "1 次在线学习两条都记了，只计一次。" in seen.once
    merge_id = merge(school, kept, merged)
    assert total(school, kept) == 4
    take_back(school, merge_id)
    assert (total(school, kept), total(school, merged)) == (4, 4)


def test_an_online_study_under_the_other_counts(school: Workspace) -> None:
    kept, merged = make(school), make(school)
    online(school, merged)
    merge(school, kept, merged)
    assert total(school, kept) == 4


def test_the_post_held_now_is_kept_and_given_back(school: Workspace) -> None:
    kept, merged = make(school), make(school)
    with school.write("member.appoint") as session:
        member.appoint(session, merged, Role.secretary, "书记", "2020-01")
    with school.read() as session:
        assert "“书记”也归保留" in merging.preview(session, kept, merged).post
    merge_id = merge(school, kept, merged)
    with school.read() as session:
        shown = member.detail(session, kept, 2025)
        assert (shown.role, shown.post, shown.role_since) == (Role.secretary, "书记", "2020-01")
        assert shown.target == 56
    take_back(school, merge_id)
    with school.read() as session:
        assert member.detail(session, kept).role is Role.member
        assert member.detail(session, merged).role_since == "2020-01"


def test_two_posts_held_now_are_told_of(school: Workspace) -> None:
    kept, merged = make(school), make(school)
    for key, role, post in ((kept, Role.committee, "委员"), (merged, Role.secretary, "书记")):
        with school.write("member.appoint") as session:
            member.appoint(session, key, role, post, "2020-01")
    with school.read() as session:
        assert "以保留的记录为准" in merging.preview(session, kept, merged).post
    merge(school, kept, merged)
    with school.read() as session:
        assert member.detail(session, kept).post == "委员"


def test_a_number_given_to_somebody_else_stands_in_the_way(school: Workspace) -> None:
    kept, merged = make(school), make(school, identity_number=NUMBER)
    merge_id = merge(school, kept, merged)
    with school.write("member.update") as session:
        other = person(Random(1))["identity_number"]
        member.update(session, kept, MemberDraft("王秀兰", BRANCH, identity_number=other))
    make(school, "李建国", identity_number=NUMBER)
    with pytest.raises(Refused, match="李建国"):
        take_back(school, merge_id)


def test_the_branch_comes_back_with_its_member(school: Workspace) -> None:
    kept, merged = make(school), make(school, branch=OTHER)
    merge_id = merge(school, kept, merged)
    with school.write("branch.retire") as session:
        place = session.require(Member, merged).branch_id
        branch.retire(session, place)
    take_back(school, merge_id)
    with school.read() as session:
        assert session.require(Branch, place).retired_at is None


def test_hours_taken_away_since_stand_in_the_way(school: Workspace) -> None:
    kept, merged = make(school), make(school)
    online(school, merged)
    merge_id = merge(school, kept, merged)
    with school.write("hours.record_correction") as session:
        draft = CorrectionDraft(DAY, Decimal(-3), "误记", "仲党校〔2026〕3号", "王主任")
        hours.record_correction(session, kept, draft)
    with pytest.raises(Refused, match="仲党校〔2026〕3号"):
        take_back(school, merge_id)
    assert total(school, kept) == 1


def test_a_picture_put_in_since_stays(school: Workspace) -> None:
    kept, merged = make(school), make(school)
    with school.write("member.put_photo") as session:
        member.put_photo(session, merged, JPEG)
    merge_id = merge(school, kept, merged)
    with school.write("member.put_photo") as session:
        member.put_photo(session, kept, JPEG + b"new")
    take_back(school, merge_id)
    with school.read() as session:
        assert member.photo_of(session, kept) == JPEG + b"new"
        assert member.photo_of(session, merged) is None


def test_no_number_of_a_class_is_given_twice(school: Workspace) -> None:
    teaching = Teaching(school)
    class_id = teaching.class_()
    kept, merged, later = teaching.members(3)
    teaching.enrol(class_id, [kept, merged])
    merge_id = merge(school, kept, merged)
    teaching.enrol(class_id, [later])
    take_back(school, merge_id)
    with school.read() as session:
        numbers = session.scalars(
            select(Enrolment.number).where(Enrolment.class_id == class_id)
        ).all()
    assert sorted(numbers) == [1, 2, 3]


def test_who_was_signed_in_anew_since_is_signed_in_once(school: Workspace) -> None:
    """The sign-in undone by the merge stays undone where a later one stands."""
    teaching = Teaching(school)
    lesson = teaching.lesson(at(20, 8), worth=Decimal(2))
    kept, merged = make(school), make(school)
    put_sign_in(school, lesson, kept, SignInStatus.absent)
    put_sign_in(school, lesson, merged, SignInStatus.present)
    merge_id = merge(school, kept, merged)
    with school.write("sign_in.undo") as session:
        sign_in.undo(session, next(iter(_live(school, kept))))
    with school.write("sign_in.add_walk_in") as session:
        sign_in.add_walk_in(session, lesson, kept, method=SignInMethod.keyboard)
    take_back(school, merge_id)
    assert len(_live(school, kept)) == 1
    assert not _live(school, merged)


def _live(school: Workspace, key: UUID) -> list[UUID]:
    with school.read() as session:
        return list(
            session.scalars(
                select(SignIn.id).where(SignIn.member_id == key, SignIn.undone_at.is_(None))
            )
        )
