"""The printed menu: one page where it can be, a booklet that folds, every course on it once."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services import menu
from services.core.workspace import Workspace
from services.course import FORMS, Task, Tier
from services.menu import EntryRow, folded_paper, table_paper
from services.menu.papers import (
    CONTINUED,
    SIGNS,
    MenuPaper,
    MenuPaperLine,
    groups_of,
    lines_of,
    menu_paper,
    missing,
    split,
)
from tests.helpers.examples import examples
from tests.helpers.pdf import foot, pages
from tests.helpers.teaching import Teaching


def entry(number: int, title: str = "") -> EntryRow:
    return EntryRow(
        id=uuid4(),
        course_id=uuid4(),
        package_id=None,
        position=number,
        code=f"ZS{number:03d}",
        title=title or f"课程{number:03d}号",
        task=list(Task)[number % 7],
        tier=list(Tier)[number % 4],
        form=FORMS[number % 6],
        hours=Decimal(number % 8 + 1) / 2,
        audience="村(社区)党组织书记",
        lecturers="王秀兰、丁栋",
        places=50,
        months=(3, 4, 5),
        retired=False,
    )


def paper(count: int, *, draft: bool = False) -> MenuPaper:
    entries = tuple(entry(number) for number in range(count))
    return MenuPaper(
        "仲山镇党校", "05376820000", "2026年度仲山镇党校课程菜单", "", 2026, "第 1 版", draft,
        groups_of(entries),
    )  # fmt: skip


@pytest.mark.parametrize(("count", "many"), [(1, 1), (8, 1), (24, 1), (40, 1), (44, 1), (100, 3)])
def test_the_table_says_each_course_once_and_repeats_its_header(count: int, many: int) -> None:
    texts = pages(table_paper.render(paper(count)))
    assert len(texts) == many
    whole = "".join(texts)
    for number in range(count):
        assert whole.count(f"课程{number:03d}号") == 1
    for number, text in enumerate(texts, 1):
        assert f"第 {number} 页" in text.replace("\xa0", " ")
        assert f"共 {many} 页" in text
        assert "希望月份" in text
        assert "党支部：" in text
        assert all(words in text for words in SIGNS)


@pytest.mark.parametrize(
    ("count", "papers", "many"), [(1, 1, 1), (8, 1, 1), (24, 1, 2), (40, 2, 3), (100, 4, 5)]
)
def test_the_booklet_numbers_its_own_pages(count: int, papers: int, many: int) -> None:
    texts = pages(folded_paper.render(paper(count)))
    assert len(texts) == papers
    whole = "".join(texts)
    for number in range(count):
        assert whole.count(f"课程{number:03d}号") == 1
    assert whole.count(f"共 {many} 页") == many
    assert whole.count("书记签字") == whole.count("联系人") == 1


def test_a_draft_says_so_and_the_same_menu_is_the_same_file() -> None:
    assert "草稿，未发布" in pages(table_paper.render(paper(8, draft=True)))[0]
    assert "草稿" not in pages(table_paper.render(paper(8)))[0]
    same = paper(40)
    assert table_paper.render(same) == table_paper.render(same)
    assert folded_paper.render(same) == folded_paper.render(same)


def test_what_no_font_has_is_named() -> None:
    rare = (entry(1, "\U0010fffd字课"),)
    content = MenuPaper("校", "", "菜单", "", 2026, "第 1 版", False, groups_of(rare))
    assert missing(content) == ("\U0010fffd",)


def test_a_published_menu_prints_what_it_said(school: Workspace) -> None:
    Teaching(school)
    with school.write("menu.begin") as session:
        made = menu.begin(session, 2026, everything=True)
        menu.publish(session, made.id)
    with school.read() as session:
        content = menu_paper(session, made.id)
    assert not content.draft
    assert [(g.words, [e.code for e in g.entries]) for g in content.groups] == [
        ("政治理论教育", ["ZS001"]),
        ("知识技能教育", ["ZS002"]),
    ]
    text = pages(table_paper.render(content))[0]
    assert "大棚蔬菜管护技术" in text
    assert "2.5" in text


@given(pages_=st.integers(1, 60))
def test_the_booklet_reads_in_order_once_folded(pages_: int) -> None:
    """Sheets laid in each other: the left of each side's back turns onto its front's right."""
    found = folded_paper.sides(pages_)
    real = [page for side in found for page in side if page is not None]
    assert sorted(real) == list(range(pages_))
    if pages_ > 2:
        assert len(found) % 2 == 0
        whole = len(found) * 2
        for number, (left, right) in enumerate(found):
            front = number % 2 == 0
            told = (right, left) if front else (left, right)
            assert told[0] == (number if number < pages_ else None)
            last = whole - 1 - number
            assert told[1] == (last if last < pages_ else None)


@settings(max_examples=examples(60))
@given(groups=st.lists(st.integers(1, 30), min_size=1, max_size=8), room=st.integers(60, 200))
def test_columns_hold_every_line_and_no_head_stands_last(groups: list[int], room: int) -> None:
    look = table_paper.NARROW
    lines: list[MenuPaperLine] = []
    for number, size in enumerate(groups):
        lines.append(MenuPaperLine(head=f"任务{number}"))
        lines += [MenuPaperLine(entry=entry(place)) for place in range(size)]
    columns = split(lines, look, lambda _column: room)
    again = [line for column in columns for line in column if not line.head.endswith(CONTINUED)]
    assert again == lines
    for column in columns:
        assert column[0].head, "each begins with whose lines they are"
        assert not column[-1].head
        used = sum(look.group if line.head else look.row for line in column)
        assert used <= room


def test_every_line_of_the_menu_can_be_ticked() -> None:
    lines = lines_of(paper(8))
    assert sum(not line.head for line in lines) == 8 + 2
    ids: set[UUID] = {line.entry.id for line in lines if line.entry}
    assert len(ids) == 8


@pytest.mark.parametrize("times", [1, 2, 6])
def test_what_the_school_says_stands_whole_over_the_booklet_s_table(times: int) -> None:
    note = "请于12月5日前交回镇党校，逾期按不参加处理。" * times
    pdf = folded_paper.render(replace(paper(8), note=note))
    (text,) = pages(pdf)
    assert note in "".join(text.split())
    apart = foot(pdf, "希望月份") - foot(pdf, "处理")
    assert apart > 14, "no line of it lies under the table's head"
