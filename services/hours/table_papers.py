"""Tables on paper: a branch's people with their hours; the year by the seven basic tasks."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from services.core.days import day_words
from services.core.paper import fonts, table
from services.core.paper.declared import Paper, at_once
from services.core.paper.fonts import Face
from services.core.paper.sheet import OFFICIAL, Area, PaperSheet
from services.core.paper.table import PaperColumn
from services.core.text import plain
from services.course import Tier
from services.hours.papers import BranchPaper, TaskPaper, TaskRow, branch_paper, task_paper

BRANCH_COLUMNS = (
    PaperColumn("序号", 14),
    PaperColumn("姓名", 34, size=11),
    PaperColumn("身份", 22),
    PaperColumn("年度学时", 28),
    PaperColumn("年度目标", 28),
    PaperColumn("状态", 30),
)
TASK_COLUMNS = (
    PaperColumn("基本任务", 38, "left", 10),
    PaperColumn("课程层级", 20, size=10),
    PaperColumn("课次", 16, size=10),
    PaperColumn("参训人次", 22, size=10),
    PaperColumn("学时合计", 24, size=10),
    PaperColumn("覆盖（人）", 18, size=10),
    PaperColumn("开课", 18, size=10),
)
ROW, HEAD, HEADING, FOOT = 7.0, 8.0, 16.0, 14.0


def missing_in_branch(content: BranchPaper) -> tuple[str, ...]:
    names = "".join(row.name for row in content.rows)
    return fonts.missing(names + content.branch_name + content.school)


def render_branch(content: BranchPaper) -> bytes:
    """Everybody in the branch, the header on every page, the sums at the end."""
    group = content.group
    title = f"{content.year} 年党员教育培训学时表"
    exempt = f"（学时减免 {group.exempt} 人）" if group.exempt else ""
    percent = "—" if group.percent is None else f"{group.percent}%"
    facts = (
        f"{content.branch_name}　共 {group.people} 人{exempt}，达标 {group.reached} 人"
        f"（{percent}），人均 {_sum(group.average)} 学时"
    )
    rows = [
        (
            str(number),
            row.name,
            row.role.short,
            _sum(row.hours),
            str(row.target) if row.owes else "—",
            row.state.word,
        )
        for number, row in enumerate(content.rows, start=1)
    ]
    return _render(title, facts, BRANCH_COLUMNS, rows, content.school, content.made_on)


def render_tasks(content: TaskPaper) -> bytes:
    """Each task with its tiers, then what belongs to none, then the sum."""
    title = f"{content.year} 年七项基本任务培训汇总表"
    facts = f"七项任务已开课 {content.covered} 项，全年共 {_sum(content.hours)} 学时"
    rows = [line for row in content.rows for line in _task_lines(row)]
    if content.other:
        rows.append(("调训、更正和未分任务的在线学习", "", "", "", _sum(content.other), "", ""))
    lessons = sum(row.lessons for row in content.rows)
    times = sum(row.person_times for row in content.rows)
    rows.append(("合计", "", str(lessons), f"{times:,}", _sum(content.hours), "", ""))
    return _render(title, facts, TASK_COLUMNS, rows, content.school, content.made_on)


def _task_lines(row: TaskRow) -> list[tuple[str, ...]]:
    """The task's sums, and under them its tiers."""
    said = "已开课" if row.lessons else "未开课"
    lines: list[tuple[str, ...]] = [
        (
            row.task.word,
            "小计",
            str(row.lessons),
            f"{row.person_times:,}",
            _sum(row.hours),
            f"{row.people:,}",
            said,
        )
    ]
    for tier in Tier:
        if tier in row.tiers:
            lessons, times, worth = row.tiers[tier]
            lines.append(("", tier.word, str(lessons), f"{times:,}", _sum(worth), "", ""))
    if row.online:
        lines.append(("", "在线学习", "", "", _sum(row.online), "", ""))
    return lines


def _render(
    title: str,
    facts: str,
    columns: Sequence[PaperColumn],
    rows: Sequence[tuple[str, ...]],
    school: str,
    day: date,
) -> bytes:
    area = OFFICIAL
    first = int((area.height - HEADING - HEAD - FOOT) / ROW)
    other = int((area.height - HEAD - FOOT) / ROW)
    pages = table.split(len(rows), first, other)
    sheet = PaperSheet(title)
    for number, part in enumerate(pages, start=1):
        top = area.top
        if number == 1:
            sheet.text(area.middle, top, title, face=Face.bold, size=18, align="center")
            words = Area(area.left, top + 4, area.width, 8)
            sheet.cell(words, facts, align="left")
            top += HEADING
        else:
            sheet.next_page()
        shown = [rows[index] for index in part]
        bottom = table.draw(sheet, area.left, top, columns, shown, row_height=ROW, head_height=HEAD)
        if number == len(pages):
            said = f"{school}　{day_words(day)}"
            sheet.text(area.left, bottom + 8, "填表人：＿＿＿＿＿＿　审核人：＿＿＿＿＿＿")
            sheet.text(area.right, bottom + 8, said, align="right")
        sheet.page_number(number, len(pages))
    return sheet.done()


def _sum(hours: Decimal) -> str:
    return plain(hours, thousands=True)


BRANCH = Paper(
    key="hours.branch",
    words="支部学时表",
    content=branch_paper,
    render=at_once(render_branch),
    missing=missing_in_branch,
    name=lambda content, _branch_id, year: f"支部学时表-{year}-{content.rows[0].branch}",
    verb="hours.print_branch",
    noted=lambda _content, branch_id, year: {"id": str(branch_id), "year": year},
)
TASKS = Paper(
    key="hours.tasks",
    words="七项任务汇总",
    content=task_paper,
    render=at_once(render_tasks),
    name=lambda _content, year: f"七项任务汇总-{year}",
    verb="hours.print_tasks",
    noted=lambda _content, year: {"year": year},
)
