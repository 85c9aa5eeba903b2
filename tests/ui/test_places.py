"""The places of both kinds of workspace: each opens, and each command has its button."""

from collections.abc import Sequence
from itertools import groupby

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

import services.features
from services.core.workspace import WorkspaceKind
from tests.helpers.pages import settle, show
from ui import features
from ui.core.desk import Desk, Entry
from ui.core.feature import Feature
from ui.places import places

SCHOOL, COUNTY = places(WorkspaceKind.school), places(WorkspaceKind.county)


def commands(entries: Sequence[Entry]) -> list[tuple[Entry, str]]:
    return [(entry, name) for entry in entries for _, name in entry.commands]


@pytest.mark.parametrize(("entry", "name"), commands(SCHOOL))
def test_a_command_of_a_school_has_its_button(
    desk: Desk, qtbot: QtBot, entry: Entry, name: str
) -> None:
    page = show(qtbot, entry.make(desk))
    settle(qtbot, desk)
    assert page.findChild(QPushButton, name) is not None


@pytest.mark.parametrize(("entry", "name"), commands(COUNTY))
def test_a_command_of_a_county_has_its_button(
    county_desk: Desk, qtbot: QtBot, entry: Entry, name: str
) -> None:
    page = show(qtbot, entry.make(county_desk))
    settle(qtbot, county_desk)
    assert page.findChild(QPushButton, name) is not None


def test_the_sidebars_stand_in_their_order() -> None:
    """interface.md: the places of both workspaces, those of one group together."""
    assert [one.key for one in SCHOOL if not one.under] == [
        *("home", "course", "order", "training_class", "sign_in", "member", "lecturer"),
        *("booking", "certificate", "site", "exchange", "settings"),
    ]
    assert [one.key for one in COUNTY] == ["home", "inbox", "county", "dispatch", "settings"]
    for entries in (SCHOOL, COUNTY):
        groups = [one.group for one in entries if not one.under and not one.apart]
        assert [group for group, _ in groupby(groups)] == list(dict.fromkeys(groups))


def test_both_layers_declare_the_same_features() -> None:
    """What walks over the features has places of its own; two are part of another's page."""
    shown = {one.key for one in features.FEATURES} - {"home", "exchange", "county", "settings"}
    declared = {one.key for one in services.features.FEATURES}
    assert shown <= declared
    assert declared - shown == {"school", "roster_import", "material"}


@pytest.mark.parametrize("feature", features.FEATURES, ids=lambda one: one.places[0].key)
def test_its_places_go_with_its_line(feature: Feature, monkeypatch: pytest.MonkeyPatch) -> None:
    rest = tuple(one for one in features.FEATURES if one is not feature)
    monkeypatch.setattr(features, "FEATURES", rest)
    left = [*places(WorkspaceKind.school), *places(WorkspaceKind.county)]
    assert not set(feature.places) & set(left)
    assert set(left) == {one for other in rest for one in other.places}
