"""The one form of what an undo is called, held by every undo that a test makes."""

from collections.abc import Callable
from typing import Any

import pytest

from services.core.undo import LongUndo, Undo

OF_THE_WAY_BACK = ("改回", "移回", "回到", "放回名单", "退回待", "原样", "不再", "去掉", "仍由")
"""How things are once it was taken back: with 已撤销： before it nobody knows which is meant."""


def flaw(words: str) -> str:
    """What is wrong with the words of an act; "" where nothing is."""
    if words != words.strip() or len(words) < len("修改资料"):
        return "empty, or with blanks around it"
    if words.endswith(("。", "！", "；", "，")) or words.startswith("已"):
        return "a sentence of its own"
    found = [one for one in OF_THE_WAY_BACK if one in words]
    return f"says how it is afterwards: {found[0]}" if found else ""


def hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on an undo whose words have a flaw cannot be made."""
    for kind in (Undo, LongUndo):
        monkeypatch.setattr(kind, "__init__", _checked(kind.__init__))


def _checked(make: Callable[..., None]) -> Callable[..., None]:
    def checked(made: Any, *given: Any, **named: Any) -> None:
        make(made, *given, **named)
        assert not flaw(made.words), (made.words, flaw(made.words))

    return checked
