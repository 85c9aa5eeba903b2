"""Whatever is recorded, granted, merged and undone in whatever order: the ledger, the shares and
the branches are a plain recount of the rows that stand."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.exemption import Exemption
from models.hours import HoursRecord, HoursRecordKind
from models.member import Member, MemberMerge, Role
from models.sign_in import ATTENDED, SignIn, SignInStatus
from models.training_class import Lesson
from services import exemption, hours, merging, opening_hours, upper_training
from services.core import settings as school_settings
from services.core.clock import FixedClock
from services.core.errors import DeskError
from services.core.session import WorkSession
from services.core.undo import Undo
from services.core.workspace import Workspace
from services.exemption import ExemptionDraft, ExemptionReason
from services.hours import CorrectionDraft, OnlineDraft, State
from services.opening_hours import OpeningDraft
from services.upper_training import TrainingLevel, TrainingResult, UpperTrainingDraft
from tests.helpers.examples import examples
from tests.helpers.merging import make, put_sign_in
from tests.helpers.teaching import Teaching, at
from tests.helpers.workspaces import SCHOOL, Templates

YEAR = 2026
EXEMPT = ExemptionDraft(
    ExemptionReason.old_and_weak,
    date(YEAR, 1, 1),
    date(YEAR, 12, 31),
    date(YEAR, 1, 10),
    "支委会记录",
)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ("sign", "online", "correct", "upper", "open", "exempt", "merge", "split", "undo")
        ),
        st.integers(0, 3),
        st.integers(0, 3),
        st.sampled_from((4, 12, 24, 36)),
    ),
    min_size=3,
    max_size=14,
)


class Played:
    """Four people, of whom one is a secretary, four lessons, and the way back of each act."""

    def __init__(self, school: Workspace) -> None:
        self.school = school
        self.people = [make(school, name) for name in ("王一", "王二", "王三")]
        self.people.append(make(school, "赵书记", role=Role.secretary))
        teaching = Teaching(school)
        self.lessons = [teaching.lesson(at(day, 9), worth=Decimal(4)) for day in (2, 3, 4, 5)]
        self.undos: list[Undo] = []
        self.merges: list[UUID] = []

    def act(self, what: str, who: int, other: int, worth: int) -> None:
        """What is refused changes nothing, and is another example."""
        with suppress(DeskError):
            getattr(self, what)(who, other, worth)

    def sign(self, who: int, other: int, _worth: int) -> None:
        with self.school.read() as session:
            there = session.scalar(
                select(SignIn.id).where(
                    SignIn.member_id == self.people[who],
                    SignIn.lesson_id == self.lessons[other],
                    SignIn.undone_at.is_(None),
                )
            )
        if there is None:
            status = SignInStatus.present if who != other else SignInStatus.absent
            put_sign_in(self.school, self.lessons[other], self.people[who], status)

    def online(self, who: int, other: int, worth: int) -> None:
        draft = OnlineDraft(date(YEAR, 3, 1 + other), "网上专题班", Decimal(min(worth, 24)))
        self._do(hours.record_online, "hours.record_online", [self.people[who]], draft)

    def correct(self, who: int, other: int, worth: int) -> None:
        draft = CorrectionDraft(
            date(YEAR, 5, 1), Decimal(-worth if other % 2 else worth), "核对", "文 1", "赵静"
        )
        self._do(hours.record_correction, "hours.record_correction", self.people[who], draft)

    def upper(self, who: int, other: int, worth: int) -> None:
        first = date(YEAR, 6, 1 + 7 * other)
        draft = UpperTrainingDraft(
            TrainingLevel.county,
            "县委组织部",
            f"第{other}期",
            first,
            first.replace(day=first.day + 4),
            Decimal(worth),
            TrainingResult.completed,
            "文 2",
        )
        people = [self.people[who], self.people[other]]
        self._do(upper_training.record, "upper_training.record", people, draft)

    def open(self, who: int, other: int, worth: int) -> None:
        draft = OpeningDraft(
            date(YEAR, 1, 31), Decimal(worth), "登记簿", collective=bool(other % 2)
        )
        self._do(opening_hours.record, "opening_hours.record", [self.people[who]], draft)

    def exempt(self, who: int, _other: int, _worth: int) -> None:
        self._do(exemption.grant, "exemption.grant", [self.people[who]], EXEMPT)

    def merge(self, who: int, other: int, _worth: int) -> None:
        if who != other:
            with self.school.write("merging.merge") as session:
                merging.merge(session, self.people[who], self.people[other])

    def split(self, _who: int, _other: int, _worth: int) -> None:
        with self.school.read() as session:
            keys = merge_ids(session)
        if keys:
            with self.school.write("merging.take_back") as session:
                merging.take_back(session, keys[-1])

    def undo(self, _who: int, _other: int, _worth: int) -> None:
        if self.undos:
            undo = self.undos.pop()
            with self.school.write(undo.verb) as session:
                undo.act(session)

    def _do(self, verb: Callable[..., Any], name: str, *args: Any) -> None:
        with self.school.write(name) as session:
            made = verb(session, *args)
        assert made.undo is not None
        self.undos.append(made.undo)


def merge_ids(session: WorkSession) -> list[UUID]:
    rows = select(MemberMerge.id).where(MemberMerge.taken_back_at.is_(None))
    return list(session.scalars(rows.order_by(MemberMerge.merged_at, MemberMerge.id)))


def recount(session: WorkSession) -> dict[UUID, Decimal]:
    """Hours by member from the rows, in plain Python: online up to the cap, all else whole."""
    cap = Decimal(school_settings.ONLINE_CAP.get(session, YEAR))
    lessons = {row.id: row for row in session.scalars(select(Lesson))}
    found, online = defaultdict[UUID, Decimal](Decimal), defaultdict[UUID, Decimal](Decimal)
    for one in session.scalars(select(SignIn).where(SignIn.undone_at.is_(None))):
        if one.status in ATTENDED:
            found[one.member_id] += lessons[one.lesson_id].hours
    for row in session.scalars(select(HoursRecord).where(HoursRecord.undone_at.is_(None))):
        kind = online if row.kind is HoursRecordKind.online else found
        kind[row.member_id] += row.hours
    return {key: found[key] + min(online[key], cap) for key in {*found, *online}}


@settings(
    max_examples=examples(40),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(ACTS)
def test_all_together_are_a_plain_recount(
    templates: Templates, acts: Sequence[tuple[str, int, int, int]]
) -> None:
    with TemporaryDirectory() as folder:
        school = templates.open(SCHOOL, Path(folder) / "school", FixedClock(at(23, 8)))
        try:
            played = Played(school)
            for one in acts:
                played.act(*one)
            _holds(school, played.people)
        finally:
            school.close()


def _holds(school: Workspace, people: Sequence[UUID]) -> None:
    with school.read() as session:
        plain = recount(session)
        rows = {row.id: row for row in hours.ledger(session, session.owner, YEAR).rows}
        totals = hours.totals(session, session.owner, YEAR)
        reached = hours.reached(session, session.owner, YEAR)
        groups = hours.by_branch(tuple(rows.values()))
        in_use = {
            row.id for row in session.scalars(select(Member).where(Member.retired_at.is_(None)))
        }
        exempt = {
            row.member_id
            for row in session.scalars(select(Exemption).where(Exemption.undone_at.is_(None)))
        }
        twice = session.scalars(
            select(Exemption.member_id).where(Exemption.undone_at.is_(None))
        ).all()
        for key in people:
            assert sum(
                (line.hours for line in hours.for_member(session, key, YEAR)), Decimal(0)
            ) == plain.get(key, Decimal(0))
    assert {key: worth for key, worth in totals.items() if worth} == {
        key: worth for key, worth in plain.items() if worth
    }
    assert all(worth >= 0 for worth in plain.values())
    assert {key for key, row in rows.items() if row.counted} == in_use
    for key, row in rows.items():
        assert row.hours == plain.get(key, Decimal(0))
        assert (row.state is State.exempt) == (key in exempt & in_use)
    assert len(twice) == len(set(twice)), "nobody is exempt twice"
    here = exempt & in_use
    assert reached.members_exempt + reached.leaders_exempt == len(here)
    assert reached.members + reached.leaders == len(in_use)
    assert sum(one.exempt for one in groups) == len(here)
    assert sum(one.people for one in groups) == len(in_use)
