"""The generator: as many as asked, the same for a seed, and nothing a rule forbids."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from stdnum.cn import ric

from models.core.base import Exchanged
from models.member import Member
from models.sign_in import SignIn
from models.training_class import Enrolment, Lesson
from services import check, demo
from services.core import workspace
from services.core.errors import BadInput, BadPlace, DiskFull
from services.core.text import is_card_code
from services.core.workspace import Workspace, WorkspaceKind
from tests.helpers.workspaces import PASSWORD, fill


def count(space: Workspace, kind: type[Exchanged]) -> int:
    with space.read() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def people(space: Workspace) -> list[tuple[str, str | None, str]]:
    with space.read() as session:
        rows = session.scalars(select(Member).order_by(Member.id))
        return [(row.name, row.identity_number, row.phone) for row in rows]


@pytest.mark.parametrize(
    ("members", "lessons", "sign_ins"),
    [(0, 0, 0), (5, 0, 0), (120, 6, 300), (10, 4, 40), (0, 4, 0), (51, 3, 150), (7, 1, 7)],
)
def test_it_makes_as_many_as_asked(
    school: Workspace, members: int, lessons: int, sign_ins: int
) -> None:
    fill(school, members=members, lessons=lessons, sign_ins=sign_ins)
    made = (count(school, Member), count(school, Lesson), count(school, SignIn))
    assert made == (members, lessons, sign_ins)


def test_a_seed_decides_the_people(school: Workspace, second_school: Workspace) -> None:
    fill(school, members=80, seed=3)
    fill(second_school, members=80, seed=3)
    assert people(school) == people(second_school)


def test_another_seed_makes_others(school: Workspace, second_school: Workspace) -> None:
    fill(school, members=80, seed=3)
    fill(second_school, members=80, seed=4)
    assert not set(people(school)) & set(people(second_school))


def test_its_people_keep_the_rules_of_the_field(school: Workspace) -> None:
    fill(school, members=300, lessons=8, sign_ins=500)
    with school.read() as session:
        for member in session.scalars(select(Member)):
            number = member.identity_number or ""
            assert number[-1] == ric.calc_check_digit(number)
            assert (int(number[16]) % 2 == 1) == (member.sex == "男")
            assert number[6:14] == str(member.born).replace("-", "")
            assert is_card_code(member.card_code)
        twice = (
            select(SignIn.lesson_id, SignIn.member_id)
            .group_by(SignIn.lesson_id, SignIn.member_id)
            .having(func.count() > 1)
        )
        assert session.execute(twice).all() == []


def test_those_signed_in_first_are_enrolled(school: Workspace) -> None:
    fill(school, members=100, lessons=4, sign_ins=200)
    with school.read() as session:
        strangers = session.scalar(
            select(func.count())
            .select_from(SignIn)
            .join(Lesson, Lesson.id == SignIn.lesson_id)
            .outerjoin(
                Enrolment,
                (Enrolment.class_id == Lesson.class_id) & (Enrolment.member_id == SignIn.member_id),
            )
            .where(Enrolment.id.is_(None))
        )
    assert strangers == 0


def test_a_made_workspace_opens_and_is_sound(tmp_path: Path) -> None:
    said: list[str] = []
    size = demo.Size(30, 2, 20)
    result = demo.make(tmp_path / "d", size, PASSWORD, seed=7, say=said.append)
    assert (result["members"], result["lessons"], result["sign_ins"]) == (30, 2, 20)
    assert said
    assert check.check(tmp_path / "d", PASSWORD)["ok"]
    workspace.unlock(tmp_path / "d", result["recovery_code"]).close()


def test_a_county_is_made_without_people(tmp_path: Path) -> None:
    demo.make(tmp_path / "d", demo.Size(30, 2, 20), PASSWORD, county=True, say=str)
    opened = workspace.unlock(tmp_path / "d", PASSWORD)
    from services import school

    with opened.read() as session:
        assert school.own(session).kind is WorkspaceKind.county
    assert count(opened, Member) == 0
    opened.close()


def test_what_cannot_be_made_is_refused_before_anything_is(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        demo.make(tmp_path / "d", demo.Size(2, 2, 5), PASSWORD, say=str)
    assert not (tmp_path / "d").exists()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with pytest.raises(BadPlace):
        demo.make(tmp_path / "full", demo.Size(2, 0, 0), PASSWORD, say=str)


def test_no_room_holds_two_lessons_at_once(school: Workspace) -> None:
    fill(school, members=20, lessons=1_600)
    with school.read() as session:
        held = session.execute(select(Lesson.room_id, Lesson.starts_at)).all()
    assert len(set(held)) == len(held) == 1_600


def test_half_a_demo_is_none(tmp_path: Path) -> None:
    def full(said: str) -> None:
        if said.startswith("课次"):
            raise DiskFull("磁盘已满")

    for folder in (tmp_path / "new", tmp_path):
        with pytest.raises(DiskFull):
            demo.make(folder, demo.Size(10, 4, 0), PASSWORD, say=full)
        assert not (tmp_path / "new").exists()
        assert list(tmp_path.iterdir()) == []
    assert demo.make(tmp_path, demo.Size(10, 4, 0), PASSWORD, say=str)["members"] == 10
