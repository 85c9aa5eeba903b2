"""The first values of a column, as they are shown when its meaning is set right."""

from pathlib import Path

import pytest

from services import roster_import
from tests.helpers.roster_file import BRANCH, silent, small_roster


def _sample(path: Path, text: str) -> str:
    """How the value is shown that stands in a column which nobody knows."""
    header = ("姓名", "所在党支部", "其他情况")
    opened = roster_import.open_file(small_roster(path, [("王秀兰", BRANCH, text)], header), silent)
    return roster_import.column_rows(opened.layouts[0])[2].samples


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("330106199001011234", "330****34"),
        ("330106 1990 0101 1234", "330****34"),
        ("330106 19900101 1234", "330****34"),
        ("330106-19900101-123X", "330****3X"),
        ("３３０１０６　１９９００１０１　１２３４", "330****34"),
        ("138-0000-1111", "138****11"),
        ("138 0000 1111", "138****11"),
        ("138–0000–1111", "138****11"),
        ("138.0000.1111", "138****11"),
        ("0571-6512345", "057****45"),
        ("E12345678", "E12****78"),
        ("电话138-0000-1111", "电话1****11"),
        ("2001-07-01至13800001111", "200****11"),
    ],
)
def test_numbers_of_people_are_masked(tmp_path: Path, text: str, shown: str) -> None:
    assert _sample(tmp_path / "a.xlsx", text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "2001-07-01",
        "2001-7-1",
        "2001.07.01",
        "2001/07/01",
        "20010701",
        "2001 07 01",
        "2001年7月1日",
        "2001-07",
        "2001-2005",
        "生于1951-07-15",
        "2001-07-01入党",
    ],
)
def test_dates_are_shown(tmp_path: Path, text: str) -> None:
    assert _sample(tmp_path / "a.xlsx", text) == text


def test_a_day_is_shown_beside_other_digits(tmp_path: Path) -> None:
    assert _sample(tmp_path / "a.xlsx", "1951-07-15 138-0000-1111").startswith("1951-07-15 138**")
    assert _sample(tmp_path / "b.xlsx", "2001-07-01 08:30") == "2001-07-01 08:30"
