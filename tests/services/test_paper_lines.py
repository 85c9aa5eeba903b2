"""Lines in cells and lists: none begins with a divider or holds a lone character."""

import pytest

from services.core.paper.fonts import Face
from services.core.paper.sheet import Area, PaperSheet
from services.core.paper.wrap import wrap
from tests.helpers.pdf import pages


@pytest.mark.parametrize("most", range(40, 240, 7))
def test_no_line_begins_with_a_divider(most: int) -> None:
    text = "2026年党员轮训班（第12期） · 主校区 报告厅 · 讲师未定"
    lines = wrap(text, Face.song, 7.5, most)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert not [line for line in lines if line.lstrip().startswith("·")]


@pytest.mark.parametrize(
    ("words", "width"),
    [
        ("仲山镇经济开发区第二社区联合党支部", 44),
        ("党支部副书记兼纪检委员", 30),
        ("阿卜杜热合曼·买买提明", 27),
    ],
)
def test_two_lines_of_a_cell_are_of_about_one_length(words: str, width: float) -> None:
    sheet = PaperSheet("表")
    sheet.cell(Area(28, 37, width, 7), words)
    (text,) = pages(sheet.done())
    lines = text.split()
    assert "".join(lines) == words
    assert len(lines) == 2
    assert min(len(line) for line in lines) * 2 >= max(len(line) for line in lines)
