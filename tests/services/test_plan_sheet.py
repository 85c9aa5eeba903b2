"""A plan from a spreadsheet: read by meaning, shown first, taken once; and out again unchanged."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services import plan
from services.core.clock import FixedClock
from services.core.draft_taking import Comparison, News
from services.core.errors import BadInput, Refused
from services.core.sheet_reader import Cell, Row, Sheet, SheetFile, read
from services.core.text import prose
from services.core.workspace import Workspace
from services.plan import Audience, ItemDraft
from services.plan.cells import UnreadableCell, value_of
from services.plan.sheet import SheetPlan, plan_of, read_plan
from services.plan.taking import preview, take
from services.plan.workbook import book
from tests.helpers.examples import examples
from tests.helpers.planning import add, draft, titles
from tests.helpers.teaching import at
from tests.helpers.workspaces import SCHOOL, Templates

HEAD = (
    "序 号", "培训班次", "参训对象", "人数（人）", "培训时间", "培训天数", "学时", "培训内容",
    "培训方式", "培训地点", "责任单位", "经费预算（万元）", "备注",
)  # fmt: skip
MESSY: tuple[tuple[Cell, ...], ...] = (
    ("仲山镇2027年度党员教育轮训计划表",),
    ("单位：仲山镇党校", "", "", "", "", "", "", "", "", "", "", "单位：万元"),
    HEAD,
    ("一、重点班次",),
    (1.0, "支部书记示范班", "党支部书记", "约60人", "3月中旬", "2天", "16学时", "党建实务",
     "集中授课", "主校区", "组织办", 0.8, ""),
    ("二、普通班次",),
    ("２", "流动党员班", "流动党员", "１２０", 5.0, "1.5天", 12.0, "", "", "", "", "8000元",
     "=1+1"),
    (3.0, "预备党员班", "预备党员", "若干", date(2027, 6, 10), "三天", "看情况", "", "", "", "",
     "另行安排", ""),
    HEAD,
    (4.0, "", "全体党员", 300.0, "", "", "", "", "", "", "", "", ""),
    ("合 计", "", "", 480.0, "", "", "", "", "", "", "", 1.6, ""),
    ("注：经费从党费中列支",),
    ("", "单位党组织书记班", "", 20.0),
    ("填表人：张三", "", "", "审核人：李四"),
)  # fmt: skip


def file_of(*rows: tuple[Cell, ...], name: str = "计划.xlsx", sheet: str = "Sheet1") -> SheetFile:
    """As the reader gives it; blank rows are left out there."""
    made = (Row(number, cells) for number, cells in enumerate(rows, 1) if any(cells))
    return SheetFile(name, "0" * 64, True, (Sheet(sheet, tuple(made)),))


def look(space: Workspace, found: SheetPlan, year: int = 2027) -> Comparison[ItemDraft]:
    with space.read() as session:
        return preview(session, year, found.rows)


def taken(space: Workspace, found: SheetPlan, year: int = 2027, *, change: bool = False) -> Any:
    shown = look(space, found, year)
    with space.write("plan.take") as session:
        return take(session, year, shown, change_known=change).undo


def drafts(space: Workspace, year: int = 2027) -> list[ItemDraft]:
    with space.read() as session:
        return [one.draft() for one in plan.list_items(session, year)]


def test_a_sheet_as_a_clerk_makes_it() -> None:
    found = plan_of(file_of(*MESSY))
    assert found.year == 2027
    first, second, third, last = (one.values for one in found.rows.rows)
    assert last == {"title": "单位党组织书记班", "heads": 20}
    assert first == {
        "title": "支部书记示范班", "audience_words": "党支部书记", "audience": Audience.secretaries,
        "heads": 60, "times": "3月中旬", "days": 2, "hours": 16, "content": "党建实务",
        "form": "集中授课", "place": "主校区", "responsible": "组织办", "budget": Decimal(8000),
    }  # fmt: skip
    assert second == {
        "title": "流动党员班", "audience_words": "流动党员", "audience": Audience.floating,
        "heads": 120, "times": "5月", "days": Decimal("1.5"), "hours": 12,
        "budget": Decimal(8000), "note": "=1+1",
    }  # fmt: skip
    assert third["times"] == "6月10日"
    assert third["days"] == 3
    assert [(one.cell, one.reason, one.shown) for one in found.rows.problems] == [
        ("D8", "看不懂这个人数", "若干"),
        ("G8", "看不懂这个学时", "看情况"),
        ("L8", "看不懂这个金额", "另行安排"),
        ("B10", "没有班次名称。", ""),
    ]
    assert {one.sheet for one in found.rows.problems} == {"Sheet1"}
    assert [(one.where, one.shown) for one in found.rows.left_out] == [
        ("Sheet1 第 4 行", "一、重点班次"),
        ("Sheet1 第 6 行", "二、普通班次"),
        ("Sheet1 第 11 行", "合 计 480 1.6"),
        ("Sheet1 第 12 行", "注：经费从党费中列支"),
        ("Sheet1 第 14 行", "填表人：张三 审核人：李四"),
    ]


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("days", "半天", Decimal("0.5")),
        ("days", "1天半", Decimal("1.5")),
        ("days", "两天半", Decimal("2.5")),
        ("days", "2个工作日", 2),
        ("days", "", 0),
        ("days", "—", 0),
        ("days", 0.5, Decimal("0.5")),
        ("heads", "1,200人", 1200),
        ("heads", "60名左右", 60),
        ("heads", 60.0, 60),
        ("hours", "16课时", 16),
        ("hours", "12.5", Decimal("12.5")),
        ("budget", "0.8万元", 8000),
        ("budget", "0.8万", 8000),
        ("budget", "8000元", 8000),
        ("budget", "￥8,000.50", Decimal("8000.50")),
        ("budget", 8000.0, 8000),
        ("budget", "无", None),
        ("budget", "0元", 0),
        ("times", 3.0, "3月"),
        ("times", "3", "3"),
        ("times", date(2027, 3, 15), "3月15日"),
        ("title", 2027.0, "2027"),
        ("note", " 分 三 批，举办 ", "分 三 批，举办"),
    ],
)
def test_cells_that_can_be_read(field: str, cell: Cell, value: object) -> None:
    assert value_of(field, cell) == value


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("days", "3-5天"), ("days", 0.3), ("days", "400天"), ("days", date(2027, 3, 2)),
        ("heads", "60.5"), ("heads", "每期60"), ("heads", 1e12), ("heads", "-3"),
        ("hours", "8小时"), ("hours", 0.25), ("budget", "8000元/期"), ("budget", "1e9"),
        ("budget", "0.001元"), ("budget", "99999万元"), ("title", "长" * 61),
    ],
)  # fmt: skip
def test_cells_that_cannot_be_read_say_why(field: str, cell: Cell) -> None:
    with pytest.raises(UnreadableCell) as caught:
        value_of(field, cell)
    assert str(caught.value)


def test_plain_figures_are_yuan_unless_the_header_says_otherwise() -> None:
    head = ("班次名称", "人数", "天数", "经费预算")
    body = ("书记班", 60.0, 2.0, 0.8)

    def budget(*rows: tuple[Cell, ...]) -> object:
        return plan_of(file_of(*rows)).rows.rows[0].values["budget"]

    assert budget(head, body) == Decimal("0.8")
    assert budget((*head[:3], "经费预算（万元）"), body) == 8000
    assert budget(("计划", "单位：万元"), head, body) == 8000
    assert budget(("计划", "单位：万元"), (*head[:3], "经费（元）"), body) == Decimal("0.8")


@pytest.mark.parametrize(
    "head",
    [
        ("序号", "姓名", "所在党支部", "培训班次", "培训时间", "学时"),
        ("编码", "课程名称", "培训对象", "学时", "培训项目"),
        ("班次名称", "状态", "备注"),
        ("党支部", "人数", "时间"),
    ],
)
def test_other_lists_are_refused_in_one_sentence(head: tuple[str, ...]) -> None:
    with pytest.raises(BadInput) as caught:
        plan_of(file_of(head, tuple("一" for _ in head)))
    assert caught.value.message.startswith("这不像轮训计划表")


def test_a_plan_without_a_row_is_refused() -> None:
    with pytest.raises(BadInput, match="没有班次"):
        plan_of(file_of(HEAD, ("合计", "", "", 0.0)))


def test_the_same_file_again_brings_nothing_new(school: Workspace) -> None:
    found = plan_of(file_of(*MESSY))
    shown = look(school, found)
    assert (found.year, shown.count(News.new)) == (2027, 4)
    assert drafts(school) == [], "a look changes nothing"
    undo = taken(school, found)
    assert titles(school, 2027) == [one.values["title"] for one in found.rows.rows]
    assert look(school, found).count(News.same) == 4
    with pytest.raises(Refused, match="没有新的班次"):
        taken(school, found)
    with school.write("plan.undo") as session:
        undo.act(session)
    assert titles(school, 2027) == []


def test_what_the_clerk_corrected_is_kept_unless_told(school: Workspace) -> None:
    found = plan_of(file_of(*MESSY))
    taken(school, found)
    with school.write("plan.update_item") as session:
        ids = [one.id for one in plan.list_items(session, 2027)]
        first, _, third, _ = drafts(school)
        plan.update_item(session, ids[0], replace(first, heads=65))
        plan.update_item(session, ids[2], replace(third, heads=30, hours=Decimal(8)))
    shown = look(school, found)
    assert [one.news for one in shown.lines] == [News.changed, *[News.same] * 3]
    (told,) = shown.lines[0].changes
    assert (told.what, told.before, told.after) == ("人数", "65", "60")
    with pytest.raises(Refused):
        taken(school, found)
    undo = taken(school, found, change=True)
    assert [one.heads for one in drafts(school)] == [60, 120, 30, 20]
    with school.write("plan.undo") as session:
        undo.act(session)
    assert [one.heads for one in drafts(school)] == [65, 120, 30, 20]


def test_two_of_one_title_are_two(school: Workspace) -> None:
    head = ("班次名称", "对象", "人数", "天数")
    rows = (head, ("书记班", "书记", 60.0, 1.0), ("书记班", "书记", 80.0, 1.0))
    found = plan_of(file_of(*rows))
    taken(school, found)
    assert [one.heads for one in drafts(school)] == [60, 80]
    turned = plan_of(file_of(head, rows[2], rows[1], ("书记班", "书记", 90.0, 1.0)))
    assert [one.news for one in look(school, turned).lines] == [
        News.same, News.same, News.new
    ]  # fmt: skip


def test_a_plan_changed_meanwhile_or_approved_takes_nothing(school: Workspace) -> None:
    found = plan_of(file_of(*MESSY))
    shown = look(school, found)
    (key,) = add(school, 2027, draft("流动党员班"))
    with school.write("plan.take") as session, pytest.raises(Refused, match="预览以后"):
        take(session, 2027, shown)
    with school.write("plan.approve") as session:
        plan.approve(session, plan.item(session, key).plan_id, "镇党委")
    with pytest.raises(Refused, match="已批准"):
        look(school, found)


def test_an_item_for_whom_nothing_is_said(school: Workspace) -> None:
    taken(school, plan_of(file_of(("班次名称", "人数", "天数"), ("书记班", 60.0, 1.0))))
    (made,) = drafts(school)
    assert (made.audience, made.audience_words) == (Audience.other, "（未写）")


def texts(most: int) -> st.SearchStrategy[str]:
    return st.text(max_size=most).map(prose).filter(lambda text: len(text) <= most)


halves = st.integers(0, 100).map(lambda number: Decimal(number) / 2)
any_drafts = st.builds(
    ItemDraft,
    title=texts(60).filter(bool),
    audience=st.sampled_from(Audience),
    audience_words=texts(60).filter(bool),
    heads=st.integers(0, 999_999),
    times=texts(40),
    days=halves,
    hours=halves,
    content=texts(300),
    form=texts(40),
    place=texts(40),
    responsible=texts(40),
    budget=st.none() | st.integers(0, 9_999_999_999).map(lambda fen: Decimal(fen) / 100),
    note=texts(120),
)


def exported(space: Workspace, target: Path, year: int = 2026) -> Path:
    with space.read() as session:
        target.write_bytes(book(plan.year_plan(session, year), "仲山镇党校"))
    return target


def test_what_is_exported_imports_back_unchanged(
    templates: Templates, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("round")
    space = templates.open(SCHOOL, folder / "school", FixedClock(at(23, 8)))
    years = iter(range(2001, 2100))

    @settings(max_examples=examples(12), deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(any_drafts, min_size=1, max_size=6))
    def back(made: list[ItemDraft]) -> None:
        year = next(years)
        add(space, year, *made)
        path = exported(space, folder / f"{year}.xlsx", year)
        found = read_plan(path, lambda *_: None)
        assert found.rows.problems == ()
        assert [one.reason for one in found.rows.left_out] == ["合计行"]
        assert all(one.news is News.same for one in look(space, found, year).lines)
        other = next(years)
        taken(space, found, other)
        assert drafts(space, other) == drafts(space, year)

    back()
    space.close()


def test_the_workbook_is_a_sheet_to_hand_in(school: Workspace, tmp_path: Path) -> None:
    add(school, 2026, draft(), draft("流动党员班", heads=0, budget=None, note="=HYPERLINK(1)"))
    (sheet,) = read(exported(school, tmp_path / "计划.xlsx"), lambda *_: None).sheets
    assert sheet.name == "2026年轮训计划"
    title, unit, head, first, second, total = (row.cells for row in sheet.rows)
    assert title[0] == "2026年度党员教育轮训计划"
    assert unit[0] == "单位：仲山镇党校"
    assert head[:13] == (
        "序号", "班次名称", "培训对象", "人数", "时间", "天数", "学时", "主要内容", "方式", "地点",
        "责任人", "经费预算（元）", "备注",
    )  # fmt: skip
    assert (first[0], first[3], first[5], first[11]) == (1, 60, 1.5, 8000)
    assert (second[3], second[11], second[12]) == ("", "", "=HYPERLINK(1)")
    assert (total[0], total[3], total[11]) == ("合计", 60, 8000)
