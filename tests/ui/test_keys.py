"""One meaning for each key: the table of ui.core.keys, its page in docs, and the acts."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.core import keys
from ui.core.acts import spoken

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "keys.md"
A_KEY = re.compile(r"(?:(?:Ctrl|Alt|Shift)[+ ]\S*|F\d{1,2})")
"""A text that is a key and nothing else, or the start of one that is put together."""
NAMED = re.compile(r"(?:Ctrl|Alt|Shift)\+[A-Za-z0-9+↑↓←→]+|\bF\d{1,2}\b")
OF_WINDOWS = {"Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+↑↓", "Shift+↑↓"}
"""What every program does by them, and what the arrows do to a lesson that is carried."""


def test_no_key_stands_twice() -> None:
    counted = Counter(one.keys for one in keys.ALL)
    assert [one for one, count in counted.items() if count > 1] == []


def test_the_page_in_docs_is_the_table() -> None:
    lines = [f"| {spoken(one)} | {one.means} |" for one in keys.ALL]
    text = PAGE.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("| ")][1:] == lines


def texts(source: str) -> Iterator[str]:
    """The texts of a module that are no docstrings, joined ones piece by piece."""
    tree = ast.parse(source)
    told = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def typed_keys(source: str) -> list[str]:
    return [text for text in texts(source) if A_KEY.fullmatch(text)]


def sources() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "ui").rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def test_keys_are_written_down_in_one_place() -> None:
    found = {
        name: typed
        for name, source in sources()
        if name != "ui/core/keys.py" and (typed := typed_keys(source))
    }
    assert found == {}


@pytest.mark.parametrize("text", ["'Ctrl+P'", "'F2'", "f'Alt+{number}'", "'Ctrl K'", "'Alt+Left'"])
def test_a_key_that_is_typed_elsewhere_is_found(text: str) -> None:
    assert typed_keys(f"QKeySequence({text})")
    assert not typed_keys(f'"""Says {text[1:]}."""')


def test_sentences_name_no_key_that_is_none() -> None:
    known = {spoken(one) for one in (*keys.ALL, *keys.SIGN_IN)} | OF_WINDOWS
    found = {
        name: unknown
        for name, source in sources()
        if name != "ui/core/keys.py"
        and (unknown := {key for text in texts(source) for key in NAMED.findall(text)} - known)
    }
    assert found == {}
