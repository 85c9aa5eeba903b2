"""What no file of the repository may hold, and what each must."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MOST_LINES = 300
MOST_TEST_LINES = 700  # the tests of one feature stand together
# A list of every table reads best in one piece; it never changes once released.
LONG = {
    "models/core/migrations/versions/0001_the_foundation.py",
    "models/core/migrations/versions/0003_menu_orders_plan.py",
}
BINARY = {".ttf", ".otf", ".png", ".ico", ".xlsx", ".xls", ".pdf", ".psb", ".db"}
UNWANTED = {
    "a path of one machine": r"(?<![\w.~/-])/(?:work|root|home/\w+|Users/\w+|tmp/\w+)/"
    r"|[A-Z]:\\Users\\\w+",
    "a registry's host": r"pypi\.org|pythonhosted|(?<!no-emit-)index-url"
    r"|mirrors?\.\w+\.\w+|simple/?index",
    "work left open": r"\bTODO\b|\bFIXME\b|\bXXX\b|raise NotImplementedError",
}


def files() -> list[Path]:
    """What git holds or would take in."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = (ROOT / name.decode() for name in listed.stdout.split(b"\0") if name)
    return sorted(path for path in paths if path.is_file())


def unwanted(text: str) -> list[str]:
    return [
        f"{words}: {match[0]}"
        for words, pattern in UNWANTED.items()
        for match in re.finditer(pattern, text)
    ]


def test_no_file_names_a_machine_a_registry_or_work_left_open() -> None:
    found = {
        str(path.relative_to(ROOT)): marks
        for path in files()
        if path.suffix not in BINARY
        and path != Path(__file__)
        and (marks := unwanted(path.read_text(encoding="utf-8", errors="strict")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        "cd /work/desk",
        'open("/home/wang/desk.db")',
        "C:\\Users\\wang",
        "https://pypi.org/simple",
        "# TODO: later",
    ],
)
def test_the_check_finds_what_is_unwanted(text: str) -> None:
    assert unwanted(text)


def test_python_files_are_short_and_say_what_they_are() -> None:
    wrong = {}
    for path in files():
        name = path.relative_to(ROOT).as_posix()
        if path.suffix != ".py":
            continue
        source = path.read_text(encoding="utf-8")
        most = MOST_TEST_LINES if name.startswith("tests/") else MOST_LINES
        if source.count("\n") > most and name not in LONG:
            wrong[name] = f"{source.count(chr(10))} lines"
        elif source.strip() and not source.startswith('"""'):
            wrong[name] = "no docstring"
    assert wrong == {}
