"""One meaning for each key: the table of ui.core.keys, its page in docs, and the acts."""

from collections import Counter
from pathlib import Path

from ui.core import keys
from ui.core.acts import spoken

PAGE = Path(__file__).parents[2] / "docs" / "keys.md"


def test_no_key_stands_twice() -> None:
    counted = Counter(one.keys for one in keys.ALL)
    assert [one for one, count in counted.items() if count > 1] == []


def test_the_page_in_docs_is_the_table() -> None:
    lines = [f"| {spoken(one)} | {one.means} |" for one in keys.ALL]
    text = PAGE.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("| ")][1:] == lines
