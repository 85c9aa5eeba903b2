"""What an undo is called: by what was done, so that 已撤销： and 已重做： before it are clear."""

import pytest

from services.core.session import WorkSession
from services.core.undo import Undo
from tests.helpers.undo_words import flaw


def act(_session: WorkSession) -> None:
    """Takes nothing back."""


@pytest.mark.parametrize(
    "words",
    [
        "",
        " 聘任 莫一帆",
        "恢复原样",
        "把电话改回原样",
        "不再登记莫一帆",
        "已聘任。",
        "修改 3 人。",
    ],
)
def test_words_that_read_both_ways_are_found_in_every_test(words: str) -> None:
    assert flaw(words)
    with pytest.raises(AssertionError):
        Undo(words, "tests.undo", act)


@pytest.mark.parametrize("words", ["聘任 莫一帆", "修改 3 位讲师的职务", "修改单位资料"])
def test_words_that_say_what_was_done_are_taken(words: str) -> None:
    assert Undo(words, "tests.undo", act).words == words
