"""ui → services → models: nothing imports upwards, Qt stays in ui, a feature has one name."""

import ast
from collections.abc import Iterator
from functools import cache
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
# Class names that may stand twice, being one thing seen from two layers: what services and what ui
# declare of a feature, the type of a column and of a field, a row and what is read of it.
PAIRS = {"Feature", "Hours", "Menu", "Setting"}
# Tables that no feature of their own stands over.
MODELS_ONLY = {"all", "audit", "core", "setting"}


@cache
def parsed(source: str) -> ast.Module:
    """Each file is read for several rules and parsed for the first of them."""
    return ast.parse(source)


def imported(source: str) -> Iterator[tuple[int, str]]:
    """(line, full module name) of each import; relative ones are refused by their own test."""
    for node in ast.walk(parsed(source)):
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


def modules(layer: str) -> dict[str, str]:
    """Source by full name; a package's __init__ goes by the package's name."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): (
            path.read_text(encoding="utf-8")
        )
        for path in (ROOT / layer).rglob("*.py")
    }


def feature(name: str) -> str:
    """`services.order.grid.content` → `services.order`."""
    return ".".join(name.split(".")[:2])


def arrows(sources: dict[str, str]) -> dict[str, set[str]]:
    """Module → the modules of the same layer that it imports, for types alone as well."""
    found: dict[str, set[str]] = {name: set() for name in sources}
    for name, source in sources.items():
        for node in ast.walk(parsed(source)):
            if isinstance(node, ast.Import):
                named = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                inside = [f"{node.module}.{alias.name}" for alias in node.names]
                named = [one if one in sources else str(node.module) for one in inside]
            else:
                continue
            found[name].update(set(named) & sources.keys() - {name})
    return found


def between_features(arrows: dict[str, set[str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for start, ends in arrows.items():
        found.setdefault(feature(start), set()).update(map(feature, ends))
    return {start: ends - {start} for start, ends in found.items()}


def circles(arrows: dict[str, set[str]]) -> set[frozenset[str]]:
    """Groups of names that reach each other, straight or through others."""
    reached: dict[str, set[str]] = {}
    for start in arrows:
        seen, rest = set[str](), [start]
        while rest:
            fresh = arrows.get(rest.pop(), set()) - seen
            seen |= fresh
            rest += fresh
        reached[start] = seen
    return {
        frozenset(end for end in ends if start in reached[end])
        for start, ends in reached.items()
        if start in ends
    }


@pytest.mark.parametrize("layer", ["services", "ui"])
def test_features_stand_on_floors(layer: str) -> None:
    """No feature imports what stands over it, and inside a feature no module does."""
    found = arrows(modules(layer))
    assert circles(between_features(found)) == set()
    assert circles(found) == set()


def test_the_check_finds_a_circle_through_others() -> None:
    sources = {
        "services.hours": "from services.hours.words import line_words",
        "services.hours.words": "from services import sign_in",
        "services.sign_in": "from services.training_class.states import follow_sheet",
        "services.training_class": "",
        "services.training_class.states": "",
        "services.training_class.choosing": "def late():\n    import services.hours",
        "services.report": "from services import hours",
    }
    found = arrows(sources)
    assert circles(found) == set()  # no module does, but the features do
    assert circles(between_features(found)) == {
        frozenset({"services.hours", "services.sign_in", "services.training_class"})
    }
    sources["services.sign_in"] = ""
    assert circles(between_features(arrows(sources))) == set()
    sources["services.hours"], sources["services.hours.words"] = "", "import services.report"
    assert circles(arrows(sources)) == set()
    assert circles(between_features(arrows(sources))) == {
        frozenset({"services.hours", "services.report"})
    }


def doubles(sources: dict[str, str]) -> dict[str, list[str]]:
    """Class name → the modules that define it, where these are several."""
    found: dict[str, list[str]] = {}
    for name, source in sorted(sources.items()):
        for node in parsed(source).body:
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, []).append(name)
    return {name: places for name, places in found.items() if len(places) > 1}


def test_a_class_name_stands_once() -> None:
    found = doubles({n: source for layer in FORBIDDEN for n, source in modules(layer).items()})
    assert found.keys() == PAIRS, found
    layers = [[place.partition(".")[0] for place in places] for places in found.values()]
    assert all(len(set(names)) == len(names) for names in layers), found


def test_the_check_finds_a_name_that_stands_twice() -> None:
    sources = {"services.menu": "class Line: ...", "ui.menu": "class Line: ...\nclass Page: ..."}
    assert doubles(sources) == {"Line": ["services.menu", "ui.menu"]}


def test_main_alone_wires_the_layers() -> None:
    names = {name.partition(".")[0] for _, name in imported((ROOT / "main.py").read_text("utf-8"))}
    assert "models" not in names
    for layer in FORBIDDEN:
        for path in (ROOT / layer).rglob("*.py"):
            assert "main" not in {name for _, name in imported(path.read_text("utf-8"))}, path
