"""What no file of the repository may hold, and what each must."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MANY_LINES = 400
BINARY = {".ttf", ".otf", ".png", ".ico", ".xlsx", ".xls", ".pdf", ".psb", ".db"}
CASES = ROOT / "tests" / "cases"
"""Files as offices hand them in, in every encoding."""
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
        and path.parent != CASES
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


def flaw(source: str) -> str:
    """What a module lacks: a docstring, or in a long one the reason why it is one. Lines do not
    decide by themselves; a file that was split to stay under a number is no better for it."""
    if not source.strip():
        return ""
    said = ast.get_docstring(ast.parse(source)) if source.startswith('"""') else None
    if not said:
        return "no docstring"
    lines = source.count("\n")
    if lines > MANY_LINES and "one file" not in said:
        return f"{lines} lines, and no word on why they are one file"
    return ""


def test_python_files_say_what_they_are_and_long_ones_why() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): wrong
        for path in files()
        if path.suffix == ".py"
        and "tests" not in path.relative_to(ROOT).parts
        and (wrong := flaw(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_the_check_finds_a_module_without_words() -> None:
    assert flaw("import os\n")
    assert flaw('"""Much."""\n' + "\n" * MANY_LINES)
    assert not flaw('"""Much; it stays one file since all of it is one table."""\n' + "\n" * 500)
