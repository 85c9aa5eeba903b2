"""The workspace's own profile."""

import pytest

from services import school as schools
from services.core import settings
from services.core.call import call, run
from services.core.errors import BadInput
from services.core.profile import suggested_code
from services.core.workspace import Profile, Workspace, WorkspaceKind


def test_own_profile_can_be_changed_but_not_its_code(school: Workspace) -> None:
    with school.write("school.change") as session:
        schools.change(
            session, Profile(WorkspaceKind.school, "新名党校", "ZS", "嘉祥县", "王干事", "0537")
        )
    with school.read() as session:
        own = schools.own(session)
    assert (own.name, own.code, own.contact) == ("新名党校", "ZS", "王干事")
    with pytest.raises(BadInput), school.write("school.change") as session:
        schools.change(session, Profile(WorkspaceKind.school, " ", "ZS", "嘉祥县"))


def test_profile_and_settings_are_saved_and_taken_back_together(school: Workspace) -> None:
    called = Profile(WorkspaceKind.school, "仲山镇委党校", "ZS", "嘉祥县")
    for profile, typed in ((called, {"hours.target.member": "40"}), (None, {"travel.speed": "50"})):
        saved, _ = run(school, call(schools.save, profile, typed, 2026))
        with school.write(saved.verb) as session:
            saved.act(session)
    with school.read() as session:
        assert schools.own(session).name == "仲山镇党校"
        assert settings.TARGET_MEMBER.get(session, 2026) == settings.TARGET_MEMBER.default
        assert settings.TRAVEL_SPEED.get(session) == settings.TRAVEL_SPEED.default


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("仲山镇党校", "ZS"),
        ("中共仲山镇委员会党校", "ZS"),
        ("石桥街道办事处党校", "SQ"),
        ("中共永安县委组织部", "YA"),
        ("乡", ""),
    ],
)
def test_a_code_is_proposed_from_the_place_in_the_name(name: str, code: str) -> None:
    assert suggested_code(name) == code
