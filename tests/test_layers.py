"""ui → services → models: nothing imports upwards, Qt stays in ui, a feature has one name."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FORBIDDEN = {
    "models": {"services", "ui", "PySide6", "shiboken6", "qtawesome"},
    "services": {"ui", "PySide6", "shiboken6", "qtawesome"},
    "ui": {"models"},
}
# Parts of the window that show what several features have, or run before a workspace is open.
UI_ONLY = {"app", "core", "county_home", "inbox", "places", "search", "settings", "setup", "tour",
           "unlock"}  # fmt: skip
# Tables that no feature of their own stands over.
MODELS_ONLY = {"all", "audit", "core", "setting"}


def imported(source: str) -> Iterator[tuple[int, str]]:
    """(line, full module name) of each import; relative ones are refused by their own test."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def upward(layer: str, source: str) -> list[str]:
    return [
        f"line {line}: {name}"
        for line, name in imported(source)
        if name.partition(".")[0] in FORBIDDEN[layer] or name.startswith(".")
    ]


@pytest.mark.parametrize("layer", sorted(FORBIDDEN))
def test_no_layer_imports_what_is_above_it(layer: str) -> None:
    found = {
        str(path.relative_to(ROOT)): lines
        for path in sorted((ROOT / layer).rglob("*.py"))
        if (lines := upward(layer, path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("layer", "source"),
    [
        ("ui", "from models.course import Course"),
        ("services", "def late():\n    import PySide6.QtCore"),
        ("models", "from services.core import errors"),
        ("services", "from ..models import course"),
    ],
)
def test_the_check_finds_an_upward_import(layer: str, source: str) -> None:
    assert upward(layer, source)


def features(layer: str) -> set[str]:
    """The names directly under a layer: modules, and packages that hold a module."""
    return {
        path.stem
        for path in (ROOT / layer).iterdir()
        if (path.suffix == ".py" and path.stem != "__init__")
        or (path.is_dir() and any(path.glob("[!_]*.py")))
    }


def test_a_feature_has_the_same_name_in_each_layer() -> None:
    services = features("services")
    assert features("models") - MODELS_ONLY - services == set()
    assert features("ui") - UI_ONLY - services == set()


def test_main_alone_wires_the_layers() -> None:
    names = {name.partition(".")[0] for _, name in imported((ROOT / "main.py").read_text("utf-8"))}
    assert "models" not in names
    for layer in FORBIDDEN:
        for path in (ROOT / layer).rglob("*.py"):
            assert "main" not in {name for _, name in imported(path.read_text("utf-8"))}, path
