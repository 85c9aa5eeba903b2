"""Enums that say what people read: each value has its word and a tone that the theme knows."""

import importlib
import pickle
import pkgutil
from enum import StrEnum

import pytest

import models
import services
from models.core.base import enum_type
from models.core.words import Words
from models.sign_in import SignInStatus
from ui.core.theme import TONES


def every_enum() -> list[type[Words]]:
    for layer in (models, services):
        for module in pkgutil.walk_packages(layer.__path__, f"{layer.__name__}."):
            if ".migrations" not in module.name:
                importlib.import_module(module.name)
    return sorted(Words.__subclasses__(), key=lambda kind: (kind.__module__, kind.__name__))


def test_every_value_has_a_word_of_its_own_and_a_tone() -> None:
    kinds = every_enum()
    assert SignInStatus in kinds
    for kind in kinds:
        words = [member.word for member in kind]
        assert all(words), kind
        assert len(set(words)) == len(words), kind
        assert {member.tone for member in kind} <= set(TONES), kind


def test_every_enum_of_a_table_says_its_words() -> None:
    for module in pkgutil.iter_modules(models.__path__, "models."):
        made = vars(importlib.import_module(module.name)).values()
        kinds = [one for one in made if isinstance(one, type) and issubclass(one, StrEnum)]
        assert all(issubclass(kind, Words) for kind in kinds), module.name


def test_only_the_value_is_stored() -> None:
    late = SignInStatus("late")
    assert late is SignInStatus.late
    assert [late.value, str(late), f"{late}"] == ["late"] * 3
    assert late == "late"
    assert (late.word, late.tone) == ("迟到", "amber")
    assert pickle.loads(pickle.dumps(late)) is late
    assert enum_type(SignInStatus).enums == list(SignInStatus.__members__)
    with pytest.raises(ValueError, match="迟到"):
        SignInStatus("迟到")


def test_a_tone_is_grey_where_none_is_given() -> None:
    class Weather(Words):
        sun = "sun", "晴"
        storm = "storm", "暴雨", "red"

    assert [(one.word, one.tone) for one in Weather] == [("晴", "grey"), ("暴雨", "red")]
