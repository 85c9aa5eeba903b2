"""Out of use and back, declared once for the verbs that need it: words, and what is taken."""

import pytest

from services import site
from services.core.errors import Refused
from services.core.workspace import Workspace
from services.site import RoomDraft, SiteDraft, SiteKind
from tests.helpers.teaching import Teaching, at


def test_a_name_stays_taken_while_its_row_is_out_of_use(school: Workspace) -> None:
    with school.write("site.create") as session:
        made = site.create(session, SiteDraft("石桥教学点", SiteKind.main_campus)).id
    with school.write("site.create") as session, pytest.raises(Refused) as taken:
        site.create(session, SiteDraft("石桥教学点", SiteKind.main_campus))
    assert taken.value.message == "已有叫“石桥教学点”的阵地。"
    with school.write("site.retire") as session:
        undo = site.retire(session, made)
    assert (undo.words, undo.verb) == ("停用阵地 石桥教学点", "site.undo")
    with school.write("site.create") as session, pytest.raises(Refused) as retired:
        site.create(session, SiteDraft("石桥教学点", SiteKind.main_campus))
    assert retired.value.message == "已有叫“石桥教学点”的阵地，现在停用着，请恢复它或换个名称。"
    with school.write(undo.verb) as session:
        undo.act(session)
    with school.write("site.update") as session:
        site.update(session, made, SiteDraft("石桥教学点", SiteKind.main_campus, opening="工作日"))


def test_a_room_back_in_use_goes_out_again_unless_lessons_need_it(school: Workspace) -> None:
    teaching = Teaching(school)
    with school.write("site.add_room") as session:
        base = site.create(session, SiteDraft("石桥教学点", SiteKind.main_campus)).id
        room = site.add_room(session, base, RoomDraft("201", 40)).id
    with school.write("site.retire_room") as session:
        site.retire_room(session, room)
    with school.write("site.add_room") as session, pytest.raises(Refused) as retired:
        site.add_room(session, base, RoomDraft("201", 40))
    assert "现在停用着" in retired.value.message
    with school.write("site.restore_room") as session:
        undo = site.restore_room(session, room)
    assert undo.words == "恢复教室 201"
    teaching.lesson(at(24, 8, 30), room=room)
    with school.write(undo.verb) as session, pytest.raises(Refused):
        undo.act(session)
