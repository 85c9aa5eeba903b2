"""The register of learning materials: entered, reviewed, retired, in bundles and on paper."""

from datetime import date
from uuid import UUID

import pytest

from models.core.types import PartialDate
from models.course import Task
from services import home, material
from services.core.errors import BadInput, Refused
from services.core.workspace import Workspace
from services.material import MaterialDraft, MaterialKind, MaterialReview, MaterialRow
from services.material.paper import CATALOGUE
from tests.helpers.pdf import pages
from tests.helpers.teaching import Teaching

VIDEO = MaterialDraft(
    "石桥村的红色记忆", MaterialKind.micro_video, Task.tradition, "孔令岩", "2026.07", 12
)


def rows(space: Workspace) -> list[MaterialRow]:
    with space.read() as session:
        return list(material.list_rows(session))


def add(space: Workspace, draft: MaterialDraft = VIDEO) -> UUID:
    with space.write("material.create") as session:
        return material.create(session, draft).id


def test_a_material_keeps_its_month_its_length_and_its_courses(school: Workspace) -> None:
    course = Teaching(school).opening
    key = add(school, MaterialDraft(**{**vars(VIDEO), "courses": (course,)}))
    (row,) = rows(school)
    assert (row.id, row.made_on, row.length) == (key, PartialDate(2026, 7), 12)
    assert (row.courses, row.course_words) == ((course,), "党的创新理论进基层")
    assert material.length_words(row.kind, row.length) == "12 分钟"
    assert row.review is MaterialReview.waiting


def test_each_step_goes_back(school: Workspace) -> None:
    course = Teaching(school).opening
    with school.write("material.create") as session:
        made = material.create(session, VIDEO)
    with school.write("material.update") as session:
        draft = MaterialDraft("石桥记忆", MaterialKind.case, Task.skills, courses=(course,))
        changed = material.update(session, made.id, draft)
    assert rows(school)[0].course_words == "党的创新理论进基层"
    with school.write("material.retire") as session:
        retired = material.retire(session, made.id)
    assert rows(school)[0].retired
    for undo in (retired, changed):
        with school.write(undo.verb) as session:
            undo.act(session)
    (row,) = rows(school)
    assert (row.title, row.kind, row.courses, row.retired) == (VIDEO.title, VIDEO.kind, (), False)
    assert made.undo is not None
    with school.write(made.undo.verb) as session:
        made.undo.act(session)
    assert rows(school) == []


def test_what_was_not_reviewed_waits_on_the_home_page(school: Workspace) -> None:
    first, second = add(school), add(school)
    with school.read() as session:
        assert home.waiting(session)["material"] == 2
    with school.write("material.review") as session:
        undo = material.review(
            session, [first, second], MaterialReview.approved, "王秀兰", date(2026, 11, 20)
        )
    with school.read() as session:
        assert "material" not in home.waiting(session)
    assert {(one.review, one.reviewed_by) for one in rows(school)} == {
        (MaterialReview.approved, "王秀兰")
    }
    with school.write(undo.verb) as session:
        undo.act(session)
    assert {one.review for one in rows(school)} == {MaterialReview.waiting}


@pytest.mark.parametrize(
    ("state", "by", "on", "note", "said"),
    [
        (MaterialReview.approved, "", date(2026, 11, 20), "", "审核人"),
        (MaterialReview.approved, "王秀兰", date(2027, 1, 1), "", "晚于今天"),
        (MaterialReview.returned, "王秀兰", date(2026, 11, 20), "", "要改什么"),
        (MaterialReview.waiting, "王秀兰", date(2026, 11, 20), "", "审核结果"),
    ],
)
def test_a_review_says_who_when_and_what(
    school: Workspace, state: MaterialReview, by: str, on: date, note: str, said: str
) -> None:
    key = add(school)
    with pytest.raises(BadInput, match=said), school.write("material.review") as session:
        material.review(session, [key], state, by, on, note)
    assert rows(school)[0].review is MaterialReview.waiting


def test_a_course_out_of_use_cannot_be_chosen(school: Workspace) -> None:
    from services import course

    key = Teaching(school).opening
    with school.write("course.retire") as session:
        course.retire(session, key)
    with pytest.raises(Refused, match="已停用"), school.write("material.create") as session:
        material.create(session, MaterialDraft("记忆", VIDEO.kind, VIDEO.task, courses=(key,)))


def test_the_catalogue_lists_what_is_in_use(school: Workspace) -> None:
    add(school)
    gone = add(school, MaterialDraft("旧教材", MaterialKind.textbook, Task.theory))
    with school.write("material.retire") as session:
        material.retire(session, gone)
    with school.read() as session:
        drawn = CATALOGUE.of().read(session)(lambda _done, _of: None)
    words = "".join(pages(drawn.pdf))
    assert "石桥村的红色记忆" in words
    assert "旧教材" not in words
    assert "共 1 件，已审核 0 件" in words
