"""Settings: declared once, checked when typed, kept in the workspace."""

from decimal import Decimal

import pytest

from services.core.errors import BadInput, Refused
from services.core.settings import (
    DECLARED,
    GRACE_MINUTES,
    ISSUER,
    TARGET_MEMBER,
    TEXT_SIZE,
    Setting,
    change,
)
from services.core.workspace import Workspace


def test_each_is_declared_once_with_words_and_a_default_that_fits() -> None:
    assert len({setting.key for setting in DECLARED}) == len(DECLARED)
    for setting in DECLARED:
        assert setting.label
        assert setting.help
        size = len(setting.default) if isinstance(setting.default, str) else setting.default
        assert setting.least <= size <= setting.most


def test_what_is_put_is_what_is_got(school: Workspace) -> None:
    with school.read() as session:
        assert TARGET_MEMBER.get(session) == 32
    with school.write("settings.put") as session:
        assert TARGET_MEMBER.put(session, " 40 ") == 40
        assert ISSUER.put(session, "中共嘉祥县委组织部") == "中共嘉祥县委组织部"
    with school.write("settings.put") as session:
        TARGET_MEMBER.put(session, "36")
    with school.read() as session:
        assert TARGET_MEMBER.get(session) == 36
        assert ISSUER.get(session) == "中共嘉祥县委组织部"
        assert GRACE_MINUTES.get(session) == GRACE_MINUTES.default


@pytest.mark.parametrize("text", ["", "abc", "-1", "99999", "3.5", "三"])
def test_what_does_not_fit_is_refused_with_the_field_s_name(school: Workspace, text: str) -> None:
    with (
        pytest.raises(BadInput, match=TARGET_MEMBER.label),
        school.write("settings.put") as session,
    ):
        TARGET_MEMBER.put(session, text)
    with school.read() as session:
        assert TARGET_MEMBER.get(session) == TARGET_MEMBER.default


def test_a_text_may_be_empty_but_not_too_long(school: Workspace) -> None:
    with school.write("settings.put") as session:
        assert ISSUER.put(session, "") == ""
        with pytest.raises(BadInput):
            ISSUER.put(session, "部" * 41)


def test_a_decimal_is_kept_exactly_and_must_be_a_number(school: Workspace) -> None:
    rate = Setting("test.rate", Decimal("0.2"), "比例", "试验用。", most=1)
    with school.write("settings.put") as session:
        assert rate.put(session, "0.15") == Decimal("0.15")
    with school.read() as session:
        assert rate.get(session) == Decimal("0.15")
    for text in ("NaN", "Infinity", "半"):
        with pytest.raises(BadInput), school.write("settings.put") as session:
            rate.put(session, text)


def test_the_text_size_stays_between_its_ends(school: Workspace) -> None:
    with school.write("settings.put") as session:
        assert TEXT_SIZE.put(session, "150") == 150
        with pytest.raises(BadInput):
            TEXT_SIZE.put(session, "151")


def test_a_year_has_its_own_else_the_nearest_before_else_what_is_for_none(
    school: Workspace,
) -> None:
    with school.write("settings.put") as session:
        TARGET_MEMBER.put(session, "30")
        TARGET_MEMBER.put(session, "36", 2027)
        TARGET_MEMBER.put(session, "40", 2030)
        years = [TARGET_MEMBER.get(session, year) for year in (2026, 2027, 2029, 2030, 2031)]
    assert years == [30, 36, 36, 40, 40]
    with school.read() as session:
        assert TARGET_MEMBER.get(session) == 30


def test_changing_a_year_leaves_the_years_before_and_a_past_one_those_since(
    school: Workspace,
) -> None:
    with school.write("settings.change") as session:
        change(session, {TARGET_MEMBER.key: "40"}, 2027)
        change(session, {TARGET_MEMBER.key: "24"}, 2024)  # now is 2026
        years = [TARGET_MEMBER.get(session, year) for year in range(2023, 2029)]
    assert years == [32, 24, 32, 32, 40, 40]


def test_a_change_is_taken_back_unless_it_was_changed_since(school: Workspace) -> None:
    with school.write("settings.change") as session:
        first = change(session, {TARGET_MEMBER.key: "40", ISSUER.key: "县委组织部"}, 2026)
    with school.write("settings.change") as session:
        second = change(session, {TARGET_MEMBER.key: "36"}, 2026)
    with pytest.raises(Refused, match="后来又改过"), school.write("settings.undo") as session:
        first.act(session)
    with school.write("settings.undo") as session:
        second.act(session)
        assert TARGET_MEMBER.get(session, 2026) == 40
        first.act(session)
    with school.read() as session:
        assert TARGET_MEMBER.get(session, 2026) == TARGET_MEMBER.default
        assert ISSUER.get(session) == ISSUER.default
