"""轮训计划表 on paper: every row whole, the header on each page, sums and signatures at the end."""

from datetime import date
from decimal import Decimal

import pytest

from services import plan
from services.core.workspace import Workspace
from services.plan.paper import OFFICIAL_WIDE, WIDTHS, PlanPaper, missing, render
from tests.helpers.pdf import pages
from tests.helpers.planning import add, draft

CONTENT = "学习贯彻党的创新理论，党章党规党纪教育，基层党建工作实务，外出观摩学习；" * 6


def paper_of(space: Workspace) -> PlanPaper:
    with space.read() as session:
        return PlanPaper(plan.year_plan(session, 2026), "仲山镇党校", date(2026, 11, 23))


def flat(text: str) -> str:
    return "".join(text.split())


def test_the_columns_fill_the_official_width() -> None:
    assert sum(WIDTHS.values()) == OFFICIAL_WIDE.width


def test_one_page_with_everything_on_it(school: Workspace) -> None:
    add(school, 2026, draft(), draft("流动党员班", heads=1200, budget=Decimal("120000.5")))
    (text,) = (flat(page) for page in pages(render(paper_of(school))))
    for words in (
        "2026年度党员教育轮训计划", "轮训计划表（草稿）", "单位：仲山镇党校", "经费单位：元",
        "班次名称", "责任人", "经费预算", "备注", "120,000.50", "合计", "1260", "128,000.50",
        "批准人：＿", "第1页共1页",
    ):  # fmt: skip
        assert flat(words) in text, words


def test_who_approved_it_stands_there(school: Workspace) -> None:
    (key,) = add(school, 2026, draft())
    with school.write("plan.approve") as session:
        plan.approve(session, plan.item(session, key).plan_id, "中共仲山镇委员会")
    (text,) = (flat(page) for page in pages(render(paper_of(school))))
    assert "批准人：中共仲山镇委员会批准日期：2026年11月23日" in text
    assert "草稿" not in text


@pytest.mark.parametrize("items", [1, 7, 8, 9, 10, 11, 12, 30])
def test_no_row_is_lost_or_cut(school: Workspace, items: int) -> None:
    add(school, 2026, *(draft(f"班次甲{n:02}乙", content=CONTENT[: n * 9]) for n in range(items)))
    texts = [flat(page) for page in pages(render(paper_of(school)))]
    assert all("班次名称" in text for text in texts), "the header stands on each page"
    assert [f"第{n}页共{len(texts)}页" in text for n, text in enumerate(texts, 1)] == [True] * len(
        texts
    )
    for number in range(items):
        assert sum(f"班次甲{number:02}乙" in text for text in texts) == 1
    said = sum(text.count(character) for text in texts for character in "观摩")
    assert said == sum(CONTENT[: n * 9].count(c) for n in range(items) for c in "观摩")
    assert "合计" in texts[-1]
    assert "填表人" in texts[-1], "the signatures stay with the sums"


def test_the_longest_texts_still_fit_a_page(school: Workspace) -> None:
    long = draft(
        "长" * 60, audience_words="象" * 60, times="3月" + "时" * 38, content="容" * 300,
        form="式" * 40, place="地" * 40, responsible="人" * 40, note="注" * 120, heads=999_999,
        days=Decimal(366), hours=Decimal(999), budget=Decimal("99999999.99"),
    )  # fmt: skip
    add(school, 2026, long, long)
    text = flat("".join(pages(render(paper_of(school)))))
    for character, count in (("象", 120), ("容", 600), ("式", 80), ("长", 120)):
        assert text.count(character) >= count, character
    assert text.count("99,999,999.99") == 2


def test_a_character_no_font_has_is_named(school: Workspace) -> None:
    add(school, 2026, draft("班\U000f1234次"))
    assert missing(paper_of(school)) == ("\U000f1234",)


def test_the_usual_forms_and_posts_stand_in_one_line(school: Workspace) -> None:
    add(school, 2026, draft(form="集中授课", responsible="党校校长"))
    (text,) = pages(render(paper_of(school)))
    assert "集中授课" in text
    assert "党校校长" in text
