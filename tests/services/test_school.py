"""The workspace's own profile."""

import pytest

from services import school as schools
from services.core.errors import BadInput
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
