"""The places of both kinds of workspace, and what can be done there."""

from collections.abc import Sequence
from itertools import groupby

import pytest

import services.features
from services.core.workspace import WorkspaceKind
from ui import features
from ui.core.acts import acts_of
from ui.core.desk import Entry, Page
from ui.core.feature import Feature
from ui.core.main_window import MainWindow
from ui.places import places
from ui.tour import play

SCHOOL, COUNTY = places(WorkspaceKind.school), places(WorkspaceKind.county)

NOT_IN_THE_TOUR = {
    "home",
    "county",
    "dispatch",
    "material",
    "package",
}


@pytest.mark.parametrize("entries", [SCHOOL, COUNTY], ids=["school", "county"])
def test_an_act_is_found_by_its_name_and_heard_by_its_key(entries: Sequence[Entry]) -> None:
    """Two acts of one name could not be told apart by Ctrl+K; of two acts with one key on a page
    Qt would do neither."""
    everywhere = acts_of(MainWindow)
    named: dict[str, str] = {}
    for entry in entries:
        heard = [one.key for one in (*everywhere, *acts_of(entry.make)) if one.key is not None]
        assert [key for key in heard if heard.count(key) > 1] == [], entry.key
        for one in acts_of(entry.make):
            assert named.setdefault(one.name, one.method) == one.method, one.name


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


@pytest.mark.parametrize("kind", WorkspaceKind)
def test_no_act_stands_in_the_way_of_what_every_page_does(kind: WorkspaceKind) -> None:
    """An act called take_back was what Ctrl+Z did, and took the row in front away."""
    own = {name for base in Page.__mro__ for name in vars(base)}
    for entry in places(kind):
        methods = {one.method for one in acts_of(entry.make)}
        assert not methods & own, entry.key


def test_both_layers_declare_the_same_features() -> None:
    """What walks over the features shows itself as well."""
    walking = {"home", "exchange", "county", "settings"}
    shown = {one.key for one in features.FEATURES}
    assert shown - walking == {one.key for one in services.features.FEATURES}


@pytest.mark.parametrize("feature", features.FEATURES, ids=lambda one: one.key)
def test_its_places_and_its_steps_of_the_tour_go_with_its_line(
    feature: Feature, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = tuple(one for one in features.FEATURES if one.key != feature.key)
    own = {step for key, step in play.STEPS if key == feature.key}
    assert own <= set(play.steps())
    assert own or feature.key in NOT_IN_THE_TOUR
    monkeypatch.setattr(features, "FEATURES", others)
    left = [*places(WorkspaceKind.school), *places(WorkspaceKind.county)]
    assert set(left) == {one for other in others for one in other.places}
    assert not set(feature.places) & set(left)
    assert not own & set(play.steps())


def test_each_step_of_the_tour_shows_a_feature() -> None:
    assert {key for key, _ in play.STEPS} <= {one.key for one in features.FEATURES}
    assert play.steps() == tuple(step for _, step in play.STEPS)
